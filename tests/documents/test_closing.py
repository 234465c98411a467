"""Closing a project and opening it again: who may, what stops, what goes on."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from tests.documents.conftest import everything
from tests.rig.api import get, judgment, post, save, sentences
from tests.rig.databases import ONLY_POSTGRESQL
from tests.rig.people import Somebody
from tests.rig.routes import PAGES
from webapp.accounts import pseudonym_actions
from webapp.annotate import place_actions
from webapp.annotate.actions import record
from webapp.annotate.judgment import Judgment
from webapp.db import Database
from webapp.documents import project_actions
from webapp.models import Annotation, Assignment
from webapp.problems import Conflict

CLOSE, OPEN = "/documents/projects/1/close", "/documents/projects/1/open"

# ---------------------------------------------------------------- who may


@pytest.mark.parametrize("who", ["lead", "admin"])
def test_project_is_closed_after_asking_and_opened_again(
    who: str, lead: Somebody, admin: Somebody
) -> None:
    closer = {"lead": lead, "admin": admin}[who]
    assert "Close First project?" in closer.get(CLOSE).text
    assert closer.post(CLOSE).status_code == 303
    assert "This project has been closed" in closer.get("/documents/projects/1").text
    assert closer.post(OPEN).status_code == 303
    assert "This project has been closed" not in closer.get("/documents/projects/1").text
    assert post(lead, "/projects/1/documents", {"title": "T", "text": "A."}).status_code == 201
    acts = [each["act"] for each in get(lead, "/projects/1/record").get_json()["items"]]
    assert acts[:3] == ["added", "opened", "closed"]


def test_list_of_projects_says_which_are_closed(admin: Somebody) -> None:
    admin.post("/documents/", {"name": "Second"})
    assert "closed" not in admin.get("/documents/").text
    admin.post(CLOSE)
    page = " ".join(admin.get("/documents/").text.split())
    assert page.count("you are admin · closed") == 1


def test_closing_twice_or_opening_twice_changes_nothing(closed: Somebody, seeded: Database) -> None:
    before = everything(seeded)
    assert closed.post(CLOSE).status_code == 409
    assert everything(seeded) == before
    assert closed.post(OPEN).status_code == 303
    assert closed.post(OPEN).status_code == 409


# ---------------------------------------------------------------- what goes on


def test_closed_project_is_read_and_exported_as_before(
    lead: Somebody, reviewer: Somebody, seeded: Database
) -> None:
    save(reviewer, 1, judgment(sentences(seeded)[0]))
    before = [_answers(who) for who in (lead, reviewer)]
    lead.post(CLOSE)
    assert [_answers(who) for who in (lead, reviewer)] == before
    export = "/exchange/1/export?format=csv"
    assert reviewer.get(export).data.count(b"\r\n") == 2


def _answers(who: Somebody) -> dict[str, int]:
    return {path: who.get(path).status_code for path in PAGES}


def test_others_labels_seen_in_a_closed_project_count_once_it_is_open(
    closed: Somebody, seeded: Database
) -> None:
    """Whoever looks is noted, which changes nothing of the project but is true ever after."""
    before = everything(seeded)
    assert closed.get("/adjudicate/1/sentences/1").status_code == 200
    assert everything(seeded) == before
    closed.post(OPEN)
    save(closed, 1, judgment(5))
    with seeded.reading() as session:
        assert session.get_one(Annotation, (closed.person_id, 5)).informed


def test_closed_project_has_no_work(lead: Somebody, reviewer: Somebody) -> None:
    lead.post(CLOSE)
    assert "/annotate/1" not in reviewer.get("/annotate/").text
    lead.post(OPEN)
    assert "/annotate/1" in reviewer.get("/annotate/").text


@pytest.mark.usefixtures("closed")
def test_closed_project_is_named_on_my_work(reviewer: Somebody) -> None:
    page = reviewer.get("/annotate/").text
    assert "Closed, to be read and downloaded:" in page
    assert 'href="/documents/projects/1">First project</a>' in page


# ---------------------------------------------------------------- at the same moment


@ONLY_POSTGRESQL
@pytest.mark.parametrize("first", ["close", "save"])
def test_nothing_is_stored_once_a_project_is_closed(
    first: str, lead: Somebody, reviewer: Somebody, seeded: Database
) -> None:
    """Whichever comes first, the other one waits for its end."""
    one = sentences(seeded)[0]

    def save_one() -> str:
        with seeded.writing() as session:
            place = place_actions.work_on(session, reviewer.caller, 1)
            item = Judgment(event_id="a", sentence_id=one, label="sourced")
            return record(session, reviewer.person_id, 1, 1, [item], place)[0].outcome

    def close() -> str:
        with seeded.writing() as session:
            project_actions.close(session, lead.person_id, 1)
        return "closed"

    with ThreadPoolExecutor(1) as other, seeded.writing() as session:
        if first == "close":
            project_actions.close(session, lead.person_id, 1)
            session.flush()
            second = other.submit(save_one)
        else:
            place_actions.work_on(session, reviewer.caller, 1)
            second = other.submit(close)
        with pytest.raises(TimeoutError):
            second.result(timeout=0.5)
        session.commit()
        assert second.result(timeout=10) == ("refused" if first == "close" else "closed")


def test_place_of_who_left_meanwhile_is_free_once_the_project_is_open(
    lead: Somebody, reviewer: Somebody, seeded: Database
) -> None:
    with seeded.writing() as session:
        document = place_actions.take_next(session, reviewer.caller, 1)
    lead.post(CLOSE)
    with seeded.writing() as session:
        pseudonym_actions.replace(session, None, reviewer.person_id)
        place = session.get_one(Assignment, (document, reviewer.person_id))
        assert place.ended_at is None  # nothing changes while it is closed
    lead.post(OPEN)
    with seeded.reading() as session:
        place = session.get_one(Assignment, (document, reviewer.person_id))
        assert place.ended_at is not None


def test_places_of_a_closed_project_stay_as_they_are(
    lead: Somebody, reviewer: Somebody, seeded: Database
) -> None:
    save(reviewer, 1, judgment(1))
    lead.post(CLOSE)
    acts: list[Callable[[Any], Any]] = [
        lambda session: place_actions.take_next(session, reviewer.caller, 1),
        lambda session: place_actions.release(session, reviewer.caller, 1),
        lambda session: place_actions.submit(session, reviewer.caller, 1, incomplete=True),
    ]
    before = everything(seeded)
    for act in acts:
        with pytest.raises(Conflict, match="closed"), seeded.writing() as session:
            act(session)
    assert everything(seeded) == before
