"""How fast a lead's page of a large project answers, its JSON, and the next article: JSON lines.

10,000 articles of 5 sentences, 200 reviewers, k = 3: 25,000 places in all states, 100,000 labels.
Milliseconds of one request after another in this process, the best and the median of 15; and of
the processor alone, the surer ones on a busy machine.
"""

import json
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import insert, select, text
from sqlalchemy.orm import Session

from webapp import create_app, schema
from webapp.accounts import actions as accounts
from webapp.accounts.guards import COOKIE
from webapp.accounts.queries import Caller
from webapp.annotate import place_actions
from webapp.annotate.place_queries import is_taken
from webapp.config import Settings
from webapp.db import Database, now
from webapp.documents import actions as documents
from webapp.models import Annotation, Assignment, Document, Membership, Person, Project, Sentence
from webapp.scheme import LABELS

ARTICLES, SENTENCES, REVIEWERS, OVERLAP = 10_000, 5, 200, 3
LEAD = REVIEWERS + 1
STATES = {
    "submitted": 17_000,
    "progress": 5_000,
    "offered": 1_500,
    "lapsed": 1_000,
    "released": 500,
}
SENTENCE = "The mayor’s office said on Tuesday that the “new” budget would reach 40 million euros. "
TURNS = 15


def main() -> None:
    """Fill a database on SQLite, then measure."""
    with tempfile.TemporaryDirectory() as folder:
        database = Database(f"sqlite:///{Path(folder) / 'annotations.db'}")
        schema.migrate(database)
        measure(database)
        database.close()


def measure(database: Database) -> None:
    """Fill an empty database and print what each answer takes."""
    with database.writing() as session:
        fill(session)
    engine = database.engine.dialect.name
    if engine != "sqlite":  # which counts its rows by itself, a minute later
        with database.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as one:
            one.execute(text("VACUUM ANALYZE"))
    url = database.engine.url.render_as_string(hide_password=False)
    app = create_app(Settings(url, "a key for the bench"), database)
    client = app.test_client()
    with database.writing() as session:
        client.set_cookie(COOKIE, accounts.start_session(session, LEAD, days=1))
        token = {"Authorization": f"Bearer {accounts.make_token(session, LEAD)}"}
    asked: dict[str, Callable[[], Any]] = {
        "page": lambda: client.get("/progress/1").text,
        "words": lambda: client.get("/progress/1?q=article+99&state=wanting").text,
        "people": lambda: client.get("/progress/1/people").text,
        "live": lambda: client.get("/progress/1/live").text,
        "grid": lambda: client.get("/progress/1/places").text,
        "share": lambda: client.get("/progress/1/share").text,
        "json": lambda: client.get("/api/v1/projects/1/progress", headers=token).text,
        "next": lambda: take_next(database),
    }
    for name, ask in asked.items():
        show(engine, name, ask)
    with database.writing() as session:
        touch_all(session)
    show(engine, "next_of_begun", asked["next"])


def touch_all(session: Session) -> None:
    """Give somebody a place on each article that has none: to find the next takes longest then."""
    taken = select(Assignment.document_id).where(is_taken(now()))
    untouched = session.scalars(select(Document.id).where(Document.id.not_in(taken))).all()
    lease = now() + timedelta(days=1)
    place = {"reviewer_id": LEAD, "offered_at": now(), "lease_until": lease}
    session.execute(insert(Assignment), [{"document_id": each, **place} for each in untouched])


def take_next(database: Database) -> str:
    """Hand out the next article to a reviewer, as one write transaction."""
    with database.writing() as session:
        return str(place_actions.take_next(session, Caller(7, "Reviewer 7", False), 1))


def show(engine: str, name: str, ask: Callable[[], str]) -> None:
    """Print how long an answer took."""
    assert len(ask()) > (1000 if not name.startswith("next") else 0), name
    times, processor = [], []
    for _ in range(TURNS):
        begun, worked = time.perf_counter(), time.process_time()
        ask()
        times.append(1000 * (time.perf_counter() - begun))
        processor.append(1000 * (time.process_time() - worked))
    line = {"bench": f"progress_{name}", "engine": engine, "articles": ARTICLES}
    line |= {"best_ms": round(min(times), 1), "median_ms": round(statistics.median(times), 1)}
    line["processor_ms"] = round(min(processor), 1)
    print(json.dumps(line))


def fill(session: Session) -> None:
    """Store the project in a database without rows."""
    documents.add_project(session, "Large")
    session.get_one(Project, 1).overlap = OVERLAP
    session.get_one(Project, 1).mode = "assigned"
    session.flush()
    session.execute(insert(Person), list(_people()))
    session.execute(insert(Membership), list(_members()))
    session.execute(insert(Document), [_document(number) for number in range(1, ARTICLES + 1)])
    session.execute(insert(Sentence), list(_sentences()))
    session.execute(insert(Assignment), list(_places()))
    session.execute(insert(Annotation), list(_labels()))


def _people() -> Iterator[dict[str, Any]]:
    for number in range(1, LEAD + 1):
        name = f"Reviewer {number}"
        yield {"id": number, "name": name, "name_key": name, "is_admin": False, "created_at": now()}


def _members() -> Iterator[dict[str, Any]]:
    for number in range(1, LEAD + 1):
        role = "lead" if number == LEAD else "reviewer"
        yield {"person_id": number, "project_id": 1, "role": role, "created_at": now()}


def _document(number: int) -> dict[str, Any]:
    return {
        "id": number,
        "project_id": 1,
        "title": f"Article {number}",
        "text": SENTENCE * SENTENCES,
        "text_hash": str(number),
        "version": 1,
        "splitter": "bench",
        "created_at": now(),
    }


def _sentences() -> Iterator[dict[str, Any]]:
    for number in range(ARTICLES * SENTENCES):
        start = number % SENTENCES * len(SENTENCE)
        yield {
            "id": number + 1,
            "document_id": number // SENTENCES + 1,
            "position": number % SENTENCES,
            "start": start,
            "end": start + len(SENTENCE) - 1,
        }


def _seats() -> Iterator[tuple[int, int, int, str]]:
    """Give number, document, reviewer and state of each place: up to k on a document."""
    states = [state for state, count in STATES.items() for _ in range(count)]
    for number in range(len(states)):
        document = number // OVERLAP + 1
        reviewer = (document * 7 + number % OVERLAP * 31) % REVIEWERS + 1
        yield number, document, reviewer, states[number * 7919 % len(states)]


def _places() -> Iterator[dict[str, Any]]:
    for number, document, reviewer, state in _seats():
        begun = now() - timedelta(hours=number % 300)
        ends = {"lapsed": now() - timedelta(hours=1 + number % 90)}
        is_begun = state not in ("offered", "released")
        yield {
            "document_id": document,
            "reviewer_id": reviewer,
            "offered_at": begun,
            "started_at": begun if is_begun else None,
            "lease_until": ends.get(state, now() + timedelta(hours=1 + number % 70)),
            "submitted_at": begun + timedelta(minutes=5) if state == "submitted" else None,
            "ended_at": now() if state == "released" else None,
        }


def _labels() -> Iterator[dict[str, Any]]:
    told = {"submitted": SENTENCES, "progress": 3}
    for number, document, reviewer, state in _seats():
        at = now() - timedelta(hours=number % 300)
        for position in range(told.get(state, 0)):
            yield {
                "reviewer_id": reviewer,
                "sentence_id": (document - 1) * SENTENCES + position + 1,
                "document_id": document,
                "label": LABELS[(document + position + (reviewer % 7 == 0)) % 3],
                "flags": (),
                "note": "",
                "revision": 1,
                "guideline_version": 1,
                "created_at": at,
                "updated_at": at,
            }


if __name__ == "__main__":
    main()
