"""Label confusion: which two labels come together on one sentence."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property, partial

from webapp.agreement.figures import labels
from webapp.agreement.figures.figure import Figure, Table
from webapp.agreement.figures.labels import Shown
from webapp.agreement.figures.legend import Key, keys, ramp
from webapp.agreement.figures.paper import tone, words_on
from webapp.agreement.figures.svg import MARGIN, box, drawing, text
from webapp.agreement.figures.words import percent, shortened
from webapp.agreement.report import Report

_TITLE = "Pairs of labels on one sentence"
_ROW, _MOST, _LEAST, _NAME, _LEGEND = 40, 92, 40, 84, 128


@dataclass(frozen=True)
class Confusion:
    """How many pairs there are of each two labels; counts: up to the diagonal.

    Every cell asks for n and most, so both are kept.
    """

    labels: list[Shown]
    counts: list[list[int]]

    @cached_property
    def n(self) -> int:
        """All pairs of labels."""
        return sum(map(sum, self.counts))

    @cached_property
    def most(self) -> int:
        """Pairs of the most frequent two different labels."""
        return max((n for row in self.counts for n in row[:-1]), default=0)


def label_confusion(report: Report) -> Figure:
    """Return the picture of the report's confusion table; each pair of labels counts once."""
    counts = [row[: at + 1] for at, row in enumerate(report.confusion)]
    found = Confusion(labels.shown(report.labels), counts)
    return Figure(
        name="confusion",
        title=_TITLE,
        caption=_caption(found, report.n.sentences_with_two),
        definitions=(("pairs of labels", "confusion"),),
        table=_table(found),
        missing=None if found.n else "No sentence has two reviewers yet.",
        draw=partial(_draw, found),
    )


def _caption(found: Confusion, sentences: int) -> str:
    same = sum(row[-1] for row in found.counts)
    return (
        f"Every two labels of different reviewers on one sentence, counted once: n = {found.n} "
        f"pairs on {sentences} sentences, {same} of them twice the same label. Percent: of all "
        "pairs. Tone: how often two different labels come together. Pairs are counted, not "
        "estimated, so they have no interval."
    )


def _table(found: Confusion) -> Table:
    rows = [
        (_both(found, i, j), str(n), percent(n, found.n))
        for i, row in enumerate(found.counts)
        for j, n in enumerate(row)
        if found.n
    ]
    if rows:
        rows.append(("All pairs", str(found.n), percent(found.n, found.n)))
    return Table(("Labels", "Pairs", "Share"), rows)


def _both(found: Confusion, i: int, j: int) -> str:
    first, second = found.labels[j].name, found.labels[i].name
    return f"{first}, twice" if i == j else f"{first} and {second}"


# ---------------------------------------------------------------- the drawing


def _draw(found: Confusion, width: int) -> str:
    room, size = width - 2 * MARGIN, len(found.labels)
    beside = room > 450
    cell = (room - _NAME - (_LEGEND + 30 if beside else 0)) / size
    cell = min(_MOST, max(_LEAST, cell))
    parts: list[str] = []
    for i, label in enumerate(found.labels):
        parts += _named(label, 0, _ROW * i + 24, _NAME - 20)
        parts += _named(label, _NAME + cell * i, _ROW * size + 14, cell - 20)
        for j, n in enumerate(found.counts[i]):
            parts += _cell(found, i, j, n, (_NAME + cell * j, _ROW * i, cell))
    x, y = (_NAME + cell * size + 30, 10) if beside else (0, _ROW * size + 44)
    parts += _legend(found, x, y)
    bottom = _ROW * size + 22 if beside else y + 52
    wide = max(room, _NAME + cell * size)
    return drawing(
        f"confusion-{width}", _TITLE, _description(found), wide, max(bottom, y + 52), parts
    )


def _named(label: Shown, x: float, y: float, room: float) -> Iterator[str]:
    yield from labels.key(label, x, y)
    yield text(x + 17, y, shortened(label.name, room, 11), "words", whole=label.name)


def _cell(
    found: Confusion, i: int, j: int, n: int, place: tuple[float, float, float]
) -> Iterator[str]:
    x, y, cell = place
    whole = f"{_both(found, i, j)}: {n} pairs, {percent(n, found.n)}"
    if i == j:
        look = "words"
        yield box(x + 0.5, y + 0.5, cell - 2, _ROW - 2, "frame", whole=whole)
    else:
        shade = tone(n / found.most if found.most else 0)
        look = words_on(shade)
        yield box(x, y, cell - 1, _ROW - 1, shade, whole=whole)
    middle = x + (cell - 1) / 2
    yield text(middle, y + 18, str(n), f"{look} strong", anchor="middle")
    yield text(middle, y + 31, percent(n, found.n), f"{look} small", anchor="middle")


def _legend(found: Confusion, x: float, y: float) -> Iterator[str]:
    if found.most:
        ends = ("0%", "", percent(found.most, found.n))
        yield from ramp(x, y, "Two different labels", ends)
    yield from keys([Key("frame", "twice the same label")], x, y + 38)


def _description(found: Confusion) -> str:
    different = [
        (n, _both(found, i, j))
        for i, row in enumerate(found.counts)
        for j, n in enumerate(row[:-1])
    ]
    words = f"{found.n} pairs of labels. "
    if not found.most:
        return f"{words}All are twice the same label."
    n, names = max(different, key=lambda each: each[0])
    return (
        f"{words}The most frequent of different labels: {names}, {n} pairs, {percent(n, found.n)}."
    )
