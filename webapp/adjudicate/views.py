"""The queue of what stays open: one sentence at a time, in its article, for a lead."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response as AnyResponse

from webapp import current
from webapp.accounts.guards import caller, require_session
from webapp.accounts.queries import require_lead
from webapp.accounts.sight_actions import saw_others
from webapp.adjudicate import actions, case_queries, queries, queue_queries
from webapp.adjudicate.actions import Ruled
from webapp.adjudicate.case_queries import Case
from webapp.adjudicate.forms import TAKE_BACK, WHY, DecisionForm, QuestionForm
from webapp.adjudicate.queue import (
    PAIRS,
    WAITING,
    Elsewhere,
    Wanted,
    add_up,
    by_state,
    elsewhere,
    read_wanted,
)
from webapp.adjudicate.queue_queries import Counted, Recount
from webapp.models import Project
from webapp.problems import BadInput, Conflict, Problem

blueprint = Blueprint("adjudicate", __name__, url_prefix="/adjudicate")
blueprint.before_request(require_session)


@dataclass(frozen=True)
class Around:
    """The queue around a sentence: what is wanted of it, how much that is, and where one is."""

    project: Project
    documents: Sequence[Counted]
    limited: Sequence[Counted]  # those in which what is wanted may be
    wanted: Wanted
    number: int  # of the sentence in the queue, from 0
    recounted: list[Recount]


@blueprint.get("/<id:project_id>")
def show(project_id: int) -> str:
    """Show the sentence at a number of the queue; what the address says else is the filter."""
    with current.reading() as session:
        around = _around(session, project_id)
        here = queue_queries.at(session, around.limited, around.wanted, around.number)
        found = case_queries.case(session, caller(), project_id, here) if here else None
    return _page(around, found)


@blueprint.get("/<id:project_id>/sentences/<id:sentence_id>")
def sentence(project_id: int, sentence_id: int) -> str:
    """Show one sentence, whatever its state."""
    return _sentence(project_id, sentence_id)


@blueprint.post("/<id:project_id>/sentences/<id:sentence_id>/decision")
def decide(project_id: int, sentence_id: int) -> AnyResponse | tuple[str, int]:
    """Store a decision and go on to the next sentence; 409 where somebody else was faster."""
    _require(project_id, sentence_id)
    form = DecisionForm()
    if not form.validate():
        return _sentence(project_id, sentence_id, form, form.unseen_problem()), 422
    try:
        with current.writing() as session:
            ruled = actions.decide(session, caller(), sentence_id, form.ruling())
    except Conflict as problem:
        return _sentence(project_id, sentence_id, form, problem), 409
    if ruled.revision is None:
        return _sentence(project_id, sentence_id, form, None, ruled), 409
    if form.label.data == TAKE_BACK:
        flash("The decision is taken back.")
        return _to_sentence(project_id, sentence_id)
    return _to_queue(project_id, done=sentence_id)


@blueprint.post("/<id:project_id>/sentences/<id:sentence_id>/question")
def ask(project_id: int, sentence_id: int) -> AnyResponse:
    """Send a sentence back to its reviewers as a question, and go on to the next one."""
    _require(project_id, sentence_id)
    form = QuestionForm()
    if not form.validate():
        raise BadInput(" ".join(form.text.errors))
    with current.writing() as session:
        actions.ask(session, caller(), sentence_id, form.text.data or "")
    flash("The question is sent: its reviewers find it under My work.")
    return _to_queue(project_id)


def _require(project_id: int, sentence_id: int) -> None:
    """Pass a sentence that is the caller's to settle, before anything is said of what was sent."""
    with current.reading() as session:
        require_lead(session, caller(), project_id)
        case_queries.require_sentence(session, project_id, sentence_id)


def _around(session: Session, project_id: int) -> Around:
    require_lead(session, caller(), project_id)
    project = session.get_one(Project, project_id)
    documents, recounted = queue_queries.counted(session, project_id)
    articles = {each.id for each in documents}
    wanted = read_wanted(request.args, articles, ended=project.mode == "assigned")
    limited = queue_queries.limited(session, project, documents, wanted)
    return Around(project, documents, limited, wanted, _number(), recounted)


def _number() -> int:
    text = request.args.get("at", "0")
    if not (text.isascii() and text.isdigit() and len(text) < 10):
        raise BadInput("at: the number of a sentence in the queue, from 0.")
    return int(text)


def _sentence(
    project_id: int,
    sentence_id: int,
    tried: DecisionForm | None = None,
    problem: Problem | None = None,
    ruled: Ruled | None = None,
) -> str:
    with current.reading() as session:
        found = case_queries.case(session, caller(), project_id, sentence_id)
        around = _around(session, project_id)
    return _page(around, found, tried, problem, ruled)


def _done() -> int | None:
    """Return the sentence that was decided just now; what is no number of one names none."""
    text = request.args.get("done", "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 19 else None


def _page(
    around: Around,
    found: Case | None,
    tried: DecisionForm | None = None,
    problem: Problem | None = None,
    ruled: Ruled | None = None,
) -> str:
    actions.keep(current.database(), around.recounted)
    form = DecisionForm(formdata=None)
    with current.reading() as session:
        keys = queries.keys_for(session, caller().person_id)
        reason = case_queries.latest_reason(session, caller().person_id)
        done = case_queries.done(session, around.project.id, _done())
        answered = case_queries.answered(session, around.project.id)
    if found:
        _note_sight(found)
        form.show(found.standing, reason)
    if tried:
        form.keep(tried)
    states = by_state(add_up(each.kinds for each in around.limited), around.wanted)
    return render_template(
        "adjudicate/queue.html",
        project=around.project,
        documents=[each for each in around.documents if each.kinds],
        wanted=around.wanted,
        asked=around.wanted.fields,
        number=around.number,
        states=states,
        waiting=sum(states[each] for each in WAITING),
        total=sum(n for state, n in states.items() if around.wanted.is_in(state)),
        elsewhere=None if found else _elsewhere(around),
        answered=answered,
        pairs=PAIRS,
        case=found,
        form=form,
        why=WHY,
        question=QuestionForm(formdata=None),
        tried=tried,
        problem=problem,
        ruled=ruled,
        keys=keys,
        named=request.args.get("names") == "1",
        done=done,
    )


def _elsewhere(around: Around) -> Elsewhere | None:
    """Return what waits in articles that are left out, since they are not ended."""
    shown = {each.id for each in around.limited}
    only = around.wanted.article
    others = [each for each in around.documents if only in (None, each.id)]
    return elsewhere((each.kinds for each in others if each.id not in shown), around.wanted)


def _note_sight(found: Case) -> None:
    """Note that the caller has seen others' labels, so that their own say so from now on."""
    if not found.seen_before:
        with current.writing() as session:
            saw_others(session, caller().person_id, [found.document.id])


def _to_queue(project_id: int, **more: Any) -> AnyResponse:
    """Return to the same filter of the queue; where one sentence went, the next has its number."""
    return redirect(url_for("adjudicate.show", project_id=project_id, **_kept(), **more), 303)


def _to_sentence(project_id: int, sentence_id: int) -> AnyResponse:
    where: dict[str, Any] = {"project_id": project_id, "sentence_id": sentence_id, **_kept()}
    return redirect(url_for("adjudicate.sentence", **where), 303)


def _kept() -> dict[str, Any]:
    """Return what an address says of the queue, so that the next one says it too."""
    return {name: text for name, text in request.args.items() if name in _KEPT}


_KEPT = ("article", "state", "pair", "reason", "ended", "at", "names")
