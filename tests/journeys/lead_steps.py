"""What an admin or a lead does in the pages of a project, in their own words."""

import csv
import io
from collections.abc import Sequence

from playwright.sync_api import Page, expect

from tests.journeys import steps
from tests.journeys.town import Small
from webapp.scheme import REASONS


def go_to(page: Page, name: str) -> None:
    """Follow a link of the project's navigation."""
    page.get_by_role("navigation", name="Project").get_by_role(
        "link", name=name, exact=True
    ).click()
    expect(page.get_by_role("heading", level=1)).to_have_text(name)


def share_out_by_places(page: Page, overlap: int) -> None:
    """Set a project to assigned, and let reviewers see the others' labels in the end."""
    go_to(page, "Settings")
    page.get_by_label("Reviewers for each article").fill(str(overlap))
    page.get_by_role("radio", name="Assigned").check()
    page.get_by_role("checkbox", name="Reviewers see how the others labelled").check()
    page.get_by_role("button", name="Save the settings").click()
    expect(page.get_by_role("status")).to_have_text("The settings are saved.")


def bring_in(page: Page, project: str, small: Small) -> None:
    """Add an article by the program's page, one sentence a line."""
    steps.open_project(page, project)
    page.get_by_role("link", name="Add an article").click()
    page.get_by_label("Title").fill(small.title)
    page.get_by_label("or paste the text").fill(small.text)
    page.get_by_label("Sentences").select_option("lines")
    page.get_by_role("button", name="Add the article").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(small.title)


def make_qualification(page: Page, project: str, small: Small, why: Sequence[str]) -> None:
    """Mark an article for the qualification set, label it with notes, and make that the key."""
    steps.open_project(page, project)
    steps.open_article(page, small.title)
    page.get_by_role("link", name="What it is for").click()
    page.get_by_role("radio", name="for the qualification set").check()
    page.get_by_role("button", name="Save").click()
    page.get_by_role("link", name="label the article").click()
    steps.wait_for_keys(page)
    for key, reason in zip(small.keys, why, strict=True):
        page.keyboard.type(f"{key}kn" if key != small.keys[-1] else f"{key}n")
        page.keyboard.type(reason)
        page.keyboard.press("Enter")
        page.keyboard.press("j")
    expect(steps.state(page)).to_have_text("4 of 4 labelled, all saved")
    page.get_by_role("link", name="Key", exact=True).click()
    page.get_by_role("button", name="Use my labels as the key").click()
    expect(page.get_by_role("status")).to_contain_text("4 sentences have an answer")


def ask_to_qualify(page: Page, percent: int) -> None:
    """Say how much of the qualification set has to match."""
    open_joining(page)
    page.get_by_label("Percent of the qualification set to match").fill(str(percent))
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("status")).to_have_text("Saved.")


def open_joining(page: Page) -> None:
    """Go to the page on how reviewers join."""
    go_to(page, "Settings")
    page.get_by_role("link", name="Joining and staying in step").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Joining and staying in step")


def give_another_try(page: Page, name: str) -> None:
    """Open the qualification set again for somebody who did not pass."""
    open_joining(page)
    row = page.get_by_role("row", name=name)
    expect(row).to_contain_text("Not passed")
    row.get_by_role("button", name="Another try").click()
    expect(page.get_by_role("status")).to_contain_text("open for another try")


def expect_case(page: Page, title: str, number: int, labels: int) -> None:
    """Check which sentence the queue shows, and how many labels it has."""
    case = page.locator("article.text")
    expect(case.get_by_role("heading")).to_have_text(title)
    expect(case.get_by_text(f"Sentence {number}", exact=True)).to_be_visible()
    expect(page.locator(".votes > li")).to_have_count(labels)


def decide_by_key(page: Page, key: str, reason: str, note: str = "") -> None:
    """Choose a reason, write a note where there is one, and decide with a key."""
    expect(page.locator("html.scripted")).to_have_count(1)
    chosen = page.get_by_label("Why they differed")
    chosen.focus()
    chosen.select_option(reason)
    if note:
        page.keyboard.press("Escape")
        page.keyboard.press("n")
        page.keyboard.type(note)
        page.keyboard.press("Escape")
    page.keyboard.press(key)
    expect(page.locator("#undo")).to_contain_text(REASONS[reason].lower())


def ask_its_reviewers(page: Page, question: str) -> None:
    """Send the sentence of the queue back as a question."""
    page.get_by_text("Send back as a question").click()
    page.get_by_label("Question").fill(question)
    page.get_by_role("button", name="Ask its reviewers").click()
    expect(page.get_by_role("status")).to_contain_text("The question is sent")


def reopen(page: Page, name: str, title: str) -> None:
    """Open an article for its reviewer again, in the grid of people and articles."""
    go_to(page, "Progress")
    page.get_by_role("link", name="Who labels what").click()
    page.get_by_role("checkbox", name=f"Reopen: {name}, {title}").check()
    page.get_by_role("button", name="Save these places").click()
    expect(page.get_by_role("status")).to_contain_text("1 place was reopened")


def download_gold(page: Page, project: str) -> list[dict[str, str]]:
    """Press the button of the gold as CSV and return its rows."""
    steps.open_project(page, project)
    with page.expect_download() as started:
        page.get_by_role("link", name="CSV , what is decided or unanimous").click()
    text = started.value.path().read_text(encoding="utf-8-sig")
    return list(csv.DictReader(io.StringIO(text, newline="")))
