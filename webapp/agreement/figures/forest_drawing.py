"""How the forest plot is drawn.

On two columns a document is one row: title, interval, numbers. On one column the title stands
above its interval. Of very many documents the lowest and the highest keep their rows, and the
others between them are a line each, in the same order on the same axis.
"""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial

from webapp.agreement.figures import marks
from webapp.agreement.figures.axis import Axis, across, axis_for, limits
from webapp.agreement.figures.figure import PAGE
from webapp.agreement.figures.svg import MARGIN, drawing, element, line, text
from webapp.agreement.figures.words import count, interval, number, shortened
from webapp.agreement.value import Value

MOST_UNDEFINED = 6
_TALLEST = 144  # of the lines between
_FURTHEST = -0.4  # an interval that goes on below is cut there, with an arrow


@dataclass(frozen=True)
class Row:
    """A document, or all of them, and its number."""

    title: str
    value: Value


@dataclass(frozen=True)
class Plot:
    """What is drawn: rows by estimate, the lowest first; those without one; all together."""

    name: str
    short: str
    rows: list[Row]
    undefined: list[Row]
    pooled: Row
    has_limits: bool


@dataclass(frozen=True)
class Layout:
    """Where things stand, in units. Numbers end at n and estimate; a mark is `mark` below its row.

    Of more than most_rows documents the lowest and the highest keep their rows, so many of them.
    """

    width: float
    is_stacked: bool
    axis: Axis
    label: float
    n: float
    estimate: float
    top: float
    row: float
    mark: float
    words: str
    most_rows: int
    lowest: int
    highest: int


Strip = tuple[float, Callable[[float], Iterator[str]]]
"""A part of the plot: its height, and what draws it from a place downward."""


def draw(plot: Plot, description: str, width: int) -> str:
    """Return the plot as SVG; there is at least one row."""
    layout = _layout(plot, width - 2 * MARGIN)
    y, parts = layout.top, list(_heads(plot, layout))
    for height, drawn in _strips(plot, layout):
        parts += drawn(y)
        y += height
    frame = [*across(layout.axis, layout.top, y, plot.name)]
    if plot.has_limits:
        frame += limits(layout.axis, layout.top, y)
    y += 38 if plot.undefined else 30
    for title, reason in _undefined_lines(plot.undefined):
        parts += _undefined(title, reason, layout, y)
        y += layout.row
    for words in _key(plot):
        parts.append(text(0, y + 9, words, "words soft small"))
        y += 13
    title = f"{plot.name} by article"
    return drawing(f"documents-{width}", title, description, layout.width, y, [*frame, *parts])


def _key(plot: Plot) -> Iterator[str]:
    """Yield which interval is which, since a saved picture stands without its caption."""
    yield "Article: 95% item-level interval, broken line"
    if plot.pooled.value.ci95:
        low_to_high = interval(plot.pooled.value.ci95)
        yield f"All articles: 95% interval over articles, diamond, {low_to_high}"


def _strips(plot: Plot, layout: Layout) -> Iterator[Strip]:
    lowest, between, highest = _parts(plot, layout)
    most = max(row.value.n for row in plot.rows)
    for row in lowest:
        yield layout.row, partial(_one, row, layout, most)
    if between:
        height = min(_TALLEST, 8 * len(between))
        yield height + layout.mark + 8, partial(_compressed, between, layout, height)
    for row in highest:
        yield layout.row, partial(_one, row, layout, most)
    yield layout.row + 10, partial(_pooled, plot.pooled, layout)


def _layout(plot: Plot, width: float) -> Layout:
    values = [row.value.estimate or 0.0 for row in plot.rows]
    drawn = [ends for row in plot.rows if (ends := marks.ends(row.value))]
    values += [max(_FURTHEST, ends[0]) for ends in drawn]
    values += plot.pooled.value.ci95 or []
    if width < PAGE - 2 * MARGIN:
        return Layout(
            width=width,
            is_stacked=True,
            axis=axis_for(values, 8, width - 8),
            label=width - 80,
            n=width - 36,
            estimate=width,
            top=40,
            row=28,
            mark=20,
            words="words haloed",  # lines go through them
            most_rows=26,
            lowest=14,
            highest=8,
        )
    return Layout(
        width=width,
        is_stacked=False,
        axis=axis_for(values, 226, width - 184),
        label=214,
        n=width - 134,
        estimate=width - 92,
        top=22,
        row=16,
        mark=8,
        words="words",
        most_rows=40,
        lowest=20,
        highest=10,
    )


def _parts(plot: Plot, layout: Layout) -> tuple[list[Row], list[Row], list[Row]]:
    rows = plot.rows
    if len(rows) <= layout.most_rows:
        return rows, [], []
    end = len(rows) - layout.highest
    return rows[: layout.lowest], rows[layout.lowest : end], rows[end:]


def _heads(plot: Plot, layout: Layout) -> Iterator[str]:
    look, y = "words soft small", 9 if layout.is_stacked else layout.top - 7
    yield text(0, y, "Article", look)
    yield text(layout.n, y, "n", look, anchor="end")
    yield text(layout.estimate, y, plot.short, look, anchor="end")
    if not layout.is_stacked:
        yield text(layout.width, y, "95% interval", look, anchor="end")


def _one(row: Row, layout: Layout, most: int, y: float) -> Iterator[str]:
    yield from marks.marked(row.value, layout.axis, y + layout.mark, most)
    yield _label(row.title, layout, y)
    soft = " soft" if marks.is_few(row.value) else ""
    yield from _numbers(row.value, layout, y, layout.words + soft)


def _pooled(row: Row, layout: Layout, y: float) -> Iterator[str]:
    y, words = y + 6, f"{layout.words} strong"
    yield line(0, y - 2, layout.width, y - 2, "grid")
    yield text(0, y + 12, row.title, words)
    if row.value.estimate is None:
        yield from _reason(str(row.value.undefined), layout, y)
    else:
        yield from marks.diamond(row.value, layout.axis, y + layout.mark)
        yield from _numbers(row.value, layout, y, words)


def _numbers(value: Value, layout: Layout, y: float, look: str) -> Iterator[str]:
    yield text(layout.n, y + 12, str(value.n), look, anchor="end")
    yield text(layout.estimate, y + 12, number(value.estimate or 0.0), look, anchor="end")
    if not layout.is_stacked:
        ends = marks.ends(value)
        yield text(layout.width, y + 12, interval(ends) if ends else "none", look, anchor="end")


def _label(title: str, layout: Layout, y: float) -> str:
    return text(0, y + 12, shortened(title, layout.label, 11), layout.words, whole=title)


def _compressed(rows: Sequence[Row], layout: Layout, height: float, y: float) -> Iterator[str]:
    """Draw many documents as one line each, downward in their order."""
    words = f"{layout.words} soft"
    first, last = (number(rows[at].value.estimate or 0.0) for at in (0, -1))
    if layout.is_stacked:
        yield text(0, y + 12, f"{len(rows)} articles between, {first} to {last}:", words)
    else:
        yield text(0, y + height / 2, f"{len(rows)} articles between,", words)
        yield text(0, y + height / 2 + 14, f"{first} to {last}, a line each", words)
    yield from _lines(rows, layout.axis, y + layout.mark, height)


def _lines(rows: Sequence[Row], axis: Axis, top: float, height: float) -> Iterator[str]:
    step, whiskers, dots = height / len(rows), "", ""
    for at, row in enumerate(rows):
        y, x = top + step * (at + 0.5), axis.at(row.value.estimate or 0.0)
        if ends := marks.ends(row.value):
            whiskers += f"M{axis.at(ends[0]):.1f} {y:.1f}H{axis.at(ends[1]):.1f}"
        dots += f"M{x - 1:.1f} {y:.1f}h2"
    yield element("path", d=whiskers, look="thread")
    yield element("path", d=dots, look="dots")


def _undefined_lines(rows: list[Row]) -> list[tuple[str, str]]:
    """Return titles and reasons; of many documents, how many there are for each reason."""
    if len(rows) <= MOST_UNDEFINED:
        return [(row.title, str(row.value.undefined)) for row in rows]
    reasons = Counter(str(row.value.undefined) for row in rows).most_common()
    return [(count(n, "article", "articles"), reason) for reason, n in reasons]


def _undefined(title: str, reason: str, layout: Layout, y: float) -> Iterator[str]:
    yield _label(title, layout, y)
    yield from _reason(reason, layout, y)


def _reason(reason: str, layout: Layout, y: float) -> Iterator[str]:
    words, x = f"undefined: {reason}", 0 if layout.is_stacked else layout.axis.start
    fitting = shortened(words, layout.width - x, 9.5)
    yield text(x, y + layout.mark + 3.5, fitting, "words small soft", whole=words)
