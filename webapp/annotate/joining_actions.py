"""Asking reviewers for a qualification, letting them pass, and what articles are for."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import exists, select, update
from sqlalchemy.orm import Session

from webapp.accounts.actions import note_act
from webapp.accounts.queries import require_at_work
from webapp.annotate import joining_queries as queries
from webapp.db import now
from webapp.documents.joining_queries import SHARED, is_counted
from webapp.documents.project_actions import hold
from webapp.models import Annotation, Document, Membership, Project
from webapp.problems import BadInput, ChangedMeanwhile, NotFound


@dataclass(frozen=True)
class Joining:
    """What a lead sets of how reviewers join and stay in step."""

    threshold: int | None
    repeats: int
    repeat_days: int


def joining_of(project: Project) -> Joining:
    """Return what is set."""
    return Joining(project.threshold, project.repeats, project.repeat_days)


def change(
    session: Session, project_id: int, wanted: Joining, seen: Joining, by_id: int | None
) -> None:
    """Set how reviewers join; `ChangedMeanwhile` where that is not what was seen."""
    project = hold(session, project_id)
    if joining_of(project) not in (seen, wanted):
        raise ChangedMeanwhile("Somebody changed this after you opened the page.")
    was_asked_for = queries.is_asked_for(session, project_id)
    project.threshold, project.repeats = wanted.threshold, wanted.repeats
    project.repeat_days = wanted.repeat_days
    note_act(session, by_id, "set_joining", project_id, **vars(wanted))
    session.flush()
    settle(session, project_id, was_asked_for=was_asked_for)


def mark(
    session: Session, document_id: int, purpose: str, due: date | None, by_id: int | None
) -> None:
    """Say what an article is for; a day due goes with a shared one alone."""
    document = session.get_one(Document, document_id)
    hold(session, document.project_id)  # whether anybody is asked is told from all its articles
    session.refresh(document, with_for_update={"key_share": True})
    if due is not None and purpose != SHARED:
        raise BadInput("due: only a shared article has a day until which it is due.")
    was_asked_for = queries.is_asked_for(session, document.project_id)
    document.purpose, document.due = purpose, due
    detail = {"document_id": document_id, "purpose": purpose}
    note_act(session, by_id, "marked_article", document.project_id, **detail)
    session.flush()
    settle(session, document.project_id, was_asked_for=was_asked_for)


def settle(session: Session, project_id: int, *, was_asked_for: bool) -> None:
    """Let pass who passes by now, and who was at work before a qualification was asked for."""
    if not queries.is_asked_for(session, project_id):
        return
    if not was_asked_for:
        _let_pass_who_is_at_work(session, project_id)
    admit(session, project_id)


def admit(session: Session, project_id: int, person_id: int | None = None) -> None:
    """Let pass all reviewers, or one, who have reached the threshold."""
    threshold = session.scalar(select(Project.threshold).where(Project.id == project_id))
    if threshold is None:
        return
    found = queries.standings(session, project_id, person_id)
    passed = [each.person_id for each in found if each.passes(threshold)]
    _qualify(session, project_id, Membership.person_id.in_(passed))


def let_pass(session: Session, project_id: int, person_id: int, by_id: int | None) -> None:
    """Let a reviewer pass whatever their score, as a lead may; `NotFound` for anybody else."""
    require_at_work(session, project_id)
    found = session.get(Membership, (person_id, project_id))
    if found is None or found.role != "reviewer":
        raise NotFound("There is no such reviewer in this project.")
    found.qualified_at = found.qualified_at or now()
    note_act(session, by_id, "let_pass", project_id, member_id=person_id)


def _let_pass_who_is_at_work(session: Session, project_id: int) -> None:
    at_work = exists().where(
        Annotation.reviewer_id == Membership.person_id,
        Document.id == Annotation.document_id,
        Document.project_id == project_id,
        is_counted(),
    )
    _qualify(session, project_id, at_work.correlate(Membership))


def _qualify(session: Session, project_id: int, who: object) -> None:
    session.execute(
        update(Membership)
        .where(
            Membership.project_id == project_id,
            Membership.role == "reviewer",
            Membership.qualified_at.is_(None),
            who,  # type: ignore[arg-type]
        )
        .values(qualified_at=now())
        .execution_options(synchronize_session=False)
    )
