"""Giving a qualification article its key."""

from collections.abc import Mapping, Sequence

from sqlalchemy import delete, insert, select
from sqlalchemy.orm import Session

from webapp.accounts.actions import note_act
from webapp.accounts.queries import require_at_work
from webapp.annotate import joining_queries
from webapp.annotate.answer_queries import answers, state_of
from webapp.annotate.joining_actions import settle
from webapp.db import now
from webapp.documents.project_actions import hold
from webapp.models import Annotation, AnswerKey, Document, Sentence
from webapp.problems import BadInput, Conflict

Given = Mapping[int, tuple[str, str]]
"""Sentence -> the label that it should have, and why."""


class KeyChanged(Conflict):
    """The key is no longer the one that a page showed."""


def set_key(
    session: Session, document_id: int, person_id: int, given: Given, seen: str | None = None
) -> None:
    """Replace the key of a document; `BadInput` names the sentences that are not in it.

    With `seen`, `KeyChanged` where the key is no longer what `state_of` said.
    """
    document = session.get_one(Document, document_id)
    hold(session, document.project_id)  # whether anybody is asked is told from all its articles
    session.refresh(document, with_for_update={"key_share": True})
    found = answers(session, document_id, person_id)
    if seen is not None and state_of(found) != seen:
        raise KeyChanged("Somebody changed the key after you opened this page.")
    _refuse_strangers(given, [each.sentence_id for each in found])
    was_asked_for = joining_queries.is_asked_for(session, document.project_id)
    _replace(session, document_id, person_id, given)
    settle(session, document.project_id, was_asked_for=was_asked_for)
    note_act(session, person_id, "set_key", document.project_id, document_id=document_id)


def take_labels(session: Session, document_id: int, person_id: int) -> int:
    """Make somebody's labels the key, their notes the explanations; return how many there are."""
    require_at_work(session, session.get_one(Document, document_id).project_id)
    rows = session.execute(
        select(Annotation.sentence_id, Annotation.label, Annotation.note)
        .join(Sentence, Sentence.id == Annotation.sentence_id)
        .where(
            Annotation.document_id == document_id,
            Annotation.reviewer_id == person_id,
            Annotation.label.is_not(None),
            Sentence.position >= 0,
        )
    )
    given = {row.sentence_id: (row.label or "", row.note) for row in rows}
    if not given:
        raise Conflict("You have labelled no sentence of this article. Label it first.")
    set_key(session, document_id, person_id, given)
    return len(given)


def _refuse_strangers(given: Given, known: Sequence[int]) -> None:
    strangers = sorted(set(given) - set(known))
    if strangers:
        named = ", ".join(map(str, strangers[:10]))
        raise BadInput(f"These are no sentences of this article now: {named}.")


def _replace(session: Session, document_id: int, person_id: int, given: Given) -> None:
    """Put a key in the place of the old one; replaced sentences keep theirs and may come back."""
    current = select(Sentence.id).where(Sentence.document_id == document_id, Sentence.position >= 0)
    session.execute(
        delete(AnswerKey)
        .where(AnswerKey.document_id == document_id, AnswerKey.sentence_id.in_(current))
        .execution_options(synchronize_session=False)
    )
    common = {"document_id": document_id, "made_by_id": person_id, "made_at": now()}
    rows = [
        {"sentence_id": sentence_id, "label": label, "explanation": why, **common}
        for sentence_id, (label, why) in given.items()
    ]
    if rows:
        session.execute(insert(AnswerKey), rows)
