"""Telling agreement that labels have changed: what was counted of them is of no use any more."""

from sqlalchemy import Connection, text
from sqlalchemy.orm import Session

_ANEW = """
    INSERT INTO agreement_count (document_id, version) {}
    ON CONFLICT (document_id) DO UPDATE
    SET version = agreement_count.version + 1, format = NULL, packed = NULL
"""
# As text: it is the same on both engines, which SQLAlchemy's own words for it are not.
_ONE = text(_ANEW.format("VALUES (:document, 1)"))
_ALL = text(_ANEW.format("SELECT id, 1 FROM document WHERE true ORDER BY id"))


def outdate(connection: Connection, document_id: int) -> None:
    """Have the labels of a document counted anew, whose change is in the same transaction.

    Last in it, since on PostgreSQL other saves of the document wait from here to the commit.
    """
    connection.execute(_ONE, {"document": document_id})


def outdate_all(session: Session) -> None:
    """Have the labels of every document counted anew."""
    session.execute(_ALL)
