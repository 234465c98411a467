"""Exports as streams: a download for people, the same for programs."""

import itertools
from collections.abc import Iterator
from contextlib import ExitStack

from flask import Blueprint, Response, request

from webapp import api, current
from webapp.accounts.actions import note_act
from webapp.accounts.guards import caller, require_session, require_token
from webapp.accounts.queries import require_member
from webapp.annotate import queries as annotate
from webapp.exchange import queries, source_list
from webapp.exchange.formats import (
    DEFAULT_WHAT,
    DOWNLOADS,
    FORMATS,
    Download,
    Format,
    format_named,
    kind_named,
)
from webapp.exchange.records import KINDS, ListedSourceRecord
from webapp.file_names import LONGEST, disposition
from webapp.models import Project
from webapp.problems import Problem

blueprint = Blueprint("exchange", __name__, url_prefix="/exchange")
blueprint.before_request(require_session)
api_blueprint = Blueprint("exchange_api", __name__, url_prefix=api.PREFIX)
api_blueprint.before_request(require_token)


@blueprint.app_context_processor
def downloads() -> dict[str, tuple[Download, ...]]:
    """Give every template `downloads`, all that can be exported."""
    return {"downloads": DOWNLOADS}


@blueprint.get("/<id:project_id>/export")
def download(project_id: int) -> Response:
    """Give an export as a file; a CSV begins with the mark by which Excel knows UTF-8."""
    return _export(project_id, marked=True)


@blueprint.get("/documents/<id:document_id>/sources")
def sources(document_id: int) -> Response:
    """Give the source list of an article as a CSV file; `of` as on its page."""
    with current.reading() as session:
        of = request.args.get("of", "")
        found = annotate.article_sources(session, caller(), document_id, of)
    if of:
        note_export(found.project.id, what="sources", format="csv", document_id=document_id)
    form, name = FORMATS["csv"], f"{found.document.title[:LONGEST]} sources"
    chunks = form.write(ListedSourceRecord, source_list.records(found))
    return attachment(itertools.chain([form.MARK], chunks), form, name)


@api_blueprint.get("/projects/<id:project_id>/export")
def export(project_id: int) -> Response:
    """Give an export as a stream."""
    return _export(project_id, marked=False)


OPERATIONS = (
    api.Operation(
        "get",
        "/projects/{id}/export",
        "The labelled data as a stream: text/csv, or application/jsonl with format=jsonl; "
        "a reviewer gets own rows",
        str,
        statuses={
            200: "The rows, in the order document, position, reviewer",
            400: "No such format or kind of rows",
            403: "Gold, which is for leads",
            404: "No project of the caller's",
        },
        query=(
            ("format", f"One of {', '.join(FORMATS)}"),
            ("what", f"One of {', '.join(KINDS)}; {DEFAULT_WHAT} if not given"),
            ("exact", "1: CSV cells as they are, without the guard against formulas"),
        ),
        media="text/csv",
    ),
)


def _export(project_id: int, marked: bool) -> Response:
    """Start the stream; all that can be refused is refused before its first byte."""
    form = format_named(request.args.get("format", ""))
    what = request.args.get("what") or DEFAULT_WHAT
    kind, exact = kind_named(what), _exact()
    with ExitStack() as opened:
        session = opened.enter_context(current.reading())
        records = queries.stream(session, caller(), project_id, what)
        name = session.get_one(Project, project_id).name
        if require_member(session, caller(), project_id) != "reviewer":
            note_export(project_id, what=what, format=form.SUFFIX)
        chunks = form.write(kind, records, exact)
        marks = [form.MARK] if marked and form.MARK and not exact else []
        response = attachment(itertools.chain(marks, chunks), form, f"{name[:LONGEST]} {what}")
        # a generator that never ran is not told of its end, the response always is
        response.call_on_close(opened.pop_all().close)
    return response


def note_export(project_id: int, **detail: str | int) -> None:
    """Put on record that the caller takes labels of others out; before the first byte leaves."""
    with current.writing() as session:
        note_act(session, caller().person_id, "exported", project_id, **detail)


def _exact() -> bool:
    text = request.args.get("exact") or "0"
    if text not in ("0", "1"):
        raise Problem("exact: 1 for cells as they are, 0 for cells that are safe to open.")
    return text == "1"


def attachment(chunks: Iterator[bytes], form: Format, name: str) -> Response:
    """Return a download under a name."""
    response = Response(chunks, content_type=f"{form.MEDIA_TYPE}; charset=utf-8")
    response.headers["Content-Disposition"] = disposition(name, form.SUFFIX)
    return response
