"""Themes and sizes of text: contrast in each, nothing cut off, nothing that moves."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.desk import DOCUMENT, Desk, Installation
from tests.browser.looks import box, contrast, contrasts, crossing, style, widths
from tests.browser.test_pages import PAGES, readable
from webapp.accounts.look import COOKIE, SIZES
from webapp.scheme import ALL_LABELS

LOOKS = {  # theme, what the device has, what it asks for: whether the page is light, least contrast
    "light": ("light", "dark", "no-preference", True, 4.5),
    "dark": ("dark", "light", "no-preference", False, 4.5),
    "contrast": ("contrast", "light", "no-preference", True, 7),
    "contrast in the dark": ("contrast", "dark", "no-preference", False, 7),
    "device asks for contrast": ("system", "light", "more", True, 7),
    "device asks in the dark": ("dark", "light", "more", False, 7),
}
SCREENS = ((320, 640), (390, 800), (640, 512), (1280, 800))
"""The third is a screen of 1280 pixels at 200%."""
each_look = pytest.mark.parametrize("look", LOOKS.values(), ids=LOOKS.keys())
Open = Callable[..., Desk]


@pytest.fixture
def open_browser(labelled: Installation, new_page: Callable[..., Page]) -> Open:
    """Signs a lead in, in a browser with a look and the given options."""

    def open_(theme: str = "system", size: str = "normal", **options: object) -> Desk:
        desk = labelled.reviewer(new_page(**options), "lead")
        set_look(desk, theme, size)
        return desk

    return open_


def set_look(desk: Desk, theme: str, size: str) -> None:
    url = desk.installation.server.url
    desk.page.context.add_cookies([{"name": COOKIE, "value": f"{theme}.{size}", "url": url}])


def is_light(page: Page) -> bool:
    background = style(page.locator("body"), "background-color")
    return int(re.findall(r"\d+", background)[0]) > 128


@each_look
def test_text_has_the_contrast_of_its_theme(
    look: tuple[str, str, str, bool, float], open_browser: Open
) -> None:
    theme, device, wish, light, least = look
    desk = open_browser(theme, color_scheme=device, contrast=wish)
    weak = {}
    for name, path in PAGES.items():
        desk.visit(path)
        assert is_light(desk.page) == light, name
        texts = readable(desk.page)
        found = list(zip(texts.all_inner_texts(), contrasts(texts), strict=True))
        assert len(found) > 3, name
        weak[name] = [(text[:30], ratio) for text, ratio in found if ratio < least]
    assert weak == {name: [] for name in PAGES}


@each_look
def test_labels_stay_apart_in_every_theme(
    look: tuple[str, str, str, bool, float], open_browser: Open
) -> None:
    theme, device, wish, _, least = look
    desk = open_browser(theme, color_scheme=device, contrast=wish).open()
    desk.type("1230")
    desk.expect_saved(4)
    desk.expect_letters("SUO–")
    lines = set()
    for number, label in enumerate(ALL_LABELS, 1):
        desk.sentence(number).click()
        desk.expect_at(number)
        shown: list[Locator] = [desk.mark(number), desk.sentence(number)]
        assert [round(contrast(each), 2) for each in shown if contrast(each) < least] == [], label
        lines.add(style(desk.sentence(number), "text-decoration-style"))
    assert lines == {"solid", "dashed", "wavy", "dotted"}


@pytest.mark.parametrize("device", ["light", "dark"])
def test_borders_are_visible_in_high_contrast(device: str, open_browser: Open) -> None:
    desk = open_browser("contrast", color_scheme=device)
    desk.visit("/accounts/look")
    ground = style(desk.page.locator("body"), "background-color")
    for selector in ("button", ".masthead"):
        line = style(desk.page.locator(f"{selector}:visible").first, "border-bottom-color")
        assert distance(line, ground) > 120, selector


def distance(one: str, other: str) -> float:
    """Return how far apart two colours are, in their mean part."""
    parts = [[float(each) for each in re.findall(r"[\d.]+", colour)[:3]] for colour in (one, other)]
    first, second = parts
    return sum(abs(a - b) for a, b in zip(first, second, strict=True)) / 3


def test_form_changes_the_page_at_once_and_leads_back(open_browser: Open) -> None:
    desk = open_browser(color_scheme="light", java_script_enabled=False)
    desk.visit("/annotate/")
    desk.page.get_by_role("link", name="Colours and text size").click()
    desk.page.get_by_label("Dark", exact=True).check()
    desk.page.get_by_label("Very large").check()
    desk.page.get_by_role("button", name="Show the pages so").click()
    expect(desk.page.get_by_role("heading", name="My work")).to_be_visible()
    assert not is_light(desk.page)
    assert style(desk.page.locator("html"), "font-size") == "24px"


def test_all_text_grows_with_the_size(open_browser: Open) -> None:
    desk = open_browser(viewport={"width": 1280, "height": 800})
    sizes = []
    for size in SIZES:
        set_look(desk, "system", size)
        desk.visit(f"/annotate/{DOCUMENT}")
        texts = (desk.sentence(1), desk.page.locator("h1"), desk.page.locator("#bar button").first)
        sizes.append([float(style(each, "font-size").removesuffix("px")) for each in texts])
    normal, large, largest = sizes
    assert large == pytest.approx([1.25 * each for each in normal])
    assert largest == pytest.approx([1.5 * each for each in normal])


@pytest.mark.parametrize("size", SIZES)
def test_page_never_scrolls_sideways_at_any_size_of_text(size: str, open_browser: Open) -> None:
    desk = open_browser(size=size)
    wider = {}
    for name, path in PAGES.items():
        desk.visit(path)
        for width, height in SCREENS:
            desk.page.set_viewport_size({"width": width, "height": height})
            wide, seen = widths(desk.page)
            if wide > seen:
                wider[name, width] = wide
    assert wider == {}


def test_bar_and_state_line_stay_whole_with_the_largest_text_on_a_phone(
    open_browser: Open,
) -> None:
    desk = open_browser(size="largest", viewport={"width": 320, "height": 640}).open()
    desk.expect_saved(0)
    broken = desk.page.locator(".labels label span").evaluate_all(
        """all => all.filter((each) => {
          const words = document.createRange();
          words.selectNodeContents(each);
          const [lines, box] = [words.getClientRects(), each.parentElement.getBoundingClientRect()];
          return lines.length !== 1 || lines[0].left < box.left || lines[0].right > box.right;
        }).map((each) => each.textContent)"""
    )
    assert broken == []
    line = desk.page.get_by_role("status")
    expect(line).to_be_in_viewport(ratio=1)
    assert crossing([line, desk.page.locator(".strip"), desk.page.locator("a.where")]) == []


@pytest.mark.parametrize("size", SIZES)
def test_long_names_leave_the_masthead_whole(size: str, open_browser: Open) -> None:
    desk = open_browser(size=size, viewport={"width": 320, "height": 640})
    desk.visit("/annotate/")
    links = desk.page.get_by_role("banner").get_by_role("link").filter(visible=True)
    desk.page.locator(".account").evaluate("e => e.textContent = 'Annabella '.repeat(10)")
    assert links.count() >= 3
    for link in links.all():
        expect(link).to_be_in_viewport(ratio=1)
        assert box(link)["width"] > 60


def test_nothing_moves_for_who_wants_no_motion(open_browser: Open) -> None:
    desk = open_browser(reduced_motion="reduce")
    for path in PAGES.values():
        desk.visit(path)
        moving = desk.page.evaluate(
            """() => [...document.querySelectorAll("*")].filter((each) => {
              const style = getComputedStyle(each);
              return style.transitionDuration !== "0s" || style.animationName !== "none" ||
                style.scrollBehavior !== "auto";
            }).length"""
        )
        assert moving == 0, path
