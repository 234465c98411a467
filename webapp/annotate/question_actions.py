"""Answering a lead's question: in words, by another label, or both."""

from sqlalchemy.orm import Session

from webapp.accounts.queries import Caller, require_at_work
from webapp.annotate.actions import record
from webapp.annotate.judgment import Judgment, Outcome, Source
from webapp.annotate.place_actions import work_on
from webapp.annotate.question_queries import Asked
from webapp.db import now
from webapp.models import Answer


def answer(
    session: Session,
    caller: Caller,
    asked: Asked,
    event_id: str,
    label: str | None,
    seen_revision: int | None,
    words: str,
) -> Outcome | None:
    """Store an answer, and the label where it is another one; return what became of that.

    What else was said of the sentence stays, but for the sources of a label that has none.
    """
    require_at_work(session, asked.document.project_id)
    if words:
        question = asked.questions[-1].id
        said = Answer(question_id=question, reviewer_id=caller.person_id, text=words, made_at=now())
        session.add(said)
    if label is None or label == asked.annotation.label:
        return None
    place = work_on(session, caller, asked.document.id)
    sources = asked.annotation.sources if label == "sourced" else ()
    judgment = Judgment(
        event_id=event_id,
        sentence_id=asked.sentence_id,
        label=label,
        flags=list(asked.annotation.flags),
        note=asked.annotation.note,
        sources=[Source(*each) for each in sources],
        seen_revision=seen_revision,
    )
    version = place.guideline_version
    made = record(session, caller.person_id, asked.document.id, version, [judgment], place)
    return made[0]
