"""Whatever is sent to a form is filled in or refused: never a fault of the program."""

import io
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.rig.databases import ONLY_SQLITE
from tests.rig.people import Somebody, csrf

pytestmark = ONLY_SQLITE  # nothing of it reaches the database

FIELDS = [
    "event_id",
    "sentence_id",
    "label",
    "flags",
    "note",
    "sources",
    "made_at",
    "key_sourced",
    "act",
    "text",
    "summary",
    "reason",
    "began_from",
    "name",
    "password",
    "role",
    "theme",
    "size",
    "title",
    "outlet",
    "split",
    "segmentation",
    "join",
    "at",
    "place",
    "seen",
    "reopen",
    "plan",
]
NUMBERS = [
    "seen_revision",
    "guideline_version",
    "threshold",
    "repeats",
    "repeat_days",
    "overlap",
    "lease_hours",
    "number",
    "had",
]
BODIES: dict[str, dict[str, Any]] = {
    "a list": {"json": [1, 2]},
    "a number": {"json": 5},
    "text": {"json": "x"},
    "fields of other types": {"json": {name: [name] for name in FIELDS}},
    "numbers for text": {"json": dict.fromkeys(FIELDS, 5)},
    "nothing": {"data": b"", "content_type": "application/json"},
}


def addresses(app: Flask) -> list[str]:
    """Return the address of each form, for the project, the document and whatever else is 1."""
    with app.test_request_context():
        return [
            app.url_map.bind("localhost").build(rule.endpoint, dict.fromkeys(rule.arguments, 1))
            for rule in app.url_map.iter_rules()
            if "POST" in (rule.methods or ()) and not rule.rule.startswith("/api/")
            if "token" not in rule.arguments
        ]


def files() -> dict[str, Any]:
    return {name: (io.BytesIO(b"words"), "a.txt") for name in FIELDS}


@pytest.mark.parametrize("body", BODIES.values(), ids=BODIES)
def test_what_is_no_form_is_refused_by_every_form(
    app: Flask, lead: Somebody, body: dict[str, Any]
) -> None:
    headers = {"X-CSRFToken": csrf(lead.client)}
    answers = {
        each: lead.client.post(each, headers=headers, **body).status_code
        for each in addresses(app)
        if "sign-out" not in each
    }
    assert len(answers) > 15
    assert {each: status for each, status in answers.items() if status >= 500} == {}


def test_files_in_the_place_of_text_are_refused_by_every_form(app: Flask, lead: Somebody) -> None:
    headers = {"X-CSRFToken": csrf(lead.client)}
    answers = {
        each: lead.client.post(each, headers=headers, data=files()).status_code
        for each in addresses(app)
        if "sign-out" not in each
    }
    assert {each: status for each, status in answers.items() if status >= 500} == {}


@pytest.mark.parametrize("number", ["9" * 400, "-" + "9" * 400, "9" * 5000, "1e400", "٣" * 400])
def test_numbers_beyond_all_measure_are_refused_by_every_form(
    app: Flask, lead: Somebody, number: str
) -> None:
    """The first have no floating point number, and of the third Python makes no number at all."""
    headers = {"X-CSRFToken": csrf(lead.client)}
    body = dict.fromkeys([*FIELDS, *NUMBERS], number)
    answers = {
        each: lead.client.post(each, headers=headers, data=body).status_code
        for each in addresses(app)
        if "sign-out" not in each
    }
    assert {each: status for each, status in answers.items() if status >= 500} == {}


@pytest.mark.parametrize("body", [*BODIES.values(), {"data": {"name": (io.BytesIO(b"x"), "a")}}])
def test_stranger_is_refused_at_signing_in(client: FlaskClient, body: dict[str, Any]) -> None:
    headers = {"X-CSRFToken": csrf(client)}
    answer = client.post("/accounts/sign-in", headers=headers, **body)
    assert 400 <= answer.status_code < 500
