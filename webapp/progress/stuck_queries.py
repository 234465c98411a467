"""What is stuck in a project and why: places, articles and people that somebody has to see to."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Subquery, and_, exists, func, or_, select
from sqlalchemy.orm import InstrumentedAttribute, Session, aliased

from webapp.annotate.joining_queries import Standing, standings
from webapp.annotate.place_queries import is_taken
from webapp.models import Annotation, Assignment, Document, Membership, Person, Project, Sentence
from webapp.progress.queries import Totals, counts, is_begun

SHOWN = 10
"""How many of each kind are listed; all are counted."""
UNBEGUN = timedelta(days=2)
IDLE = timedelta(days=3)
LATEST = 500
"""Of how many places labels are looked at: of those submitted last, and of those begun first."""


@dataclass(frozen=True)
class Item:
    """A place or an article; since: from when on it is stuck."""

    document_id: int
    title: str
    person_id: int | None = None
    person: str = ""
    since: datetime | None = None
    missing: int = 0  # sentences without a label, or places that are free
    candidates: Sequence[tuple[int, str]] = ()  # whom an article can be given


@dataclass(frozen=True)
class Stuck:
    """All of one kind: how many there are, and the first of them."""

    kind: str
    total: int
    items: Sequence[Item]


def stuck(session: Session, project: Project, known: Totals, at: datetime) -> list[Stuck]:
    """Return what is stuck, each kind of which there is some."""
    reviewers = session.scalar(select(func.count()).select_from(_reviewers(project).subquery()))
    found = [
        lapsed(session, project, at),
        unbegun(session, project, at),
        idle(session, project, at),
        incomplete(session, project),
    ]
    if reviewers and known.most_known >= reviewers:  # else no article can have had them all
        found.append(exhausted(session, project, reviewers, at))
    return [each for each in found if each.total]


def failed(session: Session, project: Project) -> list[Standing]:
    """Return the reviewers who have ended the qualification set and did not pass, by name."""
    if project.threshold is None:
        return []
    return [each for each in standings(session, project.id) if each.state == "failed"]


def lapsed(session: Session, project: Project, at: datetime) -> Stuck:
    """Return places that have run out, on articles that lack a reviewer."""
    others = aliased(Assignment)
    taken = (
        select(func.count())
        .where(
            others.document_id == Assignment.document_id,
            others.ended_at.is_(None),
            or_(others.submitted_at.is_not(None), others.lease_until > at),
        )
        .correlate(Assignment)
        .scalar_subquery()
    )
    condition = and_(_is_open(), Assignment.lease_until <= at, taken < project.overlap)
    return _places(session, project, "lapsed", condition, Assignment.lease_until)


def unbegun(session: Session, project: Project, at: datetime) -> Stuck:
    """Return places that are kept for somebody who has not begun for two days."""
    condition = and_(
        _is_open(),
        Assignment.lease_until > at,
        Assignment.started_at.is_(None),
        Assignment.offered_at <= at - UNBEGUN,
    )
    return _places(session, project, "unbegun", condition, Assignment.offered_at)


def idle(session: Session, project: Project, at: datetime) -> Stuck:
    """Return places in which nothing was saved for three days, of those begun longest ago.

    A lease is kept for longer at each save, so that one which goes on for long needs no look at
    its labels.
    """
    length = timedelta(hours=project.lease_hours)
    leased = and_(Assignment.lease_until > at, Assignment.lease_until <= at - IDLE + length)
    oldest = (
        select(Assignment.document_id, Assignment.reviewer_id, Assignment.started_at)
        .where(
            _is_open(),
            or_(is_begun(), leased),
            Assignment.started_at <= at - IDLE,
            _is_in(project),
        )
        .order_by(Assignment.started_at)
        .limit(LATEST)
        .subquery()
    )
    label = exists().where(
        Annotation.reviewer_id == oldest.c.reviewer_id,
        Annotation.sentence_id == Sentence.id,
        Annotation.updated_at > at - IDLE,
    )
    saved = exists().where(  # sentence by sentence: a reviewer may have many more labels elsewhere
        Sentence.document_id == oldest.c.document_id, label.correlate(oldest, Sentence)
    )
    found = (
        select(oldest, func.count().over().label("total"))
        .where(~saved.correlate(oldest))
        .order_by(oldest.c.started_at, oldest.c.document_id, oldest.c.reviewer_id)
        .limit(SHOWN)
        .subquery()
    )
    return _named(session, "idle", found, found.c.started_at)


def exhausted(session: Session, project: Project, reviewers: int, at: datetime) -> Stuck:
    """Return articles with free places on which every one of the reviewers has, or had, one."""
    found = counts(at)
    own = exists().where(
        Assignment.document_id == Document.id, Assignment.reviewer_id == Membership.person_id
    )
    rows = session.execute(
        select(
            Document.id,
            Document.title,
            project.overlap - found.c.taken - found.c.begun,
            func.count().over(),
        )
        .join(found, found.c.document_id == Document.id)
        .where(
            Document.project_id == project.id,
            Document.purpose == "regular",
            found.c.known >= reviewers,
            found.c.taken + found.c.begun < project.overlap,
            ~_reviewers(project).where(~own).exists(),
        )
        .order_by(Document.id)
        .limit(SHOWN)
    ).all()
    given = _candidates(session, project, [row[0] for row in rows], at)
    items = [Item(row[0], row[1], missing=row[2], candidates=given.get(row[0], ())) for row in rows]
    return Stuck("exhausted", rows[0][3] if rows else 0, items)


def incomplete(session: Session, project: Project) -> Stuck:
    """Return the places that were submitted with unlabelled sentences, of those submitted last."""
    latest = (
        select(Assignment.document_id, Assignment.reviewer_id, Assignment.submitted_at)
        .where(
            Assignment.submitted_at.is_not(None),
            Assignment.ended_at.is_(None),
            Assignment.document_id.in_(
                select(Document.id).where(Document.project_id == project.id)
            ),
        )
        .order_by(Assignment.submitted_at.desc())
        .limit(LATEST)
        .subquery()
    )
    label = and_(
        Annotation.reviewer_id == latest.c.reviewer_id,
        Annotation.sentence_id == Sentence.id,
        Annotation.label.is_not(None),
    )
    bare = (
        select(latest, func.count().label("missing"))
        .join(Sentence, Sentence.document_id == latest.c.document_id)
        .where(Sentence.position >= 0, ~exists().where(label))
        .group_by(latest.c.document_id, latest.c.reviewer_id, latest.c.submitted_at)
        .subquery()
    )
    rows = session.execute(
        select(
            Document.id,
            Document.title,
            Person.id,
            Person.name,
            bare.c.submitted_at,
            bare.c.missing,
            func.count().over(),
        )
        .join(Document, Document.id == bare.c.document_id)
        .join(Person, Person.id == bare.c.reviewer_id)
        .order_by(bare.c.submitted_at.desc())
        .limit(SHOWN)
    ).all()
    return Stuck("incomplete", rows[0][6] if rows else 0, [Item(*row[:6]) for row in rows])


def _places(
    session: Session,
    project: Project,
    kind: str,
    condition: ColumnElement[bool],
    since: InstrumentedAttribute[Any],
) -> Stuck:
    """Return the places of a project that are stuck in this way, the longest first."""
    found = (
        select(
            Assignment.document_id,
            Assignment.reviewer_id,
            since.label("since"),
            func.count().over().label("total"),
        )
        .where(condition, _is_in(project))
        .order_by(since, Assignment.document_id, Assignment.reviewer_id)
        .limit(SHOWN)
        .subquery()
    )
    return _named(session, kind, found, found.c.since)


def _named(session: Session, kind: str, found: Subquery, since: ColumnElement[datetime]) -> Stuck:
    rows = session.execute(
        select(Document.id, Document.title, Person.id, Person.name, since, found.c.total)
        .join(Document, Document.id == found.c.document_id)
        .join(Person, Person.id == found.c.reviewer_id)
        .order_by(since, Document.id, Person.id)
    ).all()
    return Stuck(kind, rows[0][5] if rows else 0, [Item(*row[:5]) for row in rows])


def _candidates(
    session: Session, project: Project, documents: Sequence[int], at: datetime
) -> dict[int, list[tuple[int, str]]]:
    """Return the reviewers whose places on these documents ran out or were given back."""
    rows = session.execute(
        select(Assignment.document_id, Person.id, Person.name)
        .join(Person, Person.id == Assignment.reviewer_id)
        .where(
            Assignment.document_id.in_(documents),
            ~or_(is_taken(at), is_begun()),
            Assignment.reviewer_id.in_(_reviewers(project)),
        )
        .order_by(Assignment.document_id, Person.name_key)
    )
    found: dict[int, list[tuple[int, str]]] = {}
    for document, person, name in rows:
        found.setdefault(document, []).append((person, name))
    return found


def _is_open() -> ColumnElement[bool]:
    return and_(Assignment.ended_at.is_(None), Assignment.submitted_at.is_(None))


def _reviewers(project: Project) -> Any:
    return select(Membership.person_id).where(
        Membership.project_id == project.id, Membership.role == "reviewer"
    )


def _is_in(project: Project) -> ColumnElement[bool]:
    """Return the condition for the places of a project, asked of those alone that are stuck."""
    of_project = exists().where(
        Document.id == Assignment.document_id, Document.project_id == project.id
    )
    return of_project.correlate(Assignment)
