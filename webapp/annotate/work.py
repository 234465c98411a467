"""One's own work: articles and how far one is, what came back, what one was unsure of.

Nothing here depends on another person's labels.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, Text, and_, func, or_, select, type_coerce
from sqlalchemy.orm import Session

from webapp.accounts.queries import Caller
from webapp.annotate.repair import second_looks
from webapp.db import now
from webapp.documents.queries import readable
from webapp.models import (
    Annotation,
    Assignment,
    Document,
    Guideline,
    Membership,
    Project,
    Sentence,
)

_WHERE = (
    Document.id,
    Document.title,
    Sentence.position + 1,
    func.substr(Document.text, Sentence.start + 1, Sentence.end - Sentence.start),
)
MOST_SENTENCES = 50


@dataclass(frozen=True)
class Article:
    """An article of one's own, and how far one is with it."""

    id: int
    title: str
    outlet: str | None
    published: str | None
    version: int
    project_id: int
    sentences: int
    labelled: int
    touched_at: datetime | None
    mode: str
    lease_until: datetime | None
    submitted_at: datetime | None
    ended_at: datetime | None

    @property
    def left(self) -> int:
        """How many sentences have no label yet."""
        return self.sentences - self.labelled

    @property
    def is_lapsed(self) -> bool:
        """Whether its place has run out."""
        return self.lease_until is not None and self.lease_until <= now()

    @property
    def state(self) -> str:
        """Whether it is in "progress", to "start", "done", or went "back" to others.

        A place is done once it was submitted; where nobody asked for one, once all is labelled.
        """
        is_over = self.ended_at is not None or self.is_lapsed
        if self.submitted_at:
            return "done"
        if is_over and self.mode == "assigned":
            return "back"
        if not self.left and (is_over or self.lease_until is None):
            return "done"
        return "progress" if self.labelled else "start"


@dataclass(frozen=True)
class OwnProject:
    """A project of one's own; `places` counts the articles that one has, or had, a place on."""

    id: int
    name: str
    places: int


@dataclass(frozen=True)
class Spot:
    """A sentence to look at, with one's own label on it; `total` counts the whole list."""

    document_id: int
    title: str
    number: int
    words: str
    label: str | None
    total: int
    earlier: tuple[str, ...] = ()  # the labels of replaced sentences in whose place it stands


def projects(session: Session, caller: Caller) -> Sequence[OwnProject]:
    """Return the caller's projects, oldest first."""
    places = (
        select(func.count())
        .select_from(Assignment)
        .join(Document, Document.id == Assignment.document_id)
        .where(Assignment.reviewer_id == caller.person_id, Document.project_id == Project.id)
        .correlate(Project)
        .scalar_subquery()
    )
    rows = session.execute(
        select(Project.id, Project.name, places).where(_is_mine(caller)).order_by(Project.id)
    )
    return [OwnProject(*row) for row in rows]


def closed(session: Session, caller: Caller) -> Sequence[tuple[int, str]]:
    """Return number and name of the caller's projects that are closed: they can still be read."""
    rows = session.execute(
        select(Project.id, Project.name)
        .join(Membership, Membership.project_id == Project.id)
        .where(Membership.person_id == caller.person_id, Project.closed_at.is_not(None))
        .order_by(Project.id)
    )
    return [(row.id, row.name) for row in rows]


def articles(session: Session, caller: Caller) -> Sequence[Article]:
    """Return all articles of the caller's projects, by project, in order."""
    own = (
        select(
            Annotation.document_id,
            func.count().label("labelled"),
            func.max(Annotation.updated_at).label("touched_at"),
        )
        .join(Sentence, Sentence.id == Annotation.sentence_id)
        .where(
            Annotation.reviewer_id == caller.person_id,
            Annotation.label.is_not(None),
            Sentence.position >= 0,
        )
        .group_by(Annotation.document_id)
        .subquery()
    )
    sentences = (
        select(func.count(Sentence.id))
        .where(Sentence.document_id == Document.id, Sentence.position >= 0)
        .correlate(Document)
        .scalar_subquery()
    )
    rows = session.execute(
        select(
            Document.id,
            Document.title,
            Document.outlet,
            Document.published,
            Document.version,
            Project.id,
            sentences,
            func.coalesce(own.c.labelled, 0),
            own.c.touched_at,
            Project.mode,
            Assignment.lease_until,
            Assignment.submitted_at,
            Assignment.ended_at,
        )
        .join(Project, Project.id == Document.project_id)
        .outerjoin(own, own.c.document_id == Document.id)
        .outerjoin(
            Assignment,
            and_(Assignment.document_id == Document.id, Assignment.reviewer_id == caller.person_id),
        )
        .where(_is_mine(caller), readable(caller))
        .order_by(Project.id, Document.id)
    )
    return [Article(*row) for row in rows]


def second_look(session: Session, caller: Caller) -> Sequence[Spot]:
    """Return the sentences that one labelled under guidelines older than a lead wants.

    A new version of the guidelines may ask for another look at all that was labelled before it.
    """
    since = (
        select(Guideline.project_id, func.max(Guideline.version).label("version"))
        .where(Guideline.second_look)
        .group_by(Guideline.project_id)
        .subquery()
    )
    older = _spots(caller).join(since, since.c.project_id == Document.project_id)
    return _found(
        session,
        older.where(Annotation.label.is_not(None), Annotation.guideline_version < since.c.version),
    )


def repaired(session: Session, caller: Caller) -> Sequence[Spot]:
    """Return the sentences without one's label that took the place of labelled ones."""
    own: Select[Any] = (
        select(Document.id).join(Project, Project.id == Document.project_id).where(_is_mine(caller))
    )
    looks = second_looks(session, caller.person_id, own)
    earlier = {each.sentence_id: each.labels for each in looks[:MOST_SENTENCES]}
    rows = session.execute(
        select(Sentence.id, *_WHERE)
        .join(Document, Document.id == Sentence.document_id)
        .where(Sentence.id.in_(earlier))
        .order_by(Document.id, Sentence.position)
    )
    return [
        Spot(document_id, title, number, words, None, len(looks), earlier[sentence_id])
        for sentence_id, document_id, title, number, words in rows
    ]


def unsure(session: Session, caller: Caller) -> Sequence[Spot]:
    """Return the sentences that one marked as unsure."""
    flags = "," + type_coerce(Annotation.flags, Text) + ","
    return _found(session, _spots(caller).where(flags.contains(",unsure,")))


def _is_mine(caller: Caller) -> ColumnElement[bool]:
    """Return the condition for one's own projects that are at work.

    An admin's are those they labelled in, too.
    """
    mine = Project.id.in_(
        select(Membership.project_id).where(Membership.person_id == caller.person_id)
    )
    if not caller.is_admin:
        return and_(mine, Project.closed_at.is_(None))
    labelled = (
        select(Document.project_id)
        .join(Annotation, Annotation.document_id == Document.id)
        .where(Annotation.reviewer_id == caller.person_id)
    )
    return and_(or_(mine, Project.id.in_(labelled)), Project.closed_at.is_(None))


def _spots(caller: Caller) -> Select[int, str, int, str, str | None, int]:
    """Return the question for one's own annotations, each with the words of its sentence."""
    return (
        select(*_WHERE, Annotation.label, func.count().over())
        .join(Annotation, Annotation.document_id == Document.id)
        .join(Sentence, Sentence.id == Annotation.sentence_id)
        .join(Project, Project.id == Document.project_id)
        .where(_is_mine(caller), Annotation.reviewer_id == caller.person_id, Sentence.position >= 0)
        .order_by(Document.id, Sentence.position)
        .limit(MOST_SENTENCES)
    )


def _found(
    session: Session, question: Select[int, str, int, str, str | None, int]
) -> Sequence[Spot]:
    return [Spot(*row) for row in session.execute(question)]
