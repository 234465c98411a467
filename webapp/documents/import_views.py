"""The page on which a lead brings many articles in at once, as files."""

from collections import Counter
from itertools import islice

from flask import Blueprint, render_template

from webapp import current
from webapp.accounts.guards import caller, require_session
from webapp.accounts.queries import CLOSED, require_lead
from webapp.documents import sources
from webapp.documents.forms import ImportForm
from webapp.documents.import_actions import OUTCOMES, Outcome, bring_in
from webapp.models import Project
from webapp.problems import BadInput, Conflict

blueprint = Blueprint("imports", __name__, url_prefix="/documents")
blueprint.before_request(require_session)

MOST = 1000
"""Articles at once: about ten seconds of work."""


@blueprint.get("/projects/<id:project_id>/import")
def show(project_id: int) -> str:
    """Ask for the files."""
    return _page(_project(project_id), ImportForm())


@blueprint.post("/projects/<id:project_id>/import")
def bring(project_id: int) -> str | tuple[str, int]:
    """Bring their articles in, and say what became of each."""
    project = _project(project_id)
    if project.closed_at:
        raise Conflict(CLOSED)
    form = ImportForm()
    if not form.validate_on_submit():
        return _page(project, form), 422
    try:
        outcomes = _brought_in(project_id, form)
    except BadInput as problem:
        return _page(project, form, problem=problem), problem.status
    return _page(project, form, outcomes=outcomes, counts=Counter(each.word for each in outcomes))


def _brought_in(project_id: int, form: ImportForm) -> list[Outcome]:
    limit = current.settings().max_text
    articles = sources.sent(form.contents(), limit, form.encoding.data, form.split.data)
    found = list(islice(articles, MOST + 1))
    if len(found) > MOST:
        raise BadInput(
            f"These are over {MOST:,} articles. Nothing was stored; send them in parts, or use the "
            "command import."
        )
    return list(bring_in(current.database(), project_id, found, caller().person_id))


def _project(project_id: int) -> Project:
    with current.reading() as session:
        require_lead(session, caller(), project_id)
        return session.get_one(Project, project_id)


def _page(project: Project, form: ImportForm, **more: object) -> str:
    return render_template(
        "documents/import.html",
        project=project,
        form=form,
        role="admin" if caller().is_admin else "lead",
        words=OUTCOMES,
        **more,
    )
