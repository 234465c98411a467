"""Standard errors that take the sentences, not the documents, as the sample.

They describe one document or one pair and no more: sentences of one article resemble each other,
so for a project such intervals are about half as wide as they should be (see `jackknife`).
"""

import numpy as np
import numpy.typing as npt

from webapp.agreement.coefficients import FloatArray, IntArray, ratio
from webapp.agreement.grouping import added
from webapp.agreement.tables import Kinds


def document_errors(kinds: Kinds, documents: int) -> FloatArray:
    """Return, per document, the standard errors of percent agreement and of alpha: (D, 2).

    NaN for documents with fewer than two sentences with two labels, and for alpha where it is
    undefined. Linearised as in Gwet (2014), ch. 5 and 6, with n - 1.
    """
    document, given, times = (column[kinds.given.sum(1) >= 2] for column in kinds)
    agreeing = (given * (given - 1)).sum(1)
    ratings = given.sum(1)
    shares = agreeing / (ratings * (ratings - 1))
    two = Kinds(document, given, times)
    influence = _alpha_influence(two, agreeing / (ratings - 1), documents)
    columns = [_error_of_mean(x, document, times, documents) for x in (shares, influence)]
    return np.stack(columns, axis=1)


def cohen_error(confusion: npt.ArrayLike) -> FloatArray:
    """Return the standard error of Cohen's kappa: (..., q, q) -> (...), NaN where undefined.

    Fleiss, Cohen and Everitt (1969), eq. 13: large samples, kappa not assumed to be zero.
    """
    table = np.asarray(confusion, dtype=np.float64)
    n = table.sum((-2, -1))
    p = ratio(table, n[..., None, None])
    rows, columns = p.sum(-1), p.sum(-2)
    agreed, expected = np.trace(p, axis1=-2, axis2=-1), (rows * columns).sum(-1)
    disagreed = ratio(1 - agreed, 1 - expected)  # 1 - kappa
    diagonal = np.diagonal(p, axis1=-2, axis2=-1)
    on = (diagonal * (1 - (rows + columns) * disagreed[..., None]) ** 2).sum(-1)
    met = columns[..., :, None] + rows[..., None, :]
    cells = p * met**2
    off = disagreed**2 * (cells.sum((-2, -1)) - np.trace(cells, axis1=-2, axis2=-1))
    centre = (1 - disagreed - expected * disagreed) ** 2
    # Rounding can leave the difference of a perfect table a hair under zero.
    return np.sqrt(ratio(np.maximum(on + off - centre, 0.0), n * (1 - expected) ** 2))


def share_error(share: FloatArray, n: FloatArray) -> FloatArray:
    """Return the standard error of a share of n sentences: sqrt(p (1 - p) / (n - 1))."""
    return np.sqrt(ratio(share * (1 - share), n - 1))


def _alpha_influence(kinds: Kinds, agreeing: FloatArray, documents: int) -> FloatArray:
    """Return n times what each sentence adds to its document's alpha, to first order: (V,).

    The derivative of 1 - (1 - O/N) / (1 - sum (K/N)^2) in the direction of the sentence; like
    Gwet, without alpha's small-sample factor (N - 1)/N.
    """
    document, given, times = kinds
    used = added(given * times[:, None], document, documents)
    n = np.bincount(document, times, documents)[document]
    total = used.sum(1)[document]
    pi = used[document] / total[:, None]
    ratings = given.sum(1)
    agreed = np.bincount(document, agreeing * times, documents)[document] / total
    same = (pi**2).sum(1)
    observed, expected = 1 - agreed, 1 - same
    d_observed = (agreed * ratings - agreeing) * n / total
    d_expected = 2 * (same * ratings - (pi * given).sum(1)) * n / total
    return ratio(observed * d_expected, expected**2) - ratio(d_observed, expected)


def _error_of_mean(
    x: FloatArray, document: IntArray, times: IntArray, documents: int
) -> FloatArray:
    n = np.bincount(document, times, documents)
    mean = ratio(np.bincount(document, x * times, documents), n)
    squares = np.bincount(document, times * (x - mean[document]) ** 2, documents)
    return np.sqrt(ratio(squares, n * (n - 1.0)))
