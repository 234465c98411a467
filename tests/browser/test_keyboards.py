"""Keyboards that write other letters: what stands on a button is the key of that place."""

import pytest

from tests.browser.desk import Desk


def press(desk: Desk, key: str, code: str, modifiers: int = 0) -> None:
    """Press the key of a place, on which a keyboard has some letter; 2 is Ctrl, 8 is Shift."""
    keyboard = desk.page.context.new_cdp_session(desk.page)
    given = {"key": key, "code": code, "modifiers": modifiers}
    keyboard.send("Input.dispatchKeyEvent", {"type": "keyDown", **given})
    keyboard.send("Input.dispatchKeyEvent", {"type": "keyUp", **given})


@pytest.mark.parametrize("letter", ["о", "О", "ξ", "ח", "ت"])
def test_letter_of_another_script_is_the_key_of_its_place(desk: Desk, letter: str) -> None:
    press(desk, letter, "KeyJ")
    desk.expect_at(2)


def test_shift_and_a_letter_of_another_script_choose_a_range(desk: Desk) -> None:
    press(desk, "О", "KeyJ", 8)
    desk.type("1")
    desk.expect_letters("SS")


def test_undo_and_redo_work_with_ctrl_on_keyboards_of_another_script(desk: Desk) -> None:
    desk.type("1")
    press(desk, "я", "KeyZ", 2)
    desk.expect_letters("")
    press(desk, "н", "KeyY", 2)
    desk.expect_letters("S")


def test_latin_letter_is_the_key_that_it_names_wherever_it_stands(desk: Desk) -> None:
    """On a Dvorak keyboard the place of the J has an H, and a German one an umlaut beside the L."""
    press(desk, "j", "KeyC")
    desk.expect_at(2)
    press(desk, "ö", "KeyJ")
    desk.expect_at(2)
