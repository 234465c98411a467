"""How a sentence stands: its votes, what was decided on it, what is asked, and the gold of it.

Gold is the label that was decided, else the one that two or more independent labels agree on, else
there is none. A label that was given after having seen others' is not independent, and
`not_applicable` is a label like the others.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import NamedTuple

from webapp.scheme import ALL_LABELS

ADJUDICATED, UNANIMOUS = "adjudicated", "unanimous"

STATES = ("open", "back", "asked", "decided")
"""Of the sentences that a lead may have to look at, in the order of the queue."""


class Vote(NamedTuple):
    """A reviewer's current label."""

    reviewer_id: int
    label: str
    informed: bool


Said = tuple[tuple[str, bool], ...]
"""Labels, each with whether it was given after having seen others'."""


class Gold(NamedTuple):
    """The label that a sentence ends up with, and whether it was adjudicated or unanimous."""

    label: str
    origin: str


@dataclass(frozen=True)
class Decided:
    """The newest decision on a sentence; its label is None where it was taken back."""

    revision: int
    label: str | None
    reason: str | None
    note: str
    votes: tuple[tuple[int, str], ...]
    made_by_id: int
    made_by: str
    made_at: datetime


@dataclass(frozen=True)
class Standing:
    """How a sentence stands; votes are in the order of the reviewers' numbers."""

    sentence_id: int
    votes: Sequence[Vote]
    decided: Decided | None = None
    asked: bool = False

    @property
    def gold(self) -> Gold | None:
        """The gold label, or None."""
        if self.decided and self.decided.label:
            return Gold(self.decided.label, ADJUDICATED)
        label = unanimous(self.votes)
        return Gold(label, UNANIMOUS) if label else None

    @property
    def state(self) -> str:
        """One of STATES, or "agreed", or "" where fewer than two have labelled it."""
        if self.asked:
            return "asked"
        if self.decided and self.decided.label:
            return "back" if self.has_changed else "decided"
        if self.gold:
            return "agreed"
        return "open" if len(self.votes) > 1 else ""

    @property
    def has_changed(self) -> bool:
        """Whether the votes are others than when it was decided."""
        return self.decided is not None and self.decided.votes != ballots(self.votes)

    @property
    def said(self) -> Said:
        """The votes without who gave them."""
        return tuple([vote[1:] for vote in self.votes])

    @property
    def counts(self) -> tuple[int, ...]:
        """How many gave each label, in the order of ALL_LABELS."""
        given = Counter(vote.label for vote in self.votes)
        return tuple(given[label] for label in ALL_LABELS)

    def gold_without(self, reviewer_id: int) -> str | None:
        """Return the gold label as it is without what this reviewer said, or None."""
        if self.decided and self.decided.label:
            return None if self.decided.made_by_id == reviewer_id else self.decided.label
        return unanimous(vote for vote in self.votes if vote.reviewer_id != reviewer_id)


def unanimous(votes: Iterable[Vote]) -> str | None:
    """Return the label that two or more independent votes agree on, all of them, or None."""
    labels = [vote.label for vote in votes if not vote.informed]
    return labels[0] if len(labels) > 1 and len(set(labels)) == 1 else None


def ballots(votes: Iterable[Vote]) -> tuple[tuple[int, str], ...]:
    """Return votes as a decision keeps them."""
    return tuple((vote.reviewer_id, vote.label) for vote in votes)


def met_gold(standings: Iterable[Standing]) -> Counter[tuple[int, str, str]]:
    """Return how often each reviewer gave which label where which was gold without them.

    Keys are (reviewer, own label, gold label); labels given after having seen others' are left out.
    """
    met: Counter[tuple[int, str, str]] = Counter()
    for standing in standings:
        for vote, gold in zip(standing.votes, _golds_without(standing), strict=True):
            if gold and not vote.informed:
                met[vote.reviewer_id, vote.label, gold] += 1
    return met


def _golds_without(standing: Standing) -> Sequence[str | None]:
    """Return the gold label without each of the votes, in their order."""
    if standing.decided is None:
        return _unanimous_without(standing.said)
    return [standing.gold_without(vote.reviewer_id) for vote in standing.votes]


@lru_cache(100_000)
def _unanimous_without(said: Said) -> tuple[str | None, ...]:
    """Return the same where nothing was decided: of many sentences, few differ in this."""
    votes = [Vote(at, *each) for at, each in enumerate(said)]
    return tuple(unanimous(votes[:at] + votes[at + 1 :]) for at in range(len(votes)))
