"""Agreement of each pair of reviewers on the sentences they share."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from webapp.agreement import coefficients as c
from webapp.agreement.coefficients import FloatArray, IntArray
from webapp.agreement.item_level import cohen_error, share_error
from webapp.agreement.jackknife import standard_errors
from webapp.agreement.tally import Counts, Id, pair_tables
from webapp.agreement.value import BoolArray, Value, from_errors, why_undefined

MOST_SHOWN = 200  # pairs on a page: 200 reviewers are 19,900
_ROWS_AT_ONCE = 50_000  # bounds the memory, and keeps what is worked on near the processor


@dataclass
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
    tables, group, p = pair_tables(counts), counts.shared_pair, len(counts.pairs)
    shares_without, kappas_without = without_each(counts, tables, c.agreed_share, c.cohen_kappa)
    given = np.stack([tables.sum(2), tables.sum(1)], axis=1)  # (P, 2, q)
    n, documents = tables.sum((1, 2)), np.bincount(group, minlength=p)
    reviewers = [(counts.reviewers[a], counts.reviewers[b]) for a, b in counts.pairs.tolist()]

    def undefined(row: int) -> str:
        return why_undefined(counts.labels, given[row, 0].tolist(), given[row, 0].tolist())

    shares, kappas = c.agreed_share(tables), c.cohen_kappa(tables)
    share_errors = standard_errors(shares_without, group, p)
    kappa_errors = standard_errors(kappas_without, group, p)
    rows = zip(
        reviewers,
        n.tolist(),
        from_errors(shares, share_errors, documents, n, undefined, {}, share_error(shares, n)),
        from_errors(
            kappas,
            kappa_errors,
            documents,
            n,
            undefined,
            _constants(counts.labels, reviewers, given, np.isfinite(kappas)),
            cohen_error(tables),
        ),
        tables.tolist(),
        strict=True,
    )
    return [PairAgreement(*row) for row in rows]


def least(pairs: list[PairAgreement], most: int = MOST_SHOWN) -> list[PairAgreement]:
    """Return the pairs as they are, or, where they are more, so many with the lowest kappa."""
    if len(pairs) <= most:
        return pairs
    kappas = [each.cohen_kappa.estimate for each in pairs]
    order = sorted(range(len(pairs)), key=lambda at: (kappas[at] is None, kappas[at] or 0.0))
    return [pairs[at] for at in order[:most]]


def without_each(
    counts: Counts, tables: IntArray, *of: Callable[[IntArray], FloatArray]
) -> list[FloatArray]:
    """Return what each function makes of a pair without each document that it shares: (H,) each.

    tables: (P, q, q), those of `pair_tables`.
    """
    rows = len(counts.shared)
    found = [np.empty(rows) for _ in of]
    for start in range(0, rows, _ROWS_AT_ONCE):
        part = slice(start, start + _ROWS_AT_ONCE)
        without = tables[counts.shared_pair[part]] - counts.shared[part]
        for column, function in zip(found, of, strict=True):
            column[part] = function(without)
    return found


def _constants(
    labels: Sequence[str],
    reviewers: Sequence[tuple[Id, Id]],
    given: IntArray,
    defined: BoolArray,
) -> dict[int, str | None]:
    """Return the remarks on pairs in which a reviewer used one label on all shared sentences.

    given: (P, 2, q), how often each of the two gave label k. defined: (P,), where there is a kappa:
    without one, both used the same label, and nothing is 0.
    """
    constant = (given > 0).sum(2) == 1
    remarks: dict[int, str | None] = {}
    for row in np.flatnonzero(constant.any(1) & defined).tolist():
        member = int(constant[row].argmax())
        label = labels[int(given[row, member].argmax())]
        remarks[row] = f"{reviewers[row][member]} used one label ({label}), so kappa is 0"
    return remarks
