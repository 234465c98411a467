"""Dawid and Skene's model: the paper's equations and data, simulations, and its limits."""

import json
from collections import Counter
from dataclasses import asdict

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from webapp.agreement.coefficients import FloatArray, IntArray
from webapp.agreement.dawid_skene import (
    MOST_ITERATIONS,
    DawidSkene,
    Fit,
    accuracy,
    dawid_skene,
    fit,
)
from webapp.agreement.tally import Rating, encode

Columns = tuple[IntArray, IntArray, IntArray]
"""Unit, reviewer and label of each rating."""

# Table 1 of Dawid and Skene (1979): for each of 45 patients what observer 1 said three times, and
# observers 2 to 5 once each. Two public transcriptions agree on every label.
PATIENTS = """
    1111111 3334334 1122122 2223121 2223222 2223322 1222111 3333433 2222223 2322223 4444444 2223343
    1111111 2223212 1211111 1112111 1111111 1111111 2222221 2221322 2222222 2222221 2223222 2212222
    1111111 1111111 2322222 1111111 1111111 1121121 1111111 3333233 1111111 2222222 2223232 4334343
    2212232 2323233 3333432 1111111 1111111 1212111 2322222 1211111 2222222
"""

# What the paper prints for them: the error rates of each observer, true label in rows, in percent.
ERROR_RATES = [
    [[89, 11, 0, 0], [7, 88, 5, 0], [0, 34, 66, 0], [0, 0, 56, 44]],
    [[83, 17, 0, 0], [5, 63, 31, 0], [0, 0, 100, 0], [0, 0, 0, 100]],
    [[100, 0, 0, 0], [11, 79, 11, 0], [0, 40, 20, 40], [0, 0, 67, 33]],
    [[94, 6, 0, 0], [5, 84, 10, 0], [0, 0, 80, 20], [0, 0, 33, 67]],
    [[100, 0, 0, 0], [16, 73, 11, 0], [0, 21, 79, 0], [0, 0, 33, 67]],
]


def patients() -> Columns:
    rows = [
        (patient, max(0, place - 2), int(label) - 1)
        for patient, labels in enumerate(PATIENTS.split())
        for place, label in enumerate(labels)
    ]
    unit, reviewer, label = np.array(rows).T
    return unit, reviewer, label


def transcribed(
    columns: Columns, reviewers: int, q: int, smoothing: float, iterations: int
) -> tuple[FloatArray, FloatArray, FloatArray, float]:
    """Return prevalence, confusion, posterior and log-likelihood by the paper's equations.

    n[i, k, l] is how often observer k said l of patient i. Each step is a product over all of them,
    as in eq. 2.3 to 2.5 and 2.7; the start is eq. 3.1.
    """
    n = np.zeros((int(columns[0].max()) + 1, reviewers, q))
    for unit, reviewer, label in zip(*columns, strict=True):
        n[unit, reviewer, label] += 1
    posterior = n.sum(1) / n.sum((1, 2))[:, None]
    prevalence, confusion = np.empty(q), np.empty((reviewers, q, q))
    joint = np.empty_like(posterior)
    for _ in range(iterations):
        prevalence = (posterior.sum(0) + smoothing / q) / (len(n) + smoothing)
        for k in range(reviewers):
            for j in range(q):
                said = (posterior[:, j, None] * n[:, k]).sum(0) + smoothing / q
                confusion[k, j] = said / said.sum() if said.sum() else 1 / q
        for i in range(len(n)):
            for j in range(q):
                joint[i, j] = prevalence[j] * np.prod(confusion[:, j] ** n[i])
        posterior = joint / joint.sum(1, keepdims=True)
    return prevalence, confusion, posterior, float(np.log(joint.sum(1)).sum())


def simulated(
    seed: int, sentences: int, prevalence: FloatArray, confusion: FloatArray, missing: float = 0.3
) -> tuple[Columns, IntArray]:
    """Return ratings by the model itself, and the true labels."""
    rng = np.random.default_rng(seed)
    truth = rng.choice(len(prevalence), sentences, p=prevalence)
    above = confusion.cumsum(2)[:, truth].swapaxes(0, 1)[..., :-1]
    labels = (rng.random((*above.shape[:2], 1)) > above).sum(2)
    unit, reviewer = np.nonzero(rng.random(labels.shape) >= missing)
    labelled, unit = np.unique(unit, return_inverse=True)
    return (unit, reviewer, labels[labelled[unit], reviewer]), truth[labelled]


def confusions(*right: float) -> FloatArray:
    """Return reviewers who say the true one of three labels that often, else the next one more."""
    return np.stack(
        [np.array([np.roll([p, (1 - p) * 0.7, (1 - p) * 0.3], k) for k in range(3)]) for p in right]
    )


PREVALENCE = np.array([0.5, 0.35, 0.15])


@st.composite
def ratings(draw: st.DrawFn) -> Columns:
    """Small tables with gaps, some reviewers constant, some rating a unit twice."""
    q, reviewers = 3, draw(st.integers(1, 4))
    rng = np.random.default_rng(draw(st.integers(0, 2**32 - 1)))
    n = draw(st.integers(1, 40))
    _, unit = np.unique(rng.integers(0, draw(st.integers(1, 15)), n), return_inverse=True)
    reviewer = rng.integers(0, reviewers, n)
    label = np.where(reviewer == 0, draw(st.integers(0, 2)), rng.integers(0, q, n))
    return unit, reviewer, label


@settings(max_examples=60, deadline=None)
@given(ratings(), st.sampled_from([0.0, 0.5, 1.0]), st.integers(1, 6))
def test_each_step_equals_the_papers_equations(
    columns: Columns, smoothing: float, steps: int
) -> None:
    found = fit(*columns, 4, 3, smoothing, steps)
    prevalence, confusion, posterior, log_likelihood = transcribed(
        columns, 4, 3, smoothing, len(found.climb)
    )
    assert found.prevalence == pytest.approx(prevalence, abs=1e-10)
    assert found.confusion == pytest.approx(confusion, abs=1e-10)
    assert found.posterior == pytest.approx(posterior, abs=1e-10)
    assert found.log_likelihood == pytest.approx(log_likelihood, abs=1e-9)


@settings(max_examples=150, deadline=None)
@given(ratings(), st.sampled_from([0.0, 0.3, 1.0]))
def test_log_likelihood_never_falls(columns: Columns, smoothing: float) -> None:
    found = fit(*columns, 4, 3, smoothing)
    assert np.all(np.diff(found.climb) >= -1e-9)
    assert found.converged or len(found.climb) == MOST_ITERATIONS
    if not smoothing:
        assert found.climb[-1] == found.log_likelihood


def test_published_example_to_the_printed_digit() -> None:
    found = fit(*patients(), 5, 4, smoothing=0)
    assert found.converged
    assert np.round(found.prevalence, 2).tolist() == [0.40, 0.42, 0.11, 0.07]
    assert np.round(100 * found.confusion).tolist() == ERROR_RATES
    # Three patients are printed as uncertain; each of the others has a label with 1.00.
    uncertain = {7: [98, 2, 0, 0], 35: [0, 95, 5, 0], 38: [0, 2, 98, 0]}
    for patient, row in enumerate(np.round(100 * found.posterior).tolist(), start=1):
        assert row == uncertain.get(patient, row)
        assert max(row) == 100 or patient in uncertain


def test_model_recovers_what_it_was_drawn_from() -> None:
    confusion = confusions(0.9, 0.85, 0.8, 0.7, 0.6, 0.75)
    columns, truth = simulated(1, 8000, PREVALENCE, confusion)
    found = fit(*columns, 6, 3)
    assert found.converged
    assert found.prevalence == pytest.approx(PREVALENCE, abs=0.02)
    assert found.confusion == pytest.approx(confusion, abs=0.04)
    assert accuracy(found) == pytest.approx([0.9, 0.85, 0.8, 0.7, 0.6, 0.75], abs=0.03)
    votes = np.zeros((len(truth), 3))
    np.add.at(votes, columns[::2], 1)
    right = (found.posterior.argmax(1) == truth).mean()
    assert right > (votes.argmax(1) == truth).mean()


def test_reviewer_who_swaps_two_labels_is_seen_to() -> None:
    confusion = confusions(0.85, 0.8, 0.85, 0.8)
    confusion[3] = confusion[3][[1, 0, 2]]
    columns, truth = simulated(2, 4000, PREVALENCE, confusion)
    found = fit(*columns, 4, 3)
    assert found.confusion == pytest.approx(confusion, abs=0.05)
    assert (found.posterior.argmax(1) == truth).mean() > 0.9


def test_other_names_for_the_labels_change_nothing_else() -> None:
    columns, _ = simulated(3, 500, PREVALENCE, confusions(0.8, 0.7, 0.75))
    names = np.array([2, 0, 1])
    one, other = fit(*columns, 3, 3), fit(columns[0], columns[1], names[columns[2]], 3, 3)
    assert other.prevalence[names] == pytest.approx(one.prevalence, abs=1e-9)
    assert other.posterior[:, names] == pytest.approx(one.posterior, abs=1e-9)
    assert other.confusion[:, names][:, :, names] == pytest.approx(one.confusion, abs=1e-9)


def test_constant_reviewer_tells_nothing() -> None:
    columns, _ = simulated(4, 500, PREVALENCE, confusions(0.8, 0.7, 0.75))
    everywhere = np.arange(int(columns[0].max()) + 1)
    extra = everywhere, np.full_like(everywhere, 3), np.full_like(everywhere, 1)
    unit, reviewer, label = (np.concatenate(pair) for pair in zip(columns, extra, strict=True))

    def settled(columns: Columns, reviewers: int) -> Fit:
        return fit(*columns, reviewers, 3, smoothing=0, most_iterations=5000)

    one, other = settled(columns, 3), settled((unit, reviewer, label), 4)
    assert other.confusion[3] == pytest.approx(np.array([[0, 1, 0]] * 3))
    # The constant votes move the start, not the end.
    assert other.posterior == pytest.approx(one.posterior, abs=0.01)
    assert other.log_likelihood == pytest.approx(one.log_likelihood, abs=1e-4)


def test_rows_in_any_order_give_the_same_digits() -> None:
    columns, _ = simulated(5, 300, PREVALENCE, confusions(0.8, 0.7, 0.75))
    order = np.random.default_rng(0).permutation(len(columns[0]))
    unit, reviewer, label = (column[order] for column in columns)
    one, other = fit(*columns, 3, 3), fit(unit, reviewer, label, 3, 3)
    assert one.log_likelihood == other.log_likelihood
    assert np.array_equal(one.posterior, other.posterior)


def test_iterations_are_bounded_and_said_to_be() -> None:
    columns, _ = simulated(6, 300, PREVALENCE, confusions(0.8, 0.7, 0.75))
    found = fit(*columns, 3, 3, most_iterations=3)
    assert len(found.climb) == 3
    assert not found.converged


def test_no_rating_cannot_be_fitted() -> None:
    nothing = np.empty(0, np.int64)
    with pytest.raises(ValueError, match="no rating"):
        fit(nothing, nothing, nothing, 0, 3)


# ---------------------------------------------------------------- as it is shown

LABELS = ("a", "b", "c")


def named(sentences: int) -> list[Rating]:
    """Return ratings of two reviewers on as many sentences, and of a third on none of them."""
    both: list[Rating] = [
        (f"d{s % 4}", s, g, LABELS[(s + (g == "y" and s % 5 == 0)) % 3])
        for s in range(sentences)
        for g in ("x", "y")
    ]
    return [*both, ("d9", 0, "z", "left out"), ("d9", 0, "x", "a")]


def shown(sentences: int, labels: tuple[str, ...] = LABELS) -> DawidSkene:
    rows = [(*row[:3], row[3] if row[3] in labels else "left out") for row in named(sentences)]
    return dawid_skene(encode(rows, labels, ["left out"]))


def test_fewer_than_thirty_shared_sentences_are_refused() -> None:
    found = shown(29)
    assert found.undefined == "needs at least 30 shared sentences, you have 29"
    assert (found.prevalence, found.reviewers, found.log_likelihood) == (None, [], None)


def test_nothing_labelled_is_refused() -> None:
    found = dawid_skene(encode([], LABELS))
    assert found.undefined == "needs at least 30 shared sentences, you have 0"


def test_single_label_is_refused() -> None:
    rows: list[Rating] = [("d", s, g, "a") for s in range(40) for g in "xy"]
    assert dawid_skene(encode(rows, ["a"])).undefined == "the label set holds one label (a)"


def test_thirty_shared_sentences_are_accounted_for() -> None:
    found = shown(30)
    assert found.undefined is None
    assert (found.sentences, found.shared) == (31, 30)
    assert [(row.reviewer, row.n) for row in found.reviewers] == [("x", 31), ("y", 30)]
    assert found.prevalence
    assert sum(found.prevalence.values()) == pytest.approx(1)
    for row in found.reviewers:
        assert np.sum(row.confusion, axis=1) == pytest.approx([1, 1, 1])
        right = sum(p * row.confusion[k][k] for k, p in enumerate(found.prevalence.values()))
        assert row.accuracy == pytest.approx(right)


def test_every_account_carries_the_warning() -> None:
    for found in (shown(3), shown(40)):
        assert "one true label" in found.warning
        assert "independently" in found.warning
        json.dumps(asdict(found), allow_nan=False)


def test_reviewers_who_never_met_a_label_are_smoothed() -> None:
    rows: list[Rating] = [("d", s, g, LABELS[s % 2]) for s in range(60) for g in "xyz"]
    found = dawid_skene(encode(rows, LABELS))
    assert found.prevalence
    # Nobody said c: a third of the one sentence that smoothing adds.
    assert found.prevalence["c"] == pytest.approx((1 / 3) / 61, rel=0.2)
    assert found.reviewers[0].confusion[2] == pytest.approx([1 / 3] * 3, abs=0.05)
    assert found.reviewers[0].confusion[0][0] == pytest.approx((30 + 1 / 3) / 31, abs=0.01)


def test_patients_of_the_paper_are_all_there() -> None:
    unit, reviewer, _ = patients()
    assert Counter(unit.tolist()) == dict.fromkeys(range(45), 7)
    assert Counter(reviewer.tolist()) == {0: 135, 1: 45, 2: 45, 3: 45, 4: 45}
