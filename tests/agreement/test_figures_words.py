"""Words and numbers in pictures."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from webapp.agreement.figures.words import clean, isolated, number, percent, shortened, width


@pytest.mark.parametrize(
    ("given_", "shown"), [(0.744, "0.74"), (-0.05, "−0.05"), (-0.001, "0.00"), (1, "1.00")]
)
def test_number_has_two_places_and_a_true_minus(given_: float, shown: str) -> None:
    assert number(given_) == shown


@pytest.mark.parametrize(
    ("part", "whole", "shown"),
    [(0, 9, "0%"), (1, 1000, "<1%"), (999, 1000, ">99%"), (9, 9, "100%"), (0, 0, "0%")],
)
def test_percent_says_none_and_all_only_where_it_is_so(part: int, whole: int, shown: str) -> None:
    assert percent(part, whole) == shown


@given(st.text(max_size=80), st.floats(20, 300))
def test_shortened_words_fit(words: str, room: float) -> None:
    found = shortened(words, room, 11)
    assert found == words or (width(found, 11) <= room and found.endswith("…"))


@pytest.mark.parametrize("cluster", ["👩🏽‍🚀", "é", "🇫🇷", "👍🏿", "ก้"])
def test_what_belongs_together_is_not_cut(cluster: str) -> None:
    for room in range(12, 90):
        kept = shortened(cluster * 5, room, 11).removesuffix("…")
        assert kept == cluster * (len(kept) // len(cluster))


def test_wide_scripts_count_for_their_width() -> None:
    assert width("山田太郎", 10) == 40
    assert width("e\u0301", 10) == width("e", 10)


def test_words_from_right_to_left_keep_to_themselves() -> None:
    assert isolated("נועה") == "\u2068נועה\u2069"
    assert isolated("Noa") == "Noa"


@given(st.text())
def test_clean_words_are_one_line_of_what_xml_can_hold(words: str) -> None:
    found = clean(words)
    assert found == clean(found)
    assert not set(found) & set("\x00\n\t\x0b\u202e\u2066\ufffe\ud800")
