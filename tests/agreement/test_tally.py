import random
from collections.abc import Mapping

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.agreement.counted import same
from webapp.agreement.report import as_json, build
from webapp.agreement.tally import Id, Rating, count, pair_tables, rename, select

LABELS = ("sourced", "unsourced", "opinion")


def ratings(seed: int, documents: int = 8) -> list[Rating]:
    """Some documents of some sentences, three to six reviewers, a third of the labels missing."""
    rng = random.Random(seed)  # noqa: S311 # a test table, not a secret
    reviewers = [f"r{g}" for g in range(rng.randint(3, 6))]
    return [
        (f"d{d}", s, reviewer, rng.choice(LABELS))
        for d in range(documents)
        for s in range(rng.randint(1, 9))
        for reviewer in reviewers
        if rng.random() < 0.66
    ]


seeds = st.integers(0, 10_000)


@settings(max_examples=30, deadline=None)
@given(seeds)
def test_count_is_the_same_to_the_last_bit_in_any_order(seed: int) -> None:
    rows = ratings(seed)
    shuffled = random.Random(seed).sample(rows, len(rows))  # noqa: S311
    assert same(count(rows, LABELS), count(shuffled, LABELS))


@settings(max_examples=30, deadline=None)
@given(seeds, st.sets(st.sampled_from([f"d{d}" for d in range(9)])))
def test_select_gives_the_counts_of_some_documents(seed: int, chosen: set[str]) -> None:
    rows = ratings(seed)
    expected = count([row for row in rows if row[0] in chosen], LABELS)
    assert same(select(count(rows, LABELS), chosen), expected)


@settings(max_examples=30, deadline=None)
@given(seeds)
def test_renamed_reviewers_have_the_counts_of_their_new_names(seed: int) -> None:
    rows = ratings(seed)
    reviewers = sorted({row[2] for row in rows}, key=str)
    others = random.Random(seed).sample([f"x{i}" for i in range(9)], len(reviewers))  # noqa: S311
    names = dict(zip(reviewers, others, strict=True))
    assert same(rename(count(rows, LABELS), names), count(renamed(rows, 2, names), LABELS))


def test_count_refuses_a_reviewer_twice_on_one_sentence() -> None:
    rows: list[Rating] = [("d", 7, "Ann", "opinion"), ("d", 7, "Ann", "opinion")]
    with pytest.raises(ValueError, match="reviewer Ann has two labels on sentence 7 of document d"):
        count(rows, LABELS)


def test_count_accepts_the_same_sentence_name_in_two_documents() -> None:
    counts = count([("d", 7, "Ann", "opinion"), ("e", 7, "Ann", "opinion")], LABELS)
    assert counts.sums[:, 0].tolist() == [1, 1]


def test_count_refuses_a_label_outside_the_set() -> None:
    with pytest.raises(ValueError, match=r"not in the label set \(sourced, .*\): satire"):
        count([("d", 1, "Ann", "satire")], LABELS)


def test_count_skips_what_is_left_out() -> None:
    rows: list[Rating] = [("d", 1, "Ann", "opinion"), ("d", 1, "Bo", "not_applicable")]
    counts = count(rows, LABELS, left_out=["not_applicable"])
    assert counts.reviewers == ("Ann",)
    assert counts.given.sum() == 1


def test_count_refuses_an_empty_label_set() -> None:
    with pytest.raises(ValueError, match="empty"):
        count([], [])


def test_pair_tables_hold_the_first_reviewer_in_rows() -> None:
    rows: list[Rating] = [("d", 1, "Bo", "opinion"), ("d", 1, "Ann", "sourced")]
    counts = count(rows, LABELS)
    assert [counts.reviewers[g] for g in counts.pairs[0]] == ["Ann", "Bo"]
    assert pair_tables(counts)[0].tolist() == [[0, 0, 1], [0, 0, 0], [0, 0, 0]]


def test_pairs_who_share_no_sentence_take_no_room() -> None:
    rows: list[Rating] = [("d", s, s // 2, "opinion") for s in range(400)]
    assert len(count(rows, LABELS).shared) == 0


def renamed(rows: list[Rating], place: int, names: Mapping[Id, str]) -> list[Rating]:
    return [(*row[:place], names[row[place]], *row[place + 1 :]) for row in rows]  # type: ignore[misc]


@settings(max_examples=30, deadline=None)
@given(seeds, st.sampled_from([0, 1, 2]))
def test_coefficients_stay_when_names_change(seed: int, place: int) -> None:
    rows = ratings(seed)
    names = sorted({row[place] for row in rows}, key=str)
    others = random.Random(seed).sample([f"x{i}" for i in range(len(names))], len(names))  # noqa: S311
    before = build(count(rows, LABELS))
    after = build(count(renamed(rows, place, dict(zip(names, others, strict=True))), LABELS))
    for name, value in before.coefficients.items():
        other = after.coefficients[name]
        assert other.estimate == pytest.approx(value.estimate, abs=1e-12)
        assert other.se == pytest.approx(value.se, abs=1e-12)


def test_sums_are_the_same_to_the_last_bit_when_sentences_are_renamed() -> None:
    rows: list[Rating] = [
        ("d", s, f"r{g}", LABELS[(s * g) % 3]) for s in range(300) for g in range(1 + s % 7)
    ]
    names: dict[Id, str] = {s: str(s * 7919 % 300) for s in range(300)}
    assert same(count(rows, LABELS), count(renamed(rows, 1, names), LABELS))


@settings(max_examples=30, deadline=None)
@given(seeds, st.permutations(LABELS))
def test_coefficients_stay_when_labels_are_swapped(seed: int, others: list[str]) -> None:
    rows = ratings(seed)
    before = build(count(rows, LABELS))
    after = build(count(renamed(rows, 3, dict(zip(LABELS, others, strict=True))), LABELS))
    for name, value in before.coefficients.items():
        assert after.coefficients[name].estimate == pytest.approx(value.estimate, abs=1e-12)
    for label, other in zip(LABELS, others, strict=True):
        value = before.by_label[label].krippendorff_alpha
        assert after.by_label[other].krippendorff_alpha.estimate == pytest.approx(
            value.estimate, abs=1e-12
        )


@settings(max_examples=30, deadline=None)
@given(seeds)
def test_report_is_the_same_to_the_last_digit_in_any_order(seed: int) -> None:
    rows = ratings(seed)
    shuffled = random.Random(seed).sample(rows, len(rows))  # noqa: S311
    assert as_json(build(count(rows, LABELS))) == as_json(build(count(shuffled, LABELS)))
