"""Reviewers' error rates and the likely labels, by the model of Dawid and Skene (1979).

Each sentence is taken to have one true label, drawn from the prevalence; a reviewer says l where
the truth is k with the probability confusion[reviewer, k, l], whatever the others say. Prevalence,
confusions and the probabilities of the true labels are found together, by the EM algorithm.

Smoothed, because a reviewer may never have met a label: as if each had, for each true label, given
one rating more, spread evenly over the labels, and as if there were one sentence more, its truth
spread likewise. The EM algorithm then climbs the log-likelihood plus the logarithm of that prior.
"""

from dataclasses import dataclass

import numpy as np

from webapp.agreement.coefficients import FloatArray, IntArray
from webapp.agreement.grouping import joined, numbered
from webapp.agreement.tally import Id, Ratings

MIN_SHARED = 30
WARNING = (
    "The model assumes that each sentence has one true label and that reviewers err independently "
    "of each other. Where a sentence can be read in two ways, or where all share a habit, it is "
    "more certain than it should be."
)
SMOOTHING = 1.0
MOST_ITERATIONS = 1000
_TOLERANCE = 1e-10


@dataclass(frozen=True)
class Fit:
    """What the EM algorithm found. U sentences, R reviewers, q labels.

    prevalence: (q,). confusion: (R, q, q), the true label in rows; a row of a reviewer without
    ratings is even. posterior: (U, q), how probable each label is as the true one.
    climb: (iterations,), the log-likelihood plus the smoothing's log-prior at each step, which
    never falls. converged: the last step was smaller than the tolerance.
    """

    prevalence: FloatArray
    confusion: FloatArray
    posterior: FloatArray
    log_likelihood: float
    climb: FloatArray
    converged: bool


@dataclass(frozen=True)
class ReviewerErrors:
    """A reviewer of n sentences, by the model.

    accuracy: how probable it is that the reviewer says the true label of a sentence like these.
    confusion: q rows (true label) of q columns (label given), each row adding up to 1.
    """

    reviewer: Id
    n: int
    accuracy: float
    confusion: list[list[float]]


@dataclass(frozen=True)
class DawidSkene:
    """The model's account of the ratings, or in undefined the reason why there is none.

    sentences: with a label; shared: with two or more. prevalence: by true label. smoothing: ratings
    added for each reviewer and true label. iterations, converged: of the EM algorithm.
    """

    sentences: int
    shared: int
    undefined: str | None
    warning: str
    prevalence: dict[str, float] | None
    reviewers: list[ReviewerErrors]
    log_likelihood: float | None
    iterations: int
    converged: bool
    smoothing: float


def dawid_skene(ratings: Ratings, smoothing: float = SMOOTHING) -> DawidSkene:
    """Return what the model makes of the ratings; it needs at least 30 shared sentences."""
    _, unit = numbered(joined(ratings.document, ratings.sentence))
    size = np.bincount(unit)
    shared, q = int((size >= 2).sum()), len(ratings.labels)
    undefined = _why_undefined(shared, ratings.labels)
    if undefined is not None:
        return DawidSkene(
            len(size), shared, undefined, WARNING, None, [], None, 0, False, smoothing
        )
    found = fit(unit, ratings.reviewer, ratings.label, len(ratings.reviewers), q, smoothing)
    n = np.bincount(ratings.reviewer, minlength=len(ratings.reviewers)).tolist()
    columns = zip(
        ratings.reviewers, n, accuracy(found).tolist(), found.confusion.tolist(), strict=True
    )
    return DawidSkene(
        sentences=len(size),
        shared=shared,
        undefined=None,
        warning=WARNING,
        prevalence=dict(zip(ratings.labels, found.prevalence.tolist(), strict=True)),
        reviewers=[ReviewerErrors(*row) for row in columns if row[1]],
        log_likelihood=found.log_likelihood,
        iterations=len(found.climb),
        converged=found.converged,
        smoothing=smoothing,
    )


def fit(
    unit: IntArray,
    reviewer: IntArray,
    label: IntArray,
    reviewers: int,
    labels: int,
    smoothing: float = SMOOTHING,
    most_iterations: int = MOST_ITERATIONS,
) -> Fit:
    """Return the model fitted to n ratings: three (n,) of whole numbers from 0.

    Units have to be 0 to U - 1 without a gap. A reviewer may rate a unit more than once. The start
    is each unit's votes (Dawid and Skene 1979, eq. 3.1), so that labels keep their meaning; the end
    is where a step adds less than 1e-10 of the log-likelihood, or most_iterations. smoothing 0 is
    the paper's own maximum likelihood. ValueError for no rating.
    """
    if not len(unit):
        raise ValueError("there is no rating to fit the model to")
    code, size = reviewer * labels + label, np.bincount(unit)
    # A unit's ratings side by side are twice as fast, and in any order of rows the digits the same.
    order = np.lexsort((code, unit))
    unit, code = unit[order], code[order]
    votes = np.bincount(unit * labels + code % labels, minlength=len(size) * labels)
    posterior: FloatArray = (votes.reshape(-1, labels) / size[:, None]).T.copy()
    climb: list[float] = []
    while True:
        prevalence, said = _maximise(posterior, unit, code, reviewers, smoothing)
        posterior, log_likelihood = _expect(prevalence, said, unit, code)
        climb.append(log_likelihood + _log_prior(prevalence, said, smoothing))
        converged = len(climb) > 1 and climb[-1] - climb[-2] <= _TOLERANCE * abs(climb[-1])
        if converged or len(climb) >= most_iterations:
            confusion = said.reshape(reviewers, labels, labels).transpose(0, 2, 1)
            return Fit(
                prevalence, confusion, posterior.T, log_likelihood, np.array(climb), converged
            )


def accuracy(found: Fit) -> FloatArray:
    """Return how probable it is that a reviewer says the true label of a sentence: (R,)."""
    return np.diagonal(found.confusion, axis1=1, axis2=2) @ found.prevalence


def _maximise(
    posterior: FloatArray, unit: IntArray, code: IntArray, reviewers: int, smoothing: float
) -> tuple[FloatArray, FloatArray]:
    """Return the prevalence (q,), and how probable each label of each reviewer is: (R q, q).

    posterior: (q, U). code: (n,), reviewer x q + label. The second result has such codes in rows,
    true labels in columns. Eq. 2.3 and 2.4, with the smoothing.
    """
    q = len(posterior)
    prevalence = posterior.sum(1) + smoothing / q
    weights = [np.bincount(code, row[unit], reviewers * q) for row in posterior]
    said = (np.stack(weights, axis=1) + smoothing / q).reshape(reviewers, q, q)
    total = said.sum(1, keepdims=True)
    said = np.divide(said, total, out=np.full(said.shape, 1 / q), where=total > 0)
    return prevalence / prevalence.sum(), said.reshape(-1, q)


def _expect(
    prevalence: FloatArray, said: FloatArray, unit: IntArray, code: IntArray
) -> tuple[FloatArray, float]:
    """Return the posterior (q, U) and the log-likelihood. Eq. 2.5."""
    columns = zip(_log(prevalence), _log(said).T.copy(), strict=True)
    scores = np.stack([prior + np.bincount(unit, column[code]) for prior, column in columns])
    highest = scores.max(0)
    posterior = np.exp(scores - highest)
    total = posterior.sum(0)
    return posterior / total, float((highest + np.log(total)).sum())


def _log_prior(prevalence: FloatArray, said: FloatArray, smoothing: float) -> float:
    """Return the logarithm of the smoothing's prior, a Dirichlet one, without its constant."""
    if not smoothing:
        return 0.0
    return float(smoothing / len(prevalence) * (np.log(prevalence).sum() + np.log(said).sum()))


def _log(x: FloatArray) -> FloatArray:
    """Return the logarithm, minus infinity at 0 without a warning."""
    return np.log(x, out=np.full(x.shape, -np.inf), where=x > 0)


def _why_undefined(shared: int, labels: tuple[str, ...]) -> str | None:
    if shared < MIN_SHARED:
        return f"needs at least {MIN_SHARED} shared sentences, you have {shared}"
    if len(labels) == 1:
        return f"the label set holds one label ({labels[0]})"
    return None
