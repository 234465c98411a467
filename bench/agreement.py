"""How fast the agreement report is: `python -m bench agreement` prints one JSON line a figure.

The ratings are those of `bench.large_project`. First from its database, as the page gets them: with
nothing kept of earlier counts, with all of it, and after one more label. Then from arrays, for
tables of several shapes, and the same arrays through other programs. `seconds` is the time of the
clock and `processor_seconds` that of the processor, which is the surer one on a busy machine; the
best of several runs where something takes little.
"""

import json
import tempfile
from collections.abc import Callable
from pathlib import Path
from time import perf_counter, process_time
from typing import NamedTuple, TypeVar

from sqlalchemy import delete

from bench import oracles
from bench.large_project import LARGE, Size, make, table
from webapp.agreement import actions, queries
from webapp.agreement.coefficients import IntArray
from webapp.agreement.report import as_json, build
from webapp.agreement.tally import Counts, Rating, count, tabulate
from webapp.annotate.actions import record
from webapp.annotate.judgment import Judgment
from webapp.db import Database
from webapp.models import AgreementCount
from webapp.scheme import LABELS

Result = TypeVar("Result")


class Seconds(NamedTuple):
    """What something took: of the processor first, so that the best run is the least disturbed."""

    processor: float
    clock: float


SIZES = [
    LARGE,
    Size(documents=10_000, sentences=25, reviewers=200, each=5),
    Size(documents=20, sentences=50, reviewers=200, each=200),
    Size(documents=2, sentences=33, reviewers=2, each=2),
]


def main() -> None:
    """Print the seconds from the database, from arrays, and of other programs on these arrays."""
    with tempfile.TemporaryDirectory() as folder:
        database = make(Path(folder) / "large.db")
        from_database(database)
        database.close()
    compare()
    for size in SIZES:
        measure(size)
    rows = named(table(LARGE))
    seconds, counts = timed(lambda: count(rows, LABELS))
    show("count", LARGE, counts, seconds)


def from_database(database: Database) -> None:
    """Print what the whole report takes: asking the database, counting, and building."""
    rounds: list[tuple[str, int, Callable[[int], None]]] = [
        ("cold", 3, lambda _: forget(database)),
        ("warm", 20, lambda _: None),
        ("after_one_label", 20, lambda time: label(database, time)),
    ]
    for name, times, prepare in rounds:
        runs = []
        for time in range(times):
            prepare(time)
            runs.append(report(database))
            actions.keep(database, runs[-1][-1].recounted)
        whole, fetching, building, loaded = min(runs, key=lambda run: run[0])
        figures = {"queries_and_counts": fetching.processor, "build": building.processor}
        recounted = len(loaded.recounted)
        show(f"database_{name}", LARGE, loaded.counts, whole, recounted=recounted, **figures)


def report(database: Database) -> tuple[Seconds, Seconds, Seconds, queries.Loaded]:
    """Return the seconds of the whole report, of fetching and of building; and what was fetched."""

    def load() -> queries.Loaded:
        with database.reading() as session:
            return queries.load(session, 1)

    fetching, loaded = timed(load)
    building, _ = timed(lambda: build(loaded.counts))
    whole = Seconds(*(sum(each) for each in zip(fetching, building, strict=True)))
    return whole, fetching, building, loaded


def forget(database: Database) -> None:
    """Take away all that was kept of earlier counts."""
    with database.writing() as session:
        session.execute(delete(AgreementCount))


def label(database: Database, time: int) -> None:
    """Save one more label."""
    said = Judgment(event_id=f"bench {time}", sentence_id=1 + time, label="opinion")
    with database.writing() as session:
        record(session, 1, 1, 1, [said])


def compare() -> None:
    """Print what other programs take for their part of the report, and how often ours fits in."""
    columns = table(LARGE)
    names = range(LARGE.documents), range(LARGE.reviewers), LABELS
    ours, _ = best(lambda: build(tabulate(*columns, *names)))
    counts = tabulate(*columns, *names)
    show("whole_report_from_arrays", LARGE, counts, ours)
    ratings = oracles.matrix(*columns, LARGE.sentences)
    for name, program in oracles.programs(ratings, counts).items():
        theirs, found = timed(program)
        times = round(theirs.processor / ours.processor, 1)
        show(f"by_{name}", LARGE, counts, theirs, coefficients=len(found), times_ours=times)


def measure(size: Size) -> None:
    """Print what each step from arrays to JSON takes; the first report also fills the t table."""
    columns = table(size)
    documents, reviewers = range(size.documents), range(size.reviewers)
    seconds, counts = best(lambda: tabulate(*columns, documents, reviewers, LABELS))
    show("tabulate", size, counts, seconds)
    seconds, report = timed(lambda: build(counts))
    show("report_first", size, counts, seconds)
    show("report", size, counts, best(lambda: build(counts))[0])
    seconds, _ = best(lambda: json.dumps(as_json(report), allow_nan=False))
    show("json", size, counts, seconds)


def named(columns: tuple[IntArray, IntArray, IntArray, IntArray]) -> list[Rating]:
    """Return the ratings as tuples of names, as a file holds them."""
    document, sentence, reviewer, label = (column.tolist() for column in columns)
    return [
        (f"document {d}", str(s), f"reviewer {g}", LABELS[k])
        for d, s, g, k in zip(document, sentence, reviewer, label, strict=True)
    ]


def timed(work: Callable[[], Result]) -> tuple[Seconds, Result]:
    """Return the seconds that the work took, and its result."""
    clock, processor = perf_counter(), process_time()
    result = work()
    return Seconds(process_time() - processor, perf_counter() - clock), result


def best(work: Callable[[], Result], times: int = 3) -> tuple[Seconds, Result]:
    """Return the seconds of the best run, and a result."""
    runs = [timed(work) for _ in range(times)]
    return min((seconds for seconds, _ in runs)), runs[0][1]


def show(bench: str, size: Size, counts: Counts, seconds: Seconds, **more: float) -> None:
    """Print one figure as a JSON line."""
    figures = {"seconds": seconds.clock, "processor_seconds": seconds.processor, **more}
    line = {
        "bench": f"agreement_{bench}",
        "ratings": int(counts.given.sum()),
        **size._asdict(),
        "pairs": len(counts.pairs),
        **{name: round(value, 4) for name, value in figures.items()},
    }
    print(json.dumps(line), flush=True)


if __name__ == "__main__":
    main()
