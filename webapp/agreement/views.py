"""The summary: how well the reviewers agree, for a lead; the same report for programs."""

from flask import Blueprint, Response, render_template
from markdown_it import MarkdownIt
from markupsafe import Markup

from webapp import api, current
from webapp.accounts.guards import caller, require_session, require_token
from webapp.accounts.queries import require_lead
from webapp.accounts.sight_actions import note_sight
from webapp.agreement import actions, queries, report
from webapp.agreement.bootstrap import REPLICATES
from webapp.agreement.bootstrap_views import PARAMETERS, add_bootstrap
from webapp.agreement.include_views import INCLUDE, included
from webapp.agreement.pairwise import least
from webapp.agreement.particulars import MOST_DISPUTED, named, versions_in
from webapp.agreement.queries import Loaded
from webapp.agreement.quote import methods
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
    """Show how well the reviewers of a project agree; bootstrap intervals too where asked for."""
    with current.reading() as session:
        require_lead(session, caller(), project_id)
        plain = queries.load(session, project_id)
        loaded = queries.load(session, project_id, True) if included() else plain
        project = session.get_one(Project, project_id)
        titles = queries.titles(session, project_id)
        informed = queries.informed(session, project_id)
        disputed = queries.disputed(session, plain.particulars)
    actions.keep(current.database(), plain.recounted)
    note_sight(current.database(), caller().person_id, {each.document_id for each in disputed})
    found = _report(loaded, informed)
    return render_template(
        "agreement/summary.html",
        project=project,
        report=found,
        pairs_shown=least(found.pairs),
        methods=methods(found),
        titles=titles,
        informed=informed,
        left_out=int(named(loaded.particulars.heads).left_out.sum()),
        disputed=disputed,
        most=MOST_DISPUTED,
        replicates=REPLICATES,
    )


@blueprint.get("/agreement.md")  # as docs/coverage.md links to it
@blueprint.get("/method")
def method() -> str:
    """Show how every number is computed."""
    return _page("agreement.md")


@blueprint.get("/coverage.md")
def coverage() -> str:
    """Show how often the intervals hold the truth."""
    return _page("coverage.md")


@api_blueprint.get("/projects/<id:project_id>/agreement")
def api_report(project_id: int) -> Response:
    """Return the report."""
    with current.reading() as session:
        require_lead(session, caller(), project_id)
        loaded = queries.load(session, project_id, included())
        informed = queries.informed(session, project_id)
    actions.keep(current.database(), loaded.recounted)
    return api.reply(report.as_json(_report(loaded, informed)))


OPERATIONS = (
    api.Operation(
        "get",
        "/projects/{id}/agreement",
        "How well the reviewers agree; leads and admins",
        Report,
        query=(INCLUDE, *PARAMETERS),
    ),
)


def _report(loaded: Loaded, informed: int) -> Report:
    found = report.build(
        loaded.counts,
        left_out=[] if included() else [NOT_APPLICABLE],
        versions=versions_in(loaded.particulars),
        informed=informed,
    )
    return add_bootstrap(found, loaded.counts)


def _page(name: str) -> str:
    text = (ROOT / "docs" / name).read_text(encoding="utf-8")
    page = MarkdownIt("commonmark", {"html": True}).enable("table").render(text)
    return render_template("agreement/method.html", page=Markup(page))  # noqa: S704  (our own file)
