"""The article page, and the two ways in which a label arrives: a form and a list."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import msgspec
from flask import (
    Blueprint,
    Response,
    current_app,
    redirect,
    render_template,
    request,
    url_for,
)
from markupsafe import Markup, escape
from msgspec import Meta
from werkzeug.wrappers import Response as AnyResponse

from webapp import api, current
from webapp.accounts.guards import caller, require_session, require_token
from webapp.accounts.queries import CLOSED
from webapp.annotate import actions, queries, question_queries
from webapp.annotate.forms import TAKE_BACK, LabelForm
from webapp.annotate.judgment import (
    Flag,
    Judgment,
    Label,
    Outcome,
    Refusal,
    Source,
    by_our_clock,
    parse,
)
from webapp.annotate.keymap import COMMANDS
from webapp.annotate.keys import keys_for
from webapp.annotate.layout import link_to_next, paragraphs
from webapp.annotate.others import may_compare
from webapp.annotate.place_actions import work_on
from webapp.annotate.place_queries import has_room, is_locked, place
from webapp.annotate.queries import Unit
from webapp.annotate.repair import came_back, refusal
from webapp.annotate.source_words import Words
from webapp.db import now
from webapp.documents.queries import document
from webapp.errors import wants_json
from webapp.models import Project
from webapp.problems import BadInput, Conflict, Problem, TooLarge

MOST_ITEMS = 1000
STATUS = {"stored": 200, "known": 200, "conflict": 409, "refused": 422}

blueprint = Blueprint("annotate", __name__, url_prefix="/annotate")
blueprint.before_request(require_session)
api_blueprint = Blueprint("annotate_api", __name__, url_prefix=api.PREFIX)
api_blueprint.before_request(require_token)


@blueprint.app_template_filter()
def exact(text: str) -> Markup:
    """Return text for a page whose script counts in it: a browser makes a bare CR a line feed."""
    return Markup(str(escape(text)).replace("\r", "&#13;"))  # noqa: S704  (escaped just before)


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
    if outcome.reason == CLOSED:
        raise Conflict(CLOSED)
    if outcome.outcome == "refused":
        raise BadInput(outcome.reason or "")
    if outcome.outcome == "conflict":
        return _page(document_id, None, outcome, form), 409
    moved = _number() if form.label.data == TAKE_BACK else _number() + 1
    address = url_for("annotate.show", document_id=document_id, at=moved, _anchor=f"s{moved}")
    return redirect(address, 303)


@blueprint.post("/<id:document_id>/labels")
def labels(document_id: int) -> Response:
    """Save what the page's script has queued: a list of judgments, each stands alone."""
    if request.headers.get("X-Reviewer") != str(caller().person_id):
        raise Problem("Somebody else is signed in here now. Nothing was stored.")
    if request.headers.get("X-Installation") != current.installation():
        raise Conflict("this page is of another installation; load it again")
    sent, at = _sent_at(), now()
    items = [
        by_our_clock(each, sent or at, at) if isinstance(each, Judgment) else each
        for each in _items()
    ]
    return api.reply(_record(document_id, items))


@blueprint.get("/worker.js")
def worker() -> Response:
    """Return the script that lets visited pages open offline; it has to lie above them."""
    script = Path(current_app.static_folder or "", "js/annotate/worker.js")
    return Response(script.read_bytes(), content_type="text/javascript; charset=utf-8")


@api_blueprint.get("/documents/<id:document_id>")
def read(document_id: int) -> Response:
    """Return a document with its sentences and one's own annotations."""
    return api.reply(document_answer(document_id))


@api_blueprint.post("/documents/<id:document_id>/annotations")
def save(document_id: int) -> Response:
    """Save a list of judgments; each item stands alone."""
    return api.reply(_record(document_id, _items()))


class AnnotationAnswer(msgspec.Struct):
    """The caller's own label on a sentence."""

    label: Label
    flags: tuple[Flag, ...]
    note: str
    revision: int
    updated_at: datetime
    sources: tuple[Source, ...]


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
    segmentation: Annotated[int, Meta(description="1, and one more after each repair")]
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


def document_answer(document_id: int) -> DocumentAnswer:
    """Return a document as it is now, with the caller's own annotations."""
    with current.reading() as session:
        found = document(session, caller(), document_id)
        units = queries.units(session, caller().person_id, document_id)
    sentences = [_sentence(found.text, unit) for unit in units]
    return DocumentAnswer(found.id, found.title, found.segmentation, found.text, sentences)


def _items() -> list[Judgment | Refusal]:
    raw = api.json_body()
    if not isinstance(raw, list):
        raise BadInput("The body is a list of judgments.")
    if len(raw) > MOST_ITEMS:
        raise TooLarge(f"A list has at most {MOST_ITEMS} judgments; send several lists.")
    return [parse(item) for item in raw]


def _record(document_id: int, items: list[Judgment | Refusal]) -> list[Outcome]:
    with current.writing() as session:
        kept = work_on(session, caller(), document_id)
        version = kept.guideline_version
        return actions.record(session, caller().person_id, document_id, version, items, kept)


def _sent_at() -> datetime | None:
    """Return when the page says that it sent a list; pages of older releases do not say."""
    text = request.headers.get("X-Sent-At")
    try:
        sent = None if text is None else msgspec.convert(text, datetime)
    except msgspec.ValidationError as error:
        raise BadInput("X-Sent-At: a time such as 2026-03-01T12:00:00Z.") from error
    return sent.replace(tzinfo=UTC) if sent and sent.tzinfo is None else sent


def _number() -> int:
    """Return the number at which the form was shown; it decides only what comes next."""
    text = request.form.get("number", "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 1


def _sentence(text: str, unit: Unit) -> SentenceAnswer:
    annotation = None
    if unit.label is not None and unit.updated_at is not None:
        sources = Words(0, text).name(unit.sources)
        annotation = AnnotationAnswer(
            unit.label, unit.flags, unit.note, unit.revision, unit.updated_at, sources
        )
    words = text[unit.start : unit.end]
    return SentenceAnswer(unit.id, unit.start, unit.end, words, annotation, unit.revision)


def _page(
    document_id: int, at: int | None, outcome: Outcome | None = None, tried: LabelForm | None = None
) -> str:
    with current.reading() as session:
        found = document(session, caller(), document_id)
        units = queries.units(session, caller().person_id, document_id)
        asked = question_queries.asked(session, caller(), document_id)
        again = came_back(session, caller().person_id, found, units)
        keys = keys_for(session, caller().person_id)
        project = session.get_one(Project, found.project_id)  # held: the next line asks again
        standing = place(session, caller(), document_id)
        repairs = refusal(session, caller(), standing) is None
        locked = is_locked(session, standing)
        room = standing.state == "released" and has_room(session, standing)
        compares = may_compare(session, caller(), standing)
        leads = caller().is_admin or standing.role == "lead"
    if tried:
        at = next((unit.number for unit in units if unit.id == tried.sentence_id.data), None)
        if at is None:
            raise Conflict(outcome.reason if outcome and outcome.reason else actions.CUT_ANEW)
    open_units = [unit.number for unit in units if unit.label is None]
    number = min(max(at or (open_units or [1])[0], 1), len(units))
    here = units[number - 1]
    form = LabelForm(formdata=None)
    form.show(here, found.text, project.guideline_version)
    return render_template(
        "annotate/document.html",
        document=found,
        project=project,
        paragraphs=paragraphs(found.text, units),
        units=units,
        here=here,
        form=form,
        labelled=len(units) - len(open_units),
        next_open=link_to_next(open_units, number),
        again_at=link_to_next([each.number for each in units if each.id in again], 0),
        outcome=outcome,
        tried=tried,
        keys=keys,
        commands=COMMANDS,
        words=Words(0, found.text),
        again=again,
        repairs=repairs and not locked,
        leads=leads,
        place=standing,
        is_locked=locked,
        has_room=room,
        compares=compares,
        asked=asked,
        guideline_version=project.guideline_version,
    )
