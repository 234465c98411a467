"""Joining and splitting sentences in a browser: by mouse, touch, keyboard, and on small screens."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.desk import Desk, Installation
from tests.browser.looks import contrasts, controls, crossing, style, widths
from webapp.accounts.actions import add_member
from webapp.documents import actions
from webapp.documents.article import NewDocument

TEXT = (
    "Two officials said so on Friday. Nobody else did.\n\nIt was late. The vote is tomorrow.\n\n"
    "今天天气很好。我们去公园。\n\nقال الوزير إن الميزانية جاهزة."
)
Open = Callable[..., Page]


@pytest.fixture
def open_page(installation: Installation, new_page: Callable[..., Page]) -> Open:
    """Opens the repair page of a new article as a lead, in a browser with the given options."""

    def open_(at: int = 1, **options: object) -> Page:
        desk: Desk = installation.reviewer(new_page(**options))
        with installation.database.writing() as session:
            project = actions.add_project(session, f"Repairs of {desk.person_id}").id
            add_member(session, desk.person_id, project, "lead")
            new = NewDocument(title="Mended", text=TEXT)
            document = actions.add(session, project, actions.split(new))[0].id
        desk.visit(f"/annotate/{document}/repair?at={at}#s{at}")
        return desk.page

    return open_


def texts(page: Page) -> list[str]:
    """Return the sentences as they stand on the page, without their numbers."""
    page.locator(".hidden, .number").evaluate_all("all => all.forEach((each) => each.remove())")
    return [" ".join(each.split()) for each in page.locator(".unit").all_text_contents()]


@pytest.mark.parametrize("scripted", [True, False], ids=["scripts", "no_scripts"])
def test_sentence_is_split_and_joined_again(open_page: Open, *, scripted: bool) -> None:
    page = open_page(1, java_script_enabled=scripted)
    page.get_by_role("button", name="Split before ‘on’").click()
    expect(page.get_by_role("status")).to_have_text(
        "Sentence 1 was split: these are sentences 1 and 2 now."
    )
    expect(page.get_by_role("group", name="Sentence 1, chosen")).to_contain_text("said so")
    expect(page.get_by_text("Sentence 1 of 8")).to_be_visible()
    page.get_by_role("button", name="Undo this repair").click()
    expect(page.get_by_text("Sentence 1 of 7")).to_be_visible()
    expect(page.get_by_role("status")).to_contain_text("were joined")


def test_sentences_are_repaired_by_keyboard_alone(open_page: Open) -> None:
    page = open_page(3)
    expect(page.locator(":target")).to_have_id("s3")  # from there the keyboard goes on
    page.keyboard.press("Tab")
    expect(page.locator(":focus")).to_have_accessible_name("Split before ‘was’")
    page.keyboard.press("Enter")
    expect(page.get_by_role("status")).to_contain_text("Sentence 3 was split")
    page.get_by_role("link", name=re.compile("^Sentence 5 The vote")).focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("group", name="Sentence 5, chosen")).to_be_visible()
    page.get_by_role("button", name="Join with the one before").focus()
    page.keyboard.press("Space")
    expect(page.get_by_role("status")).to_contain_text("Sentences 4 and 5 were joined")


def test_sentence_is_chosen_and_split_by_touch(open_page: Open) -> None:
    page = open_page(1, viewport={"width": 390, "height": 800}, has_touch=True, is_mobile=True)
    page.get_by_role("link", name=re.compile("The vote is")).locator(".number").tap()
    page.get_by_role("button", name="Split before ‘is’").tap()
    expect(page.get_by_role("status")).to_contain_text("Sentence 4 was split")
    sizes = page.locator("button.gap").evaluate_all(
        "all => all.map((e) => [e.getBoundingClientRect().width, e.getBoundingClientRect().height])"
    )
    assert all(width >= 24 and height >= 24 for width, height in sizes)


def test_script_without_spaces_is_split_between_signs(open_page: Open) -> None:
    page = open_page(5)
    page.get_by_role("button", name="Split before ‘气’").click()
    expect(page.get_by_role("status")).to_contain_text("Sentence 5 was split")
    assert texts(page)[4:7] == ["今天天", "气很好。", "我们去公园。"]


def test_all_words_stand_in_their_order_whichever_sentence_is_chosen(open_page: Open) -> None:
    page = open_page(1)
    for number in range(1, 8):
        page.goto(f"{page.url.partition('?')[0]}?at={number}#s{number}")
        assert "".join("".join(texts(page)).split()) == "".join(TEXT.split())


def test_right_to_left_paragraph_runs_right_to_left(open_page: Open) -> None:
    page = open_page(1)
    paragraph = page.locator("article p[dir=auto]").last
    assert style(paragraph, "direction") == "rtl"
    page.get_by_role("link", name=re.compile("^Sentence 7 ")).locator(".number").click()
    expect(page.get_by_role("group", name="Sentence 7, chosen")).to_be_visible()
    assert style(paragraph, "direction") == "rtl"
    first, last = page.locator("button.gap").first, page.locator("button.gap").last
    one, other = first.bounding_box(), last.bounding_box()
    assert one
    assert other
    assert one["x"] > other["x"]


@pytest.mark.parametrize("width", [1280, 390, 320])
def test_page_fits_and_nothing_covers_the_chosen_sentence(open_page: Open, width: int) -> None:
    page = open_page(1, viewport={"width": width, "height": 640})
    for number in range(1, 8):
        page.goto(f"{page.url.partition('?')[0]}?at={number}#s{number}")
        assert widths(page) == (width, width)
        chosen, bar = page.locator(".unit.here"), page.locator(".mend")
        assert crossing([chosen, bar]) == [], number
        expect(chosen).to_be_in_viewport(ratio=1)
        assert crossing(bar.locator("a, button").all()) == []


@pytest.mark.parametrize("colours", ["light", "dark"])
def test_text_has_enough_contrast(open_page: Open, colours: str) -> None:
    page = open_page(2, color_scheme=colours)
    page.get_by_role("button", name="Join with the next sentence").click()
    page.locator("summary").click()
    shown = page.locator(
        ".unit, .number, .effects p, .past li, .past .meta, .done p, button, summary"
    )
    assert min(contrasts(shown.filter(visible=True))) >= 4.5


def test_every_control_has_a_name(open_page: Open) -> None:
    page = open_page(2)
    found = controls(page.locator("body").aria_snapshot())
    assert [role for role, name in found if not name.strip()] == []
    assert ("button", "Split before ‘else’") in found
