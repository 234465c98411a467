"""Pages on a phone: what a thumb is to hit stands apart, and what a row is about stays in view."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect
from sqlalchemy import select

from tests.browser.desk import PROJECT, Desk, Installation
from tests.browser.looks import touching
from tests.browser.test_pages import PAGES
from webapp.accounts import actions as accounts
from webapp.accounts.queries import Caller
from webapp.annotate import answer_actions, joining_actions, place_actions
from webapp.annotate.actions import record
from webapp.annotate.joining_actions import Joining
from webapp.annotate.judgment import Judgment
from webapp.db import Database
from webapp.documents import actions as documents
from webapp.documents.article import NewDocument
from webapp.models import Sentence

PHONE = {"width": 390, "height": 844}


@pytest.fixture
def phone(labelled: Installation, new_page: Callable[..., Page]) -> Desk:
    """A lead with a phone."""
    return labelled.reviewer(new_page(viewport=PHONE), "lead")


def add_project_in_which_one_failed(database: Database, lead: int) -> int:
    """Add a project whose one reviewer has ended the qualification set and not passed."""
    with database.writing() as session:
        project = documents.add_project(session, "On a phone").id
        person = accounts.add_person(session, "Fay of the phone")
        accounts.add_member(session, lead, project, "lead")
        accounts.add_member(session, person.id, project, "reviewer")
        new = documents.split(NewDocument(title="Small screen", text="One."))
        document = documents.add(session, project, new)[0]
        first = session.scalars(
            select(Sentence.id).where(Sentence.document_id == document.id)
        ).one()
        joining_actions.mark(session, document.id, "qualification", None, lead)
        answer_actions.set_key(session, document.id, lead, {first: ("sourced", "")})
        usual = Joining(None, 0, 7)
        joining_actions.change(session, project, Joining(80, 0, 7), usual, lead)
        said = Judgment(event_id="phone", sentence_id=first, label="opinion")
        record(session, person.id, document.id, 1, [said])
        caller = Caller(person.id, person.name, is_admin=False)
        place_actions.submit(session, caller, document.id, incomplete=False)
        return project


def test_buttons_never_touch_each_other(phone: Desk) -> None:
    found = {}
    for name, path in PAGES.items():
        phone.visit(path)
        found[name] = touching(phone.page)
    assert found == {name: [] for name in PAGES}


def test_buttons_about_who_failed_never_touch_each_other(phone: Desk) -> None:
    project = add_project_in_which_one_failed(phone.installation.database, phone.person_id)
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
