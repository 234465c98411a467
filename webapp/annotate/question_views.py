"""A lead's question about a sentence, and the reviewer's answer to it."""

import uuid

from flask import Blueprint, flash, redirect, render_template, url_for
from werkzeug.wrappers import Response as AnyResponse

from webapp import current
from webapp.accounts.guards import caller, require_session
from webapp.annotate import question_actions, question_queries
from webapp.annotate.question_forms import AnswerForm
from webapp.annotate.question_queries import Asked
from webapp.problems import BadInput, Conflict, Problem

blueprint = Blueprint("questions", __name__, url_prefix="/annotate")
blueprint.before_request(require_session)


@blueprint.get("/sentences/<id:sentence_id>/question")
def show(sentence_id: int) -> str:
    """Show what is asked about a sentence, with one's own label on it."""
    with current.reading() as session:
        asked = question_queries.asked_about(session, caller(), sentence_id)
    form = AnswerForm(formdata=None)
    form.event_id.data, form.seen_revision.data = str(uuid.uuid4()), asked.annotation.revision
    form.label.data = asked.annotation.label
    return _page(asked, form)


@blueprint.post("/sentences/<id:sentence_id>/question")
def answer(sentence_id: int) -> AnyResponse | tuple[str, int]:
    """Store an answer, another label, or both."""
    form = AnswerForm()
    with current.reading() as session:
        asked = question_queries.asked_about(session, caller(), sentence_id)
    if not form.validate():
        return _page(asked, form, form.unseen_problem()), 422
    words = (form.answer.data or "").strip()
    if not words and form.label.data in (None, asked.annotation.label):
        return _page(asked, form, BadInput("Choose another label, or write an answer.")), 422
    try:
        _store(asked, form, words)
    except Problem as problem:
        return _page(asked, form, problem), problem.status
    flash("Your answer is saved.")
    return redirect(url_for("work.show"), 303)


def _store(asked: Asked, form: AnswerForm, words: str) -> None:
    """Store all that the form says, or nothing."""
    with current.writing() as session:
        outcome = question_actions.answer(
            session,
            caller(),
            asked,
            form.event_id.data or "",
            form.label.data,
            form.seen_revision.data,
            words,
        )
        if outcome and outcome.outcome == "refused":
            raise BadInput(outcome.reason or "")
        if outcome and outcome.outcome == "conflict":
            raise Conflict(
                f"Your label was changed elsewhere: {outcome.reason} Load the page again."
            )


def _page(asked: Asked, form: AnswerForm, problem: Problem | None = None) -> str:
    return render_template(
        "annotate/question.html", project=asked.project, asked=asked, form=form, problem=problem
    )
