"""Not applicable as a label like the others: switched on by a link, kept by every other one."""

import html
import re

import pytest

from tests.agreement.conftest import label_article
from tests.rig.databases import ONLY_SQLITE
from tests.rig.people import Somebody
from webapp.db import Database

pytestmark = [ONLY_SQLITE, pytest.mark.usefixtures("labelled")]

PAGES = ("", "/where", "/reviewers", "/figures", "/sheet")
FILES = ("/sheet.csv", "/figures/labels.svg", "/report?format=csv", "/archive")
ON = "include=not_applicable"
KEEPING = re.compile(r"/agreement/1(/(where|reviewers|figures|sheet|report|archive).*)?$")


@pytest.fixture
def labelled(seeded: Database, reviewer: Somebody, colleague: Somebody) -> None:
    label_article(seeded, "One", {reviewer: "suonnsuo", colleague: "ssonnnuu"})


def links(page: str) -> list[str]:
    found = re.findall(r'href="([^"#]+)', page)
    return [html.unescape(each) for each in found if KEEPING.match(each.partition("?")[0])]


@pytest.mark.parametrize("page", PAGES)
def test_every_link_keeps_the_wish(page: str, lead: Somebody) -> None:
    plain, wished = (links(lead.get(f"/agreement/1{page}{ask}").text) for ask in ("", f"?{ON}"))
    kept, others = [x for x in wished if ON in x], [x for x in wished if ON not in x]
    assert len(kept) >= 2
    assert others == ([] if page == "/sheet" else [f"/agreement/1{page}"])  # the way back
    assert [x for x in plain if ON in x] == (
        [] if page == "/sheet" else [f"/agreement/1{page}?{ON}"]
    )


@pytest.mark.parametrize("page", PAGES[:4])
def test_page_says_whether_it_is_counted(page: str, lead: Somebody) -> None:
    said = "“not applicable” is counted as a label like the others"
    assert said in lead.get(f"/agreement/1{page}?{ON}").text
    plain = lead.get(f"/agreement/1{page}").text
    assert said not in plain
    assert "Count them like the others" in plain


@pytest.mark.parametrize("path", ["/reviewers", "/figures/labels.svg", "/figures/confusion.png"])
def test_page_or_picture_counts_it_where_asked(path: str, lead: Somebody) -> None:
    assert lead.get(f"/agreement/1{path}").data != lead.get(f"/agreement/1{path}?{ON}").data


@pytest.mark.parametrize("path", [*PAGES, *FILES])
def test_other_wish_is_refused_everywhere(path: str, lead: Somebody) -> None:
    mark = "&" if "?" in path else "?"
    answer = lead.get(f"/agreement/1{path}{mark}include=foo")
    assert answer.status_code == 422
    assert "include: only not_applicable can be included." in answer.text
    assert lead.get(f"/agreement/1{path}{mark}{ON}").status_code == 200


def test_form_of_the_sheet_keeps_the_wish(lead: Somebody) -> None:
    hidden = '<input type="hidden" name="include" value="not_applicable">'
    assert hidden in lead.get(f"/agreement/1/sheet?{ON}").text
    assert hidden not in lead.get("/agreement/1/sheet").text
