"""How the article page looks and speaks: labels without colour alone, a still page, its roles."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.desk import TOTAL, Desk, Installation
from tests.browser.looks import box, contrast, style

STYLES = {"sourced": "solid", "unsourced": "dashed", "opinion": "wavy", "not_applicable": "dotted"}


def test_labels_differ_by_letter_colour_and_underline(desk: Desk) -> None:
    desk.type("1230")
    desk.expect_letters("SUO–")
    colours = set()
    for number, (label, line) in enumerate(STYLES.items(), 1):
        sentence = desk.sentence(number)
        expect(sentence).to_have_class(re.compile(rf"\b{label}\b"))
        assert style(sentence, "text-decoration-line") == "underline"
        assert style(sentence, "text-decoration-style") == line
        colours.add(style(desk.mark(number), "background-color"))
        expect(desk.page.locator(".strip a").nth(number - 1)).to_have_class(label)
    assert len(colours) == len(STYLES)


def test_marks_are_read_out_with_their_label(desk: Desk) -> None:
    first = desk.page.get_by_role("link", name="Sentence 1, not labelled")
    expect(first).to_have_attribute("href", re.compile("at=1#s1$"))
    desk.type("10")
    expect(desk.page.get_by_role("link", name="Sentence 1, sourced")).to_have_text("S")
    expect(desk.page.get_by_role("link", name="Sentence 2, not applicable")).to_have_text("–")
    desk.press("u")
    expect(desk.page.get_by_role("link", name="Sentence 2, not labelled")).to_have_text("")


@pytest.mark.parametrize("width", [390, 1280])
def test_labelling_never_moves_the_text(
    installation: Installation, new_page: Callable[..., Page], width: int
) -> None:
    page = new_page(viewport={"width": width, "height": 800})
    desk = installation.reviewer(page).open()
    places = [box(desk.sentence(number)) for number in range(1, TOTAL + 1)]
    for key in "1230":
        desk.page.locator(".strip a").first.click()
        desk.type(key * 6)
        desk.expect_saved(6)
        assert [box(desk.sentence(number)) for number in range(1, TOTAL + 1)] == places


@pytest.mark.parametrize("width", [320, 390, 640, 660])
def test_text_has_the_width_of_a_narrow_window(
    installation: Installation, new_page: Callable[..., Page], width: int
) -> None:
    desk = installation.reviewer(new_page(viewport={"width": width, "height": 800})).open()
    assert box(desk.page.locator("article"))["width"] >= width - 64


def test_page_stays_still_while_the_current_sentence_is_well_in_view(
    installation: Installation, new_page: Callable[..., Page]
) -> None:
    desk = installation.reviewer(new_page(viewport={"width": 1280, "height": 1200})).open()
    tops = []
    for _ in range(3):
        desk.type("1")
        tops.append(scrolled(desk.page))
    assert tops == [0, 0, 0]
    desk.press(*["j"] * 20)
    expect(desk.sentence(24)).to_be_in_viewport(ratio=1)
    assert scrolled(desk.page) > 0


def test_every_current_sentence_is_in_view_and_free(desk: Desk) -> None:
    top = desk.page.locator(".strip")
    bottom = desk.page.locator("#bar")
    for number in range(1, TOTAL + 1):
        desk.expect_at(number)
        here = seen(desk.sentence(number))
        assert seen(top)[1] <= here[0], number
        assert here[1] <= seen(bottom)[0], number
        desk.press("j")


def test_focus_follows_the_current_sentence(desk: Desk) -> None:
    desk.type("1")
    expect(desk.mark(2)).to_be_focused()
    desk.press("j")
    expect(desk.mark(3)).to_be_focused()
    desk.mark(4).focus()
    desk.press("Enter")
    desk.expect_at(4)
    desk.label("No label").focus()
    desk.press("ArrowLeft")  # chooses "Not applicable" and stays, as in every radio group
    desk.expect_at(4)
    expect(desk.label("Not applicable")).to_be_focused()
    desk.press("u")
    desk.expect_at(4)
    desk.expect_saved(1)


def test_state_line_is_a_status_region(desk: Desk) -> None:
    line = desk.page.get_by_role("status")
    expect(line).to_have_count(1)
    expect(line).to_have_text(f"0 of {TOTAL} labelled, all saved")
    line = desk.page.locator("#state")
    held = desk.hold_saves()
    desk.type("1")
    expect(line).to_have_class(re.compile("saving"))
    held.release()
    expect(line).not_to_have_class(re.compile("saving"))


def scrolled(page: Page) -> float:
    return float(page.locator("html").evaluate("element => element.scrollTop"))


def seen(element: Locator) -> tuple[float, float]:
    """Return where an element begins and ends in the window."""
    top, bottom = element.evaluate(
        "e => { const b = e.getBoundingClientRect(); return [b.top, b.bottom]; }"
    )
    return float(top), float(bottom)


def test_mark_stays_on_the_line_of_its_first_word(desk: Desk) -> None:
    tied = desk.page.locator(".tied")
    for width in (320, 390, 620, 1280):
        desk.page.set_viewport_size({"width": width, "height": 800})
        heights = tied.evaluate_all("all => all.map((one) => one.getBoundingClientRect().height)")
        assert len(heights) == 39
        assert max(heights) < 32, width  # one line, not two


def test_choices_are_seen_where_the_device_sets_the_colours(
    installation: Installation, new_page: Callable[..., Page]
) -> None:
    desk = installation.reviewer(new_page(forced_colors="active")).open()
    desk.type("1kq")
    desk.page.locator("#more").evaluate("more => { more.open = true }")
    for pair in (("sourced", "opinion"), ("unsure", "prediction")):
        one, two = (desk.page.locator(f"#bar label:has([value={each}])") for each in pair)
        assert style(one, "background-color") != style(two, "background-color"), pair
        assert contrast(one.locator("span")) >= 4.5, pair
    desk.press("Shift+ArrowDown")
    ranged = desk.page.locator(".sentence.chosen")
    assert [style(each, "outline-style") for each in ranged.all()] == ["solid"] * 2


def test_labels_and_moves_are_large_enough_for_a_thumb(
    installation: Installation, new_page: Callable[..., Page]
) -> None:
    phone = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True}
    desk = installation.reviewer(new_page(**phone)).open()
    for each in desk.page.locator(".labels label, .moves a").all():
        size = box(each)
        assert min(size["width"], size["height"]) >= 44, each.inner_text()


@pytest.mark.parametrize("scripted", [True, False], ids=["scripts", "no_scripts"])
def test_labels_are_radio_buttons_of_a_group_that_is_named_by_its_sentence(
    installation: Installation, new_page: Callable[..., Page], *, scripted: bool
) -> None:
    desk = installation.reviewer(new_page(java_script_enabled=scripted))
    desk.page.goto(f"{desk.address}?at=2")
    desk.label("Sourced").click()
    if scripted:
        desk.press("k")
    else:
        desk.page.get_by_role("button", name="Save, next sentence").click()
        desk.page.get_by_role("link", name="Previous sentence").click()
    group = desk.page.get_by_role("radiogroup", name=f"Sentence 2 of {TOTAL}", exact=True)
    expect(group.get_by_role("radio")).to_have_count(5)
    expect(group.get_by_role("radio", name="Sourced", exact=True, checked=True)).to_be_attached()
    names = ["Sourced", "Unsourced", "Opinion", "Not applicable", "No label"]
    for each in names:
        expect(group.get_by_role("radio", name=each, exact=True)).to_have_attribute("type", "radio")
