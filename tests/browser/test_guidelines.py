"""The guidelines in Chromium: live search, the panel in another page, by keyboard, on a phone."""

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.desk import PROJECT, Desk, Installation
from tests.browser.looks import widths
from webapp.accounts.actions import add_member
from webapp.documents.actions import add_project
from webapp.guidelines import actions
from webapp.models import Example

ADDRESS = f"/guidelines/{PROJECT}"
PANEL = """async (address) => {
  const links = [...document.querySelectorAll("link[href*='base.css']")];
  const sheet = Object.assign(document.createElement("link"), {
    rel: "stylesheet", href: links[0].href.replace("base.css", "guidelines.css"),
  });
  document.head.append(sheet);
  await new Promise((resolve) => sheet.addEventListener("load", resolve));
  const aside = document.createElement("aside");
  aside.innerHTML = await (await fetch(address)).text();
  document.querySelector("main").replaceChildren(aside);
  const module = links[0].href.replace("css/base.css", "js/guidelines/search.js");
  const { searchable } = await import(module);
  searchable(document.querySelector(".guidelines"));
}"""
Open = Callable[..., Page]


@pytest.fixture
def open_page(installation: Installation, new_page: Callable[..., Page]) -> Open:
    """Opens a page as a lead, in a browser with the given options."""

    def open_(path: str = ADDRESS, **options: object) -> Page:
        desk: Desk = installation.reviewer(new_page(**options), "lead")
        desk.visit(path)
        return desk.page

    return open_


@pytest.fixture
def pinned(installation: Installation) -> Iterator[int]:
    """A pinned example, taken down after the test."""
    with installation.database.writing() as session:
        made: Example = actions.pin(session, PROJECT, 3, "sourced", "The xylophone decides.", 1)
    yield made.id
    with installation.database.writing() as session:
        actions.take_down(session, PROJECT, made.id, made.made_by_id)


def field(page: Page) -> Locator:
    return page.get_by_role("searchbox", name="Search the guidelines")


def visible(page: Page) -> Locator:
    return page.locator("[data-section]").filter(visible=True)


def highlights(page: Page) -> list[str]:
    """The words that are marked."""
    found: list[str] = page.locator("html").evaluate(
        "() => [...(CSS.highlights.get('guidelines-hits') ?? [])].map(String)"
    )
    return found


def test_search_filters_while_one_types_and_an_empty_field_restores(open_page: Open) -> None:
    page = open_page()
    before = page.locator(".guidelines").inner_text()
    total = visible(page).count()
    field(page).press_sequentially("Moon landing")
    expect(visible(page)).to_have_count(1)
    expect(visible(page).get_by_role("heading")).to_have_text("A claim that is plainly false")
    expect(page.locator(".contents")).to_be_hidden()
    assert highlights(page) == ["moon", "landing"]
    field(page).fill("")
    expect(visible(page)).to_have_count(total)
    expect(page.locator("[data-hits]")).to_have_text("")
    assert page.locator(".guidelines").inner_text() == before
    assert highlights(page) == []


def test_search_tells_the_number_of_hits_politely(open_page: Open) -> None:
    page = open_page()
    total = visible(page).count()
    line = page.get_by_role("status")
    field(page).fill("moon landing")
    expect(line).to_have_text(f"1 of {total} sections contains “moon landing”.")
    field(page).fill("xylophone")
    expect(line).to_have_text("No section contains “xylophone”. Try fewer or shorter words.")


def test_search_of_the_script_finds_what_the_server_finds(open_page: Open, pinned: int) -> None:
    assert pinned
    page = open_page()
    plain = open_page(java_script_enabled=False)
    for words in ("court", "writer's", "Quoted words", "xylophone", "admin pinned", "&"):
        field(page).fill(words)
        plain.goto(f"{page.url}?q={words.replace('&', '%26')}")
        expect(page.get_by_role("status")).to_have_text(plain.locator("[data-hits]").inner_text())
        assert visible(page).count() == visible(plain).count(), words


def test_script_takes_over_the_servers_search(open_page: Open) -> None:
    page = open_page(f"{ADDRESS}?q=moon+landing")
    expect(visible(page)).to_have_count(1)
    expect(page.locator("mark")).to_have_count(0)
    assert highlights(page) == ["moon", "landing"]
    field(page).fill("")
    expect(page.get_by_role("heading", name="Hard cases")).to_be_visible()


def test_search_works_without_scripts(open_page: Open) -> None:
    page = open_page(java_script_enabled=False)
    field(page).fill("moon landing")
    page.get_by_role("button", name="Search").click()
    expect(visible(page)).to_have_count(1)
    expect(page.locator("mark").filter(visible=True)).to_have_text(["moon", "landing"])
    expect(page.get_by_role("status")).to_contain_text("1 of")


def test_example_is_found_with_its_headings_and_hidden_with_them(
    open_page: Open, pinned: int
) -> None:
    page = open_page()
    field(page).fill("xylophone")
    expect(visible(page)).to_have_count(1)
    expect(page.locator(f"#example-{pinned}")).to_be_visible()
    expect(page.get_by_role("heading", name="Examples from our articles")).to_be_visible()
    field(page).fill("moon landing")
    expect(page.get_by_role("heading", name="Examples from our articles")).to_be_hidden()


@pytest.mark.parametrize("width", [320, 448])
def test_panel_works_in_another_page(width: int, open_page: Open, pinned: int) -> None:
    page = open_page("/accounts/me", viewport={"width": width, "height": 800})
    page.locator("html").evaluate(f"(_, address) => ({PANEL})(address)", f"{ADDRESS}/panel")
    expect(page.locator(".guidelines")).to_have_attribute("data-version", "1")
    expect(page.locator(f"#example-{pinned}")).to_be_visible()
    field(page).fill("moon landing")
    expect(visible(page)).to_have_count(1)
    address = page.url
    page.keyboard.press("Enter")
    assert page.url == address
    field(page).fill("")
    assert widths(page) == (width, width)


def test_lead_writes_looks_and_publishes_by_keyboard_without_scripts(
    installation: Installation, new_page: Callable[..., Page]
) -> None:
    desk = installation.reviewer(new_page(java_script_enabled=False), "lead")
    with installation.database.writing() as session:
        project = add_project(session, "Written by keyboard").id
        add_member(session, desk.person_id, project, "lead")
    desk.visit(f"/guidelines/{project}/new")
    desk.page.get_by_label("Guidelines", exact=True).fill("# Ours\n\n## One rule\n\nRead.\n")
    desk.page.get_by_label("What changes").fill("All of it")
    desk.press("Enter")  # presses the first button, which is the harmless one
    expect(desk.page.get_by_role("heading", name="One rule")).to_be_visible()
    expect(desk.page.get_by_text("Nothing is published yet.")).to_be_visible()
    desk.page.get_by_role("button", name="Publish").press("Enter")
    expect(desk.page.get_by_role("heading", level=1)).to_have_text("Ours")
    expect(desk.page.get_by_role("status").first).to_have_text("Version 2 is in force.")
