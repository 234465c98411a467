"""An example tells the label of its sentence: what that makes of the labels given afterwards."""

from datetime import timedelta

import pytest

from tests.annotate.places import end, settle, take
from tests.guidelines.conftest import Pin
from tests.rig.api import judgment, save, sentences
from tests.rig.people import Somebody
from webapp.accounts.actions import add_member
from webapp.db import Database, now
from webapp.guidelines.actions import take_down
from webapp.models import Annotation, Assignment, Document


@pytest.fixture
def first(seeded: Database) -> int:
    return sentences(seeded)[0]


def say(who: Somebody, sentence_id: int, label: str) -> bool:
    """Label a sentence, and return whether that is marked as informed."""
    save(who, 1, judgment(sentence_id, label))
    with who.database.reading() as session:
        return session.get_one(Annotation, (who.person_id, sentence_id)).informed


def remove(lead: Somebody, example_id: int) -> None:
    with lead.database.writing() as session:
        take_down(session, 1, example_id, lead.person_id)


def test_label_changed_after_the_example_was_shown_is_informed(
    reviewer: Somebody, pin: Pin, first: int
) -> None:
    assert not say(reviewer, first, "sourced")
    pin(first, "opinion")
    assert not say(reviewer, first, "sourced")  # the same again
    assert say(reviewer, first, "opinion")


def test_first_label_on_an_example_that_is_hidden_is_independent(
    reviewer: Somebody, pin: Pin, first: int
) -> None:
    pin(first, "opinion")
    save(reviewer, 1, judgment(first, None, flags=["unsure"]))
    assert not say(reviewer, first, "sourced")
    assert say(reviewer, first, "opinion")


def test_example_leaves_the_labels_of_other_sentences_independent(
    reviewer: Somebody, pin: Pin, first: int, seeded: Database
) -> None:
    say(reviewer, first, "sourced")
    pin(first, "opinion")
    other = sentences(seeded)[1]
    assert not say(reviewer, other, "sourced")
    assert not say(reviewer, other, "opinion")


def test_lead_who_labels_an_example_is_informed(lead: Somebody, pin: Pin, first: int) -> None:
    pin(first, "opinion")
    assert say(lead, first, "opinion")


def test_admin_who_reviews_and_labels_an_example_is_informed(
    admin: Somebody, pin: Pin, first: int, seeded: Database
) -> None:
    with seeded.writing() as session:
        add_member(session, admin.person_id, 1, "reviewer")
    pin(first, "opinion", REASON)
    assert REASON in admin.get("/guidelines/1").text
    assert say(admin, first, "opinion")


def test_example_that_was_taken_down_was_seen_all_the_same(
    reviewer: Somebody, lead: Somebody, pin: Pin, first: int
) -> None:
    say(reviewer, first, "sourced")
    remove(lead, pin(first, "opinion").id)
    assert say(reviewer, first, "opinion")


def test_example_that_was_taken_down_before_the_first_label_was_never_seen(
    reviewer: Somebody, lead: Somebody, pin: Pin, first: int
) -> None:
    remove(lead, pin(first, "opinion").id)
    assert not say(reviewer, first, "sourced")
    assert not say(reviewer, first, "opinion")


# ---------------------------------------------------------------- articles that are shared out

REASON = "It reads a motive."


@pytest.fixture
def full(seeded: Database, colleague: Somebody, pin: Pin, first: int) -> Database:
    """An assigned project of one reviewer an article; the first has its one, and an example."""
    settle(seeded, 1, mode="assigned", overlap=1)
    assert take(colleague, 1) == 1
    pin(first, "opinion", REASON)
    return seeded


def test_example_of_an_article_that_went_to_others_is_shown_once_it_is_ended(
    full: Database, reviewer: Somebody, colleague: Somebody
) -> None:
    assert REASON not in reviewer.get("/guidelines/1").text
    end(colleague, 1, incomplete=True)
    for page in ("/guidelines/1", "/guidelines/1/panel"):
        shown = reviewer.get(page).text
        assert REASON in shown
        assert "/annotate/1?" not in shown  # where they have no place, there is nothing to open
    assert full is reviewer.database


def test_example_stays_hidden_while_a_place_is_free(
    full: Database, reviewer: Somebody, colleague: Somebody
) -> None:
    settle(full, 1, overlap=2)
    end(colleague, 1, incomplete=True)
    assert REASON not in reviewer.get("/guidelines/1").text


def test_example_stays_hidden_from_who_has_a_place(
    full: Database, reviewer: Somebody, colleague: Somebody
) -> None:
    settle(full, 1, overlap=2)
    end(colleague, 1, incomplete=True)
    give_place(full, reviewer)
    settle(full, 1, overlap=1)
    assert REASON not in reviewer.get("/guidelines/1").text


@pytest.mark.parametrize("purpose", ["shared", "qualification"])
def test_example_of_an_article_for_everybody_stays_hidden(
    purpose: str, full: Database, reviewer: Somebody, colleague: Somebody
) -> None:
    end(colleague, 1, incomplete=True)
    with full.writing() as session:
        session.get_one(Document, 1).purpose = purpose
    assert REASON not in reviewer.get("/guidelines/1").text


def test_example_of_an_open_project_stays_hidden_until_it_is_labelled(
    full: Database, reviewer: Somebody, colleague: Somebody
) -> None:
    end(colleague, 1, incomplete=True)
    settle(full, 1, mode="open")
    assert REASON not in reviewer.get("/guidelines/1").text


def test_reviewer_who_gets_a_place_after_the_example_was_shown_is_informed(
    full: Database, reviewer: Somebody, colleague: Somebody, first: int
) -> None:
    end(colleague, 1, incomplete=True)
    assert REASON in reviewer.get("/guidelines/1").text
    give_place(full, reviewer)
    assert say(reviewer, first, "opinion")
    assert not say(reviewer, sentences(full)[1], "opinion")


def test_reviewer_who_had_a_place_before_it_was_ended_is_independent(
    full: Database, reviewer: Somebody, colleague: Somebody, first: int
) -> None:
    give_place(full, reviewer)
    end(colleague, 1, incomplete=True)
    assert not say(reviewer, first, "opinion")


def give_place(database: Database, who: Somebody) -> None:
    """Give somebody a place on the first article, as a lead who wants one reviewer more."""
    settle(database, 1, overlap=2)
    with database.writing() as session:
        place = {"document_id": 1, "reviewer_id": who.person_id, "offered_at": now()}
        session.add(Assignment(**place, lease_until=now() + timedelta(days=1)))
