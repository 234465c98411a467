"""How the heat map is drawn: half a square of cells, with the reviewers along its diagonal.

A name stands at the end of its row and above its column, so that no word is turned. Where a row is
long the name stands before it, too. Cells never get smaller than their n needs; so many reviewers
make a picture wider than it was asked for.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from webapp.agreement.figures.figure import COLUMN
from webapp.agreement.figures.legend import Key, keys, ramp
from webapp.agreement.figures.marks import is_few
from webapp.agreement.figures.paper import tone, words_on
from webapp.agreement.figures.svg import MARGIN, box, drawing, hatching, text
from webapp.agreement.figures.words import number, shortened
from webapp.agreement.figures.words import width as width_of
from webapp.agreement.value import Value

_LONG = 8  # cells; a longer row has its name on both sides
_LEAST, _MOST = 21, 64
_NAME = 112
_LEGEND = 128


@dataclass(frozen=True)
class Matrix:
    """Reviewers in order, and for each the value with everyone before; None: nothing shared."""

    names: list[str]
    cells: list[list[Value | None]]

    def values(self) -> Iterator[Value | None]:
        """Yield the value of every pair."""
        for row in self.cells:
            yield from row


@dataclass(frozen=True)
class Layout:
    """Where things stand, in units: cells begin at start, each `cell` wide and `row` high."""

    hatch: str
    width: float
    start: float
    cell: float
    row: float
    name: float

    def end(self, at: int) -> float:
        """Return where row number `at` ends, its name included."""
        return self.start + at * self.cell + 6 + self.name


def draw(matrix: Matrix, description: str, width: int) -> str:
    """Return the heat map as SVG; there are at least two reviewers."""
    name = f"pairs-{width}"
    layout = _layout(matrix, width - 2 * MARGIN, f"{name}-hatch")
    height = layout.row * len(matrix.names)
    parts = [hatching(layout.hatch)]
    for at in range(len(matrix.names)):
        parts += _line(matrix, layout, at)
    legend = _keys(matrix, layout)
    x, y = _place_of_legend(layout, len(matrix.names), 34 + 15 * len(legend))
    parts += ramp(x, y, "Cohen’s kappa", ("≤ 0", "0.5", "1"))
    parts += keys(legend, x, y + 40)
    bottom = max(height, y + 34 + 15 * len(legend))
    title = "Cohen’s kappa by pair of reviewers"
    return drawing(name, title, description, layout.width, bottom, parts)


def least(matrix: Matrix) -> float:
    """Return how wide the heat map is with the smallest cells, and not under one column."""
    if len(matrix.names) < 2:
        return COLUMN
    return max(COLUMN, _layout(matrix, 0, "").width + 2 * MARGIN)


def _layout(matrix: Matrix, width: float, hatch: str) -> Layout:
    columns = len(matrix.names) - 1
    name = min(_NAME, max(width_of(each, 11) for each in matrix.names) + 2)
    start = name + 6 if columns > _LONG else 0
    cell = min(_MOST, max(_LEAST, (width - start - name - 6) / columns))
    row = max(_LEAST, min(36, cell))
    needed = start + columns * cell + 6 + name
    return Layout(hatch, max(width, needed), start, cell, row, name)


def _place_of_legend(layout: Layout, rows: int, height: float) -> tuple[float, float]:
    """Return where the legend stands: in the empty corner if it fits there, else below."""
    beside = min(rows, int((height + 8) / layout.row) + 1)
    x = layout.end(beside - 1) + 24
    if x <= layout.width - _LEGEND:
        return x, 10
    return 0, layout.row * rows + 18


def _line(matrix: Matrix, layout: Layout, at: int) -> Iterator[str]:
    name, y = matrix.names[at], layout.row * at
    short, middle = shortened(name, layout.name, 11), y + layout.row / 2 + 4
    if layout.start and at:
        yield text(layout.start - 6, middle, short, "words", whole=name, anchor="end")
    for other, value in enumerate(matrix.cells[at]):
        who = f"{name} and {matrix.names[other]}"
        yield from _cell(value, who, layout, layout.start + other * layout.cell, y)
    yield text(layout.start + at * layout.cell + 6, middle, short, "words", whole=name)


def _cell(value: Value | None, who: str, layout: Layout, x: float, y: float) -> Iterator[str]:
    whole = f"{who}: {_in_words(value)}"
    width, height = layout.cell - 1, layout.row - 1
    if value is None:
        yield text(x + width / 2, y + height / 2 + 3, "·", "words soft", anchor="middle")
    elif value.estimate is None:
        yield box(x, y, width, height, "frame", fill=f"url(#{layout.hatch})", whole=whole)
        yield from _numbers(value, layout, x, y, "words haloed")
    elif is_few(value):
        yield box(x + 0.5, y + 0.5, width - 1, height - 1, "frame", whole=whole)
        yield from _numbers(value, layout, x, y, "words soft")
    else:
        look = tone(value.estimate)
        yield box(x, y, width, height, look, whole=whole)
        yield from _numbers(value, layout, x, y, words_on(look))


def _numbers(value: Value, layout: Layout, x: float, y: float, look: str) -> Iterator[str]:
    """Write the estimate and n, in a small cell n alone."""
    x, y = x + (layout.cell - 1) / 2, y + (layout.row - 1) / 2
    if layout.cell < 29 or value.estimate is None:
        n = str(value.n) if value.n < 10_000 else f"{value.n // 1000}k"
        yield text(x, y + 3, n, f"{look} tiny", anchor="middle")
        return
    words = f"n = {value.n}" if layout.cell >= 42 else str(value.n)
    yield text(x, y - 0.5, number(value.estimate), f"{look} strong", anchor="middle")
    yield text(x, y + 9.5, words, f"{look} tiny", anchor="middle")


def _in_words(value: Value | None) -> str:
    if value is None:
        return "no shared sentence"
    if value.estimate is None:
        return f"undefined, {value.undefined}; n = {value.n}"
    return f"{number(value.estimate)}, n = {value.n}"


def _keys(matrix: Matrix, layout: Layout) -> list[Key]:
    """Return what the picture has beside tones."""
    found, values = (
        [Key("", "number: n" if layout.cell < 29 else "small number: n")],
        list(matrix.values()),
    )
    if any(value and value.estimate is not None and is_few(value) for value in values):
        found.append(Key("frame", "n under 10"))
    if any(value and value.estimate is None for value in values):
        found.append(Key("frame", "undefined", f"url(#{layout.hatch})"))
    if None in values:
        found.append(Key("·", "nothing shared"))
    return found
