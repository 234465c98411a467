"""The report as one HTML file that needs nothing beside it: text, tables, pictures, definitions."""

import re
from collections.abc import Mapping
from functools import cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markdown_it import MarkdownIt
from markupsafe import Markup

from webapp import scheme
from webapp.agreement.figures.confusion import label_confusion
from webapp.agreement.figures.figure import PAGE, Figure
from webapp.agreement.figures.forest import documents
from webapp.agreement.figures.pairs import heat_map
from webapp.agreement.figures.shares import label_shares
from webapp.agreement.latex import NAMES
from webapp.agreement.quote import methods
from webapp.agreement.report import Report
from webapp.agreement.tally import Id

_ROOT = Path(__file__).parents[2]


def as_html(report: Report, titles: Mapping[Id, str], of: str) -> str:
    """Return the file: `of` names what was labelled; titles are those of documents by id."""
    figures = [
        documents(report, titles),
        heat_map(report),
        label_confusion(report),
        label_shares(report),
    ]
    return (
        _templates()
        .get_template("agreement/file.html")
        .render(
            of=of,
            report=report,
            titles=titles,
            methods=methods(report),
            names=NAMES,
            figures=[(each, _drawn(each)) for each in figures],
            definitions=_definitions(),
        )
        + "\n"
    )


def _drawn(figure: Figure) -> Markup:
    return Markup("" if figure.missing else figure.draw(PAGE))  # noqa: S704  (ours, escaped)


@cache
def _templates() -> Environment:
    """Return the templates for a file, where a link to a definition stays in the file."""
    found = Environment(
        loader=FileSystemLoader(_ROOT / "templates"),
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
        undefined=StrictUndefined,
    )
    found.globals.update(scheme=scheme, url_for=lambda _: "")
    return found


@cache
def _definitions() -> Markup:
    """Return docs/agreement.md as HTML: headings one level lower, links to other files as words."""
    text = (_ROOT / "docs" / "agreement.md").read_text(encoding="utf-8")
    page = MarkdownIt("commonmark", {"html": True}).enable("table").render(text)
    lower = re.sub("(</?h)([1-5])>", lambda found: f"{found[1]}{int(found[2]) + 1}>", page)
    inside = re.sub(r'<a href="[^"#:]+\.md[^"]*">(.*?)</a>', r"docs/\1", lower)
    return Markup(inside)  # noqa: S704  (our own file)
