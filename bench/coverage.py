"""How often the 95% intervals hold the truth: `python -m bench.coverage` writes docs/coverage.md.

It has no `main`, so that `python -m bench`, which runs them all, leaves it out: it takes minutes.
"""

import argparse
import os
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from multiprocessing import get_context

import numpy as np

from bench.bootstrap_kinds import kinds
from bench.coverage_page import Ends, Found, Plan, Project, Truth, page
from bench.simulated_articles import LABELS, REVIEWERS, Ratings, draw
from webapp.agreement.bootstrap import with_bootstrap
from webapp.agreement.coefficients import (
    FloatArray,
    IntArray,
    cohen_kappa,
    gwet_ac1,
    krippendorff_alpha,
    percent_agreement,
)
from webapp.agreement.jackknife import leave_one_out, standard_error
from webapp.agreement.planning import fewest_documents, half_width, more_documents
from webapp.agreement.pooled import pooled
from webapp.agreement.report import build
from webapp.agreement.tally import Counts, pair_tables, tabulate
from webapp.agreement.value import Value
from webapp.config import ROOT

PAGE = ROOT / "docs" / "coverage.md"
SEED = 20
RUNS = 2000
DOCUMENTS = (5, 8, 12, 20, 50)
PLANNED_FROM = (5, 8, 12, 20)
PROMISED = 0.05
PARTS, PART_DOCUMENTS = 20, 5_000
FROM_SUMS = {
    "percent_agreement": percent_agreement,
    "krippendorff_alpha": krippendorff_alpha,
    "gwet_ac1": gwet_ac1,
}


def simulate(runs: int) -> tuple[Truth, Found]:
    """Return the truth, and so many projects of each size: always the same ones."""
    # One thread in each of two processes: the matrices are too small for more.
    os.environ["OPENBLAS_NUM_THREADS"] = "1"
    with ProcessPoolExecutor(2, get_context("spawn")) as pool:
        truth = _truth(list(pool.map(_part_of_truth, range(PARTS))))
        found = {
            d: list(pool.map(partial(project, d), range(runs), chunksize=10)) for d in DOCUMENTS
        }
    return truth, found


def project(documents: int, run: int) -> Project:
    """Return what a project of so many documents tells, the run-th of its size."""
    rng = np.random.default_rng([SEED, documents, run])
    ratings = draw(rng, documents)
    counts = _counts(ratings, documents)
    report = with_bootstrap(build(counts), counts, seed=int(rng.integers(2**32)))
    values = {name: report.coefficients[name] for name in FROM_SUMS}
    values["cohen_kappa"] = report.pairs[0].cohen_kappa
    by_sentence = _item_level(ratings)
    intervals: dict[tuple[str, str], Ends] = {}
    for name, value in values.items():
        intervals[name, "jackknife"] = value.ci95
        intervals[name, "bootstrap"] = value.bootstrap.ci95 if value.bootstrap else None
        intervals[name, "item level"] = by_sentence[name]
    plan = _plan(values["krippendorff_alpha"], counts, rng)
    return Project(intervals, kinds(counts.sums, rng), plan)


def needed(spread: float, documents: int) -> int:
    """Return how many more documents than so many the true spread asks for, at least 0."""
    return max(0, fewest_documents(spread, PROMISED) - documents)


def _counts(ratings: Ratings, documents: int) -> Counts:
    return tabulate(*ratings, range(documents), REVIEWERS, LABELS)


def _part_of_truth(part: int) -> tuple[FloatArray, IntArray, float]:
    """Return the sums, the table of the first pair and alpha's spread of a large sample."""
    counts = _counts(draw(np.random.default_rng([SEED, 0, part]), PART_DOCUMENTS), PART_DOCUMENTS)
    return counts.sums.sum(0), pair_tables(counts)[0], _spread(counts.sums)


def _truth(parts: list[tuple[FloatArray, IntArray, float]]) -> Truth:
    sums, tables, spreads = zip(*parts, strict=True)
    total = np.sum(sums, axis=0)
    values = {name: float(of(total)) for name, of in FROM_SUMS.items()}
    values["cohen_kappa"] = float(cohen_kappa(np.sum(tables, axis=0)))
    return Truth(values, float(np.mean(spreads)), len(parts) * PART_DOCUMENTS)


def _spread(sums: FloatArray) -> float:
    """Return alpha's spread between documents, D se^2: (D, 3 + 3q) -> a number."""
    return len(sums) * standard_error(krippendorff_alpha(leave_one_out(sums))) ** 2


def _item_level(ratings: Ratings) -> dict[str, Ends]:
    """Return the intervals that take all sentences as one independent sample.

    They are those that the report has for a single article; for AC1, where it has none, the
    jackknife over sentences.
    """
    one = build(tabulate(np.zeros_like(ratings.document), *ratings[1:], [0], REVIEWERS, LABELS))
    sentences, place = np.unique(ratings.sentence, return_inverse=True)
    apart = tabulate(place, *ratings[1:], range(len(sentences)), REVIEWERS, LABELS)
    return {
        "percent_agreement": _ends(one.by_document[0].percent_agreement),
        "krippendorff_alpha": _ends(one.by_document[0].krippendorff_alpha),
        "cohen_kappa": _ends(one.pairs[0].cohen_kappa),
        "gwet_ac1": pooled(apart)["gwet_ac1"].ci95,
    }


def _ends(value: Value) -> Ends:
    return value.item_level.ci95 if value.item_level else None


def _plan(alpha: Value, counts: Counts, rng: np.random.Generator) -> Plan | None:
    """Return how many more articles alpha is said to need, and the half width that they give."""
    documents = len(counts.documents)
    more = more_documents(alpha, documents, [PROMISED])[0].more
    if more is None or documents not in PLANNED_FROM:
        return None
    sums = np.concatenate([counts.sums, _counts(draw(rng, more), more).sums])
    return Plan(more, half_width(_spread(sums), len(sums)))


if __name__ == "__main__":
    parser = argparse.ArgumentParser(prog="python -m bench.coverage", description=__doc__)
    parser.add_argument("--runs", type=int, default=RUNS, help=f"projects of each size ({RUNS})")
    runs = parser.parse_args().runs
    if runs < 2:
        parser.error("--runs must be 2 or more")
    truth, found = simulate(runs)
    PAGE.write_text(page(truth, found, PROMISED, partial(needed, truth.spread)), encoding="utf-8")
