"""What a reviewer was shown of one sentence that tells of others' labels.

Conditions on a sentence and the reviewer's own state of it, on plain tables and built once: they
are asked at every key press.
"""

from sqlalchemy import Boolean, and_, bindparam, exists, or_

from webapp.db import table_of
from webapp.models import Annotation, Decision, Event, Example, Question, Sentence

_sentence, _annotation = table_of(Sentence), table_of(Annotation)
_question, _decision = table_of(Question), table_of(Decision)
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

HAD_EXAMPLE = exists().where(
    _example.c.sentence_id == _sentence.c.id,
    or_(bindparam("sees_examples", type_=Boolean), _had_voted),
)
"""The guidelines had it as an example: a lead sees it at once, a reviewer after labelling it."""
