"""Questions about a project's guidelines: versions, pinned examples, second looks."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, and_, func, select
from sqlalchemy.orm import Session

from webapp.models import (
    Annotation,
    Assignment,
    Document,
    Event,
    Example,
    Guideline,
    Person,
    Project,
    Sentence,
)
from webapp.problems import NotFound

_AROUND = 2
"""Sentences shown before and after the one that is to be pinned."""


@dataclass(frozen=True)
class Version:
    """A version of a list; `made_by` is None for what no person published."""

    number: int
    summary: str
    second_look: bool
    made_by: str | None
    made_at: datetime


@dataclass(frozen=True)
class Pinned:
    """A sentence that was pinned as an example; `number` is None once a repair replaced it."""

    id: int
    label: str
    reason: str
    made_by: str
    made_at: datetime
    document_id: int
    title: str
    number: int | None
    text: str
    has_voted: bool  # whether the one who asks has ever labelled the sentence
    is_past: bool  # whether all who label the article have ended it, without the one who asks


@dataclass(frozen=True)
class Place:
    """A sentence among its neighbours, with how many reviewers gave it each label."""

    id: int
    document_id: int
    title: str
    number: int
    before: str
    text: str
    after: str
    labels: dict[str, int]


def in_force(session: Session, project_id: int) -> Guideline:
    """Return the guidelines in force; `NotFound` where there is no such project."""
    found = session.scalar(
        select(Guideline)
        .join(Project, Project.id == Guideline.project_id)
        .where(Project.id == project_id, Guideline.version == Project.guideline_version)
    )
    if found is None:
        raise NotFound(f"There are no guidelines of project {project_id}.")
    return found


def version(session: Session, project_id: int, number: int | None) -> Guideline:
    """Return one version, the one in force for None; `NotFound` where there is none."""
    if number is None:
        return in_force(session, project_id)
    found = session.get(Guideline, (project_id, number)) if number < 2**31 else None
    if found is None:
        raise NotFound(f"These guidelines have no version {number}.")
    return found


def before(session: Session, guideline: Guideline) -> Guideline | None:
    """Return the version before one, None for the first."""
    return session.scalar(
        select(Guideline)
        .where(Guideline.project_id == guideline.project_id, Guideline.version < guideline.version)
        .order_by(Guideline.version.desc())
        .limit(1)
    )


def second_look_since(session: Session, project_id: int) -> int:
    """Return the newest version that asks for a second look at older labels; 0 if none does."""
    newest = session.scalar(
        select(func.max(Guideline.version)).where(
            Guideline.project_id == project_id, Guideline.second_look
        )
    )
    return newest or 0


def versions(session: Session, project_id: int) -> Sequence[Version]:
    """Return all versions without their texts, the newest first."""
    rows = session.execute(
        select(
            Guideline.version,
            Guideline.summary,
            Guideline.second_look,
            Person.name,
            Guideline.made_at,
        )
        .outerjoin(Person, Person.id == Guideline.made_by_id)
        .where(Guideline.project_id == project_id)
        .order_by(Guideline.version.desc())
    )
    return [Version(*row) for row in rows]


def examples(session: Session, project_id: int, reader_id: int) -> Sequence[Pinned]:
    """Return the pinned examples in order, each with whether the reader has labelled it.

    The history knows: a state may have flags alone, and a repair takes the states of a sentence.
    """
    has_voted = (
        select(Event.id)
        .where(
            Event.reviewer_id == reader_id,
            Event.sentence_id == Example.sentence_id,
            Event.label.is_not(None),
            Event.revision.is_not(None),
        )
        .exists()
    )
    is_past = _is_past(reader_id)
    words = func.substr(Document.text, Sentence.start + 1, Sentence.end - Sentence.start)
    rows = session.execute(
        select(Example, Person.name, Document.id, Document.title)
        .add_columns(Sentence.position, words, has_voted, is_past)
        .join(Person, Person.id == Example.made_by_id)
        .join(Sentence, Sentence.id == Example.sentence_id)
        .join(Document, Document.id == Sentence.document_id)
        .join(Project, Project.id == Document.project_id)
        .where(Example.project_id == project_id, Example.removed_at.is_(None))
        .order_by(Example.id)
    )
    return [_pinned(*row) for row in rows]


def _is_past(reader_id: int) -> ColumnElement[bool]:
    """Return the condition that an article was shared out to others, who have all ended it."""
    of_article = Assignment.document_id == Document.id
    own = select(Assignment.document_id).where(of_article, Assignment.reviewer_id == reader_id)
    ended = select(func.count()).where(
        of_article, Assignment.submitted_at.is_not(None), Assignment.ended_at.is_(None)
    )
    return and_(
        Project.mode == "assigned",
        Document.purpose == "regular",
        ~own.correlate(Document).exists(),
        ended.correlate(Document).scalar_subquery() >= Project.overlap,
    )


def _pinned(
    example: Example,
    made_by: str,
    document_id: int,
    title: str,
    position: int,
    text: str,
    has_voted: bool,
    is_past: bool,
) -> Pinned:
    return Pinned(
        id=example.id,
        label=example.label,
        reason=example.reason,
        made_by=made_by,
        made_at=example.made_at,
        document_id=document_id,
        title=title,
        number=position + 1 if position >= 0 else None,
        text=text,
        has_voted=has_voted,
        is_past=is_past,
    )


def sentence(session: Session, project_id: int, sentence_id: int) -> tuple[Sentence, Document]:
    """Return a sentence of a project with its document; `NotFound` where it has none such."""
    found = session.execute(
        select(Sentence, Document)
        .join(Document, Document.id == Sentence.document_id)
        .where(
            Sentence.id == sentence_id,
            Sentence.replaced_in.is_(None),
            Document.project_id == project_id,
        )
    ).one_or_none()
    if found is None:
        raise NotFound(f"This project has no sentence {sentence_id}; it may have been repaired.")
    return found[0], found[1]


def place(session: Session, project_id: int, sentence_id: int) -> Place:
    """Return a sentence of a project among its neighbours; `NotFound` where it has none such."""
    found, document = sentence(session, project_id, sentence_id)
    start, end = around(session, found)
    return Place(
        id=found.id,
        document_id=document.id,
        title=document.title,
        number=found.position + 1,
        before=document.text[start : found.start],
        text=document.text[found.start : found.end],
        after=document.text[found.end : end],
        labels=_labels(session, sentence_id),
    )


def around(session: Session, sentence: Sentence) -> tuple[int, int]:
    """Return the range of a sentence together with two on either side."""
    near = Sentence.position.between(sentence.position - _AROUND, sentence.position + _AROUND)
    start, end = session.execute(
        select(func.min(Sentence.start), func.max(Sentence.end)).where(
            Sentence.document_id == sentence.document_id, Sentence.position >= 0, near
        )
    ).one()
    return start, end


def _labels(session: Session, sentence_id: int) -> dict[str, int]:
    rows = session.execute(
        select(Annotation.label, func.count())
        .where(Annotation.sentence_id == sentence_id, Annotation.label.is_not(None))
        .group_by(Annotation.label)
        .order_by(func.count().desc(), Annotation.label)
    )
    return {str(label): number for label, number in rows}
