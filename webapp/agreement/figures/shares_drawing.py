"""How label shares are drawn: a bar for everybody together, and one for each reviewer."""

from collections.abc import Iterator
from dataclasses import dataclass

from webapp.agreement.figures import labels
from webapp.agreement.figures.figure import PAGE
from webapp.agreement.figures.labels import Shown
from webapp.agreement.figures.svg import MARGIN, box, drawing, line, text
from webapp.agreement.figures.words import percent, shortened
from webapp.agreement.figures.words import width as width_of

TITLE = "Label shares by reviewer"
_MANY = 24
_N = 40  # units for the numbers at the end of the bars


@dataclass(frozen=True)
class Bar:
    """Somebody's labels: how many of each, in the order of the scheme."""

    name: str
    counts: list[int]

    @property
    def n(self) -> int:
        """How many labels they gave in all."""
        return sum(self.counts)


@dataclass(frozen=True)
class Bars:
    """What is drawn: all reviewers together, each reviewer, and the labels."""

    together: Bar
    each: list[Bar]
    labels: list[Shown]


@dataclass(frozen=True)
class Layout:
    """Where things stand, in units: bars from start to end, `tint` high above their rules.

    size is that of the words in the bars, look what is added to it.
    """

    room: float
    start: float
    end: float
    heads: float
    row: float
    tint: float
    size: float
    look: str


def draw(bars: Bars, description: str, width: int) -> str:
    """Return the bars as SVG; very many reviewers get thinner ones, which a page can hold."""
    layout = _layout(bars, width)
    parts = list(_heads(bars.labels, layout))
    y = 32.0
    parts += _one(bars.together, bars.labels, layout, y, "words strong")
    y += layout.row + 8
    parts.append(line(0, y - 7, layout.room, y - 7, "grid"))
    for bar in bars.each:
        parts += _one(bar, bars.labels, layout, y, "words")
        y += layout.row
    return drawing(f"labels-{width}", TITLE, description, layout.room, y, parts)


def _layout(bars: Bars, width: int) -> Layout:
    room, is_wide = width - 2 * MARGIN, width >= PAGE
    widest = max(width_of(bar.name, 11) for bar in bars.each)
    widest = max(widest, 1.15 * width_of(bars.together.name, 11))  # which is bold
    start = min(128 if is_wide else 96, widest) + 8
    heads = start if is_wide else 0
    if len(bars.each) > _MANY:
        return Layout(room, start, room - _N, heads, 15, 8.5, 8, "tiny")
    return Layout(room, start, room - _N, heads, 24, 13, 9.5, "small")


def _heads(shown: list[Shown], layout: Layout) -> Iterator[str]:
    """Draw the labels' names with their letters and rules, which the bars repeat."""
    step = (layout.end - layout.heads) / len(shown)
    for at, label in enumerate(shown):
        x, words = layout.heads + at * step, f"{label.letter}  {label.name}"
        yield from labels.key(label, x, 15)
        yield text(x + 17, 15, shortened(words, step - 22, 9.5), "words small", whole=words)
    yield text(layout.room, 15, "n", "words small soft", anchor="end")


def _one(bar: Bar, shown: list[Shown], layout: Layout, y: float, look: str) -> Iterator[str]:
    base = y + layout.tint / 2 + 4
    name = shortened(bar.name, layout.start - 8, 11)
    yield text(0, base, name, look, whole=bar.name)
    yield text(layout.room, base, str(bar.n), look, anchor="end")
    x, scale = layout.start, (layout.end - layout.start) / max(1, bar.n)
    for part, label in zip(bar.counts, shown, strict=True):
        if part:
            yield from _part(part, bar, label, layout, (x, y, part * scale))
        x += part * scale


def _part(
    part: int, bar: Bar, label: Shown, layout: Layout, place: tuple[float, float, float]
) -> Iterator[str]:
    """Draw a label's part of a bar; of letter and share it says what has room."""
    x, y, length = place
    share, drawn = percent(part, bar.n), max(0.6, length - 1)
    whole = f"{bar.name}: {label.name} {share}, {part} of {bar.n}"
    yield box(x, y, drawn, layout.tint, label.look, whole=whole)
    yield from labels.rule(label, x, y + layout.tint + 2.5, drawn)
    for words in (f"{label.letter} {share}", share, label.letter):
        if width_of(words, layout.size) + 5 <= length:
            base = y + layout.tint / 2 + 0.36 * layout.size
            yield text(x + 4, base, words, f"words {layout.look}")
            return
