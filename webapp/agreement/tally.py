"""From ratings to counts: a few sums a document, from which every coefficient follows.

The sums are additive over documents: counts can be kept per document and put together again
(`combine`), and totals of resampled documents can be stacked into (B, p) arrays, because the
coefficients work on the last axes only.
"""

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from webapp.agreement.coefficients import FloatArray, IntArray
from webapp.agreement.item_level import document_errors

Id = str | int
Rating = tuple[Id, Id, Id, str]

# Pairs of labels looked at in one go: bounds the memory at some 100 MB, whatever the overlap.
_PAIRS_AT_ONCE = 2_000_000


@dataclass(frozen=True)
class Counts:
    """All that the report needs, per document. D documents, R reviewers, q labels.

    Documents and reviewers are sorted. The two tables whose full size would be D x R and D x R x R
    are sparse: one row where there is something to count.
    """

    labels: tuple[str, ...]  # q, the label set of the scheme
    documents: tuple[Id, ...]  # D
    reviewers: tuple[Id, ...]  # R
    sums: FloatArray  # (D, 3 + 3q), see coefficients.Sums
    item_errors: FloatArray  # (D, 2) item-level errors of percent agreement and alpha, not additive
    given_document: IntArray  # (G,) one row per document and reviewer, sorted
    given_reviewer: IntArray  # (G,)
    given: IntArray  # (G, q) how many labels k the reviewer gave in the document
    pairs: IntArray  # (P, 2) pairs of reviewers who share a sentence, first < second, sorted
    shared_document: IntArray  # (H,) one row per pair and document that they share, sorted by pair
    shared_pair: IntArray  # (H,) index into pairs
    shared: IntArray  # (H, q, q) sentences by label of the first (row) and the second (column)


def count(
    ratings: Iterable[Rating], labels: Sequence[str], left_out: Collection[str] = ()
) -> Counts:
    """Return the counts of (document, sentence, reviewer, label) ratings, in any order.

    labels is the label set of the scheme, never only "the labels seen". Sentences are named within
    their document. Ratings with a label in left_out are skipped. ValueError for any other label
    outside the set and for a reviewer with two labels on one sentence.
    """
    rows = [row for row in ratings if row[3] not in left_out]
    foreign = sorted({row[3] for row in rows} - set(labels))
    if foreign:
        raise ValueError(f"not in the label set ({', '.join(labels)}): {', '.join(foreign)}")
    documents, document = _encode([row[0] for row in rows])
    sentences, sentence = _encode([row[1] for row in rows])
    reviewers, reviewer = _encode([row[2] for row in rows])
    codes = {label: k for k, label in enumerate(labels)}
    label = np.fromiter((codes[row[3]] for row in rows), np.int64, len(rows))
    twice = _labelled_twice(document, sentence, reviewer)
    if twice is not None:
        where = f"sentence {sentences[sentence[twice]]} of document {documents[document[twice]]}"
        raise ValueError(f"reviewer {reviewers[reviewer[twice]]} has two labels on {where}")
    return tabulate(document, sentence, reviewer, label, documents, reviewers, labels)


def tabulate(
    document: IntArray,
    sentence: IntArray,
    reviewer: IntArray,
    label: IntArray,
    documents: Sequence[Id],
    reviewers: Sequence[Id],
    labels: Sequence[str],
) -> Counts:
    """Return the counts of n ratings given as four (n,) arrays of whole numbers, the fast way in.

    document, reviewer and label are positions in the three sequences; a sentence is any number,
    unique within its document. documents and reviewers must be sorted, and no reviewer may have
    two labels on a sentence: `count` checks both.
    """
    if not labels:
        raise ValueError("the label set is empty")
    d, r, q = len(documents), len(reviewers), len(labels)
    unit, unit_document = _units(document, sentence)
    per_unit = np.bincount(unit * q + label, minlength=len(unit_document) * q).reshape(-1, q)
    # Sentences in an order of their own content: the same data in any order add up the same.
    order = np.lexsort((*per_unit.T, unit_document))
    per_unit, unit_document = per_unit[order], unit_document[order]
    given_key, given = _histogram(document * r + reviewer, label, q)
    order = np.lexsort((reviewer, unit))
    shared_key, shared = _shared(
        document[order], unit[order], reviewer[order], label[order], d, r, q
    )
    sums = _add_up(_base_sums(per_unit), unit_document, d)
    errors = document_errors(per_unit, unit_document, d)
    return _counts(labels, documents, reviewers, sums, errors, given_key, given, shared_key, shared)


def given_by_reviewer(counts: Counts) -> IntArray:
    """Return how many labels k each reviewer gave in all documents: (R, q)."""
    given = np.zeros((len(counts.reviewers), len(counts.labels)), np.int64)
    np.add.at(given, counts.given_reviewer, counts.given)
    return given


def pair_tables(counts: Counts) -> IntArray:
    """Return each pair's table of labels over all documents: (P, q, q)."""
    q = len(counts.labels)
    tables = np.zeros((len(counts.pairs), q, q), np.int64)
    np.add.at(tables, counts.shared_pair, counts.shared)
    return tables


def combine(parts: Sequence[Counts]) -> Counts:
    """Return the counts of several disjoint sets of documents as one, e.g. from a cache.

    ValueError where a document comes twice or the label sets differ.
    """
    if len({part.labels for part in parts}) != 1:
        raise ValueError("counts can be put together only under one label set")
    documents, places = _encode([name for part in parts for name in part.documents])
    if len(documents) != len(places):
        raise ValueError("a document comes twice")
    reviewers, seats = _encode([name for part in parts for name in part.reviewers])
    d, r = len(documents), len(reviewers)
    place_of = np.split(places, np.cumsum([len(part.documents) for part in parts])[:-1])
    seat_of = np.split(seats, np.cumsum([len(part.reviewers) for part in parts])[:-1])
    given_keys, shared_keys = [], []
    for part, place, seat in zip(parts, place_of, seat_of, strict=True):
        given_keys.append(place[part.given_document] * r + seat[part.given_reviewer])
        pair = seat[part.pairs[:, 0]] * r + seat[part.pairs[:, 1]]
        shared_keys.append(pair[part.shared_pair] * d + place[part.shared_document])
    given_key, shared_key = np.concatenate(given_keys), np.concatenate(shared_keys)
    by_document, by_given, by_shared = map(np.argsort, (places, given_key, shared_key))
    return _counts(
        parts[0].labels,
        documents,
        reviewers,
        np.concatenate([part.sums for part in parts])[by_document],
        np.concatenate([part.item_errors for part in parts])[by_document],
        given_key[by_given],
        np.concatenate([part.given for part in parts])[by_given],
        shared_key[by_shared],
        np.concatenate([part.shared for part in parts])[by_shared],
    )


def _counts(
    labels: Sequence[str],
    documents: Sequence[Id],
    reviewers: Sequence[Id],
    sums: FloatArray,
    item_errors: FloatArray,
    given_key: IntArray,
    given: IntArray,
    shared_key: IntArray,
    shared: IntArray,
) -> Counts:
    """Return Counts from rows under one sorted number each.

    given_key: document x R + reviewer. shared_key: (first x R + second) x D + document.
    """
    d, r, q = len(documents), len(reviewers), len(labels)
    pairs, shared_pair = np.unique(shared_key // max(d, 1), return_inverse=True)
    return Counts(
        labels=tuple(labels),
        documents=tuple(documents),
        reviewers=tuple(reviewers),
        sums=sums,
        item_errors=item_errors,
        given_document=given_key // max(r, 1),
        given_reviewer=given_key % max(r, 1),
        given=given,
        pairs=np.stack([pairs // max(r, 1), pairs % max(r, 1)], axis=1),
        shared_document=shared_key % max(d, 1),
        shared_pair=shared_pair,
        shared=shared.reshape(-1, q, q),
    )


def _encode(names: Sequence[Id]) -> tuple[tuple[Id, ...], IntArray]:
    """Return the different names, sorted, and the place of each name among them."""
    different = tuple(sorted(set(names)))
    places = {name: place for place, name in enumerate(different)}
    return different, np.fromiter(map(places.__getitem__, names), np.int64, len(names))


def _units(document: IntArray, sentence: IntArray) -> tuple[IntArray, IntArray]:
    """Return the unit of each rating (n,), counted through all documents, and their documents."""
    width = int(sentence.max(initial=0)) + 1
    keys, unit = np.unique(document * width + sentence, return_inverse=True)
    return unit, keys // width


def _labelled_twice(document: IntArray, sentence: IntArray, reviewer: IntArray) -> int | None:
    """Return the position of a rating that repeats an earlier one's sentence and reviewer."""
    order = np.lexsort((reviewer, sentence, document))
    columns = np.stack([document, sentence, reviewer])[:, order]
    again = np.flatnonzero((columns[:, 1:] == columns[:, :-1]).all(0))
    return int(order[again[0] + 1]) if len(again) else None


def _base_sums(c: IntArray) -> FloatArray:
    """Return what each sentence adds to the base sums: (U, q) -> (U, 3 + 3q)."""
    m = c.sum(1, keepdims=True)
    two = m >= 2
    same = np.where(two, c * (c - 1) / np.maximum(m - 1, 1), 0.0)
    # From whole numbers: a unanimous sentence adds exactly 1.
    agreeing = (c * (c - 1)).sum(1, keepdims=True) / np.maximum(m * (m - 1), 1)
    return np.concatenate([m > 0, two, agreeing, c / m, c * two, same], axis=1)


def _add_up(rows: FloatArray, document: IntArray, n_documents: int) -> FloatArray:
    """Return the sums of the rows of each document; rows are sorted by document."""
    sums = np.zeros((n_documents, rows.shape[1]))
    present, starts = np.unique(document, return_index=True)
    if len(present):
        sums[present] = np.add.reduceat(rows, starts, axis=0)
    return sums


def _histogram(key: IntArray, cell: IntArray, width: int) -> tuple[IntArray, IntArray]:
    """Return the different keys, sorted, and how often each cell comes with each: (K, width)."""
    keys, row = np.unique(key, return_inverse=True)
    table = np.bincount(row * width + cell, minlength=len(keys) * width)
    return keys, table.reshape(-1, width)


def _shared(
    document: IntArray,
    unit: IntArray,
    reviewer: IntArray,
    label: IntArray,
    n_documents: int,
    n_reviewers: int,
    q: int,
) -> tuple[IntArray, IntArray]:
    """Return the keys (pair x D + document), sorted, and their label tables: (H,), (H, q * q).

    The ratings come sorted by unit, then reviewer. The work grows with the pairs of labels that
    there are, not with R x R.
    """
    keys, times = [np.empty(0, np.int64)], [np.empty(0, np.int64)]
    for first, second in _label_pairs(unit):
        pair = reviewer[first] * n_reviewers + reviewer[second]
        cell = label[first] * q + label[second]
        key, n = np.unique(
            (pair * n_documents + document[first]) * q * q + cell, return_counts=True
        )
        keys.append(key)
        times.append(n)
    key, place = np.unique(np.concatenate(keys), return_inverse=True)
    total = np.zeros(len(key), np.int64)
    np.add.at(total, place, np.concatenate(times))
    rows, row = np.unique(key // (q * q), return_inverse=True)
    tables = np.zeros((len(rows), q * q), np.int64)
    tables[row, key % (q * q)] = total
    return rows, tables


def _label_pairs(unit: IntArray) -> Iterator[tuple[IntArray, IntArray]]:
    """Yield, in blocks, the positions of the two ratings of each pair on one sentence.

    unit is sorted, so a rating's partners are the ones after it up to the end of its unit.
    """
    end = np.searchsorted(unit, unit, side="right")
    partners = end - np.arange(len(unit)) - 1
    block = np.cumsum(partners) // _PAIRS_AT_ONCE
    for rows in np.split(np.arange(len(unit)), np.flatnonzero(np.diff(block)) + 1):
        n = partners[rows]
        first = np.repeat(rows, n)
        step = np.arange(len(first)) - np.repeat(np.cumsum(n) - n, n) + 1
        yield first, first + step
