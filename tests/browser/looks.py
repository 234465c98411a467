"""What a page really looks like: computed styles, places, contrast."""

import re
from collections.abc import Sequence
from itertools import combinations

from playwright.sync_api import Locator, Page

PAINT = """(element) => {
  const canvas = document.createElement("canvas");
  canvas.width = canvas.height = 1;
  const brush = canvas.getContext("2d", { willReadFrequently: true });
  const paint = (colour) => { brush.fillStyle = colour; brush.fillRect(0, 0, 1, 1); };
  const behind = [];
  for (let at = element; at; at = at.parentElement) behind.unshift(getComputedStyle(at));
  behind.forEach((each) => paint(each.backgroundColor));
  const ground = [...brush.getImageData(0, 0, 1, 1).data].slice(0, 3);
  paint(getComputedStyle(element).color);
  const ink = [...brush.getImageData(0, 0, 1, 1).data].slice(0, 3);
  return [ink, ground];
}"""


FILL = """(element) => {
  const canvas = document.createElement("canvas");
  canvas.width = canvas.height = 1;
  const brush = canvas.getContext("2d", { willReadFrequently: true });
  brush.fillStyle = getComputedStyle(element).fill;
  brush.fillRect(0, 0, 1, 1);
  return [...brush.getImageData(0, 0, 1, 1).data].slice(0, 3);
}"""


def style(element: Locator, name: str) -> str:
    """Return a computed style."""
    return str(element.evaluate("(e, name) => getComputedStyle(e).getPropertyValue(name)", name))


def box(element: Locator) -> dict[str, float]:
    """Return where an element is in the document, whatever is scrolled."""
    found: dict[str, float] = element.evaluate(
        """e => {
          const b = e.getBoundingClientRect();
          return { x: b.x + scrollX, y: b.y + scrollY, width: b.width, height: b.height };
        }"""
    )
    return found


def contrast(element: Locator) -> float:
    """Return the contrast of an element's text with what is behind it, from 1 to 21 (WCAG 2)."""
    return _ratio(*element.evaluate(PAINT))


def contrasts(elements: Locator) -> list[float]:
    """Return the contrast of each of many elements."""
    return [_ratio(*each) for each in elements.evaluate_all(f"all => all.map({PAINT})")]


def drawn_contrast(words: Locator, ground: Locator) -> float:
    """Return the contrast of words in a drawing with the shape behind them."""
    return _ratio(words.evaluate(FILL), ground.evaluate(FILL))


def _ratio(ink: list[int], ground: list[int]) -> float:
    lighter, darker = sorted((_luminance(ink), _luminance(ground)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(colour: list[int]) -> float:
    red, green, blue = (_linear(each / 255) for each in colour)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _linear(part: float) -> float:
    return part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4


def controls(snapshot: str) -> list[tuple[str, str]]:
    """Return role and name of each control in an accessibility snapshot."""
    roles = "button|link|textbox|combobox|checkbox|radio|progressbar|spinbutton"
    return re.findall(rf'^\s*- (?:\'?)({roles})\b(?: "([^"]*)")?', snapshot, re.MULTILINE)


def crossing(elements: Sequence[Locator]) -> list[tuple[str, str]]:
    """Return the pairs of elements that cover each other in part."""
    boxes = [(each.inner_text() or each.inner_html(), box(each)) for each in elements]
    return [(a, b) for (a, one), (b, other) in combinations(boxes, 2) if _meet(one, other)]


def _meet(one: dict[str, float], other: dict[str, float]) -> bool:
    return all(
        one[start] < other[start] + other[size] and other[start] < one[start] + one[size]
        for start, size in (("x", "width"), ("y", "height"))
    )


def widths(page: Page) -> tuple[int, int]:
    """Return how wide a page is, and how much of it can be seen."""
    wide, seen = page.locator("html").evaluate(
        "() => { const e = document.scrollingElement; return [e.scrollWidth, e.clientWidth]; }"
    )
    return int(wide), int(seen)


def touching(page: Page, within: str = "html") -> list[str]:
    """Pairs of buttons with less than 4 pixels between them, by their words; folded parts open."""
    found: list[str] = page.locator(within).evaluate(
        """(whole) => {
          document.querySelectorAll("main details").forEach((each) => each.open = true);
          const seen = [...whole.querySelectorAll("button, .button")]
            .filter((each) => each.checkVisibility())
            .map((each) => [each.innerText.trim(), each.getBoundingClientRect()])
            .filter(([, box]) => box.width > 1);
          const apart = (one, other, from, to) =>
            Math.max(one[from], other[from]) - Math.min(one[to], other[to]) >= 4;
          return seen.flatMap(([name, box], index) =>
            seen.slice(index + 1)
              .filter(([, other]) =>
                !apart(box, other, "left", "right") && !apart(box, other, "top", "bottom"))
              .map(([other]) => `${name} and ${other}`));
        }"""
    )
    return found
