"""Other people's programs on the same random tables: equal where they are right, named where not.

krippendorff 0.9, irrCAC 0.4, scikit-learn 1.9, statsmodels 0.15; none of them ships with this one.
"""

from collections.abc import Sequence
from typing import NamedTuple

import krippendorff
import numpy as np
import numpy.typing as npt
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from irrCAC.datasets import raw_4raters
from irrCAC.raw import CAC
from sklearn.metrics import cohen_kappa_score
from statsmodels.stats.inter_rater import cohens_kappa, fleiss_kappa

from webapp.agreement import coefficients as c
from webapp.agreement.item_level import cohen_error
from webapp.agreement.tally import Counts, given_by_reviewer, pair_tables, tabulate

Table = npt.NDArray[np.float64]
"""Sentences in rows, reviewers in columns: the number of the label, NaN for none."""

pytestmark = [
    pytest.mark.filterwarnings("ignore:Starting with pandas version"),  # in irrCAC
    # in each of them, where they divide by zero
    pytest.mark.filterwarnings("ignore:invalid value encountered"),
    pytest.mark.filterwarnings("ignore:divide by zero encountered"),
]


class Random(NamedTuple):
    """A table of reviewers who agree more or less, under q labels."""

    q: int
    ratings: Table


@st.composite
def tables(draw: st.DrawFn) -> Random:
    """Tables of 2 to 8 reviewers, 2 to 6 labels, and 0 to 80% missing."""
    q, reviewers, sentences = (draw(st.integers(2, most)) for most in (6, 8, 40))
    missing = draw(st.sampled_from([0, 0, 0.1, 0.3, 0.5, 0.8]))
    agreement = draw(st.sampled_from([0.2, 0.6, 0.9]))
    rng = np.random.default_rng(draw(st.integers(0, 2**32)))
    truth = rng.integers(0, q, (sentences, 1))
    guess = rng.integers(0, q, (sentences, reviewers))
    ratings = np.where(rng.random(guess.shape) < agreement, truth, guess).astype(float)
    ratings[rng.random(guess.shape) < missing] = np.nan
    return Random(q, ratings)


def counted(table: Random) -> Counts:
    sentence, reviewer = np.nonzero(~np.isnan(table.ratings))
    label = table.ratings[sentence, reviewer].astype(int)
    names = range(table.ratings.shape[1]), [str(k) for k in range(table.q)]
    return tabulate(np.zeros_like(sentence), sentence, reviewer, label, ["d"], *names)


def ours(table: Random) -> dict[str, float]:
    """Return our coefficients, and the item-level error of alpha, by the names of irrCAC."""
    counts = counted(table)
    sums = counts.sums.sum(0)
    return {
        "krippendorff": float(c.krippendorff_alpha(sums)),
        "fleiss": float(c.fleiss_kappa(sums)),
        "gwet": float(c.gwet_ac1(sums)),
        "bp": float(c.brennan_prediger(sums)),
        "conger": float(c.conger_kappa(sums, given_by_reviewer(counts))),
        "krippendorff se": float(counts.item_errors.ravel()[1]) if counts.documents else np.nan,
    }


def irr_cac(table: Random, name: str, of: str = "coefficient_value") -> float:
    """Return what irrCAC gives, unrounded, or NaN where it divides by zero."""
    labels = [float(k) for k in range(table.q)]
    try:
        found = getattr(CAC(pd.DataFrame(table.ratings), categories=labels, digits=16), name)()
    except ZeroDivisionError:
        return np.nan
    return float(found["est"][of])


def label_counts(table: Random) -> npt.NDArray[np.int64]:
    found: npt.NDArray[np.int64] = np.stack(
        [(table.ratings == k).sum(1) for k in range(table.q)], axis=1
    )
    return found


def table(rows: Sequence[Sequence[float]], q: int) -> Random:
    return Random(q, np.array(rows, float))


ONE_LABEL = table([[0, 0, 0]] * 6, 3)
PERFECT = table([[0, 0], [1, 1], [2, 2]] * 4, 3)

# ---------------------------------------------------------------- equal where they are right


@settings(max_examples=60, deadline=None)
@given(tables())
def test_alpha_equals_krippendorff(table: Random) -> None:
    expected = np.nan
    if (label_counts(table).sum(1) >= 2).any():
        labels = np.arange(table.q)
        expected = krippendorff.alpha(table.ratings.T, None, labels, "nominal")
    assert ours(table)["krippendorff"] == pytest.approx(expected, abs=1e-9, nan_ok=True)


@settings(max_examples=40, deadline=None)
@given(tables())
def test_coefficients_equal_irr_cac(table: Random) -> None:
    counts, found = label_counts(table), ours(table)
    two = counts.sum(1) >= 2
    if two.sum() < 2:  # its errors divide by n - 1, and it gives no coefficient without one
        return
    everybody = bool((~np.isnan(table.ratings)).any(0).all())
    right = {
        "krippendorff": np.count_nonzero(counts[two].sum(0)) > 1,
        "conger": everybody and np.count_nonzero(counts.sum(0)) > 1,
        "fleiss": np.count_nonzero(counts.sum(0)) > 1,
        "gwet": True,
        "bp": True,
    }
    for name in (name for name, is_right in right.items() if is_right):
        assert found[name] == pytest.approx(irr_cac(table, name), abs=1e-9), name


@settings(max_examples=40, deadline=None)
@given(tables())
def test_cohen_equals_scikit_learn_and_statsmodels(table: Random) -> None:
    counts, labels = counted(table), list(range(table.q))
    for (a, b), confusion in list(zip(counts.pairs, pair_tables(counts), strict=True))[:3]:
        first, second = (table.ratings[:, counts.reviewers[g]] for g in (a, b))
        both = ~np.isnan(first) & ~np.isnan(second)
        kappa, expected = float(c.cohen_kappa(confusion)), cohens_kappa(confusion)
        if not np.isnan(kappa):
            said = first[both].astype(int), second[both].astype(int)
            assert kappa == pytest.approx(cohen_kappa_score(*said, labels=labels), abs=1e-9)
            assert kappa == pytest.approx(expected.kappa, abs=1e-9)
        if not np.isnan(expected.std_kappa):  # squares, since the root of a rounding error is large
            error = float(cohen_error(confusion))
            assert error**2 == pytest.approx(expected.std_kappa**2, abs=1e-12)


@settings(max_examples=40, deadline=None)
@given(tables())
def test_fleiss_and_brennan_prediger_equal_statsmodels_on_complete_tables(table: Random) -> None:
    complete = Random(table.q, table.ratings[~np.isnan(table.ratings).any(1)])
    if not len(complete.ratings):
        return
    found = ours(complete)
    for name, method in (("fleiss", "fleiss"), ("bp", "randolph")):
        expected = fleiss_kappa(label_counts(complete), method)
        assert found[name] == pytest.approx(expected, abs=1e-9, nan_ok=True)


# ---------------------------------------------------------------- named where they are not


def test_irr_cac_takes_missing_for_a_label_unless_it_is_told_the_labels() -> None:
    ratings = raw_4raters()
    guessed, told = CAC(ratings), CAC(ratings, categories=[1.0, 2.0, 3.0, 4.0, 5.0])
    assert guessed.gwet()["est"]["coefficient_value"] == 0.78553  # with q = 6
    assert told.gwet()["est"]["coefficient_value"] == 0.77544  # as Gwet prints
    assert ours(Random(5, ratings.to_numpy() - 1))["gwet"] == pytest.approx(0.77544, abs=5e-6)


def test_irr_cac_gives_one_where_everyone_used_one_label() -> None:
    found = ours(ONE_LABEL)
    for name in ("krippendorff", "fleiss"):
        assert irr_cac(ONE_LABEL, name) == 1.0
        assert np.isnan(found[name])


def test_irr_cac_has_no_conger_where_somebody_gave_no_label() -> None:
    rows: list[list[float]] = [[0, 0, np.nan], [1, 1, np.nan], [0, 1, np.nan], [1, 1, np.nan]]
    assert np.isnan(irr_cac(table(rows, 2), "conger"))
    two = table([row[:2] for row in rows], 2)
    assert irr_cac(two, "conger") == pytest.approx(0.5)
    assert ours(table(rows, 2))["conger"] == pytest.approx(0.5)


def test_irr_cac_has_another_error_of_alpha_where_labels_are_missing() -> None:
    """It puts alpha's small-sample factor into the derivative of the agreement and not elsewhere.

    The derivative itself, by small steps of each sentence's weight, gives ours.
    """
    gap = float("nan")
    words = "001 11- 011 222 0-0 121 000"
    rows = [[gap if letter == "-" else int(letter) for letter in word] for word in words.split()]
    found = ours(table(rows, 3))["krippendorff se"]
    assert found == pytest.approx(by_small_steps(label_counts(table(rows, 3))), abs=1e-8)
    assert found == pytest.approx(0.228648, abs=5e-7)
    assert irr_cac(table(rows, 3), "krippendorff", "se") == pytest.approx(0.229288, abs=5e-7)


def by_small_steps(given: npt.NDArray[np.int64]) -> float:
    """Return the linearised error of alpha without (N-1)/N, differentiated by numbers."""
    n, m = len(given), given.sum(1)
    same = (given * (given - 1)).sum(1) / (m - 1)

    def alpha(weights: npt.NDArray[np.float64]) -> float:
        used = weights @ given
        total = used.sum()
        return float(1 - (1 - weights @ same / total) / (1 - ((used / total) ** 2).sum()))

    steps = np.eye(n) * 1e-5
    slopes = [(alpha(1 + step) - alpha(1 - step)) / 2e-5 * n for step in steps]
    return float(np.std(slopes, ddof=1) / np.sqrt(n))


def test_complete_tables_have_the_error_of_alpha_of_irr_cac() -> None:
    rng = np.random.default_rng(3)
    complete = Random(3, rng.integers(0, 3, (30, 4)).astype(float))
    expected = irr_cac(complete, "krippendorff", "se")
    assert ours(complete)["krippendorff se"] == pytest.approx(expected, abs=1e-9)


def test_krippendorff_refuses_what_is_undefined() -> None:
    with pytest.raises(ValueError, match="more than one value"):
        krippendorff.alpha(ONE_LABEL.ratings.T, level_of_measurement="nominal")
    assert np.isnan(ours(ONE_LABEL)["krippendorff"])


def test_statsmodels_refuses_missing_labels() -> None:
    with pytest.raises(AssertionError):
        fleiss_kappa([[2, 1], [1, 1], [0, 3]])


def test_statsmodels_has_no_error_of_kappa_where_rounding_makes_it_negative() -> None:
    confusion = np.diag([1, 0, 3, 1, 1, 0])
    assert np.isnan(cohens_kappa(confusion).std_kappa)
    assert float(cohen_error(confusion)) == pytest.approx(0, abs=1e-8)


def test_scikit_learn_calls_undefined_what_is_undefined() -> None:
    with pytest.warns(UserWarning, match="one label in common"):
        assert np.isnan(cohen_kappa_score([0, 0], [0, 0], labels=[0, 1]))
