"""Questions about projects and documents; each goes through what the caller may see."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from webapp.accounts.queries import Caller, require_member, visible
from webapp.models import Annotation, Document, Membership, Person, Project, Sentence
from webapp.problems import NotFound

PAGE = 100


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


@dataclass(frozen=True)
class Progress(Listed):
    """A document of a list, with how far its reader is."""

    labelled: int
    everybody: list[tuple[str, int]] | None  # for a lead: who has labelled how many sentences


@dataclass(frozen=True)
class ListedProject:
    """A project that the caller may see, and as what."""

    id: int
    name: str
    role: str
    documents: int


def projects(session: Session, caller: Caller, after: int = 0) -> Sequence[ListedProject]:
    """Return the caller's projects, oldest first, at most a page after a number."""
    count = (
        select(func.count(Document.id))
        .where(Document.project_id == Project.id)
        .correlate(Project)
        .scalar_subquery()
    )
    rows = session.execute(
        select(Project.id, Project.name, Membership.role, count)
        .outerjoin(
            Membership,
            (Membership.project_id == Project.id) & (Membership.person_id == caller.person_id),
        )
        .where(visible(caller), Project.id > after)
        .order_by(Project.id)
        .limit(PAGE + 1)
    )
    return [
        ListedProject(row[0], row[1], "admin" if caller.is_admin else row[2], row[3])
        for row in rows
    ]


def listed(session: Session, caller: Caller, project_id: int, after: int = 0) -> Sequence[Listed]:
    """Return the documents of a project in order, at most a page and one after a number."""
    require_member(session, caller, project_id)
    return [Listed(*row) for row in session.execute(_list(project_id, after))]


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
        .where(Document.id == document_id, visible(caller))
    )
    if found is None:
        raise NotFound(f"There is no document {document_id} for you.")
    return found


def sentence_count(session: Session, document_id: int) -> int:
    """Return how many sentences a document has."""
    return (
        session.scalar(select(func.count(Sentence.id)).where(Sentence.document_id == document_id))
        or 0
    )


def _list(project_id: int, after: int) -> Select[*tuple[Any, ...]]:
    sentences = (
        select(func.count(Sentence.id))
        .where(Sentence.document_id == Document.id)
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
        )
        .where(Document.project_id == project_id, Document.id > after)
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
