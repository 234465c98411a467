"""What is kept beside the counts, against plain loops over the labels."""

import random
from collections import Counter, defaultdict
from datetime import date
from typing import NamedTuple

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.agreement.counted import same
from webapp.agreement.packed import HEAD_BYTES, pack, unpack, unpack_heads
from webapp.agreement.particulars import (
    Particulars,
    gather,
    last_days,
    most_disputed_in,
    named,
    sets,
    under_version,
)
from webapp.agreement.tally import Rating, Ratings, count, encode, tabulate
from webapp.scheme import LABELS


class Row(NamedTuple):
    document: int
    sentence: int
    reviewer: int
    label: str
    version: int


def table(seed: int, most: int = 8) -> list[Row]:
    """Some documents of some sentences, two to five reviewers, gaps, up to three versions."""
    rng = random.Random(seed)  # noqa: S311 # a test table, not a secret
    reviewers = [10**10 + g for g in range(rng.randint(2, 5))]
    return [
        Row(d, s, reviewer, rng.choice(LABELS), rng.choice([1, 1, 1, 2, 9][: rng.choice([3, 5])]))
        for d in range(most)
        for s in range(rng.randint(1, 12))
        for reviewer in reviewers
        if rng.random() < 0.66
    ]


def ratings_of(rows: list[Row], documents: int = 9) -> Ratings:
    """Return the ratings, of documents that need not have any."""
    found = encode([(row[0], row[1], row[2], row[3]) for row in rows], LABELS)
    names = np.array(found.documents, np.int64)
    return Ratings(
        **{**vars(found), "document": names[found.document], "documents": (*range(documents),)}
    )


def gathered(rows: list[Row]) -> Particulars:
    version = np.array([row.version for row in rows], np.int64)
    days = np.array([20_000 * any(row.document == d for row in rows) for d in range(9)])
    return gather(ratings_of(rows), version, days, np.arange(9))


def votes(rows: list[Row]) -> dict[tuple[int, int], Counter[str]]:
    found: dict[tuple[int, int], Counter[str]] = defaultdict(Counter)
    for row in rows:
        found[row.document, row.sentence][row.label] += 1
    return found


seeds = st.integers(0, 10_000)
many = settings(max_examples=40, deadline=None)


@many
@given(seeds)
def test_heads_are_those_of_a_plain_loop(seed: int) -> None:
    rows = table(seed)
    heads = named(gathered(rows).heads)
    with_two, met = Counter[int](), Counter[tuple[int, tuple[str, ...]]]()
    for (document, _), times in votes(rows).items():
        with_two[document] += times.total() > 1
        if len(times) > 1:
            met[document, tuple(label for label in LABELS if times[label])] += 1
    versions = {d: [row.version for row in rows if row.document == d] for d in range(9)}
    assert heads.with_two.tolist() == [with_two[d] for d in range(9)]
    assert heads.met.tolist() == [[met[d, each] for each in sets(LABELS)] for d in range(9)]
    assert heads.oldest.tolist() == [min(versions[d], default=0) for d in range(9)]
    assert heads.newest.tolist() == [max(versions[d], default=0) for d in range(9)]
    assert heads.left_out.tolist() == list(range(9))


@many
@given(seeds, st.integers(1, 25))
def test_most_split_sentences_lie_in_the_documents_that_are_named(seed: int, most: int) -> None:
    rows = table(seed)
    ranked = []
    for (document, sentence), times in votes(rows).items():
        m, same_pairs = times.total(), sum(c * (c - 1) for c in times.values())
        if len(times) > 1:
            ranked.append((same_pairs / (m * (m - 1)), -m, document, sentence))
    first = {document for *_, document, _ in sorted(ranked)[:most]}
    named_ones = most_disputed_in(gathered(rows), most)
    assert named_ones == sorted(first)


@many
@given(seeds, st.sampled_from([1, 2, 9]))
def test_labels_under_a_version_are_counted_as_if_there_were_no_others(
    seed: int, version: int
) -> None:
    rows = table(seed)
    counts, particulars = unpack(range(9), strings(rows))
    alone: list[Rating] = [row[:4] for row in rows if row.version == version]
    expected = count(alone, LABELS)
    sums, errors = under_version(counts, particulars, version)
    assert sums.tolist() == expected.sums.tolist()
    assert np.array_equal(errors, expected.item_errors, equal_nan=True)


def strings(rows: list[Row]) -> list[bytes]:
    return pack(tabulate(**vars(ratings_of(rows))), gathered(rows))


@many
@given(seeds)
def test_packed_documents_are_unpacked_to_the_same(seed: int) -> None:
    rows = table(seed)
    counts, particulars = unpack(range(9), strings(rows))
    plain: list[Rating] = [row[:4] for row in rows]
    assert same(counts, count(plain, LABELS))
    assert same(particulars, gathered(rows))
    heads = unpack_heads([each[:HEAD_BYTES] for each in strings(rows)])
    assert heads.tolist() == particulars.heads.tolist()


@many
@given(seeds)
def test_documents_counted_one_by_one_make_the_counts_of_all(seed: int) -> None:
    rows = table(seed)
    alone = [
        strings([row for row in rows if row.document == document])[document]
        for document in range(9)
    ]
    assert alone == strings(rows)


def test_last_day_is_told_in_utc_of_documents_with_a_label() -> None:
    found = gathered([Row(3, 1, 1, "sourced", 1)])
    assert last_days(found) == {3: date(2024, 10, 4)}


@pytest.mark.parametrize("rows", [[], [Row(3, 1, 1, "sourced", 1)]])
def test_nothing_to_compare_makes_empty_particulars(rows: list[Row]) -> None:
    found = unpack(range(9), strings(rows))[1]
    assert most_disputed_in(found) == []
    assert not found.heads[:, 5:].any()
    assert unpack([], [])[1].documents == ()
