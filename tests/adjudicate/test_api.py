"""Queue, decisions, questions and gold for programs."""

import pytest

from tests.adjudicate.conftest import Article, numbers
from tests.rig.api import get, judgment, post, save
from tests.rig.people import Somebody
from webapp.adjudicate import queue_queries
from webapp.db import Database


def test_queue_has_votes_and_no_names(
    article: Article, lead: Somebody, reviewer: Somebody, seeded: Database
) -> None:
    document = article("s", "o")
    (one,) = numbers(seeded, document)
    answer = get(lead, "/projects/1/queue")
    (item,) = answer.get_json()["items"]
    assert (item["sentence_id"], item["document_id"], item["state"]) == (one, document, "open")
    assert item["text"] == "Sentence 1 of News."
    assert item["votes"] == {"sourced": 1, "unsourced": 0, "opinion": 1, "not_applicable": 0}
    assert item["decision"] is None
    assert reviewer.name not in answer.text


def test_queue_is_read_page_by_page(
    article: Article, lead: Somebody, seeded: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    ids = numbers(seeded, article("sss", "ooo"))
    for module in ("queue_queries", "api_views"):
        monkeypatch.setattr(f"webapp.adjudicate.{module}.PAGE", 2)
    assert queue_queries.PAGE == 2
    first = get(lead, "/projects/1/queue?pair=opinion,sourced").get_json()
    second = get(lead, first["next"].removeprefix("/api/v1")).get_json()
    found = [each["sentence_id"] for page in (first, second) for each in page["items"]]
    assert (found, second["next"]) == (ids, None)


def test_reading_the_queue_marks_later_labels_of_the_lead(
    article: Article, lead: Somebody, seeded: Database
) -> None:
    document = article("s", "o")
    get(lead, "/projects/1/queue")
    save(lead, document, judgment(numbers(seeded, document)[0], "opinion"))
    rows = get(lead, "/projects/1/export?format=jsonl").text
    assert rows.count('"informed":true') == 1


def test_decision_is_stored_and_a_late_one_is_a_conflict(
    article: Article, lead: Somebody, seeded: Database
) -> None:
    (one,) = numbers(seeded, article("s", "o"))
    path = f"/sentences/{one}/decision"
    body = {"label": "opinion", "reason": "slip", "seen_revision": 0}
    stored = post(lead, path, body).get_json()
    assert (stored["outcome"], stored["revision"]) == ("stored", 1)
    late = post(lead, path, body | {"label": "sourced"}).get_json()
    assert (late["outcome"], late["revision"], late["current"]["label"]) == (
        "conflict",
        None,
        "opinion",
    )
    assert post(lead, path, {"label": None}).get_json()["revision"] == 2
    assert post(lead, path, {"label": None}).status_code == 409


@pytest.mark.parametrize(
    "body",
    [
        {},
        [],
        {"label": "sourced"},
        {"label": "nonsense", "reason": "slip"},
        {"label": "sourced", "reason": "nonsense"},
        {"label": None, "reason": "slip"},
        {"label": "sourced", "reason": "slip", "note": "a\0b"},
        {"label": "sourced", "reason": "slip", "seen_revision": -1},
        {"label": "sourced", "reason": "slip", "more": 1},
        b'{"label": "sourced", "reason": "slip", "note": "\\ud800"}',
    ],
    ids=range(10),
)
def test_unfit_decision_is_refused(
    body: object, article: Article, lead: Somebody, seeded: Database
) -> None:
    (one,) = numbers(seeded, article("s", "o"))
    assert post(lead, f"/sentences/{one}/decision", body).status_code == 422
    assert get(lead, "/projects/1/queue?state=decided").get_json()["items"] == []


def test_question_is_asked(article: Article, lead: Somebody, seeded: Database) -> None:
    (one,) = numbers(seeded, article("s", "o"))
    assert post(lead, f"/sentences/{one}/question", {"text": "Why?"}).status_code == 201
    assert post(lead, f"/sentences/{one}/question", {"text": ""}).status_code == 422
    (item,) = get(lead, "/projects/1/queue?state=asked").get_json()["items"]
    assert item["sentence_id"] == one


def test_agreement_with_gold_has_its_n_and_table(
    article: Article, lead: Somebody, seeded: Database
) -> None:
    one = numbers(seeded, article("ss", "so"))[1]
    post(lead, f"/sentences/{one}/decision", {"label": "opinion", "reason": "slip"})
    found = get(lead, "/projects/1/gold").get_json()
    assert found["labels"] == ["sourced", "unsourced", "opinion", "not_applicable"]
    by_name = {each["reviewer"]: each for each in found["reviewers"]}
    assert by_name["Carl Colleague"]["n"] == 1
    assert by_name["Carl Colleague"]["percent_agreement"]["estimate"] == 1.0
    assert by_name["Rita Reviewer"]["percent_agreement"]["estimate"] == 0.0
    assert by_name["Rita Reviewer"]["confusion"][0] == [0, 0, 1, 0]


def test_reviewer_gets_none_of_it(article: Article, reviewer: Somebody, seeded: Database) -> None:
    (one,) = numbers(seeded, article("s", "o"))
    answers = [
        get(reviewer, "/projects/1/queue"),
        get(reviewer, "/projects/1/gold"),
        post(reviewer, f"/sentences/{one}/decision", {"label": "sourced", "reason": "slip"}),
        post(reviewer, f"/sentences/{one}/question", {"text": "Why?"}),
    ]
    assert [each.status_code for each in answers] == [403] * 4
