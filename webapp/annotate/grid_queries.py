"""Places of many people on many documents at once, as the lead's grid shows and changes them."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import case, func, select
from sqlalchemy.orm import Session

from webapp.annotate.place_queries import is_taken
from webapp.models import Assignment, Document, Membership, Person

Pair = tuple[int, int]
"""A document and a person."""

HELD = frozenset({"offered", "progress"})
"""States of a place that its reviewer works in, and that a lead can take back."""
TAKEN = HELD | {"submitted"}
MOST_NAMED = 10


@dataclass(frozen=True)
class Member:
    """Somebody of a project whom a place can be given, and how many they have taken."""

    person_id: int
    name: str
    role: str
    places: int


def state(row: Any, at: datetime) -> str:
    """Return the state of a place at a time.

    It is "submitted", "released", "lapsed", "offered" or in "progress"; or "begun" where somebody
    works on an article of an open project without a place that is kept for them.
    """
    if row.submitted_at is not None:
        return "submitted"
    if row.ended_at is not None:
        return "released"
    if row.lease_until is None:
        return "begun"
    if row.lease_until <= at:
        return "lapsed"
    return "progress" if row.started_at is not None else "offered"


def states(
    session: Session,
    documents: Collection[int],
    people: Collection[int],
    at: datetime,
    *,
    held: bool = False,
) -> dict[Pair, str]:
    """Return the state of each place that these people have, or had, on these documents.

    Held, none of them changes before the transaction has ended.
    """
    query = (
        select(
            Assignment.document_id,
            Assignment.reviewer_id,
            Assignment.started_at,
            Assignment.lease_until,
            Assignment.submitted_at,
            Assignment.ended_at,
        )
        .where(Assignment.document_id.in_(documents), Assignment.reviewer_id.in_(people))
        .order_by(Assignment.document_id, Assignment.reviewer_id)
    )
    rows = session.execute(query.with_for_update() if held else query)
    return {(row.document_id, row.reviewer_id): state(row, at) for row in rows}


def taken(session: Session, documents: Collection[int], at: datetime) -> dict[int, int]:
    """Return how many places are taken on each of some documents; none is not named."""
    rows = session.execute(
        select(Assignment.document_id, func.count())
        .where(Assignment.document_id.in_(documents), is_taken(at))
        .group_by(Assignment.document_id)
    )
    return {row[0]: row[1] for row in rows}


def members(session: Session, project_id: int, at: datetime) -> list[Member]:
    """Return the people of a project who have not left, reviewers first, by name."""
    places = (
        select(Assignment.reviewer_id, func.count().label("number"))
        .where(
            Assignment.document_id.in_(
                select(Document.id).where(Document.project_id == project_id)
            ),
            is_taken(at),
        )
        .group_by(Assignment.reviewer_id)
        .subquery()
    )
    rows = session.execute(
        select(Person.id, Person.name, Membership.role, func.coalesce(places.c.number, 0))
        .join(Membership, Membership.person_id == Person.id)
        .outerjoin(places, places.c.reviewer_id == Person.id)
        .where(Membership.project_id == project_id, Person.left_at.is_(None))
        .order_by(case((Membership.role == "reviewer", 0), else_=1), Person.name_key)
    )
    return [Member(*row) for row in rows]


def missing_places(
    session: Session, project_id: int, overlap: int, at: datetime
) -> list[tuple[int, int]]:
    """Return each article without all its k places, in order, and how many it lacks."""
    counts = (
        select(Assignment.document_id, func.count().label("number"))
        .where(is_taken(at))
        .group_by(Assignment.document_id)
        .subquery()
    )
    number = func.coalesce(counts.c.number, 0)
    rows = session.execute(
        select(Document.id, overlap - number)
        .outerjoin(counts, counts.c.document_id == Document.id)
        .where(Document.project_id == project_id, Document.purpose == "regular", number < overlap)
        .order_by(Document.id)
    )
    return [(document, count) for document, count in rows]


def ever_on(session: Session, project_id: int) -> set[Pair]:
    """Return who has, or had, a place on which document of a project."""
    mine = select(Document.id).where(Document.project_id == project_id)
    rows = session.execute(
        select(Assignment.document_id, Assignment.reviewer_id).where(
            Assignment.document_id.in_(mine)
        )
    )
    return {(document, person) for document, person in rows}


def titles(session: Session, documents: Collection[int]) -> dict[int, str]:
    """Return what documents are called."""
    rows = session.execute(select(Document.id, Document.title).where(Document.id.in_(documents)))
    return {row[0]: row[1] for row in rows}


def names(session: Session, people: Collection[int]) -> dict[int, str]:
    """Return what people are called."""
    rows = session.execute(select(Person.id, Person.name).where(Person.id.in_(people)))
    return {row[0]: row[1] for row in rows}


def in_words(called: Mapping[int, str], documents: Sequence[int]) -> str:
    """Return the first of some documents by their titles, and how many more there are."""
    shown = ", ".join(f"“{called[each]}”" for each in documents[:MOST_NAMED])
    more = len(documents) - MOST_NAMED
    return f"{shown} and {more} more" if more > 0 else shown
