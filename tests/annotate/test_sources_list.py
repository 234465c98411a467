"""The source list: what counts as one source, and which sentences are still open."""

from hypothesis import given
from hypothesis import strategies as st

from webapp.annotate.sources import STANDINGS, ListedSource, Place, Sourced, build
from webapp.scheme import SOURCE_KINDS

TEXT = "Two officials said so. The mayor agreed. TWO\n OFFICIALS left. Ze\u0301 and Z\u00e9 stayed."
ENDS = (22, 40, 62, 81)


def place(position: int) -> Place:
    return Place(position, 100 + position, 0, ENDS[position])


def sourced(position: int, *words: str, kind: str = "named_person", reviewer: int = 1) -> Sourced:
    spans = [(TEXT.index(each), TEXT.index(each) + len(each), kind) for each in words]
    return Sourced(place(position), reviewer, tuple(spans))


def rows(*labels: Sourced) -> list[tuple[str, str, list[int]]]:
    return [(each.text, each.kind, positions(each)) for each in build(TEXT, labels).sources]


def positions(source: ListedSource) -> list[int]:
    return [each.position for each in source.sentences]


def test_source_that_is_carried_over_is_one_with_all_its_sentences() -> None:
    labels = [sourced(at, "Two officials") for at in (2, 0, 3)]
    assert rows(*labels) == [("Two officials", "named_person", [0, 2, 3])]


def test_same_words_in_capitals_and_other_white_space_are_one_source_where_it_stands_first() -> (
    None
):
    labels = [sourced(2, "TWO\n OFFICIALS"), sourced(0, "Two officials")]
    assert rows(*labels) == [("Two officials", "named_person", [0, 2])]
    (source,) = build(TEXT, labels).sources
    assert (source.start, source.end) == (0, 13)


def test_same_letters_composed_in_another_way_are_one_source() -> None:
    assert rows(sourced(3, "Ze\u0301", "Z\u00e9")) == [("Ze\u0301", "named_person", [3])]


def test_same_words_of_another_kind_are_another_source() -> None:
    labels = [sourced(1, "The mayor"), sourced(1, "The mayor", kind="organisation")]
    assert [kind for _, kind, _ in rows(*labels)] == ["named_person", "organisation"]


def test_source_with_most_sentences_comes_first_then_the_one_that_stands_first() -> None:
    labels = [sourced(1, "The mayor"), sourced(2, "officials", "The mayor"), sourced(0, "Two")]
    assert [words for words, _, _ in rows(*labels)] == ["The mayor", "Two", "officials"]


def test_sentence_and_source_of_two_reviewers_are_counted_once() -> None:
    labels = [sourced(0, "Two officials"), sourced(0, "Two officials", reviewer=2)]
    (source,) = build(TEXT, labels).sources
    assert (positions(source), source.reviewers) == ([0], 2)


def test_sourced_sentences_have_a_named_source_or_others_alone_or_none() -> None:
    labels = [
        sourced(0, "Two officials", kind="unnamed_person"),
        sourced(1, "The mayor"),
        sourced(1, "The mayor", kind="unnamed_person", reviewer=2),
        sourced(2),
        sourced(3, "stayed", kind="reporter_witness"),
    ]
    listed = build(TEXT, labels)
    assert (listed.named, listed.unnamed, listed.open) == (
        (place(1),),
        (place(0), place(3)),
        (place(2),),
    )
    assert listed.sourced == 4
    assert [listed.count(each) for each in ("named", "unnamed", "reporter")] == [1, 2, 1]


def test_sentence_is_open_only_while_no_reviewer_marked_a_source() -> None:
    assert build(TEXT, [sourced(1), sourced(1, "The mayor", reviewer=2)]).open == ()


def test_article_without_labels_has_an_empty_list() -> None:
    listed = build(TEXT, [])
    assert (listed.sources, listed.sourced) == ((), 0)


def test_every_kind_is_named_or_not() -> None:
    assert set(STANDINGS) == set(SOURCE_KINDS)


@given(
    st.lists(
        st.tuples(st.integers(0, 3), st.integers(0, 80), st.integers(1, 20), st.integers(1, 3))
    )
)
def test_every_marked_source_is_in_one_row_and_every_sentence_in_one_group(
    marked: list[tuple[int, int, int, int]],
) -> None:
    labels = [
        Sourced(place(at), reviewer, ((start, start + length, "document"),))
        for at, start, length, reviewer in marked
    ]
    listed = build(TEXT, labels)
    sentences = {label.place for label in labels}
    assert {each for source in listed.sources for each in source.sentences} == sentences
    assert sorted((*listed.named, *listed.unnamed, *listed.open)) == sorted(sentences)
    assert all(source.text == TEXT[source.start : source.end] for source in listed.sources)
