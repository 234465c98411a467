"""The key of a qualification article for leads, and what it says of one's own labels."""

from typing import Annotated

import msgspec
from flask import Blueprint, Response, flash, redirect, render_template, request, url_for
from msgspec import Meta
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response as AnyResponse

from webapp import api, current
from webapp.accounts.guards import caller, require_session, require_token
from webapp.accounts.queries import require_lead
from webapp.accounts.sight_actions import saw_others
from webapp.annotate import answer_actions as actions
from webapp.annotate import answer_queries as queries
from webapp.annotate import joining_queries
from webapp.annotate.answer_actions import Given
from webapp.annotate.joining_forms import LONGEST, given_answers, refuse_unstorable
from webapp.annotate.judgment import Label
from webapp.annotate.place_actions import begin
from webapp.annotate.place_queries import place
from webapp.documents.joining_queries import QUALIFICATION
from webapp.documents.queries import document
from webapp.models import Document, Project
from webapp.problems import BadInput, Conflict, NotFound

blueprint = Blueprint("answers", __name__, url_prefix="/annotate")
blueprint.before_request(require_session)
api_blueprint = Blueprint("answers_api", __name__, url_prefix=api.PREFIX)
api_blueprint.before_request(require_token)


@blueprint.get("/<id:document_id>/key")
def show(document_id: int) -> str:
    """Show a lead the key of an article."""
    return _page(document_id)


@blueprint.post("/<id:document_id>/key")
def save(document_id: int) -> AnyResponse | tuple[str, int]:
    """Store the key as it was filled in."""
    with current.reading() as session:
        _led(session, document_id)
        ids = [each.sentence_id for each in queries.answers(session, document_id, 0)]
    given = given_answers(ids)
    try:
        with current.writing() as session:
            seen = request.form.get("seen", "")
            actions.set_key(session, document_id, caller().person_id, given, seen)
    except actions.KeyChanged as changed:
        return _page(document_id, given), changed.status
    flash(f"The key is saved: {len(given)} of {len(ids)} sentences have an answer.")
    return redirect(url_for("answers.show", document_id=document_id), 303)


@blueprint.post("/<id:document_id>/key/labels")
def take_labels(document_id: int) -> AnyResponse:
    """Make one's own labels the key, and one's notes the explanations."""
    with current.writing() as session:
        _led(session, document_id)
        number = actions.take_labels(session, document_id, caller().person_id)
    flash(f"Your labels are the key now: {number} sentences have an answer.")
    return redirect(url_for("answers.show", document_id=document_id), 303)


@blueprint.post("/<id:document_id>/begin")
def start(document_id: int) -> AnyResponse:
    """Take a place on an article that everybody labels, and open it."""
    with current.writing() as session:
        begin(session, caller(), document_id)
    return redirect(url_for("annotate.show", document_id=document_id), 303)


@blueprint.get("/<id:document_id>/feedback")
def feedback(document_id: int) -> str:
    """Show how one's own labels compare with the key, once one has ended the article."""
    with current.reading() as session:
        found = document(session, caller(), document_id)
        mine = place(session, caller(), document_id)
    if found.purpose != QUALIFICATION:
        raise NotFound("There is feedback for the articles of the qualification set alone.")
    if mine.state != "submitted":
        raise Conflict("The feedback comes once you have ended this article.")
    if mine.seen_others_at is None:
        with current.writing() as session:
            saw_others(session, caller().person_id, [document_id])
    with current.reading() as session:
        return _feedback_page(session, found)


class KeyItem(msgspec.Struct):
    """The label that a sentence should have, and why."""

    sentence_id: Annotated[int, Meta(ge=1, le=2**63 - 1)]
    label: Label
    explanation: Annotated[str, Meta(max_length=LONGEST)] = ""


@api_blueprint.get("/documents/<id:document_id>/key")
def read_key(document_id: int) -> Response:
    """Return the key of an article to a lead."""
    with current.reading() as session:
        _led(session, document_id)
        found = queries.answers(session, document_id, 0)
    return api.reply(
        [KeyItem(each.sentence_id, each.label, each.explanation) for each in found if each.label]
    )


@api_blueprint.put("/documents/<id:document_id>/key")
def put_key(document_id: int) -> Response:
    """Replace the key of an article."""
    with current.reading() as session:
        _led(session, document_id)
    given = _given(api.convert(api.json_body(), list[KeyItem]))
    with current.writing() as session:
        actions.set_key(session, document_id, caller().person_id, given)
    return read_key(document_id)


OPERATIONS = (
    api.Operation(
        "get",
        "/documents/{id}/key",
        "The key of a qualification article; leads and admins",
        list[KeyItem],
    ),
    api.Operation(
        "put",
        "/documents/{id}/key",
        "Replace the key of a qualification article; leads and admins",
        list[KeyItem],
        body=list[KeyItem],
    ),
)


def _given(items: list[KeyItem]) -> Given:
    given = {each.sentence_id: (each.label, each.explanation) for each in items}
    if len(given) != len(items):
        raise BadInput("A sentence is in the list twice.")
    for each in items:
        refuse_unstorable(each.explanation)
    return given


def _led(session: Session, document_id: int) -> Document:
    found = document(session, caller(), document_id)
    require_lead(session, caller(), found.project_id)
    return found


def _page(document_id: int, tried: Given | None = None) -> str:
    with current.reading() as session:
        found = _led(session, document_id)
        answers = queries.answers(session, document_id, caller().person_id)
        return render_template(
            "annotate/key.html",
            document=found,
            project=session.get_one(Project, found.project_id),
            role="admin" if caller().is_admin else "lead",
            answers=answers,
            seen=queries.state_of(answers),
            tried=tried,
            longest=LONGEST,
        )


def _feedback_page(session: Session, found: Document) -> str:
    person_id = caller().person_id
    project = session.get_one(Project, found.project_id)
    answers = [each for each in queries.answers(session, found.id, person_id) if each.label]
    return render_template(
        "annotate/feedback.html",
        document=found,
        project=project,
        answers=answers,
        matched=sum(each.is_match for each in answers),
        standing=joining_queries.standing(session, project.id, person_id),
    )
