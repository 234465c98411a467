"""Pages on a phone: what a thumb is to hit stands apart, and what a row is about stays in view."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.desk import PROJECT, Desk, Installation
from tests.browser.looks import touching
from tests.browser.stories import fail_qualification
from tests.browser.test_pages import PAGES
from webapp.accounts import actions

PHONE = {"width": 390, "height": 844}


@pytest.fixture
def phone(labelled: Installation, new_page: Callable[..., Page]) -> Desk:
    """A lead with a phone."""
    return labelled.reviewer(new_page(viewport=PHONE), "lead")


def test_buttons_never_touch_each_other(phone: Desk) -> None:
    found = {}
    for name, path in PAGES.items():
        phone.visit(path)
        found[name] = touching(phone.page)
    assert found == {name: [] for name in PAGES}


def test_buttons_about_who_failed_never_touch_each_other(phone: Desk) -> None:
    database = phone.installation.database
    with database.writing() as session:
        fay = actions.add_person(session, "Fay of the phone").id
    project, _ = fail_qualification(database, fay, phone.person_id)
    for path in (f"/documents/projects/{project}/joining", f"/progress/{project}"):
        phone.visit(path)
        expect(phone.page.get_by_role("button", name="Another try")).to_be_visible()
        assert touching(phone.page) == []


def test_titles_of_the_grid_stay_in_view_while_it_is_moved(phone: Desk) -> None:
    phone.visit(f"/progress/{PROJECT}/places")
    titles = phone.page.locator("table.grid tbody th")
    before = titles.first.bounding_box()
    phone.page.locator(".scroll").evaluate("each => each.scrollBy(10000, 0)")
    assert before is not None
    assert titles.first.bounding_box() == before
    assert before["width"] < PHONE["width"] / 2
