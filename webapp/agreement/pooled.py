"""Agreement over all documents together: the coefficients of the project and of each label."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from webapp.agreement import coefficients as c
from webapp.agreement.coefficients import FloatArray, IntArray, unpack
from webapp.agreement.jackknife import leave_one_out
from webapp.agreement.pairwise import without_each
from webapp.agreement.tally import Counts, given_by_reviewer, pair_tables
from webapp.agreement.value import (
    NO_WIDTH,
    Value,
    from_replicates,
    why_label_undefined,
    why_undefined,
)

# The coefficients that follow from the base sums alone.
FROM_SUMS = {
    "percent_agreement": c.percent_agreement,
    "krippendorff_alpha": c.krippendorff_alpha,
    "fleiss_kappa": c.fleiss_kappa,
    "gwet_ac1": c.gwet_ac1,
    "brennan_prediger": c.brennan_prediger,
}
# Their chance term counts lone labels too, so every document with a label is left out in turn.
WITH_LONE_LABELS = {"fleiss_kappa", "gwet_ac1"}
# Totals of reviewers by label that Conger's jackknife holds at once: bounds the memory.
_CELLS_AT_ONCE = 4_000_000


@dataclass(frozen=True)
class LabelAgreement:
    """One label against the rest; count is how often it was given."""

    krippendorff_alpha: Value
    specific_agreement: Value
    count: int


def pooled(counts: Counts) -> dict[str, Value]:
    """Return the seven coefficients by name, each with its interval over documents."""
    total, without = counts.sums.sum(0), leave_one_out(counts.sums)
    two = counted(counts)
    estimates = {
        name: (coefficient(total), coefficient(without[counted(counts, name)]))
        for name, coefficient in FROM_SUMS.items()
    }
    conger = c.conger_kappa(total, given_by_reviewer(counts))
    estimates["conger_kappa"] = conger, _conger_without(counts, without)[two]
    pairs = pair_tables(counts)
    kappas = c.cohen_kappa(pairs)
    estimates["light_kappa"] = c.light_kappa(kappas), _light_without(counts, pairs, kappas)[two]
    n, undefined = int(unpack(total).two), why_undefined(counts.labels, *used(total))
    mean, constant = [_light_remark(pairs, kappas)], _constant_remark(counts)
    remarks: dict[str, list[str | None]] = {"conger_kappa": [], "light_kappa": mean}
    for name, found in remarks.items():
        if abs(float(estimates[name][0])) < NO_WIDTH:
            found.append(constant)
    return {
        name: from_replicates(
            float(estimate), replicates, n, undefined, _joined(remarks.get(name, []))
        )
        for name, (estimate, replicates) in estimates.items()
    }


def by_label(counts: Counts) -> dict[str, LabelAgreement]:
    """Return the agreement on each label, in the scheme's order."""
    total, without = counts.sums.sum(0), leave_one_out(counts.sums)
    base = unpack(counts.sums)
    without = without[base.two > 0]
    alphas, alphas_without = c.alpha_by_label(total), c.alpha_by_label(without)
    agreed, agreed_without = c.specific_agreement(total), c.specific_agreement(without)
    n, given = int(base.two.sum()), counts.given.sum(0).tolist()
    rows = {}
    for k, label in enumerate(counts.labels):
        undefined = why_label_undefined(label, counts.labels, *used(total))
        rows[label] = LabelAgreement(
            from_replicates(float(alphas[k]), alphas_without[:, k], n, undefined),
            from_replicates(float(agreed[k]), agreed_without[:, k], n, undefined),
            given[k],
        )
    return rows


def counted(counts: Counts, name: str = "") -> npt.NDArray[np.bool_]:
    """Return which documents a coefficient's interval rests on: (D,).

    Those with two labels on a sentence; for `WITH_LONE_LABELS` those with any label.
    """
    base = unpack(counts.sums)
    return (base.sentences if name in WITH_LONE_LABELS else base.two) > 0


def used(total: FloatArray) -> tuple[list[float], list[float]]:
    """Return per label how often it comes on sentences with two labels, and its share on all."""
    base = unpack(total)
    return base.paired.tolist(), base.share.tolist()


def _conger_without(counts: Counts, without: FloatArray) -> FloatArray:
    """Return Conger's kappa without each document: (D,), a block of documents at a time."""
    given = given_by_reviewer(counts)
    step = max(1, _CELLS_AT_ONCE // max(1, given.size))
    kappas = [np.empty(0)]
    for start in range(0, len(without), step):
        sums = without[start : start + step]
        rows = slice(*np.searchsorted(counts.given_document, [start, start + len(sums)]))
        left = np.repeat(given[None], len(sums), axis=0)
        left[counts.given_document[rows] - start, counts.given_reviewer[rows]] -= counts.given[rows]
        kappas.append(c.conger_kappa(sums, left))
    return np.concatenate(kappas)


def _light_without(counts: Counts, pairs: IntArray, kappas: FloatArray) -> FloatArray:
    """Return Light's kappa without each document: (D,).

    Leaving out a document changes the kappas of the pairs who share it, and no others.
    """
    pair, document, d = counts.shared_pair, counts.shared_document, len(counts.documents)
    (changed,) = without_each(counts, pairs, c.cohen_kappa)
    change = np.nan_to_num(changed) - np.nan_to_num(kappas)[pair]
    lost = np.isfinite(kappas)[pair].astype(int) - np.isfinite(changed)
    total = np.nan_to_num(kappas).sum() + np.bincount(document, change, d)
    return c.ratio(total, np.isfinite(kappas).sum() - np.bincount(document, lost, d))


def _constant_remark(counts: Counts) -> str | None:
    """Return why kappa is 0 by construction where all reviewers but one used one label each."""
    labels_used = np.count_nonzero(given_by_reviewer(counts), axis=1)
    if (labels_used > 1).sum() > 1:
        return None
    return "in each pair a reviewer used one label, so kappa is 0"


def _joined(remarks: list[str | None]) -> str | None:
    return "; ".join(filter(None, remarks)) or None


def _light_remark(pairs: IntArray, kappas: FloatArray) -> str | None:
    defined = np.isfinite(kappas)
    if not defined.any():
        return None
    shared = pairs[defined].sum((1, 2))
    if len(shared) == 1:
        return f"one pair, sharing {shared[0]} sentences"
    return f"mean of {len(shared)} pairs, the smallest sharing {shared.min()} sentences"
