"""The saved report in the browser of whoever opens it."""

from playwright.sync_api import Page

from tests.agreement.test_quote import OTHER, SIX, built
from webapp.agreement.standalone import as_html

WIDTHS = "() => [document.scrollingElement.scrollWidth, document.scrollingElement.clientWidth]"
COLOURS = """() => [...new Set([...document.querySelectorAll("a[href]:not(.few, .none)")].map(
    (a) => getComputedStyle(a).color === getComputedStyle(a.parentElement).color))]"""


def test_saved_report_fits_a_phone_and_its_links_have_the_colour_of_the_words(page: Page) -> None:
    names = "Annelise-Wilhelmine Baumgartner-Oppenheimer", "Bo"
    page.set_viewport_size({"width": 390, "height": 800})
    page.set_content(as_html(built(SIX, OTHER, names), {1: "Word" * 30}, "Ours"))
    wide, there = page.evaluate(WIDTHS)
    assert wide == there == 390
    assert page.evaluate(COLOURS) == [True]
