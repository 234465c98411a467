"""Storing labels: an append-only history, and the current state written beside it."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import and_, delete, func, insert, select, true
from sqlalchemy.orm import Session

from webapp.annotate import ledger as ledgers
from webapp.annotate import source_words
from webapp.annotate.counts import outdate_all
from webapp.annotate.judgment import Judgment, Outcome, Refusal, flags, spans
from webapp.annotate.ledger import Ledger
from webapp.annotate.place_queries import Place
from webapp.models import Annotation, Document, Event, Person, Sentence

_STATE_COLUMNS = [
    "reviewer_id",
    "sentence_id",
    "document_id",
    "label",
    "flags",
    "note",
    "sources",
    "revision",
    "guideline_version",
    "created_at",
    "updated_at",
    "informed",
]

CUT_ANEW = "the sentence was cut anew; load the article again and look once more."


def record(
    session: Session,
    reviewer_id: int,
    document_id: int,
    guideline_version: int,
    items: Sequence[Judgment | Refusal],
    place: Place | None = None,
) -> list[Outcome]:
    """Store a list of judgments in order, and return what became of each, in the same order.

    The same event again changes nothing. A stale one is kept in the history alone. One that was
    made after the reviewer's place on the document had passed is refused.
    """
    ledger = ledgers.read(session, reviewer_id, document_id, guideline_version, items, place)
    outcomes = [_judge(ledger, item) for item in items]
    ledgers.write(session, ledger)
    return outcomes


def rebuild(session: Session) -> int:
    """Derive all current states from the history anew; return how many there are.

    On PostgreSQL all people are locked meanwhile, as a save locks one, so that saves wait; and all
    documents, as a save locks one, so that repairs wait.
    """
    session.execute(select(Document.id).with_for_update(read=True, key_share=True)).all()
    session.execute(select(Person.id).order_by(Person.id).with_for_update()).all()
    session.execute(delete(Annotation))
    derive(session)
    outdate_all(session)
    return session.scalar(select(func.count()).select_from(Annotation)) or 0


def derive(session: Session, sentence_ids: Sequence[int] | None = None) -> None:
    """Add the current states that the history amounts to, of some sentences or (None) of all.

    A sentence that a repair has replaced has none: its labels are in the history alone.
    """
    only = true() if sentence_ids is None else Event.sentence_id.in_(sentence_ids)
    last = (
        select(
            Event.reviewer_id,
            Event.sentence_id,
            func.max(Event.revision).label("revision"),
            func.min(Event.received_at).label("created_at"),
        )
        .where(Event.revision.is_not(None), only)
        .group_by(Event.reviewer_id, Event.sentence_id)
        .subquery()
    )
    states = (
        select(
            Event.reviewer_id,
            Event.sentence_id,
            Sentence.document_id,
            Event.label,
            Event.flags,
            Event.note,
            Event.sources,
            Event.revision,
            Event.guideline_version,
            last.c.created_at,
            Event.received_at,
            Event.informed,
        )
        .join(Sentence, Sentence.id == Event.sentence_id)
        .join(
            last,
            and_(
                last.c.reviewer_id == Event.reviewer_id,
                last.c.sentence_id == Event.sentence_id,
                last.c.revision == Event.revision,
            ),
        )
        .where(Sentence.replaced_in.is_(None))
    )
    session.execute(insert(Annotation).from_select(_STATE_COLUMNS, states))


def _judge(ledger: Ledger, item: Judgment | Refusal) -> Outcome:
    if not isinstance(item, Judgment):
        return Outcome(item[0], "refused", reason=item[1])
    known = ledger.known.get(item.event_id)
    if known is not None:
        return _known(ledger, item, known)
    if item.sentence_id not in ledger.states:
        reason = f"sentence {item.sentence_id} is not in document {ledger.document_id}."
        return Outcome(item.event_id, "refused", reason=reason)
    late = ledgers.refusal(ledger, item)
    if late:
        return Outcome(item.event_id, "refused", reason=late)
    misplaced = source_words.misplaced(item, ledger.ends[item.sentence_id], ledger.words)
    if misplaced:
        return Outcome(item.event_id, "refused", reason=misplaced)
    if item.sentence_id in ledger.replaced:
        ledgers.append(ledger, item, None)
        return Outcome(item.event_id, "conflict", 0, CUT_ANEW, None)
    current = ledger.states[item.sentence_id]
    revision = current.revision if current else 0
    stale = item.seen_revision is not None and item.seen_revision != revision
    ledgers.append(ledger, item, None if stale else revision + 1)
    if stale:
        reason = f"this was made on revision {item.seen_revision}; now there is {revision}."
        return Outcome(item.event_id, "conflict", revision, reason, current)
    now_current = ledger.states[item.sentence_id]
    return Outcome(item.event_id, "stored", revision + 1, None, now_current)


def _known(ledger: Ledger, item: Judgment, known: Any) -> Outcome:
    """Answer an event that is there already; it may be of another document."""
    current = ledger.states.get(item.sentence_id)
    revision = known.revision or (current.revision if current else 0)
    content = (item.sentence_id, item.label, flags(item), item.note or "", spans(item))
    if content == (known.sentence_id, known.label, known.flags, known.note, known.sources):
        return Outcome(item.event_id, "known", revision, None, current)
    reason = "this event_id was used for another judgment; make a new one."
    return Outcome(item.event_id, "refused", None, reason, current)
