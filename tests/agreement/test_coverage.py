"""The page on coverage says what is simulated now, and what it weighs is computed rightly."""

import numpy as np
import pytest

from bench import bootstrap_kinds, coverage, coverage_page
from bench.simulated_articles import LABELS, REVIEWERS, draw
from webapp.agreement.coefficients import krippendorff_alpha
from webapp.agreement.jackknife import leave_one_out, standard_error
from webapp.agreement.tally import tabulate


def test_page_is_of_the_model_that_is_simulated() -> None:
    text = coverage.PAGE.read_text(encoding="utf-8")
    assert coverage_page._model() in text
    assert f"{coverage.RUNS:,} projects of each size" in text


def test_project_is_simulated_the_same_again() -> None:
    one = coverage.project(5, 3)
    assert one == coverage.project(5, 3)
    assert one != coverage.project(5, 4)
    assert set(one.intervals) == {
        (name, kind) for name in coverage_page.NAMES for kind in coverage_page.KINDS
    }


def test_coverage_counts_the_intervals_that_hold_the_truth() -> None:
    ends = [(0.0, 0.4), (0.2, 0.6), None, (0.5, 0.7)]
    share, width, there = coverage_page.covers(ends, 0.4)
    assert there == 3
    assert share == pytest.approx(2 / 3)
    assert width == pytest.approx(0.4)


def test_error_within_a_replicate_leaves_out_each_drawn_copy() -> None:
    sums = tabulate(*draw(np.random.default_rng(1), 6), range(6), REVIEWERS, LABELS).sums
    weights = np.array([[1, 1, 1, 1, 1, 1], [3, 0, 1, 2, 0, 0]])
    errors = bootstrap_kinds._errors(weights, weights @ sums, sums)
    for row, error in zip(weights, errors.tolist(), strict=True):
        drawn = np.repeat(sums, row, axis=0)
        expected = standard_error(krippendorff_alpha(leave_one_out(drawn)))
        assert error == pytest.approx(expected, abs=1e-12)
