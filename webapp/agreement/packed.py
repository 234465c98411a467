"""Counts and particulars as bytes, one string a document, to be kept beside the labels.

A string is a row of 32-bit whole numbers, little-endian; sums, errors and reviewers take two each.
It begins with its head, of fixed length, so that this can be read alone: r reviewers, h pairs of
them who share a sentence, k kinds of most split sentences, v versions; then the numbers that
`particulars.Heads` names. After it: the base sums; the two item-level errors; the reviewers; how
often each gave each label, r x q; the pairs as two places among these reviewers each, h x 2; their
tables, h x q x q; the splits, k x 3; the versions; their sums and errors.
"""

from collections.abc import Iterator, Sequence
from itertools import pairwise
from zlib import crc32

import numpy as np
import numpy.typing as npt

from webapp.agreement.coefficients import FloatArray, IntArray
from webapp.agreement.particulars import Particulars, sets
from webapp.agreement.tally import Counts, Id, arranged
from webapp.scheme import LABELS

_VERSION = 2  # of the order above, and of what the numbers in it mean

FORMAT = crc32(f"{_VERSION} {LABELS}".encode()) >> 1
"""What strings are marked with that can be read here; another label set has another number."""

_SIZES = 4  # numbers at the beginning that say how many there are of what follows
_HEAD = _SIZES + 5 + len(sets(LABELS))
_LONG = 100  # numbers of a string from which on they are many

HEAD_BYTES = 4 * _HEAD
"""How many bytes of a string `unpack_heads` needs, of counts under LABELS."""


def pack(counts: Counts, particulars: Particulars) -> list[bytes]:
    """Return the string of each document, both of the same ones; reviewers are whole numbers."""
    return list(_packed(counts, particulars))


def unpack_heads(rows: Sequence[bytes]) -> IntArray:
    """Return the heads, as in Particulars, of strings or of their beginnings."""
    numbers = np.frombuffer(b"".join(row[:HEAD_BYTES] for row in rows), "<i4")
    return numbers.reshape(-1, _HEAD)[:, _SIZES:].astype(np.int64)


def unpack(
    documents: Sequence[Id], rows: Sequence[bytes], labels: tuple[str, ...] = LABELS
) -> tuple[Counts, Particulars]:
    """Return counts and particulars of documents, which are sorted, from the string of each.

    A document without labels is in the particulars alone.
    """
    q, n, reader = len(labels), len(rows), _Reader(rows)
    heads = reader.table(np.ones(n, np.int64), _SIZES + 5 + len(sets(labels)))
    r, h, k, v = heads[:, :_SIZES].T
    labelled = r > 0
    sums = reader.floats(np.full(n, 3 + 3 * q)).reshape(-1, 3 + 3 * q)[labelled]
    errors = reader.floats(np.full(n, 2)).reshape(-1, 2)[labelled]
    reviewers, given_reviewer = np.unique(reader.long_numbers(r), return_inverse=True)
    given = reader.table(r, q)
    place, shared_place = np.cumsum(labelled) - 1, np.repeat(np.arange(n), h)
    seats = reader.table(h, 2) + (np.cumsum(r) - r)[shared_place, None]
    counts = Counts(
        labels=labels,
        documents=tuple(documents[at] for at in np.flatnonzero(labelled).tolist()),
        reviewers=tuple(reviewers.tolist()),
        sums=sums,
        item_errors=errors,
        given_document=np.repeat(place, r),
        given_reviewer=given_reviewer,
        given=given,
        pairs=given_reviewer[seats],
        shared_document=place[shared_place],
        shared_pair=np.arange(len(seats)),
        shared=reader.small(h * q * q).reshape(-1, q, q),
    )
    particulars = Particulars(
        labels=labels,
        documents=tuple(documents),
        heads=heads[:, _SIZES:],
        split_document=np.repeat(np.arange(n), k),
        splits=reader.table(k, 3),
        part_document=np.repeat(np.arange(n), v),
        part_version=reader.numbers(v),
        part_sums=reader.floats(v * (3 + 3 * q)).reshape(-1, 3 + 3 * q),
        part_errors=reader.floats(v * 2).reshape(-1, 2),
    )
    return arranged(counts), particulars


def _packed(counts: Counts, particulars: Particulars) -> Iterator[bytes]:
    reviewers, n = np.array(counts.reviewers, "<i8"), len(counts.documents)
    order = np.argsort(counts.shared_document, kind="stable")
    shared_document = counts.shared_document[order]
    columns = zip(
        particulars.heads,
        counts.sums,
        counts.item_errors,
        _of_each(counts.given_document, counts.given_reviewer, n),
        _of_each(counts.given_document, counts.given, n),
        _of_each(shared_document, counts.pairs[counts.shared_pair[order]], n),
        _of_each(shared_document, counts.shared[order], n),
        _of_each(particulars.split_document, particulars.splits, n),
        _of_each(particulars.part_document, particulars.part_version, n),
        _of_each(particulars.part_document, particulars.part_sums, n),
        _of_each(particulars.part_document, particulars.part_errors, n),
        strict=True,
    )
    for head, sums, errors, members, given, both, shared, splits, version, *parts in columns:
        sizes = [len(members), len(both), len(splits), len(version)]
        seats = np.searchsorted(members, both)
        yield b"".join(
            [
                *_bytes("<i4", sizes, head),
                *_bytes("<f8", sums, errors),
                reviewers[members].tobytes(),
                *_bytes("<i4", given, seats, shared, splits, version),
                *_bytes("<f8", *parts),
            ]
        )


def _bytes(kind: str, *arrays: npt.ArrayLike) -> Iterator[bytes]:
    return (np.asarray(each, kind).tobytes() for each in arrays)


def _of_each(
    document: IntArray, rows: npt.NDArray[np.number], documents: int
) -> Iterator[npt.NDArray[np.number]]:
    """Yield the rows of each of the documents; document, of each row, is sorted."""
    ends = np.searchsorted(document, np.arange(documents + 1))
    return (rows[start:end] for start, end in pairwise(ends.tolist()))


class _Reader:
    """Reads many strings side by side, each from its beginning on."""

    def __init__(self, rows: Sequence[bytes]) -> None:
        self._words = np.frombuffer(b"".join(rows), "<i4")
        lengths = np.array([len(row) // 4 for row in rows], np.int64)
        self._at = np.cumsum(lengths) - lengths

    def numbers(self, n: IntArray) -> IntArray:
        """Return the next n whole numbers of each string, one string after the other."""
        return self.small(n).astype(np.int64)

    def table(self, n: IntArray, columns: int) -> IntArray:
        """Return the next n rows of so many whole numbers of each string."""
        return self.numbers(n * columns).reshape(-1, columns)

    def long_numbers(self, n: IntArray) -> IntArray:
        """Return the next n of the whole numbers that take two places."""
        return self.small(2 * n).view("<i8").astype(np.int64)

    def floats(self, n: IntArray) -> FloatArray:
        """Return the next n numbers with a fraction, which take two places."""
        return self.small(2 * n).view("<f8").astype(np.float64)

    def small(self, n: IntArray) -> npt.NDArray[np.int32]:
        """Return the next n whole numbers of each string, in 32 bits each."""
        total, start = int(n.sum()), self._at
        self._at = start + n
        if total > _LONG * len(n):  # then a piece of each string costs less than a place a number
            return np.concatenate([self._words[a:b] for a, b in zip(start, self._at, strict=True)])
        step = np.arange(total) - np.repeat(np.cumsum(n) - n, n)
        found: npt.NDArray[np.int32] = self._words[np.repeat(start, n) + step]
        return found
