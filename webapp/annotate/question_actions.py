"""Answering a lead's question: in words, by another label, or both."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from webapp.accounts.queries import Caller, require_at_work
from webapp.annotate.actions import record
from webapp.annotate.judgment import Judgment, Outcome, Source
from webapp.annotate.place_actions import work_on
from webapp.annotate.question_queries import Asked, Reply
from webapp.db import now
from webapp.models import Answer, Person


def answer(session: Session, caller: Caller, asked: Asked, reply: Reply) -> Outcome | None:
    """Store an answer, and the label where it is another one; return what became of that.

    What else was said of the sentence stays, but for the sources of a label that has none. The
    same answer again changes nothing.
    """
    require_at_work(session, asked.document.project_id)
    outcome = None
    if reply.label not in (None, asked.annotation.label):
        outcome = _label_anew(session, caller, asked, reply)
    if reply.words and (outcome is None or outcome.outcome == "stored"):
        _say(session, caller, asked, reply)
    return outcome


def _label_anew(session: Session, caller: Caller, asked: Asked, reply: Reply) -> Outcome:
    place = work_on(session, caller, asked.document.id)
    sources = asked.annotation.sources if reply.label == "sourced" else ()
    judgment = Judgment(
        event_id=reply.event_id,
        sentence_id=asked.sentence_id,
        label=reply.label,
        flags=list(asked.annotation.flags),
        note=asked.annotation.note,
        sources=[Source(*each) for each in sources],
        seen_revision=reply.seen_revision,
    )
    version = place.guideline_version
    made = record(session, caller.person_id, asked.document.id, version, [judgment], place)
    return made[0]


def _say(session: Session, caller: Caller, asked: Asked, reply: Reply) -> None:
    """Store words once; of two at once, the second waits for the reviewer's row and sees them."""
    who = caller.person_id
    session.execute(select(Person.id).where(Person.id == who).with_for_update(key_share=True))
    known = select(Answer.id).where(Answer.reviewer_id == who, Answer.event_id == reply.event_id)
    if session.scalar(known) is None:
        said = {"event_id": reply.event_id, "text": reply.words, "made_at": now()}
        session.add(Answer(question_id=asked.questions[-1].id, reviewer_id=who, **said))
