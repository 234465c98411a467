"""Random histories, compared with the rules of saving in a few lines."""

from collections.abc import Callable
from dataclasses import dataclass, field
from itertools import count
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from tests.rig.api import sentences
from tests.rig.people import People
from webapp.annotate import actions
from webapp.annotate.judgment import Judgment, Outcome
from webapp.db import Database, table_of
from webapp.models import Annotation, Event

MANY = settings(
    max_examples=50, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
SENTENCES = 2

JUDGMENTS = st.builds(
    Judgment,
    event_id=st.sampled_from("abcdefghijkl"),
    sentence_id=st.integers(0, SENTENCES),  # the last one is of another document
    label=st.sampled_from(["sourced", "opinion", None]),
    note=st.sampled_from([None, "", "a note"]),
    flags=st.sampled_from([None, [], ["unsure"]]),
    seen_revision=st.none() | st.integers(0, 3),
)
HISTORIES = st.lists(st.lists(JUDGMENTS, min_size=1, max_size=5), min_size=2, max_size=5)
Answer = tuple[str, int | None, Any]


@dataclass
class Rules:
    """What the rules of saving promise one reviewer, without a database."""

    known: dict[str, tuple[Any, int | None]] = field(default_factory=dict)
    states: dict[int, list[Any]] = field(default_factory=dict)

    def answer(self, item: Judgment, in_document: bool) -> Answer:
        content = (item.sentence_id, item.label, tuple(item.flags or ()), item.note or "")
        past = self.states.get(item.sentence_id, [])
        current = (*past[-1][1:], len(past)) if past else None
        if item.event_id in self.known:
            first, revision = self.known[item.event_id]
            if first == content:
                return "known", revision or len(past), current
            return "refused", None, current
        if not in_document:
            return "refused", None, None
        if item.seen_revision not in (None, len(past)):
            self.known[item.event_id] = (content, None)
            return "conflict", len(past), current
        self.states.setdefault(item.sentence_id, []).append(content)
        revision = len(self.states[item.sentence_id])
        self.known[item.event_id] = (content, revision)
        return "stored", revision, (*content[1:], revision)


@pytest.fixture
def newcomer(people: People) -> Callable[[], int]:
    """Adds one more reviewer and gives their number."""
    numbers = count(1)
    return lambda: people.add(f"Reviewer {next(numbers)}").person_id


def record(database: Database, reviewer_id: int, items: list[Judgment]) -> list[Outcome]:
    with database.writing() as session:
        return actions.record(session, reviewer_id, 1, 1, items)


def placed(item: Judgment, database: Database) -> tuple[Judgment, bool]:
    """Return the judgment on a real sentence, and whether that is in the first document."""
    is_there = item.sentence_id < SENTENCES
    numbers = sentences(database, 1 if is_there else 2)
    values = {name: getattr(item, name) for name in item.__struct_fields__}
    return Judgment(**values | {"sentence_id": numbers[item.sentence_id]}), is_there


def told(outcome: Outcome) -> Answer:
    now = outcome.current
    state = (now.label, now.flags, now.note, now.revision) if now else None
    return outcome.outcome, outcome.revision, state


@given(HISTORIES)
@MANY
def test_outcomes_and_revisions_follow_the_rules(
    seeded: Database, newcomer: Callable[[], int], lists: list[list[Judgment]]
) -> None:
    rules, reviewer = Rules(), newcomer()
    for items in lists:
        sent = [placed(item, seeded) for item in items]
        expected = [rules.answer(*each) for each in sent]
        outcomes = record(seeded, reviewer, [item for item, _ in sent])
        assert list(map(told, outcomes)) == expected
    with seeded.reading() as session:
        rows = session.scalars(select(Annotation).where(Annotation.reviewer_id == reviewer))
        found = {row.sentence_id: (row.label, row.flags, row.note, row.revision) for row in rows}
        events = session.scalars(select(Event.event_id).where(Event.reviewer_id == reviewer)).all()
    assert found == {each: (*past[-1][1:], len(past)) for each, past in rules.states.items()}
    assert sorted(events) == sorted(rules.known)


@given(HISTORIES)
@MANY
def test_rebuild_gives_the_same_current_states(
    seeded: Database, newcomer: Callable[[], int], lists: list[list[Judgment]]
) -> None:
    reviewer = newcomer()
    for items in lists:
        record(seeded, reviewer, [placed(item, seeded)[0] for item in items])
    before = current_states(seeded)
    with seeded.writing() as session:
        assert actions.rebuild(session) == len(before)
    assert current_states(seeded) == before


def current_states(database: Database) -> list[Any]:
    table = table_of(Annotation)
    with database.reading() as session:
        return list(session.execute(select(table).order_by(*table.primary_key)))
