"""Agreement over all documents together: the coefficients of the project and of each label."""

from dataclasses import dataclass

import numpy as np

from webapp.agreement import coefficients as c
from webapp.agreement.coefficients import FloatArray, unpack
from webapp.agreement.jackknife import leave_one_out
from webapp.agreement.tally import Counts, given_by_reviewer, pair_tables
from webapp.agreement.value import Value, from_replicates, why_label_undefined, why_undefined

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
    base = unpack(counts.sums)
    some, two = base.sentences > 0, base.two > 0
    estimates = {
        name: (coefficient(total), coefficient(without[some if name in WITH_LONE_LABELS else two]))
        for name, coefficient in FROM_SUMS.items()
    }
    conger = c.conger_kappa(total, given_by_reviewer(counts))
    estimates["conger_kappa"] = conger, _conger_without(counts, without)[two]
    kappas = c.cohen_kappa(pair_tables(counts))
    estimates["light_kappa"] = c.light_kappa(kappas), _light_without(counts, kappas)[two]
    n, undefined = int(base.two.sum()), why_undefined(counts.labels, *used(total))
    remarks = {"light_kappa": _light_remark(counts, kappas)}
    return {
        name: from_replicates(float(estimate), replicates, n, undefined, remarks.get(name))
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


def _light_without(counts: Counts, kappas: FloatArray) -> FloatArray:
    """Return Light's kappa without each document: (D,).

    Leaving out a document changes the kappas of the pairs who share it, and no others.
    """
    pair, document, d = counts.shared_pair, counts.shared_document, len(counts.documents)
    changed = c.cohen_kappa(pair_tables(counts)[pair] - counts.shared)
    change = np.nan_to_num(changed) - np.nan_to_num(kappas)[pair]
    lost = np.isfinite(kappas)[pair].astype(int) - np.isfinite(changed)
    total = np.nan_to_num(kappas).sum() + np.bincount(document, change, d)
    return c.ratio(total, np.isfinite(kappas).sum() - np.bincount(document, lost, d))


def _light_remark(counts: Counts, kappas: FloatArray) -> str | None:
    defined = np.isfinite(kappas)
    if not defined.any():
        return None
    shared = pair_tables(counts)[defined].sum((1, 2))
    if len(shared) == 1:
        return f"one pair, sharing {shared[0]} sentences"
    return f"mean of {len(shared)} pairs, the smallest sharing {shared.min()} sentences"
