"""What axe finds on any page, in every theme, with every dialog open: nothing."""

from collections.abc import Callable

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

from tests.browser.desk import DOCUMENT, Desk, Installation
from tests.browser.test_look import set_look
from tests.browser.test_pages import PAGES
from tests.journeys import steps
from tests.rig.chromium import Watch

MORE = {
    "repair": f"/annotate/{DOCUMENT}/repair?at=3",
    "nothing": "/nothing-here",
    "search": "/guidelines/1?q=source",
}
DIALOGS = {"?": "Keys", "g": "Go to a sentence", "s": "Who says so?"}
each_theme = pytest.mark.parametrize("theme", ["light", "dark", "contrast"])
Open = Callable[..., Desk]


@pytest.fixture
def open_themed(labelled: Installation, new_page: Callable[..., Page]) -> Open:
    """Signs a lead in, in a browser with a theme; axe is a script, which the pages would refuse."""

    def open_(theme: str, **options: object) -> Desk:
        desk = labelled.reviewer(new_page(bypass_csp=True, **options), "lead")
        set_look(desk, theme, "normal")
        return desk

    return open_


def faults(page: Page) -> list[str]:
    """Return what axe finds on a page as it is now: the rule, and the element it is broken by."""
    found = Axe().run(page).response["violations"]
    return [f"{each['id']}: {node['html'][:150]}" for each in found for node in each["nodes"]]


def test_axe_finds_what_is_wrong(page: Page) -> None:
    page.set_content("<html><title>x</title><main><h1>x</h1><input></main>")
    assert [each.partition(":")[0] for each in faults(page)] == ["html-has-lang", "label"]


@each_theme
def test_axe_finds_nothing_on_any_page(open_themed: Open, theme: str, watch: Watch) -> None:
    desk = open_themed(theme)
    found = {}
    for name, path in (PAGES | MORE).items():
        desk.visit(path)
        found[name] = faults(desk.page)
    assert found == {name: [] for name in PAGES | MORE}
    watch.expect("404")


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
