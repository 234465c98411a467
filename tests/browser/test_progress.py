"""The lead's page as it is looked at: it updates by itself and leaves its reader in peace."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from playwright.sync_api import Locator, Page, Route, expect
from sqlalchemy import delete, insert, select

from tests.browser.desk import DOCUMENT, PROJECT, Desk, Installation
from tests.rig.chromium import Watch
from webapp.accounts import actions
from webapp.db import now
from webapp.models import Assignment, Person

LIVE = "**/progress/*/live*"
WAIT = 16_000  # milliseconds, a turn of the page


@pytest.fixture
def looking(installation: Installation, new_page: Callable[..., Page]) -> Desk:
    """A lead with the page open, on a clock that the test moves; one place has run out."""
    desk = installation.reviewer(new_page(), "lead")
    desk.page.clock.install()
    _lapse(desk, "Lou")
    desk.visit(f"/progress/{PROJECT}")
    expect(desk.page.locator("#fresh")).to_have_text("Updates by itself.")
    return desk


def _lapse(desk: Desk, name: str) -> str:
    """Add a reviewer whose place has run out; the longest first stands at the top of the list."""
    with desk.installation.database.writing() as session:
        session.execute(delete(Assignment).where(Assignment.started_at.is_(None)))
        number = len(session.scalars(select(Person.id)).all())
        person = actions.add_person(session, f"{name} {number}")
        actions.add_member(session, person.id, PROJECT, "reviewer")
        at = now() - timedelta(days=9, minutes=number)
        row = {"document_id": DOCUMENT, "reviewer_id": person.id, "offered_at": at}
        session.execute(insert(Assignment), [{**row, "lease_until": at + timedelta(hours=1)}])
        return person.name


def turn(desk: Desk, expected: int = 200) -> None:
    """Let one turn pass and wait for its answer."""
    with desk.page.expect_response(LIVE) as answer:
        desk.page.clock.run_for(WAIT)
    assert answer.value.status == expected


def stuck(desk: Desk) -> Locator:
    return desk.page.locator("#kind-lapsed")


def test_page_shows_what_changed_without_being_loaded_again(looking: Desk) -> None:
    name = _lapse(looking, "Mia")
    turn(looking)
    expect(stuck(looking)).to_contain_text(name)


def test_page_gets_nothing_where_nothing_changed(looking: Desk) -> None:
    turn(looking)
    turn(looking, 304)


def test_focus_and_what_is_open_stay_when_the_page_updates(looking: Desk) -> None:
    page = looking.page
    page.locator("#kind-absent summary").first.click()
    page.get_by_role("link", name="Places of US forces in Iraq").focus()
    _lapse(looking, "Noa")
    with looking.installation.database.writing() as session:
        person = session.scalars(select(Person.id).order_by(Person.id.desc())).first()
        key = {"document_id": 2, "reviewer_id": person, "offered_at": now()}
        later = now() + timedelta(hours=2)
        session.execute(insert(Assignment), [{**key, "lease_until": later, "started_at": now()}])
    turn(looking)
    expect(stuck(looking)).to_contain_text("Noa")
    expect(page.locator("#kind-absent")).to_have_attribute("open", "")
    expect(page.get_by_role("link", name="Places of US forces in Iraq")).to_be_focused()


def test_words_that_are_being_copied_are_not_taken_away(looking: Desk) -> None:
    before = stuck(looking).locator("b").first.inner_text()
    stuck(looking).get_by_text("Remind").first.click()
    stuck(looking).locator(".words").first.select_text()
    _lapse(looking, "Pia")
    turn(looking)
    expect(stuck(looking)).to_contain_text(before)
    looking.page.evaluate("getSelection().empty()")
    turn(looking)
    expect(stuck(looking)).to_contain_text("Pia")


def test_hidden_page_asks_for_nothing(looking: Desk) -> None:
    asked: list[str] = []
    looking.page.on("request", lambda request: asked.append(request.url))
    looking.page.evaluate(
        """() => {
          Object.defineProperty(document, "hidden", { value: true, configurable: true });
          document.dispatchEvent(new Event("visibilitychange"));
        }"""
    )
    looking.page.clock.run_for(10 * WAIT)
    assert asked == []
    with looking.page.expect_response(LIVE):
        looking.page.evaluate(
            """() => {
              delete document.hidden;
              document.dispatchEvent(new Event("visibilitychange"));
            }"""
        )
        looking.page.clock.run_for(10)


def test_page_says_that_it_is_not_up_to_date(looking: Desk, watch: Watch) -> None:
    def fail(route: Route) -> None:
        route.abort()

    looking.page.route(LIVE, fail)
    looking.page.clock.run_for(WAIT)
    expect(looking.page.locator("#fresh")).to_have_text("No connection; trying again.")
    looking.page.unroute(LIVE)
    turn(looking)
    expect(looking.page.locator("#fresh")).to_have_text("Updates by itself.")
    watch.expect("live")


def test_page_says_that_somebody_is_signed_out(looking: Desk) -> None:
    looking.sign_out()
    looking.page.clock.run_for(WAIT)
    expect(looking.page.locator("#fresh")).to_have_text("You are signed out. Load the page again.")


def test_place_is_given_back_without_scripts(
    installation: Installation, new_page: Callable[..., Page]
) -> None:
    desk = installation.reviewer(new_page(java_script_enabled=False), "lead")
    name = _lapse(desk, "Quin")
    desk.visit(f"/progress/{PROJECT}")
    desk.page.get_by_role("button", name=f"Give it back ({name}").click()
    expect(desk.page.get_by_role("status").first).to_contain_text("The place is free again")
    expect(desk.page.get_by_role("button", name=f"Give it back ({name}")).to_have_count(0)


def test_place_is_given_in_the_grid_without_scripts(
    installation: Installation, new_page: Callable[..., Page]
) -> None:
    desk = installation.reviewer(new_page(java_script_enabled=False), "lead")
    with installation.database.writing() as session:
        person = actions.add_person(session, "Rae of the grid")
        actions.add_member(session, person.id, PROJECT, "reviewer")
    desk.visit(f"/progress/{PROJECT}/places?who=Rae+of")
    desk.page.get_by_label("Rae of the grid, US forces in Iraq").check()
    desk.page.get_by_role("button", name="Save these places").click()
    expect(desk.page.get_by_role("status").first).to_have_text("1 place was given.")
    expect(desk.page.get_by_label("Rae of the grid, US forces in Iraq")).to_be_checked()
