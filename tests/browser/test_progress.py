"""The lead's page as it is looked at: it updates by itself and leaves its reader in peace."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

import pytest
from playwright.sync_api import Locator, Page, Route, expect
from sqlalchemy import insert

from tests.browser.desk import Desk, Installation
from tests.rig.chromium import Watch
from webapp.accounts import actions
from webapp.db import now
from webapp.documents import actions as documents
from webapp.documents.article import NewDocument
from webapp.models import Assignment

LIVE = "**/progress/*/live*"
WAIT = 16_000  # milliseconds, a turn of the page
TITLES = ("First article", "Second article")


@dataclass(frozen=True)
class Looking:
    """A lead, and the project with two articles that they look at."""

    desk: Desk
    project: int
    documents: list[int]

    @property
    def page(self) -> Page:
        """The lead's browser."""
        return self.desk.page

    def open(self, path: str = "") -> None:
        """Open the lead's page, or one below it."""
        self.desk.visit(f"/progress/{self.project}{path}")

    def reviewer(self, name: str) -> int:
        """Add a reviewer and return their id."""
        with self.desk.installation.database.writing() as session:
            person = actions.add_person(session, f"{name} of project {self.project}")
            actions.add_member(session, person.id, self.project, "reviewer")
            return person.id

    def lapse(self, name: str) -> None:
        """Let the place of a new reviewer on the first article run out."""
        self._take(self.documents[0], name, now() - timedelta(days=9))

    def begin(self, name: str) -> None:
        """Let a new reviewer begin with the second article."""
        self._take(self.documents[1], name, now(), started_at=now())

    def _take(self, document: int, name: str, at: datetime, **more: datetime) -> None:
        row = {"document_id": document, "reviewer_id": self.reviewer(name), "offered_at": at}
        row |= {"lease_until": at + timedelta(hours=1), **more}
        with self.desk.installation.database.writing() as session:
            session.execute(insert(Assignment), [row])


@pytest.fixture
def look(
    installation: Installation, new_page: Callable[..., Page], request: pytest.FixtureRequest
) -> Callable[..., Looking]:
    """Makes a project with a lead, in a browser with the given options."""

    def look_(**options: object) -> Looking:
        desk = installation.reviewer(new_page(**options))
        with installation.database.writing() as session:
            project = documents.add_project(session, f"Looked at in {request.node.name}").id
            actions.add_member(session, desk.person_id, project, "lead")
            new = [NewDocument(title=title, text=f"{title}. It is short.") for title in TITLES]
            added = [documents.add(session, project, documents.split(each))[0].id for each in new]
            return Looking(desk, project, added)

    return look_


@pytest.fixture
def looking(look: Callable[..., Looking]) -> Looking:
    """A lead with the page open, on a clock that the test moves; one place has run out."""
    looking = look()
    looking.page.clock.install()
    looking.lapse("Lou")
    looking.open()
    expect(looking.page.locator("#fresh")).to_have_text("Updates by itself.")
    return looking


def turn(looking: Looking, expected: int = 200) -> None:
    """Let one turn pass and wait for its answer."""
    with looking.page.expect_response(LIVE) as answer:
        looking.page.clock.run_for(WAIT)
    assert answer.value.status == expected


def stuck(looking: Looking) -> Locator:
    return looking.page.locator("#kind-lapsed")


def test_page_shows_what_changed_without_being_loaded_again(looking: Looking) -> None:
    looking.lapse("Mia")
    turn(looking)
    expect(stuck(looking)).to_contain_text("Mia of")


def test_page_gets_nothing_where_nothing_changed(looking: Looking) -> None:
    turn(looking)
    turn(looking, 304)


def test_focus_and_what_is_open_stay_when_the_page_updates(looking: Looking) -> None:
    page = looking.page
    page.locator("#kind-absent summary").first.click()
    page.get_by_role("link", name=f"Places of {TITLES[0]}").focus()
    looking.lapse("Noa")
    looking.begin("Oda")
    turn(looking)
    expect(stuck(looking)).to_contain_text("Noa")
    expect(page.locator("#kind-absent")).to_have_attribute("open", "")
    expect(page.get_by_role("link", name=f"Places of {TITLES[0]}")).to_be_focused()


def test_words_that_are_being_copied_are_not_taken_away(looking: Looking) -> None:
    before = stuck(looking).locator("b").first.inner_text()
    stuck(looking).get_by_text("Remind").first.click()
    stuck(looking).locator(".words").first.select_text()
    looking.lapse("Pia")
    turn(looking)
    expect(stuck(looking)).to_contain_text(before)
    looking.page.evaluate("getSelection().empty()")
    turn(looking)
    expect(stuck(looking)).to_contain_text("Pia")


def test_hidden_page_asks_for_nothing(looking: Looking) -> None:
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


def test_page_says_that_it_is_not_up_to_date(looking: Looking, watch: Watch) -> None:
    def fail(route: Route) -> None:
        route.abort()

    looking.page.route(LIVE, fail)
    looking.page.clock.run_for(WAIT)
    expect(looking.page.locator("#fresh")).to_have_text("No connection; trying again.")
    looking.page.unroute(LIVE)
    turn(looking)
    expect(looking.page.locator("#fresh")).to_have_text("Updates by itself.")
    watch.expect("live")


def test_page_says_that_somebody_is_signed_out(looking: Looking) -> None:
    looking.desk.sign_out()
    looking.page.clock.run_for(WAIT)
    expect(looking.page.locator("#fresh")).to_have_text("You are signed out. Load the page again.")


def test_place_is_given_back_without_scripts(look: Callable[..., Looking]) -> None:
    looking = look(java_script_enabled=False)
    looking.lapse("Quin")
    looking.open()
    button = looking.page.get_by_role("button", name="Give it back (Quin of")
    button.click()
    expect(looking.page.get_by_role("status").first).to_contain_text("The place is free again")
    expect(button).to_have_count(0)


def test_place_is_given_in_the_grid_without_scripts(look: Callable[..., Looking]) -> None:
    looking = look(java_script_enabled=False)
    looking.reviewer("Rae")
    looking.open("/places?who=Rae+of")
    box = looking.page.get_by_label(f"Rae of project {looking.project}, {TITLES[0]}")
    box.check()
    looking.page.get_by_role("button", name="Save these places").click()
    expect(looking.page.get_by_role("status").first).to_have_text("1 place was given.")
    expect(box).to_be_checked()
