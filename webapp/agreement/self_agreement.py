"""Each reviewer against themselves, on sentences that were shown again silently.

How far a reviewer repeats their own labels bounds how far two reviewers can agree.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from webapp.agreement import coefficients as c
from webapp.agreement.coefficients import IntArray
from webapp.agreement.grouping import add_up
from webapp.agreement.tally import Id
from webapp.agreement.two_ratings import (
    Tables,
    base_sums,
    grouped,
    values,
    why_alpha_undefined,
)
from webapp.agreement.value import Value, value_json

NOTHING_SHOWN_AGAIN = "no sentence was labelled twice"


@dataclass(frozen=True)
class Repetition:
    """How n sentences that were shown again were labelled the second time."""

    n: int
    percent_agreement: Value
    krippendorff_alpha: Value


@dataclass(frozen=True)
class SelfAgreement:
    """The reviewers against themselves: all together, and each, in the order given."""

    pooled: Repetition
    by_reviewer: dict[Id, Repetition]


def self_agreement(
    first: IntArray,
    second: IntArray,
    document: IntArray,
    reviewer: IntArray,
    reviewers: Sequence[Id],
    labels: Sequence[str],
) -> SelfAgreement:
    """Return the agreement of first and second labels on n sentences: four (n,) of whole numbers.

    first, second and reviewer are positions in labels and reviewers; document is any number from
    0. A sentence shown to two reviewers again comes twice. Intervals: jackknife over documents.
    """
    d, r, q = int(document.max(initial=-1)) + 1, len(reviewers), len(labels)
    keys, place = np.unique(reviewer * d + document, return_inverse=True)
    cells = (place * q + first) * q + second
    rows = np.bincount(cells, minlength=len(keys) * q * q).reshape(-1, q, q)
    of_each = grouped(rows, keys // max(d, 1), r)
    documents, at = np.unique(keys % max(d, 1), return_inverse=True)
    of_all = grouped(add_up(rows, at, len(documents)), np.zeros(len(documents), np.int64), 1)
    return SelfAgreement(
        _repetitions(of_all, labels)[0],
        dict(zip(reviewers, _repetitions(of_each, labels), strict=True)),
    )


def as_json(found: SelfAgreement) -> dict[str, object]:
    """Return it as plain dicts, lists, text, numbers and None, ready for json.dumps."""
    reviewers = found.by_reviewer.items()
    return {
        "pooled": _repetition_json(found.pooled),
        "reviewers": [{"reviewer": name, **_repetition_json(each)} for name, each in reviewers],
    }


def _repetition_json(each: Repetition) -> dict[str, object]:
    return {
        "n": each.n,
        "percent_agreement": value_json(each.percent_agreement),
        "krippendorff_alpha": value_json(each.krippendorff_alpha),
    }


def _repetitions(tables: Tables, labels: Sequence[str]) -> list[Repetition]:
    n = tables.total.sum((1, 2)).tolist()
    sums, without = base_sums(tables.total), base_sums(tables.without)
    undefined = [why_alpha_undefined(labels, table, NOTHING_SHOWN_AGAIN) for table in tables.total]
    agreed = values(
        c.percent_agreement(sums),
        c.percent_agreement(without),
        tables,
        [NOTHING_SHOWN_AGAIN] * len(n),
    )
    alphas = values(c.krippendorff_alpha(sums), c.krippendorff_alpha(without), tables, undefined)
    return [Repetition(*row) for row in zip(n, agreed, alphas, strict=True)]
