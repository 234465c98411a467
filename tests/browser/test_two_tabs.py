"""Two tabs of one browser: each shows at once what the other does, and nothing is overwritten."""

import os
import random
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, Route, expect

from tests.browser.desk import SAVES, TOTAL, Desk, Installation
from tests.browser.interleaving import Scene
from tests.rig.chromium import Watch

THREE = [(1, "sourced", 1), (2, "unsourced", 1), (3, "opinion", 1)]
INTERLEAVINGS = 100


@pytest.fixture
def tab(desk: Desk, watch: Watch) -> Desk:
    """The same article in a second tab."""
    page = desk.page.context.new_page()
    watch.add(page)
    return desk.beside(page)


def test_labels_flags_and_undo_show_in_the_other_tab(desk: Desk, tab: Desk) -> None:
    desk.type("12")
    tab.expect_letters("SU")
    tab.expect_saved(2)
    tab.press("k")
    tab.type("q")
    expect(desk.mark(1)).to_have_text("S?")
    desk.type("u")
    desk.expect_saved(1)
    expect(tab.mark(1)).to_have_text("S?")
    expect(tab.mark(2)).to_have_text("")
    tab.expect_saved(1)


def test_state_line_of_both_tabs_tells_what_is_not_sent(
    desk: Desk, tab: Desk, watch: Watch
) -> None:
    desk.page.context.set_offline(True)
    desk.type("12")
    for each in (desk, tab):
        each.expect_state(f"2 of {TOTAL} labelled, 2 not sent yet: no connection, trying again")
    desk.page.context.set_offline(False)
    for each in (desk, tab):
        each.expect_saved(2)
        expect(each.page.locator("#state")).not_to_have_class("failing")
    watch.expect("ERR_INTERNET_DISCONNECTED")


def test_either_tab_goes_on_where_the_other_stopped(desk: Desk, tab: Desk) -> None:
    desk.type("1")
    tab.press("j")
    tab.type("2")
    desk.press("j")
    desk.type("3")
    for each in (desk, tab):
        each.expect_saved(3)
        each.expect_letters("SUO")
    assert desk.history() == THREE


def test_label_on_top_of_one_from_the_other_tab_is_no_conflict(desk: Desk, tab: Desk) -> None:
    held = desk.hold_saves()
    desk.type("1")
    expect(tab.mark(1)).to_have_text("S")
    tab.type("2")
    expect(desk.mark(1)).to_have_text("U")
    held.release()
    for each in (desk, tab):
        each.expect_saved(1)
    assert desk.history() == [(1, "sourced", 1), (1, "unsourced", 2)]


def test_tab_that_is_closed_while_it_sends_leaves_the_rest_to_the_other(
    desk: Desk, tab: Desk, watch: Watch
) -> None:
    desk.hold_saves()
    desk.type("123")
    tab.expect_state(f"3 of {TOTAL} labelled, saving 3")
    desk.page.close()
    tab.expect_saved(3)
    assert tab.history() == THREE
    watch.problems.clear()  # the request that ended with its page


def test_question_is_asked_in_both_tabs_and_answered_once(
    desk: Desk, tab: Desk, new_page: Callable[..., Page]
) -> None:
    device = desk.elsewhere(new_page())
    device.type("1")
    device.expect_saved(1)
    desk.type("2")
    dialogs = [each.page.get_by_role("dialog", name="has another label") for each in (desk, tab)]
    for dialog in dialogs:
        expect(dialog).to_contain_text("You chose: Unsourced.")
    desk.page.evaluate("dispatchEvent(new Event('visibilitychange'))")  # looked at again
    dialogs[0].get_by_role("button", name="Use Unsourced").click()
    for each, dialog in zip((desk, tab), dialogs, strict=True):
        each.expect_saved(1)
        each.expect_letters("U")
        expect(dialog).to_be_hidden()
    assert desk.history() == [(1, "sourced", 1), (1, "unsourced", None), (1, "unsourced", 2)]


def refuse_next(desk: Desk) -> None:
    """Let the server refuse what the page sends next."""

    def misplace(route: Route) -> None:
        items: list[dict[str, object]] = route.request.post_data_json or []
        route.continue_(post_data=[each | {"sentence_id": 999999} for each in items])

    desk.page.context.route(SAVES, misplace, times=1)


def test_refused_label_that_one_tab_gives_again_is_saved_in_both(desk: Desk, tab: Desk) -> None:
    refuse_next(desk)
    desk.type("1")
    for each in (desk, tab):
        expect(each.page.locator("#state")).to_contain_text("1 not saved: sentence 1")
    desk.press("k")
    desk.type("1")
    for each in (desk, tab):
        each.expect_saved(1)
    tab.press("l")
    expect(tab.page.locator("#hint")).to_have_text("Nothing is to be looked at again.")


def test_label_given_before_the_last_one_was_refused_is_saved(desk: Desk) -> None:
    held = desk.hold_saves()
    desk.type("1k2")
    held.wait_for_one(desk.page)
    route = held.routes.pop()
    items: list[dict[str, object]] = route.request.post_data_json or []
    route.continue_(post_data=[each | {"sentence_id": 999999} for each in items])
    held.release()
    desk.expect_saved(1)
    assert desk.history() == [(1, "unsourced", 1)]


def test_note_of_the_other_tab_shows_in_a_field_that_was_left_open(desk: Desk, tab: Desk) -> None:
    desk.press("n")
    field = desk.page.get_by_role("textbox", name="Note")
    field.press_sequentially("first")
    expect(tab.page.locator("#said")).to_have_text("note")
    tab.press("n")
    tab.page.get_by_role("textbox", name="Note").fill("second")
    tab.press("Enter")
    expect(field).to_have_value("second")
    desk.press("Enter")
    desk.expect_saved(0)
    assert desk.state_of(1) == (None, (), "second")


@pytest.fixture
def scene(installation: Installation, new_page: Callable[..., Page], watch: Watch) -> Scene:
    seed = int(os.environ.get("SEED", random.randrange(10**6)))  # noqa: S311
    print(f"seed {seed}")  # noqa: T201  (pytest shows it where the test fails)
    desk = installation.reviewer(new_page())
    tab = Desk(installation, desk.page.context.new_page(), desk.person_id)
    watch.add(tab.page)
    device = Desk(installation, new_page(), desk.person_id)
    device.sign_in()
    return Scene(desk, tab, device, random.Random(seed))  # noqa: S311


def test_tabs_and_devices_at_once_lose_nothing_and_overwrite_nothing_unseen(
    scene: Scene, watch: Watch
) -> None:
    for _ in range(INTERLEAVINGS):
        scene.play()
        scene.check()
    assert scene.asked > 0
    assert scene.known > INTERLEAVINGS
    watch.expect("ERR_INTERNET_DISCONNECTED")
