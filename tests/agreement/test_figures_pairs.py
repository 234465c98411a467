"""The heat map of pairs."""

import re
from itertools import pairwise

import pytest

from tests.agreement.drawings import boxes, having, read, report_on, texts
from webapp.agreement.figures.figure import COLUMN, PAGE
from webapp.agreement.figures.pairs import MOST_REVIEWERS, heat_map
from webapp.agreement.report import Report, build
from webapp.agreement.tally import Rating, count
from webapp.scheme import LABELS

TWELVE = "sss uuu ooo sso uuu sus oos suo sss uou ous uus"


def crowd(reviewers: int) -> Report:
    """A report on so many reviewers, who all label the same twelve sentences."""
    ratings: list[Rating] = [
        (1, sentence, f"Reviewer {who}", LABELS[(sentence + (sentence * who) % 5 // 3) % 3])
        for sentence in range(12)
        for who in range(reviewers)
    ]
    return build(count(ratings, LABELS))


def tones(report: Report, width: int = PAGE) -> int:
    """How many cells have a tone; eleven more are in the legend."""
    root = read(heat_map(report).draw(width))
    return sum(len(list(boxes(root, f"tone-{at}"))) for at in range(11)) - 11


def test_each_pair_has_a_cell_with_kappa_and_n() -> None:
    report = report_on(TWELVE)
    shown = texts(read(heat_map(report).draw(PAGE)))
    for pair in report.pairs:
        assert f"{pair.cohen_kappa.estimate:.2f}".replace("-", "−") in shown
    assert shown.count("n = 12") == len(report.pairs) == tones(report) == 3


def test_undefined_pair_is_hatched() -> None:
    root = read(heat_map(report_on("ss ss ss")).draw(PAGE))
    hatched = [each for each in having(root, "frame") if each.get("fill", "").startswith("url")]
    patterns = {f"url(#{each.get('id')})" for each in root.iter() if each.tag.endswith("pattern")}
    assert {each.get("fill") for each in hatched} == patterns
    assert "undefined" in texts(root)
    assert "3" in texts(root)  # n stays
    assert tones(report_on("ss ss ss")) == 0


def test_pair_that_shares_nothing_has_no_cell() -> None:
    report = report_on(
        "ss. uu. oo. su. ss. uu. oo. su. ss. uu.", "s.s u.u o.o s.u s.s u.u o.o s.u s.s u.u"
    )
    assert tones(report) == 2
    root = read(heat_map(report).draw(PAGE))
    assert texts(root).count("·") == 2  # the cell and its key
    assert "nothing shared" in texts(root)


def test_pair_on_few_sentences_is_grey_and_without_a_tone() -> None:
    found = heat_map(report_on("ss su uu oo"))
    assert tones(report_on("ss su uu oo")) == 0
    assert "n = 4" in texts(read(found.draw(PAGE)), "soft")
    assert "fewer than 10 shared sentences" in found.caption


def test_reviewers_stand_in_the_order_of_their_mean_kappa() -> None:
    words = "ssu uus oou ssu uuo ooo sss uuu oou sss"  # C differs from A and B
    shown = texts(read(heat_map(report_on(words)).draw(PAGE)))
    assert [each for each in shown if each in ("A", "B", "C")] == ["A", "B", "C"]
    turned = report_on(*[" ".join(word[::-1] for word in words.split())])  # now A differs
    shown = texts(read(heat_map(turned).draw(PAGE)))
    assert [each for each in shown if each in ("A", "B", "C")] == ["B", "C", "A"]


def test_two_reviewers_make_one_cell() -> None:
    report = report_on("ss su uu oo ss uu oo us so ss uu")
    for width in (COLUMN, PAGE):
        assert tones(report, width) == 1
    assert "1 pair of 2 reviewers." in heat_map(report).caption


def test_fifty_reviewers_have_a_readable_n_in_each_cell() -> None:
    found = heat_map(crowd(50))
    root = read(found.draw(PAGE))
    cells = [each for at in range(11) for each in boxes(root, f"tone-{at}")]
    assert len(cells) == 50 * 49 // 2 + 11
    assert min(width for _, _, width, height in cells if height > 10) >= 20
    assert texts(root).count("12") == 50 * 49 // 2
    assert texts(root).count("Reviewer 7") == 2  # before its row and after it
    assert found.least > PAGE
    assert found.least == pytest.approx(float(root.get("width", 0)), abs=0.01)


def test_cells_do_not_cover_each_other_or_leave_the_drawing() -> None:
    for reviewers in (2, 3, 7, 12, 30):
        root = read(heat_map(crowd(reviewers)).draw(PAGE))
        width, height = (float(root.get(key, 0)) for key in ("width", "height"))
        cells = [each for at in range(11) for each in boxes(root, f"tone-{at}")]
        assert len(set(cells)) == len(cells)
        for x, y, w, h in cells:
            assert x >= -1
            assert x + w <= width
            assert y + h <= height
        big = sorted((y, x, w) for x, y, w, h in cells if h > 10)
        for (y, x, w), (next_y, next_x, _) in pairwise(big):
            assert next_y > y or next_x >= x + w


def test_more_reviewers_than_can_be_drawn_are_in_the_table() -> None:
    found = heat_map(crowd(MOST_REVIEWERS + 2))
    assert f"Drawn: the {MOST_REVIEWERS} who share the most sentences." in found.caption
    names = {each for each in texts(read(found.draw(PAGE))) if re.match(r"Reviewer \d+$", each)}
    assert len(names) == MOST_REVIEWERS
    assert len(found.table.rows) == (MOST_REVIEWERS + 2) * (MOST_REVIEWERS + 1) // 2
