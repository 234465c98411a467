"""The pictures of agreement as they are seen: tones, widths, paper."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.desk import PROJECT, Desk, Installation
from tests.browser.looks import drawn_contrast, widths
from tests.browser.test_look import set_look
from webapp.agreement.figures.paper import LABELS, words_on

PATH = f"/agreement/{PROJECT}/figures"
PROBE = """(looks) => {
  const svg = document.querySelector(".drawing").cloneNode();
  svg.id = "probe";
  for (const [ground, words] of looks) {
    for (const look of [ground, words]) {
      const shape = document.createElementNS("http://www.w3.org/2000/svg", "rect");
      shape.setAttribute("class", look);
      svg.append(shape);
    }
  }
  document.querySelector("main").append(svg);
}"""
Open = Callable[..., Desk]


@pytest.fixture
def open_figures(labelled: Installation, new_page: Callable[..., Page]) -> Open:
    """Opens the page of pictures as a lead, in a browser with the given options."""

    def open_(theme: str = "system", **options: object) -> Desk:
        desk = labelled.reviewer(new_page(**options), "lead")
        set_look(desk, theme, "normal")
        desk.visit(PATH)
        return desk

    return open_


@pytest.mark.parametrize(("theme", "least"), [("light", 4.5), ("dark", 4.5), ("contrast", 7)])
def test_words_on_tones_and_labels_can_be_read(
    open_figures: Open, theme: str, least: float
) -> None:
    page = open_figures(theme).page
    tones = [f"tone-{at}" for at in range(11)]
    looks = [(tone, words_on(tone)) for tone in tones] + [(label, "words") for label in LABELS]
    page.evaluate(PROBE, looks)
    shapes = page.locator("#probe rect")
    weak = {}
    for at, (ground, _) in enumerate(looks):
        found = drawn_contrast(shapes.nth(2 * at + 1), shapes.nth(2 * at))
        if found < least:
            weak[ground] = found
    assert weak == {}


def test_phone_gets_the_narrow_drawing_and_a_desk_the_wide_one(open_figures: Open) -> None:
    page = open_figures().page
    for width, shown, hidden in ((320, "narrow", "wide"), (1280, "wide", "narrow")):
        page.set_viewport_size({"width": width, "height": 800})
        for drawing in page.locator(f".{shown} > svg").all():
            expect(drawing).to_be_visible()
            around = drawing.locator("..").bounding_box()  # in it, one of many people is moved
            assert around is not None
            assert around["width"] <= width
        expect(page.locator(f".{hidden}").first).to_be_hidden()
        assert widths(page) == (width, width)


def test_paper_is_light_and_wide_and_has_no_controls(open_figures: Open) -> None:
    page = open_figures("dark", viewport={"width": 390, "height": 800}).page
    page.emulate_media(media="print")
    expect(page.locator(".wide").first).to_be_visible()
    expect(page.locator(".files, details, .masthead").first).to_be_hidden()
    page.evaluate(PROBE, [["paper", "words"]])
    words = page.locator("#probe .words")
    fill = str(words.evaluate("(e) => getComputedStyle(e).fill"))
    assert fill == "rgb(31, 30, 27)"


def test_each_drawing_is_an_image_with_a_name(open_figures: Open) -> None:
    page = open_figures().page
    for name in ("Krippendorff’s alpha by article", "Pairs of labels on one sentence"):
        expect(page.get_by_role("img", name=name, exact=True)).to_have_count(1)


def test_files_come_as_downloads(open_figures: Open) -> None:
    page = open_figures().page
    for form in ("SVG", "PNG"):
        with page.expect_download() as started:
            page.locator("#pairs").get_by_role("link", name=form).first.click()
        assert started.value.suggested_filename == (
            f"First-project-agreement-pairs-2-columns.{form.lower()}"
        )
