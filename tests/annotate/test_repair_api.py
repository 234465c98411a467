"""Repairs as programs ask for them, and who may."""

from typing import Any

import pytest

from tests.annotate.repairs import TEXT, send_repair
from tests.rig.api import get, judgment, post, save, sentences, stored
from tests.rig.people import Somebody
from webapp.db import Database
from webapp.models import Project


def test_program_joins_and_splits(lead: Somebody, seeded: Database, short: int) -> None:
    one, *_ = sentences(seeded, short)
    joined = send_repair(lead, short, segmentation=1, join=one).get_json()
    assert joined == get(lead, f"/documents/{short}").get_json()
    assert joined["segmentation"] == 2
    assert joined["sentences"][0]["text"] == TEXT[:26]
    first = joined["sentences"][0]["id"]
    parted = send_repair(lead, short, segmentation=2, split=first, at=13).get_json()
    assert [each["start"] for each in parted["sentences"]] == [0, 13, 27, 42]
    assert (parted["segmentation"], parted["sentences"][0]["id"]) == (3, one)


@pytest.mark.parametrize(
    ("body", "status", "says"),
    [
        ({"segmentation": 2, "join": 0}, 409, "Nothing was changed"),
        ({"segmentation": 1, "join": 3}, 422, "last sentence"),
        ({"segmentation": 1, "split": 0, "at": 99}, 422, "not inside the sentence"),
        ({"segmentation": 1, "split": 0}, 422, "Say one thing"),
        ({"segmentation": 1}, 422, "Say one thing"),
        ({"segmentation": 1, "join": 0, "split": 0, "at": 4}, 422, "Say one thing"),
        ({"join": 0}, 422, "segmentation"),
        ({"segmentation": 2**31, "join": 0}, 422, "segmentation"),
        ({"segmentation": "1", "join": 0}, 422, "segmentation"),
    ],
    ids=range(9),
)
def test_program_is_told_what_is_wrong(
    body: dict[str, Any], status: int, says: str, lead: Somebody, seeded: Database, short: int
) -> None:
    ids = sentences(seeded, short)
    named = {name: ids[body[name]] for name in ("join", "split") if name in body}
    before = stored(seeded)
    answer = send_repair(lead, short, **body | named)
    assert (answer.status_code, answer.content_type) == (status, "application/problem+json")
    assert says in answer.get_json()["detail"]
    assert stored(seeded) == before


@pytest.mark.parametrize("body", [b"", b"[]", b"{", b'{"segmentation": 1, "join": 1e400}'])
def test_program_that_sends_no_repair_is_refused(body: bytes, lead: Somebody, short: int) -> None:
    answer = post(lead, f"/documents/{short}/segmentation", body)
    assert answer.status_code in (400, 422)


def test_reviewer_repairs_only_where_the_project_lets_them(
    reviewer: Somebody, seeded: Database, short: int
) -> None:
    one, *_ = sentences(seeded, short)
    answer = send_repair(reviewer, short, segmentation=1, join=one)
    assert answer.status_code == 403
    assert "leads alone" in answer.get_json()["detail"]
    with seeded.writing() as session:
        session.get_one(Project, 1).reviewers_repair = True
    assert send_repair(reviewer, short, segmentation=1, join=one).status_code == 200


def test_counts_are_those_of_the_current_sentences(
    lead: Somebody, reviewer: Somebody, seeded: Database, short: int
) -> None:
    save(reviewer, short, *(judgment(each) for each in sentences(seeded, short)))
    send_repair(lead, short, segmentation=1, join=sentences(seeded, short)[0])
    rows = get(lead, "/projects/1/documents").get_json()["items"]
    assert [each["sentences"] for each in rows if each["id"] == short] == [3]
    assert "you: 2 of 3" in reviewer.get("/documents/projects/1").text
    same = {"title": "Four", "text": TEXT}
    assert post(lead, "/projects/1/documents", same).get_json()["sentences"] == 3
