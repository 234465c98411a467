"""The form that joins or splits sentences: one button for each thing that it can do."""

from wtforms import IntegerField
from wtforms.validators import InputRequired, Optional
from wtforms.widgets import HiddenInput

from webapp.documents.repair import Join, Split, Wish
from webapp.forms import Form, NumberRange
from webapp.problems import BadInput

_LARGEST_ID, _LARGEST = 2**63 - 1, 2**31 - 1


class RepairForm(Form):
    """A button sends either `at`, where to split the sentence, or `join`: the first of a pair."""

    segmentation = IntegerField(
        widget=HiddenInput(), validators=[InputRequired(), NumberRange(1, _LARGEST)]
    )
    sentence_id = IntegerField(
        widget=HiddenInput(), validators=[InputRequired(), NumberRange(1, _LARGEST_ID)]
    )
    at = IntegerField(validators=[Optional(), NumberRange(0, _LARGEST)])
    join = IntegerField(validators=[Optional(), NumberRange(1, _LARGEST_ID)])

    def wish(self) -> Wish:
        """Return what is to be done; `BadInput` where the form does not say exactly one thing."""
        if not self.validate_on_submit():
            wrong = (f"{name}: {' '.join(errors)}" for name, errors in self.errors.items())
            raise BadInput("; ".join(wrong))
        return wish_of(self.join.data, self.sentence_id.data, self.at.data)


def wish_of(join: int | None, split: int | None, at: int | None) -> Wish:
    """Return what is to be done: the sentence to join with the next, or the one to split and where.

    A sentence to split without a place where is none.
    """
    if join is not None and at is None:
        return Join(join)
    if join is None and split is not None and at is not None:
        return Split(split, at)
    raise BadInput("Say one thing: the sentence to join with the next, or where to split one.")
