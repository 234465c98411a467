"""Each reviewer against themselves, on sentences that were shown again: page, JSON and export."""

from typing import Any

import pytest
from sqlalchemy import insert

from tests.agreement.conftest import label_article
from tests.rig.api import get, sentences
from tests.rig.people import Somebody
from webapp.agreement import report
from webapp.agreement.tally import Rating, count
from webapp.annotate import joining_actions
from webapp.db import Database, now
from webapp.models import Repeat
from webapp.scheme import LABELS as THREE

LABELS = {"s": "sourced", "u": "unsourced", "o": "opinion", "n": "not_applicable"}
FIRST, SECOND = "suosuosn", "suossuos"


@pytest.fixture
def article(seeded: Database, reviewer: Somebody) -> int:
    """An article whose sentences a reviewer labelled twice, the last one first as none."""
    document_id = label_article(seeded, "Article", {reviewer: FIRST})
    for position, (first, second) in enumerate(zip(FIRST, SECOND, strict=True)):
        add(seeded, reviewer, sentences(seeded, document_id)[position], first, second)
    return document_id


def add(database: Database, who: Somebody, sentence_id: int, first: str, second: str) -> None:
    row = {
        "reviewer_id": who.person_id,
        "sentence_id": sentence_id,
        "event_id": f"again-{sentence_id}",
        "first_label": LABELS[first],
        "first_revision": 1,
        "first_at": now(),
        "label": LABELS[second],
        "flags": ("unsure",),
        "guideline_version": 1,
        "made_at": now(),
    }
    with database.writing() as session:
        session.execute(insert(Repeat).values(**row))


def found(lead: Somebody) -> dict[str, Any]:
    answer: dict[str, Any] = get(lead, "/projects/1/agreement/reviewers").get_json()
    own: dict[str, Any] = answer["self_agreement"]
    return own


@pytest.mark.usefixtures("article")
def test_reviewer_is_compared_with_themselves(lead: Somebody, reviewer: Somebody) -> None:
    answer = found(lead)
    (mine,) = answer["reviewers"]
    assert mine.pop("reviewer") == reviewer.name
    assert mine["n"] == 7  # not the one that was not applicable
    assert mine["percent_agreement"]["estimate"] == pytest.approx(4 / 7)
    assert mine == answer["pooled"]
    ratings: list[Rating] = [
        (1, at, which, LABELS[letter])
        for which, letters in (("first", FIRST[:7]), ("second", SECOND[:7]))
        for at, letter in enumerate(letters)
    ]
    wanted = report.build(count(ratings, THREE, [])).coefficients["krippendorff_alpha"]
    assert mine["krippendorff_alpha"]["estimate"] == pytest.approx(wanted.estimate)
    page = " ".join(lead.get("/agreement/1/reviewers").text.split())
    assert "7 sentences labelled twice" in page


def test_nothing_labelled_twice_is_said_in_words(
    lead: Somebody, seeded: Database, reviewer: Somebody
) -> None:
    label_article(seeded, "Article", {reviewer: FIRST})
    answer = found(lead)
    assert answer["reviewers"] == []
    reason = answer["pooled"]["krippendorff_alpha"]["undefined"]
    assert reason == "no sentence was labelled twice"
    assert "No sentence was labelled twice yet" in lead.get("/agreement/1/reviewers").text


def test_second_labels_never_count_between_people(
    article: int, lead: Somebody, seeded: Database, colleague: Somebody
) -> None:
    before = get(lead, "/projects/1/agreement").get_json()
    add(seeded, colleague, sentences(seeded, article)[0], "s", "o")
    assert get(lead, "/projects/1/agreement").get_json() == before


def test_qualification_articles_are_left_out(
    article: int, lead: Somebody, seeded: Database
) -> None:
    with seeded.writing() as session:
        joining_actions.mark(session, article, "qualification", None, None)
    assert found(lead)["reviewers"] == []


def test_second_labels_are_exported_to_leads_alone(
    article: int, lead: Somebody, reviewer: Somebody
) -> None:
    path = "/projects/1/export?format=jsonl&what=repeats"
    rows = get(lead, path).text.splitlines()
    assert len(rows) == len(FIRST)
    assert '"first_label":"sourced","first_revision":1' in rows[0]
    assert '"flags":["unsure"]' in rows[0]
    assert f'"document_id":{article}' in rows[0]
    assert '"text":"Sentence 1 of Article."' in rows[0]
    assert get(reviewer, path).status_code == 403
    assert "what=repeats" not in reviewer.get("/documents/projects/1").text
    assert "what=repeats" in lead.get("/documents/projects/1").text
