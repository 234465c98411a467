"""What an export says of a sentence that has gold."""

from typing import Any

from sqlalchemy.orm import Session

from webapp.adjudicate.queries import standings
from webapp.adjudicate.standing import ADJUDICATED, Standing
from webapp.exchange.records import utc


def columns(session: Session, document_id: int) -> dict[int, tuple[Any, ...]]:
    """Return for each sentence with gold what stands before and after the counts of its labels.

    That is a tuple of label, gold_from, reason and note; then informed, decided_by, decided_at.
    """
    found = standings(session, [document_id])[document_id]
    return {each.sentence_id: _columns(each) for each in found if each.gold}


def _columns(standing: Standing) -> tuple[Any, ...]:
    gold, decided = standing.gold, standing.decided
    informed = sum(vote.informed for vote in standing.votes)
    if decided is None or gold is None or gold.origin != ADJUDICATED:
        return (*(gold or ()), None, ""), informed, None, None
    said = (*gold, decided.reason, decided.note)
    return said, informed, decided.made_by, utc(decided.made_at)
