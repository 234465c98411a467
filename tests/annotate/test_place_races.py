"""Two who want something of one place at the same moment: one wins, the other is told."""

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import func, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from tests.annotate.joining import add_article, ask, give_key, is_qualified
from tests.annotate.joining import end as end_qualification
from tests.annotate.places import labels_of, settle, state, take
from tests.annotate.races import Act, at_once
from tests.rig.api import judgment, save, sentences
from tests.rig.people import People, Somebody
from webapp.accounts import pseudonym_actions
from webapp.annotate import (
    answer_actions,
    grid_actions,
    joining_actions,
    place_actions,
    reopen_actions,
)
from webapp.annotate.actions import record
from webapp.annotate.grid_actions import Ticks
from webapp.annotate.joining_actions import Joining, joining_of
from webapp.annotate.judgment import Judgment, Outcome
from webapp.annotate.place_queries import own_places, taken
from webapp.db import Database, now
from webapp.documents.project_actions import hold
from webapp.models import Act as Recorded
from webapp.models import Assignment, Project
from webapp.problems import Conflict, NotFound

ARTICLE = 3


@pytest.fixture
def ann(team: list[Somebody], project: int) -> Somebody:
    """A reviewer with a place on the first article of an assigned project."""
    assert take(team[0], project) == ARTICLE
    return team[0]


def ends(who: Somebody) -> Act:
    return lambda session: place_actions.submit(session, who.caller, ARTICLE, incomplete=True)


def gives_back(who: Somebody) -> Act:
    return lambda session: place_actions.release(session, who.caller, ARTICLE)


def takes_back(boss: Somebody, project: int, who: Somebody) -> Act:
    pair = (ARTICLE, who.person_id)
    return lambda session: grid_actions.take_back(session, boss.caller, project, pair)


def unticks(boss: Somebody, project: int, who: Somebody) -> Act:
    ticks = Ticks({(ARTICLE, who.person_id): "offered"}, ticked=())
    return lambda session: grid_actions.change(session, boss.caller, project, ticks)


def labels(who: Somebody) -> Act:
    item = Judgment(
        event_id="late", sentence_id=sentences(who.database, ARTICLE)[0], label="sourced"
    )

    def save(session: Session) -> Outcome:
        place = place_actions.work_on(session, who.caller, ARTICLE)
        return record(session, who.person_id, ARTICLE, 1, [item], place)[0]

    return save


def place_of(who: Somebody, document: int = ARTICLE) -> Assignment:
    with who.database.reading() as session:
        return session.get_one(Assignment, (document, who.person_id))


def set_lease(session: Session, who: Somebody, left: timedelta) -> None:
    session.execute(
        update(Assignment)
        .where(Assignment.reviewer_id == who.person_id)
        .values(lease_until=now() + left)
    )


# ---------------------------------------------------------------- ending an article


def test_article_that_is_being_ended_is_not_given_back(ann: Somebody, seeded: Database) -> None:
    answer = at_once(seeded, ends(ann), gives_back(ann))
    assert isinstance(answer, Conflict)
    assert "no place on this article that could be given back" in str(answer)
    assert (state(ann, ARTICLE), place_of(ann).ended_at) == ("submitted", None)


def test_place_that_is_being_given_back_is_not_ended(ann: Somebody, seeded: Database) -> None:
    answer = at_once(seeded, gives_back(ann), ends(ann))
    assert isinstance(answer, Conflict)
    assert "was given back" in str(answer)
    assert (state(ann, ARTICLE), place_of(ann).submitted_at) == ("released", None)


def test_article_that_is_being_ended_is_not_taken_back(
    ann: Somebody, boss: Somebody, project: int, seeded: Database
) -> None:
    answer = at_once(seeded, ends(ann), takes_back(boss, project, ann))
    assert isinstance(answer, Conflict)
    assert (state(ann, ARTICLE), place_of(ann).ended_at) == ("submitted", None)


@pytest.mark.parametrize("way", [takes_back, unticks])
def test_place_that_a_lead_is_taking_back_is_not_ended(
    way: Any, ann: Somebody, boss: Somebody, project: int, seeded: Database
) -> None:
    answer = at_once(seeded, way(boss, project, ann), ends(ann))
    assert isinstance(answer, Conflict)
    assert "was given back" in str(answer)
    assert (state(ann, ARTICLE), place_of(ann).submitted_at) == ("released", None)


def test_place_that_a_lead_takes_back_is_not_taken_again_by_itself(
    ann: Somebody, boss: Somebody, project: int, seeded: Database
) -> None:
    with seeded.writing() as session:
        set_lease(session, ann, timedelta(hours=-1))
    answer = at_once(
        seeded,
        takes_back(boss, project, ann),
        lambda session: place_actions.take_again(session, ann.caller, ARTICLE),
    )
    assert isinstance(answer, Conflict)
    assert "A lead has taken your place" in str(answer)
    assert state(ann, ARTICLE) == "released"


# ---------------------------------------------------------------- labels


def test_label_does_not_renew_a_place_that_is_being_taken_back(
    ann: Somebody, boss: Somebody, project: int, seeded: Database
) -> None:
    before = place_of(ann).lease_until
    outcome = at_once(seeded, takes_back(boss, project, ann), labels(ann))
    assert (outcome.outcome, "was given back" in outcome.reason) == ("refused", True)
    assert place_of(ann).lease_until == before


def test_label_in_the_last_minute_of_a_lease_does_not_overfill_the_article(
    ann: Somebody, team: list[Somebody], project: int, seeded: Database
) -> None:
    settle(seeded, project, overlap=1)
    with seeded.writing() as session:
        set_lease(session, ann, timedelta(seconds=30))

    def lapse_and_take(session: Session) -> None:
        hold(session, project)
        set_lease(session, ann, timedelta(seconds=-1))  # as if the time had passed
        assert place_actions.take_next(session, team[1].caller, project) == ARTICLE

    outcome = at_once(seeded, lapse_and_take, labels(ann))
    assert (outcome.outcome, "ran out" in outcome.reason) == ("refused", True)
    with seeded.reading() as session:
        assert taken(session, ARTICLE, now()) == 1


# ---------------------------------------------------------------- the next article


def test_second_click_at_once_leads_to_the_article_of_the_first(
    team: list[Somebody], project: int, seeded: Database
) -> None:
    def clicks(session: Session) -> int | None:
        return place_actions.take_next(session, team[0].caller, project, had=0)

    assert at_once(seeded, clicks, clicks) == ARTICLE
    with seeded.reading() as session:
        assert own_places(session, project, team[0].person_id) == 1


def test_key_that_comes_while_a_threshold_is_set_locks_nobody_out(
    lead: Somebody, reviewer: Somebody, seeded: Database
) -> None:
    article = add_article(seeded, "qualification")
    save(reviewer, 1, judgment(sentences(seeded, 1)[0]))
    given = {sentences(seeded, article)[0]: ("sourced", "Because.")}

    def asks(session: Session) -> None:
        seen = joining_of(session.get_one(Project, 1))
        joining_actions.change(session, 1, Joining(80, 0, 7), seen, None)

    at_once(
        seeded,
        asks,
        lambda session: answer_actions.set_key(session, article, lead.person_id, given),
    )
    assert is_qualified(reviewer)


# ---------------------------------------------------------------- leaving


def leaves(boss: Somebody, who: Somebody) -> Act:
    return lambda session: pseudonym_actions.replace(session, boss.caller, who.person_id)


def test_label_that_comes_while_its_reviewer_leaves_is_stored_and_the_place_given_back(
    ann: Somebody, boss: Somebody, seeded: Database
) -> None:
    item = Judgment(event_id="last", sentence_id=sentences(seeded, ARTICLE)[0], label="sourced")
    name = at_once(
        seeded,
        lambda session: place_actions.work_on(session, ann.caller, ARTICLE),
        leaves(boss, ann),
        then=lambda session: record(session, ann.person_id, ARTICLE, 1, [item]),
    )
    assert str(name).startswith("Reviewer ")
    assert place_of(ann).ended_by_id == boss.person_id
    assert labels_of(seeded, ann) == ["sourced"]


def test_place_that_is_taken_while_its_reviewer_leaves_is_given_back(
    team: list[Somebody], boss: Somebody, project: int, seeded: Database
) -> None:
    at_once(
        seeded,
        lambda session: place_actions.take_next(session, team[0].caller, project),
        leaves(boss, team[0]),
    )
    assert place_of(team[0]).ended_by_id == boss.person_id


def test_reviewer_who_leaves_takes_no_next_article(
    team: list[Somebody], boss: Somebody, project: int, seeded: Database
) -> None:
    answer = at_once(
        seeded,
        leaves(boss, team[0]),
        lambda session: place_actions.take_next(session, team[0].caller, project),
    )
    assert "has left" in str(answer)
    with seeded.reading() as session:
        assert taken(session, ARTICLE, now()) == 0


def test_reviewer_who_leaves_begins_no_shared_article(
    reviewer: Somebody, admin: Somebody, seeded: Database
) -> None:
    shared = add_article(seeded, "shared")
    answer = at_once(
        seeded,
        leaves(admin, reviewer),
        lambda session: place_actions.begin(session, reviewer.caller, shared),
    )
    assert "has left" in str(answer)
    with seeded.reading() as session:
        assert taken(session, shared, now()) == 0


def test_two_admins_who_replace_each_other_leave_one(
    admin: Somebody, people: People, seeded: Database
) -> None:
    other = people.add("Otto Admin", "admin")
    answer = at_once(seeded, leaves(admin, other), leaves(other, admin))
    assert "the last admin" in str(answer)


# ---------------------------------------------------------------- opening again


def test_two_leads_who_open_a_qualification_again_open_it_once(
    lead: Somebody, admin: Somebody, reviewer: Somebody, seeded: Database
) -> None:
    article = add_article(seeded, "qualification")
    give_key(lead, article)
    ask(seeded, 80)
    end_qualification(reviewer, article, ("opinion",) * 4)

    def again(by: Somebody) -> Act:
        return lambda session: reopen_actions.reopen_qualification(
            session, by.caller, 1, reviewer.person_id
        )

    assert isinstance(at_once(seeded, again(lead), again(admin)), NotFound)
    with seeded.reading() as session:
        reopened = select(func.count()).where(Recorded.verb == "reopened")
        assert session.scalar(reopened) == 1


# ---------------------------------------------------------------- whatever comes


def test_place_is_never_both_ended_and_given_back(ann: Somebody, seeded: Database) -> None:
    both = update(Assignment).values(submitted_at=now(), ended_at=now())
    with pytest.raises(IntegrityError), seeded.writing() as session:
        session.execute(both)
    assert state(ann, ARTICLE) == "offered"
