"""The page on which a lead changes the settings of a project."""

from flask import Blueprint, flash, redirect, render_template, url_for
from werkzeug.wrappers import Response as AnyResponse

from webapp import current
from webapp.accounts.guards import caller, require_session
from webapp.accounts.queries import require_lead
from webapp.documents import actions
from webapp.documents.joining_queries import asks_nobody
from webapp.documents.queries import settings_of
from webapp.documents.settings_forms import SettingsForm
from webapp.models import Project
from webapp.problems import BadInput, ChangedMeanwhile, Conflict

blueprint = Blueprint("project_settings", __name__, url_prefix="/documents")
blueprint.before_request(require_session)


@blueprint.get("/projects/<id:project_id>/settings")
def show(project_id: int) -> str:
    """Show the settings of a project."""
    project = _project(project_id)
    form = SettingsForm(formdata=None, obj=project)
    form.show(settings_of(project))
    return _page(project, form)


@blueprint.post("/projects/<id:project_id>/settings")
def save(project_id: int) -> AnyResponse | tuple[str, int]:
    """Change the settings of a project."""
    project = _project(project_id)
    form = SettingsForm()
    if not form.validate_on_submit():
        return _page(project, form), 422
    try:
        with current.writing() as session:
            wanted, seen = form.wanted(), form.shown()
            actions.change_project(session, project_id, wanted, seen, caller().person_id)
    except ChangedMeanwhile as changed:
        return _again(project_id, form), changed.status
    except (BadInput, Conflict) as problem:
        form.name.errors = [str(problem)]
        return _page(project, form), problem.status
    flash("The settings are saved.")
    return redirect(url_for("project_settings.show", project_id=project_id), 303)


def _again(project_id: int, form: SettingsForm) -> str:
    """Keep what was filled in, beside what is set now; saving again would replace that."""
    project = _project(project_id)
    form.show(settings_of(project))
    return _page(project, form, is_compared=True)


def _project(project_id: int) -> Project:
    with current.reading() as session:
        require_lead(session, caller(), project_id)
        return session.get_one(Project, project_id)


def _page(project: Project, form: SettingsForm, *, is_compared: bool = False) -> str:
    with current.reading() as session:
        is_unheard = asks_nobody(session, project.id)
    return render_template(
        f"documents/settings{'_closed' if project.closed_at else ''}.html",
        project=project,
        role="admin" if caller().is_admin else "lead",
        form=form,
        is_compared=is_compared,
        asks_nobody=is_unheard,
    )
