"""What changed between two versions."""

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from webapp.guidelines.changes import MOST_COMPARED, changes

TEXTS = st.lists(st.sampled_from(["one two", "three", "- item", "four five six", "x y z"])).map(
    "\n\n".join
)


def words(before: str, after: str, kind: str) -> str:
    found = changes(before, after)
    return " ".join(w.strip() for each in found for k, w in each.pieces if k == kind and w.strip())


def test_same_texts_have_no_changes() -> None:
    assert changes("a\n\nb\n", "a\n\n\nb") == ()


def test_changed_word_is_shown_within_its_paragraph() -> None:
    (change,) = changes("Intro.\n\nOne two three four.", "Intro.\n\nOne two 3 four.")
    assert change.skipped == 1
    assert change.pieces[:2] == (("same", "One two "), ("gone", "three"))
    assert ("new", "3") in change.pieces


def test_new_paragraph_leaves_its_neighbours_alone() -> None:
    (change,) = changes("a\n\nb", "a\n\nnew one\n\nb")
    assert [piece for piece in change.pieces if piece[1].strip()] == [("new", "new one")]


def test_changed_item_leaves_the_rest_of_its_list_alone() -> None:
    (change,) = changes("- one thing\n- two things\n- three", "- one thing\n- two apples\n- three")
    assert change.skipped == 1
    assert words("- one thing\n- two things", "- one thing\n- two apples", "gone") == "things"


def test_sentence_added_to_a_paragraph_is_the_only_change() -> None:
    assert words("All is new.", "All is new. And this too, says he.", "gone") == ""


def test_paragraphs_that_share_little_are_shown_as_a_whole() -> None:
    before, after = "the cat sat on the mat", "a dog lay on grass all day long"
    assert words(before, after, "gone") == before
    assert words(before, after, "new") == after


def test_texts_too_long_to_compare_are_shown_as_a_whole() -> None:
    half = int(MOST_COMPARED**0.5) // 2 + 1
    before, after = (
        "\n\n".join([f"{letter}{n}" for n in range(half)] + ["both"] + [letter] * half)
        for letter in "ab"
    )
    (change,) = changes(before, after)
    assert [kind for kind, w in change.pieces if w.strip()] == ["gone", "new"]


@given(TEXTS, TEXTS)
def test_what_is_gone_and_what_is_new_are_of_the_right_text(before: str, after: str) -> None:
    assert set(words(before, after, "gone").split()) <= set(before.split())
    assert set(words(before, after, "new").split()) <= set(after.split())
    assert bool(changes(before, after)) == (before.split("\n\n") != after.split("\n\n"))
    for one, other in pairwise(changes(before, after)):
        assert one is not other
        assert other.skipped > 0
