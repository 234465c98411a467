"""One picture with all that must stand beside it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

COLUMN = 340
"""Units of one column of a journal; a unit is 1/96 inch, so that this is 90 mm."""
PAGE = 680
"""Units of two columns, 180 mm."""


@dataclass(frozen=True)
class Table:
    """The numbers of a picture as words. The first cell of a row names it."""

    head: tuple[str, ...]
    rows: Sequence[tuple[str, ...]]


@dataclass(frozen=True)
class Figure:
    """A picture that can be drawn for any width, or the reason why there is none.

    name: in addresses and names of files. caption: with n and what the interval is.
    definitions: words and the anchor of docs/agreement.md that defines them. draw: COLUMN or PAGE
    -> SVG, at least `least` units wide. missing: why nothing can be drawn, then draw must not be
    called, or None.
    """

    name: str
    title: str
    caption: str
    definitions: tuple[tuple[str, str], ...]
    table: Table
    missing: str | None
    draw: Callable[[int], str]
    least: float = COLUMN
