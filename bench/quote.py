"""What an archive of a million labels takes: `python -m bench.quote` prints one JSON line a figure.

Fetching the labels is not in it; `computes_same` says whether the table gives the same report.
"""

import io
import json
import tracemalloc
from tempfile import TemporaryFile
from typing import BinaryIO, cast
from zipfile import ZipFile

import numpy as np

from bench.agreement import timed
from bench.large_project import LARGE, table
from webapp.agreement import archive, report
from webapp.agreement.archive import Contents
from webapp.agreement.formats import as_json_text
from webapp.agreement.ratings import read_ratings
from webapp.agreement.tally import Ratings, count
from webapp.scheme import LABELS, NOT_APPLICABLE


def main() -> None:
    """Print the seconds, the size and the most memory at once, and compute the report again."""
    contents = made()
    with TemporaryFile() as stream:
        file = cast(BinaryIO, stream)
        seconds, _ = timed(lambda: archive.write(file, contents))
        size = file.tell()
        same = computes_same(file)
    tracemalloc.start()
    with TemporaryFile() as stream:
        archive.write(cast(BinaryIO, stream), contents)
    most = tracemalloc.get_traced_memory()[1]
    found = {"bench": "agreement_archive", "labels": len(contents.ratings.label)}
    found |= {"seconds": round(seconds.clock, 2), "megabytes": round(size / 1e6, 1)}
    print(json.dumps(found | {"memory": round(most / 1e6), "computes_same": same}))


def made() -> Contents:
    """Return what goes in, in the order in which the program fetches it."""
    document, sentence, reviewer, label = table(LARGE)
    order = np.lexsort((reviewer, sentence, document))
    ratings = Ratings(
        document[order],
        sentence[order] + 1,
        reviewer[order],
        label[order],
        tuple(f"{each:06d} The title of an article, {each}" for each in range(LARGE.documents)),
        tuple(f"Reviewer {each:02d}" for each in range(LARGE.reviewers)),
        LABELS,
    )
    return Contents("A million", ratings, [NOT_APPLICABLE], 1, [(1, "# Guidelines")])


def computes_same(file: BinaryIO) -> bool:
    """Return whether the table in an archive gives its report, byte for byte."""
    with ZipFile(file) as found, found.open("ratings.csv") as rows:
        read = read_ratings(io.TextIOWrapper(rows, encoding="utf-8", newline=""))
        counts = count(read.ratings, read.labels, read.left_out)
        again = report.build(counts, read.labels_from, read.left_out)
        return as_json_text(again).encode() == found.read("report.json")


if __name__ == "__main__":
    main()
