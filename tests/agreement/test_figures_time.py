"""Agreement over time."""

from datetime import date, timedelta

import pytest

from tests.agreement.drawings import having, points, read, texts, value
from webapp.agreement.figures.course import Change, Point
from webapp.agreement.figures.figure import COLUMN, PAGE
from webapp.agreement.figures.over_time import over_time
from webapp.agreement.value import Value

FIRST = date(2026, 1, 5)
each_width = pytest.mark.parametrize("width", [COLUMN, PAGE])


def weeks(*values: Value) -> list[Point]:
    return [Point(FIRST + timedelta(weeks=at), each) for at, each in enumerate(values)]


@each_width
def test_points_stand_in_the_order_of_their_days(width: int) -> None:
    found = weeks(value(0.3), value(0.5), value(0.7))
    root = read(over_time(found[::-1], []).draw(width))
    (trend,) = having(root, "trend")
    (x, y), _, (last_x, last_y) = points(trend)
    assert x < last_x
    assert y > last_y  # upward is more


def test_trend_breaks_where_a_period_is_undefined() -> None:
    found = over_time(weeks(value(0.3), value(None), value(0.7)), [])
    root = read(found.draw(PAGE))
    (trend,) = having(root, "trend")
    assert trend.get("d", "").count("L") == 0
    assert "Cross: undefined, in 1 period." in found.caption
    assert found.table.rows[1][2:] == ("undefined", "", "", "no sentence has two reviewers")


@each_width
def test_changes_of_the_guidelines_are_marked_on_their_days(width: int) -> None:
    changes = [Change(FIRST + timedelta(days=7), 2)]
    found = over_time(weeks(*[value(0.5)] * 3), changes)
    root = read(found.draw(width))
    (mark,), (trend,) = having(root, "change"), having(root, "trend")
    assert points(mark)[0][0] == points(trend)[1][0]
    assert "guidelines 2" in texts(root)
    assert ("12 Jan 2026", "", "", "", "", "guidelines 2 came into force") in found.table.rows


def test_changes_close_together_are_all_marked_and_in_the_table() -> None:
    changes = [Change(FIRST + timedelta(days=at), at) for at in range(12)]
    found = over_time(weeks(value(0.5), value(0.6)), changes)
    assert len(having(read(found.draw(COLUMN)), "change")) == 12
    assert sum("guidelines" in row[5] for row in found.table.rows) == 12


def test_intervals_run_upward_and_end_in_an_arrow_below_the_axis() -> None:
    root = read(over_time(weeks(value(0.5, (-0.9, 0.9))), []).draw(PAGE))
    whisker, arrow = having(root, "whisker")[0], having(root, "mark")[0]
    bottom = max(x for x, _ in points(whisker))  # x and y change places
    assert max(x for x, _ in points(arrow)) > bottom


def test_item_level_interval_is_drawn_broken_and_named() -> None:
    found = over_time(weeks(value(0.5, (0.4, 0.6)), value(0.3, item=(0.1, 0.5))), [])
    whole, broken = having(read(found.draw(PAGE)), "whisker")
    assert (whole.get("stroke-dasharray"), broken.get("stroke-dasharray")) == (None, "3 1.6")
    assert "Broken line, in 1 period of one article: the item-level interval" in found.caption
    assert ("item-level interval", "item_level") in found.definitions
    assert [row[4] for row in found.table.rows] == ["over articles", "item-level"]


def test_caption_names_no_item_level_interval_where_there_is_none() -> None:
    found = over_time(weeks(value(0.5, (0.4, 0.6)), value(0.5)), [])
    assert "item-level" not in found.caption
    assert "item_level" not in dict(found.definitions).values()


def test_single_day_stands_in_the_middle() -> None:
    root = read(over_time(weeks(value(0.5)), []).draw(PAGE))
    (trend,) = having(root, "trend")
    assert points(trend)[0][0] == pytest.approx(PAGE / 2, abs=10)


def test_one_period_is_described_once() -> None:
    svg = over_time(weeks(value(0.46)), []).draw(PAGE)
    assert "1 period: 0.46 from 5 Jan 2026 on.</desc>" in svg


def test_nothing_defined_is_a_sentence() -> None:
    assert over_time([], []).missing == "Nothing has been labelled yet."
    found = over_time(weeks(value(None)), [Change(FIRST, 1)])
    assert found.missing == (
        "Krippendorff’s alpha is undefined in every period: no sentence has two reviewers."
    )


def test_hostile_version_is_words() -> None:
    changes = [Change(FIRST, "<b>\u202e&")]
    svg = over_time(weeks(value(0.5), value(0.5)), changes).draw(PAGE)
    assert "guidelines &lt;b&gt; &amp;" in svg


def test_every_number_is_in_the_table() -> None:
    found = over_time(weeks(value(0.31, (0.2, 0.4), n=31), value(0.52, n=17)), [])
    assert found.table.rows == [
        ("5 Jan 2026", "31", "0.31", "0.20 to 0.40", "over articles", ""),
        ("12 Jan 2026", "17", "0.52", "none", "", "needs at least 5 articles, you have 1"),
    ]
