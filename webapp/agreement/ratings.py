"""Read a long table of ratings, one row a judgment, as other programs write it."""

import csv
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from sys import intern
from typing import TextIO

from webapp.agreement.tally import Rating
from webapp.scheme import LABELS, NOT_APPLICABLE

MOST_LABELS = 100
"""A report has a table of every two labels, and a picture of it."""

COLUMNS = ("document", "sentence", "reviewer", "label")
_ALIASES = {"document_id": "document", "sentence_id": "sentence"}  # as our own exports have it


class RatingsError(ValueError):
    """The table cannot be used; the message says what, in which line, and what to do."""


@dataclass(frozen=True)
class RatingsTable:
    """The rows of the file with the label set to count them under.

    labels_from: "option" (given by the caller), "scheme" (the file holds nothing else) or "file"
    (what the file holds, sorted). left_out: labels to leave out of the count.
    """

    ratings: list[Rating]
    labels: tuple[str, ...]
    labels_from: str
    left_out: tuple[str, ...]


def read_ratings(stream: TextIO, labels: Sequence[str] | None = None) -> RatingsTable:
    """Return the ratings of a CSV file, opened with encoding="utf-8" and newline="".

    The header names document, sentence, reviewer and label in any order; other columns are ignored,
    as are blank lines, spaces around a cell and a byte order mark. With labels, a label outside
    them is refused, except that not_applicable is left out. RatingsError, with the line, for all
    that would be counted wrongly, among it a reviewer twice on one sentence.
    """
    if labels is not None:
        _check_labels(labels)
    allowed = None if labels is None else {*labels, NOT_APPLICABLE}
    first_lines: dict[tuple[object, ...], int] = {}
    ratings = []
    for line, rating in _rows(stream):
        *where, label = rating
        if allowed is not None and label not in allowed:
            raise RatingsError(
                f"line {line}: the label {label!r} is not among --labels {','.join(labels or ())}: "
                "correct it or add it there"
            )
        first = first_lines.setdefault(tuple(where), line)
        if first != line:
            document, sentence, reviewer = where
            raise RatingsError(
                f"line {line}: {reviewer!r} has labelled sentence {sentence!r} of document "
                f"{document!r} already, in line {first}: keep one of the two rows"
            )
        ratings.append(rating)
    if not ratings:
        raise RatingsError("the file has a header and no rows: add one row per label")
    return RatingsTable(ratings, *_label_set(ratings, labels))


def _check_labels(labels: Sequence[str]) -> None:
    if not all(labels) or not labels:
        raise RatingsError("--labels holds an empty name: write them as a,b,c")
    if len(set(labels)) < len(labels):
        raise RatingsError("--labels names a label twice: name each once")
    if len(labels) > MOST_LABELS:
        raise RatingsError(
            f"--labels names {len(labels)} labels: at most {MOST_LABELS} can be told"
        )


def _label_set(
    ratings: Iterable[Rating], labels: Sequence[str] | None
) -> tuple[tuple[str, ...], str, tuple[str, ...]]:
    """Return the label set, where it comes from, and what is left out."""
    if labels is not None:
        return tuple(labels), "option", () if NOT_APPLICABLE in labels else (NOT_APPLICABLE,)
    held = {rating[3] for rating in ratings}
    if held <= {*LABELS, NOT_APPLICABLE}:
        return LABELS, "scheme", (NOT_APPLICABLE,)
    if len(held) > MOST_LABELS:
        raise RatingsError(
            f"the column label holds {len(held):,} different labels, over the limit of "
            f"{MOST_LABELS}: is it the right column?"
        )
    return tuple(sorted(held)), "file", ()


def _rows(stream: TextIO) -> Iterator[tuple[int, Rating]]:
    """Yield each row with the line that it begins in."""
    records = _records(stream)
    _, header = next(records, (1, []))
    places = _places(header)
    for line, cells in records:
        if len(cells) != len(header):
            raise RatingsError(
                f"line {line}: {len(cells)} cells, the header has {len(header)}: fill in what is "
                "missing, and put quotes around a cell that holds a comma"
            )
        document, sentence, reviewer, label = (intern(cells[place].strip()) for place in places)
        if not (document and sentence and reviewer and label):
            empty = COLUMNS[[document, sentence, reviewer, label].index("")]
            raise RatingsError(
                f"line {line}: the column {empty} is empty: fill it in, or delete the row"
            )
        yield line, (document, sentence, reviewer, label)


def _records(stream: TextIO) -> Iterator[tuple[int, list[str]]]:
    """Yield the records of the file that are not blank, each with the line that it begins in."""
    reader = csv.reader(stream, strict=True)
    while True:
        line = reader.line_num + 1
        try:
            cells = next(reader)
        except StopIteration:
            return
        except UnicodeDecodeError as error:
            raise RatingsError(
                f"the file is not UTF-8 ({error.reason}): save it as UTF-8"
            ) from error
        except csv.Error as error:
            raise RatingsError(f"line {line}: not readable as CSV: {error}") from error
        if any(cell.strip() for cell in cells):
            yield line, cells


def _places(header: Sequence[str]) -> list[int]:
    """Return where in a row the four columns are."""
    names = [name.removeprefix("\ufeff").strip() for name in header]
    names = [
        name if _ALIASES.get(name, name) in names else _ALIASES.get(name, name) for name in names
    ]
    for column in COLUMNS:
        if names.count(column) != 1:
            what = "is missing" if column not in names else "comes twice"
            hint = ""
            if len(names) == 1 and any(mark in names[0] for mark in ";\t"):
                hint = " (the columns must be separated by commas)"
            raise RatingsError(
                f"line 1: the column {column} {what}: the header must name "
                f"{','.join(COLUMNS)} once each{hint}"
            )
    return [names.index(column) for column in COLUMNS]
