"""What leads do with the people of a project: give them another role, take them out."""

from collections.abc import Collection

from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from webapp.accounts.actions import note_act, require_here
from webapp.accounts.queries import Caller, require_at_work
from webapp.db import now
from webapp.models import Assignment, Document, Membership, Person, Project
from webapp.problems import Forbidden, NotFound

LAST_LEAD = (
    "This is the last lead of the project. Make somebody else a lead first, or ask an admin."
)


def change_role(
    session: Session, caller: Caller, project_id: int, person_id: int, role: str
) -> None:
    """Make a member lead or reviewer; the role that they have already changes nothing.

    `Forbidden` where that would leave no lead and the caller is no admin, `Conflict` for who left.
    """
    member = _held(session, project_id, person_id)
    require_here(session, person_id)
    if member.role == role:
        return
    _keep_a_lead(session, caller, member)
    note_act(
        session,
        caller.person_id,
        "changed_role",
        project_id,
        member_id=person_id,
        role=[member.role, role],
    )
    member.role = role


def remove(session: Session, caller: Caller, project_id: int, person_id: int) -> None:
    """Take a member out of a project: labels stay, places that are not submitted go back.

    `Forbidden` where that would leave no lead and the caller is no admin.
    """
    member = _held(session, project_id, person_id)
    _keep_a_lead(session, caller, member)
    give_back(session, caller.person_id, [person_id], project_id)
    note_act(session, caller.person_id, "removed_member", project_id, member_id=person_id)
    session.delete(member)


def give_back(
    session: Session, by_id: int | None, people: Collection[int], project_id: int | None = None
) -> None:
    """Give the open places of some people back, in a project or in all that are at work."""
    documents = select(Document.id).join(Project).where(Project.closed_at.is_(None))
    if project_id is not None:
        documents = documents.where(Project.id == project_id)
    session.execute(
        update(Assignment)
        .where(
            Assignment.reviewer_id.in_(people),
            Assignment.document_id.in_(documents),
            Assignment.submitted_at.is_(None),
            Assignment.ended_at.is_(None),
        )
        .values(ended_at=now(), ended_by_id=by_id)
    )


def _held(session: Session, project_id: int, person_id: int) -> Membership:
    """Return a membership with its project locked, so that two leads do not both go at once."""
    session.execute(
        select(Project.id).where(Project.id == project_id).with_for_update(key_share=True)
    )
    require_at_work(session, project_id)
    found = session.get(Membership, (person_id, project_id), populate_existing=True)
    if found is None:
        raise NotFound("There is no such person in this project.")
    return found


def _keep_a_lead(session: Session, caller: Caller, member: Membership) -> None:
    leads = (
        select(func.count())
        .select_from(Membership)
        .join(Person, Person.id == Membership.person_id)
        .where(
            Membership.project_id == member.project_id,
            Membership.role == "lead",
            Person.left_at.is_(None),
        )
    )
    if member.role == "lead" and not caller.is_admin and session.scalar(leads) == 1:
        raise Forbidden(LAST_LEAD)
