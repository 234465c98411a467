"""The coefficients of agreement, each a function of counts that names its shapes.

`sums` are base sums (`Sums`), (..., 3 + 3q); leading axes are whatever is stacked: documents,
totals without one document, bootstrap replicates. Undefined is NaN inside and never a warning.
docs/agreement.md has every formula with its source.
"""

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

IntArray = npt.NDArray[np.int64]
FloatArray = npt.NDArray[np.float64]


class Sums(NamedTuple):
    """The base sums of one or many totals by name; c = labels k on a sentence, m = all on it.

    sentences: sentences with a label. two: sentences with two labels or more.
    agreeing: sum over `two` of sum_k c(c-1) / (m(m-1)).   All three (...).
    share: sum of c/m over `sentences`. paired: sum of c over `two`.
    same: sum over `two` of c(c-1) / (m-1).   All three (..., q), one per label.
    """

    sentences: FloatArray
    two: FloatArray
    agreeing: FloatArray
    share: FloatArray
    paired: FloatArray
    same: FloatArray


def unpack(sums: FloatArray) -> Sums:
    """Return the base sums by name: (..., 3 + 3q) -> Sums."""
    q = (sums.shape[-1] - 3) // 3
    by_label = [sums[..., 3 + i * q : 3 + (i + 1) * q] for i in range(3)]
    return Sums(sums[..., 0], sums[..., 1], sums[..., 2], *by_label)


def percent_agreement(sums: FloatArray) -> FloatArray:
    """Return the mean share of agreeing pairs of labels, each sentence once: (...)."""
    base = unpack(sums)
    return ratio(base.agreeing, base.two)


def krippendorff_alpha(sums: FloatArray) -> FloatArray:
    """Return alpha for nominal labels; sentences with one label are dropped: (...).

    Krippendorff (2011): 1 - (N - 1) (N - O) / (N (N - 1) - sum K (K - 1)).
    """
    base = unpack(sums)
    total = base.paired.sum(-1)
    expected = total * (total - 1) - (base.paired * (base.paired - 1)).sum(-1)
    return 1 - ratio((total - 1) * (total - base.same.sum(-1)), expected)


def fleiss_kappa(sums: FloatArray) -> FloatArray:
    """Return Fleiss' kappa (1971), for two reviewers Scott's pi (1955): (...).

    Missing labels as in Gwet (2014): chance from every sentence with a label.
    """
    return _beyond_chance(percent_agreement(sums), (_prevalence(sums) ** 2).sum(-1))


def gwet_ac1(sums: FloatArray) -> FloatArray:
    """Return Gwet's AC1 (2008), missing labels as in Gwet (2014): (...)."""
    pi = _prevalence(sums)
    chance = ratio((pi * (1 - pi)).sum(-1), pi.shape[-1] - 1)
    return _beyond_chance(percent_agreement(sums), chance)


def brennan_prediger(sums: FloatArray) -> FloatArray:
    """Return the coefficient of Brennan and Prediger (1981), chance 1/q: (...)."""
    q = unpack(sums).share.shape[-1]
    return _beyond_chance(percent_agreement(sums), 1 / q)


def conger_kappa(sums: FloatArray, given: IntArray | FloatArray) -> FloatArray:
    """Return Conger's kappa (1980), reviewers equally weighted, missing as in Gwet (2014): (...).

    given: (..., R, q), the labels k of each reviewer. Chance is the mean, over the pairs of
    different reviewers, of the product of their label shares; that equals
    sum_k (mean_g(p_gk)^2 - s_k^2 / R). Reviewers without a label do not count.
    """
    labelled = np.einsum("...k->...", given)
    shares = given / np.maximum(labelled, 1)[..., None]
    r = np.count_nonzero(labelled, axis=-1)
    summed = np.einsum("...gk->...k", shares)
    products = (summed**2).sum(-1) - np.einsum("...gk,...gk->...", shares, shares)
    return _beyond_chance(percent_agreement(sums), ratio(products, r * (r - 1)))


def cohen_kappa(confusion: IntArray | FloatArray) -> FloatArray:
    """Return Cohen's kappa (1960) of two reviewers on the sentences they share.

    confusion: (..., q, q), sentences by the label of each, whole numbers -> (...).
    """
    first, second = np.einsum("...ij->...i", confusion), np.einsum("...ij->...j", confusion)
    n, agreed = first.sum(-1), np.einsum("...ii", confusion)
    chance = np.einsum("...k,...k", first, second)
    # In whole numbers, so that "everyone used one label" is exactly 0/0.
    return ratio(n * agreed - chance, n * n - chance)


def agreed_share(confusion: IntArray | FloatArray) -> FloatArray:
    """Return the share of shared sentences with the same label: (..., q, q) -> (...)."""
    return ratio(np.einsum("...ii", confusion), np.einsum("...ij->...", confusion))


def light_kappa(kappas: FloatArray) -> FloatArray:
    """Return the mean of the defined pairwise kappas (Light 1971): (..., P) -> (...)."""
    defined = ~np.isnan(kappas)
    return ratio(np.where(defined, kappas, 0.0).sum(-1), defined.sum(-1))


def alpha_by_label(sums: FloatArray) -> FloatArray:
    """Return alpha of each label against all the rest as one: (..., q).

    Krippendorff (1980): alpha of the two-label table, O_k = N - 2 K_k + 2 S_k.
    """
    base = unpack(sums)
    total = base.paired.sum(-1)[..., None]
    differing = (total - 1) * (base.paired - base.same)
    return 1 - ratio(differing, base.paired * (total - base.paired))


def specific_agreement(sums: FloatArray) -> FloatArray:
    """Return the chance that, one reviewer having said k, another says k too: (..., q).

    S_k / K_k; for two reviewers the proportion of Dice (1945) and Spitzer and Fleiss (1974).
    """
    base = unpack(sums)
    return ratio(base.same, base.paired)


def ratio(top: npt.ArrayLike, bottom: npt.ArrayLike) -> FloatArray:
    """Return top / bottom, NaN where bottom is 0."""
    above, below = np.broadcast_arrays(np.asarray(top, float), np.asarray(bottom, float))
    out = np.full(above.shape, np.nan)
    np.divide(above, below, out=out, where=below != 0)
    return out


def _prevalence(sums: FloatArray) -> FloatArray:
    """Return pi_k, the mean share of label k on a sentence: (..., q)."""
    base = unpack(sums)
    return ratio(base.share, base.sentences[..., None])


def _beyond_chance(agreement: FloatArray, chance: FloatArray | float) -> FloatArray:
    return ratio(agreement - chance, np.subtract(1, chance))
