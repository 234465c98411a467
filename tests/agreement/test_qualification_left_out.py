"""Labels on qualification articles count nowhere; shared articles have a course of their own."""

from datetime import date

import pytest

from tests.agreement.conftest import label_article
from tests.rig.api import get
from tests.rig.people import Somebody
from webapp.agreement import queries
from webapp.annotate import joining_actions
from webapp.db import Database


@pytest.fixture
def articles(seeded: Database, reviewer: Somebody, colleague: Somebody) -> list[int]:
    """Two articles whose labels differ."""
    given = {reviewer: "suosuo", colleague: "suooso"}
    return [label_article(seeded, f"Article {at}", given) for at in range(2)]


def mark(database: Database, document_id: int, purpose: str, due: date | None = None) -> None:
    with database.writing() as session:
        joining_actions.mark(session, document_id, purpose, due, None)


def counted(lead: Somebody) -> dict[str, object]:
    """Return everything that says which articles count."""
    with lead.database.reading() as session:
        loaded = queries.load(session, 1)
        documents = loaded.counts.documents
        ratings = queries.ratings(session, 1).documents
        disputed = {each.document_id for each in queries.disputed(session, loaded.particulars)}
    sheet = lead.get("/agreement/1/sheet.csv").text
    return {
        "counts": set(documents),
        "ratings": set(ratings),
        "disputed": disputed,
        "sheet": {number for number in (3, 4) if f"Article {number - 3}" in sheet},
    }


def test_qualification_article_counts_nowhere(
    articles: list[int], lead: Somebody, seeded: Database
) -> None:
    first, second = articles
    assert all(each == {first, second} for each in counted(lead).values())
    mark(seeded, first, "qualification")
    assert all(each == {second} for each in counted(lead).values())
    mark(seeded, first, "regular")
    assert all(each == {first, second} for each in counted(lead).values())


def test_qualification_article_is_exported_with_its_purpose(
    articles: list[int], lead: Somebody, seeded: Database
) -> None:
    mark(seeded, articles[0], "qualification")
    rows = get(lead, "/projects/1/export?format=jsonl").text.splitlines()
    assert len([row for row in rows if '"purpose":"qualification"' in row]) == 12
    assert len([row for row in rows if '"purpose":"regular"' in row]) == 12


def test_shared_articles_are_split_by_the_week_in_which_they_are_due(
    articles: list[int], lead: Somebody, seeded: Database
) -> None:
    path = "/projects/1/agreement/where"
    assert get(lead, path).get_json()["shared_over_time"] == []
    assert "The shared articles" not in lead.get("/agreement/1/where").text
    mark(seeded, articles[0], "shared", date(2026, 3, 6))
    found = get(lead, path).get_json()
    assert [(each["name"], each["documents"]) for each in found["shared_over_time"]] == [
        ("2026-03-02", 1)
    ]
    assert found["shared_over_time"][0]["percent_agreement"]["n"] == 6
    assert "The shared articles" in lead.get("/agreement/1/where").text
