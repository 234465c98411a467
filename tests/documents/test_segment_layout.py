"""Line ends: where they cut, and where hard-wrapped text only breaks its lines."""

import textwrap
from pathlib import Path

import pytest

from webapp.documents.segment import split

PROSE = (Path(__file__).parent / "data/segment_prose.txt").read_text("utf-8")


def units(text: str) -> list[str]:
    """Return the sentences with every run of white space as one space."""
    return [" ".join(text[start:end].split()) for start, end in split(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Iraq talks end\n\nthe troops stay", ["Iraq talks end", "the troops stay"]),
        ("He left,\n \t\nshe stayed", ["He left,", "she stayed"]),
        ("He left\r\n\r\nshe stayed", ["He left", "she stayed"]),
        ("He left\u2028\u2028she stayed", ["He left", "she stayed"]),
        ("\n\n One.\n\n\n\n Two. \n", ["One.", "Two."]),
    ],
)
def test_blank_line_always_cuts(text: str, expected: list[str]) -> None:
    assert units(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Talks end\nBy Jo Lind\nBAGHDAD (AP)", ["Talks end", "By Jo Lind", "BAGHDAD (AP)"]),
        ("The end.\nThe start.", ["The end.", "The start."]),
        ("The end.\nand so on", ["The end.", "and so on"]),
        ("“Is it?”\nhe asked", ["“Is it?”", "he asked"]),
        ("Killed were\n• two soldiers\n• a child", ["Killed were", "• two soldiers", "• a child"]),
        ("Choose\na) tea\nb) milk", ["Choose", "a) tea", "b) milk"]),
        ("One.\r\nTwo.\rThree.\x0cFour.", ["One.", "Two.", "Three.", "Four."]),
        ("5 killed\n20 hurt", ["5 killed", "20 hurt"]),
        ("他走了\n她留下了", ["他走了", "她留下了"]),
        ("Gov. Lee\nSen. Kim", ["Gov. Lee", "Sen. Kim"]),
    ],
)
def test_single_line_end_cuts(text: str, expected: list[str]) -> None:
    assert units(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "The troops\nleft the town",
        "The troops \n\t left",
        "The troops, he said,\nleft",
        "The troops left the U.S.\nand went home",
        "The troops left ...\nand went home",
        "He called it\n“a lie”",
        "The troops\r\nleft",
    ],
)
def test_line_in_lower_case_after_no_terminator_goes_on(text: str) -> None:
    assert len(split(text)) == 1


def test_signs_on_a_line_of_their_own_belong_to_the_sentence_before() -> None:
    assert units("One.\n\n* * *\n\nTwo.\n[1]\n\n”\nThree.") == [
        "One. * * *",
        "Two. [1] ”",
        "Three.",
    ]


def test_signs_at_the_start_belong_to_the_sentence_after() -> None:
    assert units("***\n\n“\n\nOne. Two.") == ["*** “ One.", "Two."]


def test_signs_without_any_word_are_one_sentence() -> None:
    assert split(" ...\n\n?! “\n") == [(1, 10)]


@pytest.mark.parametrize("width", [60, 65, 72, 78, 80, 100])
@pytest.mark.parametrize("indent", ["", "> "])
def test_wrapped_paragraphs_give_the_sentences_of_the_unwrapped(width: int, indent: str) -> None:
    wrapped = "\n\n".join(
        textwrap.fill(line, width, initial_indent=indent, subsequent_indent=indent)
        for line in PROSE.splitlines()
        if line
    )

    assert [unit.replace("> ", "") for unit in units(wrapped)] == units(PROSE)


@pytest.mark.parametrize("indent", ["", "    "])
def test_wrapped_paragraphs_without_blank_lines_keep_apart(indent: str) -> None:
    paragraphs = [line for line in PROSE.splitlines() if line]
    wrapped = "\n".join(textwrap.fill(line, 70, initial_indent=indent) for line in paragraphs)

    assert units(wrapped) == units(PROSE)


def test_wrapped_list_is_cut_at_its_items() -> None:
    text = (
        "The council published what it had promised to every street of the old\n"
        "town and to the people who had written to it last year about the bus:\n"
        "- a timetable for the day and another one for the night, as was asked\n"
        "  by the schools\n"
        "- a map\n"
    )

    assert [unit.split()[0] for unit in units(text)] == ["The", "-", "-"]


@pytest.mark.parametrize(
    "lines",
    [
        [
            "Mayor Okafor Says Ferry Will Stop on Monday",
            "Island Doctor Fears for Fourteen Patients",
            "Owner of the Vessel Declines to Comment Now",
            "Senator Reyes Wants Forty Million for It",
        ],
        [
            "The ferry stops on Monday, and nobody knows why.",
            "The doctor has no plan for her patients at all.",
            "The owner did not answer when he was asked why.",
            "The senator wants forty million dollars for it.",
        ],
        [
            "Okafor, Ruth T., mayor since the spring of 2018",
            "Voss, Elena, doctor of the only island clinic",
            "Reyes, Paul, senator of the state, of Augusta",
            "Hale, James, lieutenant colonel, retired 2016",
        ],
    ],
    ids=["headlines", "one sentence a line", "list of names"],
)
def test_lines_of_about_one_length_are_cut_when_none_breaks_off(lines: list[str]) -> None:
    assert units("\n".join(lines)) == lines


def test_long_line_in_wrapped_text_does_not_run_on() -> None:
    wrapped = textwrap.fill(PROSE.replace("\n", " "), 72)
    long = "The full report of the inspectors has " + "very " * 30 + "many pages"

    assert units(f"{wrapped}\n\n{long}\nContact: the harbor office")[-2:] == [
        long,
        "Contact: the harbor office",
    ]
