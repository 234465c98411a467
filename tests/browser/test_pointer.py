"""The article page by mouse and by touch."""

from collections.abc import Callable

from playwright.sync_api import Page, expect

from tests.browser.desk import TOTAL, Desk, Installation
from tests.journeys.labels import ARTICLES
from webapp.scheme import NAMES


def test_pointer_goes_to_the_next_open_sentence(desk: Desk) -> None:
    desk.type("11j1")
    desk.press("k", "k", "k", "k")
    onward = desk.page.get_by_role("link", name="Next without a label")
    onward.click()
    desk.expect_at(3)
    onward.click()
    desk.expect_at(5)
    desk.expect_saved(3)


def test_click_on_a_sentence_selects_it(desk: Desk) -> None:
    desk.sentence(4).click()
    desk.expect_at(4)
    desk.mark(6).click()
    desk.expect_at(6)
    desk.page.locator(".strip a").nth(2).click()
    desk.expect_at(3)
    desk.page.get_by_role("link", name="Next sentence").click()
    desk.expect_at(4)
    desk.page.get_by_role("link", name="Previous sentence").click()
    desk.expect_at(3)
    assert desk.history() == []


def test_labels_of_the_bar_work_by_mouse(desk: Desk) -> None:
    for number, name in enumerate(("Sourced", "Unsourced", "Opinion", "Not applicable"), 1):
        desk.label(name).click()
        desk.expect_at(number + 1)
    desk.expect_letters("SUO–")
    desk.page.get_by_role("button", name="Undo").click()
    desk.expect_letters("SUO")
    desk.expect_saved(3)


def test_labels_of_the_bar_work_by_touch(
    installation: Installation, new_page: Callable[..., Page]
) -> None:
    phone = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True}
    desk = installation.reviewer(new_page(**phone))
    desk.page.goto(desk.address)
    undo = desk.page.get_by_role("button", name="Undo")
    expect(undo).to_be_visible()
    for name in ("Sourced", "Unsourced", "Opinion", "Not applicable"):
        desk.label(name).tap()
    desk.expect_letters("SUO–")
    undo.tap()
    desk.sentence(2).tap()
    expect(desk.page.locator("#here")).to_have_text("2")
    desk.label("Opinion").tap()
    desk.expect_letters("SOO")
    desk.expect_saved(3)


def test_whole_article_is_labelled_by_touch_alone(
    installation: Installation, new_page: Callable[..., Page]
) -> None:
    phone = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True}
    desk = installation.reviewer(new_page(**phone)).open()
    labels = ARTICLES[0].labels(0)
    for label in labels:
        desk.label(NAMES[label]).tap()
    desk.expect_saved(TOTAL)
    assert [label for _, label, _ in desk.history()] == labels
