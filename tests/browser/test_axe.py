"""What axe finds on any page, in every theme, with every dialog open: nothing."""

import re
from collections.abc import Callable
from urllib.parse import urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from tests.browser.desk import DOCUMENT, SAVES, Desk, Installation
from tests.browser.stories import tell
from tests.browser.test_look import set_look
from tests.browser.test_pages import PAGES
from tests.journeys import steps
from tests.rig.chromium import Watch
from webapp import create_app
from webapp.config import Settings
from webapp.models import Person

MORE = {
    "repair": f"/annotate/{DOCUMENT}/repair?at=3",
    "nothing": "/nothing-here",
    "search": "/guidelines/1?q=source",
}
DIALOGS = {"?": "Keys", "g": "Go to a sentence", "s": "Who says so?"}
NO_PAGE = re.compile(
    r"^static|^home|/api/|/health|/token|/live|/panel|/export|/archive|/report$|\.(csv|md|js|png|svg)$"
    r"|/exchange/"
)
"""What is a file, a piece of a page, an answer to a program or the way to another page."""
THEMES: dict[str, dict[str, str]] = {
    "light": {},
    "dark": {},
    "contrast": {},
    "forced": {"forced_colors": "active"},
}
"""The last has the colours of the device, whatever the pages say."""
COLOURS = ["color-contrast", "link-in-text-block"]
"""The rules that a theme can break; what else there is on a page is the same in all."""
each_theme = pytest.mark.parametrize("theme", THEMES)
Open = Callable[..., Desk]


@pytest.fixture
def open_themed(labelled: Installation, new_page: Callable[..., Page]) -> Open:
    """Signs a lead in, in a browser with a theme; axe is a script, which the pages would refuse."""

    def open_(theme: str, role: str = "lead", **options: object) -> Desk:
        page = new_page(bypass_csp=True, **THEMES[theme], **options)
        desk = labelled.reviewer(page, role)
        set_look(desk, "system" if theme == "forced" else theme, "normal")
        return desk

    return open_


def faults(page: Page, rules: list[str] | None = None) -> list[str]:
    """Return what axe finds on a page as it is now: the rule, and the element it is broken by."""
    options = {"resultTypes": ["violations"]} | ({"runOnly": rules} if rules else {})
    found = Axe().run(page, options=options).response["violations"]
    return [f"{each['id']}: {node['html'][:150]}" for each in found for node in each["nodes"]]


def test_axe_finds_what_is_wrong(page: Page) -> None:
    grey = "<p style='color: #bbb'>Too grey to be read</p>"
    page.set_content(f"<html><title>x</title><main><h1>x</h1><input>{grey}</main>")
    found = [each.partition(":")[0] for each in faults(page)]
    assert found == ["color-contrast", "html-has-lang", "label"]
    assert [each.partition(":")[0] for each in faults(page, COLOURS)] == ["color-contrast"]


@each_theme
def test_axe_finds_nothing_on_any_page(open_themed: Open, theme: str, watch: Watch) -> None:
    rules = None if theme == "light" else COLOURS
    assert found_on(open_themed(theme), PAGES | MORE, rules) == {}
    watch.expect("404")


def found_on(
    desk: Desk, pages: dict[str, str], rules: list[str] | None = None
) -> dict[str, list[str]]:
    """Return what axe finds on each page on which it finds something."""
    found = {}
    for name, path in pages.items():
        desk.visit(path)
        expect(desk.page.get_by_role("heading", level=1)).to_be_visible()
        found[name] = faults(desk.page, rules)
    return {name: each for name, each in found.items() if each}


@each_theme
def test_axe_finds_nothing_once_much_has_happened(open_themed: Open, theme: str) -> None:
    reviewer, lead = open_themed(theme, "reviewer"), open_themed(theme)
    mine, of_lead = tell(reviewer, lead)
    assert found_on(reviewer, mine) == {}
    assert found_on(lead, of_lead) == {}


@each_theme
def test_axe_finds_nothing_on_the_pages_of_an_admin(open_themed: Open, theme: str) -> None:
    desk = open_themed(theme)
    with desk.installation.database.writing() as session:
        session.get_one(Person, desk.person_id).is_admin = True
    pages = {"record of all": "/accounts/record", "link": urlsplit(desk.link()).path}
    assert found_on(desk, pages) == {}


@each_theme
def test_axe_finds_nothing_on_a_labelled_article_on_a_phone(open_themed: Open, theme: str) -> None:
    desk = open_themed(theme, viewport={"width": 390, "height": 844}).open()
    desk.type("1q2a30")
    desk.expect_saved(4)
    desk.page.locator("#more summary").click()
    assert faults(desk.page) == []


@each_theme
def test_axe_finds_nothing_in_what_opens_above_the_article(open_themed: Open, theme: str) -> None:
    desk = open_themed(theme).open()
    found = {}
    for key, name in DIALOGS.items():
        desk.press(key)
        desk.page.get_by_role("dialog", name=name).wait_for()
        found[name] = faults(desk.page)
        desk.press("Escape")
    desk.press("h")
    desk.page.get_by_role("region", name="Guidelines").get_by_text("The test").first.wait_for()
    found["guidelines"] = faults(desk.page)
    assert not any(found.values()), found


def test_axe_finds_nothing_without_scripts_of_the_page(open_themed: Open) -> None:
    desk = open_themed("light")
    desk.page.route("**/js/**", lambda route: route.fulfill(content_type="text/javascript"))
    desk.visit(f"/annotate/{DOCUMENT}?at=2")
    steps.state(desk.page).wait_for()
    assert faults(desk.page) == []


@each_theme
def test_axe_finds_nothing_in_what_opens_by_itself(
    open_themed: Open, theme: str, watch: Watch
) -> None:
    desk = open_themed(theme).open()
    elsewhere = desk.elsewhere(desk.page.context.browser.new_page())  # type: ignore[union-attr]
    elsewhere.type("1")
    elsewhere.expect_saved(1)
    elsewhere.page.context.close()
    desk.type("2")
    desk.page.get_by_role("dialog", name="has another label by now").wait_for()
    found = {"both labels": faults(desk.page)}
    desk.press("Escape")
    desk.sign_out()
    desk.type("3")
    desk.page.get_by_role("button", name="Sign in").click()
    desk.page.get_by_role("dialog", name="Sign in again").wait_for()
    found["sign in again"] = faults(desk.page)
    assert not any(found.values()), found
    desk.press("Escape")
    desk.sign_in()
    desk.expect_saved(2)
    watch.expect("401")


@each_theme
def test_axe_finds_nothing_in_what_asks_before_signing_out(
    open_themed: Open, theme: str, watch: Watch
) -> None:
    desk = open_themed(theme).open()
    desk.page.route(SAVES, lambda route: route.abort())
    desk.type("1")
    steps.state(desk.page).get_by_text("1 not sent yet").wait_for()
    desk.visit("/accounts/me")
    desk.page.locator("html.scripted").wait_for()
    desk.page.get_by_role("button", name="Sign out", exact=True).click()
    desk.page.get_by_role("dialog", name="has not been sent").wait_for()
    assert faults(desk.page) == []
    watch.expect("request failed")


def test_every_page_of_the_program_is_looked_at(installation: Installation, page: Page) -> None:
    told = tell(installation.reviewer(page), installation.reviewer(page, "lead"))
    link = f"/accounts/link/{'a' * 43}"
    paths = [
        *(PAGES | MORE).values(),
        *told[0].values(),
        *told[1].values(),
        "/accounts/record",
        link,
    ]
    app = create_app(Settings(installation.server.program.url, "a key"), installation.database)
    find = app.url_map.bind("127.0.0.1").match
    seen = {find(urlsplit(each).path)[0] for each in paths if each != MORE["nothing"]}
    shown = {
        rule.endpoint
        for rule in app.url_map.iter_rules()
        if "GET" in (rule.methods or ()) and not NO_PAGE.search(f"{rule.endpoint} {rule}")
    }
    assert shown - seen == set()
