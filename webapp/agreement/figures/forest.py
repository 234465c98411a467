"""The forest plot: the agreement on each document, and on all together as a diamond."""

from collections import Counter
from collections.abc import Iterator, Mapping
from functools import partial

from webapp.agreement.figures import forest_drawing
from webapp.agreement.figures.axis import LIMITS_SOURCE
from webapp.agreement.figures.cells import cells, head
from webapp.agreement.figures.figure import Figure, Table
from webapp.agreement.figures.forest_drawing import Plot, Row
from webapp.agreement.figures.words import clean, count, interval, number
from webapp.agreement.report import Report
from webapp.agreement.tally import Id

NAMES = {
    "krippendorff_alpha": "Krippendorff’s alpha",
    "percent_agreement": "Percent agreement",
}
"""The coefficients that every document has, and how a picture writes them."""
_SHORT = {"krippendorff_alpha": "alpha", "percent_agreement": "agreed"}


def documents(
    report: Report, titles: Mapping[Id, str], coefficient: str = "krippendorff_alpha"
) -> Figure:
    """Return the forest plot of documents; titles by id, NAMES has the coefficients."""
    rows = [
        Row(clean(titles.get(each.document, each.document)), getattr(each, coefficient))
        for each in report.by_document
    ]
    defined = [row for row in rows if row.value.estimate is not None]
    plot = Plot(
        name=NAMES[coefficient],
        short=_SHORT[coefficient],
        rows=sorted(defined, key=lambda row: (row.value.estimate, row.title)),
        undefined=sorted(
            (row for row in rows if row.value.estimate is None), key=lambda row: row.title
        ),
        pooled=Row("All articles", report.coefficients[coefficient]),
        has_limits=coefficient == "krippendorff_alpha",
    )
    return Figure(
        name="documents",
        title=f"{plot.name} by article",
        caption=" ".join(_caption(plot)),
        definitions=(
            (plot.name, coefficient),
            ("interval over articles", "interval"),
            ("item-level interval", "item_level"),
        ),
        table=_table(plot),
        missing=None if defined else _missing(plot),
        draw=partial(forest_drawing.draw, plot, _description(plot) if defined else ""),
    )


def _missing(plot: Plot) -> str:
    if not plot.undefined:
        return "No article has a label yet."
    reasons = Counter(str(row.value.undefined) for row in plot.undefined)
    return f"{plot.name} is undefined for every article: {'; '.join(reasons)}."


def _caption(plot: Plot) -> Iterator[str]:
    value, order = plot.pooled.value, ", the lowest first" if len(plot.rows) > 1 else ""
    yield (
        f"{count(len(plot.rows), 'article', 'articles')}{order}. n: sentences with two labels or "
        "more; squares grow with it, and numbers under 10 of them are grey."
    )
    yield (
        "Broken line: the 95% item-level interval, which takes the sentences of the one article as "
        "independent; arrow: it goes on; ring: no interval."
    )
    if value.ci95:
        yield "Diamond: all articles together, as wide as the 95% interval over articles."
    elif value.estimate is not None:
        yield f"Open diamond: all articles together, no interval: {value.no_ci95}."
    if plot.undefined:
        yield f"Undefined: {count(len(plot.undefined), 'article', 'articles')}."
    if plot.has_limits:
        yield LIMITS_SOURCE


def _table(plot: Plot) -> Table:
    rows = [*plot.rows, *plot.undefined]
    if rows:
        rows.append(plot.pooled)
    return Table(head("Article", plot.name), [(row.title, *cells(row.value)) for row in rows])


def _description(plot: Plot) -> str:
    lowest, highest, value = plot.rows[0], plot.rows[-1], plot.pooled.value
    words = (
        f"Forest plot of {count(len(plot.rows), 'article', 'articles')}, from "
        f"{number(lowest.value.estimate or 0.0)} ({lowest.title}) to "
        f"{number(highest.value.estimate or 0.0)} ({highest.title}). "
    )
    if plot.undefined:
        words += f"Undefined for {count(len(plot.undefined), 'article', 'articles')}. "
    if value.estimate is None:
        return f"{words}All articles: undefined, {value.undefined}."
    ends = f"95% interval {interval(value.ci95)}" if value.ci95 else f"no interval: {value.no_ci95}"
    return f"{words}All articles: {number(value.estimate)}, {ends}, n = {value.n}."
