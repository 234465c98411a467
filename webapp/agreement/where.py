"""Where reviewers agree more and where less: alpha and percent agreement of groups of labels.

`grouped` splits a project's counts by what its documents share, `by_period` by when they were
labelled; `as_json` gives the shape that programs read.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np

from webapp.agreement.coefficients import (
    FloatArray,
    krippendorff_alpha,
    percent_agreement,
    unpack,
)
from webapp.agreement.jackknife import leave_one_out, standard_error
from webapp.agreement.tally import Counts, Id
from webapp.agreement.value import Value, from_error, value_json, why_undefined

MOST_WEEKS = 30


@dataclass(frozen=True)
class Placed:
    """A document of a project, with the outlet and the story that it states."""

    id: int
    title: str
    outlet: str | None
    story: str | None


@dataclass(frozen=True)
class Group:
    """Agreement within one group of labels, on so many documents with a label.

    name: an outlet or a story, None where none is stated; a version of the guidelines; the first
    day of a period, as YYYY-MM-DD.
    """

    name: str | int | None
    documents: int
    krippendorff_alpha: Value
    percent_agreement: Value


@dataclass(frozen=True)
class Where:
    """All breakdowns of a project; period is `week` or `month`, by which over_time is split.

    shared_over_time: the shared articles alone, by the week or month in which they are due, or were
    labelled where they are due on no day; shared_period says which.
    """

    by_guideline_version: list[Group]
    by_outlet: list[Group]
    by_story: list[Group]
    period: str
    over_time: list[Group]
    shared_period: str
    shared_over_time: list[Group]


def group(
    name: str | int | None, labels: tuple[str, ...], sums: FloatArray, errors: FloatArray
) -> Group:
    """Return the agreement of D documents from their sums (D, 3 + 3q) and errors (D, 2).

    Both are those that `Counts` has.
    """
    base = unpack(sums)
    alpha, agreed = (
        _value(coefficient, labels, sums, error)
        for coefficient, error in zip(
            (krippendorff_alpha, percent_agreement), errors.T[::-1], strict=True
        )
    )
    return Group(name, int((base.sentences > 0).sum()), alpha, agreed)


def grouped(counts: Counts, names: Mapping[Id, str | None]) -> list[Group]:
    """Return the agreement within each group of documents, the one with most to compare first.

    names: what a document belongs to, None for nothing; a document that it lacks is in no group.
    Groups come by n, then by name; that of nothing is the last.
    """
    groups = _split(counts, names)
    return sorted(groups, key=lambda each: (each.name is None, -_n(each), str(each.name)))


def by_period(counts: Counts, days: Mapping[Id, date]) -> tuple[str, list[Group]]:
    """Return `week` or `month`, and the agreement within each such period in which articles lie.

    days: the day of each document; one that it lacks is in no period. Weeks begin on Monday.
    Months where there would be more than 30 weeks. Periods come in order, empty ones not at all.
    """
    weeks = {document: _week(day) for document, day in days.items()}
    counted = {weeks[name] for name in _labelled(counts) if name in weeks}
    if len(counted) <= MOST_WEEKS:
        return "week", _in_order(counts, weeks)
    return "month", _in_order(counts, {name: day.replace(day=1) for name, day in days.items()})


def as_json(where: Where) -> dict[str, object]:
    """Return the breakdowns as plain dicts, lists, text, numbers and None."""
    return {
        name: [_group_json(each) for each in field] if isinstance(field, list) else field
        for name, field in vars(where).items()
    }


def _group_json(group: Group) -> dict[str, object]:
    return {
        name: value_json(field) if isinstance(field, Value) else field
        for name, field in vars(group).items()
    }


def _week(day: date) -> date:
    return day - timedelta(days=day.weekday())


def _in_order(counts: Counts, starts: Mapping[Id, date]) -> list[Group]:
    names = {document: start.isoformat() for document, start in starts.items()}
    return sorted(_split(counts, names), key=lambda each: str(each.name))


def _n(group: Group) -> int:
    return group.percent_agreement.n


def _labelled(counts: Counts) -> Iterable[Id]:
    return (counts.documents[row] for row in np.flatnonzero(counts.sums[:, 0]).tolist())


def _split(counts: Counts, names: Mapping[Id, str | None]) -> list[Group]:
    """Return the groups that have a label, in the order in which the documents name them."""
    rows: dict[str | None, list[int]] = {}
    for row in np.flatnonzero(counts.sums[:, 0]).tolist():
        if counts.documents[row] in names:
            rows.setdefault(names[counts.documents[row]], []).append(row)
    return [
        group(name, counts.labels, counts.sums[places], counts.item_errors[places])
        for name, places in rows.items()
    ]


def _value(
    coefficient: Callable[[FloatArray], FloatArray],
    labels: tuple[str, ...],
    sums: FloatArray,
    item_errors: FloatArray,
) -> Value:
    """Return a coefficient of documents from their sums (D, 3 + 3q) and item-level errors (D,).

    Where one of them alone has a sentence with two labels, the item-level interval is its own.
    """
    total, two = sums.sum(0), unpack(sums).two > 0
    base = unpack(total)
    return from_error(
        float(coefficient(total)),
        standard_error(coefficient(leave_one_out(sums)[two])),
        int(two.sum()),
        int(base.two),
        why_undefined(labels, base.paired.tolist(), base.share.tolist()),
        item_error=float(item_errors[two][0]) if two.sum() == 1 else float("nan"),
    )
