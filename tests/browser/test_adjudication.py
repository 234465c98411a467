"""The queue in a browser: one key decides, another takes it back; plain forms do the same."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.agreement.conftest import label_article
from tests.browser.desk import PROJECT, Desk, Installation
from tests.rig.people import Somebody
from webapp.accounts import actions as accounts
from webapp.db import Database

Open = Callable[..., tuple[Page, str]]


def somebody(database: Database, name: str) -> Somebody:
    with database.writing() as session:
        person = accounts.add_person(session, name)
        accounts.add_member(session, person.id, PROJECT, "reviewer")
        return Somebody(person.id, name, "reviewer", None, database)  # type: ignore[arg-type]


@pytest.fixture
def open_queue(
    installation: Installation, new_page: Callable[..., Page], request: pytest.FixtureRequest
) -> Open:
    """Opens the queue of an article on which two reviewers differ three times, as a lead."""

    def open_(**options: object) -> tuple[Page, str]:
        title = f"Article of {request.node.name}"
        one, two = (somebody(installation.database, f"{title} {n}") for n in (1, 2))
        document = label_article(installation.database, title, {one: "ssss", two: "oouo"}, PROJECT)
        desk: Desk = installation.reviewer(new_page(**options), "lead")
        desk.visit(f"/adjudicate/{PROJECT}?article={document}")
        return desk.page, title

    return open_


def reason(page: Page) -> Locator:
    return page.get_by_label("Why they differed")


def expect_sentence(page: Page, title: str, number: int) -> None:
    expect(page.locator("#here")).to_have_text(f"Sentence {number} of {title}.")


def test_key_decides_and_moves_on_and_another_takes_it_back(open_queue: Open) -> None:
    page, title = open_queue()
    expect_sentence(page, title, 1)
    reason(page).select_option("slip")
    page.keyboard.press("3")
    expect_sentence(page, title, 2)
    expect(page.get_by_role("status")).to_contain_text("Opinion, slip: sentence 1")
    page.keyboard.press("1")
    expect_sentence(page, title, 3)
    expect(reason(page)).to_have_value("slip")  # it is remembered
    page.keyboard.press("u")
    expect_sentence(page, title, 2)
    expect(page.get_by_role("status")).to_have_text("The decision is taken back.")


def test_key_without_a_reason_asks_for_one_and_decides_once_it_is_chosen(open_queue: Open) -> None:
    page, title = open_queue()
    expect(reason(page)).to_have_value("")
    asks = page.get_by_role("alert")
    expect(asks).to_be_hidden()
    page.keyboard.press("3")
    expect_sentence(page, title, 1)
    expect(asks).to_have_text("Choose why they differed, then the label.")
    expect(reason(page)).to_be_focused()
    page.keyboard.type("sl")
    expect(reason(page)).to_have_value("slip")
    expect(asks).to_be_hidden()
    page.keyboard.press("3")
    expect_sentence(page, title, 2)
    expect(page.get_by_role("status")).to_contain_text("Opinion, slip: sentence 1")


def test_keys_that_are_typed_into_the_note_decide_nothing(open_queue: Open) -> None:
    page, title = open_queue()
    page.keyboard.press("n")
    page.keyboard.type("1 of 3")
    expect_sentence(page, title, 1)
    expect(page.get_by_label("Note")).to_have_value("1 of 3")


def test_digit_decides_from_the_reason_and_letters_choose_there(open_queue: Open) -> None:
    page, title = open_queue()
    reason(page).focus()
    page.keyboard.type("sn")  # a note begins outside of it alone
    page.keyboard.press("Home")
    page.keyboard.press("ArrowDown")  # the first of them asks to choose one
    page.keyboard.type("3")
    expect_sentence(page, title, 2)
    expect(page.get_by_role("status")).to_contain_text("Opinion, ambiguous text: sentence 1")


def test_escape_leaves_the_note_and_the_next_key_decides(open_queue: Open) -> None:
    page, title = open_queue()
    reason(page).select_option("slip")
    page.keyboard.type("n12 of them")
    page.keyboard.press("Escape")
    page.keyboard.press("2")
    expect_sentence(page, title, 2)
    page.keyboard.press("u")
    expect_sentence(page, title, 1)
    expect(page.locator(".decisions")).to_contain_text("12 of them")


def test_keys_move_through_the_queue(open_queue: Open) -> None:
    page, title = open_queue()
    page.keyboard.press("j")
    expect_sentence(page, title, 2)
    page.keyboard.press("k")
    expect_sentence(page, title, 1)


def test_click_on_a_label_decides(open_queue: Open) -> None:
    page, title = open_queue()
    reason(page).select_option("slip")
    page.get_by_role("radio", name=re.compile("Unsourced")).click()
    expect_sentence(page, title, 2)


def test_decision_needs_no_scripts(open_queue: Open) -> None:
    page, title = open_queue(java_script_enabled=False)
    page.get_by_role("radio", name="Opinion").check()
    page.get_by_role("button", name="Decide, next sentence").click()
    expect_sentence(page, title, 1)  # the browser itself asks for a reason
    reason(page).select_option("slip")
    page.get_by_role("button", name="Decide, next sentence").click()
    expect_sentence(page, title, 2)
    page.get_by_role("button", name="Undo").click()
    expect_sentence(page, title, 1)
