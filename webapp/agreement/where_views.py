"""Where to look: agreement by guideline version, outlet, story and time, for a lead."""

from flask import Blueprint, Response, render_template

from webapp import api, current
from webapp.accounts.guards import caller, require_session, require_token
from webapp.accounts.queries import require_lead
from webapp.agreement import actions, queries, where, where_queries
from webapp.agreement.include_views import INCLUDE, included
from webapp.agreement.where import Where
from webapp.models import Project

blueprint = Blueprint("where", __name__, url_prefix="/agreement")
blueprint.before_request(require_session)
api_blueprint = Blueprint("where_api", __name__, url_prefix=api.PREFIX)
api_blueprint.before_request(require_token)


@blueprint.get("/<id:project_id>/where")
def show(project_id: int) -> str:
    """Show the breakdowns."""
    found = _found(project_id)
    with current.reading() as session:
        project = session.get_one(Project, project_id)
    return render_template("agreement/where.html", project=project, where=found)


@api_blueprint.get("/projects/<id:project_id>/agreement/where")
def api_where(project_id: int) -> Response:
    """Return the breakdowns."""
    return api.reply(where.as_json(_found(project_id)))


OPERATIONS = (
    api.Operation(
        "get",
        "/projects/{id}/agreement/where",
        "Agreement by guideline version, outlet, story and over time; leads and admins",
        Where,
        query=(INCLUDE,),
    ),
)


def _found(project_id: int) -> Where:
    with current.reading() as session:
        require_lead(session, caller(), project_id)
        loaded = queries.load(session, project_id, included())
        found = where_queries.where(session, project_id, loaded)
    actions.keep(current.database(), loaded.recounted)
    return found
