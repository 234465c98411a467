"""Where reviewers agree more and where less: groups of documents, and periods."""

from collections.abc import Mapping
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from webapp.agreement import report
from webapp.agreement.tally import Counts, Id, count, select
from webapp.agreement.value import Value
from webapp.agreement.where import MOST_WEEKS, Group, by_period, grouped
from webapp.agreement.where import group as group_of
from webapp.scheme import LABELS

MONDAY = date(2026, 1, 5)
letters = st.text("suo-", min_size=1, max_size=6)
articles = st.lists(st.lists(letters, min_size=1, max_size=4), min_size=1, max_size=9)


def counted(given: Mapping[Id, list[str]]) -> Counts:
    """Return the counts of documents, a text of letters for each reviewer."""
    names = {label[0]: label for label in LABELS}
    return count(
        [
            (document, at, reviewer, names[letter])
            for document, texts in given.items()
            for reviewer, text in enumerate(texts)
            for at, letter in enumerate(text)
            if letter != "-"
        ],
        LABELS,
    )


def whole(name: int, counts: Counts) -> Group:
    return group_of(name, counts.labels, counts.sums, counts.item_errors)


def without_item_level(value: Value) -> Value:
    return Value(**{**vars(value), "item_level": None})


@given(articles, st.lists(st.sampled_from(["A", "B", None]), min_size=9, max_size=9))
def test_each_group_is_as_if_there_were_no_other_documents(
    given: list[list[str]], outlets: list[str | None]
) -> None:
    counts = counted(dict(enumerate(given)))
    names: dict[Id, str | None] = dict(enumerate(outlets))
    groups = grouped(counts, names)
    for group in groups:
        alone = select(counts, [each for each in counts.documents if names[each] == group.name])
        expected = report.build(alone)
        assert group.documents == expected.n.documents
        for name in ("krippendorff_alpha", "percent_agreement"):
            assert without_item_level(getattr(group, name)) == expected.coefficients[name]
    assert {each.name for each in groups} == {names[each] for each in counts.documents}


def test_group_with_one_shared_document_has_its_item_level_interval() -> None:
    counts = counted({1: ["ssuuoo", "ssuuos"], 2: ["sss"], 3: ["su", "ss"]})
    (first, second) = grouped(counts, {1: "A", 2: "A", 3: "B"})
    of_document = report.build(counts).by_document[0]
    assert first.documents == 2
    assert first.krippendorff_alpha == of_document.krippendorff_alpha
    assert first.percent_agreement == of_document.percent_agreement
    assert first.krippendorff_alpha.item_level is not None
    assert first.krippendorff_alpha.no_ci95 == "needs at least 5 articles, you have 1"
    assert second.krippendorff_alpha.undefined is None


def test_group_of_two_documents_has_no_item_level_interval() -> None:
    counts = counted({1: ["ssuuoo", "ssuuos"], 3: ["suo", "sso"]})
    (group,) = grouped(counts, {1: "A", 3: "A"})
    assert group.krippendorff_alpha.item_level is None
    assert group.krippendorff_alpha.no_ci95 == "needs at least 5 articles, you have 2"


def test_group_of_five_documents_has_an_interval() -> None:
    given: dict[Id, list[str]] = {at: ["ssuuoo", "ssuuos"[at:] + "u" * at] for at in range(5)}
    given[9] = ["sss"]  # nobody to compare with: no article of the interval
    group = whole(3, counted(given))
    assert group.name == 3
    assert (
        group.krippendorff_alpha == report.build(counted(given)).coefficients["krippendorff_alpha"]
    )
    assert group.krippendorff_alpha.ci95 is not None


def test_groups_come_by_what_there_is_to_compare_and_nothing_last() -> None:
    given: dict[Id, list[str]] = {
        1: ["so", "so"],
        2: ["sou", "sou"],
        3: ["souu", "souu"],
        4: ["so", "so"],
    }
    found = grouped(counted(given), {1: "Y", 2: "Z", 3: None, 4: "X"})
    assert [each.name for each in found] == ["Z", "X", "Y", None]


def test_no_labels_make_no_groups() -> None:
    assert grouped(counted({}), {1: "A"}) == []
    assert by_period(counted({}), {}) == ("week", [])
    assert whole(1, counted({})).percent_agreement.undefined == "no sentence has two reviewers"


@pytest.mark.parametrize("day", range(7))
def test_week_begins_on_monday(day: int) -> None:
    counts = counted({1: ["so", "so"], 2: ["so", "ss"]})
    days: dict[Id, date] = {1: MONDAY + timedelta(days=day), 2: MONDAY + timedelta(days=7)}
    period, found = by_period(counts, days)
    assert period == "week"
    assert [each.name for each in found] == ["2026-01-05", "2026-01-12"]
    assert [each.percent_agreement.estimate for each in found] == [1.0, 0.5]


@pytest.mark.parametrize(("weeks", "period"), [(MOST_WEEKS, "week"), (MOST_WEEKS + 1, "month")])
def test_more_than_thirty_weeks_become_months(weeks: int, period: str) -> None:
    counts = counted({at: ["so", "so"] for at in range(weeks)})
    days: dict[Id, date] = {at: MONDAY + timedelta(weeks=at) for at in range(weeks)}
    days["not counted"] = date(1999, 1, 1)
    found, groups = by_period(counts, days)
    assert found == period
    assert sum(each.documents for each in groups) == weeks
    if period == "month":
        assert [each.name for each in groups][:2] == ["2026-01-01", "2026-02-01"]
