"""What a report can be written as, for the downloads and the command."""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from webapp.agreement import report
from webapp.agreement.latex import as_latex
from webapp.agreement.long_table import as_csv
from webapp.agreement.report import Report
from webapp.agreement.standalone import as_html
from webapp.agreement.tally import Id


@dataclass(frozen=True)
class Form:
    """One format. write takes a report, the titles of documents by id, and what was labelled."""

    name: str
    media_type: str
    suffix: str
    write: Callable[[Report, Mapping[Id, str], str], str]


def as_json_text(found: Report) -> str:
    """Return the report as JSON, as the command prints it and as it lies in an archive."""
    return json.dumps(report.as_json(found), indent=1) + "\n"


FORMATS = {
    "json": Form("JSON", "application/json", "json", lambda found, *_: as_json_text(found)),
    "csv": Form("CSV", "text/csv", "csv", lambda found, titles, _: as_csv(found, titles)),
    "latex": Form(
        "LaTeX", "application/x-tex", "tex", lambda found, titles, _: as_latex(found, titles)
    ),
    "html": Form("HTML", "text/html", "html", as_html),
}
