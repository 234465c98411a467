"""Every page: on a phone, in the dark, by keyboard, without scripts, and from one origin alone."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.desk import DOCUMENT, PROJECT, Desk, Installation
from tests.browser.looks import contrast, controls, crossing, style, widths
from tests.rig.chromium import Watch
from webapp.scheme import ALL_LABELS

PAGES = {
    "article": f"/annotate/{DOCUMENT}",
    "projects": "/documents/",
    "project": f"/documents/projects/{PROJECT}",
    "new article": f"/documents/projects/{PROJECT}/new",
    "files": f"/documents/projects/{PROJECT}/import",
    "settings": f"/documents/projects/{PROJECT}/settings",
    "joining": f"/documents/projects/{PROJECT}/joining?q=a",
    "purpose": f"/documents/{DOCUMENT}/purpose",
    "about": f"/documents/{DOCUMENT}/about",
    "key": f"/annotate/{DOCUMENT}/key",
    "sentences": f"/annotate/sentences/{PROJECT}",
    "people": f"/accounts/projects/{PROJECT}/people",
    "member": f"/accounts/projects/{PROJECT}/people/2",
    "pseudonym": f"/accounts/projects/{PROJECT}/people/2/pseudonym",
    "record": f"/accounts/projects/{PROJECT}/record",
    "closing": f"/documents/projects/{PROJECT}/close",
    "agreement": f"/agreement/{PROJECT}",
    "figures": f"/agreement/{PROJECT}/figures",
    "where to look": f"/agreement/{PROJECT}/where",
    "reviewers": f"/agreement/{PROJECT}/reviewers?advanced=1",
    "disagreement sheet": f"/agreement/{PROJECT}/sheet",
    "sheet of one article": f"/agreement/{PROJECT}/sheet?words=a&article={DOCUMENT}",
    "bootstrap": f"/agreement/{PROJECT}?bootstrap=1&seed=1",
    "progress": f"/progress/{PROJECT}",
    "people at work": f"/progress/{PROJECT}/people",
    "who labels what": f"/progress/{PROJECT}/places",
    "share out": f"/progress/{PROJECT}/share",
    "adjudication": f"/adjudicate/{PROJECT}",
    "decided": f"/adjudicate/{PROJECT}?state=decided",
    "gold": f"/adjudicate/{PROJECT}/gold",
    "method": "/agreement/method",
    "guidelines": f"/guidelines/{PROJECT}",
    "new guidelines": f"/guidelines/{PROJECT}/new",
    "new example": f"/guidelines/{PROJECT}/examples/new?sentence=2",
    "sources": f"/annotate/{DOCUMENT}/sources?of=everybody",
    "account": "/accounts/me",
    "my work": "/annotate/",
    "keys": "/annotate/keys",
    "look": "/accounts/look",
    "sign-in": "/accounts/sign-in",
}
FOCUSED = """() => [
  document.activeElement.outerHTML.slice(0, 200),
  getComputedStyle(document.activeElement).outlineStyle,
]"""
WIDTHS = (1280, 390, 320)
TEXTS = "h1, h2, p, a, button, label, td, th, dt, dd, li, summary, blockquote, code"
each_page = pytest.mark.parametrize("path", PAGES.values(), ids=PAGES.keys())
each_scheme = pytest.mark.parametrize("colours", ["light", "dark"])
Open = Callable[..., Desk]


@pytest.fixture
def open_page(labelled: Installation, new_page: Callable[..., Page]) -> Open:
    """Opens a page as a lead, in a browser with the given options."""

    def open_(path: str, **options: object) -> Desk:
        desk = labelled.reviewer(new_page(**options), "lead")
        desk.visit(path)
        return desk

    return open_


@pytest.mark.parametrize("scripted", [True, False], ids=["scripts", "no_scripts"])
def test_controls_of_the_bar_never_cover_each_other(open_page: Open, *, scripted: bool) -> None:
    page = open_page(PAGES["article"], java_script_enabled=scripted).page
    shown = page.locator("#bar :is(button, a, label, summary)").locator("visible=true")
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 800})
        assert shown.count() >= 6
        assert crossing(shown.all()) == [], width


def test_state_line_stays_readable_on_a_phone(open_page: Open, watch: Watch) -> None:
    desk = open_page(PAGES["article"], viewport={"width": 320, "height": 640})
    desk.page.route("**/labels", lambda route: route.fulfill(status=503, body="{}"))
    desk.type("1")
    desk.expect_at(2)
    line = desk.page.get_by_role("status")
    expect(line).to_contain_text("the server failed, trying again")
    expect(line).to_be_in_viewport(ratio=1)
    assert crossing([line, desk.page.locator(".strip"), desk.page.locator("a.where")]) == []
    assert widths(desk.page) == (320, 320)
    watch.expect("503")


def test_controls_have_names(open_page: Open) -> None:
    desk = open_page("/")
    nameless = {}
    for name, path in PAGES.items():
        desk.visit(path)
        found = controls(desk.page.locator("body").aria_snapshot())
        assert len(found) >= 3, name
        nameless[name] = [role for role, words in found if not words.strip()]
    assert nameless == {name: [] for name in PAGES}


@each_scheme
def test_page_is_as_light_or_dark_as_the_device(open_page: Open, colours: str) -> None:
    page = open_page(PAGES["article"], color_scheme=colours).page
    background = style(page.locator("body"), "background-color")
    assert (int(re.findall(r"\d+", background)[0]) > 128) == (colours == "light")


def readable(page: Page) -> Locator:
    """The texts that can be read; a disabled one need not be."""
    texts = page.locator(TEXTS).and_(page.locator(":not(:disabled)"))
    return texts.filter(visible=True).filter(has_text=re.compile(r"\w"))


@each_scheme
def test_label_colours_have_enough_contrast(open_page: Open, colours: str) -> None:
    desk = open_page(PAGES["article"], color_scheme=colours)
    desk.type("1230")
    desk.expect_saved(4)
    for number, label in enumerate(ALL_LABELS, 1):
        desk.sentence(number).click()
        desk.expect_at(number)
        shown: list[Locator] = [
            desk.mark(number),
            desk.sentence(number),
            desk.page.locator(f".labels .{label}"),
            desk.page.locator(f".labels .{label} kbd"),
            desk.page.locator(f"dt.{label}"),
        ]
        assert [round(contrast(each), 2) for each in shown if contrast(each) < 4.5] == []
    desk.sentence(6).click()
    for number, label in enumerate(ALL_LABELS, 1):
        assert contrast(desk.sentence(number)) >= 4.5, label
        assert contrast(desk.page.locator(f".labels .{label}")) >= 4.5, label


def test_focus_is_visible(open_page: Open) -> None:
    desk = open_page("/")
    for path in PAGES.values():
        desk.visit(path)
        reachable = desk.page.locator("a, button, input, select, summary").filter(visible=True)
        desk.page.locator("body").evaluate("() => document.activeElement.blur()")
        for _ in range(min(reachable.count() - 1, 12)):
            desk.press("Tab")
            focused, line = desk.page.evaluate(FOCUSED)
            if focused.startswith("<body"):
                break  # a group of radio buttons is one stop: the end of the page comes sooner
            assert line != "none", focused


def test_plain_pages_have_no_dead_controls(open_page: Open) -> None:
    desk = open_page("/", java_script_enabled=False)
    for path in PAGES.values():
        desk.visit(path)
        dead = desk.page.locator(
            "button[type=button], a:not([href]), dialog, button:not(form button)"
        )
        expect(dead.filter(visible=True)).to_have_count(0)


def test_pages_ask_no_other_origin(open_page: Open) -> None:
    desk = open_page("/")
    asked: list[str] = []
    desk.page.on("request", lambda request: asked.append(request.url))
    for path in PAGES.values():
        desk.visit(path)
    own = (f"{desk.installation.server.url}/", "data:")
    assert len(asked) > 2 * len(PAGES)
    assert [each for each in asked if not each.startswith(own)] == []
