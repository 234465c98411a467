"""Writing guidelines: a new version replaces the one in force, none ever changes."""

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from webapp.accounts.actions import note_act
from webapp.accounts.queries import require_at_work
from webapp.db import now
from webapp.guidelines import queries
from webapp.guidelines.default import default_text
from webapp.guidelines.wording import clean_reason, clean_summary, clean_text, tidy
from webapp.models import Example, Guideline, Project
from webapp.problems import BadInput, Conflict, NotFound
from webapp.scheme import ALL_LABELS


@dataclass(frozen=True)
class NewVersion:
    """Guidelines as somebody wrote them; `began_from` is the version that they had before them."""

    text: str
    summary: str
    second_look: bool = False
    began_from: int | None = None


def begin(session: Session, project_id: int) -> None:
    """Give a new project the guidelines that come with the program, as version 1."""
    first = Guideline(
        project_id=project_id,
        version=1,
        text=default_text(),
        summary="",
        second_look=False,
        made_by_id=None,
        made_at=now(),
    )
    session.add(first)
    session.flush()


def publish(session: Session, project_id: int, new: NewVersion, person_id: int | None) -> Guideline:
    """Put new guidelines in force and return them.

    `Conflict` where another version was published since the writer began; `BadInput` where nothing
    is new and no second look is asked for.
    """
    text, summary = clean_text(new.text), clean_summary(new.summary)
    project = _take_turns(session, project_id)
    current = queries.in_force(session, project_id)
    if new.began_from not in (None, current.version):
        raise Conflict(
            f"Version {current.version} was published while you wrote; yours began from version "
            f"{new.began_from}. Nothing was changed."
        )
    if text == tidy(current.text) and not new.second_look:
        raise BadInput(
            f"This is the text of version {current.version}, which is in force. Change it, or ask "
            "for a second look."
        )
    made = Guideline(
        project_id=project_id,
        version=current.version + 1,
        text=text,
        summary=summary,
        second_look=new.second_look,
        made_by_id=person_id,
        made_at=now(),
    )
    session.add(made)
    project.guideline_version = made.version
    session.flush()
    detail = {"version": made.version, "second_look": made.second_look}
    note_act(session, person_id, "published", project_id, **detail)
    return made


def pin(
    session: Session, project_id: int, sentence_id: int, label: str, reason: str, person_id: int
) -> Example:
    """Pin a sentence of a project as an example; `Conflict` where it is one already."""
    if label not in ALL_LABELS:
        raise BadInput(f"label: use {', '.join(ALL_LABELS)}.")
    reason = clean_reason(reason)
    _take_turns(session, project_id)
    queries.sentence(session, project_id, sentence_id)
    known = select(Example.id).where(
        Example.project_id == project_id,
        Example.sentence_id == sentence_id,
        Example.removed_at.is_(None),
    )
    if session.scalar(known) is not None:
        raise Conflict("This sentence is an example already. Take that one down first.")
    made = Example(
        project_id=project_id,
        sentence_id=sentence_id,
        label=label,
        reason=reason,
        made_by_id=person_id,
        made_at=now(),
    )
    session.add(made)
    session.flush()
    detail = {"example_id": made.id, "sentence_id": sentence_id, "label": label}
    note_act(session, person_id, "pinned", project_id, **detail)
    return made


def take_down(session: Session, project_id: int, example_id: int, person_id: int) -> None:
    """Take an example down; once more changes nothing. `NotFound` where there is none such."""
    require_at_work(session, project_id)
    found = session.get(Example, example_id)
    if found is None or found.project_id != project_id:
        raise NotFound(f"These guidelines have no example {example_id}.")
    if found.removed_at is None:
        found.removed_at = now()
        detail = {"example_id": example_id, "sentence_id": found.sentence_id}
        note_act(session, person_id, "took_down", project_id, **detail)


def _take_turns(session: Session, project_id: int) -> Project:
    """Return the project with its row locked, so that of two at once the second sees the first.

    `Conflict` where it is closed.
    """
    query = select(Project).where(Project.id == project_id).with_for_update(key_share=True)
    found = session.scalar(query.execution_options(populate_existing=True))
    if found is None:
        raise NotFound(f"There is no project {project_id}.")
    require_at_work(session, project_id)
    return found
