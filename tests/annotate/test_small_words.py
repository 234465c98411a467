"""Small words of pages: none is said where it is not true, and none stands alone."""

import re

import pytest

from tests.annotate.joining import add_article, end
from tests.annotate.places import add, settle, take
from tests.rig.api import judgment, post, save, sentences
from tests.rig.people import Somebody
from webapp.db import Database


def text(who: Somebody, path: str) -> str:
    """Return the words of a page in one line."""
    return " ".join(re.sub(r"<[^>]+>", " ", who.get(path).text).split())


def test_lead_reads_how_many_reviewers_an_article_wants(lead: Somebody, seeded: Database) -> None:
    assert text(lead, "/documents/projects/1").count("2 reviewers wanted") == 2
    settle(seeded, 1, overlap=1)
    assert "1 reviewer wanted" in text(lead, "/documents/projects/1")


def test_shared_article_wants_everybody(lead: Somebody, seeded: Database) -> None:
    add_article(seeded, "shared")
    page = text(lead, "/documents/projects/1")
    assert page.count("2 reviewers wanted") == 2
    assert "everybody labels it" in page


def test_finished_article_wants_nobody(
    lead: Somebody, reviewer: Somebody, colleague: Somebody, seeded: Database
) -> None:
    for who in (reviewer, colleague):
        save(who, 1, *map(judgment, sentences(seeded, 1)))
    assert text(lead, "/documents/projects/1").count("2 reviewers wanted") == 1


@pytest.mark.parametrize("is_free", [True, False])
def test_place_is_offered_again_where_there_is_room_alone(
    is_free: bool, reviewer: Somebody, colleague: Somebody, seeded: Database
) -> None:
    settle(seeded, 1, mode="assigned", overlap=1)
    document = take(reviewer, 1)
    post(reviewer, f"/documents/{document}/release", {})
    if not is_free:
        assert take(colleague, 1) == document
    page = text(reviewer, f"/annotate/{document}")
    assert "You gave this article back" in page
    assert ("Take it again" in page) == is_free
    assert ("It has all its reviewers by now." in page) != is_free


def test_article_without_an_outlet_has_no_dot_before_its_date(
    reviewer: Somebody, seeded: Database
) -> None:
    end(reviewer, add(seeded, "Bare")[0])
    listed = re.findall(
        r'<span class="meta">(.*?)</span>', reviewer.get("/annotate/").text, re.DOTALL
    )
    assert listed
    assert not [each for each in listed if each.strip().startswith("·")]
    assert [each for each in listed if each.strip().startswith("ended ")]


def test_one_hour_is_no_hours(reviewer: Somebody, lead: Somebody, seeded: Database) -> None:
    settle(seeded, 1, mode="assigned", lease_hours=1)
    document = take(reviewer, 1)
    pages = (
        text(reviewer, f"/annotate/{document}"),
        text(lead, "/progress/1/places"),
        text(lead, "/progress/1/share"),
    )
    assert all("1 hour " in page and "1 hours" not in page for page in pages)
