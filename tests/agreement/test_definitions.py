"""The coefficients against plain loops written straight from their definitions."""

import math
from collections import Counter, defaultdict
from collections.abc import Callable, Sequence
from fractions import Fraction
from itertools import combinations, permutations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from webapp.agreement.report import Report, build
from webapp.agreement.tally import Rating, count
from webapp.agreement.value import Value

LABELS = ("a", "b", "c")
Number = Fraction | None


@st.composite
def tables(draw: st.DrawFn, documents: int = 7) -> list[Rating]:
    """Small tables: some documents alike, labels missing at random, some labels rare."""
    reviewers = draw(st.integers(1, 4))
    choices = draw(st.sampled_from(["abc", "ab", "aaaab", "a", "abc...", "a....", "aab."]))
    rows: list[Rating] = []
    for d in range(draw(st.integers(1, documents))):
        for s in range(draw(st.integers(1, 5))):
            for g in range(reviewers):
                label = draw(st.sampled_from(choices))
                if label != ".":
                    rows.append((f"d{d}", f"s{s}", f"r{g}", label))
    return rows


def by_sentence(rows: Sequence[Rating]) -> list[dict[object, str]]:
    sentences: dict[object, dict[object, str]] = defaultdict(dict)
    for document, sentence, reviewer, label in rows:
        sentences[document, sentence][reviewer] = label
    return list(sentences.values())


def divided(top: Fraction | int, bottom: Fraction | int) -> Number:
    return Fraction(top) / Fraction(bottom) if bottom else None


def mean(numbers: Sequence[Fraction]) -> Number:
    return divided(sum(numbers, Fraction(0)), len(numbers))


def observed(rows: Sequence[Rating]) -> Number:
    shares = []
    for labels in by_sentence(rows):
        pairs = list(combinations(labels.values(), 2))
        if pairs:
            shares.append(Fraction(sum(a == b for a, b in pairs), len(pairs)))
    return mean(shares)


def beyond(chance: Callable[[Sequence[Rating]], Number]) -> Callable[[Sequence[Rating]], Number]:
    def corrected(rows: Sequence[Rating]) -> Number:
        agreed = observed(rows)
        expected = None if agreed is None else chance(rows)
        if agreed is None or expected is None:
            return None
        return divided(agreed - expected, 1 - expected)

    return corrected


def prevalence(rows: Sequence[Rating]) -> list[Fraction]:
    sentences = by_sentence(rows)
    return [
        sum(
            (Fraction(list(x.values()).count(label), len(x)) for x in sentences),
            Fraction(0),
        )
        / len(sentences)
        for label in LABELS
    ]


def alpha(rows: Sequence[Rating]) -> Number:
    """Krippendorff's coincidence matrix."""
    coincidences: Counter[tuple[str, str]] = Counter()
    for labels in by_sentence(rows):
        for pair in permutations(labels.values(), 2):
            coincidences[pair] += Fraction(1, len(labels) - 1)  # type: ignore[assignment]
    margins: Counter[str] = Counter()
    for (first, _), n in coincidences.items():
        margins[first] += n
    total = sum(margins.values())
    differing = sum(n for (a, b), n in coincidences.items() if a != b)
    expected = sum(margins[a] * margins[b] for a, b in permutations(margins, 2))
    ratio = divided((total - 1) * differing, expected)
    return None if ratio is None else 1 - ratio


def conger_chance(rows: Sequence[Rating]) -> Number:
    """Mean over pairs of different reviewers of the chance that their labels are the same."""
    labels = defaultdict(list)
    for _, _, reviewer, label in rows:
        labels[reviewer].append(label)
    return mean(
        [
            sum(
                (Fraction(x.count(k), len(x)) * Fraction(y.count(k), len(y)) for k in LABELS),
                Fraction(0),
            )
            for x, y in permutations(labels.values(), 2)
        ]
    )


def cohen(first: object, second: object) -> Callable[[Sequence[Rating]], Number]:
    def kappa(rows: Sequence[Rating]) -> Number:
        both = [(x[first], x[second]) for x in by_sentence(rows) if first in x and second in x]
        if not both:
            return None
        agreed = Fraction(sum(a == b for a, b in both), len(both))
        ours, theirs = Counter(a for a, _ in both), Counter(b for _, b in both)
        chance = Fraction(sum(ours[k] * theirs[k] for k in LABELS), len(both) ** 2)
        return divided(agreed - chance, 1 - chance)

    return kappa


def light(rows: Sequence[Rating]) -> Number:
    reviewers = sorted({row[2] for row in rows}, key=str)
    kappas = [cohen(a, b)(rows) for a, b in combinations(reviewers, 2)]
    return mean([kappa for kappa in kappas if kappa is not None])


def specific(label: str) -> Callable[[Sequence[Rating]], Number]:
    def share(rows: Sequence[Rating]) -> Number:
        together = alone = Fraction(0)
        for labels in by_sentence(rows):
            for a, b in permutations(labels.values(), 2):
                together += Fraction(a == label and b == label, len(labels) - 1)
                alone += Fraction(a == label, len(labels) - 1)
        return divided(together, alone)

    return share


def one_label(label: str) -> Callable[[Sequence[Rating]], Number]:
    return lambda rows: alpha([(*row[:3], "a" if row[3] == label else "b") for row in rows])


def by_definition() -> dict[str, Callable[[Sequence[Rating]], Number]]:
    q = len(LABELS)
    return {
        "percent_agreement": observed,
        "krippendorff_alpha": alpha,
        "fleiss_kappa": beyond(lambda rows: sum((p * p for p in prevalence(rows)), Fraction(0))),
        "gwet_ac1": beyond(
            lambda rows: sum((p * (1 - p) for p in prevalence(rows)), Fraction(0)) / (q - 1)
        ),
        "brennan_prediger": beyond(lambda _: Fraction(1, q)),
        "conger_kappa": beyond(conger_chance),
        "light_kappa": light,
    }


def values(report: Report) -> dict[str, tuple[Value, Callable[[Sequence[Rating]], Number]]]:
    """Return each value of the report over all documents beside its definition."""
    definitions = by_definition()
    found = {name: (value, definitions[name]) for name, value in report.coefficients.items()}
    for label, row in report.by_label.items():
        found[f"alpha of {label}"] = row.krippendorff_alpha, one_label(label)
        found[f"specific agreement of {label}"] = row.specific_agreement, specific(label)
    for pair in report.pairs:
        found[f"cohen of {pair.reviewers}"] = pair.cohen_kappa, cohen(*pair.reviewers)
    return found


def counted_documents(name: str, rows: Sequence[Rating]) -> list[object]:
    """Return the documents that the jackknife leaves out in turn."""
    if name in ("fleiss_kappa", "gwet_ac1"):
        return sorted({row[0] for row in rows}, key=str)
    by_unit = defaultdict(set)
    for document, sentence, reviewer, _ in rows:
        by_unit[document, sentence].add(str(reviewer))
    if name.startswith("cohen"):
        pair = {word for word in ("r0", "r1", "r2", "r3") if word in name}
        return sorted({d for (d, _), who in by_unit.items() if pair <= who}, key=str)
    return sorted({d for (d, _), who in by_unit.items() if len(who) >= 2}, key=str)


@settings(max_examples=150, deadline=None)
@given(tables())
def test_every_coefficient_equals_its_definition(rows: list[Rating]) -> None:
    for name, (value, definition) in values(build(count(rows, LABELS))).items():
        expected = definition(rows) if rows else None
        if expected is None:
            assert value.estimate is None, name
            assert value.undefined, name
        else:
            assert value.estimate == pytest.approx(float(expected), abs=1e-12), name


@settings(max_examples=80, deadline=None)
@given(tables(documents=9))
def test_every_interval_equals_leaving_out_documents(rows: list[Rating]) -> None:
    for name, (value, definition) in values(build(count(rows, LABELS))).items():
        documents = counted_documents(name, rows)
        if value.estimate is None:
            assert value.no_ci95 == value.undefined, name
            continue
        left = [definition([row for row in rows if row[0] != d]) for d in documents]
        d = len(documents)
        if d < 5:
            assert value.no_ci95 == f"needs at least 5 articles, you have {d}", name
        elif None in left:
            assert value.no_ci95 == "undefined when one of the articles is left out", name
        else:
            numbers = [float(x) for x in left if x is not None]
            centre = math.fsum(numbers) / d
            error = math.sqrt((d - 1) / d * math.fsum((x - centre) ** 2 for x in numbers))
            assert value.se == pytest.approx(error, abs=1e-12), name


@settings(max_examples=80, deadline=None)
@given(tables())
def test_every_document_equals_its_definition_alone(rows: list[Rating]) -> None:
    for row in build(count(rows, LABELS)).by_document:
        own = [rating for rating in rows if rating[0] == row.document]
        for value, definition in (
            (row.krippendorff_alpha, alpha),
            (row.percent_agreement, observed),
        ):
            expected = definition(own)
            if expected is None:
                assert value.estimate is None
            else:
                assert value.estimate == pytest.approx(float(expected), abs=1e-12)
