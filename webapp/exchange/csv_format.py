"""CSV: UTF-8, commas, CRLF, one header line; docs/formats.md has the reasons."""

import csv
import io
import re
from collections.abc import Iterable, Iterator
from typing import Any

import msgspec
from msgspec import Struct
from msgspec.structs import astuple

from webapp.exchange.records import columns

MEDIA_TYPE = "text/csv"
SUFFIX = "csv"
MARK = b"\xef\xbb\xbf"
"""What a file for people begins with: without it Excel takes UTF-8 for the local code page."""

_CHUNK = 1 << 16
# White space, quotes and invisible signs, which a spreadsheet may drop, then what begins a
# formula. A quote is one of the signs that are skipped, so a guarded cell is risky itself:
# this is what makes the guard reversible.
_RISKY = re.compile(
    "[\\s\\x00-\\x1f\\x7f-\\xa0\"'\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]*"
    "[=+\\-@＝＋－＠\\t\\r\\n]"
)


def write(kind: type[Struct], records: Iterable[Struct], exact: bool = False) -> Iterator[bytes]:
    """Give the records as CSV in chunks of about 64 KiB; the header is there without any too.

    A cell that a spreadsheet might run as a formula gets an apostrophe in front, unless `exact`.
    """
    cell = plain if exact else guarded
    buffer = io.StringIO(newline="")
    add = csv.writer(buffer, lineterminator="\r\n").writerow
    add(columns(kind))
    for record in records:
        add([cell(value) for value in astuple(record)])
        if buffer.tell() >= _CHUNK:
            yield buffer.getvalue().encode()
            buffer.seek(0)
            buffer.truncate()
    if buffer.tell():
        yield buffer.getvalue().encode()


def plain(value: Any) -> Any:
    """Return a value as its cell has it: flags with `|` between, sources and notes as JSON.

    The writer leaves null empty; true and false are written as in JSON.
    """
    if isinstance(value, tuple):
        return "|".join(value)
    if isinstance(value, bool):
        return "true" if value else "false"
    return msgspec.json.encode(value).decode() if isinstance(value, list) else value


def guarded(value: Any) -> Any:
    """Return a value as its cell has it, with an apostrophe before what might be a formula.

    Lists need none: their JSON begins with a bracket.
    """
    if isinstance(value, str):
        return f"'{value}" if _RISKY.match(value) else value
    return plain(value)


def unguard(cell: str) -> str:
    """Return the text that a guarded cell stands for; the inverse of `guarded` for any text."""
    return cell[1:] if cell.startswith("'") and _RISKY.match(cell, 1) else cell
