"""How many more articles: the smallest number that keeps the promise, or why it cannot be told."""

from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from webapp.agreement.planning import half_width, more_documents
from webapp.agreement.report import as_json, build
from webapp.agreement.tally import Rating, count
from webapp.agreement.value import Value, from_error


def value(error: float, documents: int) -> Value:
    return from_error(0.7, error, documents, 100, "")


@given(st.floats(0.005, 0.5), st.integers(5, 300), st.sampled_from([0.2, 0.1, 0.05, 0.03]))
def test_fewest_articles_that_keep_the_promise_are_named(
    error: float, documents: int, wanted: float
) -> None:
    (found,) = more_documents(value(error, documents), documents, [wanted])
    spread = documents * error**2
    if found.more is None:
        assert half_width(spread, 10_000) > wanted * 0.99
    else:
        assert half_width(spread, documents + found.more) <= wanted
        assert not found.more or half_width(spread, documents + found.more - 1) > wanted


def test_half_width_so_far_is_that_of_the_interval() -> None:
    now = value(0.04, 9)
    assert now.ci95
    assert half_width(9 * 0.04**2, 9) == pytest.approx((now.ci95[1] - now.ci95[0]) / 2)


def test_sentence_says_how_many_more() -> None:
    # v = 12 * .04^2 = .0192; t(.975, 31) sqrt(.0192 / 32) = .04996, and .0508 with one fewer.
    found = more_documents(value(0.04, 12), 12, [0.05])[0]
    assert found.more == 20
    assert found.sentence == "about 20 more shared articles give plus or minus 0.05"


def test_single_article_is_named_in_the_singular() -> None:
    found = more_documents(value(0.044, 12), 12, [0.095])[0]
    assert (found.more, found.sentence) == (
        1,
        "about 1 more shared article gives plus or minus 0.095",
    )


def test_width_that_is_reached_needs_none() -> None:
    found = more_documents(value(0.02, 12), 12)[0]
    assert (found.half_width, found.more) == (0.10, 0)
    assert found.sentence == "plus or minus 0.1 is reached"


def test_under_five_articles_cannot_be_told() -> None:
    found = more_documents(value(0.04, 4), 4)
    assert [row.more for row in found] == [None] * 3
    assert found[0].sentence == "cannot be told: needs at least 5 articles, you have 4"


def test_undefined_number_cannot_be_told() -> None:
    nothing = from_error(float("nan"), 0.1, 9, 0, "no sentence has two reviewers")
    assert more_documents(nothing, 9)[0].sentence == "cannot be told: no sentence has two reviewers"


def test_articles_that_are_all_alike_cannot_tell() -> None:
    found = more_documents(value(0.0, 9), 9)[0]
    assert (found.more, found.sentence) == (None, "cannot be told: every article is alike so far")


def test_more_than_anybody_would_label_is_no_number() -> None:
    found = more_documents(value(0.5, 500), 500, [0.03])[0]
    assert (found.more, found.sentence) == (
        None,
        "more than 10,000 shared articles for plus or minus 0.03",
    )


def test_rule_foretells_the_published_widths() -> None:
    # PolNeAR: 24 articles gave a width of 0.13; 12 gave 0.19 and 48 gave 0.10.
    spread = 24 * (0.13 / 2 / 2.0687) ** 2
    assert 2 * half_width(spread, 12) == pytest.approx(0.19, abs=0.01)
    assert 2 * half_width(spread, 48) == pytest.approx(0.10, abs=0.015)


def test_report_plans_with_the_articles_that_count() -> None:
    rng = Random(3)  # noqa: S311 # a test table, not a secret
    rows: list[Rating] = [
        (d, s, g, rng.choice("aab"))
        for d in range(8)
        for s in range(9)
        for g in ("x", "y")
        if g == "x" or d < 6
    ]
    report = build(count(rows, ["a", "b"]))
    for name, documents in (("krippendorff_alpha", 6), ("gwet_ac1", 8)):
        expected = more_documents(report.coefficients[name], documents)
        assert report.more_documents[name] == expected
        assert any(row.more for row in expected)
    found = as_json(report)["more_documents"]
    assert isinstance(found, dict)
    assert found["gwet_ac1"][0]["half_width"] == 0.10
