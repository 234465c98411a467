"""What of the qualification set and of the shared articles is still one's own to do."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, exists, func, or_, select
from sqlalchemy.orm import Session

from webapp.documents.joining_queries import QUALIFICATION, SHARED, is_unqualified
from webapp.models import (
    Annotation,
    AnswerKey,
    Assignment,
    Document,
    Membership,
    Project,
    Sentence,
)

MOST_SHARED = 5


@dataclass(frozen=True)
class OwnArticle:
    """An article that everybody labels; state: to "start", in "progress", or "submitted"."""

    id: int
    title: str
    due: date | None
    state: str
    sentences: int
    labelled: int


@dataclass
class OwnSets:
    """What somebody has to do in a project: first the qualification, then the shared articles."""

    project_id: int
    project: str
    threshold: int | None
    mode: str
    today: date
    qualification: list[OwnArticle] = field(default_factory=list)
    shared: list[OwnArticle] = field(default_factory=list)

    @property
    def articles(self) -> list[OwnArticle]:
        """The articles that a page shows at first; the others wait among all articles."""
        return self.qualification + self.shared[:MOST_SHARED]

    @property
    def is_failed(self) -> bool:
        """Whether all of the qualification was ended, and it was not passed."""
        return all(each.state == "submitted" for each in self.qualification)

    @property
    def is_this_week(self) -> bool:
        """Whether the first shared article is due within seven days."""
        first = self.shared[0].due if self.shared else None
        return first is not None and first <= self.today + timedelta(days=7)


def own_sets(session: Session, person_id: int, at: datetime) -> Sequence[OwnSets]:
    """Return what is to be done by a reviewer, by project, the articles due first in front."""
    found: dict[int, OwnSets] = {}
    for row in session.execute(_question(person_id)):
        state = _state(row.submitted_at, row.ended_at, row.lease_until, row.has_place, at)
        article = OwnArticle(row.id, row.title, row.due, state, row.sentences, row.labelled)
        mine = OwnSets(row.project_id, row.name, row.threshold, row.mode, at.date())
        mine = found.setdefault(row.project_id, mine)
        (mine.qualification if row.purpose == QUALIFICATION else mine.shared).append(article)
    return list(found.values())


def _question(person_id: int) -> Select[*tuple[Any, ...]]:
    sentences = (
        select(func.count(Sentence.id))
        .where(Sentence.document_id == Document.id, Sentence.position >= 0)
        .correlate(Document)
        .scalar_subquery()
    )
    labelled = (
        select(func.count(Annotation.label))
        .where(Annotation.document_id == Document.id, Annotation.reviewer_id == person_id)
        .correlate(Document)
        .scalar_subquery()
    )
    return (
        select(
            Document.id,
            Document.title,
            Document.due,
            Document.purpose,
            Document.project_id,
            Project.name,
            Project.threshold,
            Project.mode,
            Assignment.submitted_at,
            Assignment.ended_at,
            Assignment.lease_until,
            Assignment.reviewer_id.is_not(None).label("has_place"),
            sentences.label("sentences"),
            labelled.label("labelled"),
        )
        .join(Project, Project.id == Document.project_id)
        .join(Membership, Membership.project_id == Project.id)
        .outerjoin(
            Assignment,
            and_(Assignment.document_id == Document.id, Assignment.reviewer_id == person_id),
        )
        .where(
            Membership.person_id == person_id,
            Membership.role == "reviewer",
            Project.closed_at.is_(None),
            _is_to_do(sentences, labelled),
        )
        .order_by(Project.id, Document.due.is_(None), Document.due, Document.id)
    )


def _is_to_do(sentences: ColumnElement[int], labelled: ColumnElement[int]) -> ColumnElement[bool]:
    unqualified = is_unqualified(Project.id, Project.threshold, Membership.qualified_at)
    has_key = exists().where(AnswerKey.document_id == Document.id).correlate(Document)
    is_open = and_(Assignment.submitted_at.is_(None), labelled < sentences)
    return or_(
        and_(Document.purpose == QUALIFICATION, unqualified, has_key),
        and_(Document.purpose == SHARED, ~unqualified, is_open),
    )


def _state(
    submitted_at: datetime | None,
    ended_at: datetime | None,
    lease_until: datetime | None,
    has_place: bool,
    at: datetime,
) -> str:
    if submitted_at is not None:
        return "submitted"
    is_over = ended_at is not None or (lease_until is not None and lease_until <= at)
    return "progress" if has_place and not is_over else "start"
