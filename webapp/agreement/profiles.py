"""Each reviewer against all colleagues on the sentences that they share.

Everything follows from the tables of pairs: a sentence with m labels compares its reviewer with
m - 1 colleagues, and each comparison counts once.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from webapp.agreement import coefficients as c
from webapp.agreement.coefficients import FloatArray, IntArray, ratio
from webapp.agreement.grouping import add_up
from webapp.agreement.tally import Counts, Id
from webapp.agreement.two_ratings import (
    Tables,
    base_sums,
    grouped,
    values,
    why_alpha_undefined,
)
from webapp.agreement.value import Value, value_json

ALONE = "no sentence is shared with a colleague"


@dataclass(frozen=True)
class LabelProfile:
    """One label of a reviewer on the shared sentences.

    share, others_share: how often the reviewer, and the colleagues there, gave it; None if nothing
    is shared. difference: share - others_share. specific_agreement: one of the two having given
    it, how often the other did too.
    """

    share: float | None
    others_share: float | None
    difference: Value
    specific_agreement: Value


@dataclass(frozen=True)
class ReviewerProfile:
    """A reviewer against all colleagues, left out of their number: leave-one-out agreement.

    n, here and in the values: comparisons, one of the reviewer's labels and one of a colleague's
    on the same sentence. colleagues: with whom a sentence is shared.
    """

    reviewer: Id
    n: int
    colleagues: int
    percent_agreement: Value
    krippendorff_alpha: Value
    labels: dict[str, LabelProfile]


def profiles(counts: Counts) -> list[ReviewerProfile]:
    """Return the profile of each reviewer who gave a label, sorted as the reviewers are.

    Chance is corrected by Krippendorff's alpha: it counts a habit of the reviewer's own as
    disagreement, which Cohen's kappa would put down to chance.
    """
    tables = _against_colleagues(counts)
    n = tables.total.sum((1, 2))
    nothing = [ALONE] * len(n)
    undefined = [why_alpha_undefined(counts.labels, table, ALONE) for table in tables.total]
    sums, without = base_sums(tables.total), base_sums(tables.without)
    agreed = values(c.percent_agreement(sums), c.percent_agreement(without), tables, nothing)
    alphas = values(c.krippendorff_alpha(sums), c.krippendorff_alpha(without), tables, undefined)
    by_label = _by_label(counts.labels, tables, sums, without)
    colleagues = np.bincount(counts.pairs.ravel(), minlength=len(n)).tolist()
    labelled = np.bincount(counts.given_reviewer, minlength=len(n)) > 0
    return [
        ReviewerProfile(
            counts.reviewers[g],
            int(n[g]),
            colleagues[g],
            agreed[g],
            alphas[g],
            {label: rows[g] for label, rows in by_label.items()},
        )
        for g in np.flatnonzero(labelled).tolist()
    ]


def profile_json(profile: ReviewerProfile) -> dict[str, object]:
    """Return the profile as plain dicts, text, numbers and None, ready for json.dumps."""
    return {
        **vars(profile),
        "percent_agreement": value_json(profile.percent_agreement),
        "krippendorff_alpha": value_json(profile.krippendorff_alpha),
        "labels": {
            label: {
                **vars(row),
                "difference": value_json(row.difference),
                "specific_agreement": value_json(row.specific_agreement),
            }
            for label, row in profile.labels.items()
        },
    }


def _against_colleagues(counts: Counts) -> Tables:
    """Return each reviewer's table, own label in rows and the colleague's in columns."""
    r = len(counts.reviewers)
    keys = counts.given_document * r + counts.given_reviewer
    rows = np.zeros((len(keys), *counts.shared.shape[1:]), np.int64)
    for seat, tables in enumerate([counts.shared, counts.shared.swapaxes(1, 2)]):
        reviewer = counts.pairs[counts.shared_pair, seat]
        place = np.searchsorted(keys, counts.shared_document * r + reviewer)
        rows += add_up(tables, place, len(keys))
    shared = rows.any((1, 2))
    return grouped(rows[shared], counts.given_reviewer[shared], r)


def _by_label(
    labels: Sequence[str], tables: Tables, sums: FloatArray, without: FloatArray
) -> dict[str, list[LabelProfile]]:
    """Return the profiles (G,) of each label."""
    n = tables.total.sum((1, 2)).tolist()
    own, others = _shares(tables.total)
    own_without, others_without = _shares(tables.without)
    difference, difference_without = own - others, own_without - others_without
    agreed, agreed_without = c.specific_agreement(sums), c.specific_agreement(without)
    found = {}
    for k, label in enumerate(labels):
        unused = [f"no reviewer used {label} on the shared sentences" if x else ALONE for x in n]
        columns = zip(
            [x if size else None for x, size in zip(own[:, k].tolist(), n, strict=True)],
            [x if size else None for x, size in zip(others[:, k].tolist(), n, strict=True)],
            values(difference[:, k], difference_without[:, k], tables, [ALONE] * len(n)),
            values(agreed[:, k], agreed_without[:, k], tables, unused),
            strict=True,
        )
        found[label] = [LabelProfile(*row) for row in columns]
    return found


def _shares(tables: IntArray) -> tuple[FloatArray, FloatArray]:
    """Return the share of each label in rows and in columns: (..., q, q) -> (..., q) twice."""
    n = tables.sum((-2, -1))[..., None]
    return ratio(tables.sum(-1), n), ratio(tables.sum(-2), n)
