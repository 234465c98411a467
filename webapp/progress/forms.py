"""The forms with which a lead acts on places: on one, and on all that the grid shows."""

import re

from wtforms import HiddenField, SelectMultipleField, StringField
from wtforms.validators import InputRequired, Length, Regexp

from webapp.annotate.grid_actions import Ticks
from webapp.annotate.grid_queries import Pair
from webapp.forms import Form
from webapp.problems import BadInput
from webapp.security import LARGEST_ID

MOST_CELLS = 1000
LETTERS = {
    "none": "n",
    "offered": "o",
    "progress": "p",
    "begun": "b",
    "submitted": "s",
    "lapsed": "l",
    "released": "r",
}
"""How a form says in which state it showed a place."""
UNREADABLE = "The form does not say which places are meant. Load the page again."
_STATES = {letter: state for state, letter in LETTERS.items()}
_PLACE = re.compile("[1-9][0-9]{0,18}-[1-9][0-9]{0,18}")
_ROW = re.compile(f"([1-9][0-9]{{0,18}}):((?:[1-9][0-9]{{0,18}}[{''.join(_STATES)}],?)+)")


def _many() -> SelectMultipleField:
    return SelectMultipleField(choices=[], validate_choice=False)


class PlaceForm(Form):
    """One place: the number of its document and of its person, with a hyphen between."""

    place = StringField(validators=[InputRequired(), Regexp(f"{_PLACE.pattern}$")])
    next = HiddenField(validators=[Length(max=2000)])

    def pair(self) -> Pair:
        """Return the place; `BadInput` where the form does not name one."""
        if not self.validate_on_submit():
            raise BadInput(UNREADABLE)
        return _pair(self.place.data or "")


class ShareForm(Form):
    """The plan that was looked at, by its mark."""

    plan = HiddenField(validators=[InputRequired(), Length(max=64)])


class GridForm(Form):
    """The grid: what it showed, row by row, and what is ticked in it."""

    seen = _many()
    place = _many()
    reopen = _many()

    def ticks(self) -> Ticks:
        """Return what was shown and ticked; `BadInput` where the form does not say it."""
        shown = dict(cell for row in self.seen.data or () for cell in _cells(row))
        if not self.validate_on_submit() or not 0 < len(shown) <= MOST_CELLS:
            raise BadInput(UNREADABLE)
        return Ticks(shown, _pairs(self.place.data), _pairs(self.reopen.data))


def seen(document: int, cells: dict[int, str]) -> str:
    """Return how a form says the state of each person's place on a document."""
    return f"{document}:" + ",".join(f"{each}{LETTERS[state]}" for each, state in cells.items())


def _cells(row: str) -> list[tuple[Pair, str]]:
    found = _ROW.fullmatch(row)
    if found is None:
        raise BadInput(UNREADABLE)
    cells = found[2].rstrip(",").split(",")
    return [((_number(found[1]), _number(each[:-1])), _STATES[each[-1]]) for each in cells]


def _pairs(texts: list[str] | None) -> set[Pair]:
    if not all(_PLACE.fullmatch(each) for each in texts or ()):
        raise BadInput(UNREADABLE)
    return {_pair(each) for each in texts or ()}


def _pair(text: str) -> Pair:
    document, _, person = text.partition("-")
    return _number(document), _number(person)


def _number(text: str) -> int:
    return min(int(text), LARGEST_ID)
