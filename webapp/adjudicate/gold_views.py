"""Each reviewer against gold, for a lead."""

from flask import Blueprint, render_template

from webapp import current
from webapp.accounts.guards import caller, require_session
from webapp.accounts.queries import require_lead
from webapp.adjudicate import actions, queries, queue_queries
from webapp.adjudicate.accuracy import accuracies
from webapp.models import Project

blueprint = Blueprint("gold", __name__, url_prefix="/adjudicate")
blueprint.before_request(require_session)


@blueprint.get("/<id:project_id>/gold")
def show(project_id: int) -> str:
    """Show how much of the project has gold, and how each reviewer agrees with it."""
    with current.reading() as session:
        require_lead(session, caller(), project_id)
        met, recounted = queue_queries.met(session, project_id)
        found = accuracies(met)
        names = queries.names(session, [each.reviewer_id for each in found])
        project = session.get_one(Project, project_id)
    actions.keep(current.database(), recounted)
    return render_template(
        "adjudicate/gold.html",
        project=project,
        accuracies=sorted(found, key=lambda each: names[each.reviewer_id].casefold()),
        names=names,
    )
