import numpy as np
import pytest

from webapp.agreement.jackknife import (
    intervals,
    leave_one_out,
    missing_interval,
    standard_error,
    standard_errors,
)


def test_leave_one_out_leaves_the_others() -> None:
    sums = np.arange(12.0).reshape(4, 3) ** 2
    for d, total in enumerate(leave_one_out(sums)):
        assert total == pytest.approx(np.delete(sums, d, axis=0).sum(0))


def test_leave_one_out_leaves_whole_numbers_whole() -> None:
    # Eight sentences of one label and two thirds of a ninth: the sum less 2/3 is not 8 any more.
    sums = np.array([[1.0]] * 8 + [[2 / 3]])
    assert sums.sum() - 2 / 3 != 8.0
    assert leave_one_out(sums)[8, 0] == 8.0


def test_leave_one_out_of_no_documents_is_empty() -> None:
    assert leave_one_out(np.zeros((0, 4))).shape == (0, 4)


def test_standard_error_of_means_equals_that_of_the_mean() -> None:
    # The jackknife of a mean is s / sqrt(n), exactly.
    x = np.array([3.0, 1.0, 4.0, 1.0, 5.0, 9.0])
    replicates = leave_one_out(x[:, None])[:, 0] / 5
    assert standard_error(replicates) == pytest.approx(x.std(ddof=1) / np.sqrt(6))


def test_standard_errors_keep_groups_apart() -> None:
    replicates, group = np.array([1.0, 5.0, 2.0, 6.0, 3.0]), np.array([0, 2, 0, 2, 0])
    errors = standard_errors(replicates, group, 3)
    assert errors[[0, 2]] == pytest.approx([np.sqrt(2 / 3 * 2), np.sqrt(1 / 2 * 0.5)])
    assert np.isnan(errors[1])


def test_standard_error_is_undefined_where_a_replicate_is() -> None:
    assert np.isnan(standard_error(np.array([0.5, np.nan, 0.4])))


def test_interval_takes_t_of_df() -> None:
    low, high = intervals(np.array([0.5, 0.5]), np.array([0.1, 0.1]), np.array([4, 9]))
    assert low == pytest.approx([0.5 - 0.2776445, 0.5 - 0.2262157])
    assert high == pytest.approx([0.5 + 0.2776445, 0.5 + 0.2262157])


def test_interval_is_cut_at_one_and_not_below() -> None:
    low, high = intervals(np.array([0.5]), np.array([1.0]), np.array([4]))
    assert high == [1.0]
    assert low == pytest.approx([-2.276445])


def test_interval_is_undefined_without_an_error_or_degrees_of_freedom() -> None:
    ends = intervals(np.array([0.5, 0.5]), np.array([0.1, np.nan]), np.array([0, 5]))
    assert np.isnan(ends).all()


def test_missing_interval_says_how_many_articles_it_needs() -> None:
    assert missing_interval(2, 0.1) == "needs at least 5 articles, you have 2"


def test_missing_interval_is_none_from_five_documents_on() -> None:
    assert missing_interval(5, 0.1) is None
