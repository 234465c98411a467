"""The kinds of bootstrap interval that were weighed against each other, for alpha."""

from statistics import NormalDist

import numpy as np

from webapp.agreement.bootstrap import REPLICATES, expanded_percentile
from webapp.agreement.coefficients import FloatArray, IntArray, krippendorff_alpha, ratio
from webapp.agreement.jackknife import leave_one_out, standard_error

Ends = tuple[float, float] | None


def kinds(sums: FloatArray, rng: np.random.Generator) -> dict[str, Ends]:
    """Return the 95% intervals of alpha by kind, from the sums of documents (D, 3 + 3q).

    Efron and Tibshirani (1993): percentile (13.3), BCa (14.3), studentised (12.5) with the
    jackknife's standard error in each replicate. Hesterberg (2015): expanded percentile.
    """
    d = len(sums)
    weights = rng.multinomial(d, np.full(d, 1 / d), REPLICATES)
    totals = weights @ sums
    replicates, estimate = krippendorff_alpha(totals), float(krippendorff_alpha(sums.sum(0)))
    without = krippendorff_alpha(leave_one_out(sums))
    t = ratio(replicates - estimate, _errors(weights, totals, sums))
    low, high = np.nanquantile(t, [0.025, 0.975]) * standard_error(without)
    return {
        "percentile": _ends(np.nanquantile(replicates, [0.025, 0.975])),
        "BCa": _ends(np.nanquantile(replicates, _bca_levels(replicates, estimate, without))),
        "studentised": _ends(np.array([estimate - high, estimate - low])),
        "expanded percentile": expanded_percentile(replicates, d).ci95,
    }


def _ends(ends: FloatArray) -> Ends:
    low, high = ends.tolist()
    return None if np.isnan(low + high) else (low, min(1.0, high))


def _errors(weights: IntArray, totals: FloatArray, sums: FloatArray) -> FloatArray:
    """Return the jackknife's standard error of alpha in each replicate: (B, D), (B, p) -> (B,).

    A document that was drawn w times is left out w times, one copy at a time.
    """
    d = len(sums)
    without = krippendorff_alpha(totals[:, None] - sums)
    without = np.where(weights > 0, without, 0.0)
    mean = (weights * without).sum(1) / d
    squares = (weights * (without - mean[:, None]) ** 2).sum(1)
    errors: FloatArray = np.sqrt((d - 1) / d * squares)
    return errors


def _bca_levels(replicates: FloatArray, estimate: float, without: FloatArray) -> list[float]:
    """Return the two quantiles of the replicates that BCa takes."""
    normal, below = NormalDist(), (replicates < estimate).mean()
    bias = normal.inv_cdf(min(max(below, 1 / len(replicates)), 1 - 1 / len(replicates)))
    away = without.mean() - without
    acceleration = (away**3).sum() / (6 * (away**2).sum() ** 1.5)
    shifted = [bias + normal.inv_cdf(level) for level in (0.025, 0.975)]
    return [normal.cdf(bias + z / (1 - acceleration * z)) for z in shifted]
