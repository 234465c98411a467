"""The page of pictures, and the files, for a lead."""

import re
import struct

import pytest
from flask.testing import FlaskClient

from tests.agreement.conftest import label_article
from tests.agreement.drawings import read
from tests.rig.databases import ONLY_SQLITE
from tests.rig.people import People, Somebody
from webapp.db import Database
from webapp.documents import actions as documents

PAGE = "/agreement/1/figures"
FIGURES = ("documents", "pairs", "confusion", "labels", "time")


@pytest.fixture
def labelled(seeded: Database, reviewer: Somebody, colleague: Somebody) -> None:
    """Two articles with labels of two reviewers."""
    first = {reviewer: "ssuuoonsssuu", colleague: "ssuuosussous"}
    label_article(seeded, "Second & <b>", {reviewer: "ouous", colleague: "ouuus"})
    label_article(seeded, "First one", first)


@pytest.fixture
def stranger(people: People, seeded: Database) -> Somebody:
    """The lead of another project."""
    with seeded.writing() as session:
        project = documents.add_project(session, "Elsewhere").id
    return people.add("Sam Stranger", "lead", project)


@pytest.mark.usefixtures("labelled")
def test_lead_and_admin_get_page_and_files(lead: Somebody, admin: Somebody) -> None:
    for who in (lead, admin):
        for path in ("", "/documents.svg", "/documents.png"):
            assert who.get(PAGE + path).status_code == 200


@pytest.mark.usefixtures("labelled")
def test_nobody_else_does(reviewer: Somebody, stranger: Somebody, client: FlaskClient) -> None:
    for path in ("", "/documents.svg", "/documents.png", "/nothing.svg"):
        assert reviewer.get(PAGE + path).status_code == 403
        assert stranger.get(PAGE + path).status_code == 404
        assert client.get(PAGE + path).status_code == 302


@pytest.mark.usefixtures("labelled")
def test_page_shows_each_picture_with_its_table_and_definitions(lead: Somebody) -> None:
    page, method = lead.get(PAGE).text, lead.get("/agreement/method").text
    for name in FIGURES:
        section = page.partition(f'<section id="{name}"')[2].partition("</section>")[0]
        assert section.count("<svg ") == 2  # for wide screens and for phones
        assert section.count("<table>") == 1
        assert 'scope="row"' in section
        assert 'scope="col"' in section
        assert re.search(r"\bn\b", section.partition("<figcaption>")[2])
        anchors = re.findall(r'href="/agreement/method#(\w+)"', section)
        assert anchors
        assert [each for each in anchors if f'id="{each}"' not in method] == []


@pytest.mark.usefixtures("labelled")
def test_page_holds_to_the_policy_and_escapes_names(lead: Somebody) -> None:
    page = lead.get(PAGE).text
    assert " style=" not in page
    assert "<style" not in page
    assert "Second &amp; &lt;b&gt;" in page
    assert "<b>" not in page


@pytest.mark.usefixtures("labelled")
def test_ids_of_the_page_are_unique(lead: Somebody) -> None:
    ids = re.findall(r'\bid="([^"]+)"', lead.get(PAGE).text)
    assert len(ids) > 20
    assert len(set(ids)) == len(ids)


def test_page_without_labels_says_why_there_is_no_picture(lead: Somebody) -> None:
    page = lead.get(PAGE).text
    assert "No article has a label yet." in page
    assert "<svg " not in page
    assert "<table>" not in page
    answer = lead.get(f"{PAGE}/pairs.svg")
    assert answer.status_code == 404
    assert "It takes two reviewers; none gave a label so far." in answer.text


def test_summary_leads_to_the_pictures(lead: Somebody) -> None:
    assert f'href="{PAGE}"' in lead.get("/agreement/1").text


@ONLY_SQLITE
@pytest.mark.usefixtures("labelled")
@pytest.mark.parametrize("name", FIGURES)
def test_svg_file_is_a_whole_drawing(lead: Somebody, name: str) -> None:
    for query, width in (("?columns=1", 340), ("?columns=2", 680), ("", 680)):
        answer = lead.get(f"{PAGE}/{name}.svg{query}")
        assert answer.content_type == "image/svg+xml; charset=utf-8"
        columns = "1-column" if "columns=1" in query else "2-columns"
        disposition = f"attachment; filename=First-project-agreement-{name}-{columns}.svg"
        assert answer.headers["Content-Disposition"] == disposition
        assert float(read(answer.text).get("width", 0)) == width


@ONLY_SQLITE
@pytest.mark.usefixtures("labelled")
@pytest.mark.parametrize("name", FIGURES)
def test_png_file_is_as_wide_as_print_needs(lead: Somebody, name: str) -> None:
    sizes = {"": 2125, "?columns=1": 1062, "?columns=1&width=500": 500, "?width=100": 100}
    for query, wanted in sizes.items():
        answer = lead.get(f"{PAGE}/{name}.png{query}")
        assert answer.content_type == "image/png"
        columns = "1-column" if "columns=1" in query else "2-columns"
        disposition = f"attachment; filename=First-project-agreement-{name}-{columns}.png"
        assert answer.headers["Content-Disposition"] == disposition
        assert answer.data.startswith(b"\x89PNG\r\n\x1a\n")
        assert struct.unpack(">I", answer.data[16:20]) == (wanted,)


@pytest.mark.usefixtures("labelled")
def test_percent_agreement_by_article_can_be_had_instead(lead: Somebody) -> None:
    page = lead.get(PAGE).text
    (link,) = re.findall(r'href="([^"]+)">Percent agreement by article', page)
    assert "Percent agreement by article</h2>" in lead.get(link).text
    svg = lead.get(f"{PAGE}/documents.svg?of=percent_agreement").text
    assert '<title id="documents-680-title">Percent agreement by article</title>' in svg


@ONLY_SQLITE
@pytest.mark.usefixtures("labelled")
def test_unknown_picture_is_not_found(lead: Somebody) -> None:
    for name in ("nothing.svg", "nothing.png", "documents.gif", "documents", "years.svg", ".svg"):
        assert lead.get(f"{PAGE}/{name}").status_code == 404


@ONLY_SQLITE
@pytest.mark.usefixtures("labelled")
@pytest.mark.parametrize(
    "query",
    [
        *("columns=3", "columns=", "columns=two", "of=", "of=light_kappa", "width=", "width=99"),
        *("width=4081", "width=-200", "width=2e2", "width=1.5", "width=٢٠٠", "width=" + "9" * 5000),
    ],
    ids=lambda query: query[:12],
)
def test_what_cannot_be_drawn_is_refused(lead: Somebody, query: str) -> None:
    answer = lead.get(f"{PAGE}/documents.png?{query}")
    assert answer.status_code == 400
    assert query.partition("=")[0] + ":" in answer.text


@ONLY_SQLITE
@pytest.mark.usefixtures("labelled")
def test_different_pictures_have_different_names_of_files(lead: Somebody) -> None:
    asked = ["", "?columns=1", "?of=percent_agreement", "?include=not_applicable"]
    answers = [lead.get(f"/agreement/1/figures/documents.svg{each}") for each in asked]
    names = {each.headers["Content-Disposition"] for each in answers}
    assert len(names) == len(asked)
    plain, included = (
        lead.get(f"/agreement/1/report?format=csv{each}").headers["Content-Disposition"]
        for each in ("", "&include=not_applicable")
    )
    assert plain != included
