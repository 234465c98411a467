"""The state of every article: places taken, ended, and what its labels amount to."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Select,
    Subquery,
    and_,
    case,
    func,
    literal,
    select,
)
from sqlalchemy.orm import Session

from webapp.annotate.place_queries import is_taken
from webapp.models import Assignment, Document, Project
from webapp.progress import label_queries
from webapp.progress.label_queries import Labelled
from webapp.progress.wanted import STATES, Wanted

_TURNS = 3  # columns that put the articles in order


@dataclass(frozen=True)
class Article:
    """An article of k places; begun: worked on without a place, as an open project allows."""

    id: int
    title: str
    state: str
    taken: int
    submitted: int
    begun: int
    sentences: int
    labelled: Labelled
    decided: int

    @property
    def open_disputes(self) -> int:
        """Sentences whose labels differ and that nobody has settled."""
        return self.labelled.open


@dataclass(frozen=True)
class Totals:
    """How many articles of a project are in each state, and their places."""

    states: Mapping[str, int]
    taken: int
    submitted: int
    shared: int  # articles that everybody labels: none of the others
    most_known: int  # how many people have, or had, a place on the article that most of them did

    @property
    def articles(self) -> int:
        """How many there are."""
        return sum(self.states.values())

    def of(self, state: str) -> int:
        """Return how many are in a state; "" is any."""
        return self.states[state] if state else self.articles


@dataclass(frozen=True)
class Articles:
    """One page of articles; found: how many there are under the same words and state."""

    items: Sequence[Article]
    found: int
    before: int

    @property
    def last(self) -> int:
        """The number of the last one that is shown."""
        return self.before + len(self.items)


def is_begun() -> ColumnElement[bool]:
    """Return the condition of work on an article of an open project without a kept place."""
    return and_(
        Assignment.ended_at.is_(None),
        Assignment.submitted_at.is_(None),
        Assignment.lease_until.is_(None),
    )


def counts(at: datetime) -> Subquery:
    """Return the question how many places of each document are taken, submitted and begun."""
    submitted = and_(Assignment.submitted_at.is_not(None), Assignment.ended_at.is_(None))
    return (
        select(
            Assignment.document_id,
            func.count().label("known"),
            func.count().filter(is_taken(at)).label("taken"),
            func.count().filter(submitted).label("submitted"),
            func.count().filter(is_begun()).label("begun"),
        )
        .group_by(Assignment.document_id)
        .subquery()
    )


def totals(session: Session, project: Project, at: datetime) -> Totals:
    """Return what all articles of a project that are to get k reviewers amount to."""
    found = counts(at)
    state = _state(project, found)
    rows = session.execute(
        select(
            state,
            func.count(),
            func.sum(found.c.taken),
            func.sum(found.c.submitted),
            func.max(found.c.known),
        )
        .where(found.c.document_id.in_(_regular(project)))
        .group_by(state)
    ).all()
    of_each = {row[0]: row[1] for row in rows}
    for_each = _purposes(session, project)
    untouched = for_each.get("regular", 0) - sum(of_each.values())
    of_each["wanting"] = of_each.get("wanting", 0) + untouched
    return Totals(
        {name: of_each.get(name, 0) for name in STATES},
        sum(int(row[2]) for row in rows),
        sum(int(row[3]) for row in rows),
        for_each.get("shared", 0),
        max((row[4] for row in rows), default=0),
    )


def articles(
    session: Session, project: Project, wanted: Wanted, known: Totals, at: datetime
) -> Articles:
    """Return a page of articles: what needs work first, or in order."""
    page = _page(project, wanted, at).subquery()
    rows = session.execute(
        select(page, Document.title)
        .join(Document, Document.id == page.c.id)
        .order_by(*page.c[:_TURNS], page.c.id)
    ).all()
    found = rows[0].found if rows and wanted.words else known.of(wanted.state)
    return Articles(_told(session, project, rows), found, wanted.before)


def article(session: Session, project: Project, document_id: int, at: datetime) -> list[Article]:
    """Return one article, whatever it is for; none where the project has no such one."""
    found = counts(at)
    query = (
        select(*_columns(project, found), Document.title)
        .outerjoin(found, found.c.document_id == Document.id)
        .where(Document.project_id == project.id, Document.id == document_id)
    )
    return _told(session, project, session.execute(query).all())


def _told(session: Session, project: Project, rows: Sequence[Any]) -> list[Article]:
    """Return articles with what their labels amount to."""
    ids = [row.id for row in rows]
    sentences = label_queries.sentences(session, ids)
    labelled = label_queries.states(session, project.id, ids)
    settled = label_queries.decided(session, ids)
    return [
        Article(
            row.id,
            row.title,
            row.state,
            row.taken,
            row.submitted,
            row.begun,
            sentences.get(row.id, 0),
            labelled.get(row.id, Labelled()),
            settled.get(row.id, 0),
        )
        for row in rows
    ]


def _state(project: Project, found: Subquery) -> ColumnElement[str]:
    return case(
        (func.coalesce(found.c.submitted, 0) >= project.overlap, "submitted"),
        (_held(project, found) < project.overlap, "wanting"),
        else_="progress",
    )


def _held(project: Project, found: Subquery) -> ColumnElement[int]:
    """Return how many work on an article, or have: in an open project without a place as well."""
    taken = func.coalesce(found.c.taken, 0)
    return taken if project.mode == "assigned" else taken + func.coalesce(found.c.begun, 0)


def _page(project: Project, wanted: Wanted, at: datetime) -> Select[*tuple[Any, ...]]:
    """Return the question for the articles of a page by their numbers, with their places.

    The titles are for the page alone: what a database sorts should be small.
    """
    found = counts(at)
    state, submitted = _state(project, found), func.coalesce(found.c.submitted, 0)
    turns = [_turn(state), _held(project, found), submitted]
    if wanted.sort == "order":
        turns = [literal(0)] * _TURNS
    query = (
        select(
            *(turn.label(f"turn_{number}") for number, turn in enumerate(turns)),
            *_columns(project, found),
        )
        .outerjoin(found, found.c.document_id == Document.id)
        .where(Document.project_id == project.id, Document.purpose == "regular")
    )
    if wanted.words:  # counting them is for all articles, in no other case is it not known
        query = query.where(Document.title.icontains(wanted.words, autoescape=True))
        query = query.add_columns(func.count().over().label("found"))
    if wanted.state:
        query = query.where(state == wanted.state)
    order = [*turns, Document.id] if wanted.sort == "needs" else [Document.id]
    return query.order_by(*order).offset(wanted.before).limit(wanted.size)


def _columns(project: Project, found: Subquery) -> list[ColumnElement[Any]]:
    return [
        Document.id.label("id"),
        _state(project, found).label("state"),
        *(func.coalesce(found.c[name], 0).label(name) for name in ("taken", "submitted", "begun")),
    ]


def _regular(project: Project) -> Select[int]:
    return select(Document.id).where(
        Document.project_id == project.id, Document.purpose == "regular"
    )


def _purposes(session: Session, project: Project) -> dict[str, int]:
    rows = session.execute(
        select(Document.purpose, func.count())
        .where(Document.project_id == project.id)
        .group_by(Document.purpose)
    )
    return {row[0]: row[1] for row in rows}


def _turn(state: ColumnElement[str]) -> ColumnElement[int]:
    return case({name: turn for turn, name in enumerate(STATES)}, value=state)
