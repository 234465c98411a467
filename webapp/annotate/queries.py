"""What the article page shows: the sentences, each with this reviewer's own annotation."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Boolean, and_, bindparam, or_, select
from sqlalchemy.orm import Session

from webapp.accounts.queries import Caller
from webapp.db import table_of
from webapp.models import Annotation, Document, Membership, Project, Sentence
from webapp.problems import NotFound
from webapp.scheme import LETTERS


@dataclass(frozen=True)
class Unit:
    """A sentence with the reader's own annotation; revision 0 is none yet."""

    id: int
    position: int
    start: int
    end: int
    label: str | None
    flags: tuple[str, ...]
    note: str
    revision: int
    updated_at: datetime | None

    @property
    def number(self) -> int:
        """The number that people see, from 1."""
        return self.position + 1

    @property
    def letter(self) -> str:
        """The mark of its label, or nothing."""
        return LETTERS.get(self.label or "", "")


_project, _document, _membership = table_of(Project), table_of(Document), table_of(Membership)
_PLACE = (  # on plain tables and built once: it is asked at every key press
    select(_project.c.guideline_version)
    .join(_document, _document.c.project_id == _project.c.id)
    .where(
        _document.c.id == bindparam("document"),
        or_(
            bindparam("is_admin", type_=Boolean),
            select(_membership.c.person_id)
            .where(
                _membership.c.project_id == _project.c.id,
                _membership.c.person_id == bindparam("person"),
            )
            .exists(),
        ),
    )
)


def place(session: Session, caller: Caller, document_id: int) -> int:
    """Return the guideline version under which the caller labels this document.

    `NotFound` where the document is not theirs to see.
    """
    values = {
        "document": document_id,
        "is_admin": caller.is_admin,
        "person": caller.person_id,
    }
    version: int | None = session.connection().execute(_PLACE, values).scalar()
    if version is None:
        raise NotFound(f"There is no document {document_id} for you.")
    return version


def units(session: Session, reviewer_id: int, document_id: int) -> Sequence[Unit]:
    """Return a document's sentences in order, with one reviewer's annotations."""
    rows = session.execute(
        select(
            Sentence.id,
            Sentence.position,
            Sentence.start,
            Sentence.end,
            Annotation.label,
            Annotation.flags,
            Annotation.note,
            Annotation.revision,
            Annotation.updated_at,
        )
        .outerjoin(
            Annotation,
            and_(Annotation.sentence_id == Sentence.id, Annotation.reviewer_id == reviewer_id),
        )
        .where(Sentence.document_id == document_id)
        .order_by(Sentence.position)
    )
    return [Unit(*row[:6], row.note or "", row.revision or 0, row.updated_at) for row in rows]
