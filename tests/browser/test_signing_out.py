"""Signing out with labels that were not sent: send, keep, take them along, or stay."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Locator, expect

from tests.browser.desk import SAVES, TOTAL, Desk
from tests.browser.looks import touching
from tests.journeys import steps
from tests.rig.chromium import Watch

TWO = [(1, "sourced", 1), (2, "unsourced", 1)]


@pytest.fixture
def leaving(desk: Desk, watch: Watch) -> Iterator[Desk]:
    """A reviewer with two labels that did not get through, who presses Sign out."""
    desk.page.route(SAVES, lambda route: route.abort())
    desk.type("12")
    desk.expect_state(f"2 of {TOTAL} labelled, 2 not sent yet: no connection, trying again")
    desk.visit("/accounts/me")
    desk.page.locator("html.scripted").wait_for()  # else the plain form signs out
    desk.page.get_by_role("button", name="Sign out", exact=True).click()
    expect(dialog(desk)).to_be_visible()
    yield desk
    watch.expect("request failed")


def dialog(desk: Desk) -> Locator:
    return desk.page.get_by_role("dialog", name="2 labels have not been sent")


def press(desk: Desk, name: str) -> None:
    dialog(desk).get_by_role("button", name=name).click()


def expect_signed_out(desk: Desk) -> None:
    expect(desk.page.get_by_text("You are signed out.")).to_be_visible()
    assert desk.page.evaluate("caches.keys()") == []


def test_choices_stand_apart(leaving: Desk) -> None:
    assert touching(leaving.page, "#leave") == []


def test_send_signs_out_once_all_is_saved(leaving: Desk) -> None:
    leaving.page.unroute(SAVES)
    press(leaving, "Send them now")
    expect_signed_out(leaving)
    assert leaving.history() == TWO


def test_send_without_a_connection_stays_and_says_why(leaving: Desk) -> None:
    press(leaving, "Send them now")
    expect(dialog(leaving).get_by_role("status")).to_contain_text("There is no connection.")
    press(leaving, "Stay signed in")
    leaving.page.unroute(SAVES)
    leaving.open().expect_saved(2)
    assert leaving.history() == TWO


def test_keep_sends_after_the_next_sign_in(leaving: Desk) -> None:
    press(leaving, "Keep them in this browser")
    expect_signed_out(leaving)
    assert leaving.history() == []
    leaving.page.unroute(SAVES)
    steps.sign_in(leaving.page, leaving.link())
    leaving.open().expect_saved(2)
    assert leaving.history() == TWO


def test_downloaded_labels_are_taken_up_again(leaving: Desk, tmp_path: Path) -> None:
    file = tmp_path / "labels.json"
    with leaving.page.expect_download() as download:
        press(leaving, "Download and remove them")
    download.value.save_as(file)
    expect_signed_out(leaving)
    assert [each["label"] for each in json.loads(file.read_text())["judgments"]] == [
        "sourced",
        "unsourced",
    ]
    leaving.page.unroute(SAVES)
    steps.sign_in(leaving.page, leaving.link())
    leaving.open().expect_saved(0)
    leaving.visit("/accounts/me")
    leaving.page.get_by_label("Send labels from a file").set_input_files(file)
    expect(leaving.page.get_by_text("2 labels taken up")).to_be_visible()
    leaving.open().expect_saved(2)
    assert leaving.history() == TWO
