"""Closing a project, after asking, and opening it again."""

from flask import Blueprint, flash, redirect, render_template, url_for
from werkzeug.wrappers import Response as AnyResponse

from webapp import current
from webapp.accounts.guards import caller, require_session
from webapp.accounts.queries import require_lead
from webapp.documents import project_actions
from webapp.models import Project

blueprint = Blueprint("closing", __name__, url_prefix="/documents")
blueprint.before_request(require_session)


@blueprint.get("/projects/<id:project_id>/close")
def ask(project_id: int) -> str:
    """Say what closing does, and ask whether to go on."""
    with current.reading() as session:
        require_lead(session, caller(), project_id)
        project = session.get_one(Project, project_id)
    return render_template("documents/close.html", project=project)


@blueprint.post("/projects/<id:project_id>/close")
def close(project_id: int) -> AnyResponse:
    """Close a project."""
    with current.writing() as session:
        require_lead(session, caller(), project_id)
        project_actions.close(session, caller().person_id, project_id)
    flash("The project is closed.")
    return redirect(url_for("documents.project", project_id=project_id), 303)


@blueprint.post("/projects/<id:project_id>/open")
def open_again(project_id: int) -> AnyResponse:
    """Open a closed project again."""
    with current.writing() as session:
        require_lead(session, caller(), project_id)
        project_actions.open_again(session, caller().person_id, project_id)
    flash("The project is open again.")
    return redirect(url_for("documents.project", project_id=project_id), 303)
