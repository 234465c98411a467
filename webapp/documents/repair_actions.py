"""Joining and splitting sentences of a document: rows come and go, ranges never change."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import select, tuple_, update
from sqlalchemy.orm import Session

from webapp.db import now
from webapp.documents.actions import MOST_SENTENCES, add_sentences
from webapp.documents.queries import sentence_count
from webapp.documents.repair import Join, Range, Wish, cut, joined
from webapp.models import Document, Segmentation, Sentence
from webapp.problems import BadInput, Conflict, TooLarge

_BEYOND = 1_000_000_000  # a place that no sentence has


@dataclass(frozen=True)
class Cut:
    """What a repair did to a document's sentences."""

    version: int  # of the segmentation now
    position: int  # of the first sentence that took the place of others
    gone: list[int]  # sentences that are none any more
    back: list[int]  # sentences that had been replaced, and are sentences again
    is_new: bool  # whether there is a sentence now that was none before


def repair(session: Session, document_id: int, seen: int, wish: Wish, person_id: int) -> Cut:
    """Join or split sentences of a document, whose segmentation the person saw as `seen`.

    Rows never change their range: those that go are marked as replaced, and a range that was
    there before comes back as the row that it was. `Conflict` where the segmentation is newer.
    """
    document = _held(session, document_id, seen)
    row, following = _neighbours(session, document_id, wish.sentence_id)
    if isinstance(wish, Join):
        change = joined((row.start, row.end), following and (following.start, following.end))
        gone = [row.id, following.id]
    else:
        change = cut(document.text, (row.start, row.end), wish.at)
        gone = [row.id]
        _refuse_too_many(session, document_id)
    document.segmentation = version = seen + 1
    _replace(session, document_id, version, gone)
    _renumber(session, document_id, row.position + len(gone), len(change.added) - len(gone))
    back = _place(session, document_id, row.position, change.added)
    session.add(
        Segmentation(
            document_id=document_id,
            version=version,
            removed=change.removed,
            added=change.added,
            made_by_id=person_id,
            made_at=now(),
        )
    )
    return Cut(version, row.position, gone, back, is_new=len(back) < len(change.added))


def _held(session: Session, document_id: int, seen: int) -> Document:
    """Lock a document, so that no label and no other repair comes between; saves wait for it."""
    document = session.scalars(
        select(Document)
        .where(Document.id == document_id)
        .with_for_update()
        .execution_options(populate_existing=True)  # not as it was before it was held
    ).one()
    if document.segmentation != seen:
        raise Conflict(
            f"These sentences were cut anew meanwhile: you saw version {seen}, now there is "
            f"{document.segmentation}. Nothing was changed. Look at them as they are now."
        )
    return document


def _neighbours(session: Session, document_id: int, sentence_id: int) -> tuple[Any, Any]:
    """Return a sentence of the document and the one after it, or None where it is the last."""
    position = select(Sentence.position).where(
        Sentence.id == sentence_id, Sentence.document_id == document_id, Sentence.position >= 0
    )
    rows = session.execute(
        select(Sentence.id, Sentence.position, Sentence.start, Sentence.end)
        .where(Sentence.document_id == document_id, Sentence.position >= position.scalar_subquery())
        .order_by(Sentence.position)
        .limit(2)
    ).all()
    if not rows:
        raise BadInput(f"Sentence {sentence_id} is no sentence of this article now.")
    return rows[0], rows[1] if len(rows) > 1 else None


def _refuse_too_many(session: Session, document_id: int) -> None:
    """Refuse one more sentence than an article may have."""
    if sentence_count(session, document_id) >= MOST_SENTENCES:
        raise TooLarge(f"An article has at most {MOST_SENTENCES:,} sentences.")


def _replace(session: Session, document_id: int, version: int, gone: list[int]) -> None:
    session.execute(
        update(Sentence)
        .where(Sentence.document_id == document_id, Sentence.id.in_(gone))
        .values(replaced_in=version, position=-Sentence.id)
    )


def _renumber(session: Session, document_id: int, first: int, by: int) -> None:
    """Move the places from `first` on; by way of places that no sentence has, as each is unique."""
    for low, step in ((first, _BEYOND), (_BEYOND, by - _BEYOND)):
        session.execute(
            update(Sentence)
            .where(Sentence.document_id == document_id, Sentence.position >= low)
            .values(position=Sentence.position + step)
        )


def _place(
    session: Session, document_id: int, position: int, ranges: tuple[Range, ...]
) -> list[int]:
    """Put ranges in their places, and return which sentences are back that had been replaced."""
    places = {one: position + index for index, one in enumerate(ranges)}
    known = session.execute(
        select(Sentence.id, Sentence.start, Sentence.end).where(
            Sentence.document_id == document_id,
            Sentence.position < 0,
            tuple_(Sentence.start, Sentence.end).in_(ranges),
        )
    ).all()
    back = [{"id": id_, "position": places.pop((start, end))} for id_, start, end in known]
    if back:
        session.execute(update(Sentence), [each | {"replaced_in": None} for each in back])
    if places:
        add_sentences(session, document_id, places)
    return [each["id"] for each in back]
