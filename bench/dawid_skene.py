"""How fast Dawid and Skene's model is fitted: `python -m bench.dawid_skene` prints a line a table.

1,000,000 ratings of 250,000 sentences by 50 reviewers, five of them on each article, a fifth of
their labels missing: the table of `bench.large_project`, and one of reviewers who are right in half
of the cases, which takes many more steps. Seconds of the processor, the best of three, from arrays
to the report.
"""

import json

import numpy as np

from bench.agreement import timed
from bench.large_project import LARGE, table
from webapp.agreement.coefficients import IntArray
from webapp.agreement.dawid_skene import dawid_skene
from webapp.agreement.grouping import joined, numbered
from webapp.agreement.tally import Ratings
from webapp.scheme import LABELS


def main() -> None:
    """Print what each fit takes, and what it came to."""
    document, sentence, reviewer, label = table(LARGE)
    _, unit = numbered(joined(document, sentence))
    measure("dawid_skene", document, sentence, reviewer, label)
    measure("dawid_skene_weak", document, sentence, reviewer, weak(unit, reviewer))


def weak(unit: IntArray, reviewer: IntArray) -> IntArray:
    """Return labels of reviewers who see the true one in 35 to 65% of the cases, else guess."""
    rng = np.random.default_rng(5)
    truth = rng.choice(3, int(unit.max()) + 1, p=[0.55, 0.3, 0.15])[unit]
    sees = rng.random(len(unit)) < rng.uniform(0.35, 0.65, LARGE.reviewers)[reviewer]
    return np.where(sees, truth, rng.integers(0, 3, len(unit)))


def measure(
    bench: str, document: IntArray, sentence: IntArray, reviewer: IntArray, label: IntArray
) -> None:
    """Print one line."""
    names = tuple(range(LARGE.documents)), tuple(range(LARGE.reviewers))
    ratings = Ratings(document, sentence, reviewer, label, *names, LABELS)
    runs = [timed(lambda: dawid_skene(ratings)) for _ in range(3)]
    seconds, found = min(run[0].processor for run in runs), runs[0][1]
    line = {"bench": bench, "ratings": len(label), **LARGE._asdict()}
    line |= {"processor_seconds": round(seconds, 3), "iterations": found.iterations}
    line |= {"converged": found.converged, "log_likelihood": found.log_likelihood}
    print(json.dumps(line))


if __name__ == "__main__":
    main()
