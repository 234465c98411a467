"""Keys that come before the page is ready for them: while its script loads, as a dialog closes."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.desk import Desk, Held, Installation
from tests.journeys import steps

MAIN = "**/annotate/main.js"


@pytest.fixture
def loading(installation: Installation, new_page: Callable[..., Page]) -> tuple[Desk, Held]:
    """A reviewer whose article is on the screen, and its script, which is on its way."""
    desk, held = installation.reviewer(new_page()), Held()
    desk.page.route(MAIN, held.take)
    desk.page.goto(desk.address, wait_until="commit")
    expect(desk.sentence(39)).to_be_attached()
    return desk, held


def begin(desk: Desk, held: Held) -> None:
    """Let the script arrive."""
    held.wait_for_one(desk.page)
    held.release()
    steps.wait_for_keys(desk.page)


def test_keys_pressed_while_the_script_loads_arrive_in_order(loading: tuple[Desk, Held]) -> None:
    desk, held = loading
    desk.type("123")
    desk.press("ArrowDown")
    desk.type("1")
    begin(desk, held)
    desk.type("2")
    desk.expect_letters("SUO SU")
    desk.expect_saved(5)


def test_keys_of_a_note_that_is_opened_early_label_nothing(loading: tuple[Desk, Held]) -> None:
    desk, held = loading
    desk.type("n123")
    begin(desk, held)
    expect(desk.page.get_by_label("Note")).to_be_focused()
    desk.expect_saved(0)


def test_keys_pressed_in_a_field_while_the_script_loads_label_nothing(
    loading: tuple[Desk, Held],
) -> None:
    desk, held = loading
    desk.page.locator("#more").evaluate("more => { more.open = true }")
    desk.page.locator("[name=note]").focus()
    desk.type("12")
    begin(desk, held)
    desk.expect_saved(0)


def test_early_keys_have_a_limit(loading: tuple[Desk, Held]) -> None:
    desk, held = loading
    desk.type("q" * 100 + "1")
    begin(desk, held)
    desk.expect_saved(0)


def test_early_keys_are_forgotten_when_the_page_is_left(loading: tuple[Desk, Held]) -> None:
    desk, held = loading
    desk.type("1")
    desk.page.reload(wait_until="commit")
    begin(desk, held)
    desk.expect_saved(0)
    assert desk.history() == []


def test_key_right_after_the_number_of_a_sentence_labels_that_one(desk: Desk) -> None:
    desk.type("g9")
    desk.page.evaluate(
        """() => {
          const go = document.querySelector("#go-to [value=go]");
          go.form.requestSubmit(go);
          document.body.dispatchEvent(new KeyboardEvent("keydown", { key: "1", bubbles: true }));
        }"""
    )
    desk.expect_letters("        S")
    desk.expect_at(10)
    desk.expect_saved(1)
