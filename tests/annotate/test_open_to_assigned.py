"""An open project that becomes assigned: those who have begun an article keep their places."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy.orm import Session

from tests.annotate.places import end, pass_time, settle, state, take
from tests.annotate.races import Act, at_once
from tests.rig.api import judgment, post, save, sentences
from tests.rig.people import People, Somebody
from webapp.annotate import place_actions
from webapp.db import Database, now
from webapp.documents import actions
from webapp.documents.queries import settings_of
from webapp.models import Assignment, Project


@pytest.fixture
def three(seeded: Database, people: People) -> list[Somebody]:
    """Three who have begun the first article of an open project that wants one on each."""
    settle(seeded, 1, overlap=1, lease_hours=10)
    found = [people.add(name) for name in ("Ann", "Ben", "Cem")]
    for each in found:
        save(each, 1, judgment(sentences(seeded)[0]))
    return found


def becomes(lead: Somebody, mode: str) -> Act:
    def change(session: Session) -> None:
        seen = settings_of(session.get_one(Project, 1))
        actions.change_project(session, 1, replace(seen, mode=mode), seen, lead.person_id)

    return change


@pytest.fixture
def assign(lead: Somebody) -> Callable[[], None]:
    """Makes the project an assigned one."""

    def change() -> None:
        with lead.database.writing() as session:
            becomes(lead, "assigned")(session)

    return change


def place_of(who: Somebody) -> Assignment:
    with who.database.reading() as session:
        return session.get_one(Assignment, (1, who.person_id))


def test_begun_places_run_out_like_others_once_a_project_is_assigned(
    three: list[Somebody], assign: Callable[[], None], seeded: Database
) -> None:
    before = now()
    assign()
    for who in three:
        until = place_of(who).lease_until
        assert until
        assert before <= until - timedelta(hours=10) <= now()
    pass_time(seeded, hours=11)
    assert [state(who, 1) for who in three] == ["lapsed"] * 3


def test_begun_places_count_once_a_project_is_assigned(
    three: list[Somebody], assign: Callable[[], None], seeded: Database, people: People
) -> None:
    assign()
    fourth = people.add("Dan")
    assert take(fourth, 1) == 2
    pass_time(seeded, hours=11)
    assert save(three[0], 1, judgment(sentences(seeded)[1]))[0]["outcome"] == "stored"
    assert save(three[1], 1, judgment(sentences(seeded)[1]))[0]["outcome"] == "refused"


def test_all_who_had_begun_may_go_on_and_end_the_article(
    three: list[Somebody], assign: Callable[[], None], seeded: Database
) -> None:
    assign()
    for who in three:
        assert save(who, 1, judgment(sentences(seeded)[1]))[0]["outcome"] == "stored"
        assert end(who, 1, incomplete=True) == 200


def test_places_that_were_ended_or_given_back_stay_so_when_a_project_is_assigned(
    three: list[Somebody], assign: Callable[[], None]
) -> None:
    end(three[0], 1, incomplete=True)
    post(three[1], "/documents/1/release", {})
    assign()
    assert [state(who, 1) for who in three] == ["submitted", "released", "progress"]
    assert [place_of(who).lease_until for who in three[:2]] == [None, None]


def test_other_settings_leave_begun_places_without_a_lease(
    three: list[Somebody], lead: Somebody, seeded: Database
) -> None:
    with seeded.writing() as session:
        seen = settings_of(session.get_one(Project, 1))
        actions.change_project(session, 1, replace(seen, overlap=2), seen, lead.person_id)
    assert place_of(three[0]).lease_until is None


def test_places_of_other_projects_stay_without_a_lease(
    three: list[Somebody], lead: Somebody, seeded: Database
) -> None:
    with seeded.writing() as session:
        other = actions.add_project(session, "Elsewhere").id
        seen = settings_of(session.get_one(Project, other))
        wanted = replace(seen, mode="assigned")
        actions.change_project(session, other, wanted, seen, lead.person_id)
    assert place_of(three[0]).lease_until is None


def test_place_that_is_begun_while_a_project_is_assigned_gets_a_lease(
    lead: Somebody, reviewer: Somebody, seeded: Database
) -> None:
    def begins(session: Session) -> None:
        place_actions.work_on(session, reviewer.caller, 1)

    assert at_once(seeded, begins, becomes(lead, "assigned")) is None
    assert place_of(reviewer).lease_until is not None
