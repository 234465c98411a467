"""The order of the queue, and which sentences of it are wanted; from counts, without a database.

Sentences without agreement come first, the most split ones before; then decisions whose labels
have changed; then what is asked. Split is the share of pairs of labels that differ.
"""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import combinations
from typing import NamedTuple

from webapp.adjudicate.standing import STATES, Said, Standing, Vote
from webapp.problems import BadInput, NotFound
from webapp.scheme import ALL_LABELS, REASONS

Pair = tuple[str, str]
PAIRS: tuple[Pair, ...] = tuple(combinations(ALL_LABELS, 2))
Rank = tuple[int, float, int]
Kinds = Mapping[str, int]
"""How many sentences of a document are of each kind, by its name."""
WAITING = STATES[:3]
"""What waits for a lead: all but what is decided."""


class Kind(NamedTuple):
    """What sentences have in common that stand at the same place of the queue."""

    state: str
    reason: str  # of the decision; empty without one
    counts: tuple[int, ...]  # how many gave each label, in the order of ALL_LABELS

    @property
    def name(self) -> str:
        """The kind as a text, which `kind_named` reads."""
        return f"{self.state} {self.reason} {','.join(map(str, self.counts))}"

    @property
    def rank(self) -> Rank:
        """Where it stands: by state, then the most split first, then more labels first."""
        labels = sum(self.counts)
        alike = sum(n * (n - 1) for n in self.counts)
        pairs = labels * (labels - 1)
        return STATES.index(self.state), alike / pairs if pairs else 1.0, -labels


@lru_cache(10_000)
def kind_named(name: str) -> Kind:
    """Return the kind of a name; a project has many documents and few kinds."""
    state, reason, counts = name.split(" ")
    return Kind(state, reason, tuple(map(int, counts.split(","))))


@dataclass(frozen=True)
class Wanted:
    """Which sentences of the queue are wanted; None or empty for all that wait."""

    article: int | None = None
    state: str = ""
    pair: Pair | None = None
    reason: str = ""
    ended: bool = False

    def takes(self, kind: Kind) -> bool:
        """Return whether sentences of a kind are wanted, as far as their article is."""
        return self.is_in(kind.state) and self.matches(kind)

    def is_in(self, state: str) -> bool:
        """Return whether sentences in a state are wanted."""
        return state == self.state if self.state else state in WAITING

    def matches(self, kind: Kind) -> bool:
        """Return whether sentences of a kind are wanted, whatever their state."""
        given = [label for label, n in zip(ALL_LABELS, kind.counts, strict=True) if n]
        return self.reason in ("", kind.reason) and set(self.pair or ()) <= set(given)

    @property
    def fields(self) -> dict[str, str]:
        """The same as an address has it, without what is empty."""
        pair = ",".join(self.pair) if self.pair else ""
        article = str(self.article) if self.article else ""
        found = {"article": article, "state": self.state, "pair": pair, "reason": self.reason}
        return {name: text for name, text in found.items() if text} | {
            "ended": "1" if self.ended else "0"
        }


class Block(NamedTuple):
    """Sentences of one document that are next to each other in the queue, all of one rank.

    Of those of that rank, in the order of the text: first to last, from 0, last excluded.
    """

    document_id: int
    rank: Rank
    first: int
    last: int


def kind_of(standing: Standing) -> Kind:
    """Return the kind that a sentence is of, which is in one of STATES."""
    decided = standing.decided
    reason = (decided.reason or "") if decided and decided.label else ""
    return Kind(standing.state, reason, standing.counts)


def count(standings: Iterable[Standing]) -> Counter[str]:
    """Return how many sentences of each kind there are, by the names of the kinds."""
    names = (_name(each) for each in standings)
    return Counter(name for name in names if name)


def _name(standing: Standing) -> str | None:
    """Return the name of the kind that a sentence is of, None for one that is not in the queue."""
    if standing.decided is None and not standing.asked:
        return _undecided(standing.said)
    return kind_of(standing).name if standing.state in STATES else None


@lru_cache(100_000)
def _undecided(said: Said) -> str | None:
    """Return the same where nothing was decided and asked: of many sentences, few differ."""
    standing = Standing(0, [Vote(at, *each) for at, each in enumerate(said)])
    return kind_of(standing).name if standing.state in STATES else None


def add_up(documents: Iterable[Kinds]) -> Counter[str]:
    """Return how many sentences of each kind all documents have."""
    found: Counter[str] = Counter()
    for kinds in documents:
        for name, n in kinds.items():
            found[name] += n
    return found


@dataclass(frozen=True)
class Elsewhere:
    """What waits outside of the list: sentences, and how many articles have some."""

    sentences: int
    articles: int


def elsewhere(documents: Iterable[Kinds], wanted: Wanted) -> Elsewhere | None:
    """Return how much of what is wanted these documents have, None for nothing."""
    found = [
        sum(n for name, n in kinds.items() if wanted.takes(kind_named(name))) for kinds in documents
    ]
    return Elsewhere(sum(found), sum(map(bool, found))) if any(found) else None


def by_state(totals: Kinds, wanted: Wanted) -> dict[str, int]:
    """Return how many sentences are in each state, of those otherwise wanted."""
    found = dict.fromkeys(STATES, 0)
    for name, n in totals.items():
        kind = kind_named(name)
        if wanted.matches(kind):
            found[kind.state] += n
    return found


def blocks(
    documents: Mapping[int, Kinds], totals: Kinds, wanted: Wanted, number: int, size: int
) -> list[Block]:
    """Return where so many sentences of the queue are, from a number (0, 1, 2, ...) on.

    totals: those of the documents, so that only what is of the right rank is looked for in each.
    """
    found: list[Block] = []
    before = 0
    for rank, names in _ranked(totals, wanted):
        all_of_rank = sum(totals[name] for name in names)
        if before + all_of_rank > number and before < number + size:
            found += _blocks(documents, rank, names, number - before, size)
        before += all_of_rank
    return found


def _ranked(totals: Kinds, wanted: Wanted) -> list[tuple[Rank, list[str]]]:
    """Return the ranks of what is wanted in their order, each with the names of its kinds."""
    found: dict[Rank, list[str]] = {}
    for name in totals:
        kind = kind_named(name)
        if wanted.takes(kind):
            found.setdefault(kind.rank, []).append(name)
    return sorted(found.items())


def _blocks(
    documents: Mapping[int, Kinds], rank: Rank, names: Sequence[str], number: int, size: int
) -> Iterator[Block]:
    """Give the blocks of one rank, from a number among its sentences on."""
    before = 0
    for document_id, kinds in documents.items():
        n = sum(kinds.get(name, 0) for name in names)
        first, last = max(0, number - before), min(n, number + size - before)
        if first < last:
            yield Block(document_id, rank, first, last)
        before += n


def of_rank(standings: Iterable[Standing], wanted: Wanted, rank: Rank) -> list[Standing]:
    """Return the wanted sentences of a document that have a rank, in the order given."""
    found = [(kind_of(each), each) for each in standings if each.state in STATES]
    return [each for kind, each in found if wanted.takes(kind) and kind.rank == rank]


def read_wanted(fields: Mapping[str, str], articles: Collection[int], *, ended: bool) -> Wanted:
    """Return what an address asks for; `ended` is what counts where it says nothing of that.

    `BadInput` names the field and what it may be, `NotFound` an article that there is not.
    """
    article = fields.get("article", "")
    if article and not (article.isascii() and article.isdigit()):
        raise BadInput("article: the number of an article.")
    if article and (len(article) > 18 or int(article) not in articles):
        raise NotFound("article: this project has no such article.")
    only_ended = _one_of(fields, "ended", ("0", "1")) or str(int(ended))
    return Wanted(
        int(article) if article else None,
        _one_of(fields, "state", STATES),
        _pair(fields.get("pair", "")),
        _one_of(fields, "reason", tuple(REASONS)),
        only_ended == "1",
    )


def _one_of(fields: Mapping[str, str], name: str, allowed: Sequence[str]) -> str:
    text = fields.get(name, "")
    if text and text not in allowed:
        raise BadInput(f"{name}: one of {', '.join(allowed)}.")
    return text


def _pair(text: str) -> Pair | None:
    """Return a pair named in either order."""
    for pair in PAIRS:
        if text in (",".join(pair), ",".join(reversed(pair))):
            return pair
    if text:
        raise BadInput(f"pair: two different labels of {', '.join(ALL_LABELS)}, comma between.")
    return None
