"""Ending an article in a browser: with scripts and without, and what is left of its page."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect
from sqlalchemy import select

from tests.browser.desk import DOCUMENT, TOTAL, Desk, Installation
from tests.browser.test_axe import faults
from tests.browser.test_look import set_look
from tests.journeys import steps
from tests.journeys.labels import ARTICLES
from tests.rig.chromium import Watch
from webapp.models import Assignment


def is_submitted(desk: Desk) -> bool:
    with desk.installation.database.reading() as session:
        place = session.scalar(
            select(Assignment).where(
                Assignment.reviewer_id == desk.person_id, Assignment.document_id == DOCUMENT
            )
        )
        return place is not None and place.submitted_at is not None


def end(page: Page) -> None:
    page.get_by_role("button", name="End this article").click()


def test_article_is_ended_only_once_all_is_saved(desk: Desk) -> None:
    held = desk.hold_saves()
    desk.type("1" * TOTAL)
    end(desk.page)
    expect(desk.page.get_by_role("button", name="Ending it once all is saved")).to_be_visible()
    assert not is_submitted(desk)
    held.release()
    expect(desk.page.get_by_role("status").first).to_contain_text("You have ended")
    assert is_submitted(desk)
    assert len(desk.history()) == TOTAL


def test_article_is_not_ended_while_a_label_of_it_is_asked_about(
    desk: Desk, new_page: Callable[..., Page]
) -> None:
    second = desk.elsewhere(new_page())
    desk.type("1" * TOTAL)
    desk.expect_saved(TOTAL)
    held = second.hold_saves()
    second.type("2")
    end(second.page)
    held.release()
    dialog = second.page.get_by_role("dialog", name="has another label by now")
    dialog.get_by_role("button", name="Use Unsourced").click()
    second.expect_saved(1)
    assert not is_submitted(desk)
    end(second.page)
    expect(second.page.get_by_role("status").first).to_contain_text("You have ended")
    assert second.state_of(1) == ("unsourced", (), "")


def test_article_is_not_ended_when_a_label_of_it_was_refused(desk: Desk) -> None:
    held = desk.hold_saves()
    desk.type("1" * (TOTAL - 1))
    desk.press("n")
    desk.page.get_by_role("textbox", name="Note").fill("x" * 5000)
    desk.press("Enter")
    note = desk.page.locator("[name=note]")
    note.evaluate("field => field.removeAttribute('maxlength')")
    desk.press("n")
    desk.page.get_by_role("textbox", name="Note").fill("x" * 5001)
    desk.press("Enter")
    desk.type("1")
    end(desk.page)
    held.release()
    expect(desk.page.locator("#state-text")).to_contain_text("1 not saved")
    expect(desk.page.get_by_role("button", name="End this article")).to_be_visible()
    assert not is_submitted(desk)


def test_article_is_found_labelled_and_ended_by_keyboard_alone(desk: Desk) -> None:
    desk.visit("/annotate/")
    reach(desk, f"{ARTICLES[0].title}.*Start")
    desk.press("Enter")
    steps.wait_for_keys(desk.page)
    desk.type(ARTICLES[0].keys[0])
    desk.expect_saved(TOTAL)
    reach(desk, "End this article")
    desk.press("Enter")
    expect(desk.page.get_by_role("status").first).to_contain_text("You have ended")
    assert [label for _, label, _ in desk.history()] == ARTICLES[0].labels(0)


def reach(desk: Desk, name: str) -> None:
    """Go on with Tab to what has a name, as one does without a mouse."""
    for _ in range(60):
        desk.press("Tab")
        named = desk.page.locator(":focus").and_(desk.page.locator("a, button"))
        if named.count() and re.search(name, named.inner_text(), re.DOTALL):
            return
    raise AssertionError(name)


def test_keys_change_nothing_in_an_ended_article(desk: Desk) -> None:
    desk.type("1" * TOTAL)
    desk.expect_saved(TOTAL)
    end(desk.page)
    expect(desk.page.get_by_role("status").first).to_contain_text("You have ended")
    desk.page.goto(desk.address)
    expect(desk.page.get_by_text("You ended this article on")).to_be_visible()
    expect(desk.page.locator("html.scripted")).to_have_count(1)
    desk.type("2au")
    desk.press("Backspace", "ArrowRight")
    desk.expect_letters("S" * TOTAL)
    desk.expect_saved(TOTAL)
    assert len(desk.history()) == TOTAL
    expect(desk.page.get_by_role("radiogroup")).to_be_hidden()


def test_unlabelled_sentences_are_named_before_an_article_is_ended(
    desk: Desk, watch: Watch
) -> None:
    desk.type("1" * (TOTAL - 2))
    desk.expect_saved(TOTAL - 2)
    end(desk.page)
    expect(desk.page.get_by_role("heading", level=1)).to_have_text("2 sentences have no label yet")
    desk.page.get_by_role("link", name="Go on labelling").click()
    steps.wait_for_keys(desk.page)
    desk.expect_at(TOTAL - 1)
    end(desk.page)
    desk.page.get_by_role("button", name="End it all the same").click()
    expect(desk.page.get_by_role("status").first).to_contain_text("You have ended")
    assert is_submitted(desk)
    watch.expect("409")


def test_article_is_ended_without_scripts(
    installation: Installation, new_page: Callable[..., Page], watch: Watch
) -> None:
    desk = installation.reviewer(new_page(java_script_enabled=False))
    desk.visit("/annotate/")
    desk.page.get_by_role("button", name="Give me the next article").click()
    expect(desk.page.get_by_role("button", name="Save, next sentence")).to_be_visible()
    desk.visit(f"/annotate/{DOCUMENT}")  # in this project everybody labels what they want
    end(desk.page)
    desk.page.get_by_role("button", name="End it all the same").click()
    expect(desk.page.get_by_text("Thank you.")).to_be_visible()
    desk.visit(f"/annotate/{DOCUMENT}")
    expect(desk.page.get_by_text("You ended this article on")).to_be_visible()
    expect(desk.page.get_by_role("button", name="Save, next sentence")).to_be_hidden()
    watch.expect("409")


@pytest.mark.parametrize("theme", ["light", "dark", "contrast"])
def test_axe_finds_nothing_on_the_way_to_the_end(
    installation: Installation, new_page: Callable[..., Page], theme: str, watch: Watch
) -> None:
    desk = installation.reviewer(new_page(bypass_csp=True))
    set_look(desk, theme, "normal")
    desk.open()
    found = [faults(desk.page)]
    end(desk.page)
    found.append(faults(desk.page))
    desk.page.get_by_role("button", name="End it all the same").click()
    found.append(faults(desk.page))
    desk.visit(f"/annotate/{DOCUMENT}")
    found.append(faults(desk.page))
    assert found == [[], [], [], []]
    watch.expect("409")
