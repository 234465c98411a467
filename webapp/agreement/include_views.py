"""The wish to include `not_applicable`, and how every link of the pages of agreement keeps it."""

from typing import Any

from flask import Blueprint, has_request_context, request, url_for

from webapp.agreement.included import read_included
from webapp.scheme import NOT_APPLICABLE

INCLUDE = ("include", f"{NOT_APPLICABLE}: counted as a label like the others")
"""What `included` reads, as the description of the API has it."""

_KEEP = {
    "agreement.summary",
    "where.show",
    "reviewers.show",
    "figures.show",
    "figures.svg",
    "figures.png",
    "sheet.show",
    "sheet_file.download",
    "quote.download",
    "quote.save_archive",
}
"""The pages and files that links lead to with the wish of the page that they stand on."""

blueprint = Blueprint("include", __name__)


def included() -> bool:
    """Return whether the address asks for `not_applicable` as a label like the others."""
    return read_included(request.args.getlist("include"))


@blueprint.app_url_defaults
def keep(endpoint: str, values: dict[str, Any]) -> None:
    """Add the wish to an address, unless it says otherwise itself."""
    if (
        endpoint in _KEEP
        and has_request_context()
        and request.endpoint in _KEEP
        and request.args.getlist("include") == [NOT_APPLICABLE]
    ):
        values.setdefault("include", NOT_APPLICABLE)


@blueprint.app_context_processor
def switch() -> dict[str, object]:
    """Give every template `include_switch()`: whether it is included, and the other address."""
    return {"include_switch": _switch}


def _switch() -> tuple[bool, str]:
    other = None if included() else NOT_APPLICABLE
    address = url_for(str(request.endpoint), **(request.view_args or {}), include=other)
    return included(), address
