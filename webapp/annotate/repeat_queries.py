"""Which sentences a reviewer is shown again: at random, the same ones whenever they are asked for.

Nothing here says what they were labelled before, and nothing depends on another person's labels.
"""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, Select, and_, exists, false, func, or_, select
from sqlalchemy.orm import Session, aliased

from webapp.accounts.queries import Caller
from webapp.documents.joining_queries import is_counted
from webapp.documents.queries import readable
from webapp.models import (
    Annotation,
    Assignment,
    Document,
    Example,
    Membership,
    Project,
    Question,
    Repeat,
    Sentence,
    Sight,
)

BATCH = 10
"""How many sentences a reviewer is shown again on one day at most."""

_PRIME = 2**31 - 1
_of_article = aliased(Sentence)
_own = aliased(Annotation)


@dataclass(frozen=True)
class Batch:
    """The sentences that a reviewer is asked for now, in order, and how many they did today."""

    project_id: int
    sentence_ids: Sequence[int]
    done: int

    @property
    def total(self) -> int:
        """How many there are today."""
        return self.done + len(self.sentence_ids)


@dataclass(frozen=True)
class Waiting:
    """How many sentences a reviewer is asked for in a project."""

    project_id: int
    project: str
    sentences: int


@dataclass(frozen=True)
class Asked:
    """A sentence that a reviewer is asked for, in its paragraph."""

    id: int
    document_id: int
    title: str
    before: str
    text: str
    after: str


def batch(session: Session, caller: Caller, project: Project, at: datetime) -> Batch:
    """Return what a reviewer of a project is asked for; nothing where the project wants none."""
    number, done = _counts(session, caller, [project], at).get(project.id, (0, 0))
    if not number:
        return Batch(project.id, [], done)
    order = (_order(caller, project, at), Annotation.sentence_id)
    ready = _eligible(caller, [project], at).order_by(*order).limit(number)
    return Batch(project.id, session.scalars(ready).all(), done)


def waiting(session: Session, caller: Caller, at: datetime) -> list[Waiting]:
    """Return for each of the caller's projects how many sentences they are asked for, if any."""
    mine = select(Membership.project_id).where(Membership.person_id == caller.person_id)
    projects = session.scalars(
        select(Project)
        .where(Project.id.in_(mine), Project.repeats > 0, Project.closed_at.is_(None))
        .order_by(Project.id)
    ).all()
    found = _counts(session, caller, projects, at)
    counted = [(each, found.get(each.id, (0, 0))[0]) for each in projects]
    return [Waiting(each.id, each.name, number) for each, number in counted if number]


def asked(session: Session, sentence_id: int) -> Asked:
    """Return a sentence of a batch with what stands around it in its paragraph."""
    row = session.execute(
        select(Sentence.start, Sentence.end, Document.id, Document.title, Document.text)
        .join(Document, Document.id == Sentence.document_id)
        .where(Sentence.id == sentence_id)
    ).one()
    text: str = row.text
    start = text.rfind("\n", 0, row.start) + 1
    end = text.find("\n", row.end)
    words = (
        text[start : row.start],
        text[row.start : row.end],
        text[row.end : end if end >= 0 else None],
    )
    return Asked(sentence_id, row.id, row.title, *words)


def _eligible(caller: Caller, projects: Sequence[Project], at: datetime) -> Select[int]:
    """Return the question for the sentences that somebody can be shown again.

    They labelled them blind, in articles that they ended or labelled to the last sentence and of
    which they have seen no other labels since, and have not touched them since the days that the
    project sets.
    """
    shown = exists().where(
        Repeat.reviewer_id == caller.person_id, Repeat.sentence_id == Annotation.sentence_id
    )
    rested = [
        and_(
            Document.project_id == each.id,
            Annotation.updated_at <= at - timedelta(days=each.repeat_days),
        )
        for each in projects
        if each.repeats and each.closed_at is None
    ]
    return _labelled(caller).where(or_(false(), *rested), ~shown.correlate(Annotation))


def _counts(
    session: Session, caller: Caller, projects: Sequence[Project], at: datetime
) -> dict[int, tuple[int, int]]:
    """Return for projects how many sentences are to be shown now, and how many were today.

    All that were ever shown add up to the project's percentage of what could be.
    """
    if not any(each.repeats for each in projects):
        return {}
    ready = _eligible(caller, projects, at).with_only_columns(Document.project_id, func.count())
    rows = session.execute(ready.group_by(Document.project_id))
    waiting = {project_id: number for project_id, number in rows}  # noqa: C416  (rows are no pairs)
    shown = _shown(session, caller, at)
    found = {}
    for each in projects:
        total, today = shown.get(each.id, (0, 0))
        wanted = (total + waiting.get(each.id, 0)) * each.repeats // 100 - total
        found[each.id] = (max(min(wanted, waiting.get(each.id, 0), BATCH - today), 0), today)
    return found


def _shown(session: Session, caller: Caller, at: datetime) -> dict[int, tuple[int, int]]:
    """Return for each project how many sentences were labelled again, ever and today (UTC)."""
    midnight = at.replace(hour=0, minute=0, second=0, microsecond=0)
    rows = session.execute(
        select(
            Document.project_id,
            func.count(),
            func.count().filter(Repeat.made_at >= midnight),
        )
        .select_from(Repeat)
        .join(Sentence, Sentence.id == Repeat.sentence_id)
        .join(Document, Document.id == Sentence.document_id)
        .where(Repeat.reviewer_id == caller.person_id)
        .group_by(Document.project_id)
    )
    return {project_id: (total, today) for project_id, total, today in rows}


def _labelled(caller: Caller) -> Select[int]:
    """Return the question for the sentences that somebody labelled in articles that they ended."""
    ended = exists().where(
        Assignment.document_id == Document.id,
        Assignment.reviewer_id == caller.person_id,
        Assignment.submitted_at.is_not(None),
    )
    has_seen_others = exists().where(
        Sight.document_id == Document.id, Sight.person_id == caller.person_id
    )
    # shown to all who had labelled it: their second label would not be blind like their first
    was_told = or_(
        exists().where(Question.sentence_id == Annotation.sentence_id),
        exists().where(Example.sentence_id == Annotation.sentence_id),
    )
    return (
        select(Annotation.sentence_id)
        .join(Sentence, Sentence.id == Annotation.sentence_id)
        .join(Document, Document.id == Annotation.document_id)
        .where(
            Annotation.reviewer_id == caller.person_id,
            Annotation.label.is_not(None),
            Annotation.informed.is_(False),
            Sentence.position >= 0,
            is_counted(),
            readable(caller),
            ~has_seen_others.correlate(Document),
            ~was_told,
            or_(ended.correlate(Document), ~_has_open_sentence(caller)),
        )
    )


def _has_open_sentence(caller: Caller) -> ColumnElement[bool]:
    """Return the condition that somebody has left a sentence of a document without a label."""
    labelled = exists().where(
        _own.sentence_id == _of_article.id,
        _own.reviewer_id == caller.person_id,
        _own.label.is_not(None),
    )
    left = exists().where(
        and_(
            _of_article.document_id == Document.id,
            _of_article.position >= 0,
            ~labelled.correlate(_of_article),
        )
    )
    return left.correlate(Document)


def _order(caller: Caller, project: Project, at: datetime) -> ColumnElement[int]:
    """Return an order that is random, and the same for one reviewer all week.

    (a x + b) mod p of a prime p is a permutation, and with a and b drawn at random each sentence
    is as likely as any other to come first (Carter and Wegman 1979).
    """
    year, week, _ = at.isocalendar()
    seed = f"{project.id} {caller.person_id} {year} {week}"
    drawn = hashlib.sha256(seed.encode()).digest()
    a = 1 + int.from_bytes(drawn[:8]) % (_PRIME - 1)
    b = int.from_bytes(drawn[8:16]) % _PRIME
    return (Annotation.sentence_id % _PRIME * a + b) % _PRIME
