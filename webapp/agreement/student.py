"""Student's t quantile, ours so that the program does not need scipy (140 MB) for one number."""

import math
from functools import lru_cache
from statistics import NormalDist


@lru_cache(maxsize=8192)
def t_quantile(probability: float, df: int) -> float:
    """Return the t with P(T <= t) = probability, for 0.5 <= probability < 1 and df = 1, 2, 3, ...

    Newton's method from the normal quantile, which lies below the root; the distribution function
    is concave there, so no step overshoots. Right to about 1e-12. ValueError outside that range.
    """
    if not 0.5 <= probability < 1 or df < 1:
        raise ValueError(f"no t quantile for probability {probability} and df {df}")
    two_sided = 2 * probability - 1
    t = NormalDist().inv_cdf(probability)
    for _ in range(100):
        step = (two_sided - _central_probability(t, df)) / (2 * _density(t, df))
        t += step
        if abs(step) <= 1e-8 * t:  # convergence is quadratic: the next step would be below 1e-15
            break
    return t


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
