"""The summary for a lead, and the same report for programs."""

import json
import re

import pytest

from tests.agreement.conftest import Given, built, label_article
from tests.rig.api import get
from tests.rig.pages import words
from tests.rig.people import Somebody
from webapp.agreement import report
from webapp.db import Database

PAGE = "/agreement/1"


@pytest.fixture
def two(seeded: Database, reviewer: Somebody, colleague: Somebody) -> dict[int, Given]:
    """Two articles that two reviewers labelled."""
    first = {reviewer: "ssuuoonss", colleague: "ssuuosuss"}
    second = {reviewer: "ouous", colleague: "ouuus"}
    return {
        label_article(seeded, "First one", first): first,
        label_article(seeded, "Second one", second): second,
    }


def test_api_gives_the_report_on_the_same_labels(lead: Somebody, two: dict[int, Given]) -> None:
    expected = json.loads(json.dumps(report.as_json(built(two))))
    assert get(lead, "/projects/1/agreement").get_json() == expected


def test_not_applicable_is_counted_where_asked_for(lead: Somebody, two: dict[int, Given]) -> None:
    assert two
    found = get(lead, "/projects/1/agreement?include=not_applicable").get_json()
    assert found["labels"] == ["sourced", "unsourced", "opinion", "not_applicable"]
    assert found["n"]["annotations"] == 28
    assert found["method"]["left_out"] == []
    assert found["method"]["label_set"] == ("4 labels: sourced, unsourced, opinion, not_applicable")
    assert "28 labels by 2 reviewers" in words(lead.get(f"{PAGE}?include=not_applicable").text)


@pytest.mark.parametrize("asked", ["opinion", "", "not_applicable&include=all"])
def test_other_wish_to_include_is_refused(asked: str, lead: Somebody) -> None:
    answer = get(lead, f"/projects/1/agreement?include={asked}")
    assert (answer.status_code, answer.get_json()["detail"]) == (
        422,
        "include: only not_applicable can be included.",
    )
    assert lead.get(f"{PAGE}?include={asked}").status_code == 422


def test_report_has_the_promised_names(lead: Somebody, two: dict[int, Given]) -> None:
    assert two
    found = get(lead, "/projects/1/agreement").get_json()
    assert found["labels"] == ["sourced", "unsourced", "opinion"]
    assert found["n"] == {
        "documents": 2,
        "sentences": 14,
        "sentences_with_two": 13,
        "annotations": 27,
        "reviewers": 2,
    }
    assert list(found["coefficients"]) == [
        "percent_agreement",
        "krippendorff_alpha",
        "fleiss_kappa",
        "gwet_ac1",
        "brennan_prediger",
        "conger_kappa",
        "light_kappa",
    ]
    value = {"estimate", "se", "ci95", "n", "undefined", "no_ci95"}
    for each in found["coefficients"].values():
        assert value <= set(each)
        assert each["no_ci95"] == "needs at least 5 articles, you have 2"
    assert found["pairs"][0]["reviewers"] == ["Carl Colleague", "Rita Reviewer"]
    assert value <= set(found["pairs"][0]["cohen_kappa"])
    assert value <= set(found["by_label"]["opinion"]["specific_agreement"])
    assert [each["document"] for each in found["by_document"]] == list(two)
    assert found["method"]["ci"] == "jackknife over documents, t"
    assert found["method"]["labels_from"] == "scheme"


def test_page_shows_each_number_with_its_n_and_why_there_is_no_interval(
    lead: Somebody, two: dict[int, Given]
) -> None:
    page, shown = lead.get(PAGE).text, words(lead.get(PAGE).text)
    found = built(two)
    for name in ("krippendorff_alpha", "percent_agreement"):
        value = found.coefficients[name]
        assert f"{value.estimate:.2f} n = {value.n} no interval: {value.no_ci95}" in shown
    assert page.count('class="estimate') == page.count('class="n"') + page.count("estimate none")
    assert "27 labels by 2 reviewers on 14 sentences of 2 articles" in shown
    assert "13 sentences have two labels or more" in shown
    assert "1 label “not applicable” left out" in shown


def test_page_says_why_a_number_is_undefined(lead: Somebody) -> None:
    page, shown = lead.get(PAGE).text, words(lead.get(PAGE).text)
    assert "undefined because no sentence has two reviewers" in shown
    assert "nan" not in re.sub(r"[a-z]nan|nan[a-z]", "", page.lower())
    assert "No two reviewers have labelled the same sentence yet." in shown


def test_page_says_why_agreement_without_choice_is_undefined(
    lead: Somebody, reviewer: Somebody, colleague: Somebody, seeded: Database
) -> None:
    label_article(seeded, "A", {reviewer: "sss", colleague: "sss"})
    shown = words(lead.get(PAGE).text)
    assert "undefined because every reviewer used one label (sourced)" in shown


def test_page_shows_intervals_from_five_articles_on(
    lead: Somebody, reviewer: Somebody, colleague: Somebody, seeded: Database
) -> None:
    given = {reviewer: "ssuuo", colleague: "ssuso"}
    for number in range(5):
        label_article(
            seeded, f"A{number}", given if number else {reviewer: "sou", colleague: "suu"}
        )
    assert re.search(r"95% interval -?\d\.\d\d to \d\.\d\d", words(lead.get(PAGE).text))


def test_page_shows_labels_by_reviewer_and_the_confusion(
    lead: Somebody, two: dict[int, Given]
) -> None:
    assert two
    shown = words(lead.get(PAGE).text)
    assert "Carl Colleague 6 43% 6 43% 2 14% 14" in shown
    assert "Sourced 5 0 1 Unsourced 0 4 1 Opinion 1 1 2" in shown


def test_page_links_each_disputed_sentence_to_its_place(
    lead: Somebody, two: dict[int, Given]
) -> None:
    first, second = two
    page = lead.get(PAGE).text
    for document, number in ((first, 6), (second, 3)):
        assert f'href="/annotate/{document}?at={number}#s{number}"' in page
        assert lead.get(f"/annotate/{document}?at={number}").status_code == 200


def test_page_links_each_number_to_how_it_is_computed(
    lead: Somebody, two: dict[int, Given]
) -> None:
    assert two
    links = set(re.findall(r'href="/agreement/method#(\w+)"', lead.get(PAGE).text))
    method = lead.get("/agreement/method").text
    assert "krippendorff_alpha" in links
    for each in links:
        assert f'id="{each}"' in method


def test_pages_on_method_and_coverage_lead_to_each_other(lead: Somebody) -> None:
    assert 'href="coverage.md"' in lead.get("/agreement/method").text
    coverage = lead.get("/agreement/coverage.md").text
    assert 'href="agreement.md#interval"' in coverage
    assert "python -m bench.coverage" in coverage
    assert lead.get("/agreement/agreement.md").text == lead.get("/agreement/method").text


def test_reviewer_is_refused(reviewer: Somebody, two: dict[int, Given]) -> None:
    assert two
    for answer in (reviewer.get(PAGE), get(reviewer, "/projects/1/agreement")):
        assert answer.status_code == 403
        assert "Carl" not in answer.text


@pytest.mark.usefixtures("two")
@pytest.mark.parametrize("page", ["", "/where", "/reviewers", "/figures"])
def test_table_that_scrolls_has_a_name_and_can_be_reached_by_keys(
    page: str, lead: Somebody
) -> None:
    boxes = re.findall(r'<div class="scroll"([^>]*)>', lead.get(f"{PAGE}{page}").text)
    assert boxes
    assert all('tabindex="0" role="group" aria-label="' in each for each in boxes)
