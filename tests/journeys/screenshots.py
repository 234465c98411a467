"""The pictures in docs/screenshots: `make screenshots` labels the seed articles and takes them.

The real server on a database of its own, two reviewers who label by keyboard, and a lead.
"""

import tempfile
from pathlib import Path

from playwright.sync_api import Browser, Page, expect, sync_playwright

from tests.journeys import steps
from tests.journeys.labels import ARTICLES, REVIEWERS
from tests.rig import chromium
from tests.rig.program import Program, Server
from webapp.config import ROOT
from webapp.first_run import FIRST_PROJECT

FOLDER = ROOT / "docs" / "screenshots"
SIZES = {
    "article": {1280: 800, 390: 844},
    "guidelines": {1280: 800},
    "sources": {1280: 800},
    "work": {1280: 800, 390: 844},
    "repair": {1280: 800},
    "summary": {1280: 1600, 390: 1600},
}
SOURCES = (
    (2, "US and Iraqi delegates", "Unnamed person"),
    (3, "Statements released by both sides", "Document or data"),
    (10, "Pentagon press secretary John Kirby", "Named person"),
)
PAINTED = "new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))"
HALF = 16  # sentences of the article that are labelled in its picture


def make() -> None:
    """Take all pictures."""
    FOLDER.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as name, sync_playwright() as playwright:
        folder = Path(name)
        server = Server(Program(f"sqlite:///{folder / 'annotations.db'}", folder))
        browser = chromium.launch(playwright)
        try:
            _take(browser, server)
        finally:
            browser.close()
            server.stop()


def _take(browser: Browser, server: Server) -> None:
    admin = browser.new_page()
    steps.sign_in(admin, server.link)
    steps.open_people(admin, FIRST_PROJECT)
    people = [browser.new_page() for _ in REVIEWERS]
    for name, page in zip(REVIEWERS, people, strict=True):
        steps.sign_in(page, steps.invite(admin, name))
    first, second = people
    for article in reversed(ARTICLES):
        _label(second, article.title, article.keys[1])
    _label(first, ARTICLES[1].title, ARTICLES[1].keys[0])
    _label(first, ARTICLES[0].title, ARTICLES[0].keys[0][:HALF])
    _picture(first, "article")
    _picture(first, "guidelines", "h")
    _mark_sources(first)
    first.get_by_role("link", name="Sources", exact=True).click()
    _picture(first, "sources")
    first.get_by_role("link", name="My work").click()
    _picture(first, "work")
    _label(first, ARTICLES[0].title, ARTICLES[0].keys[0][HALF:])
    steps.open_project(admin, FIRST_PROJECT)
    steps.open_article(admin, ARTICLES[0].title)
    admin.goto(f"{admin.url}/repair?at=17#s17")
    _picture(admin, "repair")
    steps.open_project(admin, FIRST_PROJECT)
    admin.get_by_role("link", name="Agreement", exact=True).click()
    _picture(admin, "summary")


def _label(page: Page, title: str, keys: str) -> None:
    steps.open_project(page, FIRST_PROJECT)
    steps.open_article(page, title)
    steps.wait_for_keys(page)
    page.keyboard.type(keys)
    expect(steps.state(page)).to_contain_text("all saved")


def _mark_sources(page: Page) -> None:
    """Mark who is relied on in three sentences, one of them carried over."""
    page.goto(page.url.partition("?")[0] + "?at=9")
    steps.wait_for_keys(page)
    for number, words, kind in SOURCES:
        page.locator(f"#s{number} .mark").click()
        page.keyboard.press("s")
        field = page.get_by_role("textbox", name="Words of the sentence")
        at = field.input_value().index(words)
        for key in ["ArrowRight"] * at + ["Shift+ArrowRight"] * len(words):
            page.keyboard.press(key)
        page.get_by_role("button", name=kind, exact=True).click()
    page.locator("#s4 .mark").click()
    page.keyboard.press("c")
    expect(steps.state(page)).to_contain_text("all saved")


def _picture(page: Page, name: str, key: str = "") -> None:
    for width, height in SIZES[name].items():
        for colours in ("light", "dark"):
            page.set_viewport_size({"width": width, "height": height})
            page.emulate_media(color_scheme=colours)
            page.reload()  # the current sentence comes into view again
            page.evaluate(PAINTED)
            if key:
                steps.wait_for_keys(page)
                page.keyboard.press(key)
                page.get_by_role("heading", name="Hard cases").wait_for(state="attached")
            page.screenshot(
                path=FOLDER / f"{name}-{width}-{colours}.png",
                animations="disabled",
                caret="hide",
            )


if __name__ == "__main__":
    make()
