"""The archive of an agreement report: all that it takes to compute it again, and the result."""

import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import BinaryIO
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from webapp.agreement import report
from webapp.agreement.formats import as_json_text
from webapp.agreement.ratings import COLUMNS
from webapp.agreement.standalone import as_html
from webapp.agreement.tally import Ratings, tabulate
from webapp.scheme import LABELS

_DATE = (1980, 1, 1, 0, 0, 0)  # the first that a zip can hold: the same archive, the same bytes
_ROWS = 5000
_UNIX = 3
_README = """{project}: agreement between reviewers, with all that it is computed from.

ratings.csv    what was counted: a row a label, document,sentence,reviewer,label (UTF-8)
report.json    the report, in full
report.html    the same to read and print, with the definition of each number
guidelines.md  the guidelines in force, version {version}
guidelines/    all versions

A document is named by its number in the tool and its title, a sentence by its number in the
document, from 1 on. Labels left out of the report are not in the table: {left_out};
neither are those that were given after having seen others': {informed}.
Names are as people chose them: open the table with a program for data rather than a spreadsheet,
which may take a name that begins with = for a formula.

To compute the report again, with the program alone and no database:

    python -m webapp agreement --ratings ratings.csv{labels} --format json

prints report.json{but}.
"""


@dataclass(frozen=True)
class Contents:
    """What goes in.

    ratings: documents by unique names, rows sorted by document, sentence, reviewer. guidelines:
    each version with its text, in any order; in_force: the number of one of them. informed: how
    many labels are not among the ratings because they came after others' had been seen.
    """

    project: str
    ratings: Ratings
    left_out: Sequence[str]
    in_force: int
    guidelines: Iterable[tuple[int, str]]
    informed: int = 0


def write(file: BinaryIO, contents: Contents) -> None:
    """Write the archive as a zip file; the same contents give the same bytes.

    Beside the ratings themselves it holds one file at a time, and the table in parts.
    """
    found = report.build(tabulate(**vars(contents.ratings)), left_out=contents.left_out)
    with ZipFile(file, "w") as archive:
        _add(archive, "README.txt", _readme(contents))
        with archive.open(_entry("ratings.csv"), "w") as stream:
            for chunk in _table(contents.ratings):
                stream.write(chunk.encode())
        for version, text in contents.guidelines:
            _add(archive, f"guidelines/{version}.md", text)
            if version == contents.in_force:
                _add(archive, "guidelines.md", text)
        _add(archive, "report.json", as_json_text(found))
        _add(archive, "report.html", as_html(found, {}, contents.project))


def _readme(contents: Contents) -> str:
    labels = contents.ratings.labels
    own = tuple(labels) != LABELS
    return _README.format(
        project=" ".join(contents.project.split()),
        version=contents.in_force,
        left_out=", ".join(contents.left_out) or "none",
        informed=contents.informed or "none",
        labels=f" --labels {','.join(labels)}" if own else "",
        but=", but for method.labels_from, which then says option" if own else ", byte for byte",
    )


def _table(ratings: Ratings) -> Iterator[str]:
    """Yield the rows as CSV, some thousands at a time."""
    columns = (ratings.document, ratings.sentence, ratings.reviewer, ratings.label)
    for start in range(0, max(len(ratings.label), 1), _ROWS):
        buffer = io.StringIO(newline="")
        writer = csv.writer(buffer)
        if not start:
            writer.writerow(COLUMNS)
        part = (column[start : start + _ROWS].tolist() for column in columns)
        for document, sentence, reviewer, label in zip(*part, strict=True):
            names = ratings.documents[document], ratings.reviewers[reviewer], ratings.labels[label]
            writer.writerow([names[0], sentence, *names[1:]])
        yield buffer.getvalue()


def _add(archive: ZipFile, name: str, text: str) -> None:
    archive.writestr(_entry(name), text.encode())


def _entry(name: str) -> ZipInfo:
    found = ZipInfo(name, _DATE)
    found.compress_type, found.create_system, found.external_attr = ZIP_DEFLATED, _UNIX, 0o644 << 16
    return found
