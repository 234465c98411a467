"""How many more shared articles it takes for a narrower interval."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import NormalDist

from webapp.agreement.jackknife import MIN_DOCUMENTS
from webapp.agreement.student import t_quantile
from webapp.agreement.value import NO_WIDTH, Value

HALF_WIDTHS = (0.10, 0.05, 0.03)
ASSUMPTION = (
    "that further articles differ from each other as much as the ones so far, and are labelled by "
    "as many reviewers"
)
# Beyond it the figure is no plan any more.
_MOST_DOCUMENTS = 10_000


@dataclass(frozen=True)
class MoreDocuments:
    """How many further shared articles give an interval of estimate +- half_width.

    more is None where that cannot be told; sentence says it, or why not, in words.
    """

    half_width: float
    more: int | None
    sentence: str


def more_documents(
    value: Value, documents: int, half_widths: Sequence[float] = HALF_WIDTHS
) -> list[MoreDocuments]:
    """Return, for each half width, how many further articles the 95% interval needs for it.

    documents: the number D that the value's jackknife left out in turn. The spread between them,
    v = D se^2, is taken to stay what it is (`ASSUMPTION`), so that with D' articles the half width
    is t(.975, D' - 1) sqrt(v / D'); the answer is the smallest such D' less D, and never under 0.
    """
    if value.se is None:
        return [MoreDocuments(h, None, f"cannot be told: {value.no_ci95}") for h in half_widths]
    if value.se < NO_WIDTH:
        why = "every article is alike" if abs(value.estimate or 0.0) > NO_WIDTH else "it is 0"
        reason = f"cannot be told: {why} so far"
        return [MoreDocuments(h, None, reason) for h in half_widths]
    return [_more(documents * value.se**2, documents, h) for h in half_widths]


def half_width(spread: float, documents: int) -> float:
    """Return half the width of the 95% interval over so many documents; spread is v, D se^2."""
    return t_quantile(0.975, documents - 1) * math.sqrt(spread / documents)


def fewest_documents(spread: float, wanted: float) -> int:
    """Return the fewest documents whose interval is within +-wanted; spread is v, D se^2."""
    documents = max(_least(spread, wanted), MIN_DOCUMENTS)
    while half_width(spread, documents) > wanted:
        documents += 1
    return documents


def _least(spread: float, wanted: float) -> int:
    """Return how many documents a normal quantile asks for; t is larger, so fewer cannot do."""
    return math.ceil(spread * (NormalDist().inv_cdf(0.975) / wanted) ** 2)


def _more(spread: float, documents: int, wanted: float) -> MoreDocuments:
    if half_width(spread, documents) <= wanted:
        return MoreDocuments(wanted, 0, f"plus or minus {wanted:g} is reached")
    if _least(spread, wanted) > _MOST_DOCUMENTS:
        words = f"more than {_MOST_DOCUMENTS:,} shared articles for plus or minus {wanted:g}"
        return MoreDocuments(wanted, None, words)
    more = fewest_documents(spread, wanted) - documents
    give = "article gives" if more == 1 else "articles give"
    return MoreDocuments(wanted, more, f"about {more} more shared {give} plus or minus {wanted:g}")
