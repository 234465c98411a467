"""A value in the cells of a table, as in the picture beside it."""

from webapp.agreement.figures import marks
from webapp.agreement.figures.words import interval, number
from webapp.agreement.value import Value


def head(of: str, name: str) -> tuple[str, ...]:
    """Return the heads of a table: what its rows are, n, the coefficient, its interval."""
    return of, "n", name, "95% interval", "The interval is", "Remark"


def cells(value: Value) -> tuple[str, ...]:
    """Return n, the estimate, its interval and what kind it is, and what is to be said of it."""
    ends, n = marks.ends(value), str(value.n)
    if value.estimate is None:
        return n, "undefined", "", "", str(value.undefined)
    kind = "over articles" if value.ci95 else "item-level"
    remarks = [each for each in (None if ends else value.no_ci95, value.remark) if each]
    found = (interval(ends), kind) if ends else ("none", "")
    return n, number(value.estimate), *found, "; ".join(remarks)
