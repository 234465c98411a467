"""Agreement over time, with the days on which the guidelines changed."""

from collections.abc import Iterator, Sequence
from datetime import date
from functools import partial

from webapp.agreement.figures import over_time_drawing
from webapp.agreement.figures.axis import LIMITS_SOURCE
from webapp.agreement.figures.cells import cells, head
from webapp.agreement.figures.course import Change, Course, Point
from webapp.agreement.figures.figure import Figure, Table
from webapp.agreement.figures.over_time_drawing import NAME, TITLE
from webapp.agreement.figures.words import clean, count, day, number, span


def over_time(points: Sequence[Point], changes: Sequence[Change]) -> Figure:
    """Return the course of Krippendorff's alpha; points and changes in any order."""
    course = Course(
        sorted(points, key=lambda point: point.start),
        sorted(changes, key=lambda change: (change.day, str(change.version))),
    )
    return Figure(
        name="time",
        title=TITLE,
        caption=" ".join(_caption(course)),
        definitions=(
            (NAME, "krippendorff_alpha"),
            ("interval over articles", "interval"),
            *([("item-level interval", "item_level")] if _single(course) else []),
            ("periods", "over_time"),
        ),
        table=_table(course),
        missing=None if course.defined else _missing(course),
        draw=partial(over_time_drawing.draw, course, _description(course)),
    )


def _missing(course: Course) -> str:
    if not course.points:
        return "Nothing has been labelled yet."
    reasons = dict.fromkeys(str(point.value.undefined) for point in course.points)
    return f"{NAME} is undefined in every period: {'; '.join(reasons)}."


def _caption(course: Course) -> Iterator[str]:
    sizes = [point.value.n for point in course.defined]
    yield (
        f"{count(len(course.points), 'period', 'periods')}, each by its first day; n: sentences "
        f"with two labels or more, {span(sizes)} of them."
    )
    yield "Line: the 95% interval over articles; arrow: it goes on; ring: no interval."
    if single := _single(course):
        yield (
            f"Broken line, in {count(single, 'period', 'periods')} of one article: the item-level "
            "interval, which takes the sentences of that article as independent."
        )
    undefined = len(course.points) - len(course.defined)
    if undefined:
        yield f"Cross: undefined, in {count(undefined, 'period', 'periods')}."
    if course.changes:
        yield "Triangle: a version of the guidelines came into force."
    yield LIMITS_SOURCE


def _single(course: Course) -> int:
    """Return how many periods have an item-level interval in place of one over articles."""
    return sum(not each.value.ci95 and each.value.item_level is not None for each in course.defined)


def _table(course: Course) -> Table:
    rows: list[tuple[date, tuple[str, ...]]] = [
        (
            change.day,
            (
                day(change.day),
                "",
                "",
                "",
                "",
                f"guidelines {clean(change.version)} came into force",
            ),
        )
        for change in course.changes
    ]
    rows += [(point.start, (day(point.start), *cells(point.value))) for point in course.points]
    return Table(head("From", NAME), [row for _, row in sorted(rows, key=lambda each: each[0])])


def _description(course: Course) -> str:
    if not course.defined:
        return ""
    first, last = course.defined[0], course.defined[-1]
    ends = [first] if first is last else [first, last]
    course_of = ", ".join(
        f"{number(each.value.estimate or 0.0)} from {day(each.start)} on" for each in ends
    )
    changes = count(len(course.changes), "time", "times")
    return (
        f"{count(len(course.points), 'period', 'periods')}: {course_of}."
        + f" The guidelines changed {changes}." * bool(course.changes)
    )
