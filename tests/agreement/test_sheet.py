"""Which sentences the disagreement sheet lists, under which pair of labels, on which page."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from webapp.agreement.sheet import (
    PAIRS,
    Block,
    Met,
    Wanted,
    blocks,
    chosen,
    frequencies,
    page_of,
    read_page,
    read_wanted,
)
from webapp.agreement.where import Placed
from webapp.problems import BadInput, NotFound
from webapp.scheme import LABELS

S, U, OP = LABELS
labels = st.sampled_from([*PAIRS, LABELS])
found = st.lists(st.builds(Met, st.integers(1, 5), labels, st.integers(1, 30)), max_size=12)


def test_pair_counts_the_sentences_on_which_its_labels_met() -> None:
    times = frequencies([Met(1, (S, U), 2), Met(1, LABELS, 1), Met(2, (U, OP), 3)])
    assert list(times.items()) == [((U, OP), 4), ((S, U), 3), ((S, OP), 1)]


def test_equally_frequent_pairs_stand_in_the_order_of_the_scheme() -> None:
    assert list(frequencies([Met(1, (U, OP), 1), Met(2, (S, U), 1)])) == [(S, U), (U, OP)]


def test_sentence_with_three_labels_is_listed_once_under_the_most_frequent() -> None:
    met = [Met(1, LABELS, 2), Met(1, (U, OP), 1), Met(2, (S, OP), 1), Met(2, (U, OP), 4)]
    assert blocks(met, list(frequencies(met))) == [
        Block((U, OP), 1, 0, 3),
        Block((U, OP), 2, 0, 4),
        Block((S, OP), 2, 0, 1),
    ]


def test_one_pair_alone_has_every_sentence_on_which_it_met() -> None:
    met = [Met(1, LABELS, 2), Met(1, (U, OP), 1), Met(2, (S, OP), 1)]
    assert blocks(met, [(S, OP)]) == [Block((S, OP), 1, 0, 2), Block((S, OP), 2, 0, 1)]


@given(found, st.integers(1, 9))
def test_pages_are_the_sheet_cut_in_pieces(met: list[Met], size: int) -> None:
    sheet = blocks(met, list(frequencies(met)))
    places = [(each.pair, each.document_id, at) for each in sheet for at in range(each.last)]
    assert len(places) == sum(each.sentences for each in met)
    pages = [page_of(sheet, number + 1, size) for number in range(len(places) // size + 1)]
    cut = [
        [(each.pair, each.document_id, at) for each in page for at in range(each.first, each.last)]
        for page in pages
    ]
    assert [place for page in cut for place in page] == places
    assert all(len(page) == size for page in cut[:-1])


def test_empty_fields_want_everything() -> None:
    assert read_wanted({"article": "", "story": "", "pair": "", "words": ""}, []) == Wanted()


@pytest.mark.parametrize("pair", [f"{S},{OP}", f"{OP},{S}"])
def test_pair_may_be_named_in_either_order(pair: str) -> None:
    assert read_wanted({"pair": pair}, []) == Wanted(pair=(S, OP))


@pytest.mark.parametrize(
    ("fields", "kind"),
    [
        ({"pair": S}, BadInput),
        ({"pair": f"{S},{S}"}, BadInput),
        ({"pair": f"{S},not_applicable"}, BadInput),
        ({"article": "-1"}, BadInput),
        ({"article": "²"}, BadInput),
        ({"article": "2"}, NotFound),
        ({"article": "9" * 5000}, NotFound),
        ({"story": "\0"}, NotFound),
        ({"story": "strike"}, NotFound),
        ({"words": "x" * 501}, BadInput),
    ],
)
def test_what_cannot_be_wanted_is_refused(fields: dict[str, str], kind: type[Exception]) -> None:
    with pytest.raises(kind, match=f"^{next(iter(fields))}: "):
        read_wanted(fields, [Placed(1, "A", None, "Strike")])


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("", {1, 2, 3}),
        ("  port STRIKE ", {1, 3}),
        ("rassen", {2}),
        ("STRASSE", {2}),
        ("strike port flood", set()),
    ],
)
def test_words_are_found_in_title_or_story_in_any_case_and_order(
    words: str, expected: set[int]
) -> None:
    articles = [
        Placed(1, "Strike at the port", None, None),
        Placed(2, "Straßen closed", None, "Flood"),
        Placed(3, "The Port again", None, "Strike"),
    ]
    assert chosen(articles, read_wanted({"words": words}, articles)) == expected


@pytest.mark.parametrize("text", ["", "0x1", "-1", "1.0", "٣", "9" * 5000])
def test_page_that_is_no_number_is_refused(text: str) -> None:
    with pytest.raises(BadInput, match="page: a whole number"):
        read_page(text, 500)


@pytest.mark.parametrize(("text", "sentences"), [("0", 5), ("2", 100), ("3", 200), ("2", 0)])
def test_page_that_there_is_not_is_not_found(text: str, sentences: int) -> None:
    with pytest.raises(NotFound, match="the sheet has pages 1 to"):
        read_page(text, sentences)


def test_first_page_is_there_without_sentences() -> None:
    assert (read_page("1", 0), read_page("2", 101)) == (1, 2)
