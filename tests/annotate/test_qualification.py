"""New reviewers label the qualification set first, and read nothing else until they have passed."""

from datetime import timedelta

import pytest
from sqlalchemy import update

from tests.annotate.joining import (
    KEY,
    WRONG,
    add_article,
    ask,
    end,
    give_key,
    is_qualified,
    next_article,
)
from tests.annotate.places import labels_of
from tests.annotate.test_blindness import seen_by
from tests.rig.api import get, judgment, save, sentences
from tests.rig.people import People, Somebody
from webapp.annotate import joining_actions, place_actions, reopen_actions
from webapp.db import Database, now
from webapp.documents import actions
from webapp.models import Project


@pytest.fixture
def assigned(seeded: Database) -> None:
    with seeded.writing() as session:
        session.execute(update(Project).values(mode="assigned"))


def readable(who: Somebody) -> dict[int, int]:
    return {each: who.get(f"/annotate/{each}").status_code for each in (1, 3)}


def test_new_reviewer_reads_the_qualification_alone(qualification: int, reviewer: Somebody) -> None:
    assert qualification == 3
    assert readable(reviewer) == {1: 404, 3: 200}
    listed = get(reviewer, "/projects/1/documents").get_json()["items"]
    assert [each["id"] for each in listed] == [3]
    assert save_status(reviewer, 1) == 404


def save_status(who: Somebody, document_id: int) -> int:
    label = judgment(sentences(who.database, document_id)[0])
    path = f"/api/v1/documents/{document_id}/annotations"
    client = who.app.test_client()
    return client.post(path, headers=who.headers, json=[label]).status_code


def test_passing_opens_the_other_articles(qualification: int, reviewer: Somebody) -> None:
    end(reviewer, qualification, (*KEY[:3], "opinion"))  # 3 of 4 are the 75% that are asked for
    assert is_qualified(reviewer)
    assert readable(reviewer) == {1: 200, 3: 200}
    assert save_status(reviewer, 1) == 200


def test_failing_opens_nothing(qualification: int, reviewer: Somebody) -> None:
    end(reviewer, qualification, WRONG)
    assert not is_qualified(reviewer)
    assert readable(reviewer) == {1: 404, 3: 200}
    assert next_article(reviewer) is None


def test_last_try_counts(qualification: int, reviewer: Somebody, seeded: Database) -> None:
    end(reviewer, qualification, WRONG)
    with seeded.writing() as session:
        reopen_actions.reopen(session, qualification, reviewer.person_id)
    assert readable(reviewer)[1] == 404
    end(reviewer, qualification)
    assert is_qualified(reviewer)


def test_queue_of_another_tab_changes_nothing_of_a_try_that_was_ended(
    qualification: int, reviewer: Somebody
) -> None:
    """It was made before the key was shown, or so it says."""
    end(reviewer, qualification, WRONG)
    first = sentences(reviewer.database, 3)[0]
    made = (now() - timedelta(minutes=5)).isoformat()
    (outcome,) = save(reviewer, qualification, judgment(first, KEY[0], made_at=made))
    assert (outcome["outcome"], "ended this article" in outcome["reason"]) == ("refused", True)
    assert labels_of(reviewer.database, reviewer) == list(WRONG)


def test_labels_count_only_once_the_article_is_ended(
    qualification: int, reviewer: Somebody
) -> None:
    save(reviewer, qualification, *map(judgment, sentences(reviewer.database, 3), KEY))
    assert not is_qualified(reviewer)


def test_every_article_of_the_set_is_needed(
    qualification: int, reviewer: Somebody, lead: Somebody
) -> None:
    second = add_article(lead.database, "qualification")
    give_key(lead, second)
    end(reviewer, qualification)
    assert not is_qualified(reviewer)
    end(reviewer, second, WRONG)  # 6 of 8 in all
    assert is_qualified(reviewer)


@pytest.mark.usefixtures("assigned")
def test_qualification_is_handed_out_first_and_alone(
    qualification: int, reviewer: Somebody, colleague: Somebody
) -> None:
    assert readable(reviewer) == {1: 404, 3: 404}
    for who in (reviewer, colleague):
        assert next_article(who) == qualification
        assert next_article(who) is None
        assert readable(who) == {1: 404, 3: 200}
    end(reviewer, qualification)
    assert next_article(reviewer) == 1


@pytest.mark.usefixtures("assigned")
def test_qualification_that_was_given_back_is_handed_out_again(
    qualification: int, reviewer: Somebody, seeded: Database
) -> None:
    next_article(reviewer)
    with seeded.writing() as session:
        place_actions.release(session, reviewer.caller, qualification)
    assert next_article(reviewer) == qualification


@pytest.mark.usefixtures("qualification")
def test_lead_lets_pass(reviewer: Somebody, seeded: Database) -> None:
    with seeded.writing() as session:
        joining_actions.let_pass(session, 1, reviewer.person_id, None)
    assert readable(reviewer) == {1: 200, 3: 404}


@pytest.mark.usefixtures("qualification")
def test_lead_needs_no_qualification(lead: Somebody, admin: Somebody) -> None:
    assert readable(lead) == readable(admin) == {1: 200, 3: 200}


@pytest.mark.parametrize("threshold", [None, 75])
def test_nothing_is_asked_for_without_a_threshold_or_a_key(
    threshold: int | None, seeded: Database, reviewer: Somebody
) -> None:
    add_article(seeded, "qualification")
    ask(seeded, threshold)
    assert readable(reviewer) == {1: 200, 3: 404}
    assert next_article(reviewer) == 1


def test_who_is_at_work_already_counts_as_qualified(
    seeded: Database, lead: Somebody, reviewer: Somebody, colleague: Somebody
) -> None:
    save(reviewer, 1, judgment(sentences(seeded)[0]))
    give_key(lead, add_article(seeded, "qualification"))
    ask(seeded, 75)
    assert is_qualified(reviewer)
    assert not is_qualified(colleague)


def test_lower_threshold_lets_pass_who_reaches_it(
    qualification: int, reviewer: Somebody, seeded: Database
) -> None:
    end(reviewer, qualification, WRONG)
    ask(seeded, 51)
    assert not is_qualified(reviewer)
    ask(seeded, 50)
    assert is_qualified(reviewer)


def test_corrected_key_lets_pass_who_matches_it(
    qualification: int, reviewer: Somebody, lead: Somebody
) -> None:
    end(reviewer, qualification, WRONG)
    give_key(lead, qualification, WRONG)
    assert is_qualified(reviewer)


def test_qualified_reviewer_is_asked_nothing_more(
    qualification: int, reviewer: Somebody, lead: Somebody
) -> None:
    end(reviewer, qualification)
    give_key(lead, qualification, ("not_applicable",) * 4)
    give_key(lead, add_article(lead.database, "qualification"))
    assert readable(reviewer) == {1: 200, 3: 200}


@pytest.mark.usefixtures("qualification")
def test_somebody_of_another_project_is_not_asked(people: People, seeded: Database) -> None:
    with seeded.writing() as session:
        other = actions.add_project(session, "Elsewhere").id
    who = people.add("Otto Other", project_id=other)
    assert get(who, f"/projects/{other}/documents").status_code == 200
    assert readable(who) == {1: 404, 3: 404}


def test_reviewer_sees_nothing_of_a_colleague_who_qualifies(
    qualification: int, reviewer: Somebody, colleague: Somebody
) -> None:
    paths = [f"/annotate/{qualification}", f"/annotate/{qualification}/feedback"]
    save(reviewer, qualification, judgment(sentences(reviewer.database, qualification)[0]))
    before = seen_by(reviewer, paths)
    end(colleague, qualification)
    assert is_qualified(colleague)
    assert seen_by(reviewer, paths) == before
