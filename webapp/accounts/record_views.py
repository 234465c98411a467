"""The record: what admins and leads did, for the leads of a project and for admins."""

from datetime import datetime
from typing import Any

import msgspec
from flask import Blueprint, Response, render_template, request, url_for
from sqlalchemy.orm import Session

from webapp import api, current
from webapp.accounts import record_queries
from webapp.accounts.guards import caller, require_session, require_token
from webapp.accounts.queries import require_admin, require_lead
from webapp.accounts.record import COMMAND_LINE, kind, read_wanted
from webapp.accounts.record_queries import PAGE, ToldAct
from webapp.models import Project
from webapp.problems import BadInput

blueprint = Blueprint("record", __name__, url_prefix="/accounts")
blueprint.before_request(require_session)
api_blueprint = Blueprint("record_api", __name__, url_prefix=api.PREFIX)
api_blueprint.before_request(require_token)


@blueprint.get("/projects/<id:project_id>/record")
def of_project(project_id: int) -> str:
    """Show the acts in a project, the newest first; `person` and `act` limit them."""
    with current.reading() as session:
        require_lead(session, caller(), project_id)
        return _page(session, session.get_one(Project, project_id))


@blueprint.get("/record")
def of_all() -> str:
    """Show an admin all acts, those on the installation as a whole among them."""
    require_admin(caller())
    with current.reading() as session:
        return _page(session, None)


class ActAnswer(msgspec.Struct):
    """One act; `person` is null for the command line, `detail` has ids and numbers."""

    id: int
    at: datetime
    person_id: int | None
    person: str | None
    project_id: int | None
    project: str | None
    act: str
    detail: dict[str, Any]
    sentence: str


class ActPage(msgspec.Struct):
    """One page of acts, and the address of the next."""

    items: list[ActAnswer]
    next: str | None


@api_blueprint.get("/projects/<id:project_id>/record")
def read(project_id: int) -> Response:
    """Return the acts in a project, the newest first."""
    with current.reading() as session:
        require_lead(session, caller(), project_id)
        return _answer(session, project_id)


@api_blueprint.get("/record")
def read_all() -> Response:
    """Return all acts, the newest first."""
    require_admin(caller())
    with current.reading() as session:
        return _answer(session, None)


_QUERY = (
    ("person", f"Number of who did it, or {COMMAND_LINE}"),
    ("act", "A kind of act, such as published"),
    ("before", "Number before which the page begins; `next` has it"),
)
OPERATIONS = (
    api.Operation(
        "get",
        "/projects/{id}/record",
        "What admins and leads did in a project, the newest first; leads and admins",
        ActPage,
        query=_QUERY,
    ),
    api.Operation(
        "get",
        "/record",
        "What admins and leads did, the newest first; admins",
        ActPage,
        query=_QUERY,
    ),
)


def _page(session: Session, project: Project | None) -> str:
    project_id = project.id if project else None
    wanted = read_wanted(project_id, request.args)
    found = record_queries.acts(session, wanted, _before())
    return render_template(
        "accounts/record.html",
        project=project,
        acts=found[:PAGE],
        following=found[PAGE - 1].id if len(found) > PAGE else None,
        is_first=_before() is None,
        wanted=wanted,
        choices=record_queries.choices(session, project_id),
        command_line=COMMAND_LINE,
        kind=kind,
    )


def _answer(session: Session, project_id: int | None) -> Response:
    wanted = read_wanted(project_id, request.args)
    found = record_queries.acts(session, wanted, _before())
    following = None
    if len(found) > PAGE:
        more: dict[str, Any] = wanted.asked | {"before": found[PAGE - 1].id}
        following = url_for(request.endpoint or "", **(request.view_args or {}), **more)
    return api.reply(ActPage([_act(each) for each in found[:PAGE]], following))


def _act(act: ToldAct) -> ActAnswer:
    return ActAnswer(
        act.id,
        act.at,
        act.person_id,
        act.person,
        act.project_id,
        act.project,
        act.verb,
        act.detail,
        act.sentence,
    )


def _before() -> int | None:
    """Return the number before which a page begins, None for the first one."""
    text = request.args.get("before")
    if text is None:
        return None
    if not (text.isascii() and text.isdigit() and len(text) < 19):
        raise BadInput("before: a whole number, as in the address of the page before.")
    return int(text)
