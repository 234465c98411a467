"""Sharing articles out evenly: who gets which places, as pure numbers."""

import hashlib
from collections import Counter
from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass
from heapq import heapify, heappop, heappush


@dataclass(frozen=True)
class Plan:
    """Who would get which places; `short` are articles that lack so many even then."""

    places: Sequence[tuple[int, int]]  # document, person
    short: Mapping[int, int]

    @property
    def articles(self) -> int:
        """How many articles get somebody."""
        return len({document for document, _ in self.places})

    @property
    def of_each(self) -> Counter[int]:
        """How many places each person gets."""
        return Counter(person for _, person in self.places)

    @property
    def mark(self) -> str:
        """A short text that another plan does not have."""
        return hashlib.sha256(repr(self.places).encode()).hexdigest()[:32]


def plan(
    missing: Sequence[tuple[int, int]], loads: Mapping[int, int], known: Set[tuple[int, int]]
) -> Plan:
    """Return a plan: in the order of the articles, always whoever has the fewest places next.

    missing: articles and how many places each lacks. loads: how many places each person has.
    known: who has, or had, a place on which article, and gets none there again.
    """
    turns = [(load, turn, person) for turn, (person, load) in enumerate(loads.items())]
    heapify(turns)
    places: list[tuple[int, int]] = []
    short: dict[int, int] = {}
    for document, wanted in missing:
        chosen = _next(turns, document, wanted, known)
        places += [(document, person) for person in chosen]
        if len(chosen) < wanted:
            short[document] = wanted - len(chosen)
    return Plan(places, short)


def _next(
    turns: list[tuple[int, int, int]], document: int, wanted: int, known: Set[tuple[int, int]]
) -> list[int]:
    """Take the next people for an article; each goes back into the line, one place heavier."""
    passed: list[tuple[int, int, int]] = []
    chosen: list[tuple[int, int, int]] = []
    while turns and len(chosen) < wanted:
        load, turn, person = heappop(turns)
        if (document, person) in known:
            passed.append((load, turn, person))
        else:
            chosen.append((load, turn, person))
    for load, turn, person in chosen:
        heappush(turns, (load + 1, turn, person))
    for each in passed:
        heappush(turns, each)
    return [person for _, _, person in chosen]
