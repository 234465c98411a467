"""Bootstrap intervals over documents: the replicates, the ends, and what has no interval."""

import json
from collections.abc import Iterator, Sequence
from statistics import NormalDist

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from webapp.agreement import bootstrap
from webapp.agreement.bootstrap import expanded_percentile, with_bootstrap
from webapp.agreement.pooled import counted
from webapp.agreement.report import Report, as_json, build
from webapp.agreement.student import t_quantile
from webapp.agreement.tally import Counts, Rating, count
from webapp.agreement.value import BootstrapInterval, Value

LABELS = ("sourced", "unsourced", "opinion")
REPLICATES = 6


def votes(seed: int, documents: int = 7, missing: float = 0.3) -> list[Rating]:
    """Return ratings of three reviewers with gaps, the second and third label getting rare."""
    rng = np.random.default_rng(seed)
    shares = rng.dirichlet([2, 1, 0.3])
    return [
        (d, s, f"r{g}", LABELS[s % 3 if rng.random() < 0.4 else rng.choice(3, p=shares)])
        for d in range(documents)
        for s in range(int(rng.integers(1, 6)))
        for g in range(3)
        if rng.random() >= missing
    ]


def resampled(rows: list[Rating], replicates: int = 300, seed: int | None = 5) -> Report:
    counts = count(rows, LABELS)
    return with_bootstrap(build(counts), counts, replicates, seed)


def all_values(report: Report) -> list[Value]:
    rows = [*report.by_label.values(), *report.pairs]
    inner = [field for row in rows for field in vars(row).values() if isinstance(field, Value)]
    return [*report.coefficients.values(), *inner]


def repeated(rows: Sequence[Rating], weights: dict[int, int]) -> Report:
    """Return the report on each document repeated as often as its weight says."""
    again = [(f"{row[0]} {copy}", *row[1:]) for row in rows for copy in range(weights[int(row[0])])]
    return build(count(again, LABELS))


def draws(rows: Sequence[Rating], counts: Counts, name: str, seed: int) -> Iterator[Report]:
    """Yield the report on each drawn set of documents, from the weights that a seed gives."""
    rng = np.random.default_rng(seed)
    for block in bootstrap._weights(counted(counts, name), REPLICATES, rng):
        for weights in block.astype(int).tolist():
            yield repeated(rows, dict(zip(map(int, counts.documents), weights, strict=True)))


def same(value: Value, replicate: float) -> bool:
    if value.estimate is None:
        return bool(np.isnan(replicate))
    return value.estimate == pytest.approx(replicate, abs=1e-12)


@settings(max_examples=12, deadline=None)
@given(st.integers(0, 2**32 - 1))
def test_replicate_is_the_report_on_the_drawn_documents(seed: int) -> None:
    rows = votes(seed)
    counts = count(rows, LABELS)
    rng = np.random.default_rng(seed)
    found = bootstrap._with_two(counts, REPLICATES, rng)
    for at, report in enumerate(draws(rows, counts, "", seed)):
        for name in ("percent_agreement", "krippendorff_alpha", "conger_kappa", "light_kappa"):
            assert same(report.coefficients[name], found[name][0][at]), name
        for label, row in report.by_label.items():
            assert same(row.krippendorff_alpha, found[f"krippendorff_alpha {label}"][0][at])
            assert same(row.specific_agreement, found[f"specific_agreement {label}"][0][at])


@settings(max_examples=12, deadline=None)
@given(st.integers(0, 2**32 - 1))
def test_replicate_of_fleiss_and_ac1_draws_lone_labels_too(seed: int) -> None:
    rows = votes(seed, missing=0.6)
    counts = count(rows, LABELS)
    found = bootstrap._with_lone(counts, REPLICATES, np.random.default_rng(seed))
    for at, report in enumerate(draws(rows, counts, "gwet_ac1", seed)):
        for name in ("fleiss_kappa", "gwet_ac1"):
            assert same(report.coefficients[name], found[name][0][at]), name


@settings(max_examples=12, deadline=None)
@given(st.integers(0, 2**32 - 1))
def test_replicate_of_a_pair_draws_the_documents_that_it_shares(seed: int) -> None:
    rows = [row for row in votes(seed, documents=9) if row[2] != "r2"]
    counts = count(rows, LABELS)
    for shares, kappas in bootstrap._of_pairs(counts, REPLICATES, np.random.default_rng(seed)):
        assert shares[1] == kappas[1] == int(counted(counts).sum())
        shared = {counts.documents[d] for d in counts.shared_document.tolist()}
        only = [row for row in rows if row[0] in shared]
        for at, report in enumerate(draws(only, count(only, LABELS), "", seed)):
            assert same(report.pairs[0].percent_agreement, shares[0][at])
            assert same(report.pairs[0].cohen_kappa, kappas[0][at])


def test_documents_that_do_not_count_stay_as_they_are() -> None:
    drawn = np.array([True] * 5 + [False] * 2)
    (weights,) = bootstrap._weights(drawn, 50, np.random.default_rng(1))
    assert weights.shape == (50, 7)
    assert (weights[:, 5:] == 1).all()
    assert (weights[:, :5].sum(1) == 5).all()
    assert len(np.unique(weights, axis=0)) > 20


def test_interval_is_the_percentile_one_widened_to_that_of_student() -> None:
    # Replicates of a mean spread by sqrt((D-1)/D) too little; normal ones give back t exactly.
    d, n = 8, 200_000
    grid = (np.arange(n) + 0.5) / n
    spread = np.sqrt((d - 1) / d)
    replicates = spread * np.array([NormalDist().inv_cdf(p) for p in grid.tolist()])
    found = expanded_percentile(replicates, d)
    assert found.ci95 == pytest.approx((-t_quantile(0.975, 7), t_quantile(0.975, 7)), abs=2e-3)


def test_undefined_replicates_are_left_out_and_counted() -> None:
    replicates = np.append(np.linspace(0, 1, 96), [np.nan] * 4)
    found = expanded_percentile(replicates, 6)
    assert found == BootstrapInterval(expanded_percentile(replicates[:96], 6).ci95, None, 4)
    assert found.ci95 is not None


def test_many_undefined_replicates_make_no_interval() -> None:
    found = expanded_percentile(np.append(np.linspace(0, 1, 94), [np.nan] * 6), 6)
    assert found.ci95 is None
    assert found.no_ci95 == "undefined in 6 of 100 bootstrap replicates"
    assert found.undefined_replicates == 6


def test_number_that_hangs_on_one_article_has_no_interval() -> None:
    rows: list[Rating] = [
        (d, s, g, LABELS[1 if (d, s) == (0, 0) else 0])
        for d in range(9)
        for s in range(3)
        for g in "ab"
    ]
    found = resampled(rows).coefficients["krippendorff_alpha"].bootstrap
    assert found is not None
    # The one article with another label is missing from (8/9)^9 = 35% of the draws.
    assert found.undefined_replicates == pytest.approx(0.35 * 300, abs=40)
    assert str(found.no_ci95).startswith("undefined in ")


def test_fewer_than_five_articles_make_no_interval() -> None:
    values = all_values(resampled(votes(1, documents=4)))
    reasons = {value.bootstrap.no_ci95 for value in values if value.bootstrap}
    assert "needs at least 5 articles, you have 4" in reasons
    assert all(value.bootstrap and value.bootstrap.ci95 is None for value in values)


def test_undefined_number_has_its_own_reason() -> None:
    rows: list[Rating] = [(d, 0, g, LABELS[0]) for d in range(6) for g in "ab"]
    alpha = resampled(rows).coefficients["krippendorff_alpha"]
    assert alpha.bootstrap
    assert alpha.bootstrap.no_ci95 == alpha.undefined == "every reviewer used one label (sourced)"


def test_nothing_labelled_makes_no_interval() -> None:
    assert all(value.bootstrap and not value.bootstrap.ci95 for value in all_values(resampled([])))


def test_same_seed_gives_the_same_digits() -> None:
    assert resampled(votes(2)) == resampled(votes(2))


def test_another_seed_gives_another_interval() -> None:
    values = [resampled(votes(2), seed=seed).coefficients["gwet_ac1"] for seed in (5, 6)]
    assert values[0].ci95 == values[1].ci95
    assert values[0].bootstrap != values[1].bootstrap


def test_drawn_seed_is_told_and_repeats_the_report() -> None:
    report = resampled(votes(2), seed=None)
    method = report.method["bootstrap"]
    assert isinstance(method, dict)
    assert method["replicates"] == 300
    assert method["kind"] == "expanded percentile over documents"
    assert resampled(votes(2), seed=int(method["seed"])) == report


def test_blocks_draw_the_same_replicates(monkeypatch: pytest.MonkeyPatch) -> None:
    whole = resampled(votes(3))
    monkeypatch.setattr(bootstrap, "_CELLS_AT_ONCE", 90)
    for one, other in zip(all_values(whole), all_values(resampled(votes(3))), strict=True):
        assert one.bootstrap
        assert other.bootstrap
        assert one.bootstrap.ci95 == pytest.approx(other.bootstrap.ci95, abs=1e-12)


def test_interval_stands_beside_the_jackknife_in_json() -> None:
    counts = count(votes(2), LABELS)
    plain, found = as_json(build(counts)), as_json(resampled(votes(2)))
    json.dumps(found, allow_nan=False)
    for section in ("coefficients", "by_label", "pairs"):
        assert without_bootstrap(found[section]) == plain[section]
        assert found[section] != plain[section]


def without_bootstrap(node: object) -> object:
    if isinstance(node, dict):
        return {key: without_bootstrap(x) for key, x in node.items() if key != "bootstrap"}
    return [without_bootstrap(x) for x in node] if isinstance(node, list) else node


@pytest.mark.parametrize(("replicates", "seed"), [(0, 1), (-1, 1), (100, -1)])
def test_impossible_bootstrap_is_refused(replicates: int, seed: int) -> None:
    with pytest.raises(ValueError, match="no bootstrap has"):
        resampled(votes(1), replicates, seed)
