"""The form for one sentence that stands by itself."""

import uuid

from wtforms import HiddenField, IntegerField, SelectMultipleField, StringField
from wtforms.validators import UUID, AnyOf, InputRequired
from wtforms.widgets import HiddenInput

from webapp.forms import LARGEST_ID, Form, NumberRange
from webapp.scheme import ALL_LABELS, FLAGS


class SentenceForm(Form):
    """A label for a sentence, under an id that makes sending it again harmless."""

    event_id = HiddenField(validators=[InputRequired(), UUID("Load the page again.")])
    sentence_id = IntegerField(
        widget=HiddenInput(), validators=[InputRequired(), NumberRange(1, LARGEST_ID)]
    )
    label = StringField(
        validators=[
            InputRequired("Choose a label."),
            AnyOf(ALL_LABELS, "There is no such label."),
        ]
    )
    flags = SelectMultipleField(  # type: ignore[call-arg]  # the types are of WTForms 3.2
        choices={flag: flag for flag in FLAGS},
        invalid_choice_message=f"There is no flag %(value)s. Use {', '.join(FLAGS)}.",
    )

    def show(self, sentence_id: int) -> None:
        """Ask for the label of a sentence."""
        self.event_id.data, self.sentence_id.data = str(uuid.uuid4()), sentence_id

    def problem(self) -> str:
        """Return what is wrong with an invalid form, in one line."""
        return "; ".join(f"{name}: {' '.join(errors)}" for name, errors in self.errors.items())
