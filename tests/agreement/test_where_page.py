"""Where to look: the page for a lead, the same for programs, and the picture of its course."""

import json
import re
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import update

from tests.agreement.conftest import Given, built, label_article
from tests.rig.api import get
from tests.rig.pages import words
from tests.rig.people import Somebody
from webapp.agreement.value import value_json
from webapp.annotate.counts import outdate_all
from webapp.db import Database
from webapp.guidelines import actions as guidelines
from webapp.models import Annotation, Document

PAGE = "/agreement/1/where"
FIRST = datetime(2026, 1, 7, 12, tzinfo=UTC)


@pytest.fixture
def three(seeded: Database, reviewer: Somebody, colleague: Somebody) -> dict[int, Given]:
    """Three articles of two outlets, one a week, the last without outlet or story."""
    given = [
        {reviewer: "ssuuoonss", colleague: "ssuuosuss"},
        {reviewer: "ouous", colleague: "ouuus"},
        {reviewer: "sss", colleague: "sss"},
    ]
    stated = [("The <b> & Herald", "Strike"), ("Daily", "Strike"), (None, None)]
    found: dict[int, Given] = {}
    for at, (labels, (outlet, story)) in enumerate(zip(given, stated, strict=True)):
        document = label_article(seeded, f"Article {at}", labels)
        found[document] = labels
        with seeded.writing() as session:
            session.execute(
                update(Document).where(Document.id == document).values(outlet=outlet, story=story)
            )
            session.execute(
                update(Annotation)
                .where(Annotation.document_id == document)
                .values(created_at=FIRST + timedelta(weeks=at))
            )
            outdate_all(session)
    return found


def expected(name: object, articles: dict[int, Given]) -> dict[str, object]:
    coefficients = built(articles).coefficients
    return {
        "name": name,
        "documents": len(articles),
        **{
            key: {**value_json(coefficients[key]), "item_level": None}
            for key in ("krippendorff_alpha", "percent_agreement")
        },
    }


def plain(rows: list[dict[str, object]]) -> list[dict[str, object]]:
    """Return rows as JSON has them, without item-level intervals."""
    found: list[dict[str, object]] = json.loads(json.dumps(rows))
    for row in found:
        for value in row.values():
            if isinstance(value, dict):
                value["item_level"] = None
    return found


def test_api_gives_each_breakdown_of_the_same_labels(
    lead: Somebody, three: dict[int, Given]
) -> None:
    found = get(lead, "/projects/1/agreement/where").get_json()
    one, two, last = ({document: given} for document, given in three.items())
    assert plain(found["by_outlet"]) == plain(
        [expected("The <b> & Herald", one), expected("Daily", two), expected(None, last)]
    )
    assert plain(found["by_story"]) == plain([expected("Strike", one | two), expected(None, last)])
    assert plain(found["by_guideline_version"]) == plain([expected(1, three)])
    assert found["period"] == "week"
    assert plain(found["over_time"]) == plain(
        [expected("2026-01-05", one), expected("2026-01-12", two), expected("2026-01-19", last)]
    )


def test_labels_under_another_version_are_never_compared(
    lead: Somebody, three: dict[int, Given], seeded: Database, reviewer: Somebody
) -> None:
    with seeded.writing() as session:
        new = guidelines.NewVersion("# Other rules", "Other rules", second_look=False)
        guidelines.publish(session, 1, new, lead.person_id)
        first = next(iter(three))
        session.execute(
            update(Annotation)
            .where(Annotation.document_id == first, Annotation.reviewer_id == reviewer.person_id)
            .values(guideline_version=2)
        )
        outdate_all(session)
    found = get(lead, "/projects/1/agreement/where").get_json()["by_guideline_version"]
    assert [(each["name"], each["documents"]) for each in found] == [(1, 3), (2, 1)]
    assert [each["percent_agreement"]["n"] for each in found] == [8, 0]
    assert found[1]["krippendorff_alpha"]["undefined"] == "no sentence has two reviewers"
    figure = lead.get("/agreement/1/figures").text.partition('<section id="time"')[2]
    assert "guidelines 2" in figure
    assert "guidelines 1" not in figure
    said = "Labels come from 2 versions of the guidelines (1, 2)"
    assert said in words(lead.get("/agreement/1").text)
    assert said in lead.get("/agreement/1/report?format=latex").text
    assert "Agreement under each version" in lead.get("/agreement/1").text
    together = r"Of the \d+ sentences with two labels or more, one whose labels are each of another"
    assert re.search(together, words(lead.get(PAGE).text))


@pytest.mark.usefixtures("three")
def test_one_version_of_the_guidelines_is_not_spoken_of(lead: Somebody) -> None:
    assert "versions of the guidelines" not in words(lead.get("/agreement/1").text)
    assert "guideline_versions" not in get(lead, "/projects/1/agreement").get_json()["method"]


def test_last_label_given_first_decides_the_week(
    lead: Somebody, three: dict[int, Given], seeded: Database, reviewer: Somebody
) -> None:
    with seeded.writing() as session:
        late = FIRST + timedelta(weeks=9)
        first = next(iter(three))
        rows = update(Annotation).where(Annotation.document_id == first)
        session.execute(rows.values(updated_at=late))
        session.execute(rows.where(Annotation.label == "not_applicable").values(created_at=late))
        outdate_all(session)
    found = get(lead, "/projects/1/agreement/where").get_json()["over_time"]
    assert found[0]["name"] == "2026-01-05"
    with seeded.writing() as session:
        session.execute(
            rows.where(
                Annotation.reviewer_id == reviewer.person_id, Annotation.label == "opinion"
            ).values(created_at=late)
        )
        outdate_all(session)
    found = get(lead, "/projects/1/agreement/where").get_json()["over_time"]
    assert [each["name"] for each in found] == ["2026-01-12", "2026-01-19", "2026-03-09"]


def test_not_applicable_is_a_label_like_the_others_where_asked_for(
    lead: Somebody, three: dict[int, Given]
) -> None:
    assert three
    asked = "?include=not_applicable"
    found = get(lead, f"/projects/1/agreement/where{asked}").get_json()
    whole = get(lead, f"/projects/1/agreement{asked}").get_json()["coefficients"]
    (version,) = found["by_guideline_version"]
    for name in ("krippendorff_alpha", "percent_agreement"):
        assert version[name]["estimate"] == whole[name]["estimate"]
    plain_where = get(lead, "/projects/1/agreement/where").get_json()
    assert version["percent_agreement"]["n"] == 1 + sum(
        each["percent_agreement"]["n"] for each in plain_where["over_time"]
    )
    page = words(lead.get(PAGE + asked).text)
    assert "“not applicable” is counted as a label like the others" in page
    for path in (PAGE, "/api/v1/projects/1/agreement/where"):
        answer = lead.client.get(f"{path}?include=sourced", headers=lead.headers)
        assert answer.status_code == 422
        assert "include: only not_applicable can be included." in answer.text


def test_page_shows_each_number_with_its_n_or_why_there_is_none(
    lead: Somebody, three: dict[int, Given]
) -> None:
    answer = lead.get(PAGE)
    page, shown = answer.text, words(answer.text)
    assert page.count('class="estimate') == page.count('class="n"') + page.count("estimate none")
    assert "undefined because every reviewer used one label (sourced)" in shown
    assert "no interval: needs at least 5 articles, you have 2" in shown
    assert "if its sentences were independent" in shown
    assert "The <b> & Herald" in shown
    assert "<b>" not in page
    assert "No story stated" in shown
    assert page.count("<caption>") == page.count("<table>") == 4
    assert three


def test_page_links_each_number_and_split_to_how_it_is_computed(
    lead: Somebody, three: dict[int, Given]
) -> None:
    assert three
    method = lead.get("/agreement/method").text
    links = set(re.findall(r'href="/agreement/method#(\w+)"', lead.get(PAGE).text))
    assert {"by_outlet", "by_story", "over_time", "by_guideline_version"} < links
    assert [each for each in links if f'id="{each}"' not in method] == []


def test_page_without_labels_says_so(lead: Somebody) -> None:
    shown = words(lead.get(PAGE).text)
    assert shown.count("No labels yet.") == 3
    assert "undefined because no sentence has two reviewers" in shown


def test_summary_leads_to_where_to_look(lead: Somebody) -> None:
    assert f'href="{PAGE}"' in lead.get("/agreement/1").text


def test_reviewer_is_refused(reviewer: Somebody, three: dict[int, Given]) -> None:
    assert three
    for answer in (reviewer.get(PAGE), get(reviewer, "/projects/1/agreement/where")):
        assert answer.status_code == 403
        assert "Herald" not in answer.text
