"""From ratings to counts: a few sums a document, from which every coefficient follows.

The sums are additive over documents: counts can be kept per document and put together again
(`packed`), and totals of resampled documents can be stacked into (B, p) arrays, because the
coefficients work on the last axes only.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from webapp.agreement.coefficients import FloatArray, IntArray
from webapp.agreement.grouping import add_up, joined, numbered, one_of_each
from webapp.agreement.item_level import document_errors
from webapp.agreement.tables import base_sums, kinds, shared_tables

Id = str | int
Rating = tuple[Id, Id, Id, str]


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
    # (H, q, q) sentences by label of the first (row) and the second (column); in 32 bits, since H
    # grows with the square of the reviewers
    shared: npt.NDArray[np.int32]


@dataclass(frozen=True)
class Ratings:
    """n ratings as whole numbers; document, reviewer and label are positions in the names below.

    A sentence is any number from 0 on, unique within its document. documents and reviewers are
    sorted, and no reviewer has two labels on a sentence.
    """

    document: IntArray  # (n,)
    sentence: IntArray  # (n,)
    reviewer: IntArray  # (n,)
    label: IntArray  # (n,)
    documents: tuple[Id, ...]
    reviewers: tuple[Id, ...]
    labels: tuple[str, ...]


def count(
    ratings: Iterable[Rating], labels: Sequence[str], left_out: Collection[str] = ()
) -> Counts:
    """Return the counts of the ratings that `encode` takes."""
    return tabulate(**vars(encode(ratings, labels, left_out)))


def encode(
    ratings: Iterable[Rating], labels: Sequence[str], left_out: Collection[str] = ()
) -> Ratings:
    """Return (document, sentence, reviewer, label) ratings, in any order, as whole numbers.

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
    return Ratings(document, sentence, reviewer, label, documents, reviewers, tuple(labels))


def tabulate(
    document: IntArray,
    sentence: IntArray,
    reviewer: IntArray,
    label: IntArray,
    documents: Sequence[Id],
    reviewers: Sequence[Id],
    labels: Sequence[str],
) -> Counts:
    """Return the counts of ratings given as in `Ratings`, the fast way in; `encode` checks them."""
    if not labels:
        raise ValueError("the label set is empty")
    d, r, q = len(documents), len(reviewers), len(labels)
    unit_key = joined(document, sentence)
    order = np.argsort(joined(unit_key, reviewer), kind="stable")
    unit_key, document = unit_key[order], document[order]
    reviewer, label = reviewer[order], label[order]
    unit = np.cumsum(np.diff(unit_key, prepend=unit_key[:1]) != 0)
    found = kinds(unit, document, label, q)
    given_key, place = numbered(document * r + reviewer)
    given_document, given_reviewer = given_key // max(r, 1), given_key % max(r, 1)
    first, second, shared = shared_tables(unit, place, label, given_document, q)
    return arranged(
        Counts(
            labels=tuple(labels),
            documents=tuple(documents),
            reviewers=tuple(reviewers),
            sums=base_sums(found, d),
            item_errors=document_errors(found, d),
            given_document=given_document,
            given_reviewer=given_reviewer,
            given=np.bincount(place * q + label, minlength=len(given_key) * q).reshape(-1, q),
            pairs=np.stack([given_reviewer[first], given_reviewer[second]], axis=1),
            shared_document=given_document[first],
            shared_pair=np.arange(len(first)),
            shared=shared,
        )
    )


def given_by_reviewer(counts: Counts) -> IntArray:
    """Return how many labels k each reviewer gave in all documents: (R, q)."""
    return add_up(counts.given, counts.given_reviewer, len(counts.reviewers))


def pair_tables(counts: Counts) -> IntArray:
    """Return each pair's table of labels over all documents: (P, q, q)."""
    return add_up(counts.shared, counts.shared_pair, len(counts.pairs))


def select(counts: Counts, documents: Collection[Id]) -> Counts:
    """Return the counts of some of the documents, as if there were no others.

    A document that is not in counts has no labels, and adds nothing.
    """
    wanted = set(documents)
    kept = np.array([name in wanted for name in counts.documents], bool)
    given, shared = kept[counts.given_document], kept[counts.shared_document]
    reviewers, given_reviewer = numbered(counts.given_reviewer[given])
    pairs, shared_pair = numbered(counts.shared_pair[shared])
    place = np.cumsum(kept) - 1
    return replace(
        counts,
        documents=tuple(name for name in counts.documents if name in wanted),
        reviewers=tuple(counts.reviewers[g] for g in reviewers),
        sums=counts.sums[kept],
        item_errors=counts.item_errors[kept],
        given_document=place[counts.given_document[given]],
        given_reviewer=given_reviewer,
        given=counts.given[given],
        pairs=np.searchsorted(reviewers, counts.pairs[pairs]),
        shared_document=place[counts.shared_document[shared]],
        shared_pair=shared_pair,
        shared=counts.shared[shared],
    )


def rename(counts: Counts, names: Mapping[Id, str]) -> Counts:
    """Return the counts with the reviewers under their names, sorted by these.

    Two reviewers may have one name; they stay two, in the order that they had.
    """
    reviewers, seat = by_name(counts.reviewers, names)
    return arranged(
        replace(
            counts,
            reviewers=reviewers,
            given_reviewer=seat[counts.given_reviewer],
            pairs=seat[counts.pairs],
        )
    )


def by_name(reviewers: Sequence[Id], names: Mapping[Id, str]) -> tuple[tuple[str, ...], IntArray]:
    """Return the names of reviewers, sorted, and the place of each reviewer among them: (R,)."""
    order = sorted(range(len(reviewers)), key=lambda g: names[reviewers[g]])
    return tuple(names[reviewers[g]] for g in order), np.argsort(np.array(order, np.int64))


def arranged(counts: Counts) -> Counts:
    """Return counts with the rows of their two tables in order, and each pair once, not turned."""
    given = np.argsort(joined(counts.given_document, counts.given_reviewer))
    turned = (counts.pairs[:, 0] > counts.pairs[:, 1])[counts.shared_pair]
    pairs = np.sort(counts.pairs, axis=1)
    _, number = numbered(joined(*pairs.T))
    shared_pair = number[counts.shared_pair]
    shared = np.argsort(joined(shared_pair, counts.shared_document))
    tables = counts.shared[shared]
    turned = turned[shared]
    tables[turned] = tables[turned].swapaxes(1, 2)
    return replace(
        counts,
        given_document=counts.given_document[given],
        given_reviewer=counts.given_reviewer[given],
        given=counts.given[given],
        pairs=pairs[one_of_each(number)],
        shared_document=counts.shared_document[shared],
        shared_pair=shared_pair[shared],
        shared=tables,
    )


def _encode(names: Sequence[Id]) -> tuple[tuple[Id, ...], IntArray]:
    """Return the different names, sorted, and the place of each name among them."""
    different = tuple(sorted(set(names)))
    places = {name: place for place, name in enumerate(different)}
    return different, np.fromiter(map(places.__getitem__, names), np.int64, len(names))


def _labelled_twice(document: IntArray, sentence: IntArray, reviewer: IntArray) -> int | None:
    """Return the position of a rating that repeats an earlier one's sentence and reviewer."""
    order = np.lexsort((reviewer, sentence, document))
    columns = np.stack([document, sentence, reviewer])[:, order]
    again = np.flatnonzero((columns[:, 1:] == columns[:, :-1]).all(0))
    return int(order[again[0] + 1]) if len(again) else None
