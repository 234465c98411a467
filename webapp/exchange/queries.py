"""The rows of an export, document by document, so that its size never matters."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from sqlalchemy import BindParameter, Row, and_, bindparam, func, select
from sqlalchemy.orm import Session

from webapp.accounts.queries import Caller, require_member
from webapp.exchange.formats import kind_named
from webapp.exchange.records import (
    AnnotationRecord,
    HistoryRecord,
    Record,
    SentenceRecord,
    utc,
)
from webapp.models import Annotation, Document, Event, Person, Project, Sentence
from webapp.problems import NotFound
from webapp.scheme import ALL_LABELS

PAGE = 500

_Row = Row[*tuple[Any, ...]]

_DOCUMENT: BindParameter[int] = bindparam("document")
_REVIEWERS: BindParameter[Any] = bindparam("reviewers", expanding=True)

_IDS = (
    select(Document.id)
    .where(Document.project_id == bindparam("project"), Document.id > bindparam("after"))
    .order_by(Document.id)
    .limit(PAGE)
)
_ARTICLE = (
    select(
        Project.name,
        Document.id,
        Document.external_id,
        Document.title,
        Document.outlet,
        Document.url,
        Document.published,
        Document.story,
        Document.text,
    )
    .join(Project, Project.id == Document.project_id)
    .where(Document.id == _DOCUMENT)
)
_PLACE = (Sentence.id, Sentence.position, Sentence.start, Sentence.end)

_ANNOTATIONS = (
    select(
        *_PLACE,
        Annotation.reviewer_id,
        Annotation.label,
        Annotation.flags,
        Annotation.note,
        Annotation.guideline_version,
        Annotation.revision,
        Annotation.created_at,
        Annotation.updated_at,
    )
    .join(Sentence, Sentence.id == Annotation.sentence_id)
    .where(
        Annotation.document_id == _DOCUMENT,
        Sentence.document_id == _DOCUMENT,
        Annotation.reviewer_id.in_(_REVIEWERS),
        Annotation.label.is_not(None),
    )
)
_SENTENCES = (
    select(
        *_PLACE,
        func.count(Annotation.label),
        *(func.count().filter(Annotation.label == label) for label in ALL_LABELS),
    )
    .outerjoin(
        Annotation,
        and_(
            Annotation.document_id == _DOCUMENT,
            Annotation.sentence_id == Sentence.id,
            Annotation.reviewer_id.in_(_REVIEWERS),
        ),
    )
    .where(Sentence.document_id == _DOCUMENT)
    .group_by(Sentence.id)
)
# The index of events begins with the reviewer, then the sentence. A join alone made both databases
# read all events once for each document; a range of sentences makes them use the index. The 0 keeps
# PostgreSQL from looking for the lowest number of a document in the order of all numbers.
_NUMBERS = select(Sentence.id + 0).where(Sentence.document_id == _DOCUMENT).subquery()
_FIRST = select(func.min(_NUMBERS.c[0])).scalar_subquery()
_LAST = select(func.max(_NUMBERS.c[0])).scalar_subquery()
_HISTORY = (
    select(
        *_PLACE,
        Event.reviewer_id,
        Event.event_id,
        Event.label,
        Event.flags,
        Event.note,
        Event.guideline_version,
        Event.seen_revision,
        Event.revision,
        Event.made_at,
        Event.received_at,
    )
    .join(Sentence, Sentence.id == Event.sentence_id)
    .where(
        Sentence.document_id == _DOCUMENT,
        Event.reviewer_id.in_(_REVIEWERS),
        Event.sentence_id.between(_FIRST, _LAST),
    )
    .order_by(Event.id)
)


@dataclass(frozen=True)
class _Article:
    """What the rows of one document share: its columns, its text, the reviewers' names."""

    columns: tuple[Any, ...]
    text: str
    names: dict[int, str]


def stream(session: Session, caller: Caller | None, project_id: int, what: str) -> Iterator[Record]:
    """Give a project's records by document, position, reviewer, then arrival, one by one.

    All of it is one state of the data, so the session has to be a fresh one. A reviewer gets own
    rows alone; leads, admins and the command line (no caller) get all. `NotFound` and an unknown
    `what` are raised at once, before the first record is asked for.
    """
    kind_named(what)
    _see_one_state(session)
    names = _reviewers(session, caller, project_id)
    return _records(session, project_id, what, names)


def count(session: Session, project_id: int, what: str) -> int:
    """Return how many records the command line gets, for its progress bar."""
    counted: dict[str, Any] = {
        "annotations": select(func.count(Annotation.label)).join(
            Document, Document.id == Annotation.document_id
        ),
        "sentences": select(func.count(Sentence.id)).join(
            Document, Document.id == Sentence.document_id
        ),
        "history": select(func.count(Event.id))
        .join(Sentence, Sentence.id == Event.sentence_id)
        .join(Document, Document.id == Sentence.document_id),
    }
    return session.scalar(counted[what].where(Document.project_id == project_id)) or 0


def _see_one_state(session: Session) -> None:
    """Begin a transaction that sees no later change; on SQLite every one is like that."""
    if session.get_bind().dialect.name == "postgresql":
        options = {"isolation_level": "REPEATABLE READ", "postgresql_readonly": True}
        session.connection(execution_options=options)


def _reviewers(session: Session, caller: Caller | None, project_id: int) -> dict[int, str]:
    """Return whose labels the caller gets, with their names; `NotFound` for a foreign project."""
    if caller is not None and require_member(session, caller, project_id) == "reviewer":
        return {caller.person_id: caller.name}
    if session.scalar(select(Project.id).where(Project.id == project_id)) is None:
        raise NotFound(f"There is no project {project_id}.")
    has_labels = Person.id.in_(select(Event.reviewer_id))  # every label began as an event
    return {
        row.id: row.name
        for row in session.execute(select(Person.id, Person.name).where(has_labels))
    }


def _records(
    session: Session, project_id: int, what: str, names: dict[int, str]
) -> Iterator[Record]:
    query, make = _MADE[what]
    reviewers = list(names)
    for document_id in _document_ids(session, project_id):
        *columns, text = session.execute(_ARTICLE, {"document": document_id}).one()
        rows = session.execute(query, {"document": document_id, "reviewers": reviewers}).all()
        yield from make(_Article(tuple(columns), text, names), rows)


def _document_ids(session: Session, project_id: int) -> Iterator[int]:
    """Give the numbers of a project's documents in order; a page of them is held at a time."""
    after = 0
    while ids := session.scalars(_IDS, {"project": project_id, "after": after}).all():
        yield from ids
        after = ids[-1]


def _annotations(article: _Article, rows: Iterable[_Row]) -> Iterator[AnnotationRecord]:
    for row in _in_order(article, rows):
        yield AnnotationRecord(*_place(article, row), *_judgment(article, row))


def _sentences(article: _Article, rows: Iterable[_Row]) -> Iterator[SentenceRecord]:
    for row in sorted(rows, key=lambda row: row.position):
        yield SentenceRecord(*_place(article, row), *row[4:])


def _history(article: _Article, rows: Iterable[_Row]) -> Iterator[HistoryRecord]:
    for row in _in_order(article, rows):
        yield HistoryRecord(*_place(article, row), *_judgment(article, row))


_MADE: dict[str, tuple[Any, Callable[[_Article, Iterable[_Row]], Iterator[Record]]]] = {
    "annotations": (_ANNOTATIONS, _annotations),
    "sentences": (_SENTENCES, _sentences),
    "history": (_HISTORY, _history),
}


def _in_order(article: _Article, rows: Iterable[_Row]) -> list[_Row]:
    """Sort by position and name, and leave one reviewer's events in their order of arrival.

    Done in Python, since each database has its own order of names.
    """
    return sorted(rows, key=lambda row: (row.position, article.names[row.reviewer_id]))


def _place(article: _Article, row: _Row) -> tuple[Any, ...]:
    return (*article.columns, *row[:4], article.text[row.start : row.end])


def _judgment(article: _Article, row: _Row) -> tuple[Any, ...]:
    """Return what follows the place: the reviewer's name, the judgment, its two times."""
    first, last = row[-2:]
    return (article.names[row.reviewer_id], *row[5:-2], first and utc(first), utc(last))
