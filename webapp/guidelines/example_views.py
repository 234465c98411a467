"""Examples: a lead pins a sentence of an article to the guidelines, or takes it down."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from webapp import current
from webapp.accounts.guards import caller, require_session
from webapp.accounts.queries import require_lead
from webapp.accounts.sight_actions import note_sight
from webapp.guidelines import actions, queries
from webapp.guidelines.forms import ExampleForm
from webapp.models import Project
from webapp.problems import BadInput, NotFound, Problem

blueprint = Blueprint("examples", __name__, url_prefix="/guidelines")
blueprint.before_request(require_session)


@blueprint.get("/<id:project_id>/examples/new")
def new(project_id: int) -> str:
    """Show the form that pins `sentence`."""
    with current.reading() as session:
        require_lead(session, caller(), project_id)
    text = request.args.get("sentence", "")
    if not (text.isascii() and text.isdigit() and len(text) < 19):
        raise BadInput("sentence: the number of a sentence, as in the link of a disputed one.")
    form = ExampleForm(formdata=None)
    form.sentence_id.data = int(text)
    return _form(project_id, form)


@blueprint.post("/<id:project_id>/examples")
def pin(project_id: int) -> AnyResponse | tuple[str, int]:
    """Pin a sentence."""
    with current.reading() as session:
        require_lead(session, caller(), project_id)
    form = ExampleForm()
    is_valid = form.validate_on_submit()
    if form.sentence_id.errors:
        raise BadInput("sentence_id: the number of a sentence of this project.")
    if not is_valid:
        return _form(project_id, form), 422
    try:
        with current.writing() as session:
            made = actions.pin(
                session,
                project_id,
                form.sentence_id.data or 0,
                form.label.data,
                form.reason.data or "",
                caller().person_id,
            )
    except NotFound:
        raise
    except Problem as problem:
        return _form(project_id, form, problem), problem.status
    flash("The sentence is an example now.")
    there = url_for("guidelines.show", project_id=project_id, _anchor=f"example-{made.id}")
    return redirect(there, 303)


@blueprint.post("/<id:project_id>/examples/<id:example_id>/remove")
def remove(project_id: int, example_id: int) -> AnyResponse:
    """Take an example down."""
    with current.writing() as session:
        require_lead(session, caller(), project_id)
        actions.take_down(session, project_id, example_id, caller().person_id)
    flash("The example is taken down.")
    return redirect(url_for("guidelines.show", project_id=project_id, _anchor="examples"), 303)


def _form(project_id: int, form: ExampleForm, problem: Problem | None = None) -> str:
    with current.reading() as session:
        place = queries.place(session, project_id, form.sentence_id.data or 0)
        page = render_template(
            "guidelines/pin.html",
            project=session.get_one(Project, project_id),
            place=place,
            form=form,
            problem=problem,
        )
    if place.labels:
        note_sight(current.database(), caller().person_id, [place.document_id])
    return page
