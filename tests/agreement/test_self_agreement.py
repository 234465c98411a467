"""Reviewers against themselves, on sentences that were shown again."""

import math
from collections.abc import Sequence

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.agreement.test_definitions import alpha, observed
from webapp.agreement.self_agreement import Repetition, SelfAgreement, self_agreement
from webapp.agreement.tally import Rating

LABELS = ("a", "b", "c")
REVIEWERS = ("Ann", "Bo", "Cy")
Shown = tuple[int, int, int, int]
"""First label, second label, document, reviewer."""


def found(shown: Sequence[Shown], labels: Sequence[str] = LABELS) -> SelfAgreement:
    columns = np.array(shown, np.int64).reshape(-1, 4).T
    return self_agreement(columns[0], columns[1], columns[2], columns[3], REVIEWERS, labels)


def as_rows(shown: Sequence[Shown]) -> list[Rating]:
    """Return each sentence as one of two ratings, as the report's definitions take them."""
    return [
        (row[2], place, time, LABELS[row[time]])
        for place, row in enumerate(shown)
        for time in (0, 1)
    ]


def check(part: Repetition, shown: Sequence[Shown]) -> None:
    assert part.n == len(shown)
    documents = sorted({row[2] for row in shown})
    for value, definition in ((part.percent_agreement, observed), (part.krippendorff_alpha, alpha)):
        expected = definition(as_rows(shown))
        if expected is None:
            assert value.estimate is None
            assert value.undefined
            continue
        assert value.estimate == pytest.approx(float(expected), abs=1e-12)
        left = [definition(as_rows([r for r in shown if r[2] != d])) for d in documents]
        numbers, d = [float(x) for x in left if x is not None], len(documents)
        if d >= 5 and len(numbers) == d:
            centre = math.fsum(numbers) / d
            error = math.sqrt((d - 1) / d * math.fsum((x - centre) ** 2 for x in numbers))
            assert value.se == pytest.approx(error, abs=1e-12)
        else:
            assert value.se is None


@settings(max_examples=60, deadline=None)
@given(
    st.lists(
        st.tuples(st.integers(0, 2), st.integers(0, 2), st.integers(0, 7), st.integers(0, 2)),
        max_size=60,
    )
)
def test_every_number_equals_its_definition(shown: list[Shown]) -> None:
    result = found(shown)
    check(result.pooled, shown)
    for at, reviewer in enumerate(REVIEWERS):
        check(result.by_reviewer[reviewer], [row for row in shown if row[3] == at])


def test_reviewer_with_nothing_shown_again_has_the_reason() -> None:
    result = found([(0, 0, d, 0) for d in range(6)] + [(1, 1, d, 0) for d in range(6)])
    assert result.by_reviewer["Ann"].krippendorff_alpha.estimate == 1.0
    nothing = result.by_reviewer["Bo"]
    assert nothing.n == 0
    assert nothing.percent_agreement.undefined == "no sentence was labelled twice"
    assert nothing.krippendorff_alpha.undefined == "no sentence was labelled twice"


def test_one_label_throughout_leaves_alpha_undefined() -> None:
    pooled = found([(2, 2, d, d % 3) for d in range(9)]).pooled
    assert pooled.krippendorff_alpha.undefined == "one label was used throughout (c)"
    assert pooled.percent_agreement.estimate == 1.0


def test_label_set_of_one_label_leaves_alpha_undefined() -> None:
    pooled = found([(0, 0, 0, 0)], ["x"]).pooled
    assert pooled.krippendorff_alpha.undefined == "the label set holds one label (x)"


def test_few_articles_make_no_interval() -> None:
    pooled = found([(0, s % 2, s % 4, 0) for s in range(12)]).pooled
    assert pooled.krippendorff_alpha.no_ci95 == "needs at least 5 articles, you have 4"


def test_nothing_shown_again_is_no_error() -> None:
    assert found([]).pooled.n == 0
