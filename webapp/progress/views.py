"""How far a project is and what is stuck in it: the lead's pages, which update by themselves."""

from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256

from flask import Blueprint, Response, render_template, request, url_for
from sqlalchemy.orm import Session

from webapp import current
from webapp.accounts.guards import caller, require_session
from webapp.accounts.queries import Member, members, require_lead
from webapp.annotate.joining_queries import Standing
from webapp.db import now
from webapp.models import Project
from webapp.progress import people_queries, queries, stuck_queries, wanted, words
from webapp.progress.people_queries import Day, Person
from webapp.progress.queries import Articles, Totals
from webapp.progress.stuck_queries import Stuck
from webapp.progress.wanted import Wanted

blueprint = Blueprint("progress", __name__, url_prefix="/progress")
blueprint.before_request(require_session)


@dataclass(frozen=True)
class Overview:
    """What the page about articles shows, as of a moment."""

    project: Project
    wanted: Wanted
    at: datetime
    totals: Totals
    articles: Articles
    stuck: list[Stuck]
    absent: list[Member]
    failed: list[Standing]
    days: list[Day]


@blueprint.get("/<id:project_id>")
def show(project_id: int) -> str:
    """Show what is stuck, and a page of articles: `q`, `state`, `sort` and `page` say which."""
    return render_template("progress/show.html", **_overview(project_id))


@blueprint.get("/<id:project_id>/live")
def live(project_id: int) -> Response:
    """Return the parts of that page that change, or 304 where they have not."""
    return _unless_known(render_template("progress/live.html", **_overview(project_id)))


@blueprint.get("/<id:project_id>/people")
def people(project_id: int) -> str:
    """Show how far each person is."""
    return render_template("progress/people.html", **_people(project_id))


@blueprint.get("/<id:project_id>/people/live")
def people_live(project_id: int) -> Response:
    """Return the part of that page that changes, or 304 where it has not."""
    return _unless_known(render_template("progress/people_live.html", **_people(project_id)))


def overview(session: Session, project: Project, asked: Wanted) -> Overview:
    """Return what is to be shown of a project."""
    at = now()
    totals = queries.totals(session, project, at)
    return Overview(
        project,
        asked,
        at,
        totals,
        queries.articles(session, project, asked, totals, at),
        stuck_queries.stuck(session, project, totals, at),
        [each for each in members(session, project.id) if each.is_awaited],
        stuck_queries.failed(session, project),
        list(people_queries.days(session, project.id, at)),
    )


def _overview(project_id: int) -> dict[str, object]:
    asked = wanted.read(request.args)
    with current.reading() as session:
        require_lead(session, caller(), project_id)
        found = overview(session, session.get_one(Project, project_id), asked)
    return {
        **vars(found),
        "since": words.since,
        "public": (current.settings().public_url or request.host_url).rstrip("/"),
        "here": url_for("progress.show", project_id=project_id, **asked.asked()),
        "live": url_for("progress.live", project_id=project_id, **asked.asked()),
        "sorts": wanted.SORTS,
        "states": wanted.STATES,
        "latest": stuck_queries.LATEST,
    }


def _people(project_id: int) -> dict[str, object]:
    at = now()
    with current.reading() as session:
        require_lead(session, caller(), project_id)
        project = session.get_one(Project, project_id)
        found: list[Person] = people_queries.people(session, project_id, at)
    return {"project": project, "people": found, "at": at, "since": words.since}


def _unless_known(page: str) -> Response:
    """Return a part of a page under a mark of its words, or that the browser has it already.

    The mark is a weak one, since the part may be compressed on its way.
    """
    response = Response(page)
    response.set_etag(sha256(page.encode()).hexdigest()[:32], weak=True)
    response.make_conditional(request)
    return response
