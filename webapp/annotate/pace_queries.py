"""When somebody labelled: what their pace is computed from, and how many sentences a day."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import case, func, select
from sqlalchemy.orm import Session

from webapp.models import Event

DAYS = 14
LATEST_EVENTS = 500


@dataclass(frozen=True)
class Day:
    """How many sentences one labelled on a day, in UTC."""

    date: date
    sentences: int


def latest(session: Session, person_id: int) -> list[tuple[datetime, int]]:
    """Return the time and the sentence of one's latest labels: when made, if that was told."""
    rows = session.execute(
        select(Event.made_at, Event.received_at, Event.sentence_id)
        .where(
            Event.reviewer_id == person_id, Event.label.is_not(None), Event.revision.is_not(None)
        )
        .order_by(Event.id.desc())
        .limit(LATEST_EVENTS)
    )
    return [(min(made or received, received), sentence) for made, received, sentence in rows]


def days(session: Session, person_id: int, at: datetime) -> list[Day]:
    """Return the last 14 days, the last one that of `at`; a sentence counts once a day."""
    midnight = at.replace(hour=0, minute=0, second=0, microsecond=0)
    starts = [midnight - timedelta(days=back) for back in reversed(range(DAYS))]
    made = func.coalesce(Event.made_at, Event.received_at)
    counts = [
        func.count(
            case(
                ((made >= start) & (made < start + timedelta(days=1)), Event.sentence_id)
            ).distinct()
        )
        for start in starts
    ]
    row = session.execute(
        select(*counts).where(
            Event.reviewer_id == person_id,
            Event.label.is_not(None),
            Event.revision.is_not(None),
            Event.received_at >= starts[0],
        )
    ).one()
    return [Day(start.date(), count) for start, count in zip(starts, row, strict=True)]
