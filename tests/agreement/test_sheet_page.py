"""The disagreement sheet: its page and its file, for a lead, without a name."""

import csv
import html
import io
import json
import re

import pytest
from sqlalchemy import update

from tests.agreement.conftest import label_article
from tests.rig.api import judgment, save, sentences
from tests.rig.databases import ONLY_SQLITE, statements
from tests.rig.pages import words
from tests.rig.people import Somebody
from webapp.agreement import sheet_queries
from webapp.db import Database
from webapp.documents import actions as documents
from webapp.documents.article import NewDocument
from webapp.exchange.csv_format import unguard
from webapp.models import Document

PAGE = "/agreement/1/sheet"
ODD = "=1+1 <b>\"&' \u202e\U0001f4a9"


@pytest.fixture
def two(
    seeded: Database, lead: Somebody, reviewer: Somebody, colleague: Somebody
) -> tuple[int, int]:
    """Two articles of two stories: six sentences differ, one of them with three labels."""
    first = label_article(
        seeded, "First one", {reviewer: "suosnu", colleague: "uuooss", lead: "----nu"}
    )
    second = label_article(seeded, ODD, {reviewer: "osu", colleague: "uss", lead: "--o"})
    with seeded.writing() as session:
        rows = update(Document)
        session.execute(rows.where(Document.id == first).values(story="Strike", external_id="a-1"))
        session.execute(rows.where(Document.id == second).values(story="Flood & <fire>"))
    return first, second


def listed(page: str) -> list[tuple[str, str]]:
    """Return the addresses of the sentences that a page lists, and their votes."""
    items = page.partition("<section")[2].split("<blockquote")[1:]
    found = [re.search(r'href="(/annotate/\d+\?at=\d+#s\d+)"', each) for each in items]
    votes = [", ".join(re.findall(r'class="vote \w+">([^<]+)<', each)) for each in items]
    return [(each[1], vote) for each, vote in zip(found, votes, strict=True) if each]


def rows(answer: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(answer.removeprefix("\ufeff"), newline="")))


def test_sheet_lists_what_differs_by_pair_then_article(
    lead: Somebody, two: tuple[int, int]
) -> None:
    first, second = two
    page = lead.get(PAGE).text
    assert listed(page) == [
        (f"/annotate/{first}?at=1#s1", "1 × sourced, 1 × unsourced"),
        (f"/annotate/{first}?at=6#s6", "1 × sourced, 2 × unsourced"),
        (f"/annotate/{second}?at=3#s3", "1 × sourced, 1 × unsourced, 1 × opinion"),
        (f"/annotate/{first}?at=4#s4", "1 × sourced, 1 × opinion"),
        (f"/annotate/{second}?at=1#s1", "1 × unsourced, 1 × opinion"),
    ]
    shown = words(page)
    assert "5 sentences have labels that differ" in shown
    numbers = "Sourced or unsourced 3 sentences Sourced or opinion 2 sentences"
    assert f"{numbers} Unsourced or opinion 2 sentences" in shown
    assert lead.get(f"/annotate/{first}?at=6").status_code == 200


def test_sentence_stands_between_its_neighbours(lead: Somebody, two: tuple[int, int]) -> None:
    page = lead.get(f"{PAGE}?article={two[0]}").text
    first, last = page.split("<blockquote")[1:3]
    assert words(first).startswith('dir="auto"> Sentence 1 of First one. Sentence 2 of First one.')
    assert re.findall(r'class="(\w+)">Sentence (\d)', first) == [("said", "1"), ("around", "2")]
    assert re.findall(r'class="(\w+)">Sentence (\d)', last) == [("around", "5"), ("said", "6")]


def test_sheet_can_be_limited(lead: Somebody, two: tuple[int, int]) -> None:
    first, second = two
    assert len(listed(lead.get(f"{PAGE}?article={first}").text)) == 3
    assert len(listed(lead.get(f"{PAGE}?story=Strike").text)) == 3
    by_pair = listed(lead.get(f"{PAGE}?pair=opinion,unsourced").text)
    assert [address for address, _ in by_pair] == [
        f"/annotate/{second}?at=1#s1",
        f"/annotate/{second}?at=3#s3",
    ]
    both = lead.get(f"{PAGE}?story=Flood+%26+%3Cfire%3E&pair=sourced,opinion").text
    assert [address for address, _ in listed(both)] == [f"/annotate/{second}?at=3#s3"]
    none = lead.get(f"{PAGE}?article={first}&pair=unsourced,opinion").text
    assert "No sentence of these has labels that differ." in none
    assert '<option value="sourced,opinion" selected>' in both
    assert "Story: Flood & <fire> . Sourced or opinion only." in words(both)


@ONLY_SQLITE
@pytest.mark.parametrize(
    ("query", "status"),
    [
        ("pair=sourced", 422),
        ("article=x", 422),
        ("article=99", 404),
        ("story=%00", 404),
        (f"words={'x' * 501}", 422),
    ],
)
@pytest.mark.parametrize("path", [PAGE, f"{PAGE}.csv"])
def test_what_there_is_not_is_refused(
    lead: Somebody, two: tuple[int, int], path: str, query: str, status: int
) -> None:
    assert two
    answer = lead.get(f"{path}?{query}")
    assert answer.status_code == status
    assert f"{query.partition('=')[0]}: " in answer.text


def test_words_of_the_title_limit_page_and_file(lead: Somebody, two: tuple[int, int]) -> None:
    first, _ = two
    page = lead.get(f"{PAGE}?words=ONE+first&pair=sourced,unsourced").text
    assert {address.partition("?")[0] for address, _ in listed(page)} == {f"/annotate/{first}"}
    assert 'value="ONE first"' in page
    (file,) = re.findall(r'href="([^"]+sheet\.csv[^"]*)"', page)
    assert {row["document_id"] for row in rows(lead.get(html.unescape(file)).text)} == {str(first)}
    assert "No sentence of these has labels" in lead.get(f"{PAGE}?words=nothing").text


def test_articles_with_the_words_are_named_with_their_sentences(
    seeded: Database, lead: Somebody, reviewer: Somebody, colleague: Somebody
) -> None:
    made = [
        label_article(seeded, f"Part {n} <b>", {reviewer: "s" * n, colleague: "o" * n})
        for n in range(1, 24)
    ]
    page = lead.get(f"{PAGE}?words=part").text
    assert "23 articles with these words have labels that differ" in words(page)
    links = re.findall(r'href="/agreement/1/sheet\?([^"]+)"><bdi>([^<]+)<', page)
    assert len(links) == 20
    assert links[0] == (f"words=part&amp;article={made[-1]}", "Part 23 &lt;b&gt;")
    assert "and 3 more: add a word" in words(page)
    one = lead.get(f"{PAGE}?words=part&article={made[-1]}").text
    assert len(listed(one)) == 23
    assert re.search(rf'name="article"\s+value="{made[-1]}"\s+checked', one)


def test_form_stays_short_with_many_articles(
    seeded: Database, lead: Somebody, reviewer: Somebody, colleague: Somebody
) -> None:
    for n in range(55):
        label_article(seeded, f"Article {n}", {reviewer: "s", colleague: "o"})
    page = lead.get(PAGE).text
    suggested = page.partition("<datalist")[2].partition("</datalist>")[0]
    assert suggested.count("<option") == 50


@ONLY_SQLITE
def test_long_sheet_links_its_pages_and_the_file_has_all(
    seeded: Database, lead: Somebody, reviewer: Somebody, colleague: Somebody
) -> None:
    label_article(seeded, "Long", {reviewer: "s" * 120, colleague: "o" * 120})
    page = lead.get(f"{PAGE}?pair=sourced,opinion").text
    assert len(listed(page)) == 100
    assert "120 sentences have labels that differ; these are 1 to 100." in words(page)
    (following,) = re.findall(r'rel="next" href="([^"]+)"', page)
    assert len(listed(lead.get(html.unescape(following)).text)) == 20
    assert lead.get(f"{PAGE}?page=3").status_code == 404
    assert len(rows(lead.get(f"{PAGE}.csv").text)) == 120


def test_file_has_a_row_for_each_sentence(lead: Somebody, two: tuple[int, int]) -> None:
    first, second = two
    answer = lead.get(f"{PAGE}.csv")
    assert answer.content_type == "text/csv; charset=utf-8"
    assert answer.data.startswith(b"\xef\xbb\xbf")
    found = rows(answer.text)
    assert [(int(row["document_id"]), row["sentence"], row["pair"]) for row in found] == [
        (first, "1", "sourced|unsourced"),
        (first, "4", "sourced|opinion"),
        (first, "6", "sourced|unsourced"),
        (second, "1", "unsourced|opinion"),
        (second, "3", "sourced|unsourced"),
    ]
    votes = [[row[label] for label in ("sourced", "unsourced", "opinion")] for row in found]
    assert votes == [list(each) for each in ("110", "101", "120", "011", "111")]
    assert (found[0]["external_id"], found[3]["external_id"]) == ("a-1", "")
    only = rows(lead.get(f"{PAGE}.csv?pair=sourced,opinion").text)
    assert [(row["sentence"], row["pair"]) for row in only] == [
        ("4", "sourced|opinion"),
        ("3", "sourced|opinion"),
    ]


@pytest.fixture
def remarked(seeded: Database, lead: Somebody, reviewer: Somebody, colleague: Somebody) -> int:
    """An article of odd text, whose first sentence has labels, flags and notes of three."""
    text = f"{ODD}\n+ second\n@third"
    new = NewDocument(title=ODD, text=text, split="lines", external_id="=cmd|' /C calc'!A0")
    with seeded.writing() as session:
        document = documents.add(session, 1, documents.split(new))[0].id
    one, two, _ = sentences(seeded, document)
    said = [
        (lead, "sourced", ["unsure"], "zebra"),
        (reviewer, "opinion", ["unsure", "prediction"], f"{ODD}\nand <more>"),
        (colleague, "not_applicable", [], ""),
    ]
    for who, label, flags, note in said:
        save(who, document, judgment(one, label, flags=flags, note=note))
    save(lead, document, judgment(two, "sourced"))
    return document


def test_flags_are_counted_and_notes_quoted(lead: Somebody, remarked: int) -> None:
    shown = words(lead.get(PAGE).text)
    votes = "1 × sourced , 1 × opinion , 1 × not applicable"
    assert f"{votes} · 2 × unsure · 1 × prediction" in shown
    assert f"“{ODD} and <more>” “zebra”" in shown
    (row,) = rows(lead.get(f"{PAGE}.csv").text)
    assert row["document_id"] == str(remarked)
    assert (row["flags"], row["not_applicable"]) == ("unsure:2|prediction:1", "1")
    assert json.loads(row["notes"]) == [f"{ODD}\nand <more>", "zebra"]


def test_odd_text_is_escaped_on_the_page_and_guarded_in_the_file(
    lead: Somebody, remarked: int
) -> None:
    assert remarked
    assert "<b>" not in lead.get(PAGE).text
    (row,) = rows(lead.get(f"{PAGE}.csv").text)
    for column, text in (("text", ODD), ("document_title", ODD)):
        assert row[column] == f"'{text}"
        assert unguard(row[column]) == text
    assert row["external_id"].startswith("'=")
    assert int(row["end"]) - int(row["start"]) == len(ODD)


def test_nobody_is_named(
    lead: Somebody,
    reviewer: Somebody,
    colleague: Somebody,
    two: tuple[int, int],
    remarked: int,
    admin: Somebody,
) -> None:
    assert two
    assert remarked
    for path in (PAGE, f"{PAGE}?article={remarked}", f"{PAGE}.csv"):
        content = admin.get(path).data
        assert b"zebra" in content
        for who in (lead, reviewer, colleague):
            assert who.name.encode() not in content
            assert who.name.split()[0].encode() not in content


def test_labels_of_another_project_are_not_listed(
    seeded: Database, lead: Somebody, reviewer: Somebody, colleague: Somebody
) -> None:
    with seeded.writing() as session:
        other = documents.add_project(session, "Other").id
    label_article(seeded, "Elsewhere", {reviewer: "s", colleague: "o"}, other)
    assert "Elsewhere" not in lead.get(PAGE).text
    assert rows(lead.get(f"{PAGE}.csv").text) == []
    assert "No sentence has labels that differ" in lead.get(PAGE).text


def test_page_is_made_for_print_and_the_summary_leads_to_it(
    lead: Somebody, two: tuple[int, int]
) -> None:
    assert two
    page = lead.get(PAGE).text
    assert page.count('class="decided"') == 5
    assert " style=" not in page
    assert 'id="sheet"' in lead.get("/agreement/method").text
    assert lead.get("/agreement/1").text.count(f'href="{PAGE}"') == 2


@ONLY_SQLITE
def test_reviewer_is_refused(reviewer: Somebody, two: tuple[int, int]) -> None:
    assert two
    for path in (PAGE, f"{PAGE}.csv"):
        answer = reviewer.get(path)
        assert answer.status_code == 403
        assert "First one" not in answer.text


@pytest.mark.usefixtures("two")
@pytest.mark.parametrize("path", [PAGE, f"{PAGE}.csv"])
def test_text_of_an_article_is_fetched_once_whatever_differs_in_it(
    path: str, lead: Somebody, seeded: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sheet_queries, "_AT_ONCE", 1)
    with statements(seeded) as sent:
        answer = lead.get(path).text
    assert "Sentence 4 of First one." in answer
    assert not any("substr" in each for each in sent)
    texts = sum("document.text" in each for each in sent)
    assert texts == (1 if path == PAGE else 2)
