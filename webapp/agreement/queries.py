"""Fetching what agreement is computed from: current labels, and the sentences they split on."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from sqlalchemy import Float, case, cast, func, select
from sqlalchemy.orm import Session

from webapp.agreement.tally import Counts, tabulate
from webapp.models import Annotation, Document, Person, Sentence
from webapp.scheme import LABELS, NOT_APPLICABLE

MOST_DISPUTED = 25
_AT_ONCE = 10_000


@dataclass(frozen=True)
class Disputed:
    """A sentence that its reviewers label differently."""

    document_id: int
    title: str
    number: int
    text: str
    labels: dict[str, int]  # how many reviewers gave each label


def fetch(session: Session, project_id: int) -> Counts:
    """Return the counts of a project's current labels; `not_applicable` is left out."""
    people = session.execute(
        select(Person.id, Person.name)
        .where(
            Person.id.in_(
                select(Annotation.reviewer_id)
                .join(Document, Document.id == Annotation.document_id)
                .where(Document.project_id == project_id)
            )
        )
        .order_by(Person.name)
    ).all()
    names = sorted((row.name, row.id) for row in people)
    reviewer_at = {person_id: index for index, (_, person_id) in enumerate(names)}
    label_at = {label: index for index, label in enumerate(LABELS)}
    query = (
        select(
            Annotation.document_id,
            Annotation.sentence_id,
            Annotation.reviewer_id,
            Annotation.label,
        )
        .join(Document, Document.id == Annotation.document_id)
        .where(Document.project_id == project_id, Annotation.label.in_(LABELS))
        .execution_options(yield_per=_AT_ONCE)
    )
    parts = [np.empty((0, 4), np.int64)]
    for rows in session.execute(query).partitions():
        coded = [(row[0], row[1], reviewer_at[row[2]], label_at[str(row[3])]) for row in rows]
        parts.append(np.array(coded, np.int64))
    table = np.concatenate(parts)
    documents, document = np.unique(table[:, 0], return_inverse=True)
    return tabulate(
        document,
        table[:, 1],
        table[:, 2],
        table[:, 3],
        documents.tolist(),
        [name for name, _ in names],
        LABELS,
    )


def titles(session: Session, project_id: int) -> dict[int, str]:
    """Return the titles of a project's documents by their ids."""
    rows = session.execute(
        select(Document.id, Document.title).where(Document.project_id == project_id)
    )
    return {row.id: row.title for row in rows}


def left_out(session: Session, project_id: int) -> int:
    """Return how many current labels are `not_applicable`, which agreement does not count."""
    count = session.scalar(
        select(func.count())
        .select_from(Annotation)
        .join(Document, Document.id == Annotation.document_id)
        .where(Document.project_id == project_id, Annotation.label == NOT_APPLICABLE)
    )
    return count or 0


def disputed(session: Session, project_id: int) -> Sequence[Disputed]:
    """Return the sentences that the reviewers are most split on, the most split first.

    Split is the share of pairs of labels that differ; among equals, more labels come first.
    """
    counts = {label: _given(label) for label in LABELS}
    m = func.count()
    same = sum((c * (c - 1) for c in counts.values()), start=0 * m)
    split = 1 - cast(same, Float) / (m * (m - 1))
    most = (
        select(
            Annotation.sentence_id,
            split.label("split"),
            m.label("labels"),
            *(c.label(label) for label, c in counts.items()),
        )
        .join(Document, Document.id == Annotation.document_id)
        .where(Document.project_id == project_id, Annotation.label.in_(LABELS))
        .group_by(Annotation.sentence_id)
        .having(m > 1, func.min(Annotation.label) != func.max(Annotation.label))
        .subquery()
    )
    words = func.substr(Document.text, Sentence.start + 1, Sentence.end - Sentence.start)
    rows = session.execute(
        select(Document.id, Document.title, Sentence.position, words, *most.c)
        .join(Sentence, Sentence.id == most.c.sentence_id)
        .join(Document, Document.id == Sentence.document_id)
        .order_by(most.c.split.desc(), most.c.labels.desc(), Document.id, Sentence.position)
        .limit(MOST_DISPUTED)
    )
    return [
        Disputed(row[0], row[1], row[2] + 1, row[3], dict(zip(LABELS, row[7:], strict=True)))
        for row in rows
    ]


def _given(label: str):  # type: ignore[no-untyped-def]
    return func.sum(case((Annotation.label == label, 1), else_=0))
