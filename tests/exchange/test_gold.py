"""Gold on its way out: which sentences, with what, and for whom."""

import json

import pytest

from tests.exchange.conftest import Label, sentence_at
from tests.exchange.test_queries import exported
from tests.rig.api import get
from tests.rig.people import Somebody
from webapp.accounts.sight_actions import saw_others
from webapp.adjudicate.actions import Ruling, decide
from webapp.db import Database
from webapp.problems import Forbidden


@pytest.fixture
def settled(
    seeded: Database,
    hard: int,
    lead: Somebody,
    reviewer: Somebody,
    colleague: Somebody,
    label: Label,
) -> int:
    """An article with a unanimous, a decided, a disputed and a single-voted sentence."""
    given = ("sourced", "sourced"), ("sourced", "opinion"), ("opinion", "unsourced")
    for position, (one, two) in enumerate(given):
        label(reviewer, hard, position, one)
        label(colleague, hard, position, two)
    label(reviewer, hard, 3, "opinion")
    with seeded.writing() as session:
        second = sentence_at(session, hard, 1)
        ruling = Ruling("unsourced", "edge_case", "Nobody is named.")
        decide(session, lead.caller, second, ruling)
    return hard


def test_gold_is_a_row_for_each_sentence_that_has_it(settled: int, seeded: Database) -> None:
    assert settled
    first, second = exported(seeded, "gold")
    assert (first.position, first.label, first.gold_from) == (0, "sourced", "unanimous")
    assert (first.reason, first.note, first.decided_by, first.decided_at) == (None, "", None, None)
    assert (second.position, second.label, second.gold_from) == (1, "unsourced", "adjudicated")
    assert (second.reason, second.note) == ("edge_case", "Nobody is named.")
    assert second.decided_by == "Lena Lead"
    assert second.decided_at.endswith("Z")
    assert (second.annotations, second.sourced, second.opinion, second.informed) == (2, 1, 1, 0)


def test_gold_counts_labels_given_after_having_seen_others(
    settled: int, seeded: Database, reviewer: Somebody
) -> None:
    with seeded.writing() as session:
        saw_others(session, reviewer.person_id, [settled])
    answer = get_saved(reviewer, settled)
    assert answer == "stored"
    (second,) = exported(seeded, "gold")[1:]
    assert second.informed == 1
    rows = [row for row in exported(seeded) if row.informed]
    assert [(row.position, row.label) for row in rows] == [(1, "opinion")]
    assert [row.informed for row in exported(seeded, "history")].count(True) == 1


def get_saved(who: Somebody, document_id: int) -> str:
    """Give the second sentence another label, as the article page does."""
    found = get(who, f"/documents/{document_id}").get_json()["sentences"][1]["id"]
    path = f"/api/v1/documents/{document_id}/annotations"
    said = [{"event_id": "late", "sentence_id": found, "label": "opinion"}]
    answer = who.app.test_client().post(path, json=said, headers=who.headers)
    return str(answer.get_json()[0]["outcome"])


def test_reviewer_gets_no_gold(settled: int, seeded: Database, reviewer: Somebody) -> None:
    assert settled
    with pytest.raises(Forbidden):
        exported(seeded, "gold", reviewer)
    assert get(reviewer, "/projects/1/export?format=csv&what=gold").status_code == 403
    assert "what=gold" not in reviewer.get("/documents/projects/1").text


def test_lead_is_offered_gold(settled: int, lead: Somebody) -> None:
    assert settled
    assert "what=gold" in lead.get("/documents/projects/1").text
    rows = get(lead, "/projects/1/export?format=jsonl&what=gold").text.splitlines()
    assert [json.loads(row)["label"] for row in rows] == ["sourced", "unsourced"]
    cells = get(lead, "/projects/1/export?format=csv&what=annotations").text
    assert ",false,1\r\n" in cells


def test_decision_is_in_no_other_export(settled: int, seeded: Database) -> None:
    assert settled
    for what in ("annotations", "history"):
        assert "Lena Lead" not in {row.reviewer for row in exported(seeded, what)}
