"""The same ratings through other people's programs, for `bench.agreement` to measure against."""

import warnings
from collections.abc import Callable

import krippendorff
import numpy as np
import numpy.typing as npt
import pandas as pd
from irrCAC.raw import CAC
from sklearn.metrics import cohen_kappa_score

from webapp.agreement.coefficients import IntArray
from webapp.agreement.tally import Counts
from webapp.scheme import LABELS

Program = Callable[[], list[float]]
CODES = [float(k) for k in range(len(LABELS))]


def programs(matrix: npt.NDArray[np.float64], counts: Counts) -> dict[str, Program]:
    """Return by name what gives the coefficients of a matrix of sentences by reviewers.

    They are handed what they take in: numbers of labels, NaN for none.
    """
    frame = pd.DataFrame(matrix)

    def alpha() -> list[float]:
        return [float(krippendorff.alpha(matrix.T, None, np.arange(len(LABELS)), "nominal"))]

    def irr_cac() -> list[float]:
        found = CAC(frame, categories=CODES, digits=16)
        names = ("fleiss", "gwet", "bp", "conger", "krippendorff")
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return [getattr(found, name)()["est"]["coefficient_value"] for name in names]

    def cohen() -> list[float]:
        return [_cohen(matrix, first, second) for first, second in counts.pairs]

    return {"krippendorff": alpha, "irrCAC": irr_cac, "scikit-learn": cohen}


def matrix(
    document: IntArray, sentence: IntArray, reviewer: IntArray, label: IntArray, sentences: int
) -> npt.NDArray[np.float64]:
    """Return ratings as a matrix of sentences (through all documents) by reviewers."""
    row = document * sentences + sentence
    found = np.full((int(row.max()) + 1, int(reviewer.max()) + 1), np.nan)
    found[row, reviewer] = label
    there: npt.NDArray[np.float64] = found[~np.isnan(found).all(1)]
    return there


def _cohen(ratings: npt.NDArray[np.float64], first: int, second: int) -> float:
    pair = ratings[:, [first, second]]
    one, two = pair[~np.isnan(pair).any(1)].astype(int).T
    return float(cohen_kappa_score(one, two, labels=range(len(LABELS))))
