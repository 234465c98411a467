"""What the labels of articles amount to: sentences with two of them, agreed, disputed, settled."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import Subquery, and_, distinct, func, select
from sqlalchemy.orm import Session

from webapp.models import Annotation, Decision, Document, Sentence


@dataclass(frozen=True)
class Labelled:
    """Sentences of a document: with two labels or more, those that differ, those still open.

    Open is a difference that no decision has settled. "not applicable" is a label like the others
    here, as in the queue; agreement leaves it out.
    """

    shared: int = 0
    disputed: int = 0
    open: int = 0

    @property
    def agreed(self) -> int:
        """Sentences whose labels are the same."""
        return self.shared - self.disputed


def states(session: Session, project_id: int, documents: Sequence[int]) -> dict[int, Labelled]:
    """Return what the labels of some documents amount to, not those given after others'."""
    differs = func.count(distinct(Annotation.label)) > 1
    sentences = (
        select(Annotation.document_id, Annotation.sentence_id, differs.label("differs"))
        .where(
            Annotation.document_id.in_(
                select(Document.id).where(
                    Document.project_id == project_id, Document.id.in_(documents)
                )
            ),
            Annotation.label.is_not(None),
            Annotation.informed.is_(False),
        )
        .group_by(Annotation.document_id, Annotation.sentence_id)
        .having(func.count() > 1)
        .subquery()
    )
    settled = _settled(documents)
    is_open = and_(sentences.c.differs, settled.c.sentence_id.is_(None))
    rows = session.execute(
        select(
            sentences.c.document_id,
            func.count(),
            func.count().filter(sentences.c.differs),
            func.count().filter(is_open),
        )
        .outerjoin(settled, settled.c.sentence_id == sentences.c.sentence_id)
        .group_by(sentences.c.document_id)
    )
    return {document: Labelled(*counts) for document, *counts in rows}


def decided(session: Session, documents: Sequence[int]) -> dict[int, int]:
    """Return how many sentences of each document are settled by a decision."""
    settled = _settled(documents)
    rows = session.execute(
        select(settled.c.document_id, func.count()).group_by(settled.c.document_id)
    )
    return {row[0]: row[1] for row in rows}


def _settled(documents: Sequence[int]) -> Subquery:
    """Return the sentences of some documents whose newest decision was not taken back."""
    newest = (
        select(Decision.sentence_id, func.max(Decision.revision).label("revision"))
        .where(Decision.document_id.in_(documents))
        .group_by(Decision.sentence_id)
        .subquery()
    )
    is_newest = and_(
        newest.c.sentence_id == Decision.sentence_id, newest.c.revision == Decision.revision
    )
    return (
        select(Decision.document_id, Decision.sentence_id)
        .join(newest, is_newest)
        .join(Sentence, Sentence.id == Decision.sentence_id)
        .where(Decision.label.is_not(None), Sentence.replaced_in.is_(None))
        .subquery()
    )


def sentences(session: Session, documents: Sequence[int]) -> dict[int, int]:
    """Return how many sentences each document has."""
    rows = session.execute(
        select(Sentence.document_id, func.count())
        .where(Sentence.document_id.in_(documents), Sentence.position >= 0)
        .group_by(Sentence.document_id)
    )
    return {row[0]: row[1] for row in rows}
