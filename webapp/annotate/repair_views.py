"""Joining and splitting the sentences of an article, as a page and for programs."""

from collections.abc import Sequence
from typing import Annotated, Any

import msgspec
from flask import Blueprint, Response, redirect, render_template, request, url_for
from msgspec import Meta
from werkzeug.wrappers import Response as AnyResponse

from webapp import api, current
from webapp.accounts.guards import caller, require_session, require_token
from webapp.accounts.queries import require_member
from webapp.annotate import queries
from webapp.annotate.layout import paragraphs
from webapp.annotate.queries import Unit
from webapp.annotate.repair import labelled_by, repair, repairable
from webapp.annotate.repair_forms import RepairForm, wish_of
from webapp.annotate.repair_layout import effect, laid_out, past, touched, untouched
from webapp.annotate.views import DocumentAnswer, document_answer
from webapp.documents.queries import repairs
from webapp.documents.repair import Wish
from webapp.documents.repair_actions import Cut
from webapp.models import Project
from webapp.problems import BadInput, Conflict, Problem, TooLarge

MOST_SHOWN = 50

blueprint = Blueprint("repair", __name__, url_prefix="/annotate")
blueprint.before_request(require_session)
api_blueprint = Blueprint("repair_api", __name__, url_prefix=api.PREFIX)
api_blueprint.before_request(require_token)


@blueprint.get("/<id:document_id>/repair")
def show(document_id: int) -> str:
    """Show the article with its sentences set apart; `at` is the number of the chosen one."""
    return _page(document_id, request.args.get("at", 1, type=int))


@blueprint.post("/<id:document_id>/repair")
def save(document_id: int) -> AnyResponse | tuple[str, int]:
    """Join or split: 303 to the new sentence."""
    with current.reading() as session:
        repairable(session, caller(), document_id)
    form = RepairForm()
    try:
        made = _repair(document_id, form.wish(), form.segmentation.data)
    except (BadInput, Conflict, TooLarge) as problem:
        return _page(document_id, form.sentence_id.data or 0, problem), problem.status
    number = made.position + 1
    where = f"?at={number}&done={made.version}#s{number}"
    return redirect(url_for("repair.show", document_id=document_id) + where, 303)


class RepairBody(msgspec.Struct):
    """What to join or split: `join` alone, or `split` with `at`."""

    segmentation: Annotated[int, Meta(ge=1, le=2**31 - 1, description="The version you saw")]
    join: Annotated[int, Meta(ge=1, le=2**63 - 1)] | None = None
    split: Annotated[int, Meta(ge=1, le=2**63 - 1)] | None = None
    at: (
        Annotated[
            int,
            Meta(ge=0, le=2**31 - 1, description="Code point of the text that begins a sentence"),
        ]
        | None
    ) = None


@api_blueprint.post("/documents/<id:document_id>/segmentation")
def api_save(document_id: int) -> Response:
    """Join a sentence with the next one, or split one; return the document as it is then."""
    with current.reading() as session:
        repairable(session, caller(), document_id)
    body = api.convert(api.json_body(), RepairBody)
    _repair(document_id, wish_of(body.join, body.split, body.at), body.segmentation)
    return api.reply(document_answer(document_id))


OPERATIONS = (
    api.Operation(
        "post",
        "/documents/{id}/segmentation",
        "Join a sentence with the next one, or split one; leads, admins, and reviewers who may",
        DocumentAnswer,
        body=RepairBody,
        statuses={200: "Done", 409: "The sentences were cut anew meanwhile; nothing changed"},
    ),
)


def _repair(document_id: int, wish: Wish, seen: Any) -> Cut:
    with current.writing() as session:
        return repair(session, caller(), document_id, seen, wish)


def _page(document_id: int, at: int, problem: Problem | None = None) -> str:
    """Return the page; after a problem `at` is the id of the sentence, otherwise its number."""
    with current.reading() as session:
        found = repairable(session, caller(), document_id)
        role = require_member(session, caller(), found.project_id)
        project = session.get_one(Project, found.project_id)
        units = queries.units(session, caller().person_id, document_id)
        number = _number(units, at, is_id=problem is not None)
        near = units[max(number - 2, 0) : number + 1]
        labelled = labelled_by(session, [unit.id for unit in near])
        made = repairs(session, document_id, MOST_SHOWN)
    here, sees_all = units[number - 1], role != "reviewer"
    latest = past(found.text, units, made[0]) if made else None
    is_done = latest and request.args.get("done", type=int) == found.segmentation
    return render_template(
        "annotate/repair.html",
        document=found,
        project=project,
        role=role,
        units=units,
        here=here,
        pieces=laid_out(found.text, here),
        paragraphs=paragraphs(found.text, units),
        effects=_effects(labelled, units, number, sees_all=sees_all),
        apart=_apart(found.text, units, number),
        untouched=untouched(touched(labelled, *near), caller().person_id, sees_all=sees_all),
        form=RepairForm(formdata=None, segmentation=found.segmentation, sentence_id=here.id),
        done=latest if is_done else None,
        past=[past(found.text, (), each) for each in made] if sees_all else [],
        problem=problem,
    )


def _number(units: Sequence[Unit], at: int, *, is_id: bool) -> int:
    """Return the number of the chosen sentence, or of the nearest that there is."""
    if is_id:
        return next((unit.number for unit in units if unit.id == at), 1)
    return min(max(at, 1), len(units))


def _apart(text: str, units: Sequence[Unit], number: int) -> set[str]:
    """Return which neighbours stand in another paragraph: "before", "next"."""
    here, neighbours = units[number - 1], {"before": number - 2, "next": number}
    return {
        name
        for name, index in neighbours.items()
        if 0 <= index < len(units)
        for other in [units[index]]
        if "\n" in text[min(here.end, other.end) : max(here.start, other.start)]
    }


def _effects(
    labelled: dict[int, set[int]], units: Sequence[Unit], number: int, *, sees_all: bool
) -> dict[str, str]:
    """Return what splitting and joining would do to labels: "split", "before", "next"."""
    here = units[number - 1]
    pairs = {"split": [here]}
    if number > 1:
        pairs["before"] = [units[number - 2], here]
    if number < len(units):
        pairs["next"] = [here, units[number]]
    return {
        name: effect(
            touched(labelled, *pair),
            caller().person_id,
            sees_all=sees_all,
            is_pair=len(pair) == 2,
        )
        for name, pair in pairs.items()
    }
