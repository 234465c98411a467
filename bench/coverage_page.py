"""docs/coverage.md: what `bench.coverage` simulated, and what came of it."""

import math
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from bench import simulated_articles as model
from webapp.agreement.coefficients import FloatArray

Ends = tuple[float, float] | None
NAMES = {
    "percent_agreement": "percent agreement",
    "krippendorff_alpha": "alpha",
    "gwet_ac1": "AC1",
    "cohen_kappa": "Cohen's kappa",
}
KINDS = ("jackknife", "bootstrap", "item level")


@dataclass(frozen=True)
class Truth:
    """The coefficients by name, and alpha's spread between articles: v = D se^2."""

    values: dict[str, float]
    spread: float
    documents: int


@dataclass(frozen=True)
class Plan:
    """How many more articles alpha was said to need, and the half width once they were there."""

    more: int
    came_out: float


@dataclass(frozen=True)
class Project:
    """What one simulated project told; intervals by coefficient and kind, weighed for alpha."""

    intervals: Mapping[tuple[str, str], Ends]
    weighed: Mapping[str, Ends]
    plan: Plan | None


Found = Mapping[int, Sequence[Project]]
"""The projects of each number of articles."""


def page(truth: Truth, found: Found, promised: float, needed: Callable[[int], int]) -> str:
    """Return the page as Markdown; needed gives the articles that the true spread asks for."""
    runs = len(next(iter(found.values())))
    parts = [
        _INTRODUCTION,
        _model(),
        _truth(truth),
        _HELD.format(runs=runs, error=100 * 1.96 * math.sqrt(0.95 * 0.05 / runs)),
        _table(
            ["articles", "of", *_headed(KINDS)],
            _held(truth, found),
        ),
        _summary(truth, found),
        _WEIGHED,
        _table(["articles", *_headed(_weighed_kinds(found))], _weighed(truth, found)),
        _PLAN.format(promised=promised),
        _table(_PLAN_HEADER, _plans(found, promised, needed)),
    ]
    return "\n\n".join(parts) + "\n"


def covers(intervals: Sequence[Ends], truth: float) -> tuple[float, float, int]:
    """Return the share of the intervals that hold the truth, their median width, and how many."""
    there = np.array([ends for ends in intervals if ends is not None]).reshape(-1, 2)
    if not len(there):
        return math.nan, math.nan, 0
    held = (there[:, 0] <= truth) & (truth <= there[:, 1])
    return float(held.mean()), float(np.median(there[:, 1] - there[:, 0])), len(there)


def _held(truth: Truth, found: Found) -> Iterator[list[str]]:
    for documents, projects in found.items():
        for name, words in NAMES.items():
            row = [str(documents), words]
            for kind in KINDS:
                row += _cells([each.intervals[name, kind] for each in projects], truth.values[name])
            yield row


def _cells(intervals: Sequence[Ends], truth: float) -> list[str]:
    share, width, there = covers(intervals, truth)
    note = "" if there == len(intervals) else f" ({len(intervals) - there} without)"
    return [f"{100 * share:.1f}%{note}", f"{width:.2f}"]


def _summary(truth: Truth, found: Found) -> str:
    """Return how far each kind falls short of 95%, over the four coefficients."""
    header = ["worst and best of the four", *(f"{d} articles" for d in found)]
    rows, short = [], []
    for kind in KINDS:
        shares = {d: _shares(truth, projects, kind) for d, projects in found.items()}
        rows.append(
            [kind, *(f"{100 * min(x):.1f} to {100 * max(x):.1f}%" for x in shares.values())]
        )
        chance = 0.95 - 1.96 * math.sqrt(0.95 * 0.05 / len(next(iter(found.values()))))
        sizes = [str(d) for d, x in shares.items() if min(x) < chance]
        worst = 95 - 100 * min(map(min, shares.values()))
        if sizes:
            short.append(
                f"- {kind}: with {', '.join(sizes)} articles, {worst:.1f} points at worst."
            )
    words = "Short of 95% by more than chance, in at least one of the four:"
    return "\n\n".join([_table(header, rows), words, "\n".join(short or ["- none."])])


def _shares(truth: Truth, projects: Sequence[Project], kind: str) -> list[float]:
    return [
        covers([each.intervals[name, kind] for each in projects], truth.values[name])[0]
        for name in NAMES
    ]


def _headed(kinds: Sequence[str]) -> list[str]:
    return [cell for kind in kinds for cell in (kind, "width")]


def _weighed_kinds(found: Found) -> list[str]:
    return list(next(iter(found.values()))[0].weighed)


def _weighed(truth: Truth, found: Found) -> Iterator[list[str]]:
    alpha = truth.values["krippendorff_alpha"]
    for documents, projects in found.items():
        row = [str(documents)]
        for kind in projects[0].weighed:
            row += _cells([each.weighed[kind] for each in projects], alpha)
        yield row


def _plans(found: Found, promised: float, needed: Callable[[int], int]) -> Iterator[list[str]]:
    for documents, projects in found.items():
        plans = [each.plan for each in projects if each.plan]
        if plans:
            widths = np.array([plan.came_out for plan in plans])
            kept, nearly = (widths <= promised).mean(), (widths <= 1.2 * promised).mean()
            yield [
                str(documents),
                str(needed(documents)),
                _spread([plan.more for plan in plans], ".0f"),
                _spread(widths, ".3f"),
                f"{100 * kept:.0f}%",
                f"{100 * nearly:.0f}%",
            ]


def _spread(numbers: Sequence[float] | FloatArray, digits: str) -> str:
    low, middle, high = np.quantile(numbers, [0.1, 0.5, 0.9]).tolist()
    return f"{middle:{digits}} ({low:{digits}} to {high:{digits}})"


def _model() -> str:
    prevalence = ", ".join(
        f"{label} {share:g}" for label, share in zip(model.LABELS, model.PREVALENCE, strict=True)
    )
    habits = "; ".join(
        f"{name} {', '.join(f'{x:g}' for x in habit)}"
        for name, habit in zip(model.REVIEWERS, model.HABIT, strict=True)
    )
    skill = ", ".join(f"{x:g}" for x in model.SKILL)
    return _MODEL.format(
        fewest=model.SENTENCES[0],
        most=model.SENTENCES[1],
        prevalence=prevalence,
        evenness=model.EVENNESS,
        articles=model.ARTICLE_SPREAD,
        sentences=model.SENTENCE_SPREAD,
        skill=skill,
        habits=habits,
        missing=100 * model.MISSING,
    )


def _truth(truth: Truth) -> str:
    values = ", ".join(f"{NAMES[name]} {value:.4f}" for name, value in truth.values.items())
    width = 2 * 2.0687 * math.sqrt(truth.spread / 24)
    return _TRUTH.format(documents=truth.documents, values=values, width=width)


def _table(header: Sequence[str], rows: Iterable[list[str]]) -> str:
    lines = [list(header), ["---"] * len(header), *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


_INTRODUCTION = """\
# Do the intervals hold what they promise?

A 95% interval should hold the truth in 95 of 100 projects. Here projects are simulated, whose
truth is known, and counted. The page is written by

```
.venv/bin/python -m bench.coverage
```

The seed is fixed: the same version of numpy writes the same page. `--runs N` takes another number
of projects. What the intervals are is defined in [agreement.md](agreement.md#interval)."""

_MODEL = """\
## What was simulated

- An article has {fewest} to {most} sentences. Their true labels are drawn from shares of the
  article's own, and these from a Dirichlet distribution around
  {prevalence}, with {evenness:g} as the sum of its parameters.
- A reviewer sees a sentence's true label with the probability 1 / (1 + exp(difficulty - skill)).
  The difficulty is a normal number of the article (standard deviation {articles:g}) plus one of
  the sentence ({sentences:g}): that is why sentences of one article resemble each other.
- Three reviewers, a, b and c, label every article; their skills are {skill}. Where one does
  not see the label, a habit of their own decides. Shares of the labels, in the order above:
  {habits}.
- Each label is missing with a chance of {missing:g}%, whatever it is.
- Cohen's kappa is that of a and b."""

_TRUTH = """\
The truth comes from {documents:,} further articles:
{values}.
By alpha's spread between them, an interval from 24 articles is about {width:.2f} wide; on the
published data in [agreement.md](agreement.md#interval) it is 0.13."""

_HELD = """\
## How often the interval holds the truth

{runs:,} projects of each size. Where 95% are right, chance alone moves a figure of this table by
up to {error:.1f} points either way. Widths are medians.

- **jackknife**: over articles, with t; the interval that every report has.
- **bootstrap**: over articles, expanded percentile, 2,000 replicates; shown on demand.
- **item level**: takes the sentences as independent, as the report does for one article or pair
  and never for a project. Percent agreement and alpha: linearised (Gwet 2014); Cohen's kappa:
  Fleiss, Cohen and Everitt (1969); AC1: the jackknife over sentences."""

_WEIGHED = """\
## Which bootstrap

Four kinds for alpha, from the same replicates. Percentile and BCa are too narrow with few
articles, and BCa's corrections for bias and skewness do not help: what is missing is the factor
sqrt(D / (D - 1)) and a t quantile. The studentised interval (bootstrap-t) makes up for both and
covers best with five articles, but it is by far the widest there, and needs a standard error in
each replicate of every coefficient, label and pair. The expanded percentile takes the tails of the
plain one further out by just that factor and quantile (Hesterberg 2015); it costs nothing more. It
is what the program has, because from eight articles on it covers as well as the studentised one
and the jackknife; with five, the jackknife is the better one to quote."""

_PLAN = """\
## How many more articles

From each project, [the rule](agreement.md#more_documents) says how many more articles bring
alpha's interval to plus or minus {promised:g}. So many more are then simulated, and the interval
of all together is computed. Medians; in brackets the 10th and the 90th of 100 projects. The rule
cannot know the spread between articles better than the articles so far show it: the median is
right, a single plan from few articles is rough. Planning again with every few articles mends it."""

_PLAN_HEADER = [
    "articles so far",
    "more, by the true spread",
    "more, as the rule said",
    "half width that came out",
    "kept",
    "over by a fifth at most",
]
