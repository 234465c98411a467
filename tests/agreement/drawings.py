"""Reading drawings: what the tests of figures share."""

import re
from collections.abc import Iterator, Mapping, Sequence
from types import MappingProxyType
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

from webapp.agreement.figures.confusion import label_confusion
from webapp.agreement.figures.figure import COLUMN, PAGE, Figure
from webapp.agreement.figures.forest import documents
from webapp.agreement.figures.pairs import heat_map
from webapp.agreement.figures.shares import label_shares
from webapp.agreement.report import Report, build
from webapp.agreement.tally import Id, Rating, count
from webapp.agreement.value import ItemLevel, Value
from webapp.scheme import LABELS

SVG = "{http://www.w3.org/2000/svg}"
WIDTHS = (COLUMN, PAGE)
NAMES = {label[0]: label for label in LABELS}


def votes(*articles: str, reviewers: Sequence[str] = "ABCDEFGH") -> list[Rating]:
    """Return ratings from words such as "su oo .s": a word a sentence, a letter a reviewer."""
    return [
        (at, sentence, reviewers[seat], NAMES[letter])
        for at, words in enumerate(articles)
        for sentence, word in enumerate(words.split())
        for seat, letter in enumerate(word)
        if letter != "."
    ]


def report_on(*articles: str, reviewers: Sequence[str] = "ABCDEFGH") -> Report:
    """Return the report on such words."""
    return build(count(votes(*articles, reviewers=reviewers), LABELS))


def figures(report: Report, titles: Mapping[Id, str] = MappingProxyType({})) -> list[Figure]:
    """Return every picture of a report."""
    percent = documents(report, titles, "percent_agreement")
    shown = [documents(report, titles), percent, heat_map(report)]
    return [*shown, label_confusion(report), label_shares(report)]


def value(
    estimate: float | None = 0.5,
    ci95: tuple[float, float] | None = None,
    n: int = 40,
    item: tuple[float, float] | None = None,
) -> Value:
    """Return a value as a report could hold it."""
    undefined = "no sentence has two reviewers" if estimate is None else None
    return Value(
        estimate=estimate,
        se=0.1 if ci95 else None,
        ci95=ci95,
        n=n,
        undefined=undefined,
        no_ci95=None if ci95 else undefined or "needs at least 5 articles, you have 1",
        remark=None,
        item_level=ItemLevel(0.1, item) if item else None,
    )


def read(svg: str) -> Element:
    """Return the root of a drawing; `ParseError` where it is not XML."""
    return ElementTree.fromstring(svg)  # noqa: S314  (we made it)


def having(root: Element, look: str) -> list[Element]:
    """Return the elements that have a look."""
    return [each for each in root.iter() if look in each.get("class", "").split()]


def texts(root: Element, look: str = "words") -> list[str]:
    """Return the words that are drawn, without marks of direction."""
    return [_words(each) for each in having(root, look) if each.tag == f"{SVG}text"]


def points(path: Element) -> list[tuple[float, float]]:
    """Return the corners of a path of absolute lines."""
    found = re.findall(r"[ML]?(-?[\d.]+) (-?[\d.]+)", path.get("d", ""))
    return [(float(x), float(y)) for x, y in found]


def boxes(root: Element, look: str) -> Iterator[tuple[float, float, float, float]]:
    """Yield x, y, width and height of the rectangles that have a look."""
    for each in having(root, look):
        if each.tag == f"{SVG}rect":
            x, y, width, height = (float(each.get(key, 0)) for key in ("x", "y", "width", "height"))
            yield x, y, width, height


def _words(element: Element) -> str:
    """Return an element's own words; those of its title come before its tail."""
    words = (element.text or "") + "".join(each.tail or "" for each in element)
    return re.sub("[\u2068\u2069]", "", words)
