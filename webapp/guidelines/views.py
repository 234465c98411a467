"""The guidelines: the page, the panel beside an article, a new version, the JSON."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask import Blueprint, Response, flash, redirect, render_template, request, url_for
from msgspec import Struct
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response as AnyResponse

from webapp import api, current
from webapp.accounts.guards import caller, require_session, require_token
from webapp.accounts.queries import require_lead, require_member
from webapp.guidelines import actions, queries
from webapp.guidelines.changes import changes
from webapp.guidelines.forms import VersionForm
from webapp.guidelines.queries import Pinned
from webapp.guidelines.typeset import Section, has_all, marked, search_words, sections
from webapp.guidelines.wording import clean_text
from webapp.models import Guideline, Project
from webapp.problems import BadInput, Conflict, Problem
from webapp.scheme import ALL_LABELS

_NO_BEGINNING = "The form does not say from which version it began. Nothing was changed."

blueprint = Blueprint("guidelines", __name__, url_prefix="/guidelines")
blueprint.before_request(require_session)
api_blueprint = Blueprint("guidelines_api", __name__, url_prefix=api.PREFIX)
api_blueprint.before_request(require_token)


@dataclass(frozen=True)
class Shown:
    """Guidelines as they are drawn, with what a search found in them."""

    guideline: Guideline
    sections: tuple[Section, ...]
    examples: dict[str, list[tuple[Pinned, bool]]]  # by label; with whether the search found it
    is_reviewer: bool  # who may open only articles of their own
    kept_back: int  # examples of sentences that a reviewer may still label
    words: tuple[str, ...]

    @property
    def found_examples(self) -> int:
        """How many examples the search found."""
        return sum(is_found for each in self.examples.values() for _, is_found in each)

    @property
    def total(self) -> int:
        """How many sections and examples there are."""
        return len(self.sections) + sum(map(len, self.examples.values()))

    @property
    def hits(self) -> int:
        """How many of them the search found."""
        return sum(each.is_found for each in self.sections) + self.found_examples


@blueprint.get("/<id:project_id>")
def show(project_id: int) -> str:
    """Show the guidelines in force, or `version`; `q` searches them."""
    with current.reading() as session:
        role = require_member(session, caller(), project_id)
        shown = _shown(session, project_id, role, _version())
        older = queries.before(session, shown.guideline)
        return render_template(
            "guidelines/show.html",
            project=session.get_one(Project, project_id),
            role=role,
            shown=shown,
            versions=queries.versions(session, project_id),
            older=older,
            changes=changes(older.text, shown.guideline.text) if older else (),
            search=request.args.get("q", ""),
            marked=marked,
        )


@blueprint.get("/<id:project_id>/panel")
def panel(project_id: int) -> str:
    """Return the guidelines in force as a piece of a page, for beside an article."""
    with current.reading() as session:
        role = require_member(session, caller(), project_id)
        return render_template(
            "guidelines/panel.html",
            project=session.get_one(Project, project_id),
            role=role,
            shown=_shown(session, project_id, role, None),
            search=request.args.get("q", ""),
            marked=marked,
        )


@blueprint.route("/<id:project_id>/new", methods=["GET", "POST"])
def new(project_id: int) -> str | AnyResponse | tuple[str, int]:
    """Write a new version: look at it first, then publish it."""
    with current.reading() as session:
        require_lead(session, caller(), project_id)
        project = session.get_one(Project, project_id)
        in_force = queries.in_force(session, project_id)
    form = VersionForm()
    if not form.is_submitted():
        form.began_from.data, form.text.data = in_force.version, in_force.text
        return _writing(project, in_force, form)
    if request.form.get("act") == "preview" and form.text.data:
        return _writing(project, in_force, form, is_preview=True)
    if not form.validate():
        if form.began_from.errors:
            return _again(project, form, BadInput(_NO_BEGINNING)), 422
        return _writing(project, in_force, form), 422
    try:
        with current.writing() as session:
            made = actions.publish(session, project_id, form.version(), caller().person_id)
    except Conflict as conflict:
        return _again(project, form, conflict), conflict.status
    except Problem as problem:
        return _writing(project, in_force, form, problem), problem.status
    flash(f"Version {made.version} is in force.")
    return redirect(url_for("guidelines.show", project_id=project_id))


class GuidelinesAnswer(Struct):
    """One version of a project's guidelines; `text` is Markdown."""

    version: int
    text: str
    summary: str
    made_at: datetime
    second_look: bool


@api_blueprint.get("/projects/<id:project_id>/guidelines")
def read(project_id: int) -> Response:
    """Return the guidelines in force, or `version`."""
    with current.reading() as session:
        require_member(session, caller(), project_id)
        found = queries.version(session, project_id, _version())
    return api.reply(
        GuidelinesAnswer(found.version, found.text, found.summary, found.made_at, found.second_look)
    )


OPERATIONS = (
    api.Operation(
        "get",
        "/projects/{id}/guidelines",
        "The guidelines in force, or another version of them",
        GuidelinesAnswer,
        query=(("version", "Number of the version; the one in force if not given"),),
    ),
)


def _version() -> int | None:
    """Return the version that is asked for, None for the one in force."""
    text = request.args.get("version")
    if text is None:
        return None
    if not (text.isascii() and text.isdigit() and len(text) < 10):
        raise BadInput("version: a whole number, such as 2.")
    return int(text)


def _shown(session: Session, project_id: int, role: str, version: int | None) -> Shown:
    """Return what to draw: a reviewer sees no example that they might still label without it."""
    guideline = queries.version(session, project_id, version)
    words = search_words(request.args.get("q", ""))
    pinned = queries.examples(session, project_id, caller().person_id)
    is_reviewer = role == "reviewer"
    open_to_them = [each for each in pinned if not is_reviewer or each.has_voted or each.is_past]
    by_label: dict[str, list[tuple[Pinned, bool]]] = {}
    for label in ALL_LABELS:
        found = [
            (each, has_all(f"{each.text}\n{each.reason}", words))
            for each in open_to_them
            if each.label == label
        ]
        if found:
            by_label[label] = found
    kept_back = len(pinned) - len(open_to_them)
    text = sections(guideline.text, words)
    return Shown(guideline, text, by_label, is_reviewer, kept_back, words)


def _again(project: Project, form: VersionForm, problem: Problem) -> str:
    """Keep what was written, beside what is in force now; publishing again would replace that."""
    with current.reading() as session:
        in_force = queries.in_force(session, project.id)
    form.began_from.data, form.began_from.raw_data = in_force.version, None
    return _writing(project, in_force, form, problem, is_compared=True)


def _writing(
    project: Project,
    in_force: Guideline,
    form: VersionForm,
    problem: Problem | None = None,
    *,
    is_preview: bool = False,
    is_compared: bool = False,
) -> str:
    drawn: dict[str, Any] = {}
    if is_preview or is_compared:
        try:
            text = clean_text(form.text.data or "")
            drawn = {"sections": sections(text), "changes": changes(in_force.text, text)}
        except Problem as unfit:
            problem = problem or unfit
    return render_template(
        "guidelines/new.html",
        project=project,
        in_force=in_force,
        form=form,
        problem=problem,
        is_preview=is_preview and bool(drawn),
        **drawn,
    )
