"""Errors: a page for people, problem+json for programs, one line for the command line."""

from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.rig.api import LARGEST, get, post, stored
from tests.rig.databases import ONLY_SQLITE
from tests.rig.people import Somebody
from tests.rig.program import Program
from webapp import create_app
from webapp.config import Settings
from webapp.db import Database
from webapp.problems import Problem

ADDRESSES = (
    "/documents/projects/{}",
    "/documents/projects/{}/new",
    "/documents/projects/{}/import",
    "/documents/projects/{}/joining",
    "/documents/{}/purpose",
    "/documents/{}/about",
    "/annotate/{}",
    "/annotate/{}/key",
    "/annotate/{}/feedback",
    "/annotate/sentences/{}",
    "/agreement/{}",
    "/agreement/{}/figures",
    "/agreement/{}/where",
    "/agreement/{}/reviewers",
    "/agreement/{}/sheet",
    "/agreement/{}/sheet.csv",
    "/agreement/{}/figures/documents.svg",
    "/progress/{}",
    "/progress/{}/live",
    "/progress/{}/people",
    "/progress/{}/people/live",
    "/progress/{}/places",
    "/progress/{}/share",
    "/guidelines/{}",
    "/guidelines/{}/panel",
    "/guidelines/{}/new",
    "/guidelines/{}/examples/new?sentence=1",
    "/accounts/projects/{}/people",
    "/accounts/projects/1/people/{}",
    "/accounts/projects/1/people/{}/pseudonym",
    "/accounts/projects/{}/record",
    "/accounts/projects/{}/record.csv",
    "/documents/projects/{}/close",
    "/exchange/{}/export?format=csv",
    "/adjudicate/{}",
    "/adjudicate/{}/gold",
    "/adjudicate/1/sentences/{}",
    "/annotate/sentences/{}/question",
)
API = (
    "/projects/{}/documents",
    "/projects/{}/agreement",
    "/projects/{}/agreement/where",
    "/projects/{}/progress",
    "/projects/{}/progress/people",
    "/projects/{}/agreement/reviewers",
    "/documents/{}/key",
    "/projects/{}/guidelines",
    "/projects/{}/record",
    "/projects/{}/export?format=csv",
    "/documents/{}",
    "/projects/{}/queue",
    "/projects/{}/gold",
)
NUMBERS = (
    "99",
    str(LARGEST),
    str(LARGEST + 1),
    "9" * 5000,
    "0",
    "01",
    "-1",
    "1.5",
    "x",
    "%00",
    "١",
    "{}",
)


# ---------------------------------------------------------------- addresses


@pytest.mark.parametrize("number", NUMBERS, ids=range(len(NUMBERS)))
def test_number_of_nothing_is_not_found(number: str, admin: Somebody) -> None:
    for path in ADDRESSES:
        answer = admin.get(path.replace("{}", number))
        assert answer.status_code == 404
        assert answer.content_type == "text/html; charset=utf-8"
    for path in API:
        answer = get(admin, path.replace("{}", number))
        assert (answer.status_code, answer.content_type) == (404, "application/problem+json")


@pytest.mark.parametrize("number", ["99", str(LARGEST), str(LARGEST + 1), "x"])
def test_sending_to_a_number_of_nothing_is_not_found(
    number: str, admin: Somebody, seeded: Database
) -> None:
    body = {"title": "T", "text": "One."}
    admin.headers  # noqa: B018  (makes the token)
    before = stored(seeded)
    assert post(admin, f"/projects/{number}/documents", body).status_code == 404
    assert post(admin, f"/documents/{number}/annotations", []).status_code == 404
    assert post(admin, f"/projects/{number}/places", []).status_code == 404
    decision = {"label": "sourced", "reason": "slip"}
    assert post(admin, f"/sentences/{number}0/decision", decision).status_code == 404
    assert post(admin, f"/sentences/{number}0/question", {"text": "Why?"}).status_code == 404
    assert admin.post(f"/documents/projects/{number}/new", body).status_code == 404
    assert stored(seeded) == before


# ---------------------------------------------------------------- shapes


def test_error_of_the_api_is_a_problem(reviewer: Somebody) -> None:
    answer = get(reviewer, "/nothing")
    assert answer.content_type == "application/problem+json"
    assert set(answer.get_json()) == {"type", "title", "status", "detail"}
    assert answer.get_json()["status"] == answer.status_code == 404


def test_error_of_a_page_is_a_page(reviewer: Somebody) -> None:
    answer = reviewer.get("/nothing")
    assert answer.content_type == "text/html; charset=utf-8"
    assert "There is nothing at this address, or it is not for you." in answer.text
    assert "Back to the articles" in answer.text


def test_script_of_a_page_gets_a_problem(client: FlaskClient) -> None:
    answer = client.get("/annotate/1", headers={"Accept": "application/json"})
    assert (answer.status_code, answer.content_type) == (401, "application/problem+json")


def test_browser_that_is_not_signed_in_is_sent_to_sign_in(client: FlaskClient) -> None:
    answer = client.get("/annotate/1?at=3")
    assert answer.status_code == 302
    assert answer.headers["Location"] == "/accounts/sign-in?next=/annotate/1?at%3D3"


@pytest.mark.parametrize(
    ("method", "path", "allowed"),
    [
        ("DELETE", "/api/v1/documents/1", "GET"),
        ("PUT", "/api/v1/documents/1/annotations", "POST"),
        ("GET", "/annotate/1/label", "POST"),
    ],
)
def test_wrong_method_is_405_and_names_the_right_one(
    method: str, path: str, allowed: str, reviewer: Somebody
) -> None:
    answer = reviewer.client.open(path, method=method, headers=reviewer.headers)
    if answer.status_code == 400:  # a form's token is asked for first
        pytest.fail(answer.text)
    assert answer.status_code == 405
    assert allowed in answer.headers["Allow"]


def test_body_over_the_limit_is_413(
    reviewer: Somebody, settings: Settings, seeded: Database
) -> None:
    app = create_app(Settings(settings.database_url, "a key", max_text=10), seeded)
    path = "/api/v1/documents/1/annotations"
    answer = app.test_client().post(path, headers=reviewer.headers, data=b"[" + b" " * 200_000)
    assert (answer.status_code, answer.content_type) == (413, "application/problem+json")


# ---------------------------------------------------------------- what fails inside


@pytest.fixture
def unreachable(settings: Settings, seeded: Database, tmp_path: Any) -> Flask:
    """The application after its database went away."""
    app = create_app(settings, seeded)
    app.extensions["factcheck"] = (Database(f"sqlite:///{tmp_path}/gone/a.db"), settings)
    return app


@ONLY_SQLITE
def test_database_that_is_gone_is_503(unreachable: Flask, lead: Somebody) -> None:
    client = unreachable.test_client()
    for path in ("/api/v1/projects", "/health"):
        answer = client.get(path, headers=lead.headers | {"Accept": "application/json"})
        assert (answer.status_code, answer.content_type) == (503, "application/problem+json")
    client.set_cookie("factcheck_session", "any")
    answer = client.get("/documents/")
    assert (answer.status_code, answer.headers["Retry-After"]) == (503, "5")
    assert "Nothing was stored." in answer.text


@ONLY_SQLITE
def test_mistake_of_the_program_tells_nothing(
    app: Flask,
    lead: Somebody,
    caplog: pytest.LogCaptureFixture,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def fail() -> str:
        raise ZeroDivisionError("secret")

    monkeypatch.setitem(app.view_functions, "documents_api.api_projects", fail)
    answer = get(lead, "/projects")
    assert (answer.status_code, answer.content_type) == (500, "application/problem+json")
    assert "secret" not in answer.text
    assert "ZeroDivisionError: secret" in caplog.text


# ---------------------------------------------------------------- settings


@ONLY_SQLITE
@pytest.mark.parametrize(
    ("name", "value", "says"),
    [
        ("PORT", "many", "FACTCHECK_PORT must be a whole number from 1 to 65535, not 'many'."),
        ("PORT", "70000", "FACTCHECK_PORT must be a whole number from 1 to 65535"),
        ("DATABASE_URL", "mysql://a/b", "mysql is not sqlite or postgresql"),
        ("DATABASE_URL", "nonsense", "FACTCHECK_DATABASE_URL is not a database address"),
        ("DATABASE_URL", "postgresql+other://a/b", "FACTCHECK_DATABASE_URL is not a database"),
        ("DATABASE_URL", "postgresql://a:b/c", "FACTCHECK_DATABASE_URL is not a database"),
        ("DATABASE_URL", "sqlite://", "FACTCHECK_DATABASE_URL is not a database address"),
        ("DATABASE_URL", "sqlite:////nowhere/a.db", "unable to open database file"),
        ("DATABASE_URL", "postgresql://127.0.0.1:1/a", "Connection refused"),
        ("HOST", "nowhere.invalid", "cannot listen on nowhere.invalid:"),
    ],
)
def test_wrong_setting_stops_the_program_in_one_line(
    name: str, value: str, says: str, program: Program
) -> None:
    program.environment[f"FACTCHECK_{name}"] = value
    done = program("serve")
    assert (done.returncode, done.stdout) == (1, b"")
    assert says in done.stderr.decode()
    assert done.stderr.count(b"\n") == 1


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("THREADS", "0"),
        ("MAX_TEXT", "-1"),
        ("SESSION_DAYS", "1e3"),
        ("LINK_HOURS", "999999999"),
        ("PORT", "٥٠٠٠"),
        ("PORT", "9" * 5000),
    ],
    ids=range(6),
)
def test_wrong_number_is_refused_with_its_range(name: str, value: str) -> None:
    with pytest.raises(Problem, match=f"FACTCHECK_{name} must be a whole number from "):
        Settings.from_environment({f"FACTCHECK_{name}": value})


def test_settings_come_from_the_environment() -> None:
    given = {
        "FACTCHECK_PORT": "8000",
        "FACTCHECK_HOST": "",
        "FACTCHECK_MAX_TEXT": "10",
        "PORT": "1",
    }
    found = Settings.from_environment(given)
    assert (found.port, found.host, found.max_text) == (8000, "127.0.0.1", 10)
