"""The article page with scripts: one key a label, and where each key leads."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.desk import PROJECT, TOTAL, Desk, Installation


def test_label_keys_move_on_by_themselves(desk: Desk) -> None:
    desk.expect_at(1)
    for number, key in enumerate("1230", 1):
        desk.type(key)
        desk.expect_at(number + 1)
    desk.expect_letters("SUO–")
    desk.expect_saved(4)
    given = ["sourced", "unsourced", "opinion", "not_applicable"]
    assert desk.history() == [(n, label, 1) for n, label in enumerate(given, 1)]


def test_label_key_on_the_last_sentence_stays_there(desk: Desk) -> None:
    desk.press(*["j"] * TOTAL)
    desk.expect_at(TOTAL)
    desk.type("1")
    desk.expect_at(TOTAL)
    desk.expect_saved(1)


def test_held_label_key_labels_one_sentence(desk: Desk) -> None:
    for _ in range(5):  # a key that is down already repeats
        desk.page.keyboard.down("2")
    desk.page.keyboard.up("2")
    desk.expect_at(2)
    desk.expect_saved(1)
    for _ in range(3):
        desk.page.keyboard.down("j")
    desk.expect_at(5)


def test_label_key_needs_no_shift_where_digits_do(desk: Desk) -> None:
    """On a French keyboard the key of the 1 gives an ampersand."""
    keyboard = desk.page.context.new_cdp_session(desk.page)
    press = {"key": "&", "code": "Digit1", "text": "&"}
    keyboard.send("Input.dispatchKeyEvent", {"type": "keyDown", **press})
    keyboard.send("Input.dispatchKeyEvent", {"type": "keyUp", **press})
    desk.expect_at(2)
    desk.expect_letters("S")


def test_caps_lock_changes_no_key(desk: Desk) -> None:
    desk.press("J")
    desk.expect_at(2)


def test_arrows_and_letters_move(desk: Desk) -> None:
    desk.press("k")
    desk.expect_at(1)
    for forward in ("j", "ArrowDown", "ArrowRight"):
        desk.press(forward, forward)
        desk.expect_at(3)
        backward = {"j": "k", "ArrowDown": "ArrowUp", "ArrowRight": "ArrowLeft"}[forward]
        desk.press(backward)
        desk.expect_at(2)
        desk.press(backward)
        desk.expect_at(1)
    assert desk.history() == []


def test_e_goes_to_the_next_open_sentence(desk: Desk) -> None:
    desk.type("11j1")  # 1, 2 and 4
    desk.press("k", "k", "k", "k")
    desk.expect_at(1)
    desk.press("e")
    desk.expect_at(3)
    desk.press("e")
    desk.expect_at(5)
    desk.press("k", "k")
    desk.type("1")
    desk.expect_at(4)
    desk.press("e")
    desk.expect_at(5)
    desk.expect_saved(4)


def test_e_goes_round_at_the_end(desk: Desk) -> None:
    desk.type("1")
    desk.press(*["j"] * TOTAL)
    desk.type("1")
    desk.press("e")
    desk.expect_at(2)


def test_flags_stay_as_they_were_left(desk: Desk) -> None:
    desk.page.set_viewport_size({"width": 1280, "height": 720})
    flag = desk.page.get_by_role("checkbox", name="unsure")
    summary = desk.page.locator("#more summary")
    for shown in (True, False):
        summary.click()
        expect(flag).to_be_visible(visible=shown)
        desk.open()
        expect(flag).to_be_visible(visible=shown)


def test_note_does_not_leave_the_flags_open(desk: Desk) -> None:
    desk.page.set_viewport_size({"width": 1280, "height": 720})
    desk.open()
    desk.type("n\n")
    desk.page.locator("#more summary").click()
    desk.open()
    expect(desk.page.get_by_role("checkbox", name="unsure")).to_be_visible()
    desk.page.locator("#more summary").click()
    desk.page.wait_for_function("() => localStorage.getItem('factcheck more') === 'closed'")
    desk.type("n")
    desk.open()
    expect(desk.page.get_by_role("checkbox", name="unsure")).to_be_hidden()


def test_u_takes_labels_back_on_the_server_too(desk: Desk) -> None:
    desk.type("12")
    desk.press("k")
    desk.type("3")
    desk.expect_letters("SO")
    desk.press("u")
    desk.expect_at(2)
    desk.expect_letters("SU")
    desk.press("u", "u")
    desk.expect_at(1)
    desk.expect_letters("")
    desk.expect_saved(0)
    assert desk.history() == [
        (1, "sourced", 1),
        (2, "unsourced", 1),
        (2, "opinion", 2),
        (2, "unsourced", 3),
        (2, None, 4),
        (1, None, 2),
    ]
    expect(desk.page.get_by_role("button", name="Undo")).to_be_disabled()
    desk.press("u")
    desk.expect_saved(0)
    desk.page.reload()
    desk.expect_letters("")


def test_key_labels_the_sentence_that_has_the_focus(desk: Desk) -> None:
    desk.mark(3).focus()
    desk.expect_at(3)
    desk.type("3")
    desk.expect_saved(1)
    assert desk.history() == [(3, "opinion", 1)]


def test_tab_leaves_the_text_for_what_follows_it(desk: Desk) -> None:
    desk.type("1")
    expect(desk.mark(2)).to_be_focused()
    desk.press("Tab")
    expect(desk.page.get_by_role("button", name="End this article")).to_be_focused()
    desk.press("Shift+Tab")
    expect(desk.mark(2)).to_be_focused()


@pytest.mark.parametrize("key", ["Process", "Dead", "Unidentified"])
def test_half_a_sign_is_no_label(desk: Desk, key: str) -> None:
    desk.page.evaluate(
        """key => document.body.dispatchEvent(
          new KeyboardEvent("keydown", { key, code: "Digit1", bubbles: true }))""",
        key,
    )
    desk.type("j")
    desk.expect_at(2)
    desk.expect_saved(0)


@pytest.mark.parametrize(("key", "says"), [("d", "No sentence is unsure."), ("l", "looked at")])
def test_key_that_finds_nothing_says_so(desk: Desk, key: str, says: str) -> None:
    desk.press(key)
    expect(desk.page.locator("#hint")).to_contain_text(says)
    desk.press("j")
    expect(desk.page.locator("#hint")).to_be_empty()


def test_backspace_takes_the_label_of_the_current_sentence_back(desk: Desk) -> None:
    desk.type("1k")
    desk.press("Backspace", "Backspace")
    desk.expect_at(1)
    desk.expect_saved(0)
    assert desk.history() == [(1, "sourced", 1), (1, None, 2)]
    desk.type("u")
    desk.expect_saved(1)


def test_article_ends_with_a_way_out(desk: Desk) -> None:
    desk.page.locator("article").get_by_role("link", name="All articles").click()
    expect(desk.page).to_have_url(f"{desk.installation.server.url}/documents/projects/{PROJECT}")


def test_question_mark_opens_the_keys_and_escape_closes_them(desk: Desk) -> None:
    desk.press("j", "?")
    keys = desk.page.get_by_role("dialog", name="Keys")
    expect(keys).to_be_visible()
    desk.type("123ju")
    desk.press("ArrowDown")
    desk.expect_at(2)
    desk.press("Escape")
    expect(keys).to_be_hidden()
    desk.expect_at(2)
    desk.type("2")
    desk.expect_saved(1)
    assert desk.history() == [(2, "unsourced", 1)]
    desk.page.get_by_role("button", name="Keys").click()
    expect(keys).to_be_visible()
    desk.page.get_by_role("button", name="Close").click()
    expect(keys).to_be_hidden()


def test_keys_with_ctrl_or_alt_are_left_to_the_browser(desk: Desk) -> None:
    desk.press("Control+1", "Control+j", "Alt+2", "Meta+3", "Control+ArrowDown")
    desk.expect_at(1)
    desk.expect_saved(0)


def test_bar_tells_the_label_of_the_current_sentence(desk: Desk) -> None:
    desk.type("12")
    expect(desk.label("No label")).to_be_checked()
    desk.press("k")
    expect(desk.label("Unsourced")).to_be_checked()
    desk.press("k")
    expect(desk.label("Sourced")).to_be_checked()


def test_labels_stay_after_a_reload_and_the_first_open_sentence_is_current(desk: Desk) -> None:
    desk.type("123")
    desk.expect_saved(3)
    desk.page.reload()
    desk.expect_letters("SUO")
    desk.expect_at(4)
    desk.expect_saved(3)


def test_reviewer_sees_no_label_of_a_colleague(
    installation: Installation, desk: Desk, new_page: Callable[..., Page]
) -> None:
    desk.type("1230")
    desk.expect_saved(4)
    colleague = installation.reviewer(new_page()).open()
    colleague.expect_letters("")
    colleague.expect_saved(0)
    server = installation.server.url
    for path in (f"/agreement/{PROJECT}", f"/accounts/projects/{PROJECT}/people"):
        answer = colleague.page.request.get(f"{server}{path}")
        assert answer.status == 403
    rows = colleague.page.request.get(f"{server}/exchange/{PROJECT}/export?format=jsonl")
    assert (rows.status, rows.text()) == (200, "")
