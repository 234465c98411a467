"""From the tables of version 0001 to those of this program and back, with rows in them."""

from collections.abc import Callable
from datetime import date

import pytest
from sqlalchemy import insert, text, update
from sqlalchemy.orm import Session

from tests.rig.api import get, judgment, save
from tests.rig.people import Somebody
from webapp import create_app, schema, version
from webapp.accounts.actions import note_act
from webapp.config import Settings
from webapp.db import Database, now
from webapp.guidelines.default import default_text
from webapp.guidelines.queries import in_force
from webapp.models import (
    AnswerKey,
    Document,
    Event,
    Example,
    Guideline,
    Membership,
    Person,
    Project,
    Repeat,
    Segmentation,
)
from webapp.problems import Problem

ROWS = """
INSERT INTO person (id, name, name_key, is_admin, created_at) VALUES (1, 'Ada', 'ada', true, AT);
INSERT INTO project (id, name, overlap, guideline_version, created_at) VALUES (1, 'P', 2, 3, AT);
INSERT INTO membership (person_id, project_id, role, created_at) VALUES (1, 1, 'reviewer', AT);
INSERT INTO document (id, project_id, title, text, text_hash, version, splitter, created_at)
 VALUES (1, 1, 'T', 'One. Two.', 'x', 1, 'given', AT);
INSERT INTO sentence (id, document_id, position, start, "end")
 VALUES (1, 1, 0, 0, 4), (2, 1, 1, 5, 9);
INSERT INTO event (id, reviewer_id, event_id, sentence_id, label, flags, note, revision,
 guideline_version, received_at) VALUES (1, 1, 'a', 1, 'sourced', '', 'Why?', 1, 3, AT);
INSERT INTO annotation (reviewer_id, sentence_id, document_id, label, flags, note, revision,
 guideline_version, created_at, updated_at)
 VALUES (1, 1, 1, 'sourced', '', 'Why?', 1, 3, AT, AT)
"""


@pytest.fixture
def upgraded(database: Database) -> Database:
    """A database that the first version filled, brought to this one."""
    schema.migrate(database, "0001")
    with database.writing() as session:
        for statement in ROWS.split(";"):
            session.execute(text(statement.replace("AT", "'2026-01-31 09:05:00'")))
        if not database.is_sqlite:  # numbers that were given by hand are not counted
            session.execute(text("SELECT setval('event_id_seq', 1)"))
    schema.migrate(database)
    return database


@pytest.fixture
def ada(upgraded: Database) -> Somebody:
    url = upgraded.engine.url.render_as_string(hide_password=False)
    app = create_app(Settings(url, "a key"), upgraded)
    return Somebody(1, "Ada", "admin", app, upgraded)


def test_upgraded_labels_are_shown_saved_and_exported(ada: Somebody) -> None:
    assert "Why?" in ada.get("/annotate/1").text
    found = get(ada, "/documents/1").get_json()["sentences"][0]["annotation"]
    assert (found["label"], found["sources"]) == ("sourced", [])
    (one, two) = save(ada, 1, judgment(1, "opinion", seen_revision=1), judgment(2, "unsourced"))
    assert (one["outcome"], one["revision"], two["outcome"]) == ("stored", 2, "stored")
    for what in ("annotations", "sentences", "history"):
        answer = ada.get(f"/exchange/1/export?format=jsonl&what={what}")
        assert answer.status_code == 200
        assert answer.text.count("\n") == {"annotations": 2, "sentences": 2, "history": 3}[what]


def test_upgraded_project_has_the_guidelines_that_its_labels_name(
    ada: Somebody, upgraded: Database
) -> None:
    with upgraded.reading() as session:
        found = in_force(session, 1)
    assert (found.version, found.text) == (3, default_text())
    assert ada.get("/guidelines/1").status_code == 200


def test_upgraded_members_count_as_qualified(upgraded: Database) -> None:
    with upgraded.reading() as session:
        assert session.get_one(Membership, (1, 1)).qualified_at is not None


def test_upgrade_that_nobody_used_yet_can_be_taken_back(upgraded: Database) -> None:
    assert schema.migrate(upgraded, "0001")[1] == "0001"


def sources(session: Session) -> None:
    row = {"reviewer_id": 1, "event_id": "b", "sentence_id": 2, "label": "sourced", "revision": 1}
    more = {"flags": (), "note": "", "guideline_version": 3, "received_at": now()}
    session.execute(insert(Event).values(**row, **more, sources=((5, 8, "document"),)))


def second_version(session: Session) -> None:
    row = {"project_id": 1, "version": 4, "text": "Ours.", "summary": "All", "second_look": False}
    session.execute(insert(Guideline).values(**row, made_by_id=1, made_at=now()))


def example(session: Session) -> None:
    row = {"project_id": 1, "sentence_id": 1, "label": "opinion", "reason": "It judges."}
    session.execute(insert(Example).values(**row, made_by_id=1, made_at=now()))


def repaired(session: Session) -> None:
    row = {"document_id": 1, "version": 2, "removed": ((0, 4),), "added": ((0, 3),)}
    session.execute(insert(Segmentation).values(**row, made_by_id=1, made_at=now()))


def act(session: Session) -> None:
    note_act(session, 1, "published", 1, version=2)


def left(session: Session) -> None:
    session.execute(update(Person).values(left_at=now()))


def answer(session: Session) -> None:
    row = {"sentence_id": 1, "document_id": 1, "label": "opinion", "explanation": "It judges."}
    session.execute(insert(AnswerKey).values(**row, made_by_id=1, made_at=now()))


def repeat(session: Session) -> None:
    row = {"reviewer_id": 1, "sentence_id": 1, "event_id": "b", "label": "opinion", "flags": ()}
    first = {"first_label": "sourced", "first_revision": 1, "first_at": now()}
    session.execute(insert(Repeat).values(**row, **first, guideline_version=3, made_at=now()))


def due(session: Session) -> None:
    session.execute(update(Document).values(due=date(2026, 3, 6)))


def threshold(session: Session) -> None:
    session.execute(update(Project).values(threshold=75))


@pytest.mark.parametrize(
    ("make", "named"),
    [
        (act, "1 acts on record"),
        (left, "1 people who left"),
        (sources, "1 labels with sources"),
        (second_version, "1 guidelines above the first version"),
        (example, "1 pinned examples"),
        (repaired, "1 repairs of sentences"),
        (answer, "1 answers of qualification articles"),
        (repeat, "1 second labels of sentences that were shown again"),
        (due, "1 articles with a day due"),
        (threshold, "1 projects that want a qualification or repeats"),
    ],
    ids=lambda each: getattr(each, "__name__", ""),
)
def test_way_back_that_would_lose_work_is_refused_and_names_it(
    make: Callable[[Session], None], named: str, upgraded: Database
) -> None:
    with upgraded.writing() as session:
        make(session)
    with pytest.raises(Problem, match=f"cannot hold what there is: {named}"):
        schema.migrate(upgraded, "0001")
    assert version.is_current(upgraded)
