"""The pictures of the report: a page with all of them, and each as a file, for a lead."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from flask import Blueprint, Response, render_template, request
from markupsafe import Markup
from sqlalchemy.orm import Session

from webapp import current
from webapp.accounts.guards import caller, require_session
from webapp.accounts.queries import require_lead
from webapp.agreement import actions, queries, report
from webapp.agreement.figures.confusion import label_confusion
from webapp.agreement.figures.course import Change, Point
from webapp.agreement.figures.figure import COLUMN, PAGE, Figure
from webapp.agreement.figures.forest import NAMES, documents
from webapp.agreement.figures.over_time import over_time
from webapp.agreement.figures.pairs import heat_map
from webapp.agreement.figures.png import as_png
from webapp.agreement.figures.shares import label_shares
from webapp.agreement.include_views import included
from webapp.agreement.particulars import last_days
from webapp.agreement.queries import Loaded
from webapp.agreement.report import Report
from webapp.agreement.tally import Id
from webapp.agreement.where import by_period
from webapp.file_names import LONGEST, disposition
from webapp.guidelines import queries as guidelines
from webapp.models import Project
from webapp.problems import NotFound, Problem
from webapp.scheme import NOT_APPLICABLE

blueprint = Blueprint("figures", __name__, url_prefix="/agreement")
blueprint.before_request(require_session)

_WIDTHS = {"1": COLUMN, "2": PAGE}
_PRINT = 300 / 96  # pixels of a unit at 300 dots an inch
_LEAST_PIXELS, _MOST_PIXELS, _MOST_SCALE = 100, 4096, 6


@dataclass(frozen=True)
class Shown:
    """A figure on the page: for wide screens, and for narrow ones where it can be as narrow."""

    figure: Figure
    wide: Markup
    narrow: Markup


@blueprint.get("/<id:project_id>/figures")
def show(project_id: int) -> str:
    """Show every picture with its numbers as a table."""
    with _pictures(project_id) as (project, pictures):
        return render_template(
            "agreement/figures.html",
            project=project,
            figures=[_shown(each) for each in pictures.values()],
            column=COLUMN,
            page=PAGE,
            of=_coefficient(),
            coefficients=NAMES,
        )


@blueprint.get("/<id:project_id>/figures/<name>.svg")
def svg(project_id: int, name: str) -> Response:
    """Give a picture as an SVG file; `columns` of a journal, 1 or 2."""
    width = _columns()
    project, figure = _named(project_id, name)
    drawn = figure.draw(width).encode()
    return _file(drawn, "image/svg+xml; charset=utf-8", f"{project} {_what(name)}", "svg")


@blueprint.get("/<id:project_id>/figures/<name>.png")
def png(project_id: int, name: str) -> Response:
    """Give a picture as a PNG file, `width` pixels wide, or as many as 300 dots an inch need."""
    width = _columns()
    project, figure = _named(project_id, name)
    pixels = _pixels(max(width, figure.least))
    drawn = as_png(figure.draw(width), pixels)
    return _file(drawn, "image/png", f"{project} {_what(name)}", "png")


class _Pictures(Mapping[str, Figure]):
    """The pictures of a project by name, in the order of the page; each is made when asked for."""

    def __init__(self, session: Session, project_id: int, loaded: Loaded) -> None:
        self._session, self._project_id, self._loaded = session, project_id, loaded
        self._made: dict[str, Callable[[], Figure]] = {
            "documents": self._documents,
            "pairs": lambda: heat_map(self._report),
            "confusion": lambda: label_confusion(self._report),
            "labels": lambda: label_shares(self._report),
            "time": self._over_time,
        }

    def __getitem__(self, name: str) -> Figure:
        return self._made[name]()

    def __iter__(self) -> Iterator[str]:
        return iter(self._made)

    def __len__(self) -> int:
        return len(self._made)

    @cached_property
    def _report(self) -> Report:
        return report.build(self._loaded.counts, left_out=[] if included() else [NOT_APPLICABLE])

    def _documents(self) -> Figure:
        titles = dict[Id, str](queries.titles(self._session, self._project_id).items())
        return documents(self._report, titles, _coefficient())

    def _over_time(self) -> Figure:
        """Return the course of agreement; the first version of the guidelines changed nothing."""
        _, periods = by_period(self._loaded.counts, last_days(self._loaded.particulars))
        points = [
            Point(date.fromisoformat(str(each.name)), each.krippendorff_alpha) for each in periods
        ]
        versions = guidelines.versions(self._session, self._project_id)
        changes = [Change(each.made_at.date(), each.number) for each in versions if each.number > 1]
        return over_time(points, changes)


def _named(project_id: int, name: str) -> tuple[str, Figure]:
    """Return a project's name and a picture that can be drawn; `NotFound` for any other name."""
    with _pictures(project_id) as (project, pictures):
        if name not in pictures:
            raise NotFound(f"There is no such picture. There are: {', '.join(pictures)}.")
        figure, of = pictures[name], project.name[:LONGEST]
    if figure.missing:
        raise NotFound(f"There is nothing to draw yet. {figure.missing}")
    return of, figure


@contextmanager
def _pictures(project_id: int) -> Iterator[tuple[Project, _Pictures]]:
    """Give a project and its pictures, and keep what was counted for them."""
    with current.reading() as session:
        require_lead(session, caller(), project_id)
        loaded = queries.load(session, project_id, included())
        yield session.get_one(Project, project_id), _Pictures(session, project_id, loaded)
    actions.keep(current.database(), loaded.recounted)


def _shown(figure: Figure) -> Shown:
    if figure.missing:
        return Shown(figure, Markup(), Markup())
    narrow = figure.draw(COLUMN) if figure.least <= COLUMN else ""
    return Shown(figure, Markup(figure.draw(PAGE)), Markup(narrow))  # noqa: S704  (ours, escaped)


def _coefficient() -> str:
    name = request.args.get("of", "krippendorff_alpha")
    if name not in NAMES:
        raise Problem(f"of: one of {', '.join(NAMES)}.")
    return name


def _columns() -> int:
    text = request.args.get("columns", "2")
    if text not in _WIDTHS:
        raise Problem("columns: 1 or 2, of a journal.")
    return _WIDTHS[text]


def _pixels(units: float) -> int:
    """Return how wide a PNG of so many units is to be."""
    most = int(min(_MOST_PIXELS, _MOST_SCALE * units))
    text = request.args.get("width")
    if text is None:
        return min(most, round(_PRINT * units))
    if not (text.isascii() and text.isdigit() and _LEAST_PIXELS <= int(text[:9]) <= most):
        raise Problem(f"width: whole pixels from {_LEAST_PIXELS} to {most}.")
    return int(text[:9])


def _what(name: str) -> str:
    """Return the name of a picture with all that makes it another one, for the name of its file."""
    of = ["percent"] if name == "documents" and _coefficient() != "krippendorff_alpha" else []
    columns = "1-column" if _columns() == COLUMN else "2-columns"
    counted = ["with-not-applicable"] if included() else []
    return "-".join(["agreement", name, *of, *counted, columns])


def _file(content: bytes, media: str, name: str, suffix: str) -> Response:
    response = Response(content, content_type=media)
    response.headers["Content-Disposition"] = disposition(name, suffix)
    return response
