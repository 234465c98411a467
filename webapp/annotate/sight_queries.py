"""What a reviewer was shown of one sentence that tells of others' labels.

Conditions on a sentence and the reviewer's own state of it, on plain tables and built once: they
are asked at every key press.
"""

from typing import Any

from sqlalchemy import Boolean, Exists, FromClause, and_, bindparam, exists, or_, select

from webapp.annotate.place_queries import Place
from webapp.db import Moment, table_of
from webapp.models import Annotation, Assignment, Decision, Event, Example, Question, Sentence

_sentence, _annotation = table_of(Sentence), table_of(Annotation)
_question, _decision = table_of(Question), table_of(Decision)
_place = table_of(Assignment)
_example, _event = table_of(Example), table_of(Event)

_closing = and_(
    _decision.c.sentence_id == _question.c.sentence_id,
    _decision.c.revision == _question.c.closed_in,
)
_is_open = and_(_question.c.closed_in.is_(None), _annotation.c.revision.is_not(None))

IS_ASKED = exists().where(_question.c.sentence_id == _sentence.c.id, _is_open)
"""A lead asks those who have labelled the sentence, and the reviewer is one of them."""

WAS_ASKED = (
    exists()
    .select_from(_question.outerjoin(_decision, _closing))
    .where(
        _question.c.sentence_id == _sentence.c.id,
        or_(_is_open, _annotation.c.created_at <= _decision.c.made_at),
    )
)
"""The same, or a lead asked them before deciding: a question is put where labels differ."""

_had_voted = exists().where(
    _event.c.reviewer_id == bindparam("reviewer"),
    _event.c.sentence_id == _example.c.sentence_id,
    _event.c.label.is_not(None),
    _event.c.revision.is_not(None),
    or_(_example.c.removed_at.is_(None), _event.c.received_at <= _example.c.removed_at),
)

_place_since = bindparam("place_since", type_=Moment)
_others_had_ended = exists().where(
    _place.c.document_id == bindparam("document"),
    _place.c.reviewer_id != bindparam("reviewer"),
    or_(_place.c.submitted_at <= _place_since, _place.c.reopened_at.is_not(None)),
)


def _had_example(sentence: FromClause) -> Exists:
    return exists().where(
        _example.c.sentence_id == sentence.c.id,
        or_(
            bindparam("sees_examples", type_=Boolean),
            _had_voted,
            and_(_example.c.made_at <= _place_since, _others_had_ended),
        ),
    )


HAD_EXAMPLE = _had_example(_sentence)
"""The guidelines had it as an example: leads and admins see it at once, a reviewer
after labelling it, or while the article had gone to others, who may have been all at that time."""

_old = _sentence.alias("old")
_had_labelled_it = exists().where(  # the history knows: a repair takes the state
    _event.c.reviewer_id == bindparam("reviewer"),
    _event.c.sentence_id == _question.c.sentence_id,
    _event.c.revision.is_not(None),
    or_(_question.c.closed_in.is_(None), _event.c.received_at <= _decision.c.made_at),
)
_old_was_asked = (
    exists()
    .select_from(_question.outerjoin(_decision, _closing))
    .where(_question.c.sentence_id == _old.c.id, _had_labelled_it)
)

_replaced = (
    _old.c.document_id == bindparam("document"),
    _old.c.position < 0,  # by the index of places, and most articles have none such
    _old.c.start < _sentence.c.end,
    _old.c.end > _sentence.c.start,
)

# Two conditions: with an "or" inside, PostgreSQL takes three times as long for the whole statement.
WAS_TOLD_BEFORE = or_(
    exists(select(_old.c.id).where(*_replaced, _old_was_asked)),
    exists(select(_old.c.id).where(*_replaced, _had_example(_old))),
)
"""A question or an example told of a sentence that a repair replaced, and this has words of it."""


def standing(place: Place | None) -> dict[str, Any]:
    """Return what these conditions have to know of the reviewer's place on the document."""
    if place is None:
        return {"sees_examples": False, "place_since": None}
    is_shared_out = place.mode == "assigned" and place.is_limited
    since = place.offered_at if is_shared_out else None
    sees_examples = place.is_admin or place.role != "reviewer"
    return {"sees_examples": sees_examples, "place_since": since}
