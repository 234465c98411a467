"""What programs send to the API in tests, and what is stored afterwards."""

import itertools
from typing import Any

from sqlalchemy import select
from werkzeug.test import TestResponse

from tests.rig.people import Somebody
from webapp.db import Database, table_of
from webapp.models import Annotation, Document, Event, Membership, Person, Project, Sentence

CONTENT = (Project, Person, Membership, Document, Sentence, Event, Annotation)
LARGEST = 2**63 - 1

_numbers = itertools.count(1)


def get(who: Somebody, path: str) -> TestResponse:
    """Ask the API as somebody's program."""
    return who.app.test_client().get(f"/api/v1{path}", headers=who.headers)


def post(who: Somebody, path: str, body: Any) -> TestResponse:
    """Send to the API as somebody's program: bytes as they are, anything else as JSON."""
    given = {"data": body} if isinstance(body, bytes) else {"json": body}
    return who.app.test_client().post(f"/api/v1{path}", headers=who.headers, **given)


def put(who: Somebody, path: str, body: Any) -> TestResponse:
    """Replace something as somebody's program."""
    return who.app.test_client().put(f"/api/v1{path}", headers=who.headers, json=body)


def judgment(sentence_id: object, label: object = "sourced", **more: object) -> dict[str, Any]:
    """Return an item of the list of annotations, under an id of its own unless one is given."""
    own = {"event_id": f"event-{next(_numbers)}", "sentence_id": sentence_id, "label": label}
    return own | more


def save(who: Somebody, document_id: int, *items: object) -> list[dict[str, Any]]:
    """Send a list of annotations and return what became of each."""
    answer = post(who, f"/documents/{document_id}/annotations", list(items))
    assert answer.status_code == 200, answer.text
    outcomes: list[dict[str, Any]] = answer.get_json()
    return outcomes


def sentences(database: Database, document_id: int = 1) -> list[int]:
    """Return the numbers of a document's sentences, in order; replaced ones are none."""
    query = select(Sentence.id).where(
        Sentence.document_id == document_id, Sentence.replaced_in.is_(None)
    )
    with database.reading() as session:
        return list(session.scalars(query.order_by(Sentence.position)))


def stored(database: Database) -> dict[str, list[tuple[Any, ...]]]:
    """Return every row of every table that holds what people made."""
    with database.reading() as session:
        return {
            table.name: [
                tuple(row) for row in session.execute(select(table).order_by(*table.primary_key))
            ]
            for table in map(table_of, CONTENT)
        }
