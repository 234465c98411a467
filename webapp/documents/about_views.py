"""The page on which a lead corrects what is said of an article."""

from flask import Blueprint, flash, redirect, render_template, url_for
from werkzeug.wrappers import Response as AnyResponse

from webapp import current
from webapp.accounts.guards import caller, require_session
from webapp.accounts.queries import require_lead
from webapp.documents.about_actions import about, correct
from webapp.documents.forms import CorrectionForm
from webapp.documents.queries import document
from webapp.models import Document, Project
from webapp.problems import BadInput, ChangedMeanwhile

blueprint = Blueprint("about", __name__, url_prefix="/documents")
blueprint.before_request(require_session)


@blueprint.get("/<id:document_id>/about")
def show(document_id: int) -> str:
    """Show what is said of an article."""
    found, project = _document(document_id)
    form = CorrectionForm(formdata=None, obj=found)
    form.show(about(found))
    return _page(found, project, form)


@blueprint.post("/<id:document_id>/about")
def save(document_id: int) -> AnyResponse | tuple[str, int]:
    """Change what is said of it."""
    found, project = _document(document_id)
    form = CorrectionForm()
    if not form.validate_on_submit():
        return _page(found, project, form), 422
    try:
        with current.writing() as session:
            correct(session, caller().person_id, document_id, form.about(), form.shown())
    except ChangedMeanwhile as changed:
        found, project = _document(document_id)
        form.show(about(found))
        return _page(found, project, form, is_compared=True), changed.status
    except BadInput as problem:
        return _page(found, project, form, problem=problem), problem.status
    flash("Saved.")
    return redirect(url_for("annotate.show", document_id=document_id), 303)


def _document(document_id: int) -> tuple[Document, Project]:
    with current.reading() as session:
        found = document(session, caller(), document_id)
        require_lead(session, caller(), found.project_id)
        return found, session.get_one(Project, found.project_id)


def _page(found: Document, project: Project, form: CorrectionForm, **more: object) -> str:
    return render_template(
        "documents/about.html",
        document=found,
        project=project,
        form=form,
        role="admin" if caller().is_admin else "lead",
        **more,
    )
