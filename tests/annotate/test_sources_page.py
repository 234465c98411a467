"""The page of an article's sources, the same for programs, and who may ask for whose."""

import html
import re
from typing import Any

import pytest

from tests.annotate.test_sources import TEXT, source
from tests.rig.api import get, judgment, save, sentences
from tests.rig.databases import ONLY_SQLITE, statements
from tests.rig.people import People, Somebody
from webapp.db import Database
from webapp.documents import actions as documents
from webapp.documents.article import NewDocument


@pytest.fixture
def article(seeded: Database) -> int:
    """A document in several scripts, a sentence a line."""
    new = NewDocument(title="<b>Scripts</b>", text=TEXT, split="lines")
    with seeded.writing() as session:
        return documents.add(session, 1, documents.split(new))[0].id


@pytest.fixture
def numbers(seeded: Database, article: int) -> list[int]:
    """The numbers of its sentences."""
    return sentences(seeded, article)


@pytest.fixture
def marked(reviewer: Somebody, colleague: Somebody, article: int, numbers: list[int]) -> int:
    """The document, with sources of the reviewer and others of a colleague."""
    officials = source("officials", "unnamed_person")
    save(
        reviewer,
        article,
        judgment(numbers[0], sources=[officials]),
        judgment(numbers[1], sources=[source("Ze\u0301"), officials]),
        judgment(numbers[2]),
        judgment(numbers[3], "opinion"),
    )
    save(colleague, article, judgment(numbers[2], sources=[source("الوزير"), officials]))
    return article


def words(page: str) -> str:
    main = page[page.index("<main") : page.index("</main>")]
    return " ".join(html.unescape(re.sub(r"<[^>]*>", " ", main)).split())


def asked(who: Somebody, article: int, of: str = "") -> Any:
    answer = get(who, f"/documents/{article}/sources{of}")
    assert answer.status_code == 200, answer.text
    return answer.get_json()


# ---------------------------------------------------------------- the page


def test_page_says_how_many_sentences_name_their_source(reviewer: Somebody, marked: int) -> None:
    page = words(reviewer.get(f"/annotate/{marked}/sources").text)
    assert "1 of 3 sourced sentences name their source, 1 relies on unnamed people" in page
    assert "2 sources: 1 named, 1 unnamed." in page


def test_page_lists_the_sources_with_links_to_their_sentences(
    reviewer: Somebody, marked: int
) -> None:
    page = reviewer.get(f"/annotate/{marked}/sources").text
    assert "officials Unnamed person 2 × 1 2 Ze\u0301 Named person 1 × 2" in words(page)
    assert f'href="/annotate/{marked}?at=2#s2"' in page


def test_page_lists_the_sourced_sentences_that_are_still_open(
    reviewer: Somebody, marked: int
) -> None:
    page = words(reviewer.get(f"/annotate/{marked}/sources").text)
    assert "Still open 1 sentence is labelled sourced, and no source is marked for it yet." in page
    assert page.index("3 قال الوزير إن الميزانية جاهزة.") > page.index("Still open")


def test_page_of_everybody_counts_the_reviewers(lead: Somebody, marked: int) -> None:
    page = words(lead.get(f"/annotate/{marked}/sources?of=everybody").text)
    assert "2 of 3 sourced sentences name their source" in page
    assert "officials Unnamed person, marked by 2 reviewers 3 × 1 2 3" in page
    assert "Still open" not in page


@pytest.mark.usefixtures("marked")
def test_page_of_nobody_yet_leads_to_the_article(lead: Somebody, article: int) -> None:
    page = lead.get(f"/annotate/{article}/sources").text
    assert "No sentence is labelled sourced yet" in words(page)
    assert f'href="/annotate/{article}"' in page


def test_label_taken_back_or_changed_is_not_listed(
    reviewer: Somebody, marked: int, numbers: list[int]
) -> None:
    save(reviewer, marked, judgment(numbers[0], None), judgment(numbers[1], "opinion"))
    assert asked(reviewer, marked)["sources"] == []


@pytest.mark.parametrize("words_of", ["text", "title"])
@ONLY_SQLITE
def test_words_of_an_article_are_never_code(
    words_of: str, reviewer: Somebody, seeded: Database
) -> None:
    attack = "<script>alert(1)</script>"
    new = NewDocument(title=f"{attack} {words_of}", text=f"{attack} said so.", split="lines")
    with seeded.writing() as session:
        number = documents.add(session, 1, documents.split(new))[0].id
    first = sentences(seeded, number)[0]
    sources = [{"start": 0, "end": len(attack), "kind": "document", "text": attack}]
    save(reviewer, number, judgment(first, sources=sources))
    page = reviewer.get(f"/annotate/{number}/sources").text
    assert "alert(1)</script>" not in page
    assert attack in html.unescape(page)


# ---------------------------------------------------------------- for programs


def test_program_gets_sources_with_their_places(
    reviewer: Somebody, marked: int, numbers: list[int]
) -> None:
    found = asked(reviewer, marked)
    one, two, three = ({"sentence_id": numbers[at], "position": at} for at in range(3))
    officials, ze = source("officials", "unnamed_person"), source("Ze\u0301")
    more: dict[str, Any] = {"standing": "unnamed", "sentences": [one, two], "reviewers": 1}
    assert found["sources"][0] == officials | more
    assert found["sources"][1] == ze | more | {"standing": "named", "sentences": [two]}
    assert (found["named"], found["unnamed"], found["open"]) == ([two], [one], [three])
    assert found["document_id"] == marked


# ---------------------------------------------------------------- who may ask


def test_reviewer_gets_own_sources_alone(colleague: Somebody, marked: int) -> None:
    assert {each["text"] for each in asked(colleague, marked)["sources"]} == {"officials", "الوزير"}


@pytest.mark.parametrize("role", ["lead", "admin"])
def test_lead_and_admin_get_everybodys_sources(role: str, people: People, marked: int) -> None:
    boss = people.add("Boss", role)
    assert len(asked(boss, marked, "?of=everybody")["sources"]) == 3
    assert asked(boss, marked)["sources"] == []


def test_reviewer_may_not_ask_for_everybodys(reviewer: Somebody, marked: int) -> None:
    assert get(reviewer, f"/documents/{marked}/sources?of=everybody").status_code == 403
    for path in (f"/annotate/{marked}/sources", f"/exchange/documents/{marked}/sources"):
        answer = reviewer.get(f"{path}?of=everybody")
        assert answer.status_code == 403
        assert "officials" not in answer.text
    assert "of=everybody" not in reviewer.get(f"/annotate/{marked}/sources").text


@pytest.mark.parametrize("of", ["all", "1", "Everybody", "%00"])
@ONLY_SQLITE
def test_unknown_whose_is_refused_with_what_there_is(of: str, lead: Somebody, marked: int) -> None:
    answer = get(lead, f"/documents/{marked}/sources?of={of}")
    assert (answer.status_code, answer.content_type) == (400, "application/problem+json")
    assert answer.get_json()["detail"] == "of: everybody, or nothing for your own labels."
    assert lead.get(f"/exchange/documents/{marked}/sources?of={of}").status_code == 400


def test_sources_take_as_many_statements_whatever_their_number(
    reviewer: Somebody, article: int, numbers: list[int], seeded: Database
) -> None:
    path, counts = f"/annotate/{article}/sources", []
    reviewer.get(path)  # signs in
    for items in (
        [judgment(numbers[0])],
        [judgment(each, sources=[source("Two")]) for each in numbers],
    ):
        save(reviewer, article, *items)
        with statements(seeded) as sent:
            assert reviewer.get(path).status_code == 200
        counts.append(len(sent))
    assert counts[0] == counts[1], counts
