"""The grid in which a lead gives places by hand: articles by people."""

from collections.abc import Sequence

from flask import Blueprint, flash, redirect, render_template, request
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response as AnyResponse

from webapp import current
from webapp.accounts.guards import caller, require_session
from webapp.accounts.queries import require_lead
from webapp.annotate import grid_actions
from webapp.annotate.grid_actions import Changed, Ticks
from webapp.annotate.grid_queries import HELD, Pair, in_words, names, titles
from webapp.db import now
from webapp.models import Project
from webapp.problems import Conflict
from webapp.progress import grid_queries, wanted
from webapp.progress.forms import GridForm, seen
from webapp.security import LARGEST_ID

_LONGEST = 100  # of the words in a name
SIGNS = {
    "none": "",
    "offered": "○",
    "progress": "◐",
    "begun": "◌",
    "submitted": "●",
    "lapsed": "×",
    "released": "–",
}
MEANINGS = {
    "offered": "has a place, not begun",
    "progress": "in progress",
    "begun": "begun without a place",
    "submitted": "ended",
    "lapsed": "ran out",
    "released": "given back",
    "none": "no place",
}

blueprint = Blueprint("grid", __name__, url_prefix="/progress")
blueprint.before_request(require_session)


@blueprint.get("/<id:project_id>/places")
def show(project_id: int) -> str:
    """Show a page of the grid: `q`, `state`, `page` say which articles, `who`, `people` whom."""
    return _page(project_id)


@blueprint.post("/<id:project_id>/places")
def save(project_id: int) -> AnyResponse | tuple[str, int]:
    """Give and take back what was ticked, all at once."""
    with current.reading() as session:
        require_lead(session, caller(), project_id)
    ticks = GridForm().ticks()
    try:
        with current.writing() as session:
            changed = grid_actions.change(session, caller(), project_id, ticks)
            lines = told(session, changed)
    except Conflict as problem:
        return _page(project_id, ticks, str(problem)), problem.status
    for line in lines:
        flash(line)
    return redirect(request.full_path.rstrip("?"), 303)


def told(session: Session, changed: Changed) -> list[str]:
    """Return in words what became of what was ticked."""
    meanwhile = changed.meanwhile or {}
    called = titles(session, {document for document, _ in meanwhile} | set(changed.over))
    people = names(session, {person for _, person in meanwhile})
    kept = "; ".join(
        f"{people[person]}, “{called[document]}”: {MEANINGS[state]}"
        for (document, person), state in list(meanwhile.items())[:10]
    )
    lines = [
        _count(changed.given, "given"),
        _count(changed.taken_back, "taken back"),
        _count(changed.reopened, "reopened"),
        f"Changed since you opened the page, and left as they are now: {kept}." if kept else "",
        f"More reviewers than needed: {in_words(called, changed.over)}." if changed.over else "",
    ]
    return [line for line in lines if line] or ["Nothing was ticked; nothing changed."]


def _count(pairs: Sequence[Pair], word: str) -> str:
    if not pairs:
        return ""
    return f"{len(pairs)} place{'s were' if len(pairs) > 1 else ' was'} {word}."


def _page(project_id: int, ticks: Ticks | None = None, problem: str = "") -> str:
    asked, who = wanted.read(request.args, grid_queries.ROWS), _who()
    article = _article()
    at = now()
    with current.reading() as session:
        require_lead(session, caller(), project_id)
        project = session.get_one(Project, project_id)
        page = wanted.read_page(request.args.get("people", ""))
        columns = grid_queries.columns(session, project_id, who, page, at)
        grid = grid_queries.grid(session, project, asked, columns, article, at)
    fields = {**asked.asked(), "who": who, "people": page, "article": article}
    usual = {"who": "", "people": 1, "article": None}
    return render_template(
        "progress/grid.html",
        project=project,
        grid=grid,
        wanted=asked,
        who=who,
        article=article,
        page=page,
        fields={name: each for name, each in fields.items() if each != usual.get(name, "-")},
        problem=problem,
        ticked=ticks.ticked if ticks else None,
        reopened=ticks.reopen if ticks else (),
        seen=seen,
        held=HELD,
        signs=SIGNS,
        meanings=MEANINGS,
        states=wanted.STATES,
    )


def _who() -> str:
    return " ".join(request.args.get("who", "").replace("\0", " ").split())[:_LONGEST]


def _article() -> int | None:
    text = request.args.get("article", "")
    return (
        min(int(text), LARGEST_ID)
        if text.isascii() and text.isdigit() and text[:20] == text
        else None
    )
