"""How fast somebody labels, and what that says of the sentences that are left: pure numbers."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby, pairwise
from math import sqrt
from statistics import fmean, quantiles, stdev

LONGEST_STEP = 300.0
"""Seconds; a longer one is a pause between two sittings."""
FEWEST_STEPS = 20
"""Fewer say nothing that one could rely on."""
SHORTEST_STEP = 0.2
"""Seconds; what takes less was labelled together, as a range or by a program."""
SHORTEST = 90.0
"""Seconds; what takes less is a minute."""
_NORMAL_95 = 1.96


@dataclass(frozen=True)
class Pace:
    """Seconds from one sentence to the next, over `n` steps; quartiles, mean, deviation."""

    n: int
    lower: float
    median: float
    upper: float
    mean: float
    deviation: float

    def rest(self, sentences: int) -> tuple[float, float, float]:
        """Return the expected seconds for that many sentences, with a 95% prediction interval.

        The sum of `sentences` new steps, where mean and deviation are themselves known from `n`.
        """
        expected = sentences * self.mean
        spread = _NORMAL_95 * self.deviation * sqrt(sentences + sentences**2 / self.n)
        return expected, max(expected - spread, 0.0), expected + spread


def steps(labels: Iterable[tuple[datetime, int]]) -> list[float]:
    """Return the seconds from each sentence to the next; `labels` are (time, sentence).

    Labels in a row on one sentence are one step. Sentences that were labelled together say
    nothing; neither does a step over a pause.
    """
    runs = [next(run)[0] for _, run in groupby(sorted(labels), key=lambda each: each[1])]
    seconds = [(later - earlier).total_seconds() for earlier, later in pairwise(runs)]
    return [each for each in seconds if SHORTEST_STEP <= each < LONGEST_STEP]


def pace(seconds: Sequence[float]) -> Pace | None:
    """Return the pace of these steps; None where they are too few."""
    if len(seconds) < FEWEST_STEPS:
        return None
    lower, middle, upper = quantiles(seconds)
    return Pace(len(seconds), lower, middle, upper, fmean(seconds), stdev(seconds))


def duration(seconds: float) -> str:
    """Return a length of time as people say it, to the minute or the half hour."""
    minutes = round(seconds / 60)
    if seconds < SHORTEST:
        return "a minute"
    if minutes < 90:
        return f"{minutes} minutes"
    return f"{round(minutes / 30) / 2:g} hours"


def estimate(known: Pace | None, sentences: int) -> str:
    """Return how long that many sentences will take: "about 9 minutes, likely 6 to 12 minutes".

    Nothing where the pace is not known or nothing is left.
    """
    if known is None or not sentences:
        return ""
    seconds, least, most = known.rest(sentences)
    expected, low, high = duration(seconds), duration(least), duration(most)
    if low == high:
        return f"about {expected}" if least >= SHORTEST else expected
    if expected == high:
        return f"about {expected}"
    if least < SHORTEST:
        return f"about {expected}, likely no more than {high}"
    number, unit = low.split()
    return f"about {expected}, likely {number if unit == high.split()[1] else low} to {high}"
