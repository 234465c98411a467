"""The form that every form of the pages is made from."""

from typing import Any

from flask import request
from flask_wtf import FlaskForm
from werkzeug.datastructures import MultiDict


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

    def _sent(self) -> MultiDict[str, Any]:
        files = [(name, file) for name in self.files for file in request.files.getlist(name)]
        return MultiDict([*request.form.items(multi=True), *files])
