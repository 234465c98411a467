"""How fast pictures are drawn: `python -m bench.figures` prints one JSON line a picture.

From the report on the table of bench.large_project: 1,000 documents and 50 reviewers, which is
as much as a picture ever holds.
"""

import json
from collections.abc import Callable, Iterator
from time import perf_counter

from bench.large_project import LARGE, table
from webapp.agreement.figures.confusion import label_confusion
from webapp.agreement.figures.figure import PAGE, Figure
from webapp.agreement.figures.forest import documents
from webapp.agreement.figures.pairs import heat_map
from webapp.agreement.figures.png import as_png
from webapp.agreement.figures.shares import label_shares
from webapp.agreement.report import Report, build
from webapp.agreement.tally import tabulate
from webapp.scheme import LABELS

TIMES = 25
_DOTS = 300 / 96  # pixels of a unit in print


def main() -> None:
    """Print what a picture takes as SVG and as PNG for print, the best of some tries."""
    counts = tabulate(*table(LARGE), range(LARGE.documents), range(LARGE.reviewers), LABELS)
    report = build(counts)
    for name, made in figures(report):
        svg = made().draw(PAGE)
        pixels = round(_DOTS * max(PAGE, made().least))
        line = {
            "bench": "figures",
            "figure": name,
            "svg_bytes": len(svg.encode()),
            "svg_ms": best(lambda made=made: made().draw(PAGE), TIMES),  # type: ignore[misc]
            "png_ms": best(lambda svg=svg, pixels=pixels: as_png(svg, pixels), 3),  # type: ignore[misc]
        }
        print(json.dumps(line))


def figures(report: Report) -> Iterator[tuple[str, Callable[[], Figure]]]:
    """Yield each picture by name."""
    yield "documents", lambda: documents(report, {})
    yield "pairs", lambda: heat_map(report)
    yield "confusion", lambda: label_confusion(report)
    yield "labels", lambda: label_shares(report)


def best(work: Callable[[], object], times: int) -> float:
    """Return the milliseconds of the fastest of some tries."""
    found = []
    for _ in range(times):
        start = perf_counter()
        work()
        found.append(perf_counter() - start)
    return round(1000 * min(found), 2)


if __name__ == "__main__":
    main()
