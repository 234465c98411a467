"""How an estimate is drawn: a square by its n, its interval, the diamond of all together."""

from collections.abc import Iterator

from webapp.agreement.figures.axis import Axis
from webapp.agreement.figures.svg import box, element, line, shape
from webapp.agreement.value import FEW_SENTENCES, Value


def ends(value: Value) -> tuple[float, float] | None:
    """Return the interval to draw: over documents, else the item-level one, else None."""
    if value.ci95:
        return value.ci95
    return value.item_level.ci95 if value.item_level else None


def is_few(value: Value) -> bool:
    """Return whether the number rests on so few sentences that it is shown grey."""
    return value.n < FEW_SENTENCES


def marked(value: Value, axis: Axis, y: float, most: int) -> Iterator[str]:
    """Draw an estimate and its interval; an estimate without one is a ring.

    The square's area grows with n, up to that of the largest n, most. An item-level interval is a
    broken line.
    """
    x = axis.at(value.estimate or 0.0)
    if interval := ends(value):
        yield from whisker(interval, axis, y, "whisker" if value.ci95 else "whisker item")
        half = 1.6 + 2.9 * (value.n / max(1, most)) ** 0.5
        look = "mark-few" if is_few(value) else "mark"
        yield box(x - half, y - half, 2 * half, 2 * half, look)
    else:
        yield element("circle", cx=x, cy=y, r=3.2, look="ring")


def whisker(interval: tuple[float, float], axis: Axis, y: float, look: str) -> Iterator[str]:
    """Draw an interval; an arrow stands where it goes on beyond the axis."""
    start, end = axis.at(interval[0]), axis.at(interval[1])
    yield line(start, y, end, y, look)
    if axis.cuts(interval[0]):
        yield _arrow(start, y, axis, "mark")


def diamond(value: Value, axis: Axis, y: float) -> Iterator[str]:
    """Draw all documents together: as wide as the interval, or open where there is none."""
    x, half = axis.at(value.estimate or 0.0), 5.5
    start, end = (axis.at(each) for each in value.ci95) if value.ci95 else (x - 5, x + 5)
    corners = [(start, y), (x, y - half), (end, y), (x, y + half)]
    yield shape(corners, "pooled" if value.ci95 else "pooled-open")
    if value.ci95 and axis.cuts(value.ci95[0]):
        yield _arrow(start, y, axis, "pooled")


def _arrow(start: float, y: float, axis: Axis, look: str) -> str:
    """Return the head of an arrow that leaves an axis at its lower end, whichever way it runs."""
    ahead = -6 if axis.start < axis.end else 6
    return shape([(start + ahead, y), (start, y - 3), (start, y + 3)], look)
