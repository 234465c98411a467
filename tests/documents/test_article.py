"""Bringing an article into the form that is stored: little is changed, much is refused."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from webapp.documents.actions import split
from webapp.documents.article import NewDocument, clean, clean_text
from webapp.problems import BadInput, TooLarge

LIMIT = 10_000


def cleaned(**fields: object) -> NewDocument:
    new = NewDocument(**{"title": "Title", "text": "One."} | fields)  # type: ignore[arg-type]
    clean(new, LIMIT)
    return new


@pytest.mark.parametrize(
    ("text", "stored"),
    [
        ("\ufeffOne.", "One."),
        ("\ufeff\ufeffOne.", "\ufeffOne."),
        ("One.\r\nTwo.\r\n", "One.\nTwo.\n"),
        ("One.\rTwo.\n\rThree.", "One.\rTwo.\n\rThree."),
        ("  One.\t\n\n", "  One.\t\n\n"),
        ("Ze\u0301 \u200b\u2028 \x0c One.", "Ze\u0301 \u200b\u2028 \x0c One."),
    ],
)
def test_text_is_stored_as_read_but_for_bom_and_crlf(text: str, stored: str) -> None:
    assert cleaned(text=text).text == stored


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("", "text: it is empty."),
        ("\ufeff \r\n\t", "text: it is empty."),
        ("ab\0c", "text: a NUL at character 2"),
        ("abc\ud800", "text: half of a surrogate pair at character 3."),
        ("\udfff", "text: half of a surrogate pair at character 0."),
    ],
)
def test_text_that_cannot_be_kept_is_refused(text: str, says: str) -> None:
    with pytest.raises(BadInput, match=says):
        cleaned(text=text)


def test_text_over_the_limit_is_refused_and_told_how_to_raise_it() -> None:
    assert len(clean_text("🏳" * LIMIT, LIMIT)) == LIMIT
    with pytest.raises(TooLarge, match=r"10,001 characters.*10,000.*FACTCHECK_MAX_TEXT"):
        clean_text("x" * (LIMIT + 1), LIMIT)


@pytest.mark.parametrize("name", ["title", "external_id", "outlet", "url", "story"])
@pytest.mark.parametrize("value", ["a\0b", "a\ud800b", "a\nb", "a\x7fb", "x" * 2001])
def test_word_about_a_document_is_one_short_line(name: str, value: str) -> None:
    with pytest.raises(BadInput, match=f"{name}: "):
        cleaned(**{name: value})


@pytest.mark.parametrize("name", ["external_id", "outlet", "url", "story", "published"])
@pytest.mark.parametrize("value", [None, "", "   "])
def test_empty_word_is_none(name: str, value: str | None) -> None:
    assert getattr(cleaned(**{name: value}), name) is None


@pytest.mark.parametrize("value", ["2021", "2021-04", "2021-04-07", " 2020-02-29 ", "0001"])
def test_date_may_lack_its_end(value: str) -> None:
    assert cleaned(published=value).published == value.strip()


@pytest.mark.parametrize(
    "value",
    ["21", "2021-4", "2021-13", "2021-02-30", "07.04.2021", "2021-04-07T00", "٢٠٢١", "0000", "x"],
)
def test_wrong_date_is_refused(value: str) -> None:
    with pytest.raises(BadInput, match="published: write YYYY, YYYY-MM or YYYY-MM-DD"):
        cleaned(published=value)


@pytest.mark.parametrize("url", ["javascript:alert(1)", "//a.example", "a.example", "ftp://a"])
def test_wrong_address_is_refused(url: str) -> None:
    with pytest.raises(BadInput, match="url: an address starts with http"):
        cleaned(url=url)


def test_title_is_needed() -> None:
    with pytest.raises(BadInput, match="title: "):
        cleaned(title="  ")


def test_version_needs_an_external_id() -> None:
    with pytest.raises(BadInput, match="new_version: "):
        cleaned(new_version=True)


@pytest.mark.parametrize(
    "ranges", [[(0, 2), (1, 4)], [(-1, 4)], [(0, 5)], [(2, 2)], [(0, 2)], [], [(2, 4), (0, 2)]]
)
def test_given_sentences_that_do_not_fit_are_refused(ranges: list[tuple[int, int]]) -> None:
    with pytest.raises(BadInput, match="sentences: "):
        split(cleaned(text="One.", sentences=ranges))


@given(st.text(max_size=200))
def test_any_text_is_refused_or_cut_into_ranges_of_itself(text: str) -> None:
    if not text.removeprefix("\ufeff").strip() or "\0" in text:
        with pytest.raises(BadInput, match="text: "):
            cleaned(text=text)
        return
    made = split(cleaned(text=text))
    covered = "".join(made.new.text[start:end] for start, end in made.ranges)
    assert made.new.text == text.removeprefix("\ufeff").replace("\r\n", "\n")
    assert "".join(covered.split()) == "".join(made.new.text.split())
