"""The form in which one chooses one's own keys: a field for each command."""

from collections.abc import Mapping, Sequence
from itertools import groupby
from typing import Any

from wtforms import Field, StringField
from wtforms.validators import ValidationError

from webapp.annotate.keymap import COMMANDS, clashes, key_named
from webapp.forms import Form
from webapp.problems import BadInput

GROUPS = {
    "label": "Labels",
    "flag": "Flags",
    "more": "Source and note",
    "move": "Moving",
    "page": "The page",
}


class KeysForm(Form):
    """The keys of all commands; the fields are added below."""

    @classmethod
    def showing(cls, keys: Mapping[str, str]) -> "KeysForm":
        """Return a form that shows these keys."""
        return cls(formdata=None, data={_field_name(name): key for name, key in keys.items()})

    def groups(self) -> list[tuple[str, list[Field]]]:
        """Return the fields by group, as pages list them."""
        return [
            (GROUPS[group], [self[_field_name(each.name)] for each in commands])
            for group, commands in groupby(COMMANDS, key=lambda each: each.group)
        ]

    def keys(self) -> dict[str, str]:
        """Return the chosen key of each command; `BadInput` where one is no key."""
        return {each.name: key_named(self[_field_name(each.name)].data) for each in COMMANDS}

    def validate(self, extra_validators: Mapping[str, Sequence[Any]] | None = None) -> bool:
        """Return whether each field holds a key or nothing, and no key has two commands."""
        if not super().validate(extra_validators):
            return False
        chosen = self.keys()
        double = clashes(chosen)
        for name, other in double.items():
            words = f"“{chosen[name]}” is also the key for “{other.meaning}”."
            self[_field_name(name)].errors = [words]
        return not double


def _is_key(_form: KeysForm, field: Field) -> None:
    if field.data is None:
        raise ValidationError("This key was not sent. Load the page again.")
    try:
        key_named(field.data)
    except BadInput as problem:
        raise ValidationError(str(problem)) from problem


def _field_name(command: str) -> str:
    return f"key_{command}"


for _each in COMMANDS:
    setattr(KeysForm, _field_name(_each.name), StringField(_each.meaning, [_is_key]))
