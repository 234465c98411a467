"""What leads do with a project as a whole: bring an article in, close it, open it again."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from webapp.accounts.actions import note_act
from webapp.accounts.member_actions import give_back
from webapp.accounts.queries import require_at_work
from webapp.db import now
from webapp.documents import actions
from webapp.documents.actions import SplitDocument
from webapp.models import Document, Membership, Person, Project
from webapp.problems import Conflict, NotFound


def bring_in(
    session: Session, person_id: int, project_id: int, made: SplitDocument
) -> tuple[Document, bool]:
    """Store a document as `actions.add` does, and put that on record."""
    document, is_new = actions.add(session, project_id, made)
    if is_new:
        note_act(session, person_id, "added", project_id, document_id=document.id)
    return document, is_new


def close(session: Session, person_id: int, project_id: int) -> None:
    """Close a project, so that nothing in it changes any more; `Conflict` where it is closed."""
    project = _alone(session, project_id)
    require_at_work(session, project_id)
    project.closed_at = now()
    note_act(session, person_id, "closed", project_id)


def open_again(session: Session, person_id: int, project_id: int) -> None:
    """Open a closed project again; `Conflict` where it is at work."""
    project = _alone(session, project_id)
    if project.closed_at is None:
        raise Conflict("This project is at work. Nothing was changed.")
    project.closed_at = None
    session.flush()
    left = select(Membership.person_id).join(Person).where(Person.left_at.is_not(None))
    gone = session.scalars(left.where(Membership.project_id == project_id)).all()
    give_back(session, person_id, gone, project_id)  # what was theirs when they left meanwhile
    note_act(session, person_id, "opened", project_id)


def hold(session: Session, project_id: int) -> Project:
    """Lock a project that is at work, so that those who want its places at once take turns."""
    query = select(Project).where(Project.id == project_id).with_for_update(key_share=True)
    fresh = query.execution_options(populate_existing=True)  # not as it was before it was held
    project = session.scalars(fresh).one()
    require_at_work(session, project_id)
    return project


def _alone(session: Session, project_id: int) -> Project:
    """Lock a project as nobody else may have it who changes something in it."""
    query = select(Project).where(Project.id == project_id).with_for_update()
    project = session.scalar(query.execution_options(populate_existing=True))
    if project is None:
        raise NotFound(f"There is no project {project_id}.")
    return project
