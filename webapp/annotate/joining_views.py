"""The lead's page on how reviewers join and stay in step: what is set, and who is where."""

from collections.abc import Collection, Sequence

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from webapp import current
from webapp.accounts.guards import caller, require_session
from webapp.accounts.queries import require_lead
from webapp.annotate import joining_actions as actions
from webapp.annotate import joining_queries as queries
from webapp.annotate import reopen_actions
from webapp.annotate.joining_forms import JoiningForm, PurposeForm
from webapp.annotate.joining_queries import Standing
from webapp.documents.queries import document
from webapp.models import Document, Project
from webapp.problems import ChangedMeanwhile
from webapp.security import local_path

blueprint = Blueprint("joining", __name__, url_prefix="/documents")
blueprint.before_request(require_session)


@blueprint.get("/projects/<id:project_id>/joining")
def show(project_id: int) -> str:
    """Show what is set; `q` finds articles by words of their titles."""
    project = _project(project_id)
    form = JoiningForm(formdata=None, obj=project)
    form.show(actions.joining_of(project))
    return _page(project, form)


@blueprint.post("/projects/<id:project_id>/joining")
def save(project_id: int) -> AnyResponse | tuple[str, int]:
    """Set how reviewers join."""
    project = _project(project_id)
    form = JoiningForm()
    if not form.validate_on_submit():
        return _page(project, form), 422
    try:
        with current.writing() as session:
            wanted, seen = form.wanted(), form.shown()
            actions.change(session, project_id, wanted, seen, caller().person_id)
    except ChangedMeanwhile as changed:
        project = _project(project_id)
        form.show(actions.joining_of(project))
        return _page(project, form, is_compared=True), changed.status
    flash("Saved.")
    return redirect(url_for("joining.show", project_id=project_id), 303)


@blueprint.post("/projects/<id:project_id>/joining/<id:person_id>/pass")
def let_pass(project_id: int, person_id: int) -> AnyResponse:
    """Let a reviewer pass whatever their score."""
    with current.writing() as session:
        require_lead(session, caller(), project_id)
        actions.let_pass(session, project_id, person_id, caller().person_id)
    flash("They are let pass: the qualification set comes before other articles no more.")
    return _back(project_id)


@blueprint.post("/projects/<id:project_id>/joining/<id:person_id>/reopen")
def reopen(project_id: int, person_id: int) -> AnyResponse:
    """Open the qualification articles that a reviewer has ended, for another try."""
    with current.writing() as session:
        require_lead(session, caller(), project_id)
        reopen_actions.reopen_qualification(session, caller(), project_id, person_id)
    flash("The qualification set is open for another try. The last try counts.")
    return _back(project_id)


@blueprint.route("/<id:document_id>/purpose", methods=["GET", "POST"])
def purpose(document_id: int) -> str | AnyResponse | tuple[str, int]:
    """Say what an article is for."""
    with current.reading() as session:
        found = document(session, caller(), document_id)
        require_lead(session, caller(), found.project_id)
        project = session.get_one(Project, found.project_id)
    form = PurposeForm(obj=found)
    if not form.validate_on_submit():
        return _purpose_page(project, found, form), 422 if form.is_submitted() else 200
    is_shared = form.purpose.data == "shared"
    with current.writing() as session:
        due = form.due.data if is_shared else None
        actions.mark(session, document_id, form.purpose.data, due, caller().person_id)
    if form.purpose.data == "qualification":
        return redirect(url_for("answers.show", document_id=document_id), 303)
    flash("Saved.")
    return redirect(url_for("joining.show", project_id=project.id), 303)


def _back(project_id: int) -> AnyResponse:
    usual = url_for("joining.show", project_id=project_id)
    return redirect(local_path(request.form.get("next")) or usual, 303)


def _purpose_page(project: Project, found: Document, form: PurposeForm) -> str:
    return render_template(
        "annotate/purpose.html", project=project, document=found, form=form, role=_role()
    )


def _project(project_id: int) -> Project:
    with current.reading() as session:
        require_lead(session, caller(), project_id)
        return session.get_one(Project, project_id)


def _role() -> str:
    return "admin" if caller().is_admin else "lead"


def _page(project: Project, form: JoiningForm, *, is_compared: bool = False) -> str:
    words = " ".join(request.args.get("q", "").replace("\0", " ").split())[:200]
    with current.reading() as session:
        let_pass = queries.let_pass(session, project.id)
        return render_template(
            "annotate/joining.html",
            project=project,
            role=_role(),
            form=form,
            is_compared=is_compared,
            words=words,
            found=queries.titled(session, project.id, words) if words else [],
            qualification=queries.qualification(session, project.id),
            standings=_shown(queries.standings(session, project.id), let_pass),
            let_pass=let_pass,
            shared=queries.shared(session, project.id),
        )


def _shown(found: Sequence[Standing], let_pass: Collection[int]) -> list[Standing]:
    """Return who has to qualify or did, those who have to first; not who was at work before."""
    shown = [
        each
        for each in found
        if each.state != "qualified" or each.is_done or each.person_id in let_pass
    ]
    return sorted(shown, key=lambda each: each.state == "qualified")
