"""The record as a CSV file, streamed: of a project for its leads, of all for admins."""

import itertools
from collections.abc import Iterator
from contextlib import ExitStack

import msgspec
from flask import Blueprint, Response, request
from sqlalchemy.orm import Session

from webapp import current
from webapp.accounts import record_queries
from webapp.accounts.guards import caller, require_session
from webapp.accounts.queries import require_admin, require_lead
from webapp.accounts.record import Wanted, read_wanted
from webapp.exchange import csv_format
from webapp.exchange.records import ActRecord, utc
from webapp.exchange.views import attachment
from webapp.file_names import LONGEST
from webapp.models import Project

blueprint = Blueprint("record_file", __name__, url_prefix="/accounts")
blueprint.before_request(require_session)


@blueprint.get("/projects/<id:project_id>/record.csv")
def of_project(project_id: int) -> Response:
    """Give the acts in a project as a file; `person` and `act` limit them."""
    with current.reading() as session:
        require_lead(session, caller(), project_id)
        name = session.get_one(Project, project_id).name
    return _file(read_wanted(project_id, request.args), f"{name[:LONGEST]} record")


@blueprint.get("/record.csv")
def of_all() -> Response:
    """Give an admin all acts as a file."""
    require_admin(caller())
    return _file(read_wanted(None, request.args), "record")


def _file(wanted: Wanted, name: str) -> Response:
    with ExitStack() as opened:
        session = opened.enter_context(current.reading())
        chunks = csv_format.write(ActRecord, _records(session, wanted))
        response = attachment(itertools.chain([csv_format.MARK], chunks), csv_format, name)
        # a generator that never ran is not told of its end, the response always is
        response.call_on_close(opened.pop_all().close)
    return response


def _records(session: Session, wanted: Wanted) -> Iterator[ActRecord]:
    for each in record_queries.stream(session, wanted):
        detail = msgspec.json.encode(each.detail).decode()
        yield ActRecord(utc(each.at), each.person, each.project, each.verb, each.sentence, detail)
