"""What a lead does about one place, by one click."""

from collections.abc import Callable

from flask import Blueprint, flash, redirect, url_for
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response as AnyResponse

from webapp import current
from webapp.accounts.guards import caller, require_session
from webapp.accounts.queries import Caller, require_lead
from webapp.annotate import grid_actions
from webapp.annotate.grid_queries import Pair
from webapp.progress.forms import PlaceForm
from webapp.security import local_path

blueprint = Blueprint("progress_acts", __name__, url_prefix="/progress")
blueprint.before_request(require_session)
Act = Callable[[Session, Caller, int, Pair], object]


@blueprint.post("/<id:project_id>/take-back")
def take_back(project_id: int) -> AnyResponse:
    """Give somebody's place back for them."""
    return _act(project_id, grid_actions.take_back, "The place is free again; the labels stay.")


@blueprint.post("/<id:project_id>/extend")
def extend(project_id: int) -> AnyResponse:
    """Keep a place for its reviewer for another lease."""
    return _act(project_id, grid_actions.extend, "The place is kept for longer.")


@blueprint.post("/<id:project_id>/reopen")
def reopen(project_id: int) -> AnyResponse:
    """Open an article that was ended for its reviewer again."""
    return _act(project_id, grid_actions.reopen, "The article is open for its reviewer again.")


@blueprint.post("/<id:project_id>/assign")
def assign(project_id: int) -> AnyResponse:
    """Give somebody a place."""
    return _act(project_id, _assign, "The place is given.")


def _assign(session: Session, who: Caller, project_id: int, pair: Pair) -> None:
    grid_actions.give(session, who, project_id, [pair])


def _act(project_id: int, act: Act, done: str) -> AnyResponse:
    with current.reading() as session:
        require_lead(session, caller(), project_id)
    form = PlaceForm()
    pair = form.pair()
    with current.writing() as session:
        act(session, caller(), project_id, pair)
    flash(done)
    usual = url_for("progress.show", project_id=project_id)
    return redirect(local_path(form.next.data) or usual, 303)
