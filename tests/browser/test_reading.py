"""Reading an article: the length of its lines, right-to-left text, paper, a small screen."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.desk import DOCUMENT, PROJECT, TOTAL, Desk, Installation
from tests.browser.looks import box, style, widths
from tests.browser.test_pages import PAGES
from tests.journeys import steps
from webapp.documents import actions
from webapp.documents.article import NewDocument

RIGHT_TO_LEFT = "قال الوزير إن الميزانية جاهزة. وأضاف أن التصويت غدا.\n\nIt was late in Baghdad."
"""The signs on each line of the paragraphs, but for the last line of each."""
LINES = """() => [...document.querySelectorAll("article p[dir]")].flatMap((each) => {
  const range = document.createRange(), lines = new Map();
  const texts = document.createTreeWalker(each, NodeFilter.SHOW_TEXT);
  while (texts.nextNode()) {
    const { currentNode: text } = texts;
    if (text.parentElement.matches(".mark")) continue;
    for (let at = 0; at < text.length; at += 1) {
      range.setStart(text, at);
      range.setEnd(text, at + 1);
      const { bottom, width } = range.getBoundingClientRect();
      if (width) lines.set(Math.round(bottom / 8), (lines.get(Math.round(bottom / 8)) ?? 0) + 1);
    }
  }
  return [...lines.values()].slice(0, -1);
})"""
"""What does not fit into a part of the page that shows no more than fits."""
CUT_OFF = """() => [...document.querySelectorAll("body *")].filter((each) => {
  const { overflowX, overflowY, clipPath } = getComputedStyle(each);
  if (!each.checkVisibility() || each.clientWidth < 3 || clipPath !== "none") return false;
  if (each.matches("input, textarea")) return false; // its words move with the cursor
  const isCut = (flow) => ["hidden", "clip"].includes(flow);
  return isCut(overflowX) && each.scrollWidth > each.clientWidth + 1 ||
    isCut(overflowY) && each.scrollHeight > each.clientHeight + 1;
}).map((each) => each.outerHTML.slice(0, 120))"""


def test_line_of_an_article_has_60_to_75_characters(desk: Desk) -> None:
    desk.page.set_viewport_size({"width": 1280, "height": 800})
    lines: list[int] = desk.page.evaluate(LINES)
    assert len(lines) > 20
    assert 60 <= sum(lines) / len(lines) <= 75
    assert style(desk.page.locator("article p").last, "font-family").endswith(" serif")


@pytest.mark.parametrize("width", [1280, 320])
def test_right_to_left_text_begins_at_the_right(
    installation: Installation, new_page: Callable[..., Page], width: int
) -> None:
    desk = installation.reviewer(new_page(viewport={"width": width, "height": 800}))
    with installation.database.writing() as session:
        new = NewDocument(title="قال الوزير", text=RIGHT_TO_LEFT)
        document = actions.add(session, PROJECT, actions.split(new))[0].id
    desk.visit(f"/annotate/{document}")
    steps.wait_for_keys(desk.page)
    first, last = (desk.page.locator("article p[dir=auto]").nth(each) for each in (0, 1))
    assert [style(each, "direction") for each in (first, last)] == ["rtl", "ltr"]
    ends = [box(each)["x"] + box(each)["width"] for each in (first, desk.mark(1))]
    assert ends[0] - ends[1] < 8
    assert box(desk.mark(3))["x"] - box(last)["x"] < 8
    assert widths(desk.page) == (width, width)


def test_article_prints_its_text_with_its_letters_alone(desk: Desk) -> None:
    desk.type("1230")
    desk.expect_saved(4)
    desk.page.emulate_media(media="print")
    for shown in (desk.sentence(1), desk.mark(1), desk.page.locator(".legend")):
        expect(shown).to_be_visible()
    for hidden in (".masthead", ".strip", ".bar", ".rules", ".end"):
        expect(desk.page.locator(hidden).first).to_be_hidden()
    assert style(desk.mark(1), "background-color") == "rgba(0, 0, 0, 0)"
    assert style(desk.sentence(5), "background-color") == "rgba(0, 0, 0, 0)"


@pytest.mark.parametrize("screen", [(320, 640), (640, 512)], ids=["320", "200%"])
def test_no_words_are_cut_off(
    labelled: Installation, new_page: Callable[..., Page], screen: tuple[int, int]
) -> None:
    viewport = dict(zip(("width", "height"), screen, strict=True))
    desk = labelled.reviewer(new_page(viewport=viewport), "lead")
    found = {}
    for name, path in (PAGES | {"end of the article": f"/annotate/{DOCUMENT}?at={TOTAL}"}).items():
        desk.visit(path)
        found[name] = desk.page.evaluate(CUT_OFF)
    assert {name: each for name, each in found.items() if each} == {}


@pytest.mark.parametrize("key", ["?", "g", "s", "h"])
def test_what_opens_above_the_article_fits_a_small_screen(
    installation: Installation, new_page: Callable[..., Page], key: str
) -> None:
    desk = installation.reviewer(new_page(viewport={"width": 320, "height": 640})).open()
    desk.press(key)
    opened = desk.page.locator("dialog[open], .panel:visible").first
    expect(opened).to_be_visible()
    assert opened.evaluate("each => each.scrollWidth <= each.clientWidth")
    place = opened.bounding_box()
    assert place is not None
    assert place["x"] >= 0
    assert place["x"] + place["width"] <= 320
