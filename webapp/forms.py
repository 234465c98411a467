"""The forms that every form of the pages is made from."""

from typing import Any, Generic, TypeVar

import msgspec
from flask import request
from flask_wtf import FlaskForm
from werkzeug.datastructures import MultiDict
from wtforms import Field, HiddenField, validators
from wtforms.form import BaseForm
from wtforms.validators import ValidationError
from wtforms.widgets import HiddenInput

from webapp.problems import BadInput

Shown = TypeVar("Shown")

LARGEST, LARGEST_ID = 2**31 - 1, 2**63 - 1
"""The largest whole number that is stored, and the largest number of a thing."""
_BEYOND = LARGEST_ID + 1  # out of every range


class NumberRange(validators.NumberRange):
    """The range of a whole number, however many digits were sent.

    That of WTForms asks whether it is no number, and fails where no floating point number is large
    enough.
    """

    def __call__(self, form: BaseForm, field: Field) -> None:
        """Refuse what is out of range with the message that the field has for it."""
        if field.data is not None:
            field.data = min(max(field.data, -_BEYOND), _BEYOND)
        super().__call__(form, field)


class Form(FlaskForm):
    """A form that is filled in from the fields of a form alone.

    Flask-WTF would also read JSON and files into any field, where they are not the text that the
    fields' rules are about.
    """

    files: tuple[str, ...] = ()
    """The fields that take a file."""

    def __init__(self, **given: Any) -> None:
        """Fill it in from what was sent, where something was, unless `formdata` is given."""
        if "formdata" not in given:
            given["formdata"] = self._sent() if self.is_submitted() else None
        super().__init__(**given)

    def unseen_problem(self) -> BadInput | None:
        """Return what is wrong with fields that the page does not show, so with none to say it."""
        wrong = [
            f"{each.name}: {' '.join(each.errors)}"
            for each in self
            if each.errors and isinstance(each.widget, HiddenInput)
        ]
        return BadInput(f"{'; '.join(wrong)} Load the page again.") if wrong else None

    def _sent(self) -> MultiDict[str, Any]:
        files = [(name, file) for name in self.files for file in request.files.getlist(name)]
        return MultiDict([*request.form.items(multi=True), *files])


class ComparedForm(Form, Generic[Shown]):
    """A form that says what its page showed, so that nothing else is replaced unseen."""

    shown_as: type[Shown]
    """What the page shows: a class that is written as JSON."""

    seen = HiddenField()

    def show(self, what: Shown) -> None:
        """Note what the page shows."""
        self.seen.data = msgspec.json.encode(what).decode()

    def shown(self) -> Shown:
        """Return what the page showed."""
        return msgspec.json.decode(self.seen.data or "", type=self.shown_as)

    def validate_seen(self, field: HiddenField) -> None:
        """Refuse a form that does not say what it showed."""
        try:
            self.shown()
        except (msgspec.MsgspecError, RecursionError, UnicodeEncodeError) as error:
            reason = "The form does not say what it showed. Load the page again."
            raise ValidationError(reason) from error
