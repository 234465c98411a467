"""Keeping what was counted, so that the next report need not count it again."""

from collections.abc import Sequence

from sqlalchemy import text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from webapp.agreement.packed import FORMAT
from webapp.agreement.queries import Recount
from webapp.db import Database
from webapp.problems import Unavailable

# As text: it is the same on both engines, which SQLAlchemy's own words for it are not.
_STORE = text("""
    INSERT INTO agreement_count (document_id, version, format, packed)
    VALUES (:document_id, :version, :format, :packed)
    ON CONFLICT (document_id) DO UPDATE SET format = excluded.format, packed = excluded.packed
    WHERE agreement_count.version = excluded.version
""")


def store(session: Session, recounted: Sequence[Recount]) -> None:
    """Store counts of documents, in the order of their numbers, for as long as no label changes.

    Where one has changed since, the count is of an older version, and nothing is stored.
    """
    if recounted:
        session.execute(_STORE, [{**vars(each), "format": FORMAT} for each in recounted])


def keep(database: Database, recounted: Sequence[Recount]) -> None:
    """Store counts in a short transaction of their own, if that can be done at once.

    A database that is busy or cannot be written to is no error: the next reader counts again.
    """
    if not recounted:
        return
    try:
        with database.writing(wait=False) as session:
            store(session, recounted)
    except (Unavailable, OSError, DBAPIError):
        return
