"""The form that a label comes in, with scripts and without."""

import uuid
from typing import Any

import msgspec
from wtforms import HiddenField, IntegerField, SelectMultipleField, StringField
from wtforms.validators import (
    AnyOf,
    InputRequired,
    Length,
    Optional,
    ValidationError,
)
from wtforms.widgets import HiddenInput

from webapp.annotate.judgment import Judgment, Refusal, parse
from webapp.annotate.queries import Unit
from webapp.annotate.source_words import Words
from webapp.forms import LARGEST, LARGEST_ID, Form, NumberRange
from webapp.scheme import ALL_LABELS, FLAGS

TAKE_BACK = "take_back"


class LabelForm(Form):
    """One judgment: the label's button sends it, `take_back` withdraws the label."""

    event_id = HiddenField(validators=[InputRequired(), Length(max=100)])
    sentence_id = IntegerField(
        widget=HiddenInput(), validators=[InputRequired(), NumberRange(1, LARGEST_ID)]
    )
    seen_revision = IntegerField(
        widget=HiddenInput(), validators=[Optional(), NumberRange(0, LARGEST)]
    )
    label = StringField(
        validators=[
            InputRequired("Choose a label."),
            AnyOf([*ALL_LABELS, TAKE_BACK], "There is no such label."),
        ]
    )
    flags = SelectMultipleField(  # type: ignore[call-arg]  # the types are of WTForms 3.2
        choices={flag: flag for flag in FLAGS},
        invalid_choice_message=f"There is no flag %(value)s. Use {', '.join(FLAGS)}.",
    )
    note = StringField(validators=[Length(max=5000)])
    sources = HiddenField()
    made_at = HiddenField()
    guideline_version = IntegerField(
        widget=HiddenInput(), validators=[Optional(), NumberRange(1, LARGEST)]
    )

    @staticmethod
    def new_event_id() -> str:
        """Return an id for a form that no script fills in."""
        return str(uuid.uuid4())

    def validate_sources(self, field: HiddenField) -> None:
        """Refuse sources that are no list in JSON; `judgment` looks at what is in it."""
        try:
            msgspec.json.decode(field.data or "[]", type=list)
        except (msgspec.DecodeError, RecursionError, UnicodeEncodeError) as error:
            raise ValidationError("No list in JSON. Load the page again.") from error

    def show(self, unit: Unit, text: str, guideline_version: int) -> None:
        """Fill in what is there on a sentence of a text, so that saving it again keeps it.

        The guidelines are those in force now: the label is given under what the reader can see.
        """
        self.guideline_version.data = guideline_version
        self.event_id.data = self.new_event_id()
        self.sentence_id.data, self.seen_revision.data = unit.id, unit.revision
        self.flags.data, self.note.data = list(unit.flags), unit.note
        self.sources.data = msgspec.json.encode(Words(0, text).name(unit.sources)).decode()

    def judgment(self) -> Judgment | Refusal:
        """Return the valid form as a judgment, or why it is refused.

        The sources that the page carries along go with the label `sourced`; another drops them.
        """
        raw: dict[str, Any] = {
            "event_id": self.event_id.data,
            "sentence_id": self.sentence_id.data,
            "label": None if self.label.data == TAKE_BACK else self.label.data,
            "flags": self.flags.data,
            "note": self.note.data,
            "seen_revision": self.seen_revision.data,
            "made_at": self.made_at.data or None,
            "guideline_version": self.guideline_version.data,
        }
        if self.label.data == "sourced":
            raw["sources"] = msgspec.json.decode(self.sources.data or "[]")
        return parse(raw)

    def problem(self) -> str:
        """Return what is wrong with an invalid form, in one line."""
        return "; ".join(f"{name}: {' '.join(errors)}" for name, errors in self.errors.items())
