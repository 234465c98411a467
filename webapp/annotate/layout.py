"""The article as an article: sentences grouped into the paragraphs of the text."""

from collections.abc import Sequence
from dataclasses import dataclass

import msgspec

from webapp.annotate.queries import Unit
from webapp.annotate.source_words import Words
from webapp.scheme import NAMES

_LONGEST = 24


@dataclass(frozen=True)
class Shown:
    """A sentence with its words, as the page shows it."""

    unit: Unit
    text: str
    before: str  # a space, where the text has one between it and the sentence before

    @property
    def head(self) -> str:
        """The first word, or the first sign of a script without spaces: the mark stays with it."""
        word = self.text[:_LONGEST].split(None, 1)[0]
        return word if len(word) < _LONGEST else self.text[:1]

    @property
    def described(self) -> str:
        """Its number and what is said of it, for who does not see its mark."""
        unit = self.unit
        label = NAMES.get(unit.label or "", "Not labelled").lower()
        flags = [each.replace("_", " ") for each in unit.flags]
        note = ["with a note"] if unit.note else []
        return ", ".join([f"Sentence {unit.number}", label, *flags, *note])

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
        between = "\n" if end is None else text[end : unit.start]
        if "\n" in between:
            grouped.append([])
        before = " " if between and grouped[-1] else ""
        grouped[-1].append(Shown(unit, text[unit.start : unit.end], before))
        end = unit.end
    return grouped


def link_to_next(numbers: Sequence[int], number: int) -> str:
    """Return where the next of some sentences is: after a number, else from the beginning."""
    found = next((each for each in numbers if each > number), (*numbers, number)[0])
    return f"?at={found}#s{found}"
