"""Who has seen how others labelled an article: what they label there afterwards is marked."""

from collections.abc import Collection

from sqlalchemy import bindparam, select, text
from sqlalchemy.orm import Session

from webapp.db import Database, Moment, now
from webapp.models import Sight

_SEE = text("""
    INSERT INTO sight (document_id, person_id, seen_at)
    VALUES (:document, :person, :at) ON CONFLICT DO NOTHING
""").bindparams(bindparam("at", type_=Moment))


def saw_others(session: Session, person_id: int, document_ids: Collection[int]) -> None:
    """Note that somebody has seen how others labelled documents; the first time counts."""
    if document_ids:
        rows = [{"document": each, "person": person_id, "at": now()} for each in document_ids]
        session.execute(_SEE, rows)


def note_sight(database: Database, person_id: int, document_ids: Collection[int]) -> None:
    """Note the same in a transaction of its own, which there is only where something is new."""
    with database.reading() as session:
        new = _unseen(session, person_id, document_ids)
    if new:
        with database.writing() as session:
            saw_others(session, person_id, new)


def _unseen(session: Session, person_id: int, document_ids: Collection[int]) -> list[int]:
    known = select(Sight.document_id).where(
        Sight.person_id == person_id, Sight.document_id.in_(document_ids)
    )
    return sorted(set(document_ids) - set(session.scalars(known)))
