"""Questions about projects and documents; each goes through what the caller may see."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, func, select, true
from sqlalchemy.orm import Session

from webapp.accounts.queries import Caller, require_member, visible
from webapp.documents.joining_queries import is_for_reviewer, is_unqualified
from webapp.documents.repair import Change
from webapp.models import (
    Annotation,
    Assignment,
    Document,
    Membership,
    Person,
    Project,
    Segmentation,
    Sentence,
)
from webapp.problems import NotFound

PAGE = 100


@dataclass(frozen=True)
class ProjectSettings:
    """What a lead may change of a project."""

    name: str
    overlap: int
    reviewers_repair: bool
    mode: str
    lease_hours: int
    shows_others: bool


@dataclass(frozen=True)
class Listed:
    """One document of a list."""

    id: int
    title: str
    external_id: str | None
    story: str | None
    outlet: str | None
    published: str | None
    version: int
    sentences: int
    purpose: str


@dataclass(frozen=True)
class Progress(Listed):
    """A document of a list, with how far its reader is."""

    labelled: int
    everybody: list[tuple[str, int]] | None  # for a lead: who has labelled how many sentences

    @property
    def done(self) -> int:
        """How many of those have labelled all of it."""
        return sum(number == self.sentences for _, number in self.everybody or ())


@dataclass(frozen=True)
class Repaired:
    """One repair of a document's sentences: what it changed, by whom, and when."""

    version: int
    change: Change
    by: str
    at: datetime


@dataclass(frozen=True)
class ListedProject:
    """A project that the caller may see, and as what."""

    id: int
    name: str
    role: str
    documents: int
    is_closed: bool


def projects(session: Session, caller: Caller, after: int = 0) -> Sequence[ListedProject]:
    """Return the caller's projects, oldest first, at most a page after a number."""
    count = (
        select(func.count(Document.id))
        .where(Document.project_id == Project.id)
        .correlate(Project)
        .scalar_subquery()
    )
    rows = session.execute(
        select(Project.id, Project.name, Membership.role, count, Project.closed_at)
        .outerjoin(
            Membership,
            (Membership.project_id == Project.id) & (Membership.person_id == caller.person_id),
        )
        .where(visible(caller), Project.id > after)
        .order_by(Project.id)
        .limit(PAGE + 1)
    )
    return [
        ListedProject(
            row[0], row[1], "admin" if caller.is_admin else row[2], row[3], row[4] is not None
        )
        for row in rows
    ]


def listed(session: Session, caller: Caller, project_id: int, after: int = 0) -> Sequence[Listed]:
    """Return the documents of a project in order, at most a page and one after a number."""
    require_member(session, caller, project_id)
    return [Listed(*row) for row in session.execute(_list(caller, project_id, after))]


def progress(
    session: Session, caller: Caller, project_id: int, after: int = 0
) -> Sequence[Progress]:
    """Return the documents with the caller's own progress; a lead sees everybody's."""
    sees_all = require_member(session, caller, project_id) != "reviewer"
    rows = listed(session, caller, project_id, after)
    labelled = _labelled(session, [row.id for row in rows], None if sees_all else caller.person_id)
    return [
        Progress(
            **vars(row),
            labelled=labelled.get(row.id, {}).get(caller.person_id, (caller.name, 0))[1],
            everybody=sorted(labelled.get(row.id, {}).values()) if sees_all else None,
        )
        for row in rows
    ]


def document(session: Session, caller: Caller, document_id: int) -> Document:
    """Return a document; `NotFound` where its project is not the caller's."""
    found = session.scalar(
        select(Document)
        .join(Project, Document.project_id == Project.id)
        .where(Document.id == document_id, visible(caller), readable(caller))
    )
    if found is None:
        raise NotFound(f"There is no document {document_id} for you.")
    return found


def readable(caller: Caller) -> ColumnElement[bool]:
    """Return the condition under which a document of the caller's projects is theirs to read.

    In an assigned project its reviewers read what they have, or had, a place on; until they have
    passed the qualification set where one is asked for, that alone.
    """
    if caller.is_admin:
        return true()
    place = select(Assignment.document_id).where(
        Assignment.document_id == Document.id, Assignment.reviewer_id == caller.person_id
    )
    own = place.correlate(Document).exists()
    # Sets of projects, each asked for once: conditions on each document take ten times as long.
    mine = (
        select(Membership.project_id)
        .join(Project, Project.id == Membership.project_id)
        .where(Membership.person_id == caller.person_id)
    )
    unqualified = is_unqualified(Project.id, Project.threshold, Membership.qualified_at)
    led, is_open, is_barred = (
        Document.project_id.in_(mine.where(each))
        for each in (Membership.role == "lead", Project.mode == "open", unqualified)
    )
    return led | ((is_open | own) & is_for_reviewer(Document.purpose, is_barred, own))


def settings_of(project: Project) -> ProjectSettings:
    """Return the settings of a project."""
    names = ProjectSettings.__dataclass_fields__
    return ProjectSettings(**{name: getattr(project, name) for name in names})


def changes(before: ProjectSettings, after: ProjectSettings) -> dict[str, Any]:
    """Return which settings changed, from what to what; of the name, which is text, that it did."""
    return {
        name: True if name == "name" else [old, new]
        for name, old in vars(before).items()
        for new in [vars(after)[name]]
        if new != old
    }


def may_repair(session: Session, caller: Caller, project_id: int) -> bool:
    """Return whether the caller may join and split the sentences of a project's documents."""
    if require_member(session, caller, project_id) != "reviewer":
        return True
    return session.get_one(Project, project_id).reviewers_repair


def repairs(session: Session, document_id: int, most: int) -> Sequence[Repaired]:
    """Return the repairs of a document's sentences, the latest first."""
    rows = session.execute(
        select(
            Segmentation.version,
            Segmentation.removed,
            Segmentation.added,
            Person.name,
            Segmentation.made_at,
        )
        .join(Person, Person.id == Segmentation.made_by_id)
        .where(Segmentation.document_id == document_id)
        .order_by(Segmentation.version.desc())
        .limit(most)
    )
    return [Repaired(row.version, Change(row.removed, row.added), *row[3:]) for row in rows]


def sentence_count(session: Session, document_id: int) -> int:
    """Return how many sentences a document has."""
    return (
        session.scalar(
            select(func.count(Sentence.id)).where(
                Sentence.document_id == document_id, Sentence.position >= 0
            )
        )
        or 0
    )


def _list(caller: Caller, project_id: int, after: int) -> Select[*tuple[Any, ...]]:
    sentences = (
        select(func.count(Sentence.id))
        .where(Sentence.document_id == Document.id, Sentence.position >= 0)
        .correlate(Document)
        .scalar_subquery()
    )
    return (
        select(
            Document.id,
            Document.title,
            Document.external_id,
            Document.story,
            Document.outlet,
            Document.published,
            Document.version,
            sentences,
            Document.purpose,
        )
        .where(Document.project_id == project_id, Document.id > after, readable(caller))
        .order_by(Document.id)
        .limit(PAGE + 1)
    )


def _labelled(
    session: Session, document_ids: Sequence[int], only: int | None
) -> dict[int, dict[int, tuple[str, int]]]:
    """Return for each document who has labelled how many sentences of it: id -> (name, number).

    `only` is the person to whom this is limited, None for everybody.
    """
    found: dict[int, dict[int, tuple[str, int]]] = {}
    query = (
        select(Annotation.document_id, Person.id, Person.name, func.count())
        .join(Person, Person.id == Annotation.reviewer_id)
        .where(Annotation.document_id.in_(document_ids), Annotation.label.is_not(None))
        .group_by(Annotation.document_id, Person.id, Person.name)
    )
    rows = session.execute(query if only is None else query.where(Person.id == only))
    for document_id, person_id, name, number in rows:
        found.setdefault(document_id, {})[person_id] = (name, number)
    return found
