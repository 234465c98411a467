"""Joining and splitting sentences: which ranges go and which come; the text never changes."""

import re
import unicodedata
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from webapp.problems import BadInput

Range = tuple[int, int]

# Scripts that are written without spaces between words: Thai, Lao, Tibetan, Myanmar, Khmer, then
# kana and Han with their extensions.
_UNSPACED: Final = "\u0e00-\u0eff\u0f00-\u109f\u1780-\u17ff\u3005-\u312f\u3400-\u9fff\uf900-\ufaff"
_UNSPACED_BEYOND: Final = "\U0001b000-\U0001b2ff\U00020000-\U0003ffff"
_AFTER_SIGN: Final = f"(?<=[{_UNSPACED}{_UNSPACED_BEYOND}\u3000-\u3004\uff01-\uff0f\uff1a-\uff20])"
_GAP: Final = re.compile(
    rf"""
      (?<=\s)(?=\S)                                   # before a word
    | (?<=\w\w[.!?…:;)\]}}”»"—–])(?=[^\W\d_])          # after a mark that touches the next word
    | {_AFTER_SIGN}(?=\S)                             # after a sign of a script without spaces
    """,
    re.VERBOSE,
)
_JOINERS: Final = "\u200c\u200d"
# Signs that belong to what stands before them, and those that belong to what follows.
_CLOSING: Final = frozenset(["Pe", "Pf", "Po", "Mn", "Mc", "Me", "Lm", "Cf"])
_OPENING: Final = frozenset(["Ps", "Pi"])


@dataclass(frozen=True)
class Join:
    """The wish to make one sentence of this one and the next."""

    sentence_id: int


@dataclass(frozen=True)
class Split:
    """The wish to cut a sentence before the code point `at` of the document's text."""

    sentence_id: int
    at: int


Wish = Join | Split


@dataclass(frozen=True)
class Change:
    """Neighbouring ranges that are sentences no more, and those that take their place."""

    removed: tuple[Range, ...]
    added: tuple[Range, ...]


def joined(one: Range, following: Range | None) -> Change:
    """Return what joining a sentence with the one after it changes."""
    if following is None:
        raise BadInput("This is the last sentence; there is none after it to join it with.")
    return Change((one, following), ((one[0], following[1]),))


def cut(text: str, one: Range, at: int) -> Change:
    """Return what cutting a sentence before a code point of the text changes.

    White space around the cut belongs to neither half. `BadInput` where a half would be empty.
    """
    start, end = one
    if not start < at < end or not text[start:at].strip() or not text[at:end].strip():
        raise BadInput(
            f"The cut at {at} is not inside the sentence [{start}, {end}): "
            "both halves need at least one word or sign."
        )
    left, right = text[start:at].rstrip(), text[at:end].lstrip()
    return Change((one,), ((start, start + len(left)), (end - len(right), end)))


def applied(sentences: list[Range], change: Change) -> list[Range]:
    """Return the sentences of a document after a change."""
    return sorted([*(set(sentences) - set(change.removed)), *change.added])


def pieces(text: str, one: Range) -> list[Range]:
    """Return a sentence as words with the white space after them: a cut may come between any two.

    In a script without spaces a piece is one sign, with the accents and closing marks after it.
    """
    start, end = one
    cuts = [
        found.start()
        for found in _GAP.finditer(text, start + 1, end)
        if text[found.start() - 1].isspace() or _is_apart(text, found.start())
    ]
    return list(pairwise([start, *cuts, end]))


def _is_apart(text: str, at: int) -> bool:
    before, after = unicodedata.category(text[at - 1]), unicodedata.category(text[at])
    return after not in _CLOSING and before not in _OPENING and text[at - 1] not in _JOINERS
