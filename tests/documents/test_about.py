"""Correcting an article's title and source: who may, what is refused, where it is seen."""

import html
import re
from typing import Any

import pytest
from sqlalchemy import select
from werkzeug.test import TestResponse

from tests.rig.people import Somebody
from webapp.db import Database
from webapp.models import Act, Document

PATH = "/documents/1/about"
FIELDS = {
    "title": " Storks return early ",
    "outlet": "The Gazette",
    "url": "https://gazette.example/storks",
    "published": "2026-03-01",
    "story": "Storks",
}


def seen(lead: Somebody) -> str:
    found = re.search(r'name="seen"[^>]*value="([^"]*)"', lead.get(PATH).text)
    assert found
    return html.unescape(found[1])


def save(lead: Somebody, fields: dict[str, Any], **options: Any) -> TestResponse:
    """Send the form as its page showed it, with these fields filled in."""
    return lead.post(PATH, {"seen": seen(lead)} | fields, **options)


def said(database: Database) -> tuple[str | None, ...]:
    with database.reading() as session:
        found = session.get_one(Document, 1)
        return found.title, found.outlet, found.url, found.published, found.story


def test_lead_corrects_title_and_source(lead: Somebody, seeded: Database) -> None:
    page = save(lead, FIELDS, follow_redirects=True).text
    assert "Saved." in page
    assert "The Gazette · 1 March 2026 · Storks" in page
    assert said(seeded) == ("Storks return early", *list(FIELDS.values())[1:])


def test_what_is_left_empty_is_unknown(lead: Somebody, seeded: Database) -> None:
    save(lead, FIELDS)
    save(lead, {"title": "Storks", "outlet": " "})
    assert said(seeded) == ("Storks", None, None, None, None)


def test_correction_leaves_text_and_external_id_alone(lead: Somebody, seeded: Database) -> None:
    def kept() -> tuple[str, str | None]:
        with seeded.reading() as session:
            found = session.get_one(Document, 1)
            return found.text, found.external_id

    before = kept()
    save(lead, FIELDS | {"text": "Another text.", "external_id": "another"})
    assert kept() == before


@pytest.mark.parametrize(
    ("fields", "says"),
    [
        ({"title": ""}, "A document needs a title."),
        ({"title": "x" * 501}, "longer than 500"),
        ({"title": "a\nb"}, "title: it has a line break or a control character."),
        ({"title": "a\0b"}, "NUL"),
        ({"url": "ftp://a.example"}, "url: an address starts with http"),
        ({"published": "1 March"}, "published: write YYYY, YYYY-MM or YYYY-MM-DD."),
        ({"published": "2026-02-30"}, "published: write YYYY, YYYY-MM or YYYY-MM-DD."),
        ({"seen": "[]"}, "The form does not say what it showed."),
    ],
    ids=range(8),
)
def test_bad_correction_is_refused_and_changes_nothing(
    fields: dict[str, str], says: str, lead: Somebody, seeded: Database
) -> None:
    before = said(seeded)
    answer = save(lead, FIELDS | fields)
    assert answer.status_code == 422
    assert says in html.unescape(answer.text)
    assert said(seeded) == before


def test_correction_of_what_somebody_corrected_meanwhile_is_asked_about(
    lead: Somebody, seeded: Database
) -> None:
    shown = seen(lead)
    save(lead, FIELDS)
    late = lead.post(PATH, {"seen": shown, "title": "Storks are late"})
    assert late.status_code == 409
    assert "Title: <bdi>Storks return early</bdi>" in late.text
    assert 'value="Storks are late"' in late.text
    assert said(seeded)[0] == "Storks return early"
    save(lead, {"title": "Storks are late"})
    assert said(seeded)[0] == "Storks are late"


def test_same_correction_sent_twice_is_on_record_once(lead: Somebody, seeded: Database) -> None:
    shown = seen(lead)
    for _ in range(2):
        assert lead.post(PATH, {"seen": shown} | FIELDS).status_code == 303
    with seeded.reading() as session:
        acts = session.scalars(select(Act.detail).where(Act.verb == "corrected")).all()
    assert len(acts) == 1
    record = lead.get("/accounts/projects/1/record").text
    assert "corrected title, outlet, address, date, story of" in record


def test_page_is_linked_for_leads_alone(lead: Somebody, reviewer: Somebody) -> None:
    assert f'href="{PATH}"' in lead.get("/annotate/1").text
    assert f'href="{PATH}"' not in reviewer.get("/annotate/1").text
