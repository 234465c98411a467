"""The forms with which a lead says how reviewers join, and what an article is for."""

from collections.abc import Iterable

from flask import request
from wtforms import DateField, IntegerField, RadioField
from wtforms.validators import InputRequired, Optional

from webapp.annotate.answer_actions import Given
from webapp.annotate.joining_actions import Joining
from webapp.documents.joining_queries import QUALIFICATION, SHARED
from webapp.forms import ComparedForm, Form, NumberRange
from webapp.problems import BadInput
from webapp.scheme import ALL_LABELS

LONGEST = 5000  # characters of an explanation
_THRESHOLD = "A whole number from 1 to 100, or nothing."
_REPEATS = "A whole number from 0 to 20."
_DAYS = "A whole number from 1 to 365."


class JoiningForm(ComparedForm[Joining]):
    """How reviewers join a project, and how many of their sentences they see again."""

    shown_as = Joining

    threshold = IntegerField(
        "Percent of the qualification set to match",
        [Optional(), NumberRange(1, 100, _THRESHOLD)],
        description="80 means that four of five sentences need the label of the key. Empty: "
        "nobody has to qualify.",
    )
    repeats = IntegerField(
        "Percent of their sentences that reviewers see again",
        [InputRequired(_REPEATS), NumberRange(0, 20, _REPEATS)],
        description="0 switches it off; 5 makes 5 of 100.",
    )
    repeat_days = IntegerField(
        "Days before a sentence is shown again",
        [InputRequired(_DAYS), NumberRange(1, 365, _DAYS)],
        description="Long enough to forget the label: a week or more.",
    )

    def wanted(self) -> Joining:
        """Return what was filled in."""
        return Joining(self.threshold.data, self.repeats.data or 0, self.repeat_days.data or 1)


class PurposeForm(Form):
    """What an article is for."""

    purpose = RadioField(
        "This article is",
        [InputRequired("Choose what it is for.")],
        choices={
            "regular": "a regular article: as many reviewers as the project wants",
            SHARED: "shared: everybody labels it, before the regular ones",
            QUALIFICATION: "for the qualification set: new reviewers label it first of all",
        },
    )
    due = DateField(
        "Due",
        [Optional()],
        description="For a shared article: the day until which everybody should have labelled it.",
    )


def given_answers(sentence_ids: Iterable[int]) -> Given:
    """Return the key that was filled in: sentences without a label are left out of it."""
    found = {}
    for sentence_id in sentence_ids:
        label = request.form.get(f"label-{sentence_id}", "")
        why = request.form.get(f"why-{sentence_id}", "").strip()
        if label not in ("", *ALL_LABELS):
            raise BadInput(f"There is no such label. Use {', '.join(ALL_LABELS)}.")
        refuse_unstorable(why)
        if label:
            found[sentence_id] = (label, why)
    return found


def refuse_unstorable(explanation: str) -> None:
    """Refuse an explanation that is too long or holds what no database takes."""
    if len(explanation) > LONGEST:
        raise BadInput(f"explanation: at most {LONGEST} characters.")
    if "\0" in explanation:
        raise BadInput("explanation: a NUL is not text.")
