"""Label shares: how often each reviewer gave each label, as bars of equal length."""

from collections.abc import Iterator
from functools import partial

from webapp.agreement.figures import labels, shares_drawing
from webapp.agreement.figures.figure import Figure, Table
from webapp.agreement.figures.shares_drawing import TITLE, Bar, Bars
from webapp.agreement.figures.words import clean, count, percent
from webapp.agreement.report import Report

MOST_REVIEWERS = 56
"""More reviewers are not drawn: those with the most labels are."""


def label_shares(report: Report) -> Figure:
    """Return the bars of label shares."""
    every = [Bar(clean(row.reviewer), list(row.labels.values())) for row in report.by_reviewer]
    bars = Bars(_together(every, len(report.labels)), _busiest(every), labels.shown(report.labels))
    return Figure(
        name="labels",
        title=TITLE,
        caption=" ".join(_caption(bars, len(every))),
        definitions=(("labels by reviewer", "labels_by_reviewer"),),
        table=_table(bars, every),
        missing=None if every else "Nobody has given a label yet.",
        draw=partial(shares_drawing.draw, bars, _description(bars)),
    )


def _together(every: list[Bar], labels: int) -> Bar:
    return Bar("All reviewers", [sum(bar.counts[at] for bar in every) for at in range(labels)])


def _busiest(every: list[Bar]) -> list[Bar]:
    if len(every) <= MOST_REVIEWERS:
        return every
    kept = sorted(every, key=lambda bar: -bar.n)[:MOST_REVIEWERS]
    return [bar for bar in every if bar in kept]


def _caption(bars: Bars, reviewers: int) -> Iterator[str]:
    yield (
        "n: the labels that somebody gave, on shared sentences or not; "
        f"{count(reviewers, 'reviewer', 'reviewers')}, {bars.together.n} labels."
    )
    yield (
        "Shares are counted, not estimated, so they have no interval; reviewers may have read "
        "different articles."
    )
    if len(bars.each) < reviewers:
        yield f"Drawn: the {len(bars.each)} with the most labels."


def _table(bars: Bars, every: list[Bar]) -> Table:
    heads = [head for label in bars.labels for head in (label.name, f"{label.name}, share")]
    return Table(
        ("Reviewer", *heads, "n"),
        [(bar.name, *_cells(bar), str(bar.n)) for bar in (bars.together, *every) if every],
    )


def _cells(bar: Bar) -> Iterator[str]:
    for part in bar.counts:
        yield str(part)
        yield percent(part, bar.n)


def _description(bars: Bars) -> str:
    parts = zip(bars.labels, bars.together.counts, strict=True)
    words = ", ".join(f"{label.name} {percent(n, bars.together.n)}" for label, n in parts)
    who = count(len(bars.each), "reviewer", "reviewers")
    return f"Bars of {who}. All together: {words}; n = {bars.together.n} labels."
