"""The article as an article: sentences grouped into the paragraphs of the text."""

from collections.abc import Sequence
from dataclasses import dataclass

from webapp.annotate.queries import Unit


@dataclass(frozen=True)
class Shown:
    """A sentence with its words, as the page shows it."""

    unit: Unit
    text: str


def paragraphs(text: str, units: Sequence[Unit]) -> list[list[Shown]]:
    """Return the sentences by paragraph: a line end between two of them begins a new one."""
    grouped: list[list[Shown]] = []
    end = None
    for unit in units:
        if end is None or "\n" in text[end : unit.start]:
            grouped.append([])
        grouped[-1].append(Shown(unit, text[unit.start : unit.end]))
        end = unit.end
    return grouped
