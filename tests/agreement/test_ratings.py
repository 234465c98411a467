import io

import pytest

from webapp.agreement.ratings import RatingsError, RatingsTable, read_ratings

HEADER = "document,sentence,reviewer,label\n"


def read(text: str, labels: list[str] | None = None) -> RatingsTable:
    return read_ratings(io.StringIO(text, newline=""), labels)


def test_columns_come_in_any_order_among_others() -> None:
    table = read("note,label,reviewer,sentence,document\nx,opinion,Ann,1,d\n")
    assert table.ratings == [("d", "1", "Ann", "opinion")]


def test_own_export_is_taken_as_it_is() -> None:
    table = read("document_id,sentence_id,position,reviewer,label\n7,301,0,Ann,opinion\n")
    assert table.ratings == [("7", "301", "Ann", "opinion")]


def test_plain_names_win_over_those_of_an_export() -> None:
    table = read("document,document_id,sentence,sentence_id,reviewer,label\nd,7,1,301,Ann,x\n")
    assert table.ratings == [("d", "1", "Ann", "x")]


def test_byte_order_mark_blank_lines_and_spaces_do_not_matter() -> None:
    table = read("\ufeffdocument, sentence ,reviewer,label\r\n\r\nd,1, Ann ,opinion\r\n,,,\r\n")
    assert table.ratings == [("d", "1", "Ann", "opinion")]


def test_scheme_is_the_label_set_where_the_file_holds_nothing_else() -> None:
    table = read(HEADER + "d,1,Ann,opinion\nd,2,Ann,not_applicable\n")
    assert table.labels == ("sourced", "unsourced", "opinion")
    assert (table.labels_from, table.left_out) == ("scheme", ("not_applicable",))


def test_other_labels_make_what_the_file_holds_the_label_set() -> None:
    table = read(HEADER + "d,1,Ann,yes\nd,2,Ann,no\nd,3,Ann,opinion\n")
    assert (table.labels, table.labels_from) == (("no", "opinion", "yes"), "file")
    assert table.left_out == ()


def test_labels_given_are_the_label_set_in_their_order() -> None:
    table = read(HEADER + "d,1,Ann,yes\nd,2,Ann,not_applicable\n", ["yes", "no"])
    assert (table.labels, table.labels_from) == (("yes", "no"), "option")
    assert table.left_out == ("not_applicable",)


def test_not_applicable_counts_when_it_is_given() -> None:
    table = read(HEADER + "d,1,Ann,not_applicable\n", ["yes", "not_applicable"])
    assert table.left_out == ()


def test_free_text_is_not_taken_for_labels() -> None:
    rows = [f"d,{at},Ann,words {at}\n" for at in range(101)]
    assert len(read(HEADER + "".join(rows[:100])).labels) == 100
    with pytest.raises(RatingsError, match=r"101 different labels.*is it the right column\?"):
        read(HEADER + "".join(rows))


def test_more_labels_than_a_table_can_have_are_refused() -> None:
    with pytest.raises(RatingsError, match="--labels names 101 labels: at most 100"):
        read(HEADER, [str(at) for at in range(101)])


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "line 1: the column document is missing"),
        ("document,sentence,label\n", "line 1: the column reviewer is missing"),
        ("document;sentence;reviewer;label\n", "separated by commas"),
        ("document,sentence,reviewer,label,label\n", "line 1: the column label comes twice"),
        (HEADER, "a header and no rows"),
        (HEADER + "\nd,1,Ann\n", "line 3: 3 cells, the header has 4"),
        (HEADER + "d,1,Ann,a,b\n", "line 2: 5 cells, the header has 4"),
        (HEADER + "d,1, ,opinion\n", "line 2: the column reviewer is empty"),
        (HEADER + 'd,"1\n2",Ann,a\nd,,Ann,a\n', "line 4: the column sentence is empty"),
        (HEADER + 'd,1,Ann,"opin', "line 2: not readable as CSV"),
        (HEADER + "d,1,A,x\nd,1,B,x\nd,1,A,y\n", "line 4: 'A' has labelled .* already, in line 2"),
    ],
)
def test_unusable_table_is_refused_with_its_line(text: str, message: str) -> None:
    with pytest.raises(RatingsError, match=message):
        read(text)


def test_reviewer_twice_is_refused_even_where_one_label_is_left_out() -> None:
    with pytest.raises(RatingsError, match="line 3"):
        read(HEADER + "d,1,A,not_applicable\nd,1,A,opinion\n")


def test_label_outside_those_given_is_refused_with_its_line() -> None:
    with pytest.raises(
        RatingsError, match="line 3: the label 'maybe' is not among --labels yes,no"
    ):
        read(HEADER + "d,1,A,yes\nd,2,A,maybe\n", ["yes", "no"])


@pytest.mark.parametrize("labels", [[], ["a", ""], ["a", "a"]])
def test_unusable_label_option_is_refused(labels: list[str]) -> None:
    with pytest.raises(RatingsError, match="--labels"):
        read(HEADER + "d,1,A,a\n", labels)


def test_file_that_is_not_utf8_is_refused() -> None:
    stream = io.TextIOWrapper(io.BytesIO(HEADER.encode() + b"d,1,Ren\xe9,a\n"), "utf-8", newline="")
    with pytest.raises(RatingsError, match="not UTF-8"):
        read_ratings(stream)
