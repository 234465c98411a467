"""How agreement over time is drawn: days from left to right, the coefficient upward."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from webapp.agreement.figures import marks
from webapp.agreement.figures.axis import LIMITS, Axis, axis_for
from webapp.agreement.figures.course import Course, Point
from webapp.agreement.figures.svg import MARGIN, drawing, element, line, shape, text
from webapp.agreement.figures.words import clean, day, number, shortened
from webapp.agreement.figures.words import width as width_of

NAME = "Krippendorff’s alpha"
TITLE = f"{NAME} over time"
_FURTHEST = -0.4
_TOP, _BOTTOM = 42, 212


@dataclass(frozen=True)
class Layout:
    """Where days and values lie, in units; values run upward."""

    first: date
    days: int
    start: float
    end: float
    axis: Axis

    def x(self, when: date) -> float:
        """Return the place of a day; a single one stands in the middle."""
        if not self.days:
            return (self.start + self.end) / 2
        return self.start + (when - self.first).days / self.days * (self.end - self.start)


def draw(course: Course, description: str, width: int) -> str:
    """Return the course as SVG; at least one point has an estimate."""
    room = width - 2 * MARGIN
    layout = _layout(course, room)
    most = max(point.value.n for point in course.defined)
    parts = [*_frame(layout, room), *_changes(course, layout), *_trend(course, layout)]
    for point in course.points:
        parts += _point(point, layout, most)
    parts += _days(course, layout)
    return drawing(f"time-{width}", TITLE, description, room, _BOTTOM + 22, parts)


def _layout(course: Course, room: float) -> Layout:
    values = [point.value.estimate or 0.0 for point in course.defined]
    drawn = [ends for point in course.defined if (ends := marks.ends(point.value))]
    values += [max(_FURTHEST, ends[0]) for ends in drawn]
    days = [point.start for point in course.points] + [change.day for change in course.changes]
    axis = axis_for(values, _BOTTOM, _TOP)
    return Layout(min(days), (max(days) - min(days)).days, 44, room - 42, axis)


def _frame(layout: Layout, room: float) -> Iterator[str]:
    yield text(0, 9, NAME, "words small")
    start, end = 28, room - 28
    for tick in layout.axis.ticks():
        y = layout.axis.at(tick)
        yield line(start, y, end, y, "grid")
        yield text(start - 6, y + 3.5, number(tick)[:-1], "words small soft", anchor="end")
    for limit in LIMITS:
        y = layout.axis.at(limit)
        yield line(start, y, end, y, "limit")
        yield text(end + 4, y + 3.5, f"{limit:.3f}"[1:], "words small soft")
    yield line(start, _BOTTOM, end, _BOTTOM, "axis")


def _changes(course: Course, layout: Layout) -> Iterator[str]:
    """Mark the changes; words that have no room beside those before them are left out."""
    free = 0.0
    for change in course.changes:
        x = layout.x(change.day)
        yield shape([(x - 3.5, _TOP - 12), (x + 3.5, _TOP - 12), (x, _TOP - 6)], "pooled")
        yield line(x, _TOP - 6, x, _BOTTOM, "change")
        version = shortened(clean(change.version), 48, 9.5)
        for words in (f"guidelines {version}", version):
            half = width_of(words, 9.5) / 2
            place = min(x, layout.end + 42 - half)
            if place - half >= free:
                yield text(place, _TOP - 16, words, "words small", anchor="middle")
                free = place + half + 6
                break


def _trend(course: Course, layout: Layout) -> Iterator[str]:
    """Connect neighbours; where a period between them is undefined the line breaks."""
    path, is_down = "", False
    for point in course.points:
        if point.value.estimate is not None:
            y = layout.axis.at(point.value.estimate)
            path += f"{'L' if is_down else 'M'}{layout.x(point.start):.2f} {y:.2f}"
        is_down = point.value.estimate is not None
    yield element("path", d=path, look="trend")


def _point(point: Point, layout: Layout, most: int) -> Iterator[str]:
    x = layout.x(point.start)
    if point.value.estimate is None:
        cross = f"M{x - 3:.2f} {_BOTTOM - 11}l6 6m0 -6l-6 6"
        yield element("path", d=cross, look="whisker")
        return
    # marks are drawn along an axis that runs to the right: x and y change places
    drawn = marks.marked(point.value, layout.axis, x, most)
    whole = f"from {day(point.start)}: {number(point.value.estimate)}, n = {point.value.n}"
    yield element("g", element("title", whole), *drawn, transform="matrix(0 1 1 0 0 0)")


def _days(course: Course, layout: Layout) -> Iterator[str]:
    """Write the days of the points that have room, the first one in any case."""
    free = 0.0
    for point in course.points:
        x, words = layout.x(point.start), day(point.start)
        half = width_of(words, 9.5) / 2
        yield line(x, _BOTTOM, x, _BOTTOM + 4, "axis")
        if x - half >= free:
            yield text(x, _BOTTOM + 16, words, "words small soft", anchor="middle")
            free = x + half + 10
