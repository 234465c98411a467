"""The axis of a coefficient: where a number lies, its ticks, the limits of Krippendorff (2004)."""

import math
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from webapp.agreement.figures.svg import line, text
from webapp.agreement.figures.words import number

LIMITS = (0.667, 0.8)
LIMITS_SOURCE = (
    "Dashed lines: .667 and .800, which Krippendorff (2004, p. 241) names as the least for "
    "tentative conclusions and for reliance on the data."
)


@dataclass(frozen=True)
class Axis:
    """Values from least to 1 laid out between two places, in units."""

    least: float
    start: float
    end: float

    def at(self, value: float) -> float:
        """Return the place of a value, at the nearer end for one beyond the axis."""
        share = (min(1.0, max(self.least, value)) - self.least) / (1 - self.least)
        return self.start + share * (self.end - self.start)

    def cuts(self, value: float) -> bool:
        """Return whether a value lies below the axis."""
        return value < self.least - 1e-9

    def ticks(self) -> list[float]:
        """Return the values to write: every 0.2, on a short axis every 0.5."""
        step = 0.2 if abs(self.end - self.start) / (1 - self.least) > 110 else 0.5
        first = math.ceil(round(self.least / step, 6))
        return [round(step * i, 1) for i in range(first, round(1 / step) + 1)]


def axis_for(values: Iterable[float], start: float, end: float) -> Axis:
    """Return an axis that holds the values: from 0 or, where some are less, from below, to 1."""
    least = min([0.0, *values])
    return Axis(max(-1.0, math.floor(round(least * 5, 6)) / 5), start, end)


def across(axis: Axis, top: float, bottom: float, name: str) -> Iterator[str]:
    """Draw an axis from left to right below what it measures."""
    yield line(axis.start, bottom, axis.end, bottom, "axis")
    for tick in axis.ticks():
        x = axis.at(tick)
        if tick == 0:
            yield line(x, top, x, bottom, "grid")
        yield line(x, bottom, x, bottom + 4, "axis")
        yield text(x, bottom + 14, number(tick)[:-1], "words soft small", anchor="middle")
    middle = (axis.start + axis.end) / 2
    yield text(middle, bottom + 28, name, "words small", anchor="middle")


def limits(axis: Axis, top: float, bottom: float) -> Iterator[str]:
    """Draw the limits that hold for alpha, as dashed lines down to an axis."""
    for limit, anchor, aside in zip(LIMITS, ("end", "start"), (-3, 3), strict=True):
        x = axis.at(limit)
        yield line(x, top - 4, x, bottom, "limit")
        yield text(x + aside, top - 7, f"{limit:.3f}"[1:], "words soft small", anchor=anchor)
