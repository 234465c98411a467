"""The disagreement sheet: which sentences it lists, under which pair of labels, on which page.

A sentence whose labels differ is listed once: under the most frequent of the pairs of labels that
met on it.
"""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

import numpy as np

from webapp.agreement.included import read_included
from webapp.agreement.particulars import Particulars, named, sets
from webapp.agreement.where import Placed
from webapp.problems import BadInput, NotFound
from webapp.scheme import LABELS

Pair = tuple[str, str]
PAIRS: tuple[Pair, ...] = tuple(combinations(LABELS, 2))
PAGE_SIZE = 100
LONGEST_WORDS = 500


@dataclass(frozen=True)
class Wanted:
    """Which sentences the sheet is to have; None, and no words, for all."""

    article: int | None = None
    story: str | None = None
    pair: Pair | None = None
    words: str = ""


@dataclass(frozen=True)
class Met:
    """How many sentences of a document were given exactly these labels, two or more."""

    document_id: int
    labels: tuple[str, ...]
    sentences: int


@dataclass(frozen=True)
class Block:
    """Sentences of one document under one pair: numbers first to last, from 0, last excluded."""

    pair: Pair
    document_id: int
    first: int
    last: int


def read_wanted(fields: Mapping[str, str], articles: Iterable[Placed]) -> Wanted:
    """Return what an address asks for with article, words, story and pair; empty means all.

    `BadInput` for what is no number, no pair or too long, `NotFound` for what the project does not
    have. An address may include not_applicable, for the pages that it leads to: the sheet stays.
    """
    read_included([fields["include"]] if "include" in fields else [])
    article, story, words = (fields.get(name, "") for name in ("article", "story", "words"))
    if article and not (article.isascii() and article.isdigit()):
        raise BadInput("article: the number of an article.")
    if article and article not in {str(each.id) for each in articles}:
        raise NotFound("article: this project has no such article.")
    if story and story not in {each.story for each in articles}:
        raise NotFound("story: no article of this project tells it.")
    if len(words) > LONGEST_WORDS:
        raise BadInput(f"words: at most {LONGEST_WORDS} characters.")
    number, pair = int(article) if article else None, _pair(fields.get("pair", ""))
    return Wanted(number, story or None, pair, " ".join(words.split()))


def chosen(articles: Iterable[Placed], wanted: Wanted) -> set[int]:
    """Return the articles that are wanted; every word in the title or story, in any case."""
    words = wanted.words.casefold().split()
    return {
        each.id
        for each in articles
        if wanted.article in (None, each.id)
        and wanted.story in (None, each.story)
        and _has(f"{each.title} {each.story or ''}", words)
    }


def met_in(particulars: Particulars, documents: Collection[int]) -> list[Met]:
    """Return which labels met on how many sentences of each of some documents."""
    found = named(particulars.heads).met
    names = sets(particulars.labels)
    return [
        Met(document_id, names[column], int(found[row, column]))
        for row, column in np.argwhere(found).tolist()
        if (document_id := int(particulars.documents[row])) in documents
    ]


def most_disputed(found: Iterable[Met], most: int) -> dict[int, int]:
    """Return how many sentences of a document have labels that differ, of those with the most."""
    sentences = Counter[int]()
    for each in found:
        sentences[each.document_id] += each.sentences
    return dict(sentences.most_common(most))


def frequencies(found: Iterable[Met]) -> dict[Pair, int]:
    """Return on how many sentences the labels of each pair met, the most frequent pair first.

    A sentence with three labels counts for each of its pairs. Pairs that never met are not in it;
    equal ones come in the order of the scheme.
    """
    times = dict.fromkeys(PAIRS, 0)
    for each in found:
        for pair in combinations(each.labels, 2):
            times[pair[0], pair[1]] += each.sentences
    ranked = sorted(times.items(), key=lambda item: -item[1])
    return {pair: n for pair, n in ranked if n}


def listed_under(labels: Collection[str], ranking: Iterable[Pair]) -> Pair | None:
    """Return the first pair of a ranking that met on a sentence with these labels."""
    return next((pair for pair in ranking if set(pair) <= set(labels)), None)


def blocks(found: Iterable[Met], ranking: Sequence[Pair]) -> list[Block]:
    """Return the whole sheet in its order: by pair as ranked, then by document."""
    sizes: dict[tuple[int, int], int] = {}
    for each in found:
        pair = listed_under(each.labels, ranking)
        if pair is not None:
            place = ranking.index(pair), each.document_id
            sizes[place] = sizes.get(place, 0) + each.sentences
    return [Block(ranking[at], document, 0, n) for (at, document), n in sorted(sizes.items())]


def page_of(sheet: Iterable[Block], number: int, size: int = PAGE_SIZE) -> list[Block]:
    """Return what of the sheet is on a page (1, 2, 3, ...) of so many sentences."""
    found, before = [], 0
    start, end = (number - 1) * size, number * size
    for each in sheet:
        first, last = max(0, start - before), min(each.last, end - before)
        if first < last:
            found.append(Block(each.pair, each.document_id, first, last))
        before += each.last
    return found


def read_page(text: str, sentences: int, size: int = PAGE_SIZE) -> int:
    """Return the number of a page of the sheet; `BadInput` or `NotFound` if there is none such."""
    if not (text.isascii() and text.isdigit() and len(text) < 10):
        raise BadInput("page: a whole number from 1 on.")
    most = max(1, -(-sentences // size))
    if not 1 <= int(text) <= most:
        raise NotFound(f"page: the sheet has pages 1 to {most}.")
    return int(text)


def _has(text: str, words: Iterable[str]) -> bool:
    folded = text.casefold()
    return all(word in folded for word in words)


def _pair(text: str) -> Pair | None:
    """Return a pair named in either order."""
    if not text:
        return None
    for pair in PAIRS:
        if text in (",".join(pair), ",".join(reversed(pair))):
            return pair
    raise BadInput(f"pair: two different labels of {', '.join(LABELS)}, with a comma between.")
