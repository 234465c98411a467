"""How fast what the report adds on demand is: bootstrap and profiles, one JSON line a figure.

Seconds of the processor, the best of three; `reports` is the same in times of the plain report on
these counts.
"""

import json
from collections.abc import Callable
from functools import partial

from bench.agreement import timed
from bench.large_project import LARGE, Size, table
from webapp.agreement.bootstrap import with_bootstrap
from webapp.agreement.profiles import profiles
from webapp.agreement.report import build
from webapp.agreement.tally import Counts, tabulate
from webapp.scheme import LABELS

SIZES = [LARGE, Size(documents=24, sentences=40, reviewers=6, each=3)]


def main() -> None:
    """Print what each takes, for the large table and for one of everyday size."""
    for size in SIZES:
        counts = tabulate(*table(size), range(size.documents), range(size.reviewers), LABELS)
        plain = best(partial(build, counts))
        seconds = best(partial(with_bootstrap, build(counts), counts, seed=1))
        show("agreement_bootstrap", size, counts, seconds, plain)
        show("agreement_profiles", size, counts, best(partial(profiles, counts)), plain)


def best(work: Callable[[], object]) -> float:
    """Return the seconds of the fastest of three runs."""
    return min(timed(work)[0].processor for _ in range(3))


def show(bench: str, size: Size, counts: Counts, seconds: float, plain: float) -> None:
    """Print one figure as a JSON line."""
    line = {"bench": bench, "ratings": int(counts.given.sum()), **size._asdict()}
    line |= {"pairs": len(counts.pairs), "processor_seconds": round(seconds, 4)}
    print(json.dumps({**line, "reports": round(seconds / plain, 2)}))


if __name__ == "__main__":
    main()
