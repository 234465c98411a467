"""The forms of a lead: a new version of the guidelines, and a sentence pinned as an example."""

from wtforms import (
    BooleanField,
    IntegerField,
    RadioField,
    StringField,
    TextAreaField,
)
from wtforms.validators import InputRequired, Length
from wtforms.widgets import HiddenInput

from webapp.forms import Form, NumberRange
from webapp.guidelines.actions import NewVersion
from webapp.guidelines.wording import LONGEST_REASON, LONGEST_SUMMARY
from webapp.scheme import ALL_LABELS, NAMES

_LARGEST = 2**63 - 1


class VersionForm(Form):
    """A new version; `preview` shows it, nothing else puts it in force."""

    began_from = IntegerField(
        widget=HiddenInput(),
        validators=[InputRequired(), NumberRange(1, 2**31 - 1)],
    )
    text = TextAreaField(
        "Guidelines",
        [InputRequired("The guidelines are empty.")],
        description="Markdown: ## heading, **bold**, *italic*, - list, > sentence, tables. "
        "The name of a label in bold takes its colour. HTML and pictures are not shown.",
    )
    summary = StringField(
        "What changes",
        [
            InputRequired("Say in a line what changes, for those who know the old version."),
            Length(max=LONGEST_SUMMARY),
        ],
        description="One line, for those who know the old version.",
    )
    second_look = BooleanField("Ask for a second look at sentences labelled under older versions")

    def version(self) -> NewVersion:
        """Return what was filled in."""
        return NewVersion(
            text=self.text.data or "",
            summary=self.summary.data or "",
            second_look=bool(self.second_look.data),
            began_from=self.began_from.data,
        )


class ExampleForm(Form):
    """A sentence, the label that it should have, and why."""

    sentence_id = IntegerField(
        widget=HiddenInput(), validators=[InputRequired(), NumberRange(1, _LARGEST)]
    )
    label = RadioField(
        "Label that it should have",
        choices={label: NAMES[label] for label in ALL_LABELS},
        validators=[InputRequired("Choose a label.")],
    )
    reason = TextAreaField(
        "Reason",
        [
            InputRequired("Say why; the reason is what others learn from."),
            Length(max=LONGEST_REASON),
        ],
        description="A sentence or two, in the words of the guidelines.",
    )
