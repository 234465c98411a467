"""Articles drawn from a known model, so that intervals can be held against the truth.

Articles differ in what labels they hold and in how hard they are; sentences differ within an
article; reviewers differ in skill and, where a sentence is beyond them, fall back on a habit.
"""

from typing import NamedTuple

import numpy as np

from webapp.agreement.coefficients import FloatArray, IntArray

LABELS = ("sourced", "unsourced", "opinion")
REVIEWERS = ("a", "b", "c")
SENTENCES = (20, 60)
"""The fewest and the most sentences of an article, every length alike."""
PREVALENCE = np.array([0.55, 0.30, 0.15])
EVENNESS = 12.0
"""Of the Dirichlet distribution that each article's own prevalence comes from."""
ARTICLE_SPREAD, SENTENCE_SPREAD = 0.6, 1.0
"""Standard deviations of difficulty, in logits."""
SKILL = np.array([2.2, 1.8, 1.4])
HABIT = np.array([[0.6, 0.3, 0.1], [0.3, 0.4, 0.3], [0.2, 0.7, 0.1]])
MISSING = 0.2


class Ratings(NamedTuple):
    """Document, sentence (counted through all documents), reviewer and label: (n,) each."""

    document: IntArray
    sentence: IntArray
    reviewer: IntArray
    label: IntArray


def draw(rng: np.random.Generator, documents: int) -> Ratings:
    """Return the ratings of so many articles, each labelled by all reviewers, with gaps."""
    sizes = rng.integers(SENTENCES[0], SENTENCES[1] + 1, documents)
    document = np.repeat(np.arange(documents), sizes)
    shares = rng.dirichlet(EVENNESS * PREVALENCE, documents)
    truth = _one_of(rng, shares[document])
    hard = rng.normal(0, ARTICLE_SPREAD, documents)[document]
    hard = hard + rng.normal(0, SENTENCE_SPREAD, len(document))
    sees = rng.random((len(document), len(SKILL))) < 1 / (1 + np.exp(hard[:, None] - SKILL))
    habits = np.stack([_one_of(rng, np.tile(h, (len(document), 1))) for h in HABIT], axis=1)
    labels = np.where(sees, truth[:, None], habits)
    sentence, reviewer = np.nonzero(rng.random(labels.shape) >= MISSING)
    return Ratings(document[sentence], sentence, reviewer, labels[sentence, reviewer])


def _one_of(rng: np.random.Generator, shares: FloatArray) -> IntArray:
    """Return one label for each row of shares: (n, q) -> (n,)."""
    above: IntArray = (rng.random((len(shares), 1)) > shares.cumsum(1)[:, :-1]).sum(1)
    return above
