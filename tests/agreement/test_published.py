"""Tables from the literature: what their papers print, and what other tools compute."""

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from webapp.agreement import coefficients as c
from webapp.agreement.item_level import cohen_error
from webapp.agreement.tally import Counts, count, given_by_reviewer, pair_tables

TABLES: dict[str, dict[str, Any]] = {
    table["name"]: table
    for table in json.loads(
        (Path(__file__).parent / "data" / "agreement_examples.json").read_text("utf-8")
    )
}
# Printed values that are off in their last digit: the paper went on with rounded numbers.
LAST_DIGIT_OFF = {
    ("warrens2010_omalley_30x8", "brennan_prediger"),
    ("warrens2010_omalley_30x8", "fleiss_kappa"),
    ("warrens2010_omalley_30x8", "light_kappa"),
}
# Listed under other tools' values, and yet rounded to three digits.
ROUNDED = {("warrens2012_ex2a_15x4", "conger_kappa")}
# Values that the report does not offer: another variant, and item-level errors for a project.
NOT_OFFERED = {
    "fleiss_cuzick_kappa",
    "gwet_ac1_se",
    "fleiss_kappa_se",
    "brennan_prediger_se",
    "fleiss_kappa_by_label",
    "krippendorff_alpha_by_label",
    "percent_agreement_se",
    "cohen_kappa_se",
}


def counts_of(name: str) -> Counts:
    table = TABLES[name]
    return count([("one", *row) for row in table["ratings"]], table["labels"])


def coefficient(name: str, counts: Counts) -> float:
    total, tables = counts.sums.sum(0), pair_tables(counts)
    if name == "conger_kappa":
        return float(c.conger_kappa(total, given_by_reviewer(counts)))
    if name == "light_kappa":
        return float(c.light_kappa(c.cohen_kappa(tables)))
    if name == "cohen_kappa":
        assert len(tables) == 1
        return float(c.cohen_kappa(tables)[0])
    return float(getattr(c, name)(total))


def half_a_digit(printed: float) -> float:
    return float(0.5 * 10.0 ** -len(f"{printed!r}".partition(".")[2])) + 1e-12


def values(kind: str) -> list[tuple[str, str, float]]:
    return [
        (table, name, value)
        for table, entry in TABLES.items()
        for name, value in entry[kind].items()
        if name not in NOT_OFFERED
    ]


@pytest.mark.parametrize(("table", "name", "printed"), values("published"))
def test_coefficient_equals_the_printed_value(table: str, name: str, printed: float) -> None:
    tolerance = half_a_digit(printed) * (3 if (table, name) in LAST_DIGIT_OFF else 1)
    assert coefficient(name, counts_of(table)) == pytest.approx(printed, abs=tolerance)


@pytest.mark.parametrize(("table", "name", "computed"), values("computed_by_other_tools"))
def test_coefficient_equals_what_other_tools_compute(
    table: str, name: str, computed: float
) -> None:
    tolerance = half_a_digit(computed) if (table, name) in ROUNDED else 1e-9
    assert coefficient(name, counts_of(table)) == pytest.approx(computed, abs=tolerance)


def test_alpha_by_label_equals_krippendorff_1980() -> None:
    name = "krippendorff1980_p139_9x3"
    printed = TABLES[name]["published"]["krippendorff_alpha_by_label"]
    alphas = c.alpha_by_label(counts_of(name).sums.sum(0))
    assert alphas == pytest.approx(list(printed.values()), abs=5e-4)


def test_fleiss_of_one_label_against_the_rest_equals_fleiss_1971() -> None:
    table = TABLES["fleiss1971_psychiatric_30x6"]
    for label, printed in table["published"]["fleiss_kappa_by_label"].items():
        rows = [("one", *row[:2], "it" if row[2] == label else "rest") for row in table["ratings"]]
        kappa = c.fleiss_kappa(count(rows, ["it", "rest"]).sums.sum(0))
        # Fleiss went on with shares rounded to three digits: .245 exactly, .248 in print.
        assert kappa == pytest.approx(printed, abs=4e-3), label


@pytest.mark.parametrize(
    "table", [name for name, entry in TABLES.items() if "cohen_kappa_se" in entry["published"]]
)
def test_item_level_error_of_cohen_equals_the_printed_value(table: str) -> None:
    printed = TABLES[table]["published"]["cohen_kappa_se"]
    error = cohen_error(pair_tables(counts_of(table)))[0]
    assert error == pytest.approx(printed, abs=half_a_digit(printed))


def test_item_level_error_of_percent_agreement_equals_gwet_up_to_his_n() -> None:
    # Gwet's two-rater table divides by n; from raw ratings he and we divide by n - 1.
    error = counts_of("gwet_cont3x3abstractors_100").item_errors[0, 0]
    assert error * np.sqrt(99 / 100) == pytest.approx(0.03128898, abs=5e-9)


@pytest.mark.parametrize(
    ("table", "printed"),
    [("gwet_distrib6raters_15x6", 0.08119291), ("gwet_cont3x3abstractors_100", 0.05935224)],
)
def test_item_level_error_of_alpha_equals_gwet(table: str, printed: float) -> None:
    # irrCAC 1.4; the second is the .05905473 of its README, from n to n - 1.
    assert counts_of(table).item_errors[0, 1] == pytest.approx(printed, abs=5e-8)


def test_every_table_is_used() -> None:
    assert len(TABLES) == 39
    assert {
        table for kind in ("published", "computed_by_other_tools") for table, *_ in values(kind)
    } == set(TABLES)
