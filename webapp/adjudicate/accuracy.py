"""Each reviewer against gold, on the sentences whose gold did not come from their own vote."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import numpy as np

from webapp.agreement import coefficients as c
from webapp.agreement.two_ratings import Tables, grouped, values
from webapp.agreement.value import Value, value_json
from webapp.scheme import ALL_LABELS

Met = tuple[int, str, str, int]
"""A reviewer, their label, the gold label, and on how many sentences of a document."""


@dataclass(frozen=True)
class Accuracy:
    """A reviewer against gold on n sentences.

    confusion: own label in rows, gold in columns, both in the order of ALL_LABELS.
    """

    reviewer_id: int
    n: int
    percent_agreement: Value
    cohen_kappa: Value
    confusion: list[list[int]]


def accuracies(met: Mapping[int, Iterable[Met]]) -> list[Accuracy]:
    """Return the agreement with gold of each reviewer who has a sentence to compare.

    met: by document. The intervals are those of the jackknife over documents.
    """
    reviewers, tables = _tables(met)
    q = len(ALL_LABELS)
    if not reviewers:
        return []
    undefined = [_why_undefined(table) for table in tables.total.reshape(-1, q, q).tolist()]
    agreed = values(
        c.agreed_share(tables.total), c.agreed_share(tables.without), tables, [""] * len(reviewers)
    )
    kappas = values(c.cohen_kappa(tables.total), c.cohen_kappa(tables.without), tables, undefined)
    rows = zip(reviewers, agreed, kappas, tables.total.tolist(), strict=True)
    return [Accuracy(who, share.n, share, kappa, table) for who, share, kappa, table in rows]


def accuracy_json(accuracy: Accuracy, name: str) -> dict[str, object]:
    """Return it as plain dicts, text, numbers and None."""
    return {
        "reviewer": name,
        "n": accuracy.n,
        "percent_agreement": value_json(accuracy.percent_agreement),
        "cohen_kappa": value_json(accuracy.cohen_kappa),
        "confusion": accuracy.confusion,
    }


def _tables(met: Mapping[int, Iterable[Met]]) -> tuple[list[int], Tables]:
    """Return the reviewers, sorted, and their tables: a row for each reviewer and document."""
    rows = [(row[0], document, *row[1:]) for document in met for row in met[document]]
    reviewers = sorted({row[0] for row in rows})
    seat = {who: place for place, who in enumerate(reviewers)}
    keys = sorted({(seat[row[0]], row[1]) for row in rows})
    place = {key: at for at, key in enumerate(keys)}
    code = {label: k for k, label in enumerate(ALL_LABELS)}
    found = np.zeros((len(keys), len(ALL_LABELS), len(ALL_LABELS)), np.int64)
    for who, document, own, gold, n in rows:
        found[place[seat[who], document], code[own], code[gold]] += n
    group = np.array([key[0] for key in keys], np.int64)
    return reviewers, grouped(found, group, len(reviewers))


def _why_undefined(table: list[list[int]]) -> str:
    """Return why kappa is undefined, where it is: the reviewer and gold have one label alone."""
    used = [label for label, row in zip(ALL_LABELS, table, strict=True) if any(row)]
    return f"the reviewer and gold have one label throughout ({', '.join(used)})"
