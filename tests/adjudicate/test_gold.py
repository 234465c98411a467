"""Gold: what the tables amount to is what the definition says, and it follows every change."""

import uuid
from collections.abc import Callable

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import delete

from tests.adjudicate.conftest import Article, Decide, numbers
from tests.rig.api import judgment, save
from tests.rig.people import Somebody
from webapp.accounts.sight_actions import saw_others
from webapp.adjudicate import queries, queue_queries
from webapp.adjudicate.actions import Ruling, decide
from webapp.adjudicate.standing import ADJUDICATED, UNANIMOUS, Gold, met_gold
from webapp.annotate import actions as annotate
from webapp.annotate.judgment import Judgment
from webapp.annotate.place_queries import place
from webapp.db import Database
from webapp.models import Annotation, Decision, Event, QueueCount, Sight
from webapp.scheme import ALL_LABELS

LABELS = st.sampled_from([*ALL_LABELS, None])
VOTES = st.lists(st.tuples(LABELS, st.booleans()), min_size=3, max_size=3)
DECISIONS = st.lists(LABELS, max_size=2)
SENTENCES = st.lists(st.tuples(VOTES, DECISIONS), min_size=2, max_size=2)


def gold(database: Database, document_id: int) -> dict[int, Gold]:
    with database.reading() as session:
        return queries.gold(session, document_id)


def naive(
    votes: list[tuple[str | None, bool]], decisions: list[str | None]
) -> tuple[str, str] | None:
    """Gold as its definition reads: adjudicated, else unanimous, else none."""
    if decisions and decisions[-1] is not None:
        return decisions[-1], ADJUDICATED
    independent = [label for label, informed in votes if label is not None and not informed]
    if len(independent) >= 2 and all(label == independent[0] for label in independent):
        return independent[0], UNANIMOUS
    return None


def test_gold_is_what_its_definition_says(
    seeded: Database,
    lead: Somebody,
    reviewer: Somebody,
    colleague: Somebody,
    third: Somebody,
) -> None:
    people = [reviewer, colleague, third]
    sentences = numbers(seeded, 2)[:2]

    @settings(
        max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
    )
    @given(said=SENTENCES)
    def check(said: list[tuple[list[tuple[str | None, bool]], list[str | None]]]) -> None:
        forget(seeded)
        wanted = {}
        for sentence_id, (votes, decisions) in zip(sentences, said, strict=True):
            # independent ones first: once somebody has seen others' labels, all of theirs say so
            for who, (label, informed) in zip(people, votes, strict=True):
                give(seeded, who, sentence_id, label, informed=informed)
            kept = settle(seeded, lead, sentence_id, decisions)
            if found := naive(votes, kept):
                wanted[sentence_id] = found
        assert gold(seeded, 2) == wanted
        assert again(seeded) == met(seeded)

    check()


def forget(database: Database) -> None:
    with database.writing() as session:
        for table in (Decision, Annotation, Event, Sight, QueueCount):
            session.execute(delete(table))


def give(
    database: Database, who: Somebody, sentence_id: int, label: str | None, *, informed: bool
) -> None:
    with database.writing() as session:
        session.execute(delete(Sight))
        if informed:
            saw_others(session, who.person_id, [2])
            session.flush()
        here = place(session, who.caller, 2)
        said = Judgment(event_id=str(uuid.uuid4()), sentence_id=sentence_id, label=label)
        annotate.record(session, who.person_id, 2, 1, [said], here)


def settle(
    database: Database, lead: Somebody, sentence_id: int, labels: list[str | None]
) -> list[str | None]:
    """Decide one after the other; nothing can be taken back where nothing was decided."""
    kept: list[str | None] = []
    for label in labels:
        if label is None and not (kept and kept[-1]):
            continue
        with database.writing() as session:
            decide(session, lead.caller, sentence_id, Ruling(label, "slip" if label else None))
        kept.append(label)
    return kept


def met(database: Database) -> list[tuple[int, str, str, int]]:
    """How labels met gold, from the definition alone."""
    with database.reading() as session:
        standings = queries.standings(session, [2])[2]
    found = []
    for standing in standings:
        for vote in standing.votes:
            golden = standing.gold_without(vote.reviewer_id)
            if golden and not vote.informed:
                found.append((vote.reviewer_id, vote.label, golden))
    return sorted((*key, found.count(key)) for key in set(found))


def again(database: Database) -> list[tuple[int, str, str, int]]:
    with database.reading() as session:
        return queue_queries.met(session, 1)[0][2]


# ---------------------------------------------------------------- one at a time


@pytest.mark.parametrize(
    ("letters", "label"),
    [
        (("s", "s"), "sourced"),
        (("n", "n"), "not_applicable"),
        (("s", "s", "s"), "sourced"),
        (("s", "s", "u"), None),
        (("s", "n"), None),
        (("s", "-"), None),
    ],
)
def test_gold_needs_two_labels_all_alike(
    letters: tuple[str, ...], label: str | None, article: Article, seeded: Database
) -> None:
    found = gold(seeded, article(*letters))
    assert list(found.values()) == ([Gold(label, UNANIMOUS)] if label else [])


def test_decision_is_gold_whatever_the_labels_are(
    article: Article, decide: Decide, seeded: Database
) -> None:
    document = article("ss", "ss")
    one, two = numbers(seeded, document)
    decide(one, "o")
    assert gold(seeded, document) == {
        one: Gold("opinion", ADJUDICATED),
        two: Gold("sourced", UNANIMOUS),
    }


def test_gold_follows_a_decision_that_is_taken_back(
    article: Article, decide: Decide, seeded: Database
) -> None:
    document = article("s", "s")
    (one,) = numbers(seeded, document)
    decide(one, "o")
    decide(one, None)
    assert gold(seeded, document) == {one: Gold("sourced", UNANIMOUS)}


def test_gold_follows_a_label_that_changes(
    article: Article, reviewer: Somebody, seeded: Database
) -> None:
    document = article("s", "o")
    (one,) = numbers(seeded, document)
    assert gold(seeded, document) == {}
    save(reviewer, document, judgment(one, "opinion"))
    assert gold(seeded, document) == {one: Gold("opinion", UNANIMOUS)}
    save(reviewer, document, judgment(one, None))
    assert gold(seeded, document) == {}


def test_label_given_after_having_seen_others_is_no_part_of_unanimity(
    article: Article, reviewer: Somebody, seeded: Database
) -> None:
    document = article("s", "o")
    (one,) = numbers(seeded, document)
    with seeded.writing() as session:
        saw_others(session, reviewer.person_id, [document])
    save(reviewer, document, judgment(one, "opinion"))
    assert gold(seeded, document) == {}


def test_own_vote_and_own_decision_are_no_gold_to_compare_with(
    article: Article, decide: Decide, seeded: Database, lead: Somebody
) -> None:
    document = article("ss", "ss", "so")
    two = numbers(seeded, document)[1]
    save(lead, document, judgment(two, "opinion"))
    decide(two, "o")
    with seeded.reading() as session:
        found = met_gold(queries.standings(session, [document])[document])
    others = {(who, gold): n for (who, _, gold), n in found.items()}
    assert sum(n for (_, gold), n in others.items() if gold == "sourced") == 3  # of the first
    assert {who for who, gold in others if gold == "opinion"} == {
        who for who, _ in others if who != lead.person_id
    }


def test_decision_never_changes_an_annotation(
    article: Article, decide: Decide, seeded: Database, snapshot: Callable[[], object]
) -> None:
    document = article("s", "o")
    before = snapshot()
    decide(numbers(seeded, document)[0], "u")
    assert snapshot() == before
