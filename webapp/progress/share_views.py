"""Sharing all that is missing out evenly: first looked at, then done."""

from dataclasses import dataclass

from flask import Blueprint, flash, redirect, render_template, url_for
from werkzeug.wrappers import Response as AnyResponse

from webapp import current
from webapp.accounts.guards import caller, require_session
from webapp.accounts.queries import require_lead
from webapp.annotate import grid_actions, grid_queries
from webapp.annotate.grid_queries import Member
from webapp.db import now
from webapp.models import Project
from webapp.problems import BadInput, Conflict
from webapp.progress.forms import UNREADABLE, ShareForm

blueprint = Blueprint("share", __name__, url_prefix="/progress")
blueprint.before_request(require_session)


@dataclass(frozen=True)
class Share:
    """What somebody would get, beside what they have."""

    member: Member
    more: int


@blueprint.get("/<id:project_id>/share")
def show(project_id: int) -> str:
    """Show who would get how many articles."""
    return _page(project_id)


@blueprint.post("/<id:project_id>/share")
def share_out(project_id: int) -> AnyResponse | tuple[str, int]:
    """Do what was shown; where places have changed since, show what it would be now."""
    with current.reading() as session:
        require_lead(session, caller(), project_id)
    form = ShareForm()
    if not form.validate_on_submit():
        raise BadInput(UNREADABLE)
    try:
        with current.writing() as session:
            done = grid_actions.share_out(session, caller(), project_id, form.plan.data or "")
    except Conflict as problem:
        return _page(project_id, str(problem)), problem.status
    flash(f"{len(done.places):,} places on {done.articles:,} articles were given.")
    return redirect(url_for("progress.show", project_id=project_id), 303)


def _page(project_id: int, problem: str = "") -> str:
    at = now()
    with current.reading() as session:
        require_lead(session, caller(), project_id)
        project = session.get_one(Project, project_id)
        plan = grid_actions.planned(session, project_id, at)
        members = grid_queries.members(session, project_id, at)
    more = plan.of_each
    shares = [Share(each, more[each.person_id]) for each in members if each.role == "reviewer"]
    form = ShareForm(formdata=None)
    form.plan.data = plan.mark
    return render_template(
        "progress/share.html",
        project=project,
        plan=plan,
        shares=shares,
        form=form,
        problem=problem,
    )
