"""One reviewer, two devices: the second is told, chooses, and the history has both."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect
from sqlalchemy import select

from tests.browser.desk import DOCUMENT, TOTAL, Desk, Installation
from tests.journeys import steps
from tests.journeys.labels import ARTICLES
from tests.rig.chromium import Watch
from webapp.accounts.queries import Caller
from webapp.annotate.repair import repair
from webapp.db import Database
from webapp.documents.repair import Join
from webapp.models import Document, Sentence


@pytest.fixture
def second(desk: Desk, new_page: Callable[..., Page]) -> Desk:
    """A second device, opened before the first one labelled two sentences as sourced."""
    second = desk.elsewhere(new_page(service_workers="block"))  # else no answer is surely lost
    desk.type("11")
    desk.expect_saved(2)
    return second


def expect_choice(tab: Desk, mine: str, theirs: str) -> None:
    dialog = tab.page.get_by_role("dialog", name="has another label by now")
    expect(dialog).to_contain_text(f"Saved elsewhere: {theirs}. You chose: {mine}.")
    expect(dialog.get_by_role("button", name=f"Use {mine}", exact=True)).to_be_visible()
    expect(dialog.get_by_role("button", name=f"Keep {theirs}", exact=True)).to_be_visible()


def choose(tab: Desk, button: str) -> None:
    tab.page.get_by_role("dialog").get_by_role("button", name=button, exact=True).click()


def test_keep_leaves_what_was_saved_elsewhere(second: Desk) -> None:
    second.type("2")
    expect_choice(second, "Unsourced", "Sourced")
    choose(second, "Keep Sourced")
    expect(second.page.get_by_role("dialog")).to_be_hidden()
    second.expect_letters("S")
    second.expect_saved(1)
    assert second.history() == [(1, "sourced", 1), (2, "sourced", 1), (1, "unsourced", None)]


def test_escape_keeps_too(second: Desk) -> None:
    second.type("3")
    expect_choice(second, "Opinion", "Sourced")
    second.press("Escape")
    second.expect_letters("S")
    second.expect_saved(1)
    assert second.history()[2:] == [(1, "opinion", None)]


def test_use_saves_the_second_label(desk: Desk, second: Desk) -> None:
    second.type("2")
    choose(second, "Use Unsourced")
    second.expect_letters("U")
    second.expect_saved(1)
    second.type("3")  # the keys work on, and know of the new revision
    expect_choice(second, "Opinion", "Sourced")
    choose(second, "Keep Sourced")
    second.press("k", "k")
    second.type("0")
    second.expect_saved(2)
    assert [each for each in second.history() if each[0] == 1] == [
        (1, "sourced", 1),
        (1, "unsourced", None),
        (1, "unsourced", 2),
        (1, "not_applicable", 3),
    ]
    desk.page.reload()
    desk.expect_letters("–S")


def test_same_label_on_both_devices_asks_nothing(second: Desk) -> None:
    second.type("1")
    second.expect_saved(1)
    expect(second.page.get_by_role("dialog")).to_be_hidden()
    assert second.history()[2:] == [(1, "sourced", None)]


def test_several_conflicts_are_asked_one_after_the_other(second: Desk) -> None:
    held = second.hold_saves()
    second.type("23")
    second.expect_state(f"2 of {TOTAL} labelled, saving 2")
    held.release()
    expect_choice(second, "Unsourced", "Sourced")
    choose(second, "Use Unsourced")
    expect_choice(second, "Opinion", "Sourced")
    choose(second, "Keep Sourced")
    second.expect_letters("US")
    second.expect_saved(2)


def test_labels_on_top_of_an_unanswered_conflict_conflict_too(second: Desk, watch: Watch) -> None:
    second.page.context.set_offline(True)
    second.type("2")
    second.press("k")
    second.type("3")
    second.expect_state(f"1 of {TOTAL} labelled, 2 not sent yet: no connection, trying again")
    second.page.context.set_offline(False)
    expect_choice(second, "Opinion", "Sourced")
    choose(second, "Keep Sourced")
    second.expect_letters("S")
    second.expect_saved(1)
    assert second.history()[2:] == [(1, "unsourced", None), (1, "opinion", None)]
    watch.expect("ERR_INTERNET_DISCONNECTED")


def test_conflict_whose_answer_was_lost_is_asked_about(second: Desk, watch: Watch) -> None:
    second.lose_next_answer()
    second.type("2")
    expect_choice(second, "Unsourced", "Sourced")
    choose(second, "Use Unsourced")
    second.expect_letters("U")
    second.expect_saved(1)
    assert second.history()[2:] == [(1, "unsourced", None), (1, "unsourced", 2)]
    watch.expect("request failed")


def my_work_after_a_conflict(second: Desk) -> Page:
    """Label without a connection what the first device has labelled, and open My work alone."""
    context = second.page.context
    context.set_offline(True)
    second.type("2")
    second.expect_state(f"1 of {TOTAL} labelled, 1 not sent yet: no connection, trying again")
    second.page.close(run_before_unload=True)
    page = context.new_page()
    context.set_offline(False)
    page.goto(f"{second.installation.server.url}/annotate/")
    return page


def join_first(database: Database) -> None:
    """Let an admin join the first two sentences."""
    with database.writing() as session:
        admin = Caller(1, "Admin", is_admin=True)
        first = select(Sentence.id).where(Sentence.document_id == DOCUMENT, Sentence.position == 0)
        seen = session.get_one(Document, DOCUMENT).segmentation
        repair(session, admin, DOCUMENT, seen, Join(session.scalars(first).one()))


def test_my_work_names_the_article_in_which_a_label_is_asked_about(
    second: Desk, watch: Watch
) -> None:
    page = my_work_after_a_conflict(second)
    page.locator("#undecided").get_by_role("link", name=ARTICLES[0].title).click()
    dialog = page.get_by_role("dialog")
    expect(dialog).to_contain_text("Saved elsewhere: Sourced. You chose: Unsourced.")
    watch.expect("ERR_INTERNET_DISCONNECTED")


def test_my_work_that_asks_about_a_label_does_not_say_that_it_is_saved(
    second: Desk, watch: Watch
) -> None:
    page = my_work_after_a_conflict(second)
    expect(page.locator("#undecided")).to_be_visible()
    expect(page.locator("#waiting")).to_contain_text("saved now")  # it has been through
    expect(page.locator("#waiting")).to_be_hidden()
    watch.expect("ERR_INTERNET_DISCONNECTED")


def test_my_work_forgets_a_choice_whose_sentence_was_cut_anew(
    own_desk: Desk, new_page: Callable[..., Page], watch: Watch
) -> None:
    second = own_desk.elsewhere(new_page())
    own_desk.type("1")
    own_desk.expect_saved(1)
    page = my_work_after_a_conflict(second)
    undecided = page.locator("#undecided")
    expect(undecided).to_be_visible()
    join_first(second.installation.database)
    undecided.get_by_role("link", name=ARTICLES[0].title).click()
    steps.wait_for_keys(page)
    expect(page.locator("#again")).to_contain_text("1 sentence came back for another look")
    page.go_back()
    expect(page.locator("#waiting")).to_be_attached()
    expect(undecided).to_be_hidden()
    watch.expect("ERR_INTERNET_DISCONNECTED")


@pytest.mark.parametrize(
    ("role", "choice", "letters", "stored"),
    [
        ("link", "Keep Sourced", "S", [(1, "unsourced", None)]),
        ("button", "Use Unsourced", "U", [(1, "unsourced", None), (1, "unsourced", 2)]),
    ],
)
def test_plain_form_shows_both_labels(
    installation: Installation,
    new_page: Callable[..., Page],
    watch: Watch,
    role: str,
    choice: str,
    letters: str,
    stored: list[object],
) -> None:
    desk = installation.reviewer(new_page(java_script_enabled=False))
    page = desk.page
    page.goto(f"{desk.address}?at=1")
    second = page.context.new_page()
    second.goto(f"{desk.address}?at=1")
    steps.label_by_form(page, "Sourced")
    desk.expect_saved(1)
    steps.label_by_form(second, "Unsourced")
    conflict = second.get_by_role("alert")
    expect(conflict).to_contain_text("It was saved elsewhere as Sourced")
    expect(conflict).to_contain_text("You chose Unsourced.")
    (conflict.get_by_role("link") if role == "link" else conflict.get_by_role("button")).and_(
        second.get_by_text(choice, exact=True)
    ).click()
    expect(conflict).to_be_hidden()
    page.reload()
    desk.expect_letters(letters)
    assert desk.history()[1:] == stored
    assert watch.problems == []
