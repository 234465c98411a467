"""A reviewer's ways from My work to the article and back, and choosing own keys."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.desk import DOCUMENT, Desk, Installation
from tests.journeys import steps
from tests.rig.api import sentences
from tests.rig.chromium import Watch
from webapp.annotate.actions import record
from webapp.annotate.judgment import Judgment

TITLE = "US forces in Iraq shift"
Signed = Callable[..., Desk]


@pytest.fixture
def signed_in(installation: Installation, new_page: Callable[..., Page]) -> Signed:
    """Signs a new reviewer in, in a browser with the given options; no page is open."""
    return lambda **options: installation.reviewer(new_page(**options))


def field(desk: Desk, command: str) -> Locator:
    """Return the field of a command on the page of keys."""
    return desk.page.get_by_label(command, exact=True)


def save(desk: Desk) -> None:
    desk.page.get_by_role("button", name="Save these keys").click()


def choose(desk: Desk, command: str, key: str) -> Desk:
    """Press a key in the field of a command, save that, and open the article."""
    desk.visit("/annotate/keys")
    field(desk, command).press(key)
    save(desk)
    return desk.open()


def test_reviewer_goes_on_at_the_first_open_sentence(signed_in: Signed) -> None:
    desk = signed_in()
    steps.sign_in(desk.page, desk.link())
    expect(desk.page.get_by_role("heading", name="My work")).to_be_visible()
    desk.page.get_by_role("link", name=re.compile(f"{TITLE}.*Start")).click()
    steps.wait_for_keys(desk.page)
    desk.type("12")
    expect(desk.page.locator("#s2 .mark")).to_have_text("U")
    expect(steps.state(desk.page)).to_contain_text("all saved")
    desk.visit("/")
    row = desk.page.get_by_role("listitem").filter(has_text=TITLE)
    expect(row).to_contain_text("2 of 39, 37 to go")
    row.get_by_role("link", name="Go on").click()
    expect(desk.page.locator("article [aria-current]")).to_have_attribute("id", "s3")


def test_unsure_sentence_opens_where_it_stands(signed_in: Signed) -> None:
    desk = signed_in(java_script_enabled=False)
    seventh = sentences(desk.installation.database, DOCUMENT)[6]
    said = Judgment(event_id="a", sentence_id=seventh, label="opinion", flags=["unsure"])
    with desk.installation.database.writing() as session:
        record(session, desk.person_id, DOCUMENT, 1, [said])
    desk.visit("/annotate/")
    desk.page.get_by_role("region", name="You were unsure").get_by_role("link").click()
    expect(desk.page.locator("article [aria-current]")).to_have_attribute("id", "s7")


def test_field_takes_the_key_that_is_pressed(signed_in: Signed) -> None:
    desk = signed_in()
    desk.visit("/annotate/keys")
    opinion = field(desk, "Opinion")
    opinion.focus()
    desk.press("Shift+O")
    expect(opinion).to_have_value("o")
    desk.press("x")
    expect(opinion).to_have_value("x")
    desk.press("Backspace")
    expect(opinion).to_have_value("")
    desk.press("Delete")
    expect(opinion).to_have_value("Delete")
    desk.press("Tab")
    expect(opinion).to_have_value("Delete")
    expect(opinion).not_to_be_focused()
    opinion.focus()
    desk.press("ArrowLeft", "o", "Enter")
    expect(desk.page.get_by_role("status")).to_have_text("Your keys are saved.")
    expect(field(desk, "Opinion")).to_have_value("o")


def test_chosen_key_stands_on_its_button_and_labels_in_place_of_the_programs(
    signed_in: Signed,
) -> None:
    desk = signed_in()
    desk.visit("/annotate/keys")
    field(desk, "Opinion").fill("o")
    save(desk)
    desk.open()
    shown = desk.page.locator("#bar .labels kbd").filter(visible=True)
    expect(shown).to_have_text(["1", "2", "o", "0", "⌫"])
    desk.type("3o")
    desk.expect_letters("O")


def test_key_that_takes_shift_moves_without_choosing_a_range(signed_in: Signed) -> None:
    desk = choose(signed_in(), "Next sentence", "Shift+>")
    desk.press("Shift+>", "Shift+>")
    desk.expect_at(3)
    desk.type("1")
    desk.expect_letters("  S")


def test_slash_searches_open_guidelines_whatever_it_was_chosen_for(signed_in: Signed) -> None:
    desk = choose(signed_in(), "Opinion", "/")
    desk.press("/", "h")
    search = desk.page.get_by_role("searchbox", name="Search the guidelines")
    search.wait_for()
    desk.press("/")
    expect(search).to_be_focused()
    desk.expect_letters("O")


def test_no_key_labels_once_shortcuts_are_off(signed_in: Signed) -> None:
    desk = signed_in()
    desk.visit("/annotate/keys")
    desk.page.get_by_role("button", name="Switch them off").click()
    desk.open()
    desk.type("1230")
    desk.press("Backspace")
    desk.expect_letters("")
    desk.page.locator("#bar label.sourced").click()
    desk.expect_letters("S")


def test_keys_are_chosen_without_scripts(signed_in: Signed, watch: Watch) -> None:
    desk = signed_in(java_script_enabled=False)
    desk.visit("/annotate/keys")
    field(desk, "Opinion").fill("U")
    save(desk)
    expect(desk.page.get_by_role("alert")).to_contain_text("Nothing was saved")
    expect(field(desk, "Opinion")).to_have_accessible_description("“u” is also the key for “Undo”.")
    watch.expect("422")
    field(desk, "Opinion").fill("o")
    field(desk, "Opinion").press("Enter")
    expect(desk.page.get_by_role("status")).to_have_text("Your keys are saved.")
    expect(field(desk, "Opinion")).to_have_value("o")
