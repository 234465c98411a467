"""The summary: how well the reviewers agree, for a lead; the same report for programs."""

from flask import Blueprint, Response, render_template
from markdown_it import MarkdownIt
from markupsafe import Markup
from sqlalchemy.orm import Session

from webapp import api, current
from webapp.accounts.guards import caller, require_session, require_token
from webapp.accounts.queries import require_lead
from webapp.agreement import queries, report
from webapp.agreement.report import Report
from webapp.config import ROOT
from webapp.models import Project
from webapp.scheme import NOT_APPLICABLE

blueprint = Blueprint("agreement", __name__, url_prefix="/agreement")
blueprint.before_request(require_session)
api_blueprint = Blueprint("agreement_api", __name__, url_prefix=api.PREFIX)
api_blueprint.before_request(require_token)


@blueprint.get("/<id:project_id>")
def summary(project_id: int) -> str:
    """Show how well the reviewers of a project agree."""
    with current.reading() as session:
        require_lead(session, caller(), project_id)
        return render_template(
            "agreement/summary.html",
            project=session.get_one(Project, project_id),
            report=_report(session, project_id),
            titles=queries.titles(session, project_id),
            left_out=queries.left_out(session, project_id),
            disputed=queries.disputed(session, project_id),
            most=queries.MOST_DISPUTED,
        )


@blueprint.get("/method")
def method() -> str:
    """Show how every number is computed."""
    text = (ROOT / "docs" / "agreement.md").read_text(encoding="utf-8")
    page = MarkdownIt("commonmark", {"html": True}).enable("table").render(text)
    return render_template("agreement/method.html", page=Markup(page))  # noqa: S704  (our own file)


@api_blueprint.get("/projects/<id:project_id>/agreement")
def api_report(project_id: int) -> Response:
    """Return the report."""
    with current.reading() as session:
        require_lead(session, caller(), project_id)
        return api.reply(report.as_json(_report(session, project_id)))


OPERATIONS = (
    api.Operation(
        "get",
        "/projects/{id}/agreement",
        "How well the reviewers agree; leads and admins",
        Report,
    ),
)


def _report(session: Session, project_id: int) -> Report:
    return report.build(queries.fetch(session, project_id), left_out=[NOT_APPLICABLE])
