"""The article as an article: sentences grouped into the paragraphs of the text."""

from collections.abc import Sequence
from dataclasses import dataclass

import msgspec

from webapp.annotate.queries import Unit
from webapp.annotate.source_words import Words

_LONGEST = 24


@dataclass(frozen=True)
class Shown:
    """A sentence with its words, as the page shows it."""

    unit: Unit
    text: str

    @property
    def head(self) -> str:
        """The first word, or the first sign of a script without spaces: the mark stays with it."""
        word = self.text[:_LONGEST].split(None, 1)[0]
        return word if len(word) < _LONGEST else self.text[:1]

    def more(self, words: Words) -> str:
        """What is said of it beside the label, as JSON; nothing where nothing is."""
        unit = self.unit
        if not (unit.flags or unit.note or unit.sources):
            return ""
        sources = words.name(unit.sources)
        said = {"flags": unit.flags, "note": unit.note, "sources": sources}
        return msgspec.json.encode(said).decode()

    @property
    def rest(self) -> str:
        """What follows the head."""
        return self.text[len(self.head) :]


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
