"""The form that answers a lead's question."""

import uuid

from wtforms import HiddenField, IntegerField, RadioField, TextAreaField
from wtforms.validators import UUID, InputRequired, Length, Optional, ValidationError
from wtforms.widgets import HiddenInput

from webapp.annotate.question_queries import Reply
from webapp.forms import LARGEST, Form, NumberRange
from webapp.scheme import ALL_LABELS, NAMES

LONGEST = 5000


class AnswerForm(Form):
    """An answer in words, the label as it should be now, or both."""

    event_id = HiddenField(validators=[InputRequired(), UUID("Load the page again.")])
    seen_revision = IntegerField(
        widget=HiddenInput(), validators=[Optional(), NumberRange(0, LARGEST)]
    )
    label = RadioField(
        "Your label",
        choices={label: NAMES[label] for label in ALL_LABELS},
        validators=[Optional()],
    )
    answer = TextAreaField(
        "Answer in words", [Length(max=LONGEST)], description="Only leads read it."
    )

    def begin(self, revision: int) -> None:
        """Ask for an answer that was not sent before, on a label that is known."""
        self.event_id.data = str(uuid.uuid4())
        self.seen_revision.data, self.seen_revision.raw_data = revision, None

    def reply(self) -> Reply:
        """Return what a valid form says."""
        words = (self.answer.data or "").strip()
        event_id, seen_revision = self.event_id.data or "", self.seen_revision.data
        return Reply(event_id, self.label.data, seen_revision, words)

    def validate_answer(self, field: TextAreaField) -> None:
        """Refuse what no database takes as text."""
        words = field.data or ""
        if "\0" in words or any("\ud800" <= each <= "\udfff" for each in words):
            raise ValidationError("A NUL or half of a surrogate pair is not text.")
