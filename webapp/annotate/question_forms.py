"""The form that answers a lead's question."""

from wtforms import HiddenField, IntegerField, RadioField, TextAreaField
from wtforms.validators import InputRequired, Length, NumberRange, Optional, ValidationError
from wtforms.widgets import HiddenInput

from webapp.forms import LARGEST, Form
from webapp.scheme import ALL_LABELS, NAMES

LONGEST = 5000


class AnswerForm(Form):
    """An answer in words, the label as it should be now, or both."""

    event_id = HiddenField(validators=[InputRequired(), Length(max=100)])
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

    def validate_event_id(self, field: HiddenField) -> None:
        """Refuse what no database takes as text."""
        self.validate_answer(field)

    def validate_answer(self, field: TextAreaField | HiddenField) -> None:
        """Refuse what no database takes as text."""
        words = field.data or ""
        if "\0" in words or any("\ud800" <= each <= "\udfff" for each in words):
            raise ValidationError("A NUL or half of a surrogate pair is not text.")
