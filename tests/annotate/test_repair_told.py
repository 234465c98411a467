"""A repair takes sentences away, not what their questions and examples told."""

import pytest

from tests.annotate.repairs import do
from tests.rig.api import judgment, save, sentences
from tests.rig.people import People, Somebody
from webapp.adjudicate.actions import Ruling, ask, decide
from webapp.db import Database
from webapp.documents.repair import Join, Split, Wish
from webapp.guidelines import actions as guidelines
from webapp.models import Annotation


@pytest.fixture
def labelled(seeded: Database, short: int, reviewer: Somebody, colleague: Somebody) -> list[int]:
    """The sentences of an article, the first two of which two reviewers labelled differently."""
    one, two, *_ = found = sentences(seeded, short)
    save(reviewer, short, judgment(one, "sourced"), judgment(two, "sourced"))
    save(colleague, short, judgment(one, "opinion"), judgment(two, "opinion"))
    return found


def ask_about(lead: Somebody, sentence_id: int) -> None:
    with lead.database.writing() as session:
        ask(session, lead.caller, sentence_id, "Who says so?")


def settle(lead: Somebody, sentence_id: int) -> None:
    with lead.database.writing() as session:
        decide(session, lead.caller, sentence_id, Ruling("opinion", "slip"))


def pin(lead: Somebody, sentence_id: int) -> None:
    with lead.database.writing() as session:
        guidelines.pin(session, 1, sentence_id, "opinion", "It judges.", lead.person_id)


def is_informed(who: Somebody, document: int, sentence_id: int, label: str = "opinion") -> bool:
    """Label a sentence, and return whether that is marked as informed."""
    save(who, document, judgment(sentence_id, label))
    with who.database.reading() as session:
        return session.get_one(Annotation, (who.person_id, sentence_id)).informed


def repaired(lead: Somebody, document: int, wish: Wish, seen: int = 1) -> list[int]:
    """Join or split a sentence, and return the sentences then."""
    do(lead.database, lead, document, wish, seen)
    return sentences(lead.database, document)


def test_joined_sentence_is_told_of_by_the_question_about_a_part(
    labelled: list[int], lead: Somebody, reviewer: Somebody, short: int
) -> None:
    ask_about(lead, labelled[0])
    joined, *_ = repaired(lead, short, Join(labelled[0]))
    assert is_informed(reviewer, short, joined)


def test_parts_are_told_of_by_the_question_about_the_whole(
    labelled: list[int], lead: Somebody, reviewer: Somebody, short: int
) -> None:
    ask_about(lead, labelled[1])
    _, first, second, *_ = repaired(lead, short, Split(labelled[1], 17))
    assert is_informed(reviewer, short, first)
    assert is_informed(reviewer, short, second)


def test_question_that_was_decided_told_of_the_joined_sentence(
    labelled: list[int], lead: Somebody, reviewer: Somebody, short: int
) -> None:
    ask_about(lead, labelled[0])
    settle(lead, labelled[0])
    joined, *_ = repaired(lead, short, Join(labelled[0]))
    assert is_informed(reviewer, short, joined)


def test_example_told_of_the_joined_sentence(
    labelled: list[int], lead: Somebody, reviewer: Somebody, short: int
) -> None:
    pin(lead, labelled[0])
    joined, *_ = repaired(lead, short, Join(labelled[0]))
    assert is_informed(reviewer, short, joined)


def test_example_that_a_lead_could_read_told_of_the_parts(
    lead: Somebody, short: int, seeded: Database
) -> None:
    one, *_ = sentences(seeded, short)
    pin(lead, one)
    first, second, *_ = repaired(lead, short, Split(one, 4))
    assert is_informed(lead, short, first)
    assert is_informed(lead, short, second)


def test_question_is_remembered_through_one_repair_after_another(
    labelled: list[int], lead: Somebody, reviewer: Somebody, short: int
) -> None:
    ask_about(lead, labelled[0])
    joined, *_ = repaired(lead, short, Join(labelled[0]))
    first, *_ = repaired(lead, short, Split(joined, 4), seen=2)
    assert is_informed(reviewer, short, first)


def test_sentences_beside_those_that_were_told_of_stay_independent(
    labelled: list[int], lead: Somebody, reviewer: Somebody, short: int
) -> None:
    ask_about(lead, labelled[0])
    pin(lead, labelled[0])
    *_, third, fourth = labelled
    repaired(lead, short, Split(labelled[0], 4))
    _, _, second, joined = repaired(lead, short, Join(third), seen=2)
    assert not is_informed(reviewer, short, second)
    assert not is_informed(reviewer, short, joined)
    assert fourth not in sentences(lead.database, short)


def test_who_had_not_labelled_the_replaced_sentence_was_told_nothing(
    labelled: list[int], lead: Somebody, people: People, short: int
) -> None:
    third = people.add("Tom Third")
    save(third, short, judgment(labelled[1]), judgment(labelled[3]))
    ask_about(lead, labelled[0])
    pin(lead, labelled[0])
    joined, *_ = repaired(lead, short, Join(labelled[0]))
    assert not is_informed(third, short, joined)


def test_who_labelled_the_replaced_sentence_after_the_decision_was_not_asked(
    labelled: list[int], lead: Somebody, people: People, short: int
) -> None:
    third = people.add("Tom Third")
    ask_about(lead, labelled[0])
    settle(lead, labelled[0])
    save(third, short, judgment(labelled[0]))
    joined, *_ = repaired(lead, short, Join(labelled[0]))
    assert not is_informed(third, short, joined)


def test_plain_repair_leaves_labels_independent(
    labelled: list[int], lead: Somebody, reviewer: Somebody, short: int
) -> None:
    joined, *_ = repaired(lead, short, Join(labelled[0]))
    assert not is_informed(reviewer, short, joined)
