"""The heat map of pairs: how each reviewer agrees with each other one, and on how much."""

from collections import Counter
from collections.abc import Iterator, Sequence
from functools import partial
from operator import itemgetter

from webapp.agreement.figures import marks, pairs_drawing
from webapp.agreement.figures.cells import cells, head
from webapp.agreement.figures.figure import Figure, Table
from webapp.agreement.figures.pairs_drawing import Matrix
from webapp.agreement.figures.words import clean, count, number, span
from webapp.agreement.pairwise import PairAgreement
from webapp.agreement.report import Report
from webapp.agreement.tally import Id

MOST_REVIEWERS = 60
"""More reviewers are not drawn: those with the most shared sentences are."""


def heat_map(report: Report) -> Figure:
    """Return the heat map of Cohen's kappa of the pairs of reviewers."""
    order = _order(report.pairs)
    busiest = _busiest(report.pairs)
    matrix = _matrix([name for name in order if name in busiest], report.pairs)
    return Figure(
        name="pairs",
        title="Cohen’s kappa by pair of reviewers",
        caption=" ".join(_caption(report, matrix, len(order))),
        definitions=(
            ("Cohen’s kappa", "cohen_kappa"),
            ("interval over articles", "interval"),
            ("item-level interval", "item_level"),
        ),
        table=_table(report.pairs),
        missing=_missing(report),
        draw=partial(pairs_drawing.draw, matrix, _description(report.pairs)),
        least=pairs_drawing.least(matrix),
    )


def _missing(report: Report) -> str | None:
    if report.pairs:
        return None
    if report.n.reviewers < 2:
        return f"It takes two reviewers; {report.n.reviewers or 'none'} gave a label so far."
    return "No two reviewers have labelled the same sentence yet."


def _order(pairs: Sequence[PairAgreement]) -> list[Id]:
    """Return the reviewers by their mean kappa with the others, weighted by n, the highest first.

    Those without any come last; equals by name.
    """
    sums: dict[Id, list[float]] = {}
    for pair in pairs:
        kappa = pair.cohen_kappa.estimate
        for name in pair.reviewers:
            entry = sums.setdefault(name, [0.0, 0.0])
            if kappa is not None:
                entry[0] += kappa * pair.n
                entry[1] += pair.n
    means = {name: total / n if n else float("-inf") for name, (total, n) in sums.items()}
    return sorted(means, key=lambda name: (-means[name], str(name)))


def _busiest(pairs: Sequence[PairAgreement]) -> set[Id]:
    """Return the reviewers who share the most sentences with others, MOST_REVIEWERS of them."""
    shared: Counter[Id] = Counter()
    for pair in pairs:
        shared.update(dict.fromkeys(pair.reviewers, pair.n))
    return {name for name, _ in shared.most_common(MOST_REVIEWERS)}


def _matrix(names: Sequence[Id], pairs: Sequence[PairAgreement]) -> Matrix:
    values = {frozenset(pair.reviewers): pair.cohen_kappa for pair in pairs}
    cells = [
        [values.get(frozenset((name, other))) for other in names[:at]]
        for at, name in enumerate(names)
    ]
    return Matrix([clean(name) for name in names], cells)


def _caption(report: Report, matrix: Matrix, reviewers: int) -> Iterator[str]:
    sizes, values = [pair.n for pair in report.pairs], list(matrix.values())
    yield (
        f"{count(len(sizes), 'pair', 'pairs')} of {reviewers} reviewers. n: the sentences that "
        f"both have labelled, {span(sizes)}. The table has the intervals."
    )
    if reviewers > 2:
        yield "Reviewers stand in the order of their mean kappa with the others, weighted by n."
    if len(matrix.names) < reviewers:
        yield f"Drawn: the {len(matrix.names)} who share the most sentences."
    if any(value and value.estimate is None for value in values):
        yield "Hatched: undefined; the table says why."
    if any(value and marks.is_few(value) for value in values):
        yield "Grey, without a tone: fewer than 10 shared sentences."


def _table(pairs: Sequence[PairAgreement]) -> Table:
    heads = head("Reviewers", "Cohen’s kappa")
    return Table(heads, [(_both(pair), *cells(pair.cohen_kappa)) for pair in pairs])


def _both(pair: PairAgreement) -> str:
    return " and ".join(map(clean, pair.reviewers))


def _description(pairs: Sequence[PairAgreement]) -> str:
    kappas = [
        (pair.cohen_kappa.estimate, pair) for pair in pairs if pair.cohen_kappa.estimate is not None
    ]
    words = f"Heat map of {count(len(pairs), 'pair', 'pairs')} of reviewers. "
    if not kappas:
        return f"{words}Cohen’s kappa is undefined for each of them."
    (least, lowest), (most, highest) = (
        min(kappas, key=itemgetter(0)),
        max(kappas, key=itemgetter(0)),
    )
    return (
        f"{words}Cohen’s kappa from {number(least)} ({_both(lowest)}, n = {lowest.n}) to "
        f"{number(most)} ({_both(highest)}, n = {highest.n})."
    )
