"""One number of the report with all that must stand beside it."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from webapp.agreement.coefficients import FloatArray
from webapp.agreement.jackknife import interval, missing_interval, standard_error

FEW_SENTENCES = 10
NO_PAIR = "no sentence has two reviewers"


@dataclass(frozen=True)
class ItemLevel:
    """An interval that takes sentences as independent: for one document or pair, never a project.

    se: standard error. ci95: estimate +- t(.975, n - 1) se, its upper end cut at 1.
    """

    se: float
    ci95: tuple[float, float]


@dataclass(frozen=True)
class Value:
    """An estimate with its interval over documents, or the reasons in words.

    n is the number of sentences with two labels or more that the estimate rests on. Exactly one of
    estimate and undefined is None, and exactly one of ci95 and no_ci95; se comes with ci95.
    """

    estimate: float | None
    se: float | None
    ci95: tuple[float, float] | None
    n: int
    undefined: str | None
    no_ci95: str | None
    remark: str | None
    item_level: ItemLevel | None


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
    if math.isnan(estimate):
        return Value(None, None, None, n, undefined, undefined, remark, None)
    remarks = [remark] if remark else []
    if n < FEW_SENTENCES:
        remarks.append(f"fewer than {FEW_SENTENCES} shared sentences")
    no_ci95 = missing_interval(documents, error)
    if no_ci95 is None and error < 1e-12:
        remarks.append("every article alike: the interval has no width and tells nothing")
    return Value(
        estimate=estimate,
        se=error if no_ci95 is None else None,
        ci95=interval(estimate, error, documents - 1) if no_ci95 is None else None,
        n=n,
        undefined=None,
        no_ci95=no_ci95,
        remark="; ".join(remarks) or None,
        item_level=_item_level(estimate, item_error, n),
    )


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
        return f"every reviewer used one label ({used[0]})" + _where(paired, given)
    return "in each pair both reviewers used one label"


def why_label_undefined(
    label: str, labels: Sequence[str], paired: Sequence[float], given: Sequence[float]
) -> str:
    """Return why the agreement on one label is undefined, in words; arguments as above."""
    if any(paired) and not paired[labels.index(label)]:
        return f"no reviewer used {label}" + _where(paired, given)
    return why_undefined(labels, paired, given)


def value_json(value: Value) -> Mapping[str, object]:
    """Return the value in JSON's terms, null for None."""
    item = value.item_level
    return {
        **vars(value),
        "ci95": list(value.ci95) if value.ci95 else None,
        "item_level": {"se": item.se, "ci95": list(item.ci95)} if item else None,
    }


def _where(paired: Sequence[float], given: Sequence[float]) -> str:
    same = [n > 0 for n in paired] == [n > 0 for n in given]
    return "" if same else " on the sentences with two reviewers"


def _item_level(estimate: float, error: float, n: int) -> ItemLevel | None:
    if math.isnan(error) or n < 2:
        return None
    return ItemLevel(error, interval(estimate, error, n - 1))
