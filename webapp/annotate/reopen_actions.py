"""Opening articles that their reviewers have ended for them again."""

from collections.abc import Collection
from datetime import timedelta

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from webapp.accounts.actions import note_acts
from webapp.accounts.queries import Caller
from webapp.db import now
from webapp.documents.joining_queries import QUALIFICATION
from webapp.documents.project_actions import hold
from webapp.models import Assignment, Document, Membership, Person, Project
from webapp.problems import NotFound


def reopen(session: Session, document_id: int, reviewer_id: int) -> None:
    """Open an article for its reviewer again, as a lead may; `NotFound` where it is not ended."""
    project = hold(session, session.get_one(Document, document_id).project_id)
    place = session.get(Assignment, (document_id, reviewer_id), populate_existing=True)
    if place is None or place.submitted_at is None:
        raise NotFound("That reviewer has not ended this article.")
    _open(place, project)


def reopen_qualification(
    session: Session, caller: Caller, project_id: int, reviewer_id: int
) -> None:
    """Open what a reviewer has ended of the qualification set; `NotFound` where that is nothing."""
    project = hold(session, project_id)
    of_set = select(Document.id).where(
        Document.project_id == project_id, Document.purpose == QUALIFICATION
    )
    ended = Assignment.document_id.in_(of_set), Assignment.reviewer_id == reviewer_id
    if not _open_all(session, caller, project, *ended):
        raise NotFound("That reviewer has ended no article of the qualification set.")


def reopen_for(
    session: Session, caller: Caller, project: Project, document_id: int, people: Collection[int]
) -> None:
    """Open an article of a held project for those of some people who have ended it and are here."""
    here = (
        select(Membership.person_id)
        .join(Person, Person.id == Membership.person_id)
        .where(
            Membership.project_id == project.id,
            Membership.person_id.in_(people),
            Person.left_at.is_(None),
        )
    )
    ended = Assignment.document_id == document_id, Assignment.reviewer_id.in_(here)
    _open_all(session, caller, project, *ended)


def _open_all(
    session: Session, caller: Caller, project: Project, *ended: ColumnElement[bool]
) -> bool:
    """Open what was ended of the places that are meant, and return whether there was any."""
    query = select(Assignment).where(Assignment.submitted_at.is_not(None), *ended)
    found = session.scalars(query.execution_options(populate_existing=True)).all()
    for place in found:
        _open(place, project)
    about = [{"document_id": p.document_id, "reviewer_id": p.reviewer_id} for p in found]
    note_acts(session, caller.person_id, "reopened", project.id, about)
    return bool(found)


def _open(place: Assignment, project: Project) -> None:
    at = now()
    place.submitted_at, place.reopened_at = None, at
    place.lease_until = at + timedelta(hours=project.lease_hours)
