"""Fetching the disagreement sheet: sentences whose labels differ, with all but who gave them."""

from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, and_, case, func, or_, select
from sqlalchemy.orm import Session, aliased

from webapp.agreement.label_queries import counted
from webapp.agreement.sheet import Block, Pair, listed_under
from webapp.models import Annotation, Document, Sentence
from webapp.scheme import ALL_LABELS, FLAGS, LABELS

_AT_ONCE = 500  # sentences whose words, flags and notes are asked for together
_TEXTS_AT_ONCE = 8


@dataclass(frozen=True)
class Split:
    """A sentence whose labels differ, between its neighbours; nothing says whose a label is.

    before and after are empty at the ends of the article. votes: how many gave each label that
    was given; flags the same. notes are sorted, so that their order does not tell either.
    """

    sentence_id: int
    document_id: int
    external_id: str | None
    title: str
    story: str | None
    number: int
    start: int
    end: int
    before: str
    text: str
    after: str
    votes: dict[str, int]
    flags: dict[str, int]
    notes: list[str]


def in_blocks(
    session: Session, blocks: Sequence[Block], ranking: Sequence[Pair]
) -> list[list[Split]]:
    """Return the sentences of each block, in the order of their article."""
    found = _places(session, {block.document_id for block in blocks})
    under: dict[tuple[Pair | None, int], list[Row[Any]]] = {}
    for row in found:
        pair = listed_under(_given(row), ranking)
        under.setdefault((pair, row.document_id), []).append(row)
    rows = [under.get((each.pair, each.document_id), [])[each.first : each.last] for each in blocks]
    listed = [row for part in rows for row in part]
    told = {each.sentence_id: each for each in _told(session, listed, _quoted(session, listed))}
    return [[told[row.sentence_id] for row in part] for part in rows]


def in_documents(session: Session, document_ids: Sequence[int]) -> Iterator[Split]:
    """Give the sentences of documents whose labels differ, a document at a time."""
    for document_id in document_ids:
        rows = _places(session, {document_id})
        article = session.execute(_articles({document_id})).one()
        for first in range(0, len(rows), _AT_ONCE):
            part = rows[first : first + _AT_ONCE]
            words = {row.id: _words(article, row) for row in _around(session, part)}
            yield from _told(session, part, words)


def _split(documents: Select[int]) -> Select[*tuple[Any, ...]]:
    """Return the question for the sentences of documents whose labels differ, with their votes.

    The documents are named, not joined: so the index that covers the labels stands in the order
    of the groups, and no database has to sort all labels.
    """
    times = {label: _times(label) for label in ALL_LABELS}
    different = sum(
        (case((times[label] > 0, 1), else_=0) for label in LABELS), start=0 * func.count()
    )
    return (
        select(
            Annotation.document_id,
            Annotation.sentence_id,
            *(times[label].label(label) for label in ALL_LABELS),
        )
        .where(Annotation.document_id.in_(documents), counted(ALL_LABELS))
        .group_by(Annotation.document_id, Annotation.sentence_id)
        .having(different > 1)
    )


def _times(label: str) -> ColumnElement[int]:
    return func.sum(case((Annotation.label == label, 1), else_=0))


def _places(session: Session, document_ids: set[int]) -> Sequence[Row[Any]]:
    """Return the sentences of documents whose labels differ, in the order of the text."""
    split = _split(select(Document.id).where(Document.id.in_(document_ids))).subquery()
    return session.execute(
        select(split, Sentence.position, Sentence.start, Sentence.end)
        .join(Sentence, Sentence.id == split.c.sentence_id)
        .order_by(split.c.document_id, Sentence.position)
    ).all()


def _given(row: Row[Any]) -> list[str]:
    return [label for label in LABELS if row._mapping[label]]


def _told(
    session: Session, rows: Sequence[Row[Any]], words: Mapping[int, dict[str, Any]]
) -> list[Split]:
    """Return sentences, at most a few 100, with their words, flags and notes."""
    ids, document_ids = [row.sentence_id for row in rows], {row.document_id for row in rows}
    flags, notes = _remarks(session, document_ids, ids)
    return [
        Split(
            row.sentence_id,
            row.document_id,
            number=row.position + 1,
            start=row.start,
            end=row.end,
            votes={label: n for label in ALL_LABELS if (n := row._mapping[label])},
            flags={flag: n for flag in FLAGS if (n := flags[row.sentence_id, flag])},
            notes=sorted(notes.get(row.sentence_id, [])),
            **words[row.sentence_id],
        )
        for row in rows
    ]


def _quoted(session: Session, rows: Sequence[Row[Any]]) -> dict[int, dict[str, Any]]:
    """Return the words of sentences of several articles; a few texts are held at a time."""
    of: dict[int, list[Row[Any]]] = {}
    for row in _around(session, rows):
        of.setdefault(row.document_id, []).append(row)
    articles = session.execute(_articles(of), execution_options={"yield_per": _TEXTS_AT_ONCE})
    return {row.id: _words(article, row) for article in articles for row in of[article.id]}


def _articles(ids: Collection[int]) -> Select[*tuple[Any, ...]]:
    columns = Document.id, Document.external_id, Document.title, Document.story, Document.text
    return select(*columns).where(Document.id.in_(ids))


def _around(session: Session, rows: Sequence[Row[Any]]) -> Sequence[Row[Any]]:
    """Return where sentences and their neighbours begin and end.

    Their words are cut from the text in Python: a database counts its way from the beginning of
    the text to each of them.
    """
    before, after = aliased(Sentence), aliased(Sentence)
    ends = [
        column.label(f"{name}_{end}")
        for name, part in (("before", before), ("text", Sentence), ("after", after))
        for end, column in (("start", part.start), ("end", part.end))
    ]
    query: Select[*tuple[Any, ...]] = (
        select(Sentence.id, Sentence.document_id, *ends)
        .outerjoin(before, _lies(before, -1))
        .outerjoin(after, _lies(after, 1))
        .where(Sentence.id.in_([row.sentence_id for row in rows]))
    )
    return session.execute(query).all()


def _words(article: Row[Any], row: Row[Any]) -> dict[str, Any]:
    """Return what a sentence and its neighbours say, and what their article is called."""
    return {
        "external_id": article.external_id,
        "title": article.title,
        "story": article.story,
        # a sentence without a neighbour has None for both ends of it
        "before": article.text[row.before_start or 0 : row.before_end or 0],
        "text": article.text[row.text_start : row.text_end],
        "after": article.text[row.after_start or 0 : row.after_end or 0],
    }


def _lies(neighbour: type[Sentence], step: int) -> ColumnElement[bool]:
    """Return the condition that a sentence lies so many after another; a replaced one never."""
    return and_(
        neighbour.document_id == Sentence.document_id,
        neighbour.position == Sentence.position + step,
        neighbour.position >= 0,
    )


def _remarks(
    session: Session, document_ids: set[int], ids: Sequence[int]
) -> tuple[Counter[tuple[int, str]], dict[int, list[str]]]:
    """Return how often sentences got each flag, and their notes.

    The documents are named too: the index of labels begins with them.
    """
    flags: Counter[tuple[int, str]] = Counter()
    notes: dict[int, list[str]] = {}
    rows = session.execute(
        select(Annotation.sentence_id, Annotation.flags, Annotation.note).where(
            Annotation.document_id.in_(document_ids),
            Annotation.sentence_id.in_(ids),
            or_(Annotation.flags != (), Annotation.note != ""),
        )
    )
    for row in rows:
        flags.update((row.sentence_id, flag) for flag in row.flags)
        if row.note:
            notes.setdefault(row.sentence_id, []).append(row.note)
    return flags, notes
