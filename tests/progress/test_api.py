"""Places given by programs, and by many at once."""

import contextlib
import threading

import pytest
from sqlalchemy import delete

from tests.progress.conftest import places
from tests.rig.api import post
from tests.rig.people import Somebody
from webapp.annotate import grid_actions, place_actions
from webapp.db import Database
from webapp.models import Assignment, Project
from webapp.problems import Conflict


def test_program_gives_places_and_the_same_ones_again_change_nothing(
    lead: Somebody, reviewer: Somebody, seeded: Database
) -> None:
    body = [{"document_id": 1, "person_id": reviewer.person_id}] * 2
    assert post(lead, "/projects/1/places", body).get_json() == {"given": 1, "over": []}
    assert post(lead, "/projects/1/places", body).get_json() == {"given": 0, "over": []}
    assert places(seeded) == {(1, reviewer.person_id): "offered"}


@pytest.mark.parametrize(
    ("body", "status"),
    [
        ([], 422),
        ([{"document_id": 1}], 422),
        ([{"document_id": 99, "person_id": 1}], 404),
        ([{"document_id": 1, "person_id": 99}], 404),
        ([{"document_id": 2**70, "person_id": 1}], 422),
        ([{"document_id": -1, "person_id": 1}], 422),
        ([{"document_id": 1, "person_id": 1}] * 1001, 422),
    ],
    ids=range(7),
)
def test_program_gets_a_clear_no(
    body: list[object], status: int, lead: Somebody, seeded: Database
) -> None:
    assert post(lead, "/projects/1/places", body).status_code == status
    assert places(seeded) == {}


@pytest.mark.usefixtures("assigned")
def test_program_is_told_which_articles_would_be_overfull(
    lead: Somebody, reviewer: Somebody, colleague: Somebody, seeded: Database
) -> None:
    ids = [each.person_id for each in (lead, reviewer, colleague)]
    body = [{"document_id": 1, "person_id": each} for each in ids]
    answer = post(lead, "/projects/1/places", body)
    assert answer.status_code == 409
    assert "US forces in Iraq" in answer.get_json()["detail"]
    assert places(seeded) == {}


@pytest.mark.usefixtures("assigned")
def test_lead_and_reviewers_at_once_never_overfill_an_article(
    lead: Somebody, reviewer: Somebody, colleague: Somebody, seeded: Database
) -> None:
    with seeded.writing() as session:
        session.get_one(Project, 1).overlap = 1
    for _ in range(10):
        _at_once(seeded, lead, [reviewer, colleague])
        assert sorted(document for document, _ in places(seeded)) == [1, 2]
        with seeded.writing() as session:
            session.execute(delete(Assignment))


def _at_once(database: Database, lead: Somebody, reviewers: list[Somebody]) -> None:
    """Let the reviewers ask for an article each, while the lead takes all or none of them."""
    ready = threading.Barrier(len(reviewers) + 1)

    def ask(who: Somebody) -> None:
        ready.wait()
        with database.writing() as session:
            place_actions.take_next(session, who.caller, 1)

    def assign() -> None:
        ready.wait()
        pairs = [(document, lead.person_id) for document in (1, 2)]
        with contextlib.suppress(Conflict), database.writing() as session:
            grid_actions.give(session, lead.caller, 1, pairs)

    threads = [threading.Thread(target=ask, args=(who,)) for who in reviewers]
    threads.append(threading.Thread(target=assign))
    for each in threads:
        each.start()
    for each in threads:
        each.join()
