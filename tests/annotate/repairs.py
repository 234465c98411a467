"""What the tests of sentence repair share: a short article, a way to repair it, what is stored."""

from typing import Any

from sqlalchemy import select

from tests.rig.api import get, post
from tests.rig.people import Somebody
from webapp.annotate.repair import repair
from webapp.db import Database, table_of
from webapp.documents import actions as documents
from webapp.documents.article import NewDocument
from webapp.documents.repair import Wish
from webapp.models import Annotation, Sentence

TEXT = "One is here. Two is there.\nThree is gone. Four is left."
RANGES = [(0, 12), (13, 26), (27, 41), (42, 55)]


def add_short(database: Database) -> int:
    """Add an article of four sentences to the first project, and return its number."""
    with database.writing() as session:
        new = NewDocument(title="Four", text=TEXT, sentences=RANGES)
        return documents.add(session, 1, documents.split(new))[0].id


def current(database: Database, document_id: int) -> list[tuple[int, int, int]]:
    """Return number, start and end of the sentences, in order; their places have to be 0, 1, 2."""
    with database.reading() as session:
        rows = session.execute(
            select(Sentence.id, Sentence.start, Sentence.end, Sentence.position)
            .where(Sentence.document_id == document_id, Sentence.replaced_in.is_(None))
            .order_by(Sentence.start)
        ).all()
    assert [row.position for row in rows] == list(range(len(rows)))
    return [(row.id, row.start, row.end) for row in rows]


def do(database: Database, who: Somebody, document_id: int, wish: Wish, seen: int) -> None:
    with database.writing() as session:
        repair(session, who.caller, document_id, seen, wish)


def labels(who: Somebody, document_id: int) -> list[str | None]:
    found = get(who, f"/documents/{document_id}").get_json()["sentences"]
    return [each["annotation"] and each["annotation"]["label"] for each in found]


def states(database: Database) -> list[Any]:
    table = table_of(Annotation)
    with database.reading() as session:
        return list(session.execute(select(table).order_by(*table.primary_key)))


def send_repair(who: Somebody, document_id: int, **body: int) -> Any:
    return post(who, f"/documents/{document_id}/segmentation", body)
