"""What the repair page says: the chosen sentence word by word, and what a repair does to labels."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import chain

from webapp.annotate.queries import Unit
from webapp.documents.queries import Repaired
from webapp.documents.repair import Join, Range, Split, Wish, pieces

_SIGNS = "\"'“”„‘’«»()[]{}<>.,;:!?…"
_WORDS = 60  # code points of a sentence in the list of repairs
_LONGEST_WORD = 24


@dataclass(frozen=True)
class Piece:
    """A word of the chosen sentence, with the white space after it; the cut is before it."""

    at: int
    text: str

    @property
    def words(self) -> str:
        """The word, or the sign of a script without spaces."""
        return self.text.rstrip()

    @property
    def name(self) -> str:
        """The word without the signs around it, as the name of its button."""
        return self.words.strip(_SIGNS) or self.words

    @property
    def is_spaced(self) -> bool:
        """Whether white space follows."""
        return self.words != self.text

    @property
    def is_short(self) -> bool:
        """Whether it fits on a line of its own, together with its button."""
        return len(self.words) < _LONGEST_WORD


@dataclass(frozen=True)
class Past:
    """A repair as people read it; `undo` is what takes the latest one back, if that can be."""

    repaired: Repaired
    sentence: str
    words: tuple[str, ...]
    undo: Wish | None

    @property
    def is_join(self) -> bool:
        """Whether sentences were joined; otherwise one was split."""
        return len(self.repaired.change.added) == 1


def laid_out(text: str, unit: Unit) -> list[Piece]:
    """Return the words of a sentence, between which it can be split."""
    found = pieces(text, (unit.start, unit.end))
    return [Piece(start, text[start:end]) for start, end in found]


def past(text: str, units: Sequence[Unit], repaired: Repaired) -> Past:
    """Return a repair in words."""
    change = repaired.change
    halves = change.removed if len(change.added) == 1 else change.added
    first = next((unit for unit in units if unit.start == change.added[0][0]), None)
    if first is None or (first.start, first.end) != change.added[0]:
        return Past(repaired, "", _excerpts(text, halves), None)
    number = first.number
    if len(change.added) == 1:
        said = f"Sentences {number} and {number + 1} were joined: this is sentence {number} now."
        return Past(repaired, said, _excerpts(text, halves), Split(first.id, halves[1][0]))
    said = f"Sentence {number} was split: these are sentences {number} and {number + 1} now."
    return Past(repaired, said, _excerpts(text, halves), Join(first.id))


def effect(people: set[int], reader: int, *, sees_all: bool, is_pair: bool) -> str:
    """Return what a repair does to labels; one who may not see others' hears of own ones alone."""
    which = "one of the two" if is_pair else "this sentence"
    if not sees_all:
        if reader not in people:
            return f"You have no label on {'either' if is_pair else 'this sentence'}."
        return f"You have labelled {which}; you will be asked to look again."
    if not people:
        return f"Nobody has labelled {'either' if is_pair else 'this sentence'} yet."
    one = len(people) == 1
    who = "1 reviewer has" if one else f"{len(people)} reviewers have"
    return f"{who} labelled {which} and will be asked to look again."


def untouched(people: set[int], reader: int, *, sees_all: bool) -> str:
    """Return what to say where no repair of these sentences touches a label, else nothing."""
    if sees_all:
        return "" if people else "Nobody has labelled these sentences yet."
    return "" if reader in people else "You have no label on these sentences."


def touched(labelled: dict[int, set[int]], *units: Unit) -> set[int]:
    """Return who has a label on one of the sentences."""
    return set(chain.from_iterable(labelled.get(unit.id, ()) for unit in units))


def _excerpts(text: str, ranges: Sequence[Range]) -> tuple[str, ...]:
    words = (" ".join(text[start:end].split()) for start, end in ranges)
    return tuple(each if len(each) <= _WORDS else f"{each[:_WORDS].rstrip()}…" for each in words)
