"""A project of four reviewers on paper: what each says, what is decided, and what gold follows.

Nothing here comes from the program: it is what the program's queue and gold are compared with.
"""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from itertools import combinations
from typing import NamedTuple

from tests.journeys.labels import ARTICLES, OF_KEY
from tests.journeys.town import TOWN

LEAD = "Lena Lead"
TEAM = ("Ada Brandt", "Ben Costa", "Cleo Dahl", "Dan Egger")
OVERLAP = 3
QUALIFICATION = TOWN[0]
WHY = ("The works office says it.", "The report does.", "Nobody is named.", "It judges.")
PERCENT = 75
FIRST_TRIES = {"Ada Brandt": "1123", "Ben Costa": "1122", "Cleo Dahl": "1123", "Dan Egger": "3323"}
SECOND_TRY = "1121"  # of Dan Egger, who did not pass

Spot = tuple[str, int]
"""A sentence: the title of its article, and its number from 0."""

READINGS: Mapping[str, tuple[str, ...]] = {
    article.title: (article.keys[0], article.keys[1]) * 2 for article in ARTICLES
} | {small.title: (small.keys,) * 4 for small in TOWN[1:]}
"""The keys that each of the team would press on an article, but for what is below."""

OWN: Mapping[Spot, Mapping[str, str]] = {
    (ARTICLES[0].title, 4): {"Cleo Dahl": "1", "Dan Egger": "3"},
    (ARTICLES[0].title, 20): {"Cleo Dahl": "3"},
    (ARTICLES[1].title, 3): {"Dan Egger": "2"},
    (TOWN[1].title, 2): {"Ada Brandt": "1", "Ben Costa": "3"},
    (TOWN[2].title, 1): {"Dan Egger": "3", "Cleo Dahl": "3"},
    (TOWN[3].title, 2): {"Ben Costa": "2", "Ada Brandt": "2"},
    (TOWN[3].title, 3): {"Ada Brandt": "0", "Dan Egger": "0"},
    (TOWN[4].title, 1): dict(zip(TEAM, "0123", strict=True)),
    (TOWN[5].title, 4): {"Ada Brandt": "2", "Cleo Dahl": "2"},
    (TOWN[6].title, 3): {"Dan Egger": "1", "Cleo Dahl": "3"},
    (TOWN[7].title, 0): dict(zip(TEAM, "1230", strict=True)),
}
"""Where somebody presses another key, as people do."""

RIGHT = {article.title: article.keys[0] for article in ARTICLES} | {
    small.title: small.keys for small in TOWN
}
"""What the lead will say of an article, where it is to be decided."""


def keys_of(title: str, name: str) -> str:
    """Return the keys that somebody presses on an article."""
    keys = READINGS[title][TEAM.index(name)]
    return "".join(OWN.get((title, at), {}).get(name, key) for at, key in enumerate(keys))


class Said(NamedTuple):
    """A label of somebody; not free where it was given after others' or a question."""

    label: str
    is_free: bool = True


class Decision(NamedTuple):
    """What a lead decided, and what had been said then."""

    label: str
    reason: str
    note: str
    on: Mapping[str, str]


@dataclass
class Paper:
    """What was said and decided so far, written down by hand."""

    said: dict[Spot, dict[str, Said]] = field(default_factory=dict)
    decided: dict[Spot, Decision] = field(default_factory=dict)

    def write(self, title: str, name: str, keys: str) -> None:
        """Write down how somebody labelled an article."""
        for at, key in enumerate(keys):
            self.said.setdefault((title, at), {})[name] = Said(OF_KEY[key])

    def correct(self, spot: Spot, name: str, label: str, *, is_free: bool = True) -> None:
        """Write down that somebody changed a label."""
        self.said[spot][name] = Said(label, is_free)

    def decide(self, spot: Spot, label: str, reason: str, note: str = "") -> None:
        """Write down what the lead decided."""
        self.decided[spot] = Decision(label, reason, note, self.labels(spot))

    def labels(self, spot: Spot) -> dict[str, str]:
        """Return who gave which label to a sentence."""
        return {name: each.label for name, each in self.said[spot].items()}

    def readers(self, title: str) -> list[str]:
        """Return who has labelled an article."""
        return sorted(self.said.get((title, 0), {}))

    def unanimous(self, spot: Spot) -> str | None:
        """Return the label that all agree on, two at least, who gave theirs freely."""
        free = [each.label for each in self.said[spot].values() if each.is_free]
        return free[0] if len(free) > 1 and len(set(free)) == 1 else None

    def gold(self, spot: Spot) -> str | None:
        """Return the label that counts in the end, if any."""
        decision = self.decided.get(spot)
        return decision.label if decision else self.unanimous(spot)

    def spots(self) -> Iterator[Spot]:
        """Give all sentences in the order of the articles and their texts."""
        for title in READINGS:
            yield from ((title, at) for at in range(len(RIGHT[title])))

    def waiting(self) -> list[Spot]:
        """Return what is to be settled, in order: the most split first, then what came back."""
        disputed = [spot for spot in self.spots() if self.gold(spot) is None]
        changed = [
            spot for spot, decision in self.decided.items() if decision.on != self.labels(spot)
        ]
        return sorted(disputed, key=self.alike) + sorted(changed, key=list(self.spots()).index)

    def alike(self, spot: Spot) -> Fraction:
        """Return the share of pairs of reviewers who say the same of a sentence."""
        pairs = list(combinations(self.labels(spot).values(), 2))
        return Fraction(sum(one == other for one, other in pairs), len(pairs))

    def counts(self, spot: Spot) -> Counter[str]:
        """Return how many gave each label to a sentence."""
        return Counter(self.labels(spot).values())
