"""What a reviewer does in the pages of a shared project, in their own words."""

from playwright.sync_api import Locator, Page, expect

from tests.journeys import steps
from webapp.annotate.place_views import NONE_LEFT


def open_work(page: Page) -> None:
    """Go to one's own work."""
    page.get_by_role("link", name="My work").first.click()
    expect(page.get_by_role("heading", name="My work")).to_be_visible()


def take_next(page: Page) -> str | None:
    """Ask for the next article; return its title, None where no article is left."""
    page.get_by_role("button", name="Give me the next article").click()
    article = page.locator("#article h1")
    expect(article.or_(page.get_by_text(NONE_LEFT))).to_be_visible()
    return article.inner_text() if article.is_visible() else None


def label(page: Page, keys: str) -> None:
    """Label the open article from its first sentence on."""
    steps.wait_for_keys(page)
    page.keyboard.type(keys)
    expect(steps.state(page)).to_have_text(f"{len(keys)} of {len(keys)} labelled, all saved")


def change(page: Page, number: int, key: str) -> None:
    """Give a sentence of the open article another label."""
    steps.wait_for_keys(page)
    page.keyboard.press("g")
    page.keyboard.type(str(number))
    page.keyboard.press("Enter")
    expect(page.locator("dialog[open]")).to_have_count(0)
    expect(page.locator("#which")).to_contain_text(f"Sentence {number} of")
    page.keyboard.press(key)
    expect(steps.state(page)).to_contain_text("all saved")


def end(page: Page) -> None:
    """End the open article."""
    page.get_by_role("button", name="End this article").click()
    expect(page.get_by_role("status").first).to_contain_text("You have ended")


def start_qualification(page: Page, title: str) -> None:
    """Begin an article of the qualification set, which is all that there is to do."""
    open_work(page)
    expect(page.get_by_role("heading", name="First of all: learn the labels")).to_be_visible()
    page.get_by_role("button", name=f"Start {title}").click()


def answers(page: Page) -> Locator:
    """Return the sentences of the feedback."""
    return page.locator("ol.answers > li")


def open_done(page: Page, title: str) -> None:
    """Open an article that one has ended."""
    open_work(page)
    page.get_by_role("link", name=title).click()
    expect(page.get_by_text("You ended this article on")).to_be_visible()


def answer_question(page: Page, words: str, label: str) -> None:
    """Answer what a lead asks, by another label."""
    open_work(page)
    asked = page.get_by_role("region", name="A lead asks about this sentence")
    asked.get_by_role("link").click()
    expect(page.get_by_text(words)).to_be_visible()
    page.get_by_role("radio", name=label, exact=True).check()
    page.get_by_role("button", name="Send the answer").click()
    expect(page.get_by_role("status").first).to_contain_text("Your answer is saved")
