"""The forest plot."""

import re
from xml.etree.ElementTree import Element

import pytest

from tests.agreement.drawings import SVG, having, points, read, report_on, texts, value
from webapp.agreement.figures import forest_drawing
from webapp.agreement.figures.axis import axis_for
from webapp.agreement.figures.figure import COLUMN, PAGE
from webapp.agreement.figures.forest import documents
from webapp.agreement.figures.forest_drawing import Plot, Row
from webapp.agreement.figures.words import interval
from webapp.agreement.value import Value

MANY = ("ss us oo su uu ss", "ss ss uu oo su", "uo uu so oo", "ss uu ou us", "ss uu so uu")


def plot(*rows: Value, pooled: Value | None = None, undefined: int = 0) -> Plot:
    """A plot of documents named d0, d1, ... in the order given."""
    found = [Row(f"d{at}", each) for at, each in enumerate(rows)]
    lost = [Row(f"lost {at}", value(None)) for at in range(undefined)]
    together = Row("All articles", pooled or value(0.5, (0.4, 0.6)))
    return Plot("Krippendorff’s alpha", "alpha", found, lost, together, has_limits=True)


def drawn(found: Plot, width: int = PAGE) -> Element:
    return read(forest_drawing.draw(found, "x", width))


def scale(root: Element) -> tuple[float, float]:
    """Where 0 and 1 lie, by the ticks."""
    ticks = {
        words: float(each.get("x", 0))
        for each in having(root, "words")
        if re.fullmatch(r"−?\d\.\d", words := "".join(each.itertext()))
    }
    return ticks["0.0"], ticks["1.0"]


def test_documents_stand_in_the_order_of_their_estimates() -> None:
    table = documents(report_on(*MANY), {}).table
    estimates = [float(row[2].replace("−", "-")) for row in table.rows[:-1]]
    assert estimates == sorted(estimates)
    assert table.rows[-1][0] == "All articles"


def test_each_document_has_its_estimate_n_and_interval() -> None:
    root = drawn(plot(value(0.25, n=31, item=(0.11, 0.39))))
    assert {"d0", "31", "0.25", "0.11 to 0.39"} <= set(texts(root))
    zero, one = scale(root)
    whisker, mark = having(root, "whisker")[0], having(root, "mark")[0]
    (start, _), (end, _) = points(whisker)
    assert [start, end] == pytest.approx([zero + x * (one - zero) for x in (0.11, 0.39)], abs=0.02)
    middle = float(mark.get("x", 0)) + float(mark.get("width", 0)) / 2
    assert middle == pytest.approx(zero + 0.25 * (one - zero), abs=0.02)


def test_square_grows_with_n() -> None:
    few, many = having(drawn(plot(value(n=10, item=(0, 1)), value(n=90, item=(0, 1)))), "mark")
    assert float(few.get("width", 0)) < float(many.get("width", 0))


def test_diamond_is_as_wide_as_the_pooled_interval() -> None:
    root = drawn(plot(value(0.5), pooled=value(0.62, (0.51, 0.73))))
    zero, one = scale(root)
    (diamond,) = having(root, "pooled")
    places = [x for x, _ in points(diamond)]
    ends = [zero + x * (one - zero) for x in (0.51, 0.73)]
    assert [min(places), max(places)] == pytest.approx(ends, abs=0.02)


def test_pooled_estimate_without_an_interval_is_an_open_diamond() -> None:
    found = documents(report_on(*MANY[:2]), {})
    root = read(found.draw(PAGE))
    assert having(root, "pooled-open")
    assert not having(root, "pooled")
    assert "no interval: needs at least 5 articles, you have 2" in found.caption


def test_estimate_without_an_interval_is_a_ring() -> None:
    root = drawn(plot(value(0.5)))
    assert [each.tag for each in having(root, "ring")] == [f"{SVG}circle"]
    assert "none" in texts(root)
    assert not having(root, "whisker")


def test_interval_that_goes_on_beyond_the_axis_ends_in_an_arrow() -> None:
    shapes = [having(drawn(plot(value(item=ends))), "mark") for ends in ((-0.9, 1), (-0.3, 1))]
    assert [len(each) for each in shapes] == [2, 1]


def test_number_on_few_sentences_is_grey() -> None:
    root = drawn(plot(value(0.31, n=9, item=(0, 1)), value(0.41, n=10, item=(0, 1))))
    assert "0.31" in texts(root, "soft")
    assert "0.41" not in texts(root, "soft")
    assert len(having(root, "mark-few")) == 1


def test_limits_stand_where_they_belong_with_their_source() -> None:
    found = documents(report_on(*MANY), {})
    root = read(found.draw(PAGE))
    zero, one = scale(root)
    places = [points(each)[0][0] for each in having(root, "limit")]
    wanted = [zero + x * (one - zero) for x in (0.667, 0.8)]
    assert places == pytest.approx(wanted, abs=0.02)
    assert {".667", ".800"} <= set(texts(root))
    assert "Krippendorff (2004" in found.caption


def test_percent_agreement_has_no_limits_of_alpha() -> None:
    found = documents(report_on(*MANY), {}, "percent_agreement")
    assert not having(read(found.draw(PAGE)), "limit")
    assert "Krippendorff" not in found.caption + found.title


def test_undefined_documents_are_listed_with_the_reason() -> None:
    for width in (COLUMN, PAGE):
        shown = texts(drawn(plot(value(), undefined=2), width))
        assert {"lost 0", "lost 1"} <= set(shown)
        assert shown.count("undefined: no sentence has two reviewers") == 2


def test_many_undefined_documents_are_counted_by_reason() -> None:
    shown = texts(drawn(plot(value(), undefined=30)))
    assert "30 articles" in shown
    assert shown.count("undefined: no sentence has two reviewers") == 1
    assert "lost 0" not in shown


def test_long_title_is_shortened_and_whole_in_its_title() -> None:
    title = "A very long title of an article " * 8
    root = read(documents(report_on(*MANY), {0: title}).draw(PAGE))
    (label,) = [each for each in having(root, "words") if "very long" in "".join(each.itertext())]
    assert (label[0].text or "") == title.strip()
    assert (label[0].tail or "").endswith("…")
    assert len(label[0].tail or "") < 50


@pytest.mark.parametrize("width", [COLUMN, PAGE])
def test_thousand_documents_keep_their_extremes_and_a_line_each(width: int) -> None:
    found = plot(*[value(at / 1000, item=(at / 1000 - 0.1, at / 1000 + 0.1)) for at in range(1000)])
    svg = forest_drawing.draw(found, "x", width)
    root, shown = read(svg), texts(read(svg))
    assert {"d0", "d5", "d999", "d995"} <= set(shown)
    assert "d500" not in shown
    named = sum(bool(re.fullmatch(r"d\d+", each)) for each in shown)
    (dots,), (lines,) = having(root, "dots"), having(root, "thread")
    assert named + dots.get("d", "").count("M") == 1000
    assert named + lines.get("d", "").count("M") == 1000
    assert any(f"{1000 - named} articles between," in each for each in shown)
    assert float(root.get("height", 0)) < 930  # a page of a journal is some 245 mm
    assert len(svg) < 80_000


def test_axis_reaches_down_to_what_it_shows() -> None:
    assert axis_for([0.3], 0, 100).least == 0
    assert axis_for([-0.05], 0, 100).least == -0.2
    assert axis_for([-7.0], 0, 100).least == -1


@pytest.mark.parametrize("width", [COLUMN, PAGE])
def test_saved_picture_says_which_interval_is_which(width: int) -> None:
    report = report_on(*["ss su uo oo", "su ss oo us", "uu ss so oo"] * 2)
    ends = report.coefficients["krippendorff_alpha"].ci95
    assert ends
    shown = texts(read(documents(report, {}).draw(width)))
    assert "Article: 95% item-level interval, broken line" in shown
    assert f"All articles: 95% interval over articles, diamond, {interval(ends)}" in shown
