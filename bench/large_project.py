"""`python -m bench.large_project FILE`: an SQLite database of one large project, always the same.

1,000 articles of 250 sentences, 5 of 50 reviewers on each, a fifth of their labels missing: about
1,000,000 labels with their history. Reviewers mostly see the same thing.
"""

import sys
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from sqlalchemy import (
    Column,
    Integer,
    MetaData,
    String,
    Table,
    case,
    insert,
    literal,
    literal_column,
    select,
)
from sqlalchemy.orm import Session

from webapp import schema
from webapp.agreement.coefficients import IntArray
from webapp.annotate.actions import derive
from webapp.db import Database
from webapp.documents import actions as documents
from webapp.models import Document, Event, Membership, Person, Sentence
from webapp.scheme import LABELS

SENTENCE = "The mayor’s office said on Tuesday that the “new” budget would reach 40 million euros. "
AT = datetime(2026, 1, 31, 9, 5, 7, 250_000, tzinfo=UTC)


class Size(NamedTuple):
    """A table: so many documents of so many sentences, `each` of the reviewers on a document."""

    documents: int
    sentences: int
    reviewers: int
    each: int


LARGE = Size(documents=1000, sentences=250, reviewers=50, each=5)


def table(size: Size) -> tuple[IntArray, IntArray, IntArray, IntArray]:
    """Return document, sentence, reviewer and label of each rating, in random order: (n,) each."""
    rng = np.random.default_rng(2)
    place = [rng.choice(size.reviewers, size.each, replace=False) for _ in range(size.documents)]
    grid = np.indices((size.documents, size.sentences, size.each)).reshape(3, -1)
    document, sentence, seat = grid[:, rng.permutation(grid.shape[1])]
    kept = rng.random(len(document)) < 0.8
    document, sentence, seat = document[kept], sentence[kept], seat[kept]
    truth = (document * 7 + sentence * 5) % 3
    label = np.where(rng.random(len(document)) < 0.7, truth, rng.integers(0, 3, len(document)))
    return document, sentence, np.array(place)[document, seat], label


def make(file: Path, size: Size = LARGE) -> Database:
    """Return a new database in a file, with a project of that size as its number 1."""
    database = Database(f"sqlite:///{file}")
    schema.migrate(database)
    with database.writing() as session:
        fill(session, size)
    return database


def fill(session: Session, size: Size) -> None:
    """Store the project in a database without rows; labels come in as people give them.

    That is article by article, each reviewer from its first sentence to its last.
    """
    project_id = documents.add_project(session, "Large").id
    session.execute(insert(Person), list(_people(size)))
    session.execute(insert(Membership), list(_members(size, project_id)))
    for number in range(1, size.documents + 1):
        session.execute(insert(Document), _document(size, project_id, number))
        session.execute(insert(Sentence), list(_sentences(size, number)))
    document, sentence, reviewer, label = table(size)
    order = np.lexsort((sentence, reviewer, document))
    columns = 1 + document * size.sentences + sentence, 1 + reviewer, label
    _label(session, np.stack(columns, axis=1)[order])
    derive(session)


def _people(size: Size) -> Iterator[dict[str, Any]]:
    for number in range(1, size.reviewers + 1):
        name = f"Reviewer {number}"
        yield {"name": name, "name_key": name.casefold(), "is_admin": False, "created_at": AT}


def _members(size: Size, project_id: int) -> Iterator[dict[str, Any]]:
    for number in range(1, size.reviewers + 1):
        key = {"person_id": number, "project_id": project_id}
        yield {**key, "role": "reviewer", "created_at": AT}


def _document(size: Size, project_id: int, number: int) -> dict[str, Any]:
    return {
        "id": number,
        "project_id": project_id,
        "title": f"Article {number}",
        "text": SENTENCE * size.sentences,
        "text_hash": str(number),
        "outlet": f"Outlet {number % 7}",
        "story": f"Story {number % 60}",
        "version": 1,
        "splitter": "bench",
        "created_at": AT + timedelta(hours=number),
    }


def _sentences(size: Size, number: int) -> Iterator[dict[str, Any]]:
    for position in range(size.sentences):
        start = position * len(SENTENCE)
        yield {
            "id": (number - 1) * size.sentences + position + 1,
            "document_id": number,
            "position": position,
            "start": start,
            "end": start + len(SENTENCE) - 1,
        }


def _label(session: Session, rows: IntArray) -> None:
    """Store the events of ratings given as rows of sentence, reviewer and label: (n, 3)."""
    names = "sentence", "reviewer", "label"
    columns = Column("id", Integer, primary_key=True), *(Column(each, Integer) for each in names)
    staged = Table("staged", MetaData(), *columns, prefixes=["TEMPORARY"])
    staged.create(session.connection())
    for block in np.array_split(rows, len(rows) // 50_000 + 1):
        session.execute(
            insert(staged), [dict(zip(names, row, strict=True)) for row in block.tolist()]
        )
    event: dict[str, Any] = {
        "reviewer_id": staged.c.reviewer,
        "event_id": literal("event ").concat(staged.c.sentence.cast(String)),
        "sentence_id": staged.c.sentence,
        "label": case(dict(enumerate(LABELS)), value=staged.c.label),
        "flags": literal_column("''"),
        "note": literal_column("''"),
        "sources": literal_column("''"),
        "revision": literal_column("1"),
        "guideline_version": literal_column("1"),
        "received_at": Document.created_at,
    }
    said = (
        select(*event.values())
        .join(Sentence, Sentence.id == staged.c.sentence)
        .join(Document, Document.id == Sentence.document_id)
        .order_by(staged.c.id)
    )
    session.execute(insert(Event).from_select(list(event), said))
    staged.drop(session.connection())


if __name__ == "__main__":
    if len(sys.argv) != 2 or Path(sys.argv[1]).exists():
        sys.exit("usage: python -m bench.large_project FILE, a file that is not there yet")
    make(Path(sys.argv[1])).close()
