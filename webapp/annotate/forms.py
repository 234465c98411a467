"""The form that a label comes in, with scripts and without."""

import uuid

from flask_wtf import FlaskForm
from wtforms import HiddenField, IntegerField, SelectMultipleField, StringField
from wtforms.validators import AnyOf, InputRequired, Length, NumberRange, Optional
from wtforms.widgets import HiddenInput

from webapp.annotate.judgment import Judgment, Refusal, parse
from webapp.scheme import ALL_LABELS, FLAGS

TAKE_BACK = "take_back"


class LabelForm(FlaskForm):
    """One judgment: the label's button sends it, `take_back` withdraws the label."""

    event_id = HiddenField(validators=[InputRequired(), Length(max=100)])
    sentence_id = IntegerField(widget=HiddenInput(), validators=[InputRequired(), NumberRange(1)])
    seen_revision = IntegerField(widget=HiddenInput(), validators=[Optional(), NumberRange(0)])
    label = StringField(
        validators=[
            InputRequired("Choose a label."),
            AnyOf([*ALL_LABELS, TAKE_BACK], "There is no such label."),
        ]
    )
    flags = SelectMultipleField(choices={flag: flag for flag in FLAGS})
    note = StringField(validators=[Length(max=5000)])
    made_at = HiddenField()

    @staticmethod
    def new_event_id() -> str:
        """Return an id for a form that no script fills in."""
        return str(uuid.uuid4())

    def judgment(self) -> Judgment | Refusal:
        """Return the valid form as a judgment, or why it is refused."""
        raw = {
            "event_id": self.event_id.data,
            "sentence_id": self.sentence_id.data,
            "label": None if self.label.data == TAKE_BACK else self.label.data,
            "flags": self.flags.data,
            "note": self.note.data,
            "seen_revision": self.seen_revision.data,
            "made_at": self.made_at.data or None,
        }
        return parse(raw)

    def problem(self) -> str:
        """Return what is wrong with an invalid form, in one line."""
        return "; ".join(f"{name}: {' '.join(errors)}" for name, errors in self.errors.items())
