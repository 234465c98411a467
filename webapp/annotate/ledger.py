"""What is known of one reviewer's judgments: read at once, added to, written in one transaction."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import and_, bindparam, insert, or_, select, true, update
from sqlalchemy.orm import Session

from webapp.accounts.queries import CLOSED
from webapp.annotate import source_words
from webapp.annotate.counts import outdate
from webapp.annotate.judgment import Current, Judgment, Refusal, flags, moment, spans
from webapp.annotate.place_queries import Place
from webapp.annotate.sight_queries import (
    HAD_EXAMPLE,
    IS_ASKED,
    WAS_ASKED,
    WAS_TOLD_BEFORE,
    standing,
)
from webapp.annotate.source_words import Words
from webapp.db import now, table_of
from webapp.documents.joining_queries import QUALIFICATION
from webapp.models import Annotation, Document, Event, Person, Sentence

# This is the path of every key press: statements on plain tables, built once, skip the ORM.
_event, _annotation, _sentence = table_of(Event), table_of(Annotation), table_of(Sentence)
_EVENTS = select(
    _event.c.event_id,
    _event.c.sentence_id,
    _event.c.label,
    _event.c.flags,
    _event.c.note,
    _event.c.sources,
    _event.c.revision,
).where(
    _event.c.reviewer_id == bindparam("reviewer"),
    _event.c.event_id.in_(bindparam("ids", expanding=True)),
)
_STATES = (
    select(
        _sentence.c.id,
        _sentence.c.end,
        _sentence.c.replaced_in,
        _annotation.c.label,
        _annotation.c.flags,
        _annotation.c.note,
        _annotation.c.revision,
        _annotation.c.updated_at,
        _annotation.c.sources,
        _annotation.c.informed,
        IS_ASKED.label("is_asked"),
        or_(WAS_ASKED, HAD_EXAMPLE, WAS_TOLD_BEFORE).label("was_told"),
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
# On PostgreSQL: the document first, so that no repair of its sentences comes between.
_HELD = (
    select(Document.id)
    .where(Document.id == bindparam("document"))
    .with_for_update(read=True, key_share=True)
    .subquery()
)
_TURN = (
    select(Person.id)
    .join_from(Person, _HELD, true(), isouter=True)
    .where(Person.id == bindparam("reviewer"))
    .with_for_update(key_share=True, of=Person)
)
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
        sources=bindparam("sources"),
        revision=bindparam("revision"),
        guideline_version=bindparam("guideline_version"),
        informed=bindparam("informed"),
        updated_at=bindparam("updated_at"),
    )
)


@dataclass
class Ledger:
    """What the database knows of one reviewer's judgments, and what is to be added to it."""

    reviewer_id: int
    document_id: int
    guideline_version: int
    at: datetime
    known: dict[str, Any]  # event id -> the stored event
    words: Words  # what the sources say
    ends: dict[int, int]  # sentence of the document -> first code point after it
    states: dict[int, Current | None]  # sentence of the document -> its current state
    stored: set[int]  # sentences that have a row already
    replaced: set[int]  # sentences that a repair has replaced
    informed: set[int]  # sentences with a label that was given after having seen others'
    asked: set[int]  # sentences that a lead asks the reviewer about
    told: set[int]  # sentences of which a question or an example told the reviewer
    place: Place | None = None  # on the document; None where there is nothing to keep to
    events: list[dict[str, Any]] = field(default_factory=list)
    changed: dict[int, int] = field(default_factory=dict)  # sentence -> guidelines it is under


def read(
    session: Session,
    reviewer_id: int,
    document_id: int,
    guideline_version: int,
    items: Sequence[Judgment | Refusal],
    place: Place | None = None,
) -> Ledger:
    """Read what is there; on PostgreSQL the reviewer's row is locked, so that saves queue up."""
    connection = session.connection()
    if connection.dialect.name != "sqlite":
        connection.execute(_TURN, {"reviewer": reviewer_id, "document": document_id})
    judgments = [item for item in items if isinstance(item, Judgment)]
    ids = [judgment.event_id for judgment in judgments]
    wanted = {judgment.sentence_id for judgment in judgments}
    known = connection.execute(_EVENTS, {"reviewer": reviewer_id, "ids": ids})
    of = {"reviewer": reviewer_id, "document": document_id, "sentences": list(wanted)}
    states = connection.execute(_STATES, of | standing(place)).all()
    ends = {row.id: row.end for row in states}
    sources = [span for row in states for span in row.sources]
    for judgment in judgments:
        end = ends.get(judgment.sentence_id, 0)
        sources += [span for span in spans(judgment) if span[1] <= end]
    words = source_words.read(connection, document_id, sources)
    return Ledger(
        reviewer_id,
        document_id,
        guideline_version,
        now(),
        {row.event_id: row for row in known},
        words,
        ends,
        {row.id: _current(row, words) for row in states},
        {row[0] for row in states if row.revision},
        {row[0] for row in states if row.replaced_in is not None},
        {row[0] for row in states if row.informed},
        {row[0] for row in states if row.is_asked},
        {row[0] for row in states if row.was_told},
        place,
    )


def _current(row: Any, words: Words) -> Current | None:
    if not row.revision:
        return None
    sources = words.name(row.sources)
    return Current(row.label, row.flags, row.note, row.revision, row.updated_at, sources)


def append(ledger: Ledger, item: Judgment, revision: int | None) -> None:
    """Add an event to what is to be written; with a revision it becomes the current state."""
    in_force = ledger.guideline_version
    version = min(item.guideline_version or in_force, in_force)
    row: dict[str, Any] = {
        "reviewer_id": ledger.reviewer_id,
        "event_id": item.event_id,
        "sentence_id": item.sentence_id,
        "label": item.label,
        "flags": flags(item),
        "note": item.note or "",
        "sources": spans(item),
        "seen_revision": item.seen_revision,
        "revision": revision,
        "guideline_version": version,
        "made_at": moment(item),
        "received_at": ledger.at,
        "informed": _is_informed(ledger, item),
    }
    ledger.events.append(row)
    ledger.known[item.event_id] = _Stored(row)
    if revision is not None:
        sources = ledger.words.name(row["sources"])
        current = Current(item.label, flags(item), row["note"], revision, ledger.at, sources)
        ledger.states[item.sentence_id] = current
        ledger.changed[item.sentence_id] = version
        (ledger.informed.add if row["informed"] else ledger.informed.discard)(item.sentence_id)


def refusal(ledger: Ledger, item: Judgment) -> str | None:
    """Return why a judgment comes too late for the reviewer's place, or None where it does not.

    A label that a lead asks about may be given again whatever the place is, unless the article is
    for the qualification by now.
    """
    late = ledger.place.refusal(moment(item) or ledger.at) if ledger.place else None
    if ledger.place is None or late == CLOSED or ledger.place.purpose == QUALIFICATION:
        return late
    return None if item.sentence_id in ledger.asked else late


def _is_informed(ledger: Ledger, item: Judgment) -> bool:
    """Return whether others' labels, a question or an example were seen before this was given.

    A note or a flag added to a label that was given before leaves it what it is.
    """
    has_seen = ledger.place is not None and ledger.place.is_informed
    if not has_seen and item.sentence_id not in ledger.told:
        return False
    current = ledger.states[item.sentence_id]
    is_same = current is not None and current.label == item.label
    return not is_same or item.sentence_id in ledger.informed


class _Stored:
    """An event of the same list, read like a row of the database."""

    def __init__(self, row: dict[str, Any]) -> None:
        self.__dict__.update(row)


def write(session: Session, ledger: Ledger) -> None:
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
    if ledger.changed:
        outdate(connection, ledger.document_id)


def _values(ledger: Ledger, sentence_id: int) -> dict[str, Any]:
    current = ledger.states[sentence_id]
    assert current is not None  # noqa: S101  (it was set when the sentence was changed)
    return {
        "label": current.label,
        "flags": current.flags,
        "note": current.note,
        "sources": tuple((each.start, each.end, each.kind) for each in current.sources),
        "revision": current.revision,
        "guideline_version": ledger.changed[sentence_id],
        "informed": sentence_id in ledger.informed,
        "updated_at": ledger.at,
    }


def _new_state(ledger: Ledger, sentence_id: int) -> dict[str, Any]:
    return {
        "reviewer_id": ledger.reviewer_id,
        "sentence_id": sentence_id,
        "document_id": ledger.document_id,
        "created_at": ledger.at,
        **_values(ledger, sentence_id),
    }


def _changed_state(ledger: Ledger, sentence_id: int) -> dict[str, Any]:
    key = {"of_reviewer": ledger.reviewer_id, "of_sentence": sentence_id}
    return {**key, **_values(ledger, sentence_id)}
