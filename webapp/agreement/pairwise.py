"""Agreement of each pair of reviewers on the sentences they share."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from webapp.agreement import coefficients as c
from webapp.agreement.item_level import cohen_error, share_error
from webapp.agreement.jackknife import standard_errors
from webapp.agreement.tally import Counts, Id, pair_tables
from webapp.agreement.value import Value, from_error, why_undefined


@dataclass(frozen=True)
class PairAgreement:
    """Two reviewers on the n sentences they share.

    confusion: q rows (label of the first) of q columns (label of the second).
    """

    reviewers: tuple[Id, Id]
    n: int
    percent_agreement: Value
    cohen_kappa: Value
    confusion: list[list[int]]


def pairwise(counts: Counts) -> list[PairAgreement]:
    """Return the agreement of every pair who share a sentence, sorted by the two reviewers."""
    tables = pair_tables(counts)
    without = tables[counts.shared_pair] - counts.shared
    group, p = counts.shared_pair, len(tables)
    n, shares, kappas = tables.sum((1, 2)), c.agreed_share(tables), c.cohen_kappa(tables)
    share_errors = standard_errors(c.agreed_share(without), group, p), share_error(shares, n)
    kappa_errors = standard_errors(c.cohen_kappa(without), group, p), cohen_error(tables)
    columns = zip(
        counts.pairs.tolist(),
        np.bincount(group, minlength=p).tolist(),
        n.tolist(),
        np.stack([shares, *share_errors], axis=1).tolist(),
        np.stack([kappas, *kappa_errors], axis=1).tolist(),
        np.stack([tables.sum(2), tables.sum(1)], axis=1).tolist(),
        tables.tolist(),
        strict=True,
    )
    rows = []
    for members, documents, size, share, kappa, given, table in columns:
        reviewers = counts.reviewers[members[0]], counts.reviewers[members[1]]
        undefined = why_undefined(counts.labels, given[0], given[0])
        remark = _constant(counts.labels, reviewers, given)
        rows.append(
            PairAgreement(
                reviewers,
                size,
                _value(share, documents, size, undefined, None),
                _value(kappa, documents, size, undefined, remark),
                table,
            )
        )
    return rows


def _value(
    numbers: list[float], documents: int, n: int, undefined: str, remark: str | None
) -> Value:
    """Return the value of (estimate, jackknife error, item-level error)."""
    estimate, error, item_error = numbers
    return from_error(estimate, error, documents, n, undefined, remark, item_error)


def _constant(
    labels: Sequence[str], reviewers: tuple[Id, Id], given: list[list[int]]
) -> str | None:
    """Return the remark on a reviewer who used one label on all the shared sentences, or None."""
    for reviewer, row in zip(reviewers, given, strict=True):
        if row.count(0) == len(row) - 1:
            return f"{reviewer} used one label ({labels[row.index(max(row))]}), so kappa is 0"
    return None
