"""Storing second labels: each once, beside the first one, which stays what it is."""

from collections.abc import Sequence

from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from webapp.accounts.queries import Caller, require_member
from webapp.annotate.repeat_queries import batch
from webapp.db import now
from webapp.documents.project_actions import hold
from webapp.models import Annotation, Person, Repeat
from webapp.problems import Conflict
from webapp.scheme import FLAGS

NOT_ASKED = "This sentence is not asked for any more. Nothing was stored."
SENT_BEFORE = (
    "You sent this form before, with another answer, which is saved. Nothing was changed. Load the "
    "page again to go on."
)


def label_again(
    session: Session,
    caller: Caller,
    project_id: int,
    sentence_id: int,
    event_id: str,
    label: str,
    flags: Sequence[str],
) -> None:
    """Store a second label; the same event again changes nothing.

    `Conflict` where the event is known with another answer, or the sentence is not of the batch
    that the caller is shown.
    """
    require_member(session, caller, project_id)
    project = hold(session, project_id)  # or a lead may close it before this is stored
    _take_turns(session, caller.person_id)
    given = tuple(flag for flag in FLAGS if flag in flags)
    known = _known(session, caller.person_id, event_id)
    if known == (sentence_id, label, given):
        return
    if known is not None:
        raise Conflict(SENT_BEFORE)
    if sentence_id not in batch(session, caller, project, now()).sentence_ids:
        raise Conflict(NOT_ASKED)
    first = session.get_one(Annotation, (caller.person_id, sentence_id))
    session.execute(
        insert(Repeat).values(
            reviewer_id=caller.person_id,
            sentence_id=sentence_id,
            event_id=event_id,
            first_label=first.label,
            first_revision=first.revision,
            first_at=first.updated_at,
            label=label,
            flags=given,
            guideline_version=project.guideline_version,
            made_at=now(),
        )
    )


def _take_turns(session: Session, person_id: int) -> None:
    """Lock the reviewer's row, so that the same form sent twice at once is stored once."""
    session.execute(select(Person.id).where(Person.id == person_id).with_for_update(key_share=True))


def _known(
    session: Session, person_id: int, event_id: str
) -> tuple[int, str, tuple[str, ...]] | None:
    """Return sentence, label and flags of the second label with this event, None without one."""
    row = session.execute(
        select(Repeat.sentence_id, Repeat.label, Repeat.flags).where(
            Repeat.reviewer_id == person_id, Repeat.event_id == event_id
        )
    ).one_or_none()
    return None if row is None else (row.sentence_id, row.label, row.flags)
