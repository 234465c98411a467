"""Taking places on documents, keeping them, ending them."""

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import bindparam, or_, select, text, update
from sqlalchemy.orm import Session

from webapp.accounts.actions import require_here
from webapp.accounts.queries import Caller, require_member
from webapp.annotate import joining_actions
from webapp.annotate import joining_queries as joining
from webapp.annotate import place_queries as queries
from webapp.annotate.place_queries import Place
from webapp.annotate.queries import unlabelled
from webapp.db import Moment, now
from webapp.documents.joining_queries import QUALIFICATION, SHARED
from webapp.documents.project_actions import hold
from webapp.models import Assignment, Document, Project
from webapp.problems import Conflict, NotFound

# As text: it is the same on both engines, which SQLAlchemy's own words for it are not. Two tabs may
# begin an article, or see what others said, in the same moment.
_BEGIN = text("""
    INSERT INTO assignment (document_id, reviewer_id, offered_at, started_at)
    VALUES (:document, :person, :at, :at) ON CONFLICT DO NOTHING
""").bindparams(bindparam("at", type_=Moment))
_PART = 20  # a lease is renewed once a twentieth of it has passed, not at every label
_SOON = timedelta(minutes=1)  # a transaction takes less, so no lease ends unseen within one


class Unlabelled(Conflict):
    """An article is to be ended, and sentences of it have no label."""

    def __init__(self, numbers: list[int]) -> None:
        self.numbers = numbers
        shown = ", ".join(map(str, numbers[:20])) + (" and more" if len(numbers) > 20 else "")
        count = f"{len(numbers)} sentence{'s have' if len(numbers) > 1 else ' has'} no label: "
        super().__init__(f"{count}{shown}. Label them, or say that you end it all the same.")


def take_next(
    session: Session, caller: Caller, project_id: int, had: int | None = None
) -> int | None:
    """Take a place on the article that most needs the caller, and return its number, if any.

    The qualification set comes first, and alone until it is passed; then what everybody labels.
    `had` is how many places the caller knew: where there are more by now, that was a second click,
    and leads to the newest of them.
    """
    project = _turn(session, caller, project_id)
    if had is not None and queries.own_places(session, project_id, caller.person_id) > had:
        return queries.latest_own(session, project_id, caller.person_id)
    found = _next(session, caller, project, now())
    if found is not None:
        _take(session, caller.person_id, found, project)
    return found


def begin(session: Session, caller: Caller, document_id: int) -> None:
    """Take a place on an article that everybody labels; one that is kept or ended stays as it is.

    `NotFound` where it is not one of these, or where the qualification comes first.
    """
    document = session.get(Document, document_id)
    if document is None:
        raise NotFound(_NO_DOCUMENT.format(document_id))
    project = _turn(session, caller, document.project_id)
    unqualified = joining.must_qualify(session, project.id, caller.person_id)
    if document.purpose != (QUALIFICATION if unqualified else SHARED):
        raise NotFound(_NO_DOCUMENT.format(document_id))
    place = session.get(Assignment, (document_id, caller.person_id))
    if place is None or (place.submitted_at is None and _has_passed(place)):
        _take(session, caller.person_id, document_id, project)


def work_on(session: Session, caller: Caller, document_id: int) -> Place:
    """Return the caller's place on a document to which labels of theirs are coming.

    Its lease is renewed; one that has run out is taken again where there is room. Whoever labels
    an article that needs no place has begun it.
    """
    _keep_open(session, document_id)
    found = queries.place(session, caller, document_id)
    if found.closed_at or found.submitted_at:
        return found
    if _needs_turn(found):
        found = _in_turn(session, caller, document_id)
    return _go_on(session, caller, found)


def take_again(session: Session, caller: Caller, document_id: int) -> Place | None:
    """Take a place that has run out or was given back again, or return None: there is no room."""
    found = _in_turn(session, caller, document_id)
    if found.state not in ("lapsed", "released"):
        return found
    if found.ended_by_id not in (None, caller.person_id):
        raise Conflict("A lead has taken your place on this article back. What you labelled stays.")
    return _take_back(session, caller, found)


def release(session: Session, caller: Caller, document_id: int) -> None:
    """Give one's own place back; the labels stay."""
    found = _in_turn(session, caller, document_id)
    if found.state not in ("offered", "progress", "lapsed"):
        raise Conflict("You have no place on this article that could be given back.")
    _change(session, document_id, caller.person_id, ended_at=now(), ended_by_id=caller.person_id)


def submit(session: Session, caller: Caller, document_id: int, *, incomplete: bool) -> Place:
    """End an article; `Unlabelled` where sentences have no label and that was not said to be meant.

    In an assigned project it needs a place; one that ran out counts while there is room.
    """
    found = _go_on(session, caller, _in_turn(session, caller, document_id))
    if found.submitted_at:
        return found
    reason = found.refusal(now())
    if reason:
        raise Conflict(reason)
    numbers = unlabelled(session, caller.person_id, document_id)
    if numbers and not incomplete:
        raise Unlabelled(numbers)
    _change(session, document_id, caller.person_id, submitted_at=now(), **_NOT_ENDED)
    if found.purpose == QUALIFICATION:
        joining_actions.admit(session, found.project_id, caller.person_id)
    return queries.place(session, caller, document_id)


def _keep_open(session: Session, document_id: int) -> None:
    """Have whoever closes the document's project wait for this transaction, on PostgreSQL."""
    if session.get_bind().dialect.name != "sqlite":
        query = select(Project.id).join(Document).where(Document.id == document_id)
        session.execute(query.with_for_update(read=True, key_share=True, of=Project))


def _turn(session: Session, caller: Caller, project_id: int) -> Project:
    """Hold a project for somebody who is to have a place in it, and may be gone once it is held."""
    require_member(session, caller, project_id)
    project = hold(session, project_id)
    require_member(session, caller, project_id)
    require_here(session, caller.person_id)
    return project


def _in_turn(session: Session, caller: Caller, document_id: int) -> Place:
    """Hold the project of a document, and return how the caller stands with the document then."""
    _turn(session, caller, queries.place(session, caller, document_id).project_id)
    return queries.place(session, caller, document_id)


def _needs_turn(found: Place) -> bool:
    """Return whether what labels do to a place depends on what others do in this moment.

    In the qualification set they do not come in once the article was ended, made when they may be.
    """
    ends_soon = found.lease_until is not None and found.lease_until <= now() + _SOON
    return ends_soon or found.ended_at is not None or found.purpose == QUALIFICATION


_NOT_ENDED: dict[str, Any] = {"ended_at": None, "ended_by_id": None}
_NO_DOCUMENT = "There is no document {} for you."


def _next(session: Session, caller: Caller, project: Project, at: datetime) -> int | None:
    is_unqualified = joining.must_qualify(session, project.id, caller.person_id)
    purpose = QUALIFICATION if is_unqualified else SHARED
    found = joining.for_everybody(session, project.id, caller.person_id, purpose, at)
    if found is None and not is_unqualified:
        return queries.most_wanting(session, project, caller.person_id, at)
    return found


def _take(session: Session, person_id: int, document_id: int, project: Project) -> None:
    """Give somebody a place, or one that ran out or was given back once more."""
    at = now()
    lease = _lease(at, project.lease_hours)
    if session.get(Assignment, (document_id, person_id)) is None:
        place = {"document_id": document_id, "reviewer_id": person_id}
        session.add(Assignment(**place, offered_at=at, lease_until=lease))
        session.flush()
    else:
        _change(session, document_id, person_id, lease_until=lease, **_NOT_ENDED)


def _has_passed(place: Assignment) -> bool:
    is_over = place.lease_until is not None and place.lease_until <= now()
    return is_over or place.ended_at is not None


def _go_on(session: Session, caller: Caller, found: Place) -> Place:
    """Renew a place that is open, or take one that has run out again, or begin without one."""
    if found.submitted_at:
        return found
    if found.state == "lapsed":
        return _take_back(session, caller, found) or found
    if found.state in ("none", "released"):
        return _begin(session, caller, found) if found.is_free else found
    return _renew(session, caller, found)


def _take_back(session: Session, caller: Caller, found: Place) -> Place | None:
    if not queries.has_room(session, found):
        return None
    lease = _lease(now(), found.lease_hours)
    _change(session, found.document_id, caller.person_id, lease_until=lease, **_NOT_ENDED)
    return queries.place(session, caller, found.document_id)


def _begin(session: Session, caller: Caller, found: Place) -> Place:
    """Begin an article that needs no place, by labelling it; nobody's place is taken by that."""
    if found.state == "none":
        values = {"document": found.document_id, "person": caller.person_id, "at": now()}
        session.execute(_BEGIN, values)
    else:
        _change(session, found.document_id, caller.person_id, lease_until=None, **_NOT_ENDED)
    return queries.place(session, caller, found.document_id)


def _renew(session: Session, caller: Caller, found: Place) -> Place:
    """Write that labels come; a place that was lost meanwhile stays as it is, and is returned."""
    at = now()
    values: dict[str, Any] = {} if found.started_at else {"started_at": at}
    if found.lease_until is not None:
        length = timedelta(hours=found.lease_hours)
        if found.lease_until < at + length * (1 - 1 / _PART):
            values["lease_until"] = at + length
    if not values or _change_open(session, found.document_id, caller.person_id, at, values):
        return found
    return queries.place(session, caller, found.document_id)


def _lease(at: datetime, hours: int) -> datetime:
    return at + timedelta(hours=hours)


def _change(session: Session, document_id: int, person_id: int, **values: Any) -> None:
    session.execute(
        update(Assignment)
        .where(Assignment.document_id == document_id, Assignment.reviewer_id == person_id)
        .values(**values)
    )


def _change_open(
    session: Session, document_id: int, person_id: int, at: datetime, values: dict[str, Any]
) -> bool:
    """Change a place that is open at a time; return whether it was."""
    changed = session.execute(
        update(Assignment)
        .where(
            Assignment.document_id == document_id,
            Assignment.reviewer_id == person_id,
            Assignment.ended_at.is_(None),
            Assignment.submitted_at.is_(None),
            or_(Assignment.lease_until.is_(None), Assignment.lease_until > at),
        )
        .values(**values)
        .returning(Assignment.document_id)
    )
    return changed.first() is not None
