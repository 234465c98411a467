"""What a lead sends: a decision on a sentence, or a question to its reviewers."""

import msgspec
from wtforms import HiddenField, IntegerField, RadioField, SelectField, TextAreaField
from wtforms.validators import InputRequired, Length, Optional, ValidationError
from wtforms.widgets import HiddenInput

from webapp.adjudicate.actions import LONGEST, Ruling
from webapp.adjudicate.standing import Standing, ballots
from webapp.forms import LARGEST, Form, NumberRange
from webapp.scheme import ALL_LABELS, NAMES, REASONS

TAKE_BACK = "take_back"
WHY = "Choose why they differed, then the label."
_Votes = tuple[tuple[int, str], ...]


class DecisionForm(Form):
    """A decision; it carries along what its lead saw, so that nothing is settled unseen."""

    seen_revision = IntegerField(
        widget=HiddenInput(), validators=[Optional(), NumberRange(0, LARGEST)]
    )
    seen_votes = HiddenField(validators=[Length(max=100_000)])
    label = RadioField(
        "Label",
        choices={**{label: NAMES[label] for label in ALL_LABELS}, TAKE_BACK: "No decision"},
        validators=[InputRequired("Choose a label.")],
    )
    reason = SelectField(
        "Why they differed",
        choices={"": "Choose a reason", **REASONS},
        render_kw={"required": True},
    )
    note = TextAreaField("Note", [Length(max=LONGEST)])

    def show(self, standing: Standing, reason: str | None) -> None:
        """Fill in how a sentence stands, and the reason that its lead gave last; at first none."""
        decided = standing.decided
        self.seen_revision.data = decided.revision if decided else 0
        self.seen_votes.data = msgspec.json.encode(ballots(standing.votes)).decode()
        self.reason.data = (decided.reason if decided else None) or reason or ""
        if decided and decided.label:
            self.label.data, self.note.data = decided.label, decided.note

    def keep(self, tried: "DecisionForm") -> None:
        """Keep what a lead chose, beside what is to be seen now."""
        self.label.data, self.reason.data = tried.label.data, tried.reason.data
        self.note.data, self.label.errors = tried.note.data, tried.label.errors
        self.reason.errors = tried.reason.errors

    def validate_reason(self, field: SelectField) -> None:
        """Refuse a decision without a reason: gold says why there was something to decide."""
        if not field.data and self.label.data != TAKE_BACK:
            raise ValidationError(WHY)

    def validate_seen_votes(self, field: HiddenField) -> None:
        """Refuse what the page did not write."""
        try:
            _votes(field.data or "")
        except (msgspec.MsgspecError, UnicodeEncodeError, RecursionError) as error:
            raise ValidationError("Load the page again.") from error

    def ruling(self) -> Ruling:
        """Return the valid form as what is decided."""
        is_label = self.label.data != TAKE_BACK
        return Ruling(
            self.label.data if is_label else None,
            self.reason.data if is_label else None,
            (self.note.data or "").strip(),
            self.seen_revision.data,
            _votes(self.seen_votes.data or ""),
        )


class QuestionForm(Form):
    """A question in words; it tells reviewers nothing but these."""

    text = TextAreaField(
        "Question",
        [InputRequired("Write what you want to know."), Length(max=LONGEST)],
        description="They see your words and their own label, nobody else’s.",
    )


def _votes(text: str) -> _Votes | None:
    return msgspec.json.decode(text, type=_Votes) if text else None
