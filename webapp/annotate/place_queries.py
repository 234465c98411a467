"""How somebody stands with a document: their place on it, and what that lets them do."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from sqlalchemy import (
    BindParameter,
    Boolean,
    ColumnElement,
    Select,
    and_,
    bindparam,
    func,
    or_,
    select,
)
from sqlalchemy.orm import Session

from webapp.accounts.queries import CLOSED, Caller
from webapp.db import now, table_of
from webapp.documents.joining_queries import QUALIFICATION, is_for_reviewer, is_unqualified
from webapp.models import Assignment, Document, Membership, Project, Sight
from webapp.problems import NotFound

SUBMITTED = "You have ended this article; a lead can open it for you again."
NEEDED = "In this project a label needs a place on the article; you have none here."
LAPSED = "Your place on this article ran out and went to somebody else. What you labelled stays."
REPAIR_NEEDED = (
    "In this project it takes an open place on the article to join or split its sentences."
)
RELEASED = "Your place on this article was given back. What you labelled stays."


State = Literal["none", "offered", "progress", "submitted", "lapsed", "released"]


@dataclass(frozen=True)
class Place:
    """Somebody's place on a document, or that they have none, and the rules of its project."""

    document_id: int
    purpose: str
    project_id: int
    guideline_version: int
    mode: str
    overlap: int
    lease_hours: int
    shows_others: bool
    closed_at: datetime | None
    role: str | None  # of the membership; None for an admin who is no member
    offered_at: datetime | None  # None where there is no place
    offered_by_id: int | None
    started_at: datetime | None
    lease_until: datetime | None
    submitted_at: datetime | None
    reopened_at: datetime | None
    ended_at: datetime | None
    ended_by_id: int | None
    seen_others_at: datetime | None
    is_admin: bool  # whether it is an admin's, whatever the role

    @property
    def state(self) -> State:
        """Whether it is "none", "offered", in "progress", "submitted", "lapsed" or "released"."""
        if self.offered_at is None:
            return "none"
        if self.submitted_at is not None:
            return "submitted"
        if self.ended_at is not None:
            return "released"
        if self.lease_until is not None and self.lease_until <= now():
            return "lapsed"
        return "progress" if self.started_at else "offered"

    @property
    def is_limited(self) -> bool:
        """Whether k reviewers are all that the article takes."""
        return self.purpose == "regular"

    @property
    def is_free(self) -> bool:
        """Whether labels need no place: in an open project, and those that a lead's key is made of.

        What is labelled in the qualification set counts nowhere.
        """
        return self.mode == "open" or (self.purpose == QUALIFICATION and self.role != "reviewer")

    def refusal(self, made_at: datetime) -> str | None:
        """Return why a label that was made then is not stored, or None where it is.

        One that was made in time is stored whenever it arrives, except in the qualification set,
        whose key is shown once it was ended. Where labels need a place, one that is dated before
        the place was taken counts as made now.
        """
        if self.closed_at is not None:
            return CLOSED
        if self.offered_at and made_at < self.offered_at and not self.is_free:
            made_at = now()
        if self.submitted_at is not None:
            is_late = made_at > self.submitted_at or self.purpose == QUALIFICATION
            return SUBMITTED if is_late else None
        if self.is_free:
            return None
        ends = {
            "none": (None, NEEDED),
            "released": (self.ended_at, RELEASED),
            "lapsed": (self.lease_until, LAPSED),
        }
        end, reason = ends.get(self.state, (made_at, ""))
        return reason if end is None or made_at > end else None

    @property
    def repair_refusal(self) -> str | None:
        """Return why a reviewer may not join or split the sentences, or None where they may."""
        if self.purpose == QUALIFICATION:
            return (
                "Leads alone join and split sentences of the qualification: its key would be lost."
            )
        if self.submitted_at is not None:
            return SUBMITTED
        is_open = self.mode == "open" or self.state in ("offered", "progress")
        return None if is_open else REPAIR_NEEDED

    @property
    def is_informed(self) -> bool:
        """Whether a label that arrives now comes after having seen others'.

        By when it arrives: a clock that is slow, or set back, must not make it independent.
        """
        return self.seen_others_at is not None


_document, _project, _member = table_of(Document), table_of(Project), table_of(Membership)
_place, _sight = table_of(Assignment), table_of(Sight)
_PERSON: BindParameter[int] = bindparam("person")
_IS_ADMIN = bindparam("is_admin", type_=Boolean)
_HAS_PLACE = _place.c.offered_at.is_not(None)
_STANDING = (  # on plain tables and built once: it is asked at every key press
    select(
        _document.c.id,
        _document.c.purpose,
        _project.c.id,
        _project.c.guideline_version,
        _project.c.mode,
        _project.c.overlap,
        _project.c.lease_hours,
        _project.c.shows_others,
        _project.c.closed_at,
        _member.c.role,
        _place.c.offered_at,
        _place.c.offered_by_id,
        _place.c.started_at,
        _place.c.lease_until,
        _place.c.submitted_at,
        _place.c.reopened_at,
        _place.c.ended_at,
        _place.c.ended_by_id,
        _sight.c.seen_at,
        _IS_ADMIN,
    )
    .select_from(
        _document.join(_project, _project.c.id == _document.c.project_id)
        .outerjoin(
            _member, and_(_member.c.project_id == _project.c.id, _member.c.person_id == _PERSON)
        )
        .outerjoin(
            _place, and_(_place.c.document_id == _document.c.id, _place.c.reviewer_id == _PERSON)
        )
        .outerjoin(
            _sight, and_(_sight.c.document_id == _document.c.id, _sight.c.person_id == _PERSON)
        )
    )
    .where(
        _document.c.id == bindparam("document"),
        or_(
            _IS_ADMIN,
            _member.c.role == "lead",
            and_(
                _member.c.role == "reviewer",
                or_(_project.c.mode == "open", _HAS_PLACE),
                is_for_reviewer(
                    _document.c.purpose,
                    is_unqualified(_project.c.id, _project.c.threshold, _member.c.qualified_at),
                    _HAS_PLACE,
                ),
            ),
        ),
    )
)


def place(session: Session, caller: Caller, document_id: int) -> Place:
    """Return how the caller stands with a document; `NotFound` where it is not theirs to see."""
    values = {
        "document": document_id,
        "is_admin": caller.is_admin,
        "person": caller.person_id,
    }
    row = session.connection().execute(_STANDING, values).one_or_none()
    if row is None:
        raise NotFound(f"There is no document {document_id} for you.")
    return Place(*tuple(row))


def is_taken(at: datetime) -> ColumnElement[bool]:
    """Return the condition under which a place is taken at a time."""
    return and_(
        Assignment.ended_at.is_(None),
        or_(Assignment.submitted_at.is_not(None), Assignment.lease_until > at),
    )


def taken(session: Session, document_id: int, at: datetime) -> int:
    """Return how many places of a document are taken at a time."""
    count = select(func.count()).where(Assignment.document_id == document_id, is_taken(at))
    return session.scalar(count) or 0


def has_room(session: Session, found: Place) -> bool:
    """Return whether a place on the document is free."""
    return not found.is_limited or taken(session, found.document_id, now()) < found.overlap


def is_locked(session: Session, found: Place) -> bool:
    """Return whether a label given now is not stored; a lapsed place comes back if it can."""
    if found.refusal(now()) is None:
        return False
    return found.closed_at is not None or found.state != "lapsed" or not has_room(session, found)


def own_places(session: Session, project_id: int, person_id: int) -> int:
    """Return how many places of a project somebody has or had."""
    count = (
        select(func.count())
        .select_from(Assignment)
        .join(Document, Document.id == Assignment.document_id)
        .where(Assignment.reviewer_id == person_id, Document.project_id == project_id)
    )
    return session.scalar(count) or 0


def latest_own(session: Session, project_id: int, person_id: int) -> int | None:
    """Return the document of a project on which somebody took a place last."""
    return session.scalar(
        select(Assignment.document_id)
        .join(Document, Document.id == Assignment.document_id)
        .where(Assignment.reviewer_id == person_id, Document.project_id == project_id)
        .order_by(Assignment.offered_at.desc(), Assignment.document_id.desc())
        .limit(1)
    )


def most_wanting(session: Session, project: Project, person_id: int, at: datetime) -> int | None:
    """Return the article that most needs this reviewer, or None where none does.

    It has the fewest of its k places taken, and is the oldest of those; never one on which they
    have or had a place.
    """
    wanting = (
        select(Document.id)
        .where(
            Document.project_id == project.id,
            Document.purpose == "regular",
            Document.id.not_in(
                select(Assignment.document_id).where(Assignment.reviewer_id == person_id)
            ),
        )
        .limit(1)
    )
    # by itself, since it ends at the first that it finds: it takes half as long while there are any
    found = session.scalar(_untouched(wanting, at))
    return session.scalar(_begun(wanting, project.overlap, at)) if found is None else found


def _untouched(wanting: Select[int], at: datetime) -> Select[int]:
    taken = select(Assignment.document_id).where(
        Assignment.document_id == Document.id, is_taken(at)
    )
    return wanting.where(~taken.correlate(Document).exists()).order_by(Document.id)


def _begun(wanting: Select[int], overlap: int, at: datetime) -> Select[int]:
    counts = (
        select(Assignment.document_id, func.count().label("number"))
        .where(is_taken(at))
        .group_by(Assignment.document_id)
        .having(func.count() < overlap)
        .subquery()
    )
    return wanting.join(counts, counts.c.document_id == Document.id).order_by(
        counts.c.number, Document.id
    )
