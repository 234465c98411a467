"""The article page, and the two ways in which a label arrives: a form and a list."""

from datetime import datetime

import msgspec
from flask import Blueprint, Response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from webapp import api, current
from webapp.accounts.guards import caller, require_session, require_token
from webapp.annotate import actions, queries
from webapp.annotate.forms import TAKE_BACK, LabelForm
from webapp.annotate.judgment import Flag, Judgment, Label, Outcome, Refusal, parse
from webapp.annotate.layout import paragraphs
from webapp.annotate.queries import Unit
from webapp.documents.queries import document
from webapp.errors import wants_json
from webapp.problems import BadInput, TooLarge

MOST_ITEMS = 1000
STATUS = {"stored": 200, "known": 200, "conflict": 409, "refused": 422}

blueprint = Blueprint("annotate", __name__, url_prefix="/annotate")
blueprint.before_request(require_session)
api_blueprint = Blueprint("annotate_api", __name__, url_prefix=api.PREFIX)
api_blueprint.before_request(require_token)


@blueprint.get("/<id:document_id>")
def show(document_id: int) -> str:
    """Show the article with one's own labels; `at` is the number of the current sentence."""
    return _page(document_id, request.args.get("at", type=int))


@blueprint.post("/<id:document_id>/label")
def label(document_id: int) -> AnyResponse | tuple[str, int]:
    """Save one label: 303 to the next sentence for a form, what became of it for a script."""
    form = LabelForm()
    if not form.validate_on_submit():
        raise BadInput(form.problem())
    outcome = _record(document_id, [form.judgment()])[0]
    if wants_json():
        return api.reply(outcome, STATUS[outcome.outcome])
    if outcome.outcome == "refused":
        raise BadInput(outcome.reason or "")
    if outcome.outcome == "conflict":
        return _page(document_id, None, outcome, form), 409
    moved = _number() if form.label.data == TAKE_BACK else _number() + 1
    return redirect(url_for("annotate.show", document_id=document_id, at=moved), 303)


@api_blueprint.get("/documents/<id:document_id>")
def read(document_id: int) -> Response:
    """Return a document with its sentences and one's own annotations."""
    with current.reading() as session:
        found = document(session, caller(), document_id)
        units = queries.units(session, caller().person_id, document_id)
    sentences = [_sentence(found.text, unit) for unit in units]
    return api.reply(DocumentAnswer(found.id, found.title, found.text, sentences))


@api_blueprint.post("/documents/<id:document_id>/annotations")
def save(document_id: int) -> Response:
    """Save a list of judgments; each item stands alone."""
    raw = api.json_body()
    if not isinstance(raw, list):
        raise BadInput("The body is a list of judgments.")
    if len(raw) > MOST_ITEMS:
        raise TooLarge(f"A list has at most {MOST_ITEMS} judgments; send several lists.")
    return api.reply(_record(document_id, [parse(item) for item in raw]))


class AnnotationAnswer(msgspec.Struct):
    """The caller's own label on a sentence."""

    label: Label
    flags: tuple[Flag, ...]
    note: str
    revision: int
    updated_at: datetime


class SentenceAnswer(msgspec.Struct):
    """A sentence; `revision` counts the caller's own states, a label taken back included."""

    id: int
    start: int
    end: int
    text: str
    annotation: AnnotationAnswer | None
    revision: int


class DocumentAnswer(msgspec.Struct):
    """A document with its sentences."""

    id: int
    title: str
    text: str
    sentences: list[SentenceAnswer]


OPERATIONS = (
    api.Operation(
        "get",
        "/documents/{id}",
        "A document with its sentences and the caller's own annotations",
        DocumentAnswer,
    ),
    api.Operation(
        "post",
        "/documents/{id}/annotations",
        "Save a list of judgments in order; each stands alone",
        list[Outcome],
        body=list[Judgment],
    ),
)


def _record(document_id: int, items: list[Judgment | Refusal]) -> list[Outcome]:
    with current.writing() as session:
        version = queries.place(session, caller(), document_id)
        return actions.record(session, caller().person_id, document_id, version, items)


def _number() -> int:
    """Return the number at which the form was shown; it decides only what comes next."""
    text = request.form.get("number", "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 1


def _sentence(text: str, unit: Unit) -> SentenceAnswer:
    annotation = None
    if unit.label is not None and unit.updated_at is not None:
        annotation = AnnotationAnswer(
            unit.label, unit.flags, unit.note, unit.revision, unit.updated_at
        )
    words = text[unit.start : unit.end]
    return SentenceAnswer(unit.id, unit.start, unit.end, words, annotation, unit.revision)


def _page(
    document_id: int, at: int | None, outcome: Outcome | None = None, tried: LabelForm | None = None
) -> str:
    with current.reading() as session:
        found = document(session, caller(), document_id)
        units = queries.units(session, caller().person_id, document_id)
    if tried:
        at = next(unit.number for unit in units if unit.id == tried.sentence_id.data)
    open_units = [unit.number for unit in units if unit.label is None]
    number = min(max(at or (open_units or [1])[0], 1), len(units))
    here = units[number - 1]
    form = LabelForm(formdata=None, event_id=LabelForm.new_event_id())
    form.sentence_id.data, form.seen_revision.data = here.id, here.revision
    return render_template(
        "annotate/document.html",
        document=found,
        paragraphs=paragraphs(found.text, units),
        units=units,
        here=here,
        form=form,
        labelled=len(units) - len(open_units),
        outcome=outcome,
        tried=tried,
    )
