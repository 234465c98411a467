"""Which articles the lead's page is to show, read from its address."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

STATES = {
    "wanting": "Places free",
    "progress": "In progress",
    "submitted": "Ended by all",
}
SORTS = {"needs": "What needs work first", "order": "In order"}
PAGE = 100
_LONGEST = 200
_LONGEST_NUMBER = 6


@dataclass(frozen=True)
class Wanted:
    """The articles in a state ("" for all), with words in their titles; which page of them."""

    state: str = ""
    words: str = ""
    sort: str = "needs"
    page: int = 1
    size: int = PAGE  # articles of a page

    @property
    def before(self) -> int:
        """How many articles the pages before this one have."""
        return (self.page - 1) * self.size

    def asked(self, **other: str | int) -> dict[str, Any]:
        """Return the fields of an address that asks for the same, or for something else of it."""
        fields: dict[str, Any] = {
            "q": self.words,
            "state": self.state,
            "sort": self.sort,
            "page": self.page,
        }
        return {name: value for name, value in (fields | other).items() if value != _USUAL[name]}


_USUAL = {"q": "", "state": "", "sort": "needs", "page": 1}


def read(asked: Mapping[str, str], size: int = PAGE) -> Wanted:
    """Return what an address asks for; what there is not is as if it were not asked for."""
    words = " ".join(asked.get("q", "").replace("\0", " ").split())[:_LONGEST]
    state, sort = asked.get("state", ""), asked.get("sort", "")
    return Wanted(
        state if state in STATES else "",
        words,
        sort if sort in SORTS else "needs",
        read_page(asked.get("page", "")),
        size,
    )


def read_page(text: str) -> int:
    """Return the number of a page, the first one where a text is none."""
    is_number = text.isascii() and text.isdigit() and len(text) <= _LONGEST_NUMBER
    return max(int(text), 1) if is_number else 1
