"""Each reviewer against all colleagues and against themselves, and the model of their errors."""

from flask import Blueprint, Response, render_template, request
from msgspec import Struct

from webapp import api, current
from webapp.accounts.guards import caller, require_session, require_token
from webapp.accounts.queries import require_lead
from webapp.agreement import actions, queries, repeat_queries, self_agreement
from webapp.agreement.dawid_skene import dawid_skene
from webapp.agreement.include_views import included
from webapp.agreement.profiles import ReviewerProfile, profile_json, profiles
from webapp.agreement.value import Value
from webapp.models import Project
from webapp.problems import BadInput

blueprint = Blueprint("reviewers", __name__, url_prefix="/agreement")
blueprint.before_request(require_session)
api_blueprint = Blueprint("reviewers_api", __name__, url_prefix=api.PREFIX)
api_blueprint.before_request(require_token)


@blueprint.get("/<id:project_id>/reviewers")
def show(project_id: int) -> str:
    """Show the profiles; `advanced=1` fits Dawid and Skene's model too."""
    is_advanced = _is_advanced()
    with current.reading() as session:
        require_lead(session, caller(), project_id)
        loaded = queries.load(session, project_id, included())
        ratings = queries.ratings(session, project_id, included()) if is_advanced else None
        repeated = repeat_queries.of_project(session, project_id)
        project = session.get_one(Project, project_id)
    actions.keep(current.database(), loaded.recounted)
    return render_template(
        "agreement/reviewers.html",
        project=project,
        labels=loaded.counts.labels,
        profiles=profiles(loaded.counts),
        repeated=repeated,
        model=dawid_skene(ratings) if ratings else None,
    )


@api_blueprint.get("/projects/<id:project_id>/agreement/reviewers")
def api_reviewers(project_id: int) -> Response:
    """Return the profiles, and the agreement of each reviewer with themselves."""
    with current.reading() as session:
        require_lead(session, caller(), project_id)
        loaded = queries.load(session, project_id)
        repeated = repeat_queries.of_project(session, project_id)
    actions.keep(current.database(), loaded.recounted)
    found = [profile_json(each) for each in profiles(loaded.counts)]
    return api.reply({"profiles": found, "self_agreement": self_agreement.as_json(repeated)})


class Repeated(Struct):
    """How n sentences that were shown again were labelled the second time."""

    n: int
    percent_agreement: Value
    krippendorff_alpha: Value


class RepeatedBy(Struct):
    """The same of one reviewer."""

    reviewer: str
    n: int
    percent_agreement: Value
    krippendorff_alpha: Value


class SelfAnswer(Struct):
    """Reviewers against themselves: all together, and each."""

    pooled: Repeated
    reviewers: list[RepeatedBy]


class ReviewersAnswer(Struct):
    """Reviewers against their colleagues and against themselves."""

    profiles: list[ReviewerProfile]
    self_agreement: SelfAnswer


OPERATIONS = (
    api.Operation(
        "get",
        "/projects/{id}/agreement/reviewers",
        "Each reviewer against all colleagues and against themselves; leads and admins",
        ReviewersAnswer,
    ),
)


def _is_advanced() -> bool:
    asked = request.args.get("advanced", "0")
    if asked not in ("0", "1"):
        raise BadInput("advanced: 1 for the model of the reviewers' errors, or 0.")
    return asked == "1"
