"""How fast an export streams, and that its memory does not grow with the number of documents.

Prints one JSON line a measurement. `peak_mb` is the most that Python held at once during the
export, in millions of bytes; `peak_ratio` is that of 200 documents over that of 50.
"""

import json
import tempfile
import time
import tracemalloc
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from sqlalchemy import insert
from sqlalchemy.orm import Session

from webapp import schema
from webapp.db import Database
from webapp.exchange import queries
from webapp.exchange.formats import FORMATS
from webapp.exchange.records import KINDS
from webapp.models import Annotation, Document, Event, Person, Project, Sentence
from webapp.scheme import ALL_LABELS

DOCUMENTS, SENTENCES, REVIEWERS = 200, 50, 5
SENTENCE = "The mayor’s office said on Tuesday that the “new” budget would reach 40 million euros. "
AT = datetime(2026, 1, 31, 9, 5, 7, 250_000, tzinfo=UTC)


def fill(session: Session, documents: int) -> None:
    """Store the rows of a project in which every reviewer has labelled every sentence."""
    session.add(Project(id=1, name="Bench", overlap=2, guideline_version=1, created_at=AT))
    names = [f"Reviewer {number}" for number in range(1, REVIEWERS + 1)]
    session.add_all(
        Person(name=name, name_key=name.casefold(), is_admin=False, created_at=AT) for name in names
    )
    session.flush()
    for document_id in range(1, documents + 1):
        session.execute(insert(Document), [document(document_id)])
        session.execute(insert(Sentence), list(sentences(document_id)))
        session.execute(insert(Annotation), list(labels(document_id)))
        session.execute(insert(Event), list(events(document_id)))


def document(document_id: int) -> dict[str, Any]:
    """Return the row of one document."""
    return {
        "id": document_id,
        "project_id": 1,
        "title": f"Article {document_id}",
        "text": SENTENCE * SENTENCES,
        "text_hash": str(document_id),
        "external_id": f"a-{document_id}",
        "outlet": "The Bench",
        "url": f"https://example.org/{document_id}",
        "published": "2026-01-31",
        "version": 1,
        "splitter": "bench",
        "created_at": AT,
    }


def sentences(document_id: int) -> Iterator[dict[str, Any]]:
    """Give the rows of a document's sentences."""
    for position in range(SENTENCES):
        start = position * len(SENTENCE)
        yield {
            "id": (document_id - 1) * SENTENCES + position + 1,
            "document_id": document_id,
            "position": position,
            "start": start,
            "end": start + len(SENTENCE) - 1,
        }


def labels(document_id: int) -> Iterator[dict[str, Any]]:
    """Give the rows of a document's current labels."""
    for position in range(SENTENCES):
        for reviewer_id in range(1, REVIEWERS + 1):
            yield {
                "reviewer_id": reviewer_id,
                "sentence_id": (document_id - 1) * SENTENCES + position + 1,
                "document_id": document_id,
                "label": ALL_LABELS[(position + reviewer_id) % len(ALL_LABELS)],
                "flags": ("unsure",) if position % 7 == 0 else (),
                "note": "",
                "revision": 1,
                "guideline_version": 1,
                "created_at": AT,
                "updated_at": AT,
            }


def events(document_id: int) -> Iterator[dict[str, Any]]:
    """Give the rows of the events that led to these labels."""
    for label in labels(document_id):
        del label["created_at"], label["updated_at"], label["document_id"]
        yield {**label, "event_id": f"event-{label['sentence_id']}", "received_at": AT}


def export(database: Database, form: str, what: str) -> int:
    """Run one export into nowhere and return how many rows it had."""
    with database.reading() as session:
        records = queries.stream(session, None, 1, what)
        lines = sum(chunk.count(b"\n") for chunk in FORMATS[form].write(KINDS[what], records))
    return lines - 1 if form == "csv" else lines


def rate(database: Database, form: str, what: str) -> tuple[int, float]:
    """Return the number of rows, and the rows a second in the best of three runs."""
    taken, rows = [], 0
    for _ in range(3):
        begun = time.perf_counter()
        rows = export(database, form, what)
        taken.append(time.perf_counter() - begun)
    return rows, rows / min(taken)


def peak(database: Database, form: str, what: str) -> float:
    """Return the most that Python held at once during an export, in millions of bytes."""
    tracemalloc.start()
    export(database, form, what)
    held = tracemalloc.get_traced_memory()[1] / 1e6
    tracemalloc.stop()
    return held


def main() -> None:
    """Print the measurements."""
    with tempfile.TemporaryDirectory() as folder:
        made = []
        for documents in (DOCUMENTS // 4, DOCUMENTS):
            made.append(Database(f"sqlite:///{Path(folder) / f'{documents}.db'}"))
            schema.migrate(made[-1])
            with made[-1].writing() as session:
                fill(session, documents)
        small, large = made
        for form in FORMATS:
            for what in KINDS:
                name = f"export_{form}" if what == "annotations" else f"export_{form}_{what}"
                rows, speed = rate(large, form, what)
                held, held_small = peak(large, form, what), peak(small, form, what)
                figures = {
                    "rows": rows,
                    "rows_per_second": round(speed),
                    "peak_mb": round(held, 2),
                    "peak_ratio": round(held / held_small, 2),
                }
                print(json.dumps({"bench": name, **figures}), flush=True)
        for each in made:
            each.close()


if __name__ == "__main__":
    main()
