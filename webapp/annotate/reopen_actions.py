"""Opening articles that their reviewers have ended for them again."""

from datetime import timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from webapp.accounts.actions import note_acts
from webapp.accounts.queries import Caller
from webapp.annotate.place_actions import hold
from webapp.db import now
from webapp.documents.joining_queries import QUALIFICATION
from webapp.models import Assignment, Document, Project
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
    ended = session.scalars(
        select(Assignment)
        .join(Document, Document.id == Assignment.document_id)
        .where(
            Document.project_id == project_id,
            Document.purpose == QUALIFICATION,
            Assignment.reviewer_id == reviewer_id,
            Assignment.submitted_at.is_not(None),
        )
        .execution_options(populate_existing=True)
    ).all()
    if not ended:
        raise NotFound("That reviewer has ended no article of the qualification set.")
    for place in ended:
        _open(place, project)
    about = [{"document_id": each.document_id, "reviewer_id": reviewer_id} for each in ended]
    note_acts(session, caller.person_id, "reopened", project_id, about)


def _open(place: Assignment, project: Project) -> None:
    at = now()
    place.submitted_at, place.reopened_at = None, at
    place.lease_until = at + timedelta(hours=project.lease_hours)
