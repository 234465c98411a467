"""Deciding: append-only, the newest counts, two at once, what was not seen, closed projects."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import select, update

from tests.adjudicate.conftest import Article, Decide, numbers
from tests.agreement.conftest import NAMES
from tests.rig.api import judgment, save
from tests.rig.people import People, Somebody
from webapp.adjudicate import actions, queries
from webapp.adjudicate.actions import Ruling
from webapp.annotate.repair import repair
from webapp.db import Database, now
from webapp.documents.repair import Join
from webapp.models import Decision, Project, Question, Sentence
from webapp.problems import BadInput, Conflict, Forbidden, NotFound


def history(database: Database) -> list[tuple[int | None, str | None, str | None]]:
    query = select(Decision.revision, Decision.label, Decision.reason).order_by(Decision.id)
    with database.reading() as session:
        return [(row[0], row[1], row[2]) for row in session.execute(query)]


@pytest.fixture
def split(article: Article, seeded: Database) -> int:
    """A sentence that two reviewers label differently."""
    return numbers(seeded, article("s", "o"))[0]


def document_of(database: Database, sentence_id: int) -> int:
    query = select(Sentence.document_id).where(Sentence.id == sentence_id)
    with database.reading() as session:
        return session.scalars(query).one()


def test_decisions_are_added_and_the_newest_counts(
    split: int, decide: Decide, seeded: Database
) -> None:
    decide(split, "s", reason="slip")
    decide(split, "o", reason="edge_case")
    decide(split, None)
    assert history(seeded) == [(1, "sourced", "slip"), (2, "opinion", "edge_case"), (3, None, None)]


def test_decision_keeps_the_votes_as_they_were(
    split: int, decide: Decide, reviewer: Somebody, colleague: Somebody
) -> None:
    newest = decide(split, "s").newest
    assert newest
    assert newest.votes == (
        (reviewer.person_id, "sourced"),
        (colleague.person_id, "opinion"),
    )


def test_second_lead_is_told_and_both_decisions_are_kept(
    split: int, decide: Decide, people: People, seeded: Database
) -> None:
    other = people.add("Luis Lead", "lead")
    decide(split, "s", seen_revision=0)
    late = decide(split, "o", who=other, seen_revision=0)
    assert late.revision is None
    assert late.newest
    assert (late.newest.label, late.newest.made_by) == ("sourced", "Lena Lead")
    assert history(seeded) == [(1, "sourced", "edge_case"), (None, "opinion", "edge_case")]


def test_decision_on_votes_that_were_not_seen_is_refused(
    split: int, decide: Decide, seeded: Database
) -> None:
    with pytest.raises(Conflict, match="has changed since you opened it"):
        decide(split, "s", seen_votes=())
    assert history(seeded) == []


def test_leads_who_decide_at_once_get_one_revision_each(
    split: int, seeded: Database, lead: Somebody
) -> None:
    def settle(letter: str) -> int | None:
        with seeded.writing() as session:
            ruling = Ruling(NAMES[letter], "slip")
            return actions.decide(session, lead.caller, split, ruling).revision

    with ThreadPoolExecutor(4) as threads:
        assert sorted(filter(None, threads.map(settle, "suosuosu"))) == list(range(1, 9))


def test_nothing_decided_cannot_be_taken_back(split: int, decide: Decide) -> None:
    with pytest.raises(Conflict, match="no decision on this sentence"):
        decide(split, None)


@pytest.mark.parametrize(
    "ruling",
    [
        Ruling("nonsense", "slip"),
        Ruling("sourced"),
        Ruling("sourced", "nonsense"),
        Ruling(None, "slip"),
        Ruling("sourced", "slip", "a\0b"),
        Ruling("sourced", "slip", "\ud800"),
        Ruling("sourced", "slip", "x" * 5001),
    ],
    ids=range(7),
)
def test_unfit_decision_is_refused(
    ruling: Ruling, split: int, lead: Somebody, seeded: Database
) -> None:
    with seeded.writing() as session, pytest.raises(BadInput):
        actions.decide(session, lead.caller, split, ruling)
    assert history(seeded) == []


def test_reviewer_may_not_decide_nor_ask(split: int, reviewer: Somebody, seeded: Database) -> None:
    with seeded.writing() as session:
        with pytest.raises(Forbidden):
            actions.decide(session, reviewer.caller, split, Ruling("sourced", "slip"))
        with pytest.raises(Forbidden):
            actions.ask(session, reviewer.caller, split, "Why?")


def test_closed_project_takes_no_decision_and_no_question(
    split: int, decide: Decide, lead: Somebody, seeded: Database
) -> None:
    with seeded.writing() as session:
        session.execute(update(Project).values(closed_at=now()))
    with pytest.raises(Conflict, match="closed"):
        decide(split, "s")
    with seeded.writing() as session, pytest.raises(Conflict, match="closed"):
        actions.ask(session, lead.caller, split, "Why?")


def test_unknown_sentence_is_not_found(decide: Decide) -> None:
    with pytest.raises(NotFound):
        decide(10**9, "s")


def test_sentence_that_was_cut_anew_takes_no_decision(
    article: Article, decide: Decide, lead: Somebody, seeded: Database
) -> None:
    document = article("so", "oo")
    first = numbers(seeded, document)[0]
    decide(first, "s")
    with seeded.writing() as session:
        repair(session, lead.caller, document, 1, Join(first))
    with pytest.raises(Conflict, match="cut anew"):
        decide(first, "s")
    with seeded.reading() as session:
        assert queries.gold(session, document) == {}


def test_decision_closes_what_is_asked_and_taking_it_back_opens_it(
    split: int, decide: Decide, lead: Somebody, seeded: Database
) -> None:
    with seeded.writing() as session:
        actions.ask(session, lead.caller, split, "Why?")
    for letter, closed_in in (("s", 1), ("o", 2), (None, None)):
        decide(split, letter)
        with seeded.reading() as session:
            assert session.scalars(select(Question.closed_in)).all() == [closed_in]


def test_question_that_is_sent_twice_is_asked_once(
    split: int, lead: Somebody, decide: Decide, seeded: Database
) -> None:
    def ask(words: str) -> int:
        with seeded.writing() as session:
            actions.ask(session, lead.caller, split, words)
            return len(session.scalars(select(Question)).all())

    assert [ask("Why?"), ask("Why? "), ask("Who says so?")] == [1, 1, 2]
    decide(split, "s")
    assert ask("Why?") == 3


def test_question_where_nobody_has_labelled_is_refused(lead: Somebody, seeded: Database) -> None:
    with seeded.writing() as session, pytest.raises(Conflict, match="Nobody has labelled"):
        actions.ask(session, lead.caller, numbers(seeded, 1)[0], "Why?")


def test_label_that_comes_after_does_not_change_the_decision(
    split: int, decide: Decide, reviewer: Somebody, seeded: Database
) -> None:
    decide(split, "s")
    save(reviewer, document_of(seeded, split), judgment(split, "opinion"))
    assert history(seeded) == [(1, "sourced", "edge_case")]
