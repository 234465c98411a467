"""Intervals from leaving out one document at a time.

Documents are the sample: the sentences of one article resemble each other, so an interval that
takes them as independent is about half as wide as it should be. Tukey (1958); Efron and
Stein (1981).
"""

import math

import numpy as np

from webapp.agreement.coefficients import FloatArray, IntArray
from webapp.agreement.student import t_quantile

MIN_DOCUMENTS = 5


def leave_one_out(sums: FloatArray) -> FloatArray:
    """Return the totals without each document: (D, p) -> (D, p).

    From sums before plus sums after, never total minus own: what is whole must stay whole, or
    "everyone used one label" is missed by a rounding error and yields a number.
    """
    before, after = np.zeros_like(sums), np.zeros_like(sums)
    before[1:] = np.cumsum(sums[:-1], axis=0)
    after[:-1] = np.cumsum(sums[:0:-1], axis=0)[::-1]
    return before + after


def standard_errors(replicates: FloatArray, group: IntArray, groups: int) -> FloatArray:
    """Return the jackknife error of each group of leave-one-out estimates: (n,), (n,) -> (groups,).

    sqrt((D - 1) / D * sum (t_d - mean t)^2) over the D estimates of a group; NaN where one of them
    is, or where there is none.
    """
    d = np.bincount(group, minlength=groups)
    some = np.maximum(d, 1)
    mean = np.bincount(group, replicates, groups) / some
    squares = np.bincount(group, (replicates - mean[group]) ** 2, groups)
    return np.where(d > 0, np.sqrt((d - 1.0).clip(0) / some * squares), np.nan)


def standard_error(replicates: FloatArray) -> float:
    """Return the jackknife error of one set of leave-one-out estimates: (D,) -> a number."""
    return float(standard_errors(replicates, np.zeros(len(replicates), np.int64), 1)[0])


def intervals(
    estimates: FloatArray, errors: FloatArray, df: IntArray
) -> tuple[FloatArray, FloatArray]:
    """Return both ends of each 95% interval: (n,) each; NaN where there is no df or no error.

    estimate +- t(.975, df) * error, its upper end cut at 1. The lower end is left as it is: a bound
    under the possible says that there is too little data.
    """
    different, place = np.unique(df, return_inverse=True)
    t = np.array([t_quantile(0.975, x) if x > 0 else np.nan for x in different.tolist()])
    widths = t[place] * errors
    return estimates - widths, np.minimum(1.0, estimates + widths)


def missing_interval(documents: int, error: float) -> str | None:
    """Return why there is no interval, in words, or None where there is one."""
    if documents < MIN_DOCUMENTS:
        return f"needs at least {MIN_DOCUMENTS} articles, you have {documents}"
    if math.isnan(error):
        return "undefined when one of the articles is left out"
    return None
