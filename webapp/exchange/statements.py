"""What is read of one document for each kind of export; `document` and `reviewers` are given."""

from typing import Any

from sqlalchemy import BindParameter, and_, bindparam, func, select

from webapp.models import Annotation, Document, Event, Project, Repeat, Sentence
from webapp.scheme import ALL_LABELS

DOCUMENT: BindParameter[int] = bindparam("document")
REVIEWERS: BindParameter[Any] = bindparam("reviewers", expanding=True)

ARTICLE = (
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
    .where(Document.id == DOCUMENT)
)
# What every row begins with; the reviewer follows, then what the reviewer said.
PLACE = (Sentence.id, Sentence.replaced_in, Sentence.position, Sentence.start, Sentence.end)
SAID = len(PLACE) + 1

ANNOTATIONS = (
    select(
        *PLACE,
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
        Annotation.document_id == DOCUMENT,
        Sentence.document_id == DOCUMENT,
        Annotation.reviewer_id.in_(REVIEWERS),
        Annotation.label.is_not(None),
    )
)
SENTENCES = (
    select(
        *PLACE,
        func.count(Annotation.label),
        *(func.count().filter(Annotation.label == label) for label in ALL_LABELS),
    )
    .outerjoin(
        Annotation,
        and_(
            Annotation.document_id == DOCUMENT,
            Annotation.sentence_id == Sentence.id,
            Annotation.reviewer_id.in_(REVIEWERS),
        ),
    )
    .where(Sentence.document_id == DOCUMENT, Sentence.position >= 0)
    .group_by(Sentence.id)
)
RANGES = (
    select(Sentence.start, Sentence.end, Sentence.position)
    .where(Sentence.document_id == DOCUMENT, Sentence.position >= 0)
    .order_by(Sentence.start)
)
# The index of events begins with the reviewer, then the sentence. A join alone made both databases
# read all events once for each document; the sentences named once more make them use the index.
# A range from the lowest to the highest does not: those that a repair adds have far higher numbers.
_NUMBERS = select(Sentence.id).where(Sentence.document_id == DOCUMENT)
HISTORY = (
    select(
        *PLACE,
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
        Sentence.document_id == DOCUMENT,
        Event.reviewer_id.in_(REVIEWERS),
        Event.sentence_id.in_(_NUMBERS),
    )
    .order_by(Event.id)
)
REPEATS = (
    select(
        *PLACE,
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
        Sentence.document_id == DOCUMENT,
        Repeat.reviewer_id.in_(REVIEWERS),
        Repeat.sentence_id.in_(_NUMBERS),
    )
)
