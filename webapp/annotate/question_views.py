"""A lead's question about a sentence, and the reviewer's answer to it."""

from flask import Blueprint, flash, redirect, render_template, url_for
from werkzeug.wrappers import Response as AnyResponse

from webapp import current
from webapp.accounts.guards import caller, require_session
from webapp.annotate import question_actions, question_queries
from webapp.annotate.question_forms import AnswerForm
from webapp.annotate.question_queries import Asked, Reply
from webapp.problems import BadInput, Conflict, Problem

SENT_BEFORE = (
    "You sent this form before, with another answer, which is saved. Send it once more to add "
    "this one."
)

blueprint = Blueprint("questions", __name__, url_prefix="/annotate")
blueprint.before_request(require_session)


@blueprint.get("/sentences/<id:sentence_id>/question")
def show(sentence_id: int) -> str:
    """Show what is asked about a sentence, with one's own label on it."""
    with current.reading() as session:
        asked = question_queries.asked_about(session, caller(), sentence_id)
    form = AnswerForm(formdata=None)
    form.begin(asked.annotation.revision)
    form.label.data = asked.annotation.label
    return _page(asked, form)


@blueprint.post("/sentences/<id:sentence_id>/question")
def answer(sentence_id: int) -> AnyResponse | tuple[str, int]:
    """Store an answer, another label, or both; the same form again changes nothing."""
    form = AnswerForm()
    reply = form.reply() if form.validate() else None
    with current.reading() as session:
        sent = reply and question_queries.sent(session, caller(), sentence_id, reply)
        if sent == "same":
            return _saved()
        asked = question_queries.asked_about(session, caller(), sentence_id)
    if reply is None:
        return _page(asked, form, form.unseen_problem()), 422
    if sent == "other":
        form.begin(asked.annotation.revision)
        return _page(asked, form, Conflict(SENT_BEFORE)), 409
    try:
        _store(asked, reply)
    except Problem as problem:
        return _page(asked, form, problem), problem.status
    return _saved()


def _saved() -> AnyResponse:
    flash("Your answer is saved.")
    return redirect(url_for("work.show"), 303)


def _store(asked: Asked, reply: Reply) -> None:
    """Store all that the form says, or nothing."""
    if not reply.words and reply.label in (None, asked.annotation.label):
        raise BadInput("Choose another label, or write an answer.")
    with current.writing() as session:
        outcome = question_actions.answer(session, caller(), asked, reply)
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
