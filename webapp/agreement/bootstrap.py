"""Bootstrap intervals over documents, on demand: beside those of the jackknife, never instead.

As in the jackknife, documents are the sample. The ones that count for a number are drawn anew with
replacement, as often as there are, and the number is computed from the totals of each such draw.
The interval is the expanded percentile interval of Hesterberg (2015): with few documents the plain
one is too narrow, by the factor sqrt((D - 1) / D) and for want of a t quantile, so its tails are
taken further out by both. docs/coverage.md holds it against other kinds.
"""

import math
import secrets
from collections.abc import Iterator
from dataclasses import replace
from statistics import NormalDist

import numpy as np
import numpy.typing as npt

from webapp.agreement import coefficients as c
from webapp.agreement.coefficients import FloatArray, IntArray
from webapp.agreement.jackknife import MIN_DOCUMENTS, missing_interval
from webapp.agreement.pairwise import PairAgreement
from webapp.agreement.pooled import FROM_SUMS, WITH_LONE_LABELS, LabelAgreement, counted
from webapp.agreement.report import Report
from webapp.agreement.student import t_quantile
from webapp.agreement.tally import Counts
from webapp.agreement.value import BootstrapInterval, Value

REPLICATES = 2000
KIND = "expanded percentile over documents"
# With more of them undefined than both tails hold, the ends would say nothing.
_UNDEFINED_AT_MOST = 0.05
# Weights (replicates by documents) held at once: bounds the memory at some 100 MB.
_CELLS_AT_ONCE = 4_000_000
_OF_LABELS = {
    "krippendorff_alpha": c.alpha_by_label,
    "specific_agreement": c.specific_agreement,
}

Resampled = tuple[FloatArray, int]
"""The replicates (B,) of a number, none under five documents; the documents that it rests on."""


def with_bootstrap(
    report: Report, counts: Counts, replicates: int = REPLICATES, seed: int | None = None
) -> Report:
    """Return the report with a bootstrap interval beside each interval over documents.

    The report has to be the one on these counts. Without a seed one is drawn; method["bootstrap"]
    holds it, the number of replicates and the kind. The same seed gives the same digits.
    ValueError for no replicates or a negative seed.
    """
    seed = secrets.randbelow(2**32) if seed is None else seed
    if replicates < 1 or seed < 0:
        raise ValueError(f"no bootstrap has {replicates} replicates and the seed {seed}")
    rng = np.random.default_rng(seed)
    found = _with_two(counts, replicates, rng) | _with_lone(counts, replicates, rng)
    pairs = zip(report.pairs, _of_pairs(counts, replicates, rng), strict=True)
    return replace(
        report,
        coefficients={k: _beside(v, found[k]) for k, v in report.coefficients.items()},
        by_label={k: _label_beside(k, row, found) for k, row in report.by_label.items()},
        pairs=[_pair_beside(pair, *both) for pair, both in pairs],
        method=report.method
        | {"bootstrap": {"replicates": replicates, "seed": seed, "kind": KIND}},
    )


def expanded_percentile(replicates: FloatArray, documents: int) -> BootstrapInterval:
    """Return the 95% interval from the replicates (B,) of a number resting on so many documents.

    Its ends are the quantiles at Phi(-+ sqrt(D / (D - 1)) t(.975, D - 1)) of those that are
    defined; NaN means undefined. No interval under five documents, nor with more than one
    replicate in twenty undefined.
    """
    undefined = int(np.isnan(replicates).sum())
    reason = missing_interval(documents, 0.0)
    if reason is None and undefined > _UNDEFINED_AT_MOST * len(replicates):
        reason = f"undefined in {undefined} of {len(replicates)} bootstrap replicates"
    if reason is not None:
        return BootstrapInterval(None, reason, undefined)
    reach = math.sqrt(documents / (documents - 1)) * t_quantile(0.975, documents - 1)
    tail = NormalDist().cdf(-reach)
    low, high = np.quantile(replicates[~np.isnan(replicates)], [tail, 1 - tail]).tolist()
    return BootstrapInterval((low, high), None, undefined)


def _weights(
    drawn: npt.NDArray[np.bool_], replicates: int, rng: np.random.Generator
) -> Iterator[FloatArray]:
    """Yield how often each document comes in each replicate, in blocks of replicates: (b, D).

    drawn: (D,) which documents are drawn; the others stay, once each. Nothing if under five are.
    """
    d = int(drawn.sum())
    step = max(1, _CELLS_AT_ONCE // max(1, len(drawn)))
    for start in range(0, replicates if d >= MIN_DOCUMENTS else 0, step):
        b = min(step, replicates - start)
        places = rng.integers(d, size=(b, d)) + d * np.arange(b)[:, None]
        block = np.ones((b, len(drawn)))
        block[:, drawn] = np.bincount(places.ravel(), minlength=b * d).reshape(b, d)
        yield block


def _with_two(counts: Counts, replicates: int, rng: np.random.Generator) -> dict[str, Resampled]:
    """Return the numbers that rest on the documents with two labels on a sentence."""
    names = [name for name in FROM_SUMS if name not in WITH_LONE_LABELS]
    names += ["conger_kappa", "light_kappa"]
    names += [f"{what} {label}" for what in _OF_LABELS for label in counts.labels]
    drawn = counted(counts)
    rows = [np.empty((0, len(names)))]
    for weights in _weights(drawn, replicates, rng):
        sums = weights @ counts.sums
        columns = [FROM_SUMS[name](sums) for name in names if name in FROM_SUMS]
        columns += [c.conger_kappa(sums, _given(counts, weights)), _light(counts, weights)]
        rows.append(np.column_stack([*columns, *(of(sums) for of in _OF_LABELS.values())]))
    return {
        name: (column, int(drawn.sum()))
        for name, column in zip(names, np.concatenate(rows).T, strict=True)
    }


def _with_lone(counts: Counts, replicates: int, rng: np.random.Generator) -> dict[str, Resampled]:
    """Return the numbers whose chance term rests on every document with a label."""
    drawn = counted(counts, "fleiss_kappa")
    sums = [np.empty((0, counts.sums.shape[1]))]
    sums += [weights @ counts.sums for weights in _weights(drawn, replicates, rng)]
    total = np.concatenate(sums)
    return {name: (FROM_SUMS[name](total), int(drawn.sum())) for name in WITH_LONE_LABELS}


def _of_pairs(
    counts: Counts, replicates: int, rng: np.random.Generator
) -> Iterator[tuple[Resampled, Resampled]]:
    """Yield the percent agreement and Cohen's kappa of each pair, from the documents it shares."""
    for part in _slices(counts.shared_pair, len(counts.pairs)):
        rows = counts.shared[part]
        blocks = _weights(np.ones(len(rows), np.bool_), replicates, rng)
        tables = [np.tensordot(weights, rows, axes=1) for weights in blocks]
        table = np.concatenate([np.empty((0, *rows.shape[1:])), *tables])
        yield (c.agreed_share(table), len(rows)), (c.cohen_kappa(table), len(rows))


def _given(counts: Counts, weights: FloatArray) -> FloatArray:
    """Return the labels k of each reviewer in each replicate: (b, D) -> (b, R, q)."""
    totals = _totals(
        weights,
        counts.given_document,
        counts.given_reviewer,
        len(counts.reviewers),
        counts.given,
    )
    return np.stack(list(totals), axis=1)


def _light(counts: Counts, weights: FloatArray) -> FloatArray:
    """Return Light's kappa in each replicate, a pair at a time: (b, D) -> (b,)."""
    total, defined = np.zeros(len(weights)), np.zeros(len(weights))
    for table in _totals(
        weights, counts.shared_document, counts.shared_pair, len(counts.pairs), counts.shared
    ):
        kappa = c.cohen_kappa(table)
        total += np.nan_to_num(kappa)
        defined += np.isfinite(kappa)
    return c.ratio(total, defined)


def _totals(
    weights: FloatArray,
    document: IntArray,
    group: IntArray,
    groups: int,
    rows: npt.NDArray[np.integer],
) -> Iterator[FloatArray]:
    """Yield the weighted total of the rows of each group: (b, D), (n, ...) -> (b, ...)."""
    order = np.argsort(group, kind="stable")
    document, rows = document[order], rows[order]
    for part in _slices(group, groups):
        yield np.tensordot(weights[:, document[part]], rows[part], axes=1)


def _slices(group: IntArray, groups: int) -> Iterator[slice]:
    """Yield where each group's rows are once they are sorted by group."""
    n = np.bincount(group, minlength=groups)
    ends = np.cumsum(n)
    return map(slice, ends - n, ends)


def _beside(value: Value, resampled: Resampled) -> Value:
    if value.undefined is not None:
        return replace(value, bootstrap=BootstrapInterval(None, value.undefined, 0))
    return replace(value, bootstrap=expanded_percentile(*resampled))


def _label_beside(label: str, row: LabelAgreement, found: dict[str, Resampled]) -> LabelAgreement:
    return replace(
        row,
        krippendorff_alpha=_beside(row.krippendorff_alpha, found[f"krippendorff_alpha {label}"]),
        specific_agreement=_beside(row.specific_agreement, found[f"specific_agreement {label}"]),
    )


def _pair_beside(pair: PairAgreement, shares: Resampled, kappas: Resampled) -> PairAgreement:
    return replace(
        pair,
        percent_agreement=_beside(pair.percent_agreement, shares),
        cohen_kappa=_beside(pair.cohen_kappa, kappas),
    )
