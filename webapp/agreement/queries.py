"""Fetching what agreement is computed from: current labels, and the sentences they split on."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Float, Row, Select, case, cast, func, null, select
from sqlalchemy.orm import Session

from webapp.agreement import label_queries
from webapp.agreement.grouping import numbered
from webapp.agreement.label_queries import RADIX, counted
from webapp.agreement.naming import reviewer_names
from webapp.agreement.packed import FORMAT, HEAD_BYTES, pack, unpack, unpack_heads
from webapp.agreement.particulars import (
    MOST_DISPUTED,
    Particulars,
    gather,
    most_disputed_in,
    named,
)
from webapp.agreement.tally import Counts, Id, Ratings, by_name, rename, tabulate
from webapp.documents.joining_queries import is_counted
from webapp.models import AgreementCount, Annotation, Document, Person, Sentence
from webapp.scheme import ALL_LABELS, LABELS


@dataclass(frozen=True)
class Recount:
    """What was counted anew of a document whose labels had that version, for `actions.keep`."""

    document_id: int
    version: int
    packed: bytes


@dataclass(frozen=True)
class Loaded:
    """The counts and particulars of a project, and what had to be counted that could be kept."""

    counts: Counts
    particulars: Particulars
    recounted: list[Recount]


class State(NamedTuple):
    """Sentences of a document with two labels or more, and those of them whose labels differ."""

    with_two: int
    disputed: int


@dataclass(frozen=True)
class Disputed:
    """A sentence that its reviewers label differently."""

    sentence_id: int
    document_id: int
    title: str
    number: int
    text: str
    labels: dict[str, int]  # how many reviewers gave each label


def fetch(session: Session, project_id: int, include_not_applicable: bool = False) -> Counts:
    """Return the counts of a project's current labels.

    `not_applicable` is left out unless asked for; then it is a label like the others.
    """
    return load(session, project_id, include_not_applicable).counts


def load(session: Session, project_id: int | None, include_not_applicable: bool = False) -> Loaded:
    """Return the counts as `fetch` does, of a project or (None) of all, and what to keep of them.

    Articles whose labels are as they were when last counted are not counted again. Where
    `not_applicable` is asked for all are, and nothing is to be kept.
    """
    if include_not_applicable:
        given = _all_given(session, project_id, ALL_LABELS)
        rows = _counted(given, ALL_LABELS)
        return _loaded(session, [row.id for row in given], rows, ALL_LABELS, [])
    found = session.connection().execute(
        _of_project(project_id, _kept(AgreementCount.packed.expression))
    )
    kept = found.all()
    recounted = _recounted(kept)
    return _loaded(session, [row.id for row in kept], _strings(kept, recounted), LABELS, recounted)


def states(session: Session, project_id: int) -> dict[int, State]:
    """Return how far each document of a project is compared, and how far labels differ on it."""
    return load_states(session, project_id)[0]


def load_states(session: Session, project_id: int) -> tuple[dict[int, State], list[Recount]]:
    """Return the same, and what had to be counted for it that could be kept."""
    query = _kept(func.substr(AgreementCount.packed, 1, HEAD_BYTES))
    rows = session.connection().execute(_of_project(project_id, query)).all()
    recounted = _recounted(rows)
    heads = named(unpack_heads(_strings(rows, recounted)))
    columns = heads.with_two.tolist(), heads.met.sum(1).tolist()
    found = zip((row.id for row in rows), map(State, *columns), strict=True)
    return dict(found), recounted


def ratings(session: Session, project_id: int, include_not_applicable: bool = False) -> Ratings:
    """Return a project's current labels one by one, as arrays; sentences by their numbers.

    The option is that of `fetch`.
    """
    labels = ALL_LABELS if include_not_applicable else LABELS
    found = _given(_all_given(session, project_id, labels), labels)
    names, seat = by_name(found.reviewers, _names(session, found.reviewers))
    return replace(found, reviewer=seat[found.reviewer], reviewers=names)


def titles(session: Session, project_id: int) -> dict[int, str]:
    """Return the titles of a project's documents by their ids."""
    rows = session.execute(
        select(Document.id, Document.title).where(Document.project_id == project_id)
    )
    return {row.id: row.title for row in rows}


def informed(session: Session, project_id: int) -> int:
    """Return how many labels were given after having seen others'; agreement leaves them out."""
    count = session.scalar(
        select(func.count())
        .select_from(Annotation)
        .join(Document, Document.id == Annotation.document_id)
        .where(
            Document.project_id == project_id,
            is_counted(),
            Annotation.informed,
            Annotation.label.is_not(None),
        )
    )
    return count or 0


def disputed(session: Session, particulars: Particulars) -> Sequence[Disputed]:
    """Return the sentences that the reviewers are most split on, the most split first.

    Split is the share of pairs of labels that differ; among equals, more labels come first. Only
    the documents in which these lie are looked at.
    """
    counts = {label: _times(label) for label in LABELS}
    m = func.count()
    same = sum((c * (c - 1) for c in counts.values()), start=0 * m)
    most = (
        select(
            Annotation.sentence_id,
            (cast(same, Float) / (m * (m - 1))).label("alike"),
            m.label("labels"),
            *(c.label(label) for label, c in counts.items()),
        )
        .where(Annotation.document_id.in_(most_disputed_in(particulars)), counted(LABELS))
        .group_by(Annotation.document_id, Annotation.sentence_id)
        .having(m > 1, func.min(Annotation.label) != func.max(Annotation.label))
        .subquery()
    )
    words = func.substr(Document.text, Sentence.start + 1, Sentence.end - Sentence.start)
    rows = session.execute(
        select(Document.id, Document.title, Sentence.position, words, *most.c)
        .join(Sentence, Sentence.id == most.c.sentence_id)
        .join(Document, Document.id == Sentence.document_id)
        .order_by(most.c.alike, most.c.labels.desc(), Document.id, Sentence.position)
        .limit(MOST_DISPUTED)
    )
    return [
        Disputed(
            sentence_id=row.sentence_id,
            document_id=row.id,
            title=row.title,
            number=row.position + 1,
            text=row[3],
            labels=dict(zip(LABELS, row[7:], strict=True)),
        )
        for row in rows
    ]


def _times(label: str) -> ColumnElement[int]:
    return func.sum(case((Annotation.label == label, 1), else_=0))


def _all_given(
    session: Session, project_id: int | None, labels: Sequence[str]
) -> Sequence[Row[Any]]:
    query = select(Document.id, label_queries.in_one_text(labels), RADIX.label("radix"))
    return session.execute(_of_project(project_id, query)).all()


def _given(rows: Sequence[Row[Any]], labels: Sequence[str]) -> Ratings:
    """Return the labels of documents, without those documents that have none."""
    found = label_queries.read(rows, labels).ratings
    labelled, document = numbered(found.document)
    return replace(found, document=document, documents=tuple(found.documents[d] for d in labelled))


def _counted(rows: Sequence[Row[Any]], labels: Sequence[str]) -> list[bytes]:
    """Return what `pack` makes of the labels of documents."""
    given = label_queries.read(rows, labels)
    return pack(tabulate(**vars(given.ratings)), gather(*given))


def _recounted(rows: Sequence[Row[Any]]) -> list[Recount]:
    """Return the count anew of each document of which none is kept."""
    stale = [row for row in rows if row.packed is None]
    packed = _counted(stale, LABELS)
    return [Recount(row.id, row.version, each) for row, each in zip(stale, packed, strict=True)]


def _strings(rows: Sequence[Row[Any]], recounted: Sequence[Recount]) -> list[bytes]:
    """Return the string of each document, kept or new."""
    new = {each.document_id: each.packed for each in recounted}
    return [new[row.id] if row.packed is None else row.packed for row in rows]


def _loaded(
    session: Session,
    documents: Sequence[int],
    rows: Sequence[bytes],
    labels: tuple[str, ...],
    recounted: list[Recount],
) -> Loaded:
    counts, particulars = unpack(documents, rows, labels)
    return Loaded(rename(counts, _names(session, counts.reviewers)), particulars, recounted)


def _of_project(project_id: int | None, query: Select[Any]) -> Select[Any]:
    query = query.where(is_counted()).order_by(Document.id)
    return query if project_id is None else query.where(Document.project_id == project_id)


def _names(session: Session, person_ids: Sequence[Id]) -> dict[Id, str]:
    rows = session.execute(select(Person.id, Person.name).where(Person.id.in_(person_ids)))
    return reviewer_names({row.id: row.name for row in rows})


def _kept(packed: ColumnElement[Any]) -> Select[Any]:
    """Return the question for what is kept of each document (this of it), else its labels.

    One question for all, so that what is counted is of the version that stands beside it.
    """
    fresh = AgreementCount.format == FORMAT
    return (
        select(
            Document.id,
            func.coalesce(AgreementCount.version, 0).label("version"),
            case((fresh, packed)).label("packed"),
            case((fresh, null()), else_=label_queries.in_one_text(LABELS)).label("given"),
            RADIX.label("radix"),
        )
        .select_from(Document)
        .outerjoin(AgreementCount, AgreementCount.document_id == Document.id)
    )
