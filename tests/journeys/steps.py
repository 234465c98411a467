"""What people do in the pages, in their own words; with scripts and without."""

import re

from playwright.sync_api import Locator, Page, expect

from tests.journeys.labels import OF_KEY
from webapp.scheme import NAMES


def sign_in(page: Page, link: str) -> None:
    """Open a one-time link and press its button."""
    page.goto(link)
    page.get_by_role("button", name="Sign in as").click()
    expect(page.locator("a.account")).to_be_visible()


def open_people(page: Page, project: str) -> None:
    """Go to the people of a project, from wherever the page is."""
    open_project(page, project)
    page.get_by_role("link", name="People", exact=True).click()
    expect(page.get_by_role("heading", name="People", exact=True)).to_be_visible()


def invite(page: Page, name: str, role: str = "Reviewer") -> str:
    """Invite somebody on the people page, and return the link that it shows."""
    page.get_by_label("Name", exact=True).fill(name)
    page.get_by_label("Role").select_option(role)
    page.get_by_role("button", name="Invite").click()
    expect(page.get_by_role("status")).to_contain_text(name)
    return page.locator("#link").inner_text()


def open_project(page: Page, project: str) -> None:
    """Go to a project by the links of the page."""
    ways = page.get_by_role("banner").get_by_role("link", name=re.compile("Factcheck|All articles"))
    with page.expect_navigation():  # the page before may have the same headings
        ways.last.click()
    if page.get_by_role("heading", name="Projects", exact=True).is_visible():
        page.get_by_role("main").get_by_role("link", name=project).click()
    expect(page.get_by_role("heading", name=project)).to_be_visible()


def open_article(page: Page, title: str) -> None:
    """Open an article from its project's page."""
    page.get_by_role("link", name=title).click()
    expect(page.get_by_role("heading", name=title)).to_be_visible()


def wait_for_keys(page: Page) -> None:
    """Wait until the page's script has begun, which shows its controls."""
    expect(page.locator("html.scripted")).to_have_count(1)  # all shows while styles are missing
    expect(page.get_by_role("button", name="Undo")).to_be_visible()


def state(page: Page) -> Locator:
    """Return the line that says how much is labelled and what is saved."""
    return page.get_by_role("status")


def label_by_keys(page: Page, keys: str) -> None:
    """Label an article from its first sentence on, with one slip that is undone and one look back.

    The slip: the third sentence gets another label first, and `u` takes that back.
    """
    wait_for_keys(page)
    slip = next(key for key in "123" if key != keys[2])
    page.keyboard.type(f"{keys[:2]}{slip}u{keys[2:4]}kj{keys[4:]}")


def label_by_buttons(page: Page, keys: str) -> None:
    """Label an article from its first sentence on with the plain form, one page a label.

    The slip is the same; here it is taken back with the form's button.
    """
    slip = next(key for key in "123" if key != keys[2])
    for number, key in enumerate(keys, 1):
        if number == 3:
            _press(page, slip, number)
            page.get_by_role("link", name="Previous sentence").click()
            label_by_form(page, "No label")
            expect(state(page)).to_have_text(f"{number - 1} of {len(keys)} labelled, all saved")
        _press(page, key, number)


def label_by_form(page: Page, name: str) -> None:
    """Label the current sentence with the plain form."""
    page.get_by_role("radio", name=name, exact=True).check()
    page.get_by_role("button", name="Save, next sentence").click()


def _press(page: Page, key: str, labelled: int) -> None:
    label_by_form(page, NAMES[OF_KEY[key]])
    expect(state(page)).to_contain_text(f"{labelled} of ")
