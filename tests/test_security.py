"""What protects every answer: hosts, headers, cookies, form tokens, escaped words."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from tests.rig.api import stored
from tests.rig.databases import ONLY_SQLITE
from tests.rig.people import People, Somebody
from tests.rig.routes import FORMS
from webapp import create_app
from webapp.config import Settings
from webapp.db import Database
from webapp.documents import actions
from webapp.documents.article import NewDocument

SCRIPT = "<script>alert(1)</script>{{7*7}}"


# ---------------------------------------------------------------- hosts


@pytest.mark.parametrize("host", ["evil.example", "127.0.0.1.evil.example", "localhost@evil", ""])
def test_unknown_host_is_refused(host: str, lead: Somebody) -> None:
    for path in ("/accounts/sign-in", "/documents/projects/1", "/api/v1/projects", "/nowhere"):
        answer = lead.client.get(path, headers={"Host": host})
        assert answer.status_code == 400
        assert "evil" not in answer.text


def test_health_is_answered_under_any_name(client: FlaskClient) -> None:
    """Whoever watches a server asks by its address."""
    assert client.get("/health", headers={"Host": "10.0.0.7"}).status_code == 200


@ONLY_SQLITE
@pytest.mark.parametrize(
    ("setting", "host"),
    [
        ({"trusted_hosts": "one.example, two.example"}, "two.example"),
        ({"public_url": "https://three.example/"}, "three.example"),
        ({"public_url": "https://three.example:8443"}, "three.example:8443"),
        ({"host": "four.example"}, "four.example:5000"),
        ({}, "localhost:5000"),
        ({}, "[::1]:5000"),
        ({"host": "2001:db8::7"}, "[2001:db8::7]:5000"),
    ],
    ids=range(7),
)
def test_named_host_is_answered(
    setting: dict[str, str], host: str, settings: Settings, seeded: Database
) -> None:
    app = create_app(Settings(settings.database_url, "a key", **setting), seeded)  # type: ignore[arg-type]
    answer = app.test_client().get("/accounts/sign-in", headers={"Host": host})
    assert answer.status_code == 200


# ---------------------------------------------------------------- headers


@pytest.mark.parametrize(
    "path",
    [
        "/accounts/sign-in",
        "/documents/projects/1",
        "/annotate/1",
        "/nothing",
        "/accounts/projects/99/people",
        "/api/v1/projects",
        "/api/v1/openapi.json",
        "/health",
        "/static/nothing.css",
        "static",
        "host",
    ],
)
@ONLY_SQLITE
def test_every_answer_is_protected(path: str, lead: Somebody) -> None:
    answer = _open(lead, path)
    policy = answer.headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "script-src 'self';" in policy
    assert "frame-ancestors 'none'" in policy
    assert "unsafe" not in policy
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Referrer-Policy"] == "same-origin"
    cache = answer.headers["Cache-Control"]
    assert "max-age=31536000" in cache if path == "static" else cache == "no-store"


def _open(who: Somebody, path: str) -> TestResponse:
    if path == "host":
        return who.client.get("/", headers={"Host": "evil.example"})
    if path == "static":
        found = re.search(r'href="(/static/[^"]+base\.css)"', who.get("/accounts/me").text)
        assert found
        path = found[1]
    return who.get(path, buffered=True)


@ONLY_SQLITE
def test_https_is_demanded_where_it_is_used(lead: Somebody) -> None:
    name = "Strict-Transport-Security"
    assert name not in lead.get("/documents/").headers
    assert name in lead.get("/documents/", base_url="https://localhost").headers


@ONLY_SQLITE
def test_static_folder_gives_nothing_from_outside(client: FlaskClient) -> None:
    page = client.get("/accounts/sign-in").text
    static = page[page.index("/static/") :].split("/css")[0]
    for path in ("/../webapp/db.py", "/%2e%2e/webapp/db.py", "/..%2fwebapp%2fdb.py", "/%00", "/"):
        assert client.get(static + path).status_code == 404


# ---------------------------------------------------------------- cookies and form tokens


def test_every_cookie_is_for_this_site_and_not_for_scripts(
    client: FlaskClient, lead: Somebody
) -> None:
    lead.post("/accounts/me/password", {"password": "long enough!", "repeated": "long enough!"})
    token = re.search(r'csrf_token[^>]*value="([^"]+)"', client.get("/accounts/sign-in").text)
    assert token
    form = {"csrf_token": token[1], "name": lead.name, "password": "long enough!"}
    for scheme in ("http", "https"):
        answers = [
            client.get("/accounts/sign-in", base_url=f"{scheme}://localhost"),
            client.post("/accounts/sign-in", data=form, base_url="http://localhost"),
            lead.get("/accounts/me"),
            lead.post("/accounts/sign-out"),
        ]
        cookies = [each for answer in answers for each in answer.headers.getlist("Set-Cookie")]
        assert cookies
        for cookie in cookies:
            assert "; HttpOnly" in cookie
            assert "; SameSite=Lax" in cookie


def test_form_without_its_token_is_refused_and_stores_nothing(
    lead: Somebody, seeded: Database
) -> None:
    before = stored(seeded)
    fields = {"title": "New", "text": "One.", "name": "Someone", "role": "reviewer"}
    label = {"event_id": "a", "sentence_id": "1", "label": "sourced"}
    for path in [*FORMS, "/accounts/sign-out", "/accounts/link/abc"]:
        for token in ({}, {"csrf_token": "nonsense"}):
            answer = lead.client.post(path, data=fields | label | token)
            assert answer.status_code == 400
            assert "token is missing or old" in answer.text
    assert stored(seeded) == before
    assert lead.get("/accounts/me").status_code == 200


# ---------------------------------------------------------------- words that look like code


@pytest.fixture
def hostile(seeded: Database, people: People) -> Somebody:
    """The lead of a project in which every word is a script."""
    with seeded.writing() as session:
        project = actions.add_project(session, SCRIPT).id
        text = f"{SCRIPT} said nothing."
        words: dict[str, Any] = dict.fromkeys(("title", "outlet", "story"), SCRIPT)
        new = NewDocument(text=text, external_id=SCRIPT, **words)
        actions.add(session, project, actions.split(new))
    return people.add(SCRIPT, "lead", project)


@pytest.mark.parametrize(
    "open_page",
    [
        lambda who: who.get("/documents/projects/2"),
        lambda who: who.get("/annotate/3"),
        lambda who: who.get("/annotate/3/repair"),
        lambda who: who.get("/documents/projects/2/settings"),
        lambda who: who.get("/progress/2"),
        lambda who: who.get("/progress/2/people"),
        lambda who: who.get("/progress/2/places"),
        lambda who: who.get("/progress/2/share"),
        lambda who: who.get(f"/progress/2?q={SCRIPT}"),
        lambda who: who.get(f"/progress/2/places?who={SCRIPT}&q={SCRIPT}"),
        lambda who: who.get("/agreement/2"),
        lambda who: who.get("/accounts/me"),
        lambda who: who.get("/accounts/projects/2/people"),
        lambda who: who.post("/accounts/projects/2/people", {"name": SCRIPT, "role": "reviewer"}),
        lambda who: who.post("/documents/projects/2/new", {"title": SCRIPT, "text": ""}),
        lambda who: who.get(f"/documents/projects/2?after={SCRIPT}"),
        lambda who: who.get(f"/{SCRIPT}"),
    ],
    ids=range(17),
)
@ONLY_SQLITE
def test_words_are_never_code(
    open_page: Callable[[Somebody], TestResponse], hostile: Somebody
) -> None:
    page = open_page(hostile).text
    assert "alert(1)</script>" not in page
    assert "49" not in re.sub(r"[\w.-]{20,}", "", page)


@ONLY_SQLITE
def test_hostile_words_are_shown_as_they_are(hostile: Somebody) -> None:
    assert "&lt;script&gt;alert(1)&lt;/script&gt;{{7*7}}" in hostile.get("/annotate/3").text
