"""Rows of whole numbers: a number for each different row, and sums by such a number."""

import math

import numpy as np
import numpy.typing as npt

from webapp.agreement.coefficients import FloatArray, IntArray

_MOST = 2**62


def joined(*columns: IntArray) -> IntArray:
    """Return one number a row, equal for equal rows and sorted as they are: w times (n,) -> (n,).

    The columns hold whole numbers from 0 on.
    """
    key = np.zeros(len(columns[0]), np.int64)
    for column in columns:
        left, right = key, column
        if _end(left) * _end(right) > _MOST:
            left, right = (np.unique(each, return_inverse=True)[1] for each in (left, right))
        key = left * _end(right) + right
    return key


def numbered(keys: IntArray) -> tuple[IntArray, IntArray]:
    """Return the different keys, sorted, and the place of each key among them: (n,) -> (k,), (n,).

    The keys are whole numbers from 0 on. Where they leave few gaps nothing is sorted.
    """
    end = _end(keys)
    if end > 4 * len(keys) + 1000:
        return np.unique(keys, return_inverse=True)
    there = np.zeros(end, bool)
    there[keys] = True
    return np.flatnonzero(there), (np.cumsum(there) - 1)[keys]


def one_of_each(numbers: IntArray) -> IntArray:
    """Return a position at which each of the numbers 0, 1, 2, ... stands: (n,) -> (k,)."""
    where = np.zeros(_end(numbers), np.int64)
    where[numbers] = np.arange(len(numbers))
    return where


def added(rows: npt.NDArray[np.number], group: IntArray, groups: int) -> FloatArray:
    """Return the sum of the rows of each group: (n, w), (n,) -> (groups, w).

    Whole numbers up to 2^53 add up exactly.
    """
    sums = np.zeros((groups, rows.shape[1]))
    for k, column in enumerate(rows.T):
        sums[:, k] = np.bincount(group, column, groups)
    return sums


def add_up(rows: npt.NDArray[np.integer], group: IntArray, groups: int) -> IntArray:
    """Return the sum of the whole-number tables of each group: (n, ...), (n,) -> (groups, ...)."""
    width = math.prod(rows.shape[1:])
    sums = added(rows.reshape(len(rows), width), group, groups)
    return sums.astype(np.int64).reshape(groups, *rows.shape[1:])


def _end(numbers: IntArray) -> int:
    return int(numbers.max(initial=-1)) + 1
