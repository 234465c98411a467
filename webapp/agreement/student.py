"""Student's t quantile, ours so that the program does not need scipy (140 MB) for one number."""

import math
from functools import lru_cache
from statistics import NormalDist

# From here on the series of the quantile in 1/df is exact enough; below, that of the probability
# is short.
_MANY = 200


@lru_cache(maxsize=8192)
def t_quantile(probability: float, df: int) -> float:
    """Return the t with P(T <= t) = probability, for 0.5 <= probability < 1 and df = 1, 2, 3, ...

    Right to about 1e-12 for probabilities up to 0.99. ValueError outside that range.
    """
    if not 0.5 <= probability < 1 or df < 1:
        raise ValueError(f"no t quantile for probability {probability} and df {df}")
    z = NormalDist().inv_cdf(probability)
    return _expanded(z, df) if df > _MANY else _solved(probability, z, df)


def _solved(probability: float, t: float, df: int) -> float:
    """Return the quantile by Newton's method from the normal one, which lies below it.

    The distribution function is concave there, so no step overshoots.
    """
    two_sided = 2 * probability - 1
    for _ in range(100):
        step = (two_sided - _central_probability(t, df)) / (2 * _density(t, df))
        t += step
        if abs(step) <= 1e-8 * t:  # convergence is quadratic: the next step would be below 1e-15
            break
    return t


def _expanded(z: float, df: int) -> float:
    """Return the quantile by the series of Abramowitz and Stegun (1964), 26.7.5."""
    g1 = (z**3 + z) / 4
    g2 = (5 * z**5 + 16 * z**3 + 3 * z) / 96
    g3 = (3 * z**7 + 19 * z**5 + 17 * z**3 - 15 * z) / 384
    g4 = (79 * z**9 + 776 * z**7 + 1482 * z**5 - 1920 * z**3 - 945 * z) / 92160
    return z + (g1 + (g2 + (g3 + g4 / df) / df) / df) / df


def _central_probability(t: float, df: int) -> float:
    """Return P(-t <= T <= t), by the finite series of Abramowitz and Stegun (1964), 26.7.3-4."""
    theta = math.atan2(t, math.sqrt(df))
    cos_squared = df / (df + t * t)
    odd = df % 2
    term = math.cos(theta) if odd else 1.0
    total = term if df > 1 else 0.0
    for j in range(2 + odd, df - 1, 2):
        term *= cos_squared * (j - 1) / j
        total += term
    series = math.sin(theta) * total
    return (theta + series) * 2 / math.pi if odd else series


def _density(t: float, df: int) -> float:
    log_scale = math.lgamma((df + 1) / 2) - math.lgamma(df / 2) - math.log(df * math.pi) / 2
    return math.exp(log_scale - (df + 1) / 2 * math.log1p(t * t / df))
