"""What pages say of each document beside its coefficients: disputes, days, guideline versions.

It is kept beside the counts, so that no page has to look at all labels for it. Everything is of
one document or adds up over documents.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import combinations
from typing import NamedTuple

import numpy as np

from webapp.agreement.coefficients import FloatArray, IntArray
from webapp.agreement.grouping import added, joined, numbered
from webapp.agreement.item_level import document_errors
from webapp.agreement.tables import Kinds, base_sums, kinds
from webapp.agreement.tally import Counts, Id, Ratings

MOST_DISPUTED = 25
"""How many of the most split sentences can be found without looking at every document."""

_FIRST_DAY = date(1970, 1, 1)


class Heads(NamedTuple):
    """The numbers that each of D documents has, by name.

    with_two: sentences with two labels or more. left_out: labels without a place in the label set.
    last_day: see `last_days`; 0 where nothing is counted. oldest, newest: the versions of the
    guidelines under which labels were given. met (D, M): sentences on which exactly one of `sets`
    met, so that all of them together are the disputed ones.
    """

    with_two: IntArray
    left_out: IntArray
    last_day: IntArray
    oldest: IntArray
    newest: IntArray
    met: IntArray


@dataclass(frozen=True)
class Particulars:
    """Of D documents, sorted, whether or not they have a label. splits and parts are sparse.

    splits: for the most split sentences of a document, the most split first: how many labels m one
    has, its sum of c(c - 1), how many such there are. As many rows as MOST_DISPUTED may need.
    parts: labels by the version of the guidelines, where a document has several.
    """

    labels: tuple[str, ...]  # q
    documents: tuple[Id, ...]  # D
    heads: IntArray  # (D, 5 + M), see Heads
    split_document: IntArray  # (K,) index into documents, sorted
    splits: IntArray  # (K, 3)
    part_document: IntArray  # (V,) index into documents, sorted
    part_version: IntArray  # (V,)
    part_sums: FloatArray  # (V, 3 + 3q), as in Counts, of the labels under that version alone
    part_errors: FloatArray  # (V, 2)


def named(heads: IntArray) -> Heads:
    """Return the numbers of documents by name."""
    with_two, left_out, last_day, oldest, newest = heads[:, :5].T
    return Heads(with_two, left_out, last_day, oldest, newest, heads[:, 5:])


def sets(labels: Sequence[str]) -> list[tuple[str, ...]]:
    """Return the sets of two labels or more that can meet on a sentence: M of them."""
    return [each for n in range(2, len(labels) + 1) for each in combinations(labels, n)]


def gather(
    ratings: Ratings, version: IntArray, last_day: IntArray, left_out: IntArray
) -> Particulars:
    """Return the particulars of all documents of some ratings; the arrays are those of `Given`."""
    d, q = len(ratings.documents), len(ratings.labels)
    found = _kinds(ratings.document, ratings.sentence, ratings.label, q)
    oldest, newest = np.full(d, np.iinfo(np.int64).max), np.zeros(d, np.int64)
    np.minimum.at(oldest, ratings.document, version)
    np.maximum.at(newest, ratings.document, version)
    several = (oldest < newest)[ratings.document]
    two = found.given.sum(1) >= 2
    with_two = np.bincount(found.document[two], found.times[two], d).astype(np.int64)
    whole = [with_two, left_out, last_day, np.minimum(oldest, newest), newest]
    part_document, part_version, sums, errors = _parts(
        ratings.document[several],
        version[several],
        ratings.sentence[several],
        ratings.label[several],
        q,
    )
    return Particulars(
        ratings.labels,
        ratings.documents,
        np.column_stack([*whole, _met(found, ratings.labels, d)]),
        *_most_split(found),
        part_document,
        part_version,
        sums,
        errors,
    )


def last_days(particulars: Particulars) -> dict[Id, date]:
    """Return the day (UTC) on which the last of a document's labels was first given.

    Documents without a label that counts are not in it.
    """
    days = named(particulars.heads).last_day.tolist()
    return {
        document: _FIRST_DAY + timedelta(days=day)
        for document, day in zip(particulars.documents, days, strict=True)
        if day
    }


def versions_in(particulars: Particulars) -> list[int]:
    """Return the versions of the guidelines under which the labels that count were given."""
    heads = named(particulars.heads)
    found = np.concatenate([heads.oldest, heads.newest, particulars.part_version])
    return [int(each) for each in np.unique(found[found > 0])]


def under_version(
    counts: Counts, particulars: Particulars, version: int
) -> tuple[FloatArray, FloatArray]:
    """Return sums (n, 3 + 3q) and item-level errors (n, 2) of the labels under one version.

    A row for each of the documents that have such a label, in their order. Where a document has
    labels under several versions, no sums tell which of them met on a sentence: these are counted
    by themselves.
    """
    heads = named(particulars.heads)
    alone = np.flatnonzero((heads.oldest == version) & (heads.newest == version))
    in_counts = np.cumsum(heads.last_day > 0) - 1
    part = np.flatnonzero(particulars.part_version == version)
    order = np.argsort(np.concatenate([alone, particulars.part_document[part]]))
    sums = np.concatenate([counts.sums[in_counts[alone]], particulars.part_sums[part]])
    errors = np.concatenate([counts.item_errors[in_counts[alone]], particulars.part_errors[part]])
    return sums[order], errors[order]


def most_disputed_in(particulars: Particulars, most: int = MOST_DISPUTED) -> list[Id]:
    """Return the documents, at most so many, in which the most split sentences lie.

    Sentences by the share of pairs of labels that differ, then by the number of labels, then by
    document. No sentence of another document is among the first `most`, up to MOST_DISPUTED.
    """
    m, same, times = particulars.splits.T
    order = np.lexsort((particulars.split_document, -m, same / (m * (m - 1))))
    before = np.cumsum(times[order]) - times[order]
    found = np.unique(particulars.split_document[order][before < most])
    return [particulars.documents[place] for place in found.tolist()]


def _kinds(document: IntArray, sentence: IntArray, label: IntArray, q: int) -> Kinds:
    _, unit = numbered(joined(document, sentence))
    return kinds(unit, document, label, q)


def _met(found: Kinds, labels: Sequence[str], documents: int) -> IntArray:
    """Return on how many sentences of each document exactly each of the sets met: (D, M)."""
    given = found.given > 0
    columns = [
        (given == [label in each for label in labels]).all(1) * found.times for each in sets(labels)
    ]
    rows = np.stack(columns, axis=1) if columns else np.empty((len(given), 0), np.int64)
    return added(rows, found.document, documents).astype(np.int64)


def _most_split(found: Kinds) -> tuple[IntArray, IntArray]:
    """Return split_document and splits."""
    m, same = found.given.sum(1), (found.given * (found.given - 1)).sum(1)
    split = same < m * (m - 1)
    key, group = numbered(joined(found.document[split], m[split], same[split]))
    rows = np.zeros((len(key), 4), np.int64)
    rows[group, :3] = np.column_stack([found.document, m, same])[split]
    rows[:, 3] = np.bincount(group, found.times[split], len(key))
    document, m, same, times = rows.T
    order = np.lexsort((-m, same / (m * (m - 1)), document))
    document, times = document[order], times[order]
    before = np.cumsum(times) - times
    first = np.searchsorted(document, document)
    needed = before - before[first] < MOST_DISPUTED if len(first) else np.empty(0, bool)
    return document[needed], rows[order][needed][:, 1:]


def _parts(
    document: IntArray, version: IntArray, sentence: IntArray, label: IntArray, q: int
) -> tuple[IntArray, IntArray, FloatArray, FloatArray]:
    """Return part_document, part_version, part_sums and part_errors."""
    key, part = numbered(joined(document, version))
    rows = np.zeros((len(key), 2), np.int64)
    rows[part] = np.column_stack([document, version])
    found = _kinds(part, sentence, label, q)
    return rows[:, 0], rows[:, 1], base_sums(found, len(key)), document_errors(found, len(key))
