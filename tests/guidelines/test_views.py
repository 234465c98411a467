"""The page of the guidelines, its search and versions; the panel; writing; the JSON."""

import re

import pytest

from tests.guidelines.conftest import TEXT, Pin, Publish, in_force
from tests.rig.api import get
from tests.rig.people import Somebody
from webapp.db import Database
from webapp.guidelines.default import default_text
from webapp.guidelines.queries import version
from webapp.guidelines.wording import LONGEST_TEXT

PAGE = "/guidelines/1"
NEW = f"{PAGE}/new"
FIELDS = {"began_from": "1", "text": TEXT, "summary": "Shorter", "act": "publish"}


def words(page: str) -> str:
    return " ".join(re.sub(r"<[^>]*>", "", page).split())


def shown(page: str) -> list[str]:
    """The titles of the sections that are not hidden."""
    sections = re.findall(r"<section id=\"g-[^>]*>.*?</section>", page, re.DOTALL)
    titles = [re.search(r"<h\d>(.*?)</h\d>", each) for each in sections if "hidden>" not in each]
    return [re.sub(r"<[^>]*>", "", each[1]) for each in titles if each]


# ---------------------------------------------------------------- reading


def test_page_shows_the_version_in_force(reviewer: Somebody, publish: Publish) -> None:
    publish()
    page = reviewer.get(PAGE).text
    assert '<div class="guidelines" data-version="2">' in page
    assert "<h1>Our rules</h1>" in page
    assert shown(page) == ["Sourced", "Opinion"]


def test_contents_lead_to_sections_that_are_there(reviewer: Somebody) -> None:
    page = reviewer.get(PAGE).text
    links = re.findall(r'href="#(g-[^"]+)"', page)
    assert len(links) >= 10
    assert [each for each in links if f'id="{each}"' not in page] == []


def test_older_version_is_shown_and_says_so(reviewer: Somebody, publish: Publish) -> None:
    publish()
    page = reviewer.get(f"{PAGE}?version=1").text
    assert "This is version 1. Version 2 is in force." in words(page)
    assert "Hard cases" in shown(page)


def test_versions_are_listed_with_who_when_and_why(
    reviewer: Somebody, publish: Publish, seeded: Database
) -> None:
    made = publish(second_look=True).made_at.strftime("%-d %B %Y")
    page = words(reviewer.get(PAGE).text.partition('id="versions"')[2])
    assert f"Version 2 {made}, by Lena Lead · in force Shorter" in page
    assert "come back for a second look" in page
    with seeded.reading() as session:
        first = version(session, 1, 1).made_at.strftime("%-d %B %Y")
    assert f"Version 1 {first}, came with" in page


def test_page_shows_what_changed(reviewer: Somebody, publish: Publish) -> None:
    publish()
    publish(TEXT.replace("Nobody does", "Only the writer does"))
    page = reviewer.get(PAGE).text.partition('id="changes"')[2]
    assert "from version 2 to 3" in words(page)
    assert "Nobody" in words("".join(re.findall(r"<del>.*?</del>", page)))
    assert "Only the writer" in words("".join(re.findall(r"<ins>.*?</ins>", page)))
    assert 'id="changes"' not in reviewer.get(f"{PAGE}?version=1").text


@pytest.mark.parametrize("version", ["x", "", "-1", "1.5", "١", "9" * 30])
def test_wrong_version_is_refused(version: str, reviewer: Somebody) -> None:
    assert reviewer.get(f"{PAGE}?version={version}").status_code == 422
    assert get(reviewer, f"/projects/1/guidelines?version={version}").status_code == 422


@pytest.mark.parametrize("version", ["0", "2", "999999999"])
def test_version_of_nothing_is_not_found(version: str, reviewer: Somebody) -> None:
    assert reviewer.get(f"{PAGE}?version={version}").status_code == 404
    assert get(reviewer, f"/projects/1/guidelines?version={version}").status_code == 404


# ---------------------------------------------------------------- search without scripts


def test_search_shows_what_contains_all_words(reviewer: Somebody, publish: Publish) -> None:
    publish()
    page = reviewer.get(f"{PAGE}?q=STANDS+somebody").text
    assert shown(page) == ["Sourced"]
    assert "1 of 3 sections contains “STANDS somebody”." in words(page)
    assert "<mark>Somebody</mark> <mark>stands</mark>" in page


def test_search_that_finds_nothing_says_so(reviewer: Somebody) -> None:
    page = reviewer.get(f"{PAGE}?q=xylophone").text
    assert shown(page) == []
    assert "No section contains “xylophone”." in words(page)


def test_search_looks_in_examples_too(lead: Somebody, pin: Pin) -> None:
    pin(1, reason="Like a xylophone.")
    pin(2, reason="Like a drum.")
    page = lead.get(f"{PAGE}?q=xylophone").text
    assert re.findall(r'id="example-(\d+)" data-section +hidden', page) == ["2"]
    assert "Like a <mark>xylophone</mark>." in page


def test_search_of_an_older_version_stays_there(reviewer: Somebody, publish: Publish) -> None:
    publish()
    page = reviewer.get(f"{PAGE}?version=1&q=court").text
    assert 'name="version" value="1"' in page
    assert "Sourced" in shown(page)


@pytest.mark.parametrize("search", ["", "+", "%00", "x" * 3000, "<script>", '"', "%ff", "(", "a\\"])
def test_search_for_anything_is_answered(search: str, reviewer: Somebody) -> None:
    answer = reviewer.get(f"{PAGE}?q={search}")
    assert answer.status_code == 200
    assert "<script>" not in answer.text


# ---------------------------------------------------------------- the panel


def test_panel_is_a_piece_of_a_page(lead: Somebody, pin: Pin) -> None:
    pin(1, reason="Like a drum.")
    panel = lead.get(f"{PAGE}/panel").text.strip()
    assert panel.startswith('<div class="guidelines" data-version="1">')
    assert panel.endswith("</div>")
    assert "<html" not in panel
    assert "Hard cases" in shown(panel)
    assert "Like a drum." in panel
    assert "Take it down" not in panel


# ---------------------------------------------------------------- writing


def test_form_begins_with_what_is_in_force(lead: Somebody, publish: Publish) -> None:
    publish("Old & <b>.")
    page = lead.get(NEW).text
    assert "Old &amp; &lt;b&gt;." in page
    assert re.search(r'name="began_from"[^>]*value="2"', page)


def test_lead_publishes(lead: Somebody, seeded: Database) -> None:
    answer = lead.post(NEW, FIELDS | {"text": TEXT.replace("\n", "\r\n"), "second_look": "y"})
    assert (answer.status_code, answer.location) == (302, PAGE)
    found = in_force(seeded)
    assert (found.version, found.text, found.second_look) == (2, TEXT, True)


def test_preview_shows_and_publishes_nothing(lead: Somebody, seeded: Database) -> None:
    answer = lead.post(NEW, FIELDS | {"act": "preview", "summary": ""})
    assert answer.status_code == 200
    assert "Nothing is published yet." in answer.text
    assert shown(answer.text) == ["Sourced", "Opinion"]
    assert "What this would change in version 1" in answer.text
    assert in_force(seeded).version == 1


@pytest.mark.parametrize(
    ("field", "value", "status", "says"),
    [
        ("text", "", 422, "The guidelines are empty."),
        ("text", " \n", 422, "text: it is empty."),
        ("text", "a\0b", 422, "text: a NUL"),
        ("text", "x" * (LONGEST_TEXT + 1), 413, "over the limit of 200,000"),
        ("text", f"Fine.\n\n{'x' * 20_001}", 422, "text, line 3: 20,001 characters"),
        ("text", "a [\n" * 501, 422, "text, line 501: more than 500 opening brackets"),
        ("text", "| a" * 51, 422, "text, line 1: more than 50 vertical bars"),
        ("text", default_text(), 422, "This is the text of version 1, which is in force."),
        ("summary", "", 422, "Say in a line what changes"),
        ("summary", "x" * 501, 422, "longer than 500"),
        ("began_from", "", 422, "not say from which version"),
        ("began_from", "x", 422, "not say from which version"),
        ("began_from", "0", 422, "not say from which version"),
        ("began_from", "9" * 40, 422, "not say from which version"),
    ],
    ids=range(14),
)
def test_unfit_version_is_refused_with_what_was_written(
    field: str, value: str, status: int, says: str, lead: Somebody, seeded: Database
) -> None:
    answer = lead.post(NEW, FIELDS | {field: value})
    assert answer.status_code == status
    assert says in answer.text
    assert (TEXT if field != "text" else "Shorter") in answer.text
    assert in_force(seeded).version == 1


def test_longest_text_passes_as_a_form(lead: Somebody, seeded: Database) -> None:
    text = "中\r\n" * (LONGEST_TEXT // 2 - 1)
    fields = FIELDS | {"text": text}
    answer = lead.post(NEW, fields, content_type="multipart/form-data")
    assert answer.status_code == 302
    assert len(in_force(seeded).text) == LONGEST_TEXT - 2


def test_large_body_of_a_stranger_is_not_read(lead: Somebody) -> None:
    nobody = lead.app.test_client()
    answer = nobody.post(NEW, data={"text": "x" * 5_000_000})
    assert (answer.status_code, answer.location.partition("?")[0]) == (302, "/accounts/sign-in")


def test_body_that_is_larger_than_any_guidelines_is_refused(lead: Somebody) -> None:
    answer = lead.client.post(NEW, data={"text": "x" * 1_800_000})
    assert answer.status_code == 413


def test_writer_who_comes_second_keeps_the_text_and_sees_the_other(
    lead: Somebody, publish: Publish, seeded: Database
) -> None:
    publish(TEXT.replace("Read first", "Read it all first"))
    answer = lead.post(NEW, FIELDS)
    assert answer.status_code == 409
    assert "Version 2 was published while you wrote" in answer.text
    assert TEXT in answer.text
    assert "it all" in words("".join(re.findall(r"<del>.*?</del>", answer.text)))
    assert in_force(seeded).version == 2
    again = re.search(r'name="began_from"[^>]*value="(\d+)"', answer.text)
    assert again
    assert lead.post(NEW, FIELDS | {"began_from": again[1]}).status_code == 302
    assert in_force(seeded).text == TEXT


def test_words_of_a_summary_are_never_code(lead: Somebody, publish: Publish) -> None:
    publish("<script>alert(1)</script>", "<script>alert(2)</script>")
    for page in (PAGE, f"{PAGE}/panel", NEW, f"{PAGE}?q=script"):
        assert "<script>alert" not in lead.get(page).text


# ---------------------------------------------------------------- for programs


def test_api_gives_the_version_in_force_and_others(reviewer: Somebody, publish: Publish) -> None:
    publish(second_look=True)
    found = get(reviewer, "/projects/1/guidelines").get_json()
    assert set(found) == {"version", "text", "summary", "made_at", "second_look"}
    assert (found["version"], found["text"], found["summary"]) == (2, TEXT, "Shorter")
    assert found["second_look"] is True
    older = get(reviewer, "/projects/1/guidelines?version=1").get_json()
    assert (older["version"], older["text"]) == (1, default_text())
