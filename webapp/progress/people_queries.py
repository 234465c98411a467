"""How far each person of a project is, and how many articles were ended on each day."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, case, func, or_, select
from sqlalchemy.orm import Session

from webapp.accounts.queries import Member, members
from webapp.models import Annotation, Assignment, BrowserSession, Document, Membership
from webapp.progress.queries import is_begun

DAYS = 14


@dataclass(frozen=True)
class Person:
    """A member: places that are open, that ran out and that were submitted, and sentences."""

    id: int
    name: str
    role: str
    has_signed_in: bool
    open: int
    lapsed: int
    submitted: int
    sentences: int
    seen_at: datetime | None  # in a browser, to the hour; or when an article was begun or ended


@dataclass(frozen=True)
class Day:
    """How many times a regular article was ended by a reviewer on a day, in UTC."""

    date: date
    submitted: int


def people(session: Session, project_id: int, at: datetime) -> list[Person]:
    """Return the people of a project with what they have done in it, leads first, by name."""
    places = {row.reviewer_id: row for row in session.execute(_places(project_id, at))}
    labelled = {row[0]: row[1] for row in session.execute(_labelled(project_id))}
    seen = {row[0]: row[1] for row in session.execute(_seen(project_id))}
    return [
        _person(each, places.get(each.person_id), labelled, seen)
        for each in members(session, project_id)
    ]


def days(session: Session, project_id: int, at: datetime) -> Sequence[Day]:
    """Return the last 14 days, the last one that of `at`."""
    midnight = at.replace(hour=0, minute=0, second=0, microsecond=0)
    starts = [midnight - timedelta(days=back) for back in reversed(range(DAYS))]
    ended = Assignment.submitted_at
    number = case(*((ended < start, day) for day, start in enumerate(starts[1:])), else_=DAYS - 1)
    regular = _documents(project_id).where(Document.purpose == "regular")  # as in the head
    of_day = {
        row[0]: row[1]
        for row in session.execute(
            select(number, func.count())
            .where(ended >= starts[0], Assignment.document_id.in_(regular))
            .group_by(number)
        )
    }
    return [Day(start.date(), of_day.get(day, 0)) for day, start in enumerate(starts)]


def _places(project_id: int, at: datetime) -> Select[*tuple[Any, ...]]:
    at_work = and_(Assignment.ended_at.is_(None), Assignment.submitted_at.is_(None))
    is_open = and_(at_work, or_(is_begun(), Assignment.lease_until > at))
    return (
        select(
            Assignment.reviewer_id,
            func.count().filter(is_open).label("open"),
            func.count().filter(at_work, Assignment.lease_until <= at).label("lapsed"),
            func.count(Assignment.submitted_at).label("submitted"),
            func.max(Assignment.started_at).label("started_at"),
            func.max(Assignment.submitted_at).label("submitted_at"),
        )
        .where(_is_in(project_id))
        .group_by(Assignment.reviewer_id)
    )


def _labelled(project_id: int) -> Select[int, int]:
    """Return the question who has how many labels: answered by the index that covers them."""
    return (
        select(Annotation.reviewer_id, func.count())
        .where(Annotation.document_id.in_(_documents(project_id)), Annotation.label.is_not(None))
        .group_by(Annotation.reviewer_id)
    )


def _seen(project_id: int) -> Select[int, datetime]:
    return (
        select(BrowserSession.person_id, func.max(BrowserSession.seen_at))
        .join(Membership, Membership.person_id == BrowserSession.person_id)
        .where(Membership.project_id == project_id)
        .group_by(BrowserSession.person_id)
    )


def _is_in(project_id: int) -> ColumnElement[bool]:
    return Assignment.document_id.in_(_documents(project_id))


def _documents(project_id: int) -> Select[int]:
    return select(Document.id).where(Document.project_id == project_id)


def _person(
    member: Member, places: Any, labelled: dict[int, int], seen: dict[int, datetime]
) -> Person:
    moments = [seen.get(member.person_id)]
    if places:
        moments += [places.started_at, places.submitted_at]
    return Person(
        member.person_id,
        member.name,
        member.role,
        member.has_signed_in,
        places.open if places else 0,
        places.lapsed if places else 0,
        places.submitted if places else 0,
        labelled.get(member.person_id, 0),
        max((each for each in moments if each), default=None),
    )
