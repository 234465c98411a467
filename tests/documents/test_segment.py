"""The sentence splitter: both seed articles, what always holds, and the import options."""

import sys
from collections.abc import Callable
from pathlib import Path
from types import FrameType

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from webapp.documents.segment import VERSION, Range, check_ranges, split, split_lines

DATA = Path(__file__).parent / "data"
PARTS = [
    *[". ", ". .", "...", "…", "?", "!", " ", "  ", "\n", "\n\n", "\r\n", "\t", "\u2028", "\x1c"],
    *['"', "'", "“", "”", "‘", "’", "«", "»", "„", "(", ")", "[", "]", "[1]", "*", "_", "—", "-"],
    *["a", "he said", "A", "The", "Smith", "Smith said", "U.S.", "Inc.", "Mr.", "p.m.", "No.", "5"],
    *[
        "1.",
        ".com",
        "://",
        "@",
        "。",
        "」",
        "と",
        "他",
        "है",
        "।",
        "؟",
        "و",
        "😀",
        "\u200b",
        "\ud800",
    ],
    "word " * 14,
]
hostile = st.lists(st.sampled_from(PARTS), max_size=60).map("".join)
untimed = settings(deadline=None)  # a slow machine is no failure
texts = st.one_of(hostile, st.text(st.characters(), max_size=200))


def sentences(text: str) -> list[str]:
    return [text[start:end] for start, end in split(text)]


@pytest.mark.parametrize("name", ["segment_seed_39", "segment_seed_27"])
def test_seed_article_comes_out_as_it_was_read(name: str) -> None:
    """Each line of the second file is one sentence, as a person cut the first."""
    text = (DATA / f"{name}.txt").read_text("utf-8")
    read = (DATA / f"{name}.units.txt").read_text("utf-8").splitlines()

    assert sentences(text) == read
    assert len(read) == int(name[-2:])


@pytest.mark.parametrize("name", ["segment_seed_39", "segment_seed_27"])
def test_fixture_is_a_seed_article(name: str) -> None:
    seeds = (DATA.parent.parent.parent / "seeds").glob("*.txt")

    assert (DATA / f"{name}.txt").read_bytes() in [seed.read_bytes() for seed in seeds]


def test_version_is_text() -> None:
    assert VERSION.strip()


@pytest.mark.parametrize("text", ["", " ", "\n\n\t \u2028\xa0"])
def test_blank_text_has_no_sentence(text: str) -> None:
    assert split(text) == []
    assert split_lines(text) == []
    assert check_ranges(text, []) == []


@pytest.mark.parametrize("cut", [split, split_lines])
@untimed
@given(texts)
def test_ranges_are_ordered_trimmed_and_cover_every_character(
    cut: Callable[[str], list[Range]], text: str
) -> None:
    ranges = cut(text)
    inside = [0, *(at for pair in ranges for at in pair), len(text)]

    assert inside == sorted(inside)
    assert all(text[start:end] == text[start:end].strip() != "" for start, end in ranges)
    gaps = zip(inside[::2], inside[1::2], strict=True)
    assert all(not text[start:end].strip() for start, end in gaps)


@untimed
@given(texts)
def test_every_sentence_has_a_letter_or_digit_unless_the_text_has_none(text: str) -> None:
    wordless = [s for s in sentences(text) if not any(map(str.isalnum, s))]

    assert not wordless or sentences(text) == [text.strip()]


@untimed
@given(texts)
def test_line_end_at_the_end_changes_nothing(text: str) -> None:
    assert split(text + "\n") == split(text)


@untimed
@given(hostile.filter(lambda text: "\n" not in text), hostile.filter(lambda text: "\n" not in text))
def test_paragraphs_are_cut_each_for_itself(first: str, second: str) -> None:
    """Without line ends inside there is no wrapping, which is judged over the whole text."""
    second = "Now " + second.replace("\u2028", "").lstrip(")")
    first = "Then " + first.replace("\u2028", "")
    shift = len(first) + 2

    joined = split(f"{first}\n\n{second}")

    assert joined == split(first) + [(start + shift, end + shift) for start, end in split(second)]


@pytest.mark.parametrize(
    "pattern", [".", "U.S. ", "a\n", ".\n", '."A', "(“", "Ab.Cd", "word " * 14]
)
def test_number_of_calls_grows_no_faster_than_the_text(pattern: str) -> None:
    def calls(text: str) -> int:
        seen = 0

        def count(_frame: FrameType, event: str, _arg: object) -> None:
            nonlocal seen
            seen += event in ("call", "c_call")

        before = sys.getprofile()
        sys.setprofile(count)
        try:
            split(text)
        finally:
            sys.setprofile(before)
        return seen

    assert calls(pattern * 800) <= 2 * calls(pattern * 400) + 100


def test_lines_are_sentences_when_asked_for() -> None:
    text = " One. Two.\n\n\tthree \r\n...\u2028Four"

    assert [text[start:end] for start, end in split_lines(text)] == [
        "One. Two.",
        "three",
        "...",
        "Four",
    ]


@untimed
@given(texts)
def test_own_ranges_pass_the_check(text: str) -> None:
    assert check_ranges(text, split(text)) == split(text)


def test_ranges_from_json_are_trimmed() -> None:
    assert check_ranges(" One. \nTwo.", [[0, 7], [7, 11]]) == [(1, 5), (7, 11)]


@pytest.mark.parametrize(
    ("ranges", "message"),
    [
        ("One.", "not a list"),
        ({"0": [0, 4]}, "not a list"),
        ([[0, 4], [5]], "Range 1 is not a pair"),
        ([[0, 4], "59"], "Range 1 is not a pair"),
        ([[0, 4], [5, 9.0]], "Range 1 is not two whole numbers"),
        ([[False, 4], [5, 9]], "Range 0 is not two whole numbers"),
        ([[0, 4], [None, 9]], "Range 1 is not two whole numbers"),
        ([[-9, 4], [5, 9]], r"Range 0, \[-9, 4\), is empty or outside"),
        ([[0, 4], [5, 10]], r"Range 1, \[5, 10\), is empty or outside: .* <= 9"),
        ([[0, 4], [5, 2**70]], "Range 1, .* is empty or outside"),
        ([[4, 0], [5, 9]], "Range 0, .* is empty or outside"),
        ([[0, 4], [4, 4], [5, 9]], "Range 1, .* is empty or outside"),
        ([[0, 4], [4, 5], [5, 9]], r"Range 1, \[4, 5\), is blank: leave it out"),
        ([[0, 5], [4, 9]], r"Range 1, \[4, 9\), starts before .* ends, at 5"),
        ([[5, 9], [0, 4]], r"\[0, 4\) before range 0 are not blank and in no sentence"),
        ([[0, 4], [6, 9]], r"\[5, 6\) before range 1 are not blank and in no sentence"),
        ([[0, 4]], r"\[5, 9\) after the last range are not blank and in no sentence"),
        ([], r"\[0, 9\) after the last range"),
    ],
)
def test_bad_range_is_refused_with_what_is_wrong(ranges: object, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        check_ranges("One. Two.", ranges)
