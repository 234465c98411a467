"""One number of the report with all that must stand beside it."""

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from webapp.agreement.coefficients import FloatArray, IntArray
from webapp.agreement.jackknife import (
    MIN_DOCUMENTS,
    intervals,
    missing_interval,
    standard_error,
)

BoolArray = npt.NDArray[np.bool_]

FEW_SENTENCES = 10
NO_WIDTH = 1e-12
NO_PAIR = "no sentence has two reviewers"


# A report holds thousands of values. Frozen ones take four times as long to make.
@dataclass
class ItemLevel:
    """An interval that takes sentences as independent: for one document or pair, never a project.

    se: standard error. ci95: estimate +- t(.975, n - 1) se, its upper end cut at 1.
    """

    se: float
    ci95: tuple[float, float]


@dataclass
class BootstrapInterval:
    """An interval from resampled documents (see `bootstrap`), or the reason why there is none.

    undefined_replicates: replicates in which the number has no value; they are left out.
    """

    ci95: tuple[float, float] | None
    no_ci95: str | None
    undefined_replicates: int


@dataclass
class Value:
    """An estimate with its interval over documents, or the reasons in words.

    n is the number of sentences with two labels or more that the estimate rests on. Exactly one of
    estimate and undefined is None, and exactly one of ci95 and no_ci95; se comes with ci95.
    bootstrap is there only when asked for.
    """

    estimate: float | None
    se: float | None
    ci95: tuple[float, float] | None
    n: int
    undefined: str | None
    no_ci95: str | None
    remark: str | None
    item_level: ItemLevel | None
    bootstrap: BootstrapInterval | None = None


def from_replicates(
    estimate: float, replicates: FloatArray, n: int, undefined: str, remark: str | None = None
) -> Value:
    """Return a value from its leave-one-document-out estimates (D,); NaN means undefined."""
    return from_error(estimate, standard_error(replicates), len(replicates), n, undefined, remark)


def from_error(
    estimate: float,
    error: float,
    documents: int,
    n: int,
    undefined: str,
    remark: str | None = None,
    item_error: float = math.nan,
) -> Value:
    """Return a value from its jackknife error over that many documents.

    undefined is the reason to give where estimate is NaN. An item_error that is a number adds the
    item-level interval.
    """
    columns = map(np.array, ([estimate], [error], [documents], [n], [item_error]))
    estimates, errors, counts, sizes, item_errors = columns
    (value,) = from_errors(
        estimates, errors, counts, sizes, lambda _: undefined, {0: remark}, item_errors
    )
    return value


def from_errors(
    estimates: FloatArray,
    errors: FloatArray,
    documents: IntArray,
    sizes: IntArray,
    undefined: Callable[[int], str],
    remarks: Mapping[int, str | None],
    item_errors: FloatArray,
) -> list[Value]:
    """Return a value of each row, as `from_error` does: (n,) arrays -> n values.

    undefined gives the reason for a row where the estimate is NaN, remarks those that there are.
    """
    defined = ~np.isnan(estimates)
    reasons = _where(~defined, undefined)
    over = defined & (documents >= MIN_DOCUMENTS) & ~np.isnan(errors)
    no_ci95 = _where(
        ~over, lambda i: reasons[i] or missing_interval(int(documents[i]), float(errors[i]))
    )
    item = defined & ~np.isnan(item_errors) & (sizes > 1)
    item_ends = _pairs(intervals(estimates, item_errors, sizes - 1))
    few, flat = defined & (sizes < FEW_SENTENCES), over & (np.nan_to_num(errors) < NO_WIDTH)
    notes = [remarks.get(i) for i in range(len(estimates))]
    for i in np.flatnonzero(few | flat).tolist():
        notes[i] = _with_warnings(notes[i], few[i], flat[i], abs(estimates[i]) < NO_WIDTH)
    columns = (
        _only(defined, estimates.tolist()),
        _only(over, errors.tolist()),
        _only(over, _pairs(intervals(estimates, errors, documents - 1))),
        sizes.tolist(),
        reasons,
        no_ci95,
        notes,
        _only(item, list(map(ItemLevel, item_errors.tolist(), item_ends))),
    )
    return list(map(Value, *columns))


def why_undefined(labels: Sequence[str], paired: Sequence[float], given: Sequence[float]) -> str:
    """Return why a chance-corrected coefficient is undefined, in words.

    paired: (q,) labels on sentences with two reviewers; given: (q,) all labels.
    """
    used = [label for label, n in zip(labels, paired, strict=True) if n]
    if not used:
        return NO_PAIR
    if len(labels) == 1:
        return f"the label set holds one label ({labels[0]})"
    if len(used) == 1:
        return f"every reviewer used one label ({used[0]})" + _when(paired, given)
    return "in each pair both reviewers used one label"


def why_label_undefined(
    label: str, labels: Sequence[str], paired: Sequence[float], given: Sequence[float]
) -> str:
    """Return why the agreement on one label is undefined, in words; arguments as above."""
    if any(paired) and not paired[labels.index(label)]:
        return f"no reviewer used {label}" + _when(paired, given)
    return why_undefined(labels, paired, given)


def value_json(value: Value) -> Mapping[str, object]:
    """Return the value in JSON's terms, null for None."""
    item, resampled = value.item_level, value.bootstrap
    found = {
        **vars(value),
        "ci95": list(value.ci95) if value.ci95 else None,
        "item_level": {"se": item.se, "ci95": list(item.ci95)} if item else None,
    }
    del found["bootstrap"]
    if resampled:
        ends = list(resampled.ci95) if resampled.ci95 else None
        found["bootstrap"] = {**vars(resampled), "ci95": ends}
    return found


def _when(paired: Sequence[float], given: Sequence[float]) -> str:
    same = [n > 0 for n in paired] == [n > 0 for n in given]
    return "" if same else " on the sentences with two reviewers"


def _where(rows: BoolArray, text: Callable[[int], str | None]) -> list[str | None]:
    """Return the text of each of some rows, None for the others."""
    found: list[str | None] = [None] * len(rows)
    for i in np.flatnonzero(rows).tolist():
        found[i] = text(i)
    return found


def _only(rows: BoolArray, column: list[Any]) -> list[Any]:
    """Return the column with None in the other rows."""
    for i in np.flatnonzero(~rows).tolist():
        column[i] = None
    return column


def _pairs(ends: tuple[FloatArray, FloatArray]) -> list[tuple[float, float]]:
    low, high = ends
    return list(zip(low.tolist(), high.tolist(), strict=True))


def _with_warnings(remark: str | None, few: bool, flat: bool, is_zero: bool) -> str:
    """Return the remark with what is to be warned of.

    Kappa can be 0 in every article by construction, however different the articles are.
    """
    remarks = [remark] if remark else []
    if few:
        remarks.append(f"fewer than {FEW_SENTENCES} shared sentences")
    if flat:
        alike = "" if is_zero else "every article alike: "
        remarks.append(f"{alike}the interval has no width and tells nothing")
    return "; ".join(remarks)
