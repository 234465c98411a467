"""From the rows of one document to the records of an export."""

from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from sqlalchemy import Row
from sqlalchemy.orm import Session

from webapp.documents.joining_queries import QUALIFICATION
from webapp.exchange import golden
from webapp.exchange.records import (
    AnnotationRecord,
    GoldRecord,
    HistoryRecord,
    MarkedSource,
    Record,
    RepeatRecord,
    SentenceRecord,
    utc,
)
from webapp.exchange.statements import ANNOTATIONS, HISTORY, PLACE, RANGES, REPEATS, SAID, SENTENCES

DataRow = Row[*tuple[Any, ...]]


@dataclass(frozen=True)
class Article:
    """What the rows of one document share: its columns, its text, the reviewers' names."""

    session: Session
    columns: tuple[Any, ...]
    text: str
    names: dict[int, str]

    @cached_property
    def ranges(self) -> Sequence[DataRow]:
        """Start, end and position of each sentence in order; read once a label has a source."""
        return self.session.execute(RANGES, {"document": self.columns[1]}).all()

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


def _annotations(article: Article, rows: Iterable[DataRow]) -> Iterator[AnnotationRecord]:
    for row in _in_order(article, rows):
        said = _judgment(article, row[SAID:-1])
        values = (*_place(article, row), article.names[row.reviewer_id], *said, row.informed)
        yield AnnotationRecord(*values)


def _sentences(article: Article, rows: Iterable[DataRow]) -> Iterator[SentenceRecord]:
    for row in sorted(rows, key=lambda row: row.position):
        yield SentenceRecord(*_place(article, row), *row[len(PLACE) :])


def _history(article: Article, rows: Iterable[DataRow]) -> Iterator[HistoryRecord]:
    for row in _in_order(article, rows):
        said = _judgment(article, row[SAID + 1 : -1])
        who = (article.names[row.reviewer_id], row.event_id)
        values = (*_place(article, row), *who, *said, row.replaced_in, row.informed)
        yield HistoryRecord(*values)


def _gold(article: Article, rows: Iterable[DataRow]) -> Iterator[GoldRecord]:
    document_id, purpose = article.columns[1], article.columns[-1]
    if purpose == QUALIFICATION:  # its labels are answers to a key
        return
    found = golden.columns(article.session, document_id)
    for row in sorted(rows, key=lambda row: row.position):
        if row.id in found:
            label, *decided = found[row.id]
            counts = row[len(PLACE) :]
            yield GoldRecord(*_place(article, row), *label, *counts, *decided)


def _repeats(article: Article, rows: Iterable[DataRow]) -> Iterator[RepeatRecord]:
    for row in _in_order(article, rows):
        event_id, label, revision, first_at, *said, made_at = row[SAID:]
        first = (article.names[row.reviewer_id], event_id, label, revision, utc(first_at))
        values = (*_place(article, row), *first, *said, utc(made_at))
        yield RepeatRecord(*values)


MADE: dict[str, tuple[Any, Callable[[Article, Iterable[DataRow]], Iterator[Record]]]] = {
    "annotations": (ANNOTATIONS, _annotations),
    "sentences": (SENTENCES, _sentences),
    "gold": (SENTENCES, _gold),
    "history": (HISTORY, _history),
    "repeats": (REPEATS, _repeats),
}


def _in_order(article: Article, rows: Iterable[DataRow]) -> list[DataRow]:
    """Sort by place and name, and leave one reviewer's events in their order of arrival.

    Done in Python, since each database has its own order of names. The place is the range: a
    sentence that a repair replaced has no position, and overlaps others.
    """
    return sorted(rows, key=lambda row: (row.start, row.end, article.names[row.reviewer_id]))


def _place(article: Article, row: DataRow) -> tuple[Any, ...]:
    sentence_id, replaced_in, position, start, end = row[: len(PLACE)]
    shown = None if replaced_in else position
    return (*article.columns, sentence_id, shown, start, end, article.text[start:end])


def _judgment(article: Article, said: Sequence[Any]) -> tuple[Any, ...]:
    """Return the columns of a judgment, its two times last."""
    label, flags, note, sources, *more, first, last = said
    marked = article.marked(sources) if sources else []
    return (label, flags, note, marked, *more, first and utc(first), utc(last))
