"""The rows of an export, document by document, so that its size never matters."""

from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from sqlalchemy import BindParameter, Row, and_, bindparam, func, select
from sqlalchemy.orm import Session

from webapp.accounts.queries import Caller, require_lead, require_member
from webapp.adjudicate import queries as adjudicate
from webapp.documents.joining_queries import QUALIFICATION
from webapp.documents.queries import readable
from webapp.exchange import golden
from webapp.exchange.formats import kind_named
from webapp.exchange.records import (
    FOR_LEADS,
    AnnotationRecord,
    GoldRecord,
    HistoryRecord,
    MarkedSource,
    Record,
    RepeatRecord,
    SentenceRecord,
    utc,
)
from webapp.models import Annotation, Document, Event, Person, Project, Repeat, Sentence
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
        Document.purpose,
        Document.text,
    )
    .join(Project, Project.id == Document.project_id)
    .where(Document.id == _DOCUMENT)
)
# What every row begins with; the reviewer follows, then what the reviewer said.
_PLACE = (Sentence.id, Sentence.replaced_in, Sentence.position, Sentence.start, Sentence.end)
_SAID = len(_PLACE) + 1

_ANNOTATIONS = (
    select(
        *_PLACE,
        Annotation.reviewer_id,
        Annotation.label,
        Annotation.flags,
        Annotation.note,
        Annotation.sources,
        Annotation.guideline_version,
        Annotation.revision,
        Annotation.created_at,
        Annotation.updated_at,
        Annotation.informed,
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
    .where(Sentence.document_id == _DOCUMENT, Sentence.position >= 0)
    .group_by(Sentence.id)
)
_RANGES = (
    select(Sentence.start, Sentence.end, Sentence.position)
    .where(Sentence.document_id == _DOCUMENT, Sentence.position >= 0)
    .order_by(Sentence.start)
)
# The index of events begins with the reviewer, then the sentence. A join alone made both databases
# read all events once for each document; the sentences named once more make them use the index.
# A range from the lowest to the highest does not: those that a repair adds have far higher numbers.
_NUMBERS = select(Sentence.id).where(Sentence.document_id == _DOCUMENT)
_HISTORY = (
    select(
        *_PLACE,
        Event.reviewer_id,
        Event.event_id,
        Event.label,
        Event.flags,
        Event.note,
        Event.sources,
        Event.guideline_version,
        Event.seen_revision,
        Event.revision,
        Event.made_at,
        Event.received_at,
        Event.informed,
    )
    .join(Sentence, Sentence.id == Event.sentence_id)
    .where(
        Sentence.document_id == _DOCUMENT,
        Event.reviewer_id.in_(_REVIEWERS),
        Event.sentence_id.in_(_NUMBERS),
    )
    .order_by(Event.id)
)
_REPEATS = (
    select(
        *_PLACE,
        Repeat.reviewer_id,
        Repeat.event_id,
        Repeat.first_label,
        Repeat.first_revision,
        Repeat.first_at,
        Repeat.label,
        Repeat.flags,
        Repeat.guideline_version,
        Repeat.made_at,
    )
    .join(Sentence, Sentence.id == Repeat.sentence_id)
    .where(
        Sentence.document_id == _DOCUMENT,
        Repeat.reviewer_id.in_(_REVIEWERS),
        Repeat.sentence_id.in_(_NUMBERS),
    )
)


@dataclass(frozen=True)
class _Article:
    """What the rows of one document share: its columns, its text, the reviewers' names."""

    session: Session
    columns: tuple[Any, ...]
    text: str
    names: dict[int, str]

    @cached_property
    def ranges(self) -> Sequence[_Row]:
        """Start, end and position of each sentence in order; read once a label has a source."""
        return self.session.execute(_RANGES, {"document": self.columns[1]}).all()

    def marked(self, sources: tuple[tuple[int, int, str], ...]) -> list[MarkedSource]:
        """Return stored sources with their words and the sentence in which they begin."""
        return [
            MarkedSource(start, end, kind, self.text[start:end], self._position(start))
            for start, end, kind in sources
        ]

    def _position(self, offset: int) -> int | None:
        after = bisect_right(self.ranges, offset, key=lambda each: each.start)
        if not after or self.ranges[after - 1].end <= offset:
            return None
        return int(self.ranges[after - 1].position)


def stream(session: Session, caller: Caller | None, project_id: int, what: str) -> Iterator[Record]:
    """Give a project's records by document, place, reviewer, then arrival, one by one.

    All of it is one state of the data, that of the session. A reviewer gets own rows alone, and
    what is for leads not at all; leads, admins and the command line (no caller) get all.
    `NotFound`, `Forbidden` and an unknown `what` are raised at once, before the first record is
    asked for.
    """
    kind_named(what)
    names = _reviewers(session, caller, project_id)
    if what in FOR_LEADS and caller is not None:
        require_lead(session, caller, project_id)
    return _records(session, caller, project_id, what, names)


def count(session: Session, project_id: int, what: str) -> int:
    """Return how many records the command line gets, for its progress bar."""
    if what == "gold":
        documents = _document_ids(session, None, project_id)
        return sum(len(adjudicate.gold(session, each)) for each in documents)
    counted: dict[str, Any] = {
        "annotations": select(func.count(Annotation.label)).join(
            Document, Document.id == Annotation.document_id
        ),
        "sentences": select(func.count(Sentence.id))
        .join(Document, Document.id == Sentence.document_id)
        .where(Sentence.position >= 0),
        "history": select(func.count(Event.id))
        .join(Sentence, Sentence.id == Event.sentence_id)
        .join(Document, Document.id == Sentence.document_id),
        "repeats": select(func.count(Repeat.sentence_id))
        .join(Sentence, Sentence.id == Repeat.sentence_id)
        .join(Document, Document.id == Sentence.document_id),
    }
    return session.scalar(counted[what].where(Document.project_id == project_id)) or 0


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
    session: Session, caller: Caller | None, project_id: int, what: str, names: dict[int, str]
) -> Iterator[Record]:
    query, make = _MADE[what]
    reviewers = list(names)
    for document_id in _document_ids(session, caller, project_id):
        *columns, text = session.execute(_ARTICLE, {"document": document_id}).one()
        rows = session.execute(query, {"document": document_id, "reviewers": reviewers}).all()
        yield from make(_Article(session, tuple(columns), text, names), rows)


def _document_ids(session: Session, caller: Caller | None, project_id: int) -> Iterator[int]:
    """Give the numbers of the documents that the caller reads; a page of them is held at a time."""
    after = 0
    query = _IDS if caller is None else _IDS.where(readable(caller))
    while ids := session.scalars(query, {"project": project_id, "after": after}).all():
        yield from ids
        after = ids[-1]


def _annotations(article: _Article, rows: Iterable[_Row]) -> Iterator[AnnotationRecord]:
    for row in _in_order(article, rows):
        said = _judgment(article, row[_SAID:-1])
        values = (*_place(article, row), article.names[row.reviewer_id], *said, row.informed)
        yield AnnotationRecord(*values)


def _sentences(article: _Article, rows: Iterable[_Row]) -> Iterator[SentenceRecord]:
    for row in sorted(rows, key=lambda row: row.position):
        yield SentenceRecord(*_place(article, row), *row[len(_PLACE) :])


def _history(article: _Article, rows: Iterable[_Row]) -> Iterator[HistoryRecord]:
    for row in _in_order(article, rows):
        said = _judgment(article, row[_SAID + 1 : -1])
        who = (article.names[row.reviewer_id], row.event_id)
        values = (*_place(article, row), *who, *said, row.replaced_in, row.informed)
        yield HistoryRecord(*values)


def _gold(article: _Article, rows: Iterable[_Row]) -> Iterator[GoldRecord]:
    document_id, purpose = article.columns[1], article.columns[-1]
    if purpose == QUALIFICATION:  # its labels are answers to a key
        return
    found = golden.columns(article.session, document_id)
    for row in sorted(rows, key=lambda row: row.position):
        if row.id in found:
            label, *decided = found[row.id]
            counts = row[len(_PLACE) :]
            yield GoldRecord(*_place(article, row), *label, *counts, *decided)


def _repeats(article: _Article, rows: Iterable[_Row]) -> Iterator[RepeatRecord]:
    for row in _in_order(article, rows):
        event_id, label, revision, first_at, *said, made_at = row[_SAID:]
        first = (article.names[row.reviewer_id], event_id, label, revision, utc(first_at))
        values = (*_place(article, row), *first, *said, utc(made_at))
        yield RepeatRecord(*values)


_MADE: dict[str, tuple[Any, Callable[[_Article, Iterable[_Row]], Iterator[Record]]]] = {
    "annotations": (_ANNOTATIONS, _annotations),
    "sentences": (_SENTENCES, _sentences),
    "gold": (_SENTENCES, _gold),
    "history": (_HISTORY, _history),
    "repeats": (_REPEATS, _repeats),
}


def _in_order(article: _Article, rows: Iterable[_Row]) -> list[_Row]:
    """Sort by place and name, and leave one reviewer's events in their order of arrival.

    Done in Python, since each database has its own order of names. The place is the range: a
    sentence that a repair replaced has no position, and overlaps others.
    """
    return sorted(rows, key=lambda row: (row.start, row.end, article.names[row.reviewer_id]))


def _place(article: _Article, row: _Row) -> tuple[Any, ...]:
    sentence_id, replaced_in, position, start, end = row[: len(_PLACE)]
    shown = None if replaced_in else position
    return (*article.columns, sentence_id, shown, start, end, article.text[start:end])


def _judgment(article: _Article, said: Sequence[Any]) -> tuple[Any, ...]:
    """Return the columns of a judgment, its two times last."""
    label, flags, note, sources, *more, first, last = said
    marked = article.marked(sources) if sources else []
    return (label, flags, note, marked, *more, first and utc(first), utc(last))
