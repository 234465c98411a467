"""Tables of two ratings a sentence, one rating in rows and the other in columns, by group.

A reviewer against the colleagues, or against the reviewer's own earlier labels: the coefficients
are those of the report, since such a table has base sums like any other.
"""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from webapp.agreement.coefficients import FloatArray, IntArray
from webapp.agreement.grouping import add_up
from webapp.agreement.jackknife import standard_errors
from webapp.agreement.value import Value, from_error


class Tables(NamedTuple):
    """The tables of G groups, and their totals without each document.

    total: (G, q, q). group: (n,), one row per group and document. without: (n, q, q), the total of
    the row's group without the row's document.
    """

    total: IntArray
    group: IntArray
    without: IntArray


def grouped(rows: IntArray, group: IntArray, groups: int) -> Tables:
    """Return the tables of each group from one row per group and document: (n, q, q), (n,)."""
    total = add_up(rows, group, groups)
    return Tables(total, group, total[group] - rows)


def base_sums(tables: IntArray) -> FloatArray:
    """Return the base sums of tables of two ratings a sentence: (..., q, q) -> (..., 3 + 3q)."""
    n = tables.sum((-2, -1))[..., None]
    agreed = np.diagonal(tables, axis1=-2, axis2=-1)
    given = tables.sum(-1) + tables.sum(-2)
    parts = [n, n, agreed.sum(-1, keepdims=True), given / 2, given, 2 * agreed]
    return np.concatenate(parts, axis=-1)


def values(
    estimates: FloatArray, without: FloatArray, tables: Tables, undefined: Sequence[str]
) -> list[Value]:
    """Return the value of each group: estimates (G,), and (n,) without each document.

    n is the size of the group's table; undefined has the reason to give for each group, (G,).
    """
    groups = len(estimates)
    columns = zip(
        estimates.tolist(),
        standard_errors(without, tables.group, groups).tolist(),
        np.bincount(tables.group, minlength=groups).tolist(),
        tables.total.sum((1, 2)).tolist(),
        undefined,
        strict=True,
    )
    return [from_error(*row) for row in columns]


def why_alpha_undefined(labels: Sequence[str], table: IntArray, empty: str) -> str:
    """Return why alpha of a table (q, q) is undefined, in words; empty is the reason for n = 0."""
    used = [label for label, n in zip(labels, table.sum(0) + table.sum(1), strict=True) if n]
    if not used:
        return empty
    if len(labels) == 1:
        return f"the label set holds one label ({labels[0]})"
    return f"one label was used throughout ({used[0]})"
