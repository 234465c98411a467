"""Storing labels: an append-only history, and the current state written beside it."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import and_, bindparam, delete, func, insert, select, update
from sqlalchemy.orm import Session

from webapp.annotate.judgment import Current, Judgment, Outcome, Refusal, flags, moment
from webapp.db import now, table_of
from webapp.models import Annotation, Event, Person, Sentence

# This is the path of every key press: statements on plain tables, built once, skip the ORM.
_event, _annotation, _sentence = table_of(Event), table_of(Annotation), table_of(Sentence)
_EVENTS = select(
    _event.c.event_id,
    _event.c.sentence_id,
    _event.c.label,
    _event.c.flags,
    _event.c.note,
    _event.c.revision,
).where(
    _event.c.reviewer_id == bindparam("reviewer"),
    _event.c.event_id.in_(bindparam("ids", expanding=True)),
)
_STATES = (
    select(
        _sentence.c.id,
        _annotation.c.label,
        _annotation.c.flags,
        _annotation.c.note,
        _annotation.c.revision,
        _annotation.c.updated_at,
    )
    .select_from(
        _sentence.outerjoin(
            _annotation,
            and_(
                _annotation.c.sentence_id == _sentence.c.id,
                _annotation.c.reviewer_id == bindparam("reviewer"),
            ),
        )
    )
    .where(
        _sentence.c.document_id == bindparam("document"),
        _sentence.c.id.in_(bindparam("sentences", expanding=True)),
    )
)
_TURN = select(Person.id).where(Person.id == bindparam("reviewer")).with_for_update(key_share=True)
_ADD_EVENT = insert(_event)
_ADD_STATE = insert(_annotation)
_CHANGE_STATE = (
    update(_annotation)
    .where(
        _annotation.c.reviewer_id == bindparam("of_reviewer"),
        _annotation.c.sentence_id == bindparam("of_sentence"),
    )
    .values(
        label=bindparam("label"),
        flags=bindparam("flags"),
        note=bindparam("note"),
        revision=bindparam("revision"),
        guideline_version=bindparam("guideline_version"),
        updated_at=bindparam("updated_at"),
    )
)
_STATE_COLUMNS = [
    "reviewer_id",
    "sentence_id",
    "document_id",
    "label",
    "flags",
    "note",
    "revision",
    "guideline_version",
    "created_at",
    "updated_at",
]


@dataclass
class _Ledger:
    """What the database knows of one reviewer's judgments, and what is to be added to it."""

    reviewer_id: int
    document_id: int
    guideline_version: int
    at: datetime
    known: dict[str, Any]  # event id -> the stored event
    states: dict[int, Current | None]  # sentence of the document -> its current state
    stored: set[int]  # sentences that have a row already
    events: list[dict[str, Any]] = field(default_factory=list)
    changed: dict[int, None] = field(default_factory=dict)


def record(
    session: Session,
    reviewer_id: int,
    document_id: int,
    guideline_version: int,
    items: Sequence[Judgment | Refusal],
) -> list[Outcome]:
    """Store a list of judgments in order, and return what became of each, in the same order.

    The same event again changes nothing. A stale one is kept in the history alone.
    """
    ledger = _read(session, reviewer_id, document_id, guideline_version, items)
    outcomes = [_judge(ledger, item) for item in items]
    _write(session, ledger)
    return outcomes


def rebuild(session: Session) -> int:
    """Derive all current states from the history anew; return how many there are.

    On PostgreSQL all people are locked meanwhile, as a save locks one, so that saves wait.
    """
    session.execute(select(Person.id).order_by(Person.id).with_for_update()).all()
    session.execute(delete(Annotation))
    last = (
        select(
            Event.reviewer_id,
            Event.sentence_id,
            func.max(Event.revision).label("revision"),
            func.min(Event.received_at).label("created_at"),
        )
        .where(Event.revision.is_not(None))
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
            Event.revision,
            Event.guideline_version,
            last.c.created_at,
            Event.received_at,
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
    )
    session.execute(insert(Annotation).from_select(_STATE_COLUMNS, states))
    return session.scalar(select(func.count()).select_from(Annotation)) or 0


def _read(
    session: Session,
    reviewer_id: int,
    document_id: int,
    guideline_version: int,
    items: Sequence[Judgment | Refusal],
) -> _Ledger:
    """Read what is there; on PostgreSQL the reviewer's row is locked, so that saves queue up."""
    connection = session.connection()
    if connection.dialect.name != "sqlite":
        connection.execute(_TURN, {"reviewer": reviewer_id})
    judgments = [item for item in items if isinstance(item, Judgment)]
    ids = [judgment.event_id for judgment in judgments]
    wanted = {judgment.sentence_id for judgment in judgments}
    known = connection.execute(_EVENTS, {"reviewer": reviewer_id, "ids": ids})
    states = connection.execute(
        _STATES, {"reviewer": reviewer_id, "document": document_id, "sentences": list(wanted)}
    ).all()
    return _Ledger(
        reviewer_id,
        document_id,
        guideline_version,
        now(),
        {row.event_id: row for row in known},
        {row[0]: Current(*row[1:]) if row.revision else None for row in states},
        {row[0] for row in states if row.revision},
    )


def _judge(ledger: _Ledger, item: Judgment | Refusal) -> Outcome:
    if not isinstance(item, Judgment):
        return Outcome(item[0], "refused", reason=item[1])
    known = ledger.known.get(item.event_id)
    if known is not None:
        return _known(ledger, item, known)
    if item.sentence_id not in ledger.states:
        reason = f"sentence {item.sentence_id} is not in document {ledger.document_id}."
        return Outcome(item.event_id, "refused", reason=reason)
    current = ledger.states[item.sentence_id]
    revision = current.revision if current else 0
    stale = item.seen_revision is not None and item.seen_revision != revision
    _append(ledger, item, None if stale else revision + 1)
    if stale:
        reason = f"this was made on revision {item.seen_revision}; now there is {revision}."
        return Outcome(item.event_id, "conflict", revision, reason, current)
    now_current = ledger.states[item.sentence_id]
    return Outcome(item.event_id, "stored", revision + 1, None, now_current)


def _known(ledger: _Ledger, item: Judgment, known: Any) -> Outcome:
    """Answer an event that is there already; it may be of another document."""
    current = ledger.states.get(item.sentence_id)
    revision = known.revision or (current.revision if current else 0)
    content = (item.sentence_id, item.label, flags(item), item.note or "")
    if content == (known.sentence_id, known.label, known.flags, known.note):
        return Outcome(item.event_id, "known", revision, None, current)
    reason = "this event_id was used for another judgment; make a new one."
    return Outcome(item.event_id, "refused", None, reason, current)


def _append(ledger: _Ledger, item: Judgment, revision: int | None) -> None:
    """Add an event to what is to be written; with a revision it becomes the current state."""
    row = {
        "reviewer_id": ledger.reviewer_id,
        "event_id": item.event_id,
        "sentence_id": item.sentence_id,
        "label": item.label,
        "flags": flags(item),
        "note": item.note or "",
        "seen_revision": item.seen_revision,
        "revision": revision,
        "guideline_version": ledger.guideline_version,
        "made_at": moment(item),
        "received_at": ledger.at,
    }
    ledger.events.append(row)
    ledger.known[item.event_id] = _Stored(row)
    if revision is not None:
        current = Current(item.label, flags(item), item.note or "", revision, ledger.at)
        ledger.states[item.sentence_id] = current
        ledger.changed[item.sentence_id] = None


class _Stored:
    """An event of the same list, read like a row of the database."""

    def __init__(self, row: dict[str, Any]) -> None:
        self.__dict__.update(row)


def _write(session: Session, ledger: _Ledger) -> None:
    """Write events and states; both are in one transaction, so they cannot drift apart."""
    connection = session.connection()
    if ledger.events:
        connection.execute(_ADD_EVENT, ledger.events)
    new = [_new_state(ledger, each) for each in ledger.changed if each not in ledger.stored]
    old = [_changed_state(ledger, each) for each in ledger.changed if each in ledger.stored]
    if new:
        connection.execute(_ADD_STATE, new)
    if old:
        connection.execute(_CHANGE_STATE, old)


def _values(ledger: _Ledger, sentence_id: int) -> dict[str, Any]:
    current = ledger.states[sentence_id]
    assert current is not None  # noqa: S101  (it was set when the sentence was changed)
    return {
        "label": current.label,
        "flags": current.flags,
        "note": current.note,
        "revision": current.revision,
        "guideline_version": ledger.guideline_version,
        "updated_at": ledger.at,
    }


def _new_state(ledger: _Ledger, sentence_id: int) -> dict[str, Any]:
    return {
        "reviewer_id": ledger.reviewer_id,
        "sentence_id": sentence_id,
        "document_id": ledger.document_id,
        "created_at": ledger.at,
        **_values(ledger, sentence_id),
    }


def _changed_state(ledger: _Ledger, sentence_id: int) -> dict[str, Any]:
    key = {"of_reviewer": ledger.reviewer_id, "of_sentence": sentence_id}
    return {**key, **_values(ledger, sentence_id)}
