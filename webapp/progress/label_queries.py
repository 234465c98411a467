"""What the labels of articles amount to: sentences with two of them, agreed, disputed, settled."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import and_, distinct, func, select
from sqlalchemy.orm import Session

from webapp.models import Annotation, Decision, Document, Sentence
from webapp.scheme import LABELS


@dataclass(frozen=True)
class Labelled:
    """Sentences of a document: with two labels or more, and those of them whose labels differ."""

    shared: int = 0
    disputed: int = 0

    @property
    def agreed(self) -> int:
        """Sentences whose labels are the same."""
        return self.shared - self.disputed


def states(session: Session, project_id: int, documents: Sequence[int]) -> dict[int, Labelled]:
    """Return what the labels of some documents amount to, not those given after others'."""
    differs = func.count(distinct(Annotation.label)) > 1
    sentences = (
        select(Annotation.document_id, differs.label("differs"))
        .where(
            Annotation.document_id.in_(
                select(Document.id).where(
                    Document.project_id == project_id, Document.id.in_(documents)
                )
            ),
            Annotation.label.in_(LABELS),
            Annotation.informed.is_(False),
        )
        .group_by(Annotation.document_id, Annotation.sentence_id)
        .having(func.count() > 1)
        .subquery()
    )
    rows = session.execute(
        select(
            sentences.c.document_id,
            func.count(),
            func.count().filter(sentences.c.differs),
        ).group_by(sentences.c.document_id)
    )
    return {document: Labelled(shared, disputed) for document, shared, disputed in rows}


def decided(session: Session, documents: Sequence[int]) -> dict[int, int]:
    """Return how many sentences of each document are settled by a decision."""
    newest = (
        select(Decision.sentence_id, func.max(Decision.revision).label("revision"))
        .where(Decision.document_id.in_(documents))
        .group_by(Decision.sentence_id)
        .subquery()
    )
    rows = session.execute(
        select(Decision.document_id, func.count())
        .join(
            newest,
            and_(
                newest.c.sentence_id == Decision.sentence_id,
                newest.c.revision == Decision.revision,
            ),
        )
        .join(Sentence, Sentence.id == Decision.sentence_id)
        .where(Decision.label.is_not(None), Sentence.replaced_in.is_(None))
        .group_by(Decision.document_id)
    )
    return {row[0]: row[1] for row in rows}


def sentences(session: Session, documents: Sequence[int]) -> dict[int, int]:
    """Return how many sentences each document has."""
    rows = session.execute(
        select(Sentence.document_id, func.count())
        .where(Sentence.document_id.in_(documents), Sentence.position >= 0)
        .group_by(Sentence.document_id)
    )
    return {row[0]: row[1] for row in rows}
