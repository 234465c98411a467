"""SVG as text: shapes whose looks hold on paper by themselves and give way to a stylesheet.

Each shape has the names of its looks as class and what they mean on white paper as presentation
attributes. So one text is both the file that is saved and the picture on a page, where
static/css/drawing.css, which ranks higher, follows the colours of the reader.
"""

from collections.abc import Iterable
from xml.sax.saxutils import quoteattr

from webapp.agreement.figures.paper import LOOKS
from webapp.agreement.figures.words import clean, isolated

Attribute = str | float
MARGIN = 3
"""Units around a drawing; journals want figures cropped."""


def element(tag: str, *inside: str, **attributes: Attribute) -> str:
    """Return an element; text_anchor= is text-anchor, look= the looks of paper.LOOKS."""
    looks = str(attributes.pop("look", ""))
    if looks:
        attributes = {"class": looks, **_on_paper(looks), **attributes}
    written = "".join(f" {_name(key)}={_quoted(value)}" for key, value in attributes.items())
    return f"<{tag}{written}>{''.join(inside)}</{tag}>" if inside else f"<{tag}{written}/>"


def text(x: float, y: float, words: str, look: str, whole: str = "", anchor: str = "") -> str:
    """Return one line of words at its baseline; whole is what a pointer resting on it reads."""
    more: dict[str, Attribute] = {"text_anchor": anchor} if anchor else {}
    title = element("title", escaped(whole)) if whole else ""
    return element("text", title, escaped(isolated(clean(words))), x=x, y=y, look=look, **more)


def line(x1: float, y1: float, x2: float, y2: float, look: str) -> str:
    """Return a line."""
    return element("path", d=f"M{_short(x1)} {_short(y1)}L{_short(x2)} {_short(y2)}", look=look)


def box(
    x: float, y: float, width: float, height: float, look: str, whole: str = "", **more: Attribute
) -> str:
    """Return a rectangle; whole is what a pointer resting on it reads."""
    title = [element("title", escaped(whole))] if whole else []
    place: dict[str, Attribute] = {"x": x, "y": y, "width": width, "height": height}
    return element("rect", *title, **place, look=look, **more)


def shape(points: Iterable[tuple[float, float]], look: str) -> str:
    """Return a closed shape with corners."""
    path = "L".join(f"{_short(x)} {_short(y)}" for x, y in points)
    return element("path", d=f"M{path}Z", look=look)


def hatching(name: str) -> str:
    """Return the pattern that `fill="url(#name)"` refers to: "there is no number here"."""
    stripe = element("path", d="M0 0V5", look="stripe")
    return element(
        "defs",
        element(
            "pattern",
            stripe,
            id=name,
            width=5,
            height=5,
            patternUnits="userSpaceOnUse",
            patternTransform="rotate(45)",
        ),
    )


def drawing(
    name: str, title: str, description: str, width: float, height: float, parts: Iterable[str]
) -> str:
    """Return a whole picture of the size of its parts, and a margin around it.

    name, unique on a page, begins the ids that it needs.
    """
    width, height = width + 2 * MARGIN, height + 2 * MARGIN
    return element(
        "svg",
        element("title", escaped(title), id=f"{name}-title"),
        element("desc", escaped(description), id=f"{name}-desc"),
        box(-MARGIN, -MARGIN, width, height, "paper"),
        *parts,
        xmlns="http://www.w3.org/2000/svg",
        viewBox=f"{-MARGIN} {-MARGIN} {_short(width)} {_short(height)}",
        width=width,
        height=height,
        role="img",
        aria_labelledby=f"{name}-title",
        aria_describedby=f"{name}-desc",
        look="drawing",
    )


def escaped(words: str) -> str:
    """Return words as they stand between tags."""
    return clean(words).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def _on_paper(looks: str) -> dict[str, Attribute]:
    found: dict[str, Attribute] = {}
    for look in looks.split():
        found |= LOOKS[look]
    return found


def _name(key: str) -> str:
    return key.replace("_", "-")


def _quoted(value: Attribute) -> str:
    return quoteattr(clean(value)) if isinstance(value, str) else f'"{_short(value)}"'


def _short(value: float) -> str:
    return f"{value:.2f}".rstrip("0").rstrip(".")
