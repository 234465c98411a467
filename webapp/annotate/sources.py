"""The source list of an article: who is relied on, how often, named or not."""

import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

Standing = Literal["named", "unnamed", "reporter"]
STANDINGS: dict[str, Standing] = {
    "named_person": "named",
    "unnamed_person": "unnamed",
    "organisation": "named",
    "document": "named",
    "other_media": "named",
    "reporter_witness": "reporter",
}
"""Whether a reader could look a source up, by its kind; a reporter as witness is counted apart."""


@dataclass(frozen=True, order=True)
class Place:
    """A sentence of the article."""

    position: int
    sentence_id: int
    start: int
    end: int

    @property
    def number(self) -> int:
        """The number that people see, from 1."""
        return self.position + 1


@dataclass(frozen=True)
class Sourced:
    """One reviewer's label `sourced` on a sentence, with the sources marked for it."""

    place: Place
    reviewer_id: int
    sources: tuple[tuple[int, int, str], ...]


@dataclass(frozen=True)
class ListedSource:
    """Somebody or something that sentences rely on.

    `start` and `end` are where its words stand first, `sentences` those that rely on it.
    """

    text: str
    kind: str
    start: int
    end: int
    sentences: tuple[Place, ...]
    reviewers: int

    @property
    def standing(self) -> Standing:
        """Whether it is named, unnamed, or the reporter."""
        return STANDINGS[self.kind]


@dataclass(frozen=True)
class SourceList:
    """The sources of an article, the most relied on first, and what its sourced sentences have.

    `named`, `unnamed` and `open` are the sourced sentences: with a named source, with others
    alone, with none marked yet.
    """

    sources: tuple[ListedSource, ...]
    named: tuple[Place, ...]
    unnamed: tuple[Place, ...]
    open: tuple[Place, ...]

    @property
    def sourced(self) -> int:
        """How many sentences are sourced."""
        return len(self.named) + len(self.unnamed) + len(self.open)

    def count(self, standing: Standing) -> int:
        """Return how many sources are named, unnamed, or the reporter."""
        return sum(each.standing == standing for each in self.sources)


@dataclass
class _Found:
    start: int
    end: int
    sentences: set[Place]
    reviewers: set[int]


def build(text: str, labels: Iterable[Sourced]) -> SourceList:
    """Return the source list of an article's text and the labels `sourced` on its sentences.

    The same words of the same kind are one source, wherever they stand: upper and lower case,
    white space and the way in which a letter is composed make no difference.
    """
    found: dict[tuple[str, str], _Found] = {}
    kinds: dict[Place, set[Standing]] = {}
    for label in labels:
        standings = kinds.setdefault(label.place, set())
        for start, end, kind in label.sources:
            standings.add(STANDINGS[kind])
            _note(found, (_same(text[start:end]), kind), start, end, label)
    return SourceList(_listed(text, found), *_groups(kinds))


def _same(words: str) -> str:
    """Return what is equal for words that are the same source."""
    return " ".join(unicodedata.normalize("NFC", words).casefold().split())


def _note(
    found: dict[tuple[str, str], _Found], key: tuple[str, str], start: int, end: int, label: Sourced
) -> None:
    """Add one marked source to those of the same words and kind."""
    one = found.setdefault(key, _Found(start, end, set(), set()))
    one.start, one.end = min((one.start, one.end), (start, end))
    one.sentences.add(label.place)
    one.reviewers.add(label.reviewer_id)


def _listed(text: str, found: dict[tuple[str, str], _Found]) -> tuple[ListedSource, ...]:
    listed = [
        ListedSource(
            text[one.start : one.end],
            kind,
            one.start,
            one.end,
            tuple(sorted(one.sentences)),
            len(one.reviewers),
        )
        for (_, kind), one in found.items()
    ]
    return tuple(sorted(listed, key=lambda each: (-len(each.sentences), each.start, each.kind)))


def _groups(kinds: dict[Place, set[Standing]]) -> Sequence[tuple[Place, ...]]:
    """Return the sentences with a named source, with others alone, and with none."""
    named = tuple(sorted(at for at, found in kinds.items() if "named" in found))
    unnamed = tuple(sorted(at for at, found in kinds.items() if found and "named" not in found))
    return named, unnamed, tuple(sorted(at for at, found in kinds.items() if not found))
