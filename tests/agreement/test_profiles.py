"""Each reviewer against all colleagues, against plain loops over the comparisons."""

import json
import math
from collections.abc import Callable, Sequence
from fractions import Fraction

import pytest
from hypothesis import given, settings

from tests.agreement.test_definitions import (
    LABELS,
    Number,
    alpha,
    by_sentence,
    divided,
    observed,
    specific,
    tables,
)
from webapp.agreement.profiles import ReviewerProfile, profile_json, profiles
from webapp.agreement.tally import Rating, count
from webapp.agreement.value import Value


def compared(rows: Sequence[Rating], who: str) -> list[tuple[str, str]]:
    """Return the reviewer's label and a colleague's, for each that they have on one sentence."""
    return [
        (labels[who], label)
        for labels in by_sentence(rows)
        if who in labels
        for colleague, label in labels.items()
        if colleague != who
    ]


def as_rows(pairs: Sequence[tuple[str, str]]) -> list[Rating]:
    """Return each comparison as a sentence of its own."""
    return [("d", s, g, pair[g]) for s, pair in enumerate(pairs) for g in (0, 1)]


def share(place: int, label: str, pairs: Sequence[tuple[str, str]]) -> Number:
    return divided(sum(pair[place] == label for pair in pairs), len(pairs))


def definitions(who: str) -> dict[str, Callable[[Sequence[Rating]], Number]]:
    found: dict[str, Callable[[Sequence[Rating]], Number]] = {
        "percent_agreement": lambda rows: observed(as_rows(compared(rows, who))),
        "krippendorff_alpha": lambda rows: alpha(as_rows(compared(rows, who))),
    }
    for label in LABELS:

        def difference(rows: Sequence[Rating], label: str = label) -> Number:
            pairs = compared(rows, who)
            own, others = share(0, label, pairs), share(1, label, pairs)
            return None if own is None or others is None else own - others

        def agreed(rows: Sequence[Rating], label: str = label) -> Number:
            return specific(label)(as_rows(compared(rows, who)))

        found[f"difference {label}"] = difference
        found[f"specific_agreement {label}"] = agreed
    return found


def values(profile: ReviewerProfile) -> dict[str, Value]:
    found = {
        "percent_agreement": profile.percent_agreement,
        "krippendorff_alpha": profile.krippendorff_alpha,
    }
    for label, row in profile.labels.items():
        found[f"difference {label}"] = row.difference
        found[f"specific_agreement {label}"] = row.specific_agreement
    return found


@settings(max_examples=60, deadline=None)
@given(tables())
def test_every_number_equals_its_definition(rows: list[Rating]) -> None:
    found = profiles(count(rows, LABELS))
    assert [profile.reviewer for profile in found] == sorted({row[2] for row in rows}, key=str)
    for profile in found:
        who = str(profile.reviewer)
        pairs = compared(rows, who)
        assert profile.n == len(pairs)
        for name, definition in definitions(who).items():
            value, expected = values(profile)[name], definition(rows)
            assert value.n == len(pairs)
            if expected is None:
                assert value.estimate is None, name
                assert value.undefined, name
            else:
                assert value.estimate == pytest.approx(float(expected), abs=1e-12), name
        for label, row in profile.labels.items():
            for place, found_share in enumerate((row.share, row.others_share)):
                expected = share(place, label, pairs)
                assert found_share == (None if expected is None else pytest.approx(float(expected)))


@settings(max_examples=40, deadline=None)
@given(tables(documents=9))
def test_every_interval_equals_leaving_out_documents(rows: list[Rating]) -> None:
    for profile in profiles(count(rows, LABELS)):
        who = str(profile.reviewer)
        by_document = {d: [row for row in rows if row[0] == d] for d in {row[0] for row in rows}}
        shared = [d for d, own in by_document.items() if compared(own, who)]
        for name, definition in definitions(who).items():
            value = values(profile)[name]
            left = [definition([row for row in rows if row[0] != d]) for d in shared]
            d, numbers = len(shared), [float(x) for x in left if x is not None]
            if value.estimate is None or d < 5 or len(numbers) < d:
                assert value.se is None, name
                assert value.no_ci95, name
            else:
                centre = math.fsum(numbers) / d
                error = math.sqrt((d - 1) / d * math.fsum((x - centre) ** 2 for x in numbers))
                assert value.se == pytest.approx(error, abs=1e-12), name


def three() -> list[Rating]:
    """Return ten articles: b follows a, while c calls everything "c"."""
    said = {"a": "aabb", "b": "aabb", "c": "cccc"}
    return [(d, s, g, said[g][s]) for d in range(10) for s in range(4) for g in said]


def test_habit_of_ones_own_is_disagreement() -> None:
    odd = profiles(count(three(), LABELS))[2]
    assert (odd.reviewer, odd.colleagues, odd.n) == ("c", 2, 80)
    assert odd.percent_agreement.estimate == 0.0
    assert odd.krippendorff_alpha.estimate is not None
    # Cohen's kappa would be 0 here, agreement by chance alone.
    assert odd.krippendorff_alpha.estimate < -0.4
    assert odd.labels["c"].share == 1.0
    assert odd.labels["c"].others_share == 0.0
    assert odd.labels["c"].difference.estimate == 1.0


def test_reviewer_without_a_shared_sentence_has_the_reason() -> None:
    rows: list[Rating] = [*three(), *((d, 9, "z", "a") for d in range(10))]
    alone = profiles(count(rows, LABELS))[3]
    assert (alone.n, alone.colleagues, alone.labels["a"].share) == (0, 0, None)
    reasons = {value.undefined for value in values(alone).values()}
    assert reasons == {"no sentence is shared with a colleague"}


def test_unused_label_has_the_reason() -> None:
    first = profiles(count([row for row in three() if row[2] != "c"], LABELS))[0]
    unused = first.labels["c"].specific_agreement
    assert unused.undefined == "no reviewer used c on the shared sentences"
    assert first.labels["c"].difference.estimate == 0.0


def test_one_label_throughout_leaves_alpha_undefined() -> None:
    rows: list[Rating] = [(d, 0, g, "b") for d in range(6) for g in "xy"]
    first = profiles(count(rows, LABELS))[0]
    assert first.percent_agreement.estimate == 1.0
    assert first.krippendorff_alpha.undefined == "one label was used throughout (b)"


def test_nothing_labelled_makes_no_profile() -> None:
    assert profiles(count([], LABELS)) == []


def test_json_holds_every_number() -> None:
    found = json.loads(json.dumps(profile_json(profiles(count(three(), LABELS))[2])))
    assert found["krippendorff_alpha"]["ci95"] is not None
    assert found["labels"]["c"]["share"] == 1.0
    assert found["labels"]["c"]["specific_agreement"]["estimate"] == 0.0


def test_shares_are_exact_fractions() -> None:
    rows = [row for row in three() if (row[1], row[2]) != (3, "b")]
    first = profiles(count(rows, LABELS))[0]
    # a's first three sentences meet two colleagues each, the fourth one.
    assert first.labels["a"].share == pytest.approx(float(Fraction(4, 7)))
