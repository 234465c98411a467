"""The tables under the counts, from n ratings given as arrays that are sorted by sentence."""

from collections.abc import Iterable, Iterator
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from webapp.agreement.coefficients import FloatArray, IntArray
from webapp.agreement.grouping import added, joined, numbered, one_of_each

# Pairs of labels looked at in one go: bounds the memory at some 100 MB, whatever the overlap.
_AT_ONCE = 2_000_000


class Kinds(NamedTuple):
    """The V different sentences of the documents: those with the same counts are one kind.

    Sorted, so that the same data in any order add up the same, to the last bit.
    """

    document: IntArray  # (V,)
    given: IntArray  # (V, q) how many reviewers gave the sentence label k
    times: IntArray  # (V,) how many such sentences the document has


def kinds(unit: IntArray, document: IntArray, label: IntArray, q: int) -> Kinds:
    """Return the kinds of sentences among n ratings; unit is 0, 0, 1, ... through all."""
    first = one_of_each(unit)
    given = np.bincount(unit * q + label, minlength=len(first) * q).reshape(-1, q)
    _, kind = numbered(joined(document[first], *given.T))
    one = one_of_each(kind)
    return Kinds(document[first[one]], given[one], np.bincount(kind, minlength=len(one)))


def base_sums(kinds: Kinds, documents: int) -> FloatArray:
    """Return what `coefficients.Sums` names, for each document: (D, 3 + 3q).

    Sentences with equally many labels are added up in whole numbers before anything is divided: a
    unanimous sentence adds exactly 1.
    """
    m = kinds.given.sum(1)
    _, group = numbered(joined(kinds.document, m))
    one = one_of_each(group)
    c, times = kinds.given, kinds.times[:, None]
    given, same = (added(rows * times, group, len(one)).T for rows in (c, c * (c - 1)))
    sentences = np.bincount(group, kinds.times, len(one))
    m, two = m[one], m[one] >= 2
    agreeing = same.sum(0) / np.maximum(m * (m - 1), 1)
    rows = [sentences, sentences * two, agreeing, *given / m, *given * two]
    rows += [*same / np.maximum(m - 1, 1)]
    return added(np.stack(rows, axis=1), kinds.document[one], documents)


def shared_tables(
    unit: IntArray, place: IntArray, label: IntArray, place_document: IntArray, q: int
) -> tuple[IntArray, IntArray, npt.NDArray[np.int32]]:
    """Return the pairs of reviewers of each document who share a sentence: (H,), (H,), (H, q, q).

    place (n,) numbers the reviewers of all documents, (d, g) sorted, and place_document (G,) is the
    document of each such place. A pair comes as its two places and its table of labels. Ratings
    are sorted by unit, then reviewer. The work grows with the pairs of labels that there are.
    """
    seats = np.bincount(place_document)  # reviewers of each document
    start, block = np.cumsum(seats) - seats, np.cumsum(seats * seats) - seats * seats
    seat = np.arange(len(place_document)) - start[place_document]
    row = block[place_document] + seat * seats[place_document]
    left, right = row[place] * q * q + label * q, seat[place] * q * q + label
    keys, times = [np.empty(0, np.int64)], [np.empty(0, np.int64)]
    for block_keys in _blocks(left[one] + right[two] for one, two in _label_pairs(unit)):
        key, number = numbered(block_keys)
        keys.append(key)
        times.append(np.bincount(number))
    cells, number = numbered(np.concatenate(keys))
    pairs, pair = numbered(cells // (q * q))
    tables = np.zeros((len(pairs), q * q), np.int32)
    tables[pair, cells % (q * q)] = np.bincount(number, np.concatenate(times), len(cells))
    document = np.searchsorted(block, pairs, side="right") - 1
    one, two = np.divmod(pairs - block[document], seats[document])
    return start[document] + one, start[document] + two, tables.reshape(-1, q, q)


def _label_pairs(unit: IntArray) -> Iterator[tuple[IntArray, IntArray]]:
    """Yield, step by step, the positions of the two ratings of each pair on one sentence.

    unit is sorted, so that the partners of a rating come after it, to the end of its unit.
    """
    step, first = 1, np.arange(len(unit) - 1)
    while len(first):
        first = first[unit[first] == unit[first + step]]
        yield first, first + step
        step += 1
        first = first[: np.searchsorted(first, len(unit) - step)]


def _blocks(arrays: Iterable[IntArray]) -> Iterator[IntArray]:
    """Yield the arrays put together to at least so many numbers that it is worth the while."""
    held: list[IntArray] = []
    for array in arrays:
        held.append(array)
        if sum(map(len, held)) >= _AT_ONCE:
            yield np.concatenate(held)
            held = []
    if held:
        yield np.concatenate(held)
