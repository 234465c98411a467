"""Signing in with a password: right, wrong, too often, and where it leads."""

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.accounts.conftest import PASSWORD, Clock, cookie, is_signed_in, set_password, sign_in
from tests.rig.databases import ONLY_SQLITE
from tests.rig.people import People, Somebody, csrf
from webapp.accounts import actions
from webapp.db import Database
from webapp.models import Person


@pytest.fixture
def rita(reviewer: Somebody) -> Somebody:
    """A reviewer who has a password."""
    set_password(reviewer)
    return reviewer


def test_password_signs_in(rita: Somebody, client: FlaskClient) -> None:
    answer = sign_in(client, rita.name)
    assert (answer.status_code, answer.headers["Location"]) == (302, "/")
    assert is_signed_in(client)


@pytest.mark.parametrize("name", ["rita reviewer", "  RITA REVIEWER ", "Rita  Reviewer"])
def test_name_is_known_in_any_case_and_spacing(
    name: str, rita: Somebody, client: FlaskClient
) -> None:
    assert sign_in(client, name).status_code == 302
    assert rita.name == "Rita Reviewer"


def test_name_is_known_in_any_unicode_form(people: People, client: FlaskClient) -> None:
    set_password(people.add("Jos\u00e9"))
    assert sign_in(client, "Jose\u0301").status_code == 302


@pytest.mark.parametrize(
    ("name", "password"),
    [
        ("Rita Reviewer", "wrong"),
        ("Rita Reviewer", PASSWORD.upper()),
        ("Rita Reviewer", "\0"),
        ("Nobody", PASSWORD),
        ("Rita\0Reviewer", PASSWORD),
        ("\ufffd\u202e", PASSWORD),
        ("%", PASSWORD),
    ],
)
def test_wrong_name_or_password_is_403_in_the_same_words(
    name: str, password: str, rita: Somebody, client: FlaskClient
) -> None:
    answer = sign_in(client, name, password)
    assert answer.status_code == 403
    assert "Name or password is wrong." in answer.text
    assert not is_signed_in(client)
    assert rita.role == "reviewer"


def test_person_without_a_password_cannot_use_one(reviewer: Somebody, client: FlaskClient) -> None:
    assert sign_in(client, reviewer.name, "").status_code == 422
    assert sign_in(client, reviewer.name, "None").status_code == 403


def test_password_is_stored_as_an_argon2id_hash(rita: Somebody, seeded: Database) -> None:
    with seeded.reading() as session:
        stored = session.get_one(Person, rita.person_id).password_hash or ""
    assert stored.startswith("$argon2id$v=19$m=65536,t=3,p=4$")
    assert PASSWORD not in stored


# ---------------------------------------------------------------- too many tries


def fail(client: FlaskClient, name: str, times: int) -> list[int]:
    return [sign_in(client, name, "wrong").status_code for _ in range(times)]


@pytest.mark.usefixtures("clock")
def test_ten_failures_stop_a_name(rita: Somebody, client: FlaskClient, app: Flask) -> None:
    assert fail(client, rita.name, 10) == [403] * 10
    for browser in (client, app.test_client()):
        answer = sign_in(browser, rita.name.upper())
        assert answer.status_code == 429
        assert "Too many failed sign-ins. Wait 15 minutes" in answer.text
        assert not is_signed_in(browser)


def fail_before(database: Database, name: str, times: int) -> None:
    """Note failures as of another browser."""
    with database.writing() as session:
        for _ in range(times):
            actions.record_failure(session, name, "192.0.2.9")


def test_failures_are_forgotten_after_a_quarter_of_an_hour(
    rita: Somebody, client: FlaskClient, clock: Clock, seeded: Database
) -> None:
    fail_before(seeded, rita.name, 10)
    clock.move(minutes=14.9)
    assert sign_in(client, rita.name).status_code == 429
    clock.move(minutes=0.2)
    assert sign_in(client, rita.name).status_code == 302


def test_success_forgets_the_failures_of_the_name(
    rita: Somebody, client: FlaskClient, seeded: Database
) -> None:
    fail_before(seeded, rita.name, 9)
    assert sign_in(client, rita.name).status_code == 302
    assert fail(client, rita.name, 2) == [403] * 2


def test_failures_of_one_name_stop_no_other(
    rita: Somebody, colleague: Somebody, client: FlaskClient, seeded: Database
) -> None:
    fail_before(seeded, colleague.name, 10)
    assert sign_in(client, rita.name).status_code == 302


def test_unknown_name_is_stopped_like_a_known_one(client: FlaskClient, seeded: Database) -> None:
    fail_before(seeded, "Nobody", 9)
    assert fail(client, " nobody", 2) == [403, 429]


def test_many_failures_stop_an_address(
    rita: Somebody, client: FlaskClient, seeded: Database
) -> None:
    with seeded.writing() as session:
        for number in range(actions.FAILURES_PER_ADDRESS):
            actions.record_failure(session, f"name {number}", "127.0.0.1")
    assert sign_in(client, rita.name).status_code == 429
    elsewhere = {"REMOTE_ADDR": "192.0.2.7"}
    fields = {"name": rita.name, "password": PASSWORD, "csrf_token": csrf(client)}
    answer = client.post("/accounts/sign-in", data=fields, environ_overrides=elsewhere)
    assert answer.status_code == 302


def test_link_works_for_a_name_that_is_stopped(
    rita: Somebody, client: FlaskClient, seeded: Database
) -> None:
    fail_before(seeded, rita.name, 10)
    with seeded.writing() as session:
        token = actions.make_link(session, rita.person_id, 1)
    answer = client.post(f"/accounts/link/{token}", data={"csrf_token": csrf(client)})
    assert answer.status_code == 302
    assert is_signed_in(client)


# ---------------------------------------------------------------- where it leads


@pytest.mark.parametrize(
    ("wanted", "location"),
    [
        ("/annotate/1?at=3", "/annotate/1?at=3"),
        ("https://evil.example/", "/"),
        ("//evil.example/", "/"),
        ("/\\evil.example", "/"),
        ("\\\\evil.example", "/"),
        ("/\t/evil.example", "/"),
        ("/\n/evil.example", "/"),
        (" //evil.example", "/"),
        ("javascript:alert(1)", "/"),
        ("evil.example", "/"),
        ("", "/"),
    ],
)
@ONLY_SQLITE
def test_next_leads_to_this_site_alone(
    wanted: str, location: str, rita: Somebody, client: FlaskClient
) -> None:
    client.get("/accounts/sign-in")
    fields = {"name": rita.name, "password": PASSWORD, "csrf_token": csrf(client)}
    answer = client.post("/accounts/sign-in", query_string={"next": wanted}, data=fields)
    assert (answer.status_code, answer.headers["Location"]) == (302, location)


def test_page_asked_for_is_opened_after_signing_in(rita: Somebody, client: FlaskClient) -> None:
    answer = client.get("/annotate/1?at=3")
    assert answer.status_code == 302
    second = sign_in(client, rita.name, path=answer.headers["Location"])
    assert second.headers["Location"] == "/annotate/1?at=3"


# ---------------------------------------------------------------- the browser's token


def test_signing_in_gives_a_browser_a_new_token(rita: Somebody, client: FlaskClient) -> None:
    sign_in(client, rita.name)
    first = cookie(client)
    sign_in(client, rita.name)
    assert cookie(client) != first
    client.set_cookie("factcheck_session", first)
    assert not is_signed_in(client)


def test_token_that_nobody_was_given_signs_nobody_in(client: FlaskClient, rita: Somebody) -> None:
    for token in ("guess", cookie(rita.client)[:-1], "x" * 3000, "ü"):
        client.set_cookie("factcheck_session", token)
        assert not is_signed_in(client)
