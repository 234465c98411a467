"""The queue, decisions and agreement with gold, for programs of leads."""

from datetime import datetime
from typing import Annotated, Any, Literal

import msgspec
from flask import Blueprint, Response, request, url_for
from msgspec import Meta

from webapp import api, current
from webapp.accounts.guards import caller, require_token
from webapp.accounts.queries import require_lead
from webapp.accounts.sight_actions import saw_others
from webapp.adjudicate import actions, queries, queue_queries
from webapp.adjudicate.accuracy import accuracies, accuracy_json
from webapp.adjudicate.actions import LONGEST, Ruled, Ruling
from webapp.adjudicate.queue import read_wanted
from webapp.adjudicate.queue_queries import PAGE, Waiting
from webapp.adjudicate.standing import STATES, Decided
from webapp.models import Project
from webapp.problems import BadInput
from webapp.scheme import ALL_LABELS, REASONS

_REASONS = tuple(REASONS)
Label = Literal[ALL_LABELS]  # type: ignore[valid-type]
Reason = Literal[_REASONS]  # type: ignore[valid-type]
State = Literal[STATES]  # type: ignore[valid-type]

api_blueprint = Blueprint("adjudicate_api", __name__, url_prefix=api.PREFIX)
api_blueprint.before_request(require_token)


class DecisionBody(msgspec.Struct, forbid_unknown_fields=True):
    """A decision on a sentence."""

    label: Annotated[Label | None, Meta(description="null takes the decision back")]
    reason: Annotated[Reason | None, Meta(description="Needed with a label")] = None
    note: Annotated[str, Meta(max_length=LONGEST)] = ""
    seen_revision: (
        Annotated[int, Meta(description="Without it, the last one wins", ge=0, le=2**31 - 1)] | None
    ) = None


class QuestionBody(msgspec.Struct, forbid_unknown_fields=True):
    """A question to those who have labelled a sentence."""

    text: Annotated[str, Meta(min_length=1, max_length=LONGEST)]


class DecidedAnswer(msgspec.Struct):
    """The newest decision on a sentence; label and reason are null where it was taken back."""

    revision: int
    label: Label | None
    reason: Reason | None
    note: str
    decided_by: str
    decided_at: datetime


class RuledAnswer(msgspec.Struct):
    """What became of a decision; a conflict is kept in the history and does not count."""

    outcome: Literal["stored", "conflict"]
    revision: int | None
    current: DecidedAnswer | None


class WaitingAnswer(msgspec.Struct):
    """A sentence of the queue, with how many gave it each label and what was decided last."""

    sentence_id: int
    document_id: int
    position: int
    start: int
    end: int
    text: str
    state: State
    votes: dict[str, int]
    decision: DecidedAnswer | None


class AskedAnswer(msgspec.Struct):
    """The sentence that is asked about."""

    sentence_id: int


class QueueAnswer(msgspec.Struct):
    """A page of the queue."""

    items: list[WaitingAnswer]
    next: str | None


class AccuracyAnswer(msgspec.Struct):
    """Each reviewer against gold; confusion has own labels in rows, gold in columns."""

    labels: tuple[str, ...]
    reviewers: list[dict[str, Any]]


_LEADS = {403: "Not a lead of the project", 404: "Not there, or not the caller's"}

OPERATIONS = (
    api.Operation(
        "get",
        "/projects/{id}/queue",
        f"What waits for a lead, {PAGE} a page, in the order of the queue",
        QueueAnswer,
        statuses={200: "A page", **_LEADS},
        query=(
            ("state", f"One of {', '.join(STATES)}; all but decided if not given"),
            ("article", "Number of a document"),
            ("pair", "Two labels that both were given, comma between"),
            ("reason", f"Of the decision: one of {', '.join(REASONS)}"),
            ("ended", "1: articles alone that all their reviewers have submitted"),
            ("at", "Number in the queue at which the page begins; `next` has it"),
        ),
    ),
    api.Operation(
        "post",
        "/sentences/{id}/decision",
        "Decide on a sentence, or take the decision back",
        RuledAnswer,
        body=DecisionBody,
        statuses={
            200: "What became of it: stored, or a conflict where somebody decided since",
            409: "The sentence was cut anew, or there is nothing to take back",
            **_LEADS,
        },
    ),
    api.Operation(
        "post",
        "/sentences/{id}/question",
        "Ask those who have labelled a sentence",
        AskedAnswer,
        body=QuestionBody,
        statuses={201: "Asked", 409: "Nobody has labelled it", **_LEADS},
    ),
    api.Operation(
        "get",
        "/projects/{id}/gold",
        "The agreement of each reviewer with gold that did not come from their own vote",
        AccuracyAnswer,
        statuses={200: "The agreement", **_LEADS},
    ),
)


@api_blueprint.get("/projects/<id:project_id>/queue")
def queue(project_id: int) -> Response:
    """Return a page of the queue; whoever asks has seen these labels."""
    number = _number()
    with current.reading() as session:
        require_lead(session, caller(), project_id)
        project = session.get_one(Project, project_id)
        documents, recounted = queue_queries.counted(session, project_id)
        wanted = read_wanted(request.args, {each.id for each in documents}, ended=False)
        some = queue_queries.limited(session, project, documents, wanted)
        found = queue_queries.page(session, some, wanted, number)
    actions.keep(current.database(), recounted)
    shown = found[:PAGE]
    with current.writing() as session:
        saw_others(session, caller().person_id, [each.document_id for each in shown])
    more: dict[str, Any] = {**wanted.fields, "at": number + PAGE}
    there = url_for("adjudicate_api.queue", project_id=project_id, **more)
    following = there if len(found) > PAGE else None
    return api.reply(QueueAnswer([_waiting(each) for each in shown], following))


@api_blueprint.post("/sentences/<id:sentence_id>/decision")
def decide(sentence_id: int) -> Response:
    """Store a decision."""
    body = api.convert(api.json_body(), DecisionBody)
    ruling = Ruling(body.label, body.reason, body.note, body.seen_revision)
    with current.writing() as session:
        ruled = actions.decide(session, caller(), sentence_id, ruling)
    return api.reply(_ruled(ruled))


@api_blueprint.post("/sentences/<id:sentence_id>/question")
def ask(sentence_id: int) -> Response:
    """Send a question."""
    body = api.convert(api.json_body(), QuestionBody)
    with current.writing() as session:
        actions.ask(session, caller(), sentence_id, body.text)
    return api.reply(AskedAnswer(sentence_id), 201)


@api_blueprint.get("/projects/<id:project_id>/gold")
def gold(project_id: int) -> Response:
    """Return how each reviewer agrees with gold."""
    with current.reading() as session:
        require_lead(session, caller(), project_id)
        met, recounted = queue_queries.met(session, project_id)
        found = accuracies(met)
        names = queries.names(session, [each.reviewer_id for each in found])
    actions.keep(current.database(), recounted)
    rows = [accuracy_json(each, names[each.reviewer_id]) for each in found]
    return api.reply(AccuracyAnswer(ALL_LABELS, rows))


def _number() -> int:
    text = request.args.get("at", "0")
    if not (text.isascii() and text.isdigit() and len(text) < 10):
        raise BadInput("at: the number of a sentence in the queue, from 0.")
    return int(text)


def _waiting(waiting: Waiting) -> WaitingAnswer:
    standing = waiting.standing
    return WaitingAnswer(
        standing.sentence_id,
        waiting.document_id,
        waiting.position,
        waiting.start,
        waiting.end,
        waiting.text,
        standing.state,
        dict(zip(ALL_LABELS, standing.counts, strict=True)),
        _decided(standing.decided),
    )


def _decided(decided: Decided | None) -> DecidedAnswer | None:
    if decided is None:
        return None
    said = (decided.revision, decided.label, decided.reason, decided.note)
    return DecidedAnswer(*said, decided.made_by, decided.made_at)


def _ruled(ruled: Ruled) -> RuledAnswer:
    outcome: Literal["stored", "conflict"] = "stored" if ruled.revision else "conflict"
    return RuledAnswer(outcome, ruled.revision, _decided(ruled.newest))
