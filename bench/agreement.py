"""How fast the agreement report is: `python -m bench.agreement` prints one JSON line a figure.

The tables are made from a fixed seed: reviewers who mostly see the same thing, a fifth of their
labels missing.
"""

import json
from collections.abc import Callable
from time import perf_counter
from typing import NamedTuple, TypeVar

import numpy as np

from webapp.agreement.coefficients import IntArray
from webapp.agreement.report import as_json, build
from webapp.agreement.tally import Counts, Rating, count, tabulate
from webapp.scheme import LABELS

Result = TypeVar("Result")


class Size(NamedTuple):
    """A table: so many documents of so many sentences, `each` of the reviewers on a document."""

    documents: int
    sentences: int
    reviewers: int
    each: int


MAIN = Size(documents=1000, sentences=250, reviewers=50, each=5)
SIZES = [
    MAIN,
    Size(documents=10_000, sentences=25, reviewers=200, each=5),
    Size(documents=20, sentences=50, reviewers=200, each=200),
    Size(documents=2, sentences=33, reviewers=2, each=2),
]


def main() -> None:
    """Print the seconds for counting and for the report, for tables of several shapes."""
    for size in SIZES:
        measure(size)
    rows = named(table(MAIN))
    seconds, counts = timed(lambda: count(rows, LABELS))
    show("agreement_count", MAIN, counts, seconds)


def measure(size: Size) -> None:
    """Print what each step from arrays to JSON takes; the first report also fills the t table."""
    columns = table(size)
    documents, reviewers = range(size.documents), range(size.reviewers)
    seconds, counts = timed(lambda: tabulate(*columns, documents, reviewers, LABELS))
    show("agreement_tabulate", size, counts, seconds)
    for bench in ("agreement_report_first", "agreement_report"):
        seconds, _ = timed(lambda: build(counts))
        show(bench, size, counts, seconds)
    report = build(counts)
    seconds, _ = timed(lambda: json.dumps(as_json(report), allow_nan=False))
    show("agreement_json", size, counts, seconds)


def table(size: Size) -> tuple[IntArray, IntArray, IntArray, IntArray]:
    """Return document, sentence, reviewer and label of each rating, in random order: (n,) each."""
    rng = np.random.default_rng(2)
    place = [rng.choice(size.reviewers, size.each, replace=False) for _ in range(size.documents)]
    grid = np.indices((size.documents, size.sentences, size.each)).reshape(3, -1)
    document, sentence, seat = grid[:, rng.permutation(grid.shape[1])]
    kept = rng.random(len(document)) < 0.8
    document, sentence, seat = document[kept], sentence[kept], seat[kept]
    truth = (document * 7 + sentence * 5) % 3
    label = np.where(rng.random(len(document)) < 0.7, truth, rng.integers(0, 3, len(document)))
    return document, sentence, np.array(place)[document, seat], label


def named(columns: tuple[IntArray, IntArray, IntArray, IntArray]) -> list[Rating]:
    """Return the ratings as tuples of names, as a file holds them."""
    document, sentence, reviewer, label = (column.tolist() for column in columns)
    return [
        (f"document {d}", str(s), f"reviewer {g}", LABELS[k])
        for d, s, g, k in zip(document, sentence, reviewer, label, strict=True)
    ]


def timed(work: Callable[[], Result]) -> tuple[float, Result]:
    """Return the seconds that the work took, and its result."""
    start = perf_counter()
    result = work()
    return perf_counter() - start, result


def show(bench: str, size: Size, counts: Counts, seconds: float) -> None:
    """Print one figure as a JSON line."""
    ratings = int(counts.given.sum())
    line = {"bench": bench, "ratings": ratings, **size._asdict(), "pairs": len(counts.pairs)}
    print(json.dumps({**line, "seconds": round(seconds, 4)}))


if __name__ == "__main__":
    main()
