"""An example tells the label of its sentence: what that makes of the labels given afterwards."""

import pytest

from tests.guidelines.conftest import Pin
from tests.rig.api import judgment, save, sentences
from tests.rig.people import Somebody
from webapp.db import Database
from webapp.guidelines.actions import take_down
from webapp.models import Annotation


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
