"""More tables from the literature, given as the papers print them: counts, not ratings."""

from collections.abc import Sequence

import pytest

from tests.agreement.test_published import coefficient, counts_of, half_a_digit
from webapp.agreement.coefficients import specific_agreement
from webapp.agreement.tally import Counts, Rating, count

Table = Sequence[Sequence[int]]

# Two reviewers: how often the first gave the label of the row, the second that of the column.
PAIRS: dict[str, tuple[Table, dict[str, float]]] = {
    "Cohen (1960), p. 45": (
        [[88, 14, 18], [10, 40, 10], [2, 6, 12]],
        {"percent_agreement": 0.70, "cohen_kappa": 0.492},
    ),
    "Artstein and Poesio (2008), p. 558": (
        [[20, 10], [20, 50]],
        {
            "percent_agreement": 0.70,
            "brennan_prediger": 0.4,
            "fleiss_kappa": 0.341,
            "cohen_kappa": 0.348,
        },
    ),
    "Artstein and Poesio (2008), p. 568": (
        [[46, 0, 0], [6, 32, 6], [0, 0, 10]],
        {
            "percent_agreement": 0.88,
            "brennan_prediger": 0.82,
            "fleiss_kappa": 0.7995,
            "cohen_kappa": 0.8013,
        },
    ),
    "Feinstein and Cicchetti (1990), balanced": (
        [[40, 9], [6, 45]],
        {"percent_agreement": 0.85, "cohen_kappa": 0.70},
    ),
    "Feinstein and Cicchetti (1990), first paradox: high agreement, low kappa": (
        [[80, 10], [5, 5]],
        {"percent_agreement": 0.85, "cohen_kappa": 0.32},
    ),
    "Feinstein and Cicchetti (1990), second paradox: alike margins": (
        [[45, 15], [25, 15]],
        {"percent_agreement": 0.60, "cohen_kappa": 0.13},
    ),
    "Feinstein and Cicchetti (1990), second paradox: unlike margins, higher kappa": (
        [[25, 35], [5, 35]],
        {"percent_agreement": 0.60, "cohen_kappa": 0.26},
    ),
    "Wikipedia, Cohen's kappa": ([[20, 5], [10, 15]], {"cohen_kappa": 0.4}),
    "Wikipedia, Cohen's kappa, same percentages": ([[45, 15], [25, 15]], {"cohen_kappa": 0.1304}),
    "Wikipedia, Cohen's kappa, other numbers": ([[25, 35], [5, 35]], {"cohen_kappa": 0.2593}),
}
# Ten subjects by fourteen raters: how many gave each of five labels.
WIKIPEDIA_FLEISS = [
    [0, 0, 0, 0, 14],
    [0, 2, 6, 4, 2],
    [0, 0, 3, 5, 6],
    [0, 3, 9, 2, 0],
    [2, 2, 8, 1, 1],
    [7, 7, 0, 0, 0],
    [3, 2, 6, 3, 0],
    [2, 5, 3, 2, 2],
    [6, 5, 2, 1, 0],
    [0, 2, 2, 3, 7],
]


def of_pair(table: Table) -> Counts:
    names = [str(k) for k in range(len(table))]
    cells = [(a, b) for a, row in enumerate(table) for b, n in enumerate(row) for _ in range(n)]
    rows: list[Rating] = [
        ("d", s, who, names[k]) for s, cell in enumerate(cells) for who, k in enumerate(cell)
    ]
    return count(rows, names)


def letters(rows: Sequence[str], labels: Sequence[str]) -> Counts:
    found: list[Rating] = [
        ("d", s, who, letter)
        for who, row in enumerate(rows)
        for s, letter in enumerate(row)
        if letter != "."
    ]
    return count(found, labels)


@pytest.mark.parametrize(
    ("table", "name", "printed"),
    [
        pytest.param(table, name, value, id=f"{source}: {name}")
        for source, (table, values) in PAIRS.items()
        for name, value in values.items()
    ],
)
def test_coefficient_equals_the_printed_value(table: Table, name: str, printed: float) -> None:
    assert coefficient(name, of_pair(table)) == pytest.approx(printed, abs=half_a_digit(printed))


def test_specific_agreement_equals_artstein_and_poesio() -> None:
    table = PAIRS["Artstein and Poesio (2008), p. 558"][0]
    found = specific_agreement(of_pair(table).sums.sum(0))
    assert found == pytest.approx([0.571, 0.769], abs=5e-4)


def test_scott_equals_wikipedia_up_to_its_rounding() -> None:
    counts = of_pair([[1, 2, 3], [4, 5, 6], [7, 8, 9]])
    # Wikipedia goes on with .333 and .369, and gets -.057; from the whole numbers it is -.0563.
    assert coefficient("percent_agreement", counts) == pytest.approx(0.333, abs=5e-4)
    assert coefficient("fleiss_kappa", counts) == pytest.approx(-0.057, abs=1e-3)


def test_fleiss_equals_wikipedia() -> None:
    raters = ["".join(str(k) * n for k, n in enumerate(row)) for row in WIKIPEDIA_FLEISS]
    counts = letters(["".join(column) for column in zip(*raters, strict=True)], "01234")
    assert coefficient("percent_agreement", counts) == pytest.approx(0.378, abs=5e-4)
    assert coefficient("fleiss_kappa", counts) == pytest.approx(0.210, abs=5e-4)


def test_alpha_equals_wikipedia() -> None:
    observers = [".....34121133.3", "1.213343.......", "..21344.21133.4"]
    counts = letters(observers, "1234")
    assert coefficient("krippendorff_alpha", counts) == pytest.approx(0.691, abs=5e-4)


@pytest.mark.parametrize(
    ("name", "printed"),
    [
        ("gwet_ac1", 0.77544),
        ("fleiss_kappa", 0.76117),
        ("conger_kappa", 0.76282),
        ("krippendorff_alpha", 0.74342),
        ("brennan_prediger", 0.77273),
    ],
)
def test_coefficient_equals_gwets_software_on_raw4raters(name: str, printed: float) -> None:
    counts = counts_of("krippendorff_C_4x12_missing")
    assert coefficient(name, counts) == pytest.approx(printed, abs=5e-6)
