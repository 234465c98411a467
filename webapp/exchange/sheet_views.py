"""The disagreement sheet as a CSV file, streamed; for a lead."""

import itertools
from collections.abc import Iterator, Sequence
from contextlib import ExitStack

from flask import Blueprint, Response, request

from webapp import current
from webapp.accounts.guards import caller, require_session
from webapp.accounts.queries import require_lead
from webapp.accounts.sight_actions import saw_others
from webapp.agreement import queries, sheet, sheet_queries, where_queries
from webapp.agreement.sheet import Pair
from webapp.agreement.sheet_queries import Split
from webapp.exchange import csv_format
from webapp.exchange.records import DisagreementRecord
from webapp.exchange.views import attachment, note_export
from webapp.file_names import LONGEST
from webapp.models import Project
from webapp.scheme import ALL_LABELS

blueprint = Blueprint("sheet_file", __name__, url_prefix="/agreement")
blueprint.before_request(require_session)


@blueprint.get("/<id:project_id>/sheet.csv")
def download(project_id: int) -> Response:
    """Give the sheet as a file, by article; it begins with the mark by which Excel knows UTF-8."""
    with ExitStack() as opened:
        session = opened.enter_context(current.reading())
        require_lead(session, caller(), project_id)
        articles = where_queries.placed(session, project_id)
        wanted = sheet.read_wanted(request.args, articles)
        loaded = queries.load(session, project_id)
        met = sheet.met_in(loaded.particulars, sheet.chosen(articles, wanted))
        ranking = [wanted.pair] if wanted.pair else list(sheet.frequencies(met))
        split = sorted({each.document_id for each in sheet.blocks(met, ranking)})
        note_export(project_id, what="disagreements", format="csv")
        with current.writing() as writing:
            saw_others(writing, caller().person_id, split)
        records = _records(sheet_queries.in_documents(session, split), ranking)
        chunks = csv_format.write(DisagreementRecord, records)
        name = f"{session.get_one(Project, project_id).name[:LONGEST]} disagreements"
        response = attachment(itertools.chain([csv_format.MARK], chunks), csv_format, name)
        # a generator that never ran is not told of its end, the response always is
        response.call_on_close(opened.pop_all().close)
    return response


def _records(found: Iterator[Split], ranking: Sequence[Pair]) -> Iterator[DisagreementRecord]:
    """Give a row for each sentence that the sheet lists, with the pair under which it does."""
    for each in found:
        pair = sheet.listed_under(each.votes, ranking)
        if pair is not None:
            yield DisagreementRecord(
                each.document_id,
                each.external_id,
                each.title,
                each.number,
                each.start,
                each.end,
                each.text,
                **{label: each.votes.get(label, 0) for label in ALL_LABELS},
                flags=tuple(f"{flag}:{n}" for flag, n in each.flags.items()),
                notes=each.notes,
                pair=pair,
            )
