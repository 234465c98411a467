"""Where reviewers are with what everybody labels: the qualification set and the shared articles."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby

from sqlalchemy import ColumnElement, and_, case, func, or_, select, true
from sqlalchemy.orm import Session

from webapp.documents.joining_queries import QUALIFICATION, SHARED, has_key, is_unqualified
from webapp.models import (
    Act,
    Annotation,
    AnswerKey,
    Assignment,
    Document,
    Membership,
    Person,
    Project,
    Sentence,
)

MOST_SHARED = 20


@dataclass(frozen=True)
class Try:
    """How a reviewer stands with one qualification article; the last try is the one that counts.

    n: its sentences that have an answer. matched: how many of them got that label.
    """

    document_id: int
    title: str
    started_at: datetime | None
    submitted_at: datetime | None
    n: int
    matched: int


@dataclass(frozen=True)
class Standing:
    """How a reviewer stands with the whole qualification set."""

    person_id: int
    name: str
    qualified_at: datetime | None
    tries: Sequence[Try]

    @property
    def n(self) -> int:
        """How many sentences of the set have an answer."""
        return sum(each.n for each in self.tries)

    @property
    def matched(self) -> int:
        """How many of them got that label."""
        return sum(each.matched for each in self.tries)

    @property
    def is_done(self) -> bool:
        """Whether every article of the set was ended."""
        return all(each.submitted_at for each in self.tries)

    @property
    def state(self) -> str:
        """Whether the reviewer is "qualified", has "failed", is in "progress" or to "start"."""
        if self.qualified_at:
            return "qualified"
        if self.is_done:
            return "failed"
        return "progress" if any(each.started_at for each in self.tries) else "start"

    def passes(self, threshold: int) -> bool:
        """Return whether all was ended and the percentage of matches is reached."""
        return self.is_done and self.n > 0 and 100 * self.matched >= threshold * self.n


@dataclass(frozen=True)
class SharedArticle:
    """A shared article, until when it is due, and who has done it; the lists are of names."""

    document_id: int
    title: str
    due: date | None
    done: list[str]
    open: list[str]


@dataclass(frozen=True)
class Marked:
    """An article that is for something, or one that a lead looks for; answers: of its key."""

    id: int
    title: str
    purpose: str
    answers: int = 0
    sentences: int = 0


def titled(session: Session, project_id: int, words: str) -> list[Marked]:
    """Return the first articles of a project that have these words in their title, in any case."""
    rows = session.execute(
        select(Document.id, Document.title, Document.purpose)
        .where(
            Document.project_id == project_id,
            Document.title.icontains(words, autoescape=True),
        )
        .order_by(Document.id)
        .limit(MOST_SHARED)
    )
    return [Marked(*row) for row in rows]


def qualification(session: Session, project_id: int) -> list[Marked]:
    """Return the articles of the qualification set, with how many sentences have an answer."""
    rows = session.execute(
        select(
            Document.id,
            Document.title,
            Document.purpose,
            func.count(AnswerKey.sentence_id),
            func.count(Sentence.id),
        )
        .join(Sentence, and_(Sentence.document_id == Document.id, Sentence.position >= 0))
        .outerjoin(AnswerKey, AnswerKey.sentence_id == Sentence.id)
        .where(Document.project_id == project_id, Document.purpose == QUALIFICATION)
        .group_by(Document.id, Document.title, Document.purpose)
        .order_by(Document.id)
    )
    return [Marked(*row) for row in rows]


def must_qualify(session: Session, project_id: int, person_id: int) -> bool:
    """Return whether somebody is a reviewer who has still to pass the qualification set."""
    waiting = (
        select(Membership.person_id)
        .join(Project, Project.id == Membership.project_id)
        .where(
            Project.id == project_id,
            Membership.person_id == person_id,
            Membership.role == "reviewer",
            is_unqualified(Project.id, Project.threshold, Membership.qualified_at),
        )
    )
    return session.scalar(waiting) is not None


def is_asked_for(session: Session, project_id: int) -> bool:
    """Return whether new reviewers of a project have to pass its qualification set."""
    nobody: ColumnElement[datetime | None] = func.nullif(Project.created_at, Project.created_at)
    wanted = is_unqualified(Project.id, Project.threshold, nobody)
    return session.scalar(select(Project.id).where(Project.id == project_id, wanted)) is not None


def for_everybody(
    session: Session, project_id: int, person_id: int, purpose: str, at: datetime
) -> int | None:
    """Return the article of a set that somebody is to label next, or None where none is left.

    Those due first come first. One whose place ran out or was given back comes again, last.
    """
    passed = or_(Assignment.ended_at.is_not(None), Assignment.lease_until <= at)
    return session.scalar(
        select(Document.id)
        .outerjoin(
            Assignment,
            and_(Assignment.document_id == Document.id, Assignment.reviewer_id == person_id),
        )
        .where(
            Document.project_id == project_id,
            Document.purpose == purpose,
            has_key(Document.id) if purpose == QUALIFICATION else true(),
            or_(Assignment.reviewer_id.is_(None), and_(Assignment.submitted_at.is_(None), passed)),
        )
        .order_by(
            Assignment.reviewer_id.is_not(None), Document.due.is_(None), Document.due, Document.id
        )
        .limit(1)
    )


def standings(session: Session, project_id: int, person_id: int | None = None) -> list[Standing]:
    """Return how the reviewers of a project, or one of them, stand with the qualification set."""
    is_match = Annotation.label == AnswerKey.label
    about = (
        Person.name_key,
        Person.id,
        Person.name,
        Membership.qualified_at,
        Document.id,
        Document.title,
        Assignment.started_at,
        Assignment.submitted_at,
    )
    query = (
        select(*about, func.count(), func.sum(case((is_match, 1), else_=0)))
        .select_from(Membership)
        .join(Person, Person.id == Membership.person_id)
        .join(Document, Document.project_id == Membership.project_id)
        .join(AnswerKey, AnswerKey.document_id == Document.id)
        .join(Sentence, Sentence.id == AnswerKey.sentence_id)
        .outerjoin(
            Assignment,
            and_(Assignment.document_id == Document.id, Assignment.reviewer_id == Person.id),
        )
        .outerjoin(
            Annotation,
            and_(
                Annotation.sentence_id == AnswerKey.sentence_id,
                Annotation.reviewer_id == Person.id,
            ),
        )
        .where(
            Membership.project_id == project_id,
            Membership.role == "reviewer",
            true() if person_id is None else Membership.person_id == person_id,
            Document.purpose == QUALIFICATION,
            Sentence.position >= 0,
        )
        .group_by(*about)
        .order_by(Person.name_key, Document.id)
    )
    rows = session.execute(query).all()
    return [
        Standing(id_, name, qualified_at, [Try(*row[4:]) for row in group])
        for (id_, name, qualified_at), group in groupby(rows, key=lambda row: row[1:4])
    ]


def standing(session: Session, project_id: int, person_id: int) -> Standing | None:
    """Return how one reviewer stands, or None where there is no qualification set for them."""
    return next(iter(standings(session, project_id, person_id)), None)


def let_pass(session: Session, project_id: int) -> set[int]:
    """Return the numbers of those whom a lead has let pass, as the record has it."""
    acts = select(Act.detail).where(Act.project_id == project_id, Act.verb == "let_pass")
    return {detail["member_id"] for detail in session.scalars(acts)}


def shared(session: Session, project_id: int) -> list[SharedArticle]:
    """Return the latest shared articles, with who has ended them or labelled all sentences."""
    sentences = select(func.count(Sentence.id)).where(
        Sentence.document_id == Document.id, Sentence.position >= 0
    )
    labelled = select(func.count(Annotation.label)).where(
        Annotation.document_id == Document.id, Annotation.reviewer_id == Person.id
    )
    is_done = or_(
        Assignment.submitted_at.is_not(None),
        labelled.correlate(Document, Person).scalar_subquery()
        == sentences.correlate(Document).scalar_subquery(),
    )
    latest = (
        select(Document.id)
        .where(Document.project_id == project_id, Document.purpose == SHARED)
        .order_by(Document.due.is_(None), Document.due.desc(), Document.id.desc())
        .limit(MOST_SHARED)
    )
    rows = session.execute(
        select(Document.id, Document.title, Document.due, Person.name, is_done.label("is_done"))
        .outerjoin(
            Membership,
            and_(Membership.project_id == Document.project_id, Membership.role == "reviewer"),
        )
        .outerjoin(Person, Person.id == Membership.person_id)
        .outerjoin(
            Assignment,
            and_(Assignment.document_id == Document.id, Assignment.reviewer_id == Person.id),
        )
        .where(Document.id.in_(latest))
        .order_by(Document.due.is_(None), Document.due.desc(), Document.id.desc(), Person.name_key)
    )
    found: dict[tuple[int, str, date | None], SharedArticle] = {}
    for row in rows:
        article = (row.id, row.title, row.due)
        one = found.setdefault(article, SharedArticle(*article, [], []))
        if row.name is not None:
            (one.done if row.is_done else one.open).append(row.name)
    return list(found.values())
