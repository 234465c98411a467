"""Markdown as sections: what is shown, what is never let through, what a search finds."""

import time

import pytest

from webapp.guidelines import typeset
from webapp.guidelines.typeset import Section, marked, search_words, sections
from webapp.guidelines.wording import LONGEST_LINE, LONGEST_TEXT, MOST_BRACKETS, clean_text


def one(text: str, *words: str) -> Section:
    found = sections(text, words)
    assert len(found) == 1
    return found[0]


def test_text_is_cut_at_its_headings() -> None:
    found = sections("# Title\n\nFirst.\n\n## Two\n\ntwo\n\n### Three\n\nthree\n\n# Four\n\nfour\n")
    assert [(each.level, each.title) for each in found] == [
        (1, "Title"),
        (2, "Two"),
        (3, "Three"),
        (2, "Four"),
    ]
    assert [each.body.strip() for each in found] == [
        "<p>First.</p>",
        "<p>two</p>",
        "<p>three</p>",
        "<p>four</p>",
    ]


def test_text_before_the_first_heading_is_a_section_too() -> None:
    assert [(each.level, each.title) for each in sections("First.\n\n## Two\n")] == [
        (1, ""),
        (2, "Two"),
    ]


def test_text_without_headings_is_one_section() -> None:
    assert (one("Only this.").level, one("Only this.").body) == (1, "<p>Only this.</p>\n")


def test_every_section_has_an_address_of_its_own() -> None:
    found = sections("## X\n\n## X\n\n## X-2\n\n## !\n\n## Süß & 中文\n")
    assert [each.id for each in found] == ["g-x", "g-x-2", "g-x-2-2", "g-", "g-süss-中文"]


def test_heading_inside_a_quotation_is_no_section() -> None:
    assert "subhead" in one("> # Quoted\n").body


@pytest.mark.parametrize(
    "text",
    [
        "<script>alert(1)</script>",
        "a <img src=x onerror=alert(1)> b",
        "[x](javascript:alert(1))",
        "[x](data:text/html,<script>alert(1)</script>)",
        "![x](https://elsewhere.example/spy.png)",
        "[x](vbscript:a)",
        '[x](https://a.example/"onmouseover="alert(1))',
        "```html\n<script>alert(1)</script>\n```",
        "    <script>alert(1)</script>",
        "`<script>`",
        "| <script> |\n|---|\n| <script>alert(1)</script> |",
        "## <script>alert(1)</script>",
        "<!-- <script>alert(1)</script> -->",
    ],
    ids=range(13),
)
@pytest.mark.parametrize("words", [(), ("script",), ("<", "&", "lt")], ids=range(3))
def test_words_are_never_code(text: str, words: tuple[str, ...]) -> None:
    for each in sections(text, words):
        shown = each.heading + each.body
        assert "<script" not in shown
        assert "<img" not in shown
        assert 'href="javascript' not in shown
        assert 'href="data' not in shown
        assert 'href="vbscript' not in shown
        assert '"onmouseover=' not in shown


def test_link_to_elsewhere_opens_beside_and_tells_nothing() -> None:
    body = one("[x](https://a.example/)").body
    assert 'target="_blank"' in body
    assert 'rel="noopener noreferrer"' in body


def test_link_to_a_section_finds_it() -> None:
    found = sections("See [below](#Süße-Fälle).\n\n## Süße Fälle\n")
    assert f'href="#{found[1].id}"' in found[0].body


def test_name_of_a_label_in_bold_takes_its_colour() -> None:
    body = one("**Sourced**, **not applicable**, **other**").body
    assert '<strong class="sourced">Sourced</strong>' in body
    assert '<strong class="not_applicable">not applicable</strong>' in body
    assert "<strong>other</strong>" in body


def test_search_finds_the_sections_that_have_all_words() -> None:
    text = "## Court\n\nA judge finds.\n\n## Council\n\nA judge of wine.\n"
    found = [each.is_found for each in sections(text, ("JUDGE", "finds"))]
    assert found == [True, False]


def test_search_looks_in_headings_code_and_tables() -> None:
    text = "## Head\n\n`inner`\n\n|cell|\n|---|\n|other|\n\n```\nfenced\n```\n"
    for word in ("head", "inner", "cell", "other", "fenced"):
        assert one(text, word).is_found


def test_search_marks_what_it_found() -> None:
    found = one("## The court\n\nA Court & `court`.\n", "court")
    assert found.heading == "The <mark>court</mark>"
    assert found.body == "<p>A <mark>Court</mark> &amp; <code><mark>court</mark></code>.</p>\n"


def test_search_never_breaks_what_is_escaped() -> None:
    assert marked("a & b < c", ("amp", "lt", "&")) == "a <mark>&amp;</mark> b &lt; c"


def test_search_takes_either_apostrophe() -> None:
    assert marked("the writer’s", ("writer's",)) == "the <mark>writer’s</mark>"


@pytest.mark.parametrize("search", [".*", "(", "[a", "\\", "a|b", "+"])
def test_signs_in_a_search_stand_for_themselves(search: str) -> None:
    assert not one("Plain words.", *search_words(search)).is_found or search in "Plain words."


def test_search_keeps_each_word_once_and_not_too_many() -> None:
    assert search_words("  a b\ta ") == ("a", "b")
    assert len("".join(search_words("x" * 5000))) == 200


def test_search_reads_no_text_again() -> None:
    text = "## Read once\n\nSee [there](#read-once), **opinion** and <https://a.example>."
    first = one(text)
    read = typeset._tokens.cache_info().misses
    found = one(text, "there")
    assert found.body.replace("<mark>", "").replace("</mark>", "") == first.body
    assert 'href="#g-read-once"' in found.body
    assert one(text, "once").body == first.body
    assert typeset._tokens.cache_info().misses == read


@pytest.mark.parametrize("mark", ["[", "![", "[a](", "[[]", "[a\n"])
def test_worst_text_that_is_taken_is_read_in_time(mark: str) -> None:
    paragraph = mark * (MOST_BRACKETS // mark.count("["))
    text = clean_text("\n\n".join([paragraph] * (LONGEST_TEXT // (len(paragraph) + 2))))
    begun = time.process_time()
    sections(text)
    assert time.process_time() - begun < 8  # seconds; a fifth of it usually


@pytest.mark.parametrize(
    "text", ["x" * LONGEST_LINE, "[" * MOST_BRACKETS, "[" * 400 + "\n\n" + "[" * 400]
)
def test_longest_lines_are_taken(text: str) -> None:
    assert clean_text(text) == f"{text}\n"
