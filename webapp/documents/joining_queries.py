"""What a reviewer may read while they qualify, and which articles count."""

from datetime import datetime

from sqlalchemy import ColumnElement, SQLColumnExpression, and_, case, exists, not_, select
from sqlalchemy.orm import Session, aliased

from webapp.models import AnswerKey, Document, Project, Sentence

QUALIFICATION = "qualification"
SHARED = "shared"

_asked = aliased(Document)


def is_counted() -> ColumnElement[bool]:
    """Return the condition under which the labels of a document count: in agreement, in gold."""
    return Document.purpose != QUALIFICATION


def is_unqualified(
    project_id: SQLColumnExpression[int],
    threshold: SQLColumnExpression[int | None],
    qualified_at: SQLColumnExpression[datetime | None],
) -> ColumnElement[bool]:
    """Return the condition under which a reviewer still has to pass the qualification set.

    Nobody has where the project names no threshold, or no article of the set has a key.
    """
    return and_(threshold.is_not(None), qualified_at.is_(None), _is_set_up(project_id))


def has_key(document_id: SQLColumnExpression[int]) -> ColumnElement[bool]:
    """Return the condition under which a document has the answer to a sentence of it."""
    return exists().where(*_key_of(document_id)).correlate_except(AnswerKey, Sentence)


def is_for_reviewer(
    purpose: SQLColumnExpression[str],
    is_unqualified: ColumnElement[bool],
    has_place: ColumnElement[bool],
) -> ColumnElement[bool]:
    """Return the condition under which an article is for a reviewer who may read the project's.

    Before they have passed: the qualification set alone; afterwards all else, and what they have
    or had a place on.
    """
    return case((purpose == QUALIFICATION, has_place | is_unqualified), else_=not_(is_unqualified))


def asks_nobody(session: Session, project_id: int) -> bool:
    """Return whether a project names a threshold, and no article of its set has a key yet."""
    unheard = select(Project.id).where(
        Project.id == project_id, Project.threshold.is_not(None), not_(_is_set_up(Project.id))
    )
    return session.scalar(unheard) is not None


def _is_set_up(project_id: SQLColumnExpression[int]) -> ColumnElement[bool]:
    found = exists().where(
        _asked.project_id == project_id,
        _asked.purpose == QUALIFICATION,
        *_key_of(_asked.id),
    )
    return found.correlate_except(_asked, AnswerKey, Sentence)


def _key_of(document_id: SQLColumnExpression[int]) -> tuple[ColumnElement[bool], ...]:
    """The answers to sentences that a repair has replaced stay, and count for nothing."""
    return (
        AnswerKey.document_id == document_id,
        Sentence.id == AnswerKey.sentence_id,
        Sentence.position >= 0,
    )
