"""The queue of a project: how many sentences wait in which document, and the one at a number.

What was counted of a document is kept until its labels, decisions or questions change.
"""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from typing import Any
from zlib import crc32

import msgspec
from sqlalchemy import Row, Select, SQLColumnExpression, and_, case, func, or_, select
from sqlalchemy.orm import Session

from webapp.adjudicate import queries
from webapp.adjudicate.queue import Wanted, add_up, blocks, count, of_rank
from webapp.adjudicate.standing import Standing, met_gold
from webapp.db import now
from webapp.documents.joining_queries import SHARED, is_unqualified
from webapp.models import (
    AgreementCount,
    Assignment,
    Document,
    Membership,
    Person,
    Project,
    QueueCount,
    Sentence,
)
from webapp.scheme import ALL_LABELS, REASONS

PAGE = 100
AT_ONCE = 50
"""Documents whose labels are counted anew together."""

FORMAT = crc32(f"2 {ALL_LABELS} {tuple(REASONS)}".encode()) >> 1
"""What kept counts are marked with that can be read here."""

_Met = list[tuple[int, str, str, int]]
_kinds = msgspec.json.Decoder(dict[str, int])
_tables = msgspec.json.Decoder(_Met)


@dataclass(frozen=True)
class Recount:
    """What was counted anew of a document, at which versions of it, for `actions.keep`."""

    document_id: int
    version: int
    labels_version: int
    sentences: str
    tables: str


@dataclass(frozen=True)
class Counted:
    """A document of the queue: how many of its sentences are of which kind."""

    id: int
    title: str
    kinds: dict[str, int]  # by their names


@dataclass(frozen=True)
class Waiting:
    """A sentence of the queue, and how it stands."""

    standing: Standing
    document_id: int
    position: int
    start: int
    end: int
    text: str


def counted(session: Session, project_id: int) -> tuple[list[Counted], list[Recount]]:
    """Return the documents of a project, and what had to be counted that could be kept.

    Those of the qualification set are none: gold comes before its labels.
    """
    rows = session.execute(_kept(QueueCount.sentences, project_id)).all()
    recounted = _recounted(session, rows)
    new = {each.document_id: each.sentences for each in recounted}
    found = [Counted(row.id, row.title, _kinds.decode(row.kept or new[row.id])) for row in rows]
    return found, recounted


def met(session: Session, project_id: int) -> tuple[dict[int, _Met], list[Recount]]:
    """Return how the labels of each document met gold: (reviewer, own, gold, times) each.

    Beside it what had to be counted that could be kept.
    """
    rows = session.execute(_kept(QueueCount.tables, project_id)).all()
    recounted = _recounted(session, rows)
    new = {each.document_id: each.tables for each in recounted}
    return {row.id: _tables.decode(row.kept or new[row.id]) for row in rows}, recounted


def at(session: Session, documents: Sequence[Counted], wanted: Wanted, number: int) -> int | None:
    """Return the sentence with a number (0, 1, 2, ...) of the queue, or None after its end."""
    found = _listed(session, documents, wanted, number, 1)
    return found[0].sentence_id if found else None


def page(
    session: Session, documents: Sequence[Counted], wanted: Wanted, number: int
) -> list[Waiting]:
    """Return the sentences of the queue from a number on, a page and one more."""
    found = _listed(session, documents, wanted, number, PAGE + 1)
    words = func.substr(Document.text, Sentence.start + 1, Sentence.end - Sentence.start)
    rows = session.execute(
        select(
            Sentence.id,
            Sentence.document_id,
            Sentence.position,
            Sentence.start,
            Sentence.end,
            words,
        )
        .join(Document, Document.id == Sentence.document_id)
        .where(Sentence.id.in_([each.sentence_id for each in found]))
    )
    places: dict[int, Any] = {row.id: tuple(row)[1:] for row in rows}
    return [Waiting(each, *places[each.sentence_id]) for each in found]


def _listed(
    session: Session, documents: Sequence[Counted], wanted: Wanted, number: int, size: int
) -> list[Standing]:
    """Return so many sentences; of equal rank by document, in the order of the text."""
    kinds = {each.id: each.kinds for each in documents}
    some = blocks(kinds, add_up(kinds.values()), wanted, number, size)
    ids = {block.document_id for block in some}
    standings, place = queries.standings(session, ids), _positions(session, ids)
    for each in standings.values():
        each.sort(key=lambda standing: place[standing.sentence_id])
    return [
        standing
        for block in some
        for standing in of_rank(standings[block.document_id], wanted, block.rank)[
            block.first : block.last
        ]
    ]


def _positions(session: Session, document_ids: Collection[int]) -> dict[int, int]:
    rows = session.execute(
        select(Sentence.id, Sentence.position).where(
            Sentence.document_id.in_(document_ids), Sentence.position >= 0
        )
    )
    return {row.id: row.position for row in rows}


def ended(session: Session, project: Project) -> set[int]:
    """Return the documents that all their reviewers have submitted; none where nobody has.

    In an assigned project that takes k of them; a shared one takes every reviewer in any project.
    """
    waits = and_(
        Assignment.ended_at.is_(None),
        Assignment.submitted_at.is_(None),
        or_(Assignment.lease_until.is_(None), Assignment.lease_until > now()),
    )
    submitted = func.count(Assignment.submitted_at)
    query = (
        select(Document.id, Document.purpose, submitted)
        .join(Assignment, Assignment.document_id == Document.id)
        .where(Document.project_id == project.id)
        .group_by(Document.id)
        .having(submitted > 0, func.sum(case((waits, 1), else_=0)) == 0)
    )
    needed = project.overlap if project.mode == "assigned" else 1
    rows = session.execute(query).all()
    found = {row[0] for row in rows if row[2] >= needed or row[1] != "regular"}
    return found - _awaited(session, project) if any(row[1] == SHARED for row in rows) else found


def _awaited(session: Session, project: Project) -> set[int]:
    """Return the shared documents that some reviewer of the project has still to end."""
    place = and_(
        Assignment.document_id == Document.id, Assignment.reviewer_id == Membership.person_id
    )
    query = (
        select(Document.id)
        .join(Project, Project.id == Document.project_id)
        .join(Membership, Membership.project_id == Project.id)
        .join(Person, Person.id == Membership.person_id)
        .outerjoin(Assignment, place)
        .where(
            Project.id == project.id,
            Document.purpose == SHARED,
            Membership.role == "reviewer",
            Person.left_at.is_(None),
            ~is_unqualified(Project.id, Project.threshold, Membership.qualified_at),
            Assignment.submitted_at.is_(None),
        )
    )
    return set(session.scalars(query))


def limited(
    session: Session, project: Project, documents: Sequence[Counted], wanted: Wanted
) -> list[Counted]:
    """Return the documents in which what is wanted may be."""
    only: Collection[int] = {each.id for each in documents}
    if wanted.ended:
        only = ended(session, project)
    return [each for each in documents if each.id in only and wanted.article in (None, each.id)]


def _kept(column: SQLColumnExpression[Any], project_id: int) -> Select[*tuple[Any, ...]]:
    """Return the question for what is kept of each document, with the versions that it is of.

    Versions are read before labels: what is counted late is then of an older version, never of a
    newer one, so it is counted once more and no change is missed.
    """
    labels = func.coalesce(AgreementCount.version, 0)
    is_fresh = and_(QueueCount.format == FORMAT, QueueCount.labels_version == labels)
    return (
        select(
            Document.id,
            Document.title,
            labels.label("labels_version"),
            func.coalesce(QueueCount.version, 0).label("version"),
            case((is_fresh, column)).label("kept"),
        )
        .outerjoin(AgreementCount, AgreementCount.document_id == Document.id)
        .outerjoin(QueueCount, QueueCount.document_id == Document.id)
        .where(Document.project_id == project_id, Document.purpose != "qualification")
        .order_by(Document.id)
    )


def _recounted(session: Session, rows: Sequence[Row[*tuple[Any, ...]]]) -> list[Recount]:
    stale = [row for row in rows if row.kept is None]
    parts = [stale[first : first + AT_ONCE] for first in range(0, len(stale), AT_ONCE)]
    return [each for part in parts for each in _count(session, part)]


def _count(session: Session, rows: Sequence[Row[*tuple[Any, ...]]]) -> Iterator[Recount]:
    found = queries.standings(session, [row.id for row in rows])
    for row in rows:
        kinds, times = count(found[row.id]), met_gold(found[row.id])
        yield Recount(
            row.id,
            row.version,
            row.labels_version,
            _json(kinds),
            _json([[*key, n] for key, n in sorted(times.items())]),
        )


def _json(value: object) -> str:
    return msgspec.json.encode(value).decode()
