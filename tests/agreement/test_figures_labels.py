"""Label shares and label confusion."""

from collections.abc import Iterator

import pytest

from tests.agreement.drawings import SVG, boxes, having, read, report_on, texts
from webapp.agreement.figures.confusion import Confusion, label_confusion
from webapp.agreement.figures.figure import COLUMN, PAGE
from webapp.agreement.figures.shares import MOST_REVIEWERS, label_shares
from webapp.agreement.report import build
from webapp.agreement.tally import count
from webapp.scheme import LABELS

each_width = pytest.mark.parametrize("width", [COLUMN, PAGE])


@each_width
def test_bars_have_the_length_of_their_shares(width: int) -> None:
    root = read(label_shares(report_on("ss su uu oo")).draw(width))
    lengths = {
        label: [w for _, _, w, h in boxes(root, label) if h > 10] for label in LABELS
    }  # all reviewers, A, B; the keys are lower
    whole = [sum(parts) for parts in zip(*lengths.values(), strict=True)]
    shares = [round(length / whole[1], 2) for length in (lengths[each][1] for each in LABELS)]
    assert shares == pytest.approx([0.5, 0.25, 0.25], abs=0.01)
    assert max(whole) - min(whole) < 3


def test_labels_differ_without_their_colour() -> None:
    root = read(label_shares(report_on("suo uos")).draw(PAGE))
    shown = texts(root)
    assert {"S 33%", "U 33%", "O 33%"} <= set(shown)
    assert {"S Sourced", "U Unsourced", "O Opinion"} <= set(shown)
    dashed, waves = having(root, "unsourced-rule"), having(root, "opinion-rule")
    assert all(each.get("stroke-dasharray") for each in dashed)
    assert all("q" in each.get("d", "") for each in waves)
    assert not any(
        each.get("stroke-dasharray") or "q" in each.get("d", "")
        for each in having(root, "sourced-rule")
    )


def test_everybody_together_stands_first() -> None:
    table = label_shares(report_on("su ss", "uo")).table
    assert table.rows[0] == ("All reviewers", "3", "50%", "2", "33%", "1", "17%", "6")


def test_share_that_rounds_to_nothing_is_not_called_none() -> None:
    rows = [("d", at, "A", "sourced" if at else "opinion") for at in range(1000)]
    table = label_shares(build(count(rows, LABELS))).table
    assert table.rows[1] == ("A", "999", ">99%", "0", "0%", "1", "<1%", "1000")


def test_label_outside_the_scheme_is_shown_by_name_and_number() -> None:
    rows = [("d", at, who, "ja" if at % 2 else "nein") for at in range(4) for who in "AB"]
    report = build(count(rows, ["nein", "ja"]))
    assert {"1 nein", "2 ja", "1 50%"} <= set(texts(read(label_shares(report).draw(PAGE))))
    assert "nein" in texts(read(label_confusion(report).draw(PAGE)))


def test_very_many_reviewers_are_in_the_table() -> None:
    rows = [("d", at, f"R{at:03}", "sourced") for at in range(200)]
    found = label_shares(build(count(rows, LABELS)))
    assert f"Drawn: the {MOST_REVIEWERS} with the most labels." in found.caption
    assert len(found.table.rows) == 201
    root = read(found.draw(PAGE))
    shown = texts(root)
    assert float(root.get("height", 0)) < 930  # a page of a journal
    assert sum(each.startswith("R0") for each in shown) == MOST_REVIEWERS


@each_width
def test_each_two_labels_have_a_cell_with_count_and_share(width: int) -> None:
    report = report_on("ss su uu oo so so us ss")
    found = label_confusion(report)
    shown = texts(read(found.draw(width)))
    assert found.table.rows == [
        ("Sourced, twice", "2", "25%"),
        ("Sourced and Unsourced", "2", "25%"),
        ("Unsourced, twice", "1", "12%"),
        ("Sourced and Opinion", "2", "25%"),
        ("Unsourced and Opinion", "0", "0%"),
        ("Opinion, twice", "1", "12%"),
        ("All pairs", "8", "100%"),
    ]
    assert sorted(each for each in shown if each.isdigit()) == ["0", "1", "1", "2", "2", "2"]


def test_tone_is_for_different_labels_alone() -> None:
    root = read(label_confusion(report_on("ss ss ss ss su so so oo")).draw(PAGE))
    titles = {
        look: [
            each[0].text for each in having(root, look) if each.tag == f"{SVG}rect" and len(each)
        ]
        for look in ("tone-10", "frame")
    }
    assert titles["tone-10"] == ["Sourced and Opinion: 2 pairs, 25%"]
    assert titles["frame"][0] == "Sourced, twice: 4 pairs, 50%"


def test_confusion_without_any_has_no_scale() -> None:
    root = read(label_confusion(report_on("ss uu")).draw(PAGE))
    assert "Two different labels" not in texts(root)


def test_pairs_are_added_up_once_for_all_cells() -> None:
    passes = 0

    class Rows(list[list[int]]):
        def __iter__(self) -> Iterator[list[int]]:
            nonlocal passes
            passes += 1
            return super().__iter__()

    found = Confusion([], Rows([[3], [2, 4]]))
    assert {(found.n, found.most) for _ in range(9)} == {(9, 2)}
    assert passes == 2
