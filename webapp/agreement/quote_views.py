"""The report to be quoted: as a file in several formats, and as an archive, for a lead."""

from collections.abc import Iterator
from tempfile import SpooledTemporaryFile
from typing import BinaryIO, cast

from flask import Blueprint, Response, request

from webapp import current
from webapp.accounts.actions import note_act
from webapp.accounts.guards import caller, require_session
from webapp.accounts.queries import require_lead
from webapp.agreement import actions, archive, archived, queries, report
from webapp.agreement.formats import FORMATS
from webapp.agreement.include_views import included
from webapp.agreement.particulars import versions_in
from webapp.agreement.tally import Id
from webapp.file_names import LONGEST, disposition
from webapp.models import Project
from webapp.problems import Problem
from webapp.scheme import NOT_APPLICABLE

blueprint = Blueprint("quote", __name__, url_prefix="/agreement")
blueprint.before_request(require_session)

_IN_MEMORY = 4_000_000  # bytes; a larger archive goes through a file
_CHUNK = 1 << 16
_MARK = "\ufeff"  # without it Excel takes UTF-8 for the local code page


@blueprint.app_context_processor
def formats() -> dict[str, object]:
    """Give every template `report_formats`, what a report can be saved as."""
    return {"report_formats": FORMATS}


@blueprint.get("/<id:project_id>/report")
def download(project_id: int) -> Response:
    """Give the report as a file; `format` as in FORMATS."""
    with current.reading() as session:
        require_lead(session, caller(), project_id)
        name = request.args.get("format", "")
        if name not in FORMATS:
            raise Problem(f"format: one of {', '.join(FORMATS)}.")
        loaded = queries.load(session, project_id, included())
        titles = dict[Id, str](queries.titles(session, project_id).items())
        of = session.get_one(Project, project_id).name
        informed = queries.informed(session, project_id)
    actions.keep(current.database(), loaded.recounted)
    form = FORMATS[name]
    found = report.build(
        loaded.counts,
        left_out=[] if included() else [NOT_APPLICABLE],
        versions=versions_in(loaded.particulars),
        informed=informed,
    )
    text = (_MARK if name == "csv" else "") + form.write(found, titles, of)
    response = Response(text, content_type=f"{form.media_type}; charset=utf-8")
    response.headers["Content-Disposition"] = disposition(_file_name(of), form.suffix)
    return response


@blueprint.get("/<id:project_id>/archive")
def save_archive(project_id: int) -> Response:
    """Give a zip file with the report and all that it is computed from."""
    with current.reading() as session:
        require_lead(session, caller(), project_id)
        project = session.get_one(Project, project_id)
        name = _file_name(project.name)
        contents = archived.contents(session, project, included())
        file = cast(BinaryIO, SpooledTemporaryFile(_IN_MEMORY))  # noqa: SIM115  (closed once sent)
        archive.write(file, contents)
    with current.writing() as session:
        detail = {"what": "archive", "format": "zip"}
        note_act(session, caller().person_id, "exported", project_id, **detail)
    response = Response(_chunks(file), content_type="application/zip")
    response.headers["Content-Disposition"] = disposition(name, "zip")
    response.call_on_close(file.close)  # also where nobody read to the end
    return response


def _file_name(project: str) -> str:
    """Return a name that tells files of projects, and what was counted, apart."""
    return f"{project[:LONGEST]} agreement" + " with not applicable" * included()


def _chunks(file: BinaryIO) -> Iterator[bytes]:
    file.seek(0)
    with file:
        while chunk := file.read(_CHUNK):
            yield chunk
