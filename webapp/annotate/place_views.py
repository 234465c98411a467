"""A reviewer's places: the next article, ending one, giving it back, how the others labelled it."""

from datetime import datetime
from typing import Annotated

from flask import Blueprint, Response, flash, redirect, render_template, request, url_for
from msgspec import Meta, Struct
from werkzeug.wrappers import Response as AnyResponse

from webapp import api, current
from webapp.accounts.guards import caller, require_session, require_token
from webapp.accounts.sight_actions import note_sight
from webapp.annotate import place_actions as actions
from webapp.annotate.joining_queries import must_qualify
from webapp.annotate.others import Comparison, compare
from webapp.annotate.place_queries import State, place
from webapp.annotate.queries import units
from webapp.documents.joining_queries import QUALIFICATION
from webapp.documents.queries import document
from webapp.models import Document
from webapp.problems import Conflict

QUALIFY_FIRST = "Other articles come once you have passed the qualification set, on top of My work."
NONE_LEFT = "No article needs you here now: each has its reviewers, or you have had it already."

blueprint = Blueprint("places", __name__, url_prefix="/annotate")
blueprint.before_request(require_session)
api_blueprint = Blueprint("places_api", __name__, url_prefix=api.PREFIX)
api_blueprint.before_request(require_token)


@blueprint.post("/projects/<id:project_id>/next")
def take_next(project_id: int) -> AnyResponse:
    """Take the article that most needs one, and go there."""
    found = _next(project_id, request.form.get("had", type=int))
    if found is None:
        flash(_why_none(project_id))
        return redirect(url_for("work.show"), 303)
    return redirect(url_for("annotate.show", document_id=found), 303)


@blueprint.post("/<id:document_id>/submit")
def submit(document_id: int) -> AnyResponse | tuple[str, int]:
    """End the article; where sentences have no label, say which first."""
    try:
        with current.writing() as session:
            title = document(session, caller(), document_id).title
            is_meant = bool(request.form.get("incomplete"))
            ended = actions.submit(session, caller(), document_id, incomplete=is_meant)
    except actions.Unlabelled:
        return _unlabelled(document_id), 409
    flash(f"You have ended “{title}”. Thank you.")
    if ended.purpose == QUALIFICATION:
        return redirect(url_for("answers.feedback", document_id=document_id), 303)
    return redirect(url_for("work.show"), 303)


@blueprint.post("/<id:document_id>/release")
def release(document_id: int) -> AnyResponse:
    """Give one's place back."""
    with current.writing() as session:
        title = document(session, caller(), document_id).title
        actions.release(session, caller(), document_id)
    flash(f"You have given “{title}” back. What you labelled stays.")
    return redirect(url_for("work.show"), 303)


@blueprint.post("/<id:document_id>/take-again")
def take_again(document_id: int) -> AnyResponse:
    """Take a place that ran out or was given back, if there is room."""
    with current.writing() as session:
        if actions.take_again(session, caller(), document_id) is None:
            raise Conflict("The article has all its reviewers by now. What you labelled stays.")
    return redirect(url_for("annotate.show", document_id=document_id), 303)


@blueprint.get("/<id:document_id>/others")
def others(document_id: int) -> str:
    """Show how the others labelled an article that all have ended; `all` shows every sentence."""
    found, compared = _others(document_id)
    return render_template(
        "annotate/others.html",
        document=found,
        compared=compared,
        shows_all="all" in request.args,
    )


class PlaceAnswer(Struct):
    """The caller's place on a document."""

    document_id: int
    state: State
    lease_until: Annotated[datetime | None, Meta(description="Until when it is kept")]
    submitted_at: datetime | None


class NextAnswer(Struct):
    """The place that was taken; null where no article needs the caller."""

    place: PlaceAnswer | None


class Submission(Struct):
    """How an article is ended."""

    incomplete: Annotated[
        bool, Meta(description="End it although sentences have no label; else that is a 409")
    ] = False


class OtherLabels(Struct):
    """A sentence with the caller's label and the others', in an order that tells nothing."""

    sentence_id: int
    own: str | None
    others: list[str]


@api_blueprint.post("/projects/<id:project_id>/next")
def api_next(project_id: int) -> Response:
    """Take the article that most needs the caller."""
    found = _next(project_id, None)
    return api.reply(NextAnswer(None if found is None else _place(found)))


@api_blueprint.post("/documents/<id:document_id>/submission")
def api_submit(document_id: int) -> Response:
    """End a document."""
    wanted = api.convert(api.json_body(), Submission)
    with current.writing() as session:
        actions.submit(session, caller(), document_id, incomplete=wanted.incomplete)
    return api.reply(_place(document_id))


@api_blueprint.post("/documents/<id:document_id>/release")
def api_release(document_id: int) -> Response:
    """Give a place back."""
    with current.writing() as session:
        actions.release(session, caller(), document_id)
    return api.reply(_place(document_id))


@api_blueprint.get("/documents/<id:document_id>/place")
def api_place(document_id: int) -> Response:
    """Return the caller's place on a document."""
    return api.reply(_place(document_id))


@api_blueprint.get("/documents/<id:document_id>/others")
def api_others(document_id: int) -> Response:
    """Return how the others labelled a document."""
    _, compared = _others(document_id)
    return api.reply([OtherLabels(each.id, each.own, list(each.others)) for each in compared.rows])


OPERATIONS = (
    api.Operation("post", "/projects/{id}/next", "Take the next document", NextAnswer),
    api.Operation("get", "/documents/{id}/place", "The caller's place on a document", PlaceAnswer),
    api.Operation(
        "post",
        "/documents/{id}/submission",
        "End a document: its labels stay as they are",
        PlaceAnswer,
        body=Submission,
        statuses={200: "Ended", 409: "Sentences have no label, or there is no place"},
    ),
    api.Operation("post", "/documents/{id}/release", "Give a place back", PlaceAnswer),
    api.Operation(
        "get",
        "/documents/{id}/others",
        "How the others labelled a document, where the project shows it and all have ended it",
        list[OtherLabels],
    ),
)


def _next(project_id: int, had: int | None) -> int | None:
    with current.writing() as session:
        return actions.take_next(session, caller(), project_id, had)


def _place(document_id: int) -> PlaceAnswer:
    with current.reading() as session:
        found = place(session, caller(), document_id)
    return PlaceAnswer(document_id, found.state, found.lease_until, found.submitted_at)


def _unlabelled(document_id: int) -> str:
    with current.reading() as session:
        found = document(session, caller(), document_id)
        open_units = [
            each for each in units(session, caller().person_id, document_id) if not each.label
        ]
    return render_template("annotate/unlabelled.html", document=found, units=open_units)


def _why_none(project_id: int) -> str:
    with current.reading() as session:
        waits = must_qualify(session, project_id, caller().person_id)
    return QUALIFY_FIRST if waits else NONE_LEFT


def _others(document_id: int) -> tuple[Document, Comparison]:
    """Return an article beside the others' labels, and note that the caller has seen them."""
    with current.reading() as session:
        found = document(session, caller(), document_id)
        compared = compare(session, caller(), document_id)
    note_sight(current.database(), caller().person_id, [document_id])
    return found, compared
