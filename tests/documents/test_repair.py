"""Joining and splitting as pure functions: what always holds of the ranges, and where to cut."""

from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from webapp.documents.repair import Change, Range, applied, cut, joined, pieces
from webapp.documents.segment import split
from webapp.problems import BadInput

WORDS = [
    "One",
    "two.",
    "Three?",
    " ",
    "\n",
    "\u00a0",
    "e\u0301",
    "🏳️‍🌈",
    "好。",
    "我们",
    "قال",
    "…",
    "x",
]
TEXTS = st.lists(st.sampled_from(WORDS), min_size=1, max_size=40).map("".join)
untimed = settings(deadline=None)  # a slow machine is no failure


def covered(text: str, sentences: list[Range]) -> list[int]:
    """Return the places of the text that are in a sentence and not white space, as often as so."""
    return [at for start, end in sentences for at in range(start, end) if not text[at].isspace()]


def check(text: str, sentences: list[Range]) -> None:
    """Check that ranges are ordered, disjoint, trimmed and inside, and cover all the text."""
    assert covered(text, sentences) == [at for at in range(len(text)) if not text[at].isspace()]
    assert sentences == sorted(sentences)
    for start, end in sentences:
        assert 0 <= start < end <= len(text)
        assert text[start:end] == text[start:end].strip()


def any_change(draw: Callable[..., int], text: str, sentences: list[Range]) -> Change | None:
    """Draw a join or a split that can be done."""
    index = draw(st.integers(0, len(sentences) - 1))
    start, end = sentences[index]
    at = draw(st.integers(start, end))
    if start < at < end:
        return cut(text, (start, end), at)
    following = sentences[index + 1 : index + 2]
    return joined((start, end), following[0]) if following else None


@given(st.data(), TEXTS)
@untimed
def test_sentences_cover_the_same_text_after_any_repairs(data: st.DataObject, text: str) -> None:
    sentences = split(text)
    for _ in range(8 if sentences else 0):
        change = any_change(data.draw, text, sentences)
        if change:
            sentences = applied(sentences, change)
            check(text, sentences)


@given(st.data(), TEXTS)
@untimed
def test_inverse_of_a_repair_gives_the_same_sentences(data: st.DataObject, text: str) -> None:
    sentences = split(text)
    change = any_change(data.draw, text, sentences) if sentences else None
    if change is None:
        return
    if len(change.added) == 1:
        back = cut(text, change.added[0], change.removed[1][0])
    else:
        back = joined(*change.added)
    assert back == Change(change.added, change.removed)
    assert applied(applied(sentences, change), back) == sentences


def test_white_space_around_a_cut_is_in_neither_half() -> None:
    text = "  One \n two.  "
    for at in (5, 6, 7, 8):
        assert cut(text, (2, 12), at).added == ((2, 5), (8, 12))


@pytest.mark.parametrize("at", [-1, 0, 2, 12, 13, 99])
def test_cut_outside_the_sentence_is_refused(at: int) -> None:
    with pytest.raises(BadInput, match="both halves need"):
        cut("  One \n two.  ", (2, 12), at)


def test_last_sentence_joins_with_nothing() -> None:
    with pytest.raises(BadInput, match="last sentence"):
        joined((0, 4), None)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("He said no.", "He |said |no."),
        ("It is false.Experts deny it.", "It |is |false.|Experts |deny |it."),
        ("At 10:30 the U.S. spent 2,000 on don't-know.", None),
        ("今天很好。我们（好）去！", "今|天|很|好。|我|们|（好）|去！"),
        ("สวัสดี ผม", "ส|วั|ส|ดี |ผ|ม"),
        ("قال الوزير، نعم.", "قال |الوزير، |نعم."),
        ("e\u0301te\u0301 👩\u200d👩\u200d👧 x", "e\u0301te\u0301 |👩\u200d👩\u200d👧 |x"),
        ("Word", "Word"),
    ],
)
def test_cuts_are_offered_between_words_and_between_signs(text: str, words: str | None) -> None:
    found = "|".join(text[start:end] for start, end in pieces(text, (0, len(text))))
    assert found == (words or text.replace(" ", " |"))


@given(TEXTS)
@untimed
def test_every_offered_cut_can_be_made(text: str) -> None:
    for one in split(text):
        found = pieces(text, one)
        assert (found[0][0], found[-1][1]) == one
        for at, _ in found[1:]:
            assert cut(text, one, at).added[1][0] == at
