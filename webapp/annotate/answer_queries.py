"""The key of a qualification article: which label each sentence should have, and why."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import and_, select
from sqlalchemy.orm import Session

from webapp.models import Annotation, AnswerKey, Sentence


@dataclass(frozen=True)
class Answer:
    """A sentence with the label that it should have, None for none yet, and somebody's own."""

    sentence_id: int
    position: int
    start: int
    end: int
    label: str | None
    explanation: str
    own: str | None

    @property
    def number(self) -> int:
        """The number that people see, from 1."""
        return self.position + 1

    @property
    def is_match(self) -> bool:
        """Whether somebody's own label is that of the key."""
        return self.label is not None and self.label == self.own


def answers(session: Session, document_id: int, person_id: int) -> Sequence[Answer]:
    """Return a document's sentences in order, with their answers and one person's own labels."""
    rows = session.execute(
        select(
            Sentence.id,
            Sentence.position,
            Sentence.start,
            Sentence.end,
            AnswerKey.label,
            AnswerKey.explanation,
            Annotation.label,
        )
        .outerjoin(AnswerKey, AnswerKey.sentence_id == Sentence.id)
        .outerjoin(
            Annotation,
            and_(Annotation.sentence_id == Sentence.id, Annotation.reviewer_id == person_id),
        )
        .where(Sentence.document_id == document_id, Sentence.position >= 0)
        .order_by(Sentence.position)
    )
    return [Answer(*row[:5], row[5] or "", row[6]) for row in rows]


def state_of(found: Sequence[Answer]) -> str:
    """Return a short text that differs where a key differs, for a form to say what it showed."""
    said = [(each.sentence_id, each.label, each.explanation) for each in found]
    return hashlib.sha256(repr(said).encode()).hexdigest()[:32]
