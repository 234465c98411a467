"""What an export can be asked for: the formats, the kinds of rows, and the downloads of a page."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Protocol

from webapp.exchange import csv_format, jsonl_format
from webapp.exchange.records import FOR_LEADS, KINDS, Record
from webapp.problems import Problem


class Format(Protocol):
    """What the module of a format gives; `MARK` comes first in a file for people."""

    MEDIA_TYPE: str
    SUFFIX: str
    MARK: bytes

    def write(
        self, kind: type[Record], records: Iterable[Record], exact: bool = ...
    ) -> Iterator[bytes]:
        """Give the records as chunks of a file."""


FORMATS: dict[str, Format] = {"csv": csv_format, "jsonl": jsonl_format}
DEFAULT_WHAT = "annotations"


@dataclass(frozen=True)
class Download:
    """One thing that a page offers: `what` and `format` go into the address, the rest is shown."""

    what: str
    format: str
    name: str
    meaning: str
    is_for_leads: bool = False


_WORDS = {
    "annotations": "current labels, one a row",
    "sentences": "sentences, with counts",
    "gold": "what is decided or unanimous",
    "history": "every change, with what was taken back",
    "repeats": "sentences that were shown to their reviewer again",
}
_NAMES = {"csv": "CSV", "jsonl": "JSON Lines"}

DOWNLOADS = tuple(
    Download(what, each, _NAMES[each], _WORDS[what], what in FOR_LEADS)
    for what in KINDS
    for each in FORMATS
)
"""Everything that can be downloaded, for a template to loop over."""


def format_named(name: str) -> Format:
    """Return a format; `Problem` lists what there is."""
    if name not in FORMATS:
        raise Problem(f"format: one of {', '.join(FORMATS)}.")
    return FORMATS[name]


def kind_named(what: str) -> type[Record]:
    """Return the record that each row is; `Problem` lists what there is."""
    if what not in KINDS:
        raise Problem(f"what: one of {', '.join(KINDS)}.")
    return KINDS[what]
