"""What the article page shows: the sentences, each with this reviewer's own annotation."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import and_, select
from sqlalchemy.orm import Session

from webapp.accounts.queries import Caller, require_member
from webapp.annotate.judgment import Span
from webapp.annotate.sources import Place, Sourced, SourceList, build
from webapp.documents.queries import document
from webapp.models import Annotation, Document, Project, Sentence
from webapp.problems import Forbidden, Problem
from webapp.scheme import LETTERS

EVERYBODY = "everybody"
"""What a lead asks for to get the labels of all reviewers instead of own ones."""


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
    sources: tuple[Span, ...]
    guideline_version: int | None

    @property
    def number(self) -> int:
        """The number that people see, from 1."""
        return self.position + 1

    @property
    def letter(self) -> str:
        """The mark of its label and of doubt, or nothing."""
        return LETTERS.get(self.label or "", "") + ("?" if "unsure" in self.flags else "")


@dataclass(frozen=True)
class ArticleSources:
    """A document with its source list, its project, and the role of who asked."""

    document: Document
    project: Project
    role: str
    listed: SourceList


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
            Annotation.sources,
            Annotation.guideline_version,
        )
        .outerjoin(
            Annotation,
            and_(Annotation.sentence_id == Sentence.id, Annotation.reviewer_id == reviewer_id),
        )
        .where(Sentence.document_id == document_id, Sentence.position >= 0)
        .order_by(Sentence.position)
    )
    return [Unit(*row[:6], row.note or "", row.revision or 0, *row[8:]) for row in rows]


def unlabelled(session: Session, reviewer_id: int, document_id: int) -> list[int]:
    """Return the numbers of a document's sentences on which a reviewer has no label, in order."""
    found = units(session, reviewer_id, document_id)
    return [each.number for each in found if each.label is None]


def article_sources(
    session: Session, caller: Caller, document_id: int, of: str = ""
) -> ArticleSources:
    """Return a document's source list from the caller's own labels, or from those `of` everybody.

    `Forbidden` where a reviewer asks for everybody's.
    """
    if of not in ("", EVERYBODY):
        raise Problem(f"of: {EVERYBODY}, or nothing for your own labels.")
    found = document(session, caller, document_id)
    role = require_member(session, caller, found.project_id)
    if of and role == "reviewer":
        raise Forbidden("What others marked is for leads. Leave `of` out for your own.")
    query = (
        select(
            Sentence.position,
            Sentence.id,
            Sentence.start,
            Sentence.end,
            Annotation.reviewer_id,
            Annotation.sources,
        )
        .join(Sentence, Sentence.id == Annotation.sentence_id)
        .where(
            Annotation.document_id == document_id,
            Annotation.label == "sourced",
            Sentence.position >= 0,
        )
    )
    own = query.where(Annotation.reviewer_id == caller.person_id)
    rows = session.execute(query if of else own)
    labels = [Sourced(Place(*row[:4]), row.reviewer_id, row.sources) for row in rows]
    project = session.get_one(Project, found.project_id)
    return ArticleSources(found, project, role, build(found.text, labels))
