"""Many saves at once: none lost, none twice, none out of order."""

from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from sqlalchemy import func, select

from tests.rig.api import sentences
from tests.rig.people import Somebody
from webapp.annotate import actions
from webapp.annotate.judgment import Judgment
from webapp.db import Database
from webapp.models import Annotation, Event

THREADS, TIMES, SENTENCES = 8, 12, 3


def storm(database: Database, who: Somebody, *, same_events: bool) -> Counter[str]:
    """Save from several threads at once; return how often each outcome came."""
    numbers = sentences(database)[:SENTENCES]

    def work(thread: int) -> list[str]:
        outcomes = []
        for time in range(TIMES):
            name = f"{time}" if same_events else f"{thread}-{time}"
            said = Judgment(event_id=name, sentence_id=numbers[time % SENTENCES], label="sourced")
            with database.writing() as session:
                outcomes += actions.record(session, who.person_id, 1, 1, [said])
        return [each.outcome for each in outcomes]

    with ThreadPoolExecutor(THREADS) as threads:
        return Counter(each for outcomes in threads.map(work, range(THREADS)) for each in outcomes)


def revisions(database: Database) -> dict[int, list[Any]]:
    with database.reading() as session:
        query = select(Event.sentence_id, Event.revision).order_by(Event.sentence_id, Event.id)
        found: dict[int, list[Any]] = {}
        for sentence_id, revision in session.execute(query):
            found.setdefault(sentence_id, []).append(revision)
        return found


def test_saves_at_once_get_revisions_without_gaps(seeded: Database, reviewer: Somebody) -> None:
    assert storm(seeded, reviewer, same_events=False) == {"stored": THREADS * TIMES}
    each = THREADS * TIMES // SENTENCES
    assert list(revisions(seeded).values()) == [list(range(1, each + 1))] * SENTENCES
    with seeded.reading() as session:
        assert session.scalars(select(Annotation.revision)).all() == [each] * SENTENCES


def test_same_events_at_once_are_stored_once(seeded: Database, reviewer: Somebody) -> None:
    outcomes = storm(seeded, reviewer, same_events=True)
    assert outcomes == {"stored": TIMES, "known": (THREADS - 1) * TIMES}
    each = TIMES // SENTENCES
    assert list(revisions(seeded).values()) == [list(range(1, each + 1))] * SENTENCES


def test_rebuild_during_saves_leaves_what_the_history_says(
    seeded: Database, reviewer: Somebody
) -> None:
    with ThreadPoolExecutor(1) as other:
        saving = other.submit(storm, seeded, reviewer, same_events=False)
        while not saving.done():
            with seeded.writing() as session:
                actions.rebuild(session)
    assert saving.result() == {"stored": THREADS * TIMES}
    with seeded.reading() as session:
        last = select(func.max(Event.revision)).group_by(Event.sentence_id)
        expected = session.scalars(last.order_by(Event.sentence_id)).all()
        found = session.scalars(select(Annotation.revision).order_by(Annotation.sentence_id)).all()
    assert found == expected
