"""Browsers that are signed in: how long, where, and how to end it."""

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from tests.accounts.conftest import Clock, cookie, is_signed_in, press
from tests.rig.databases import ONLY_SQLITE
from tests.rig.people import Somebody
from webapp.accounts import actions
from webapp.accounts.guards import COOKIE
from webapp.accounts.tokens import hash_token
from webapp.db import Database
from webapp.models import BrowserSession


def another_browser(who: Somebody) -> FlaskClient:
    with who.database.writing() as session:
        token = actions.start_session(session, who.person_id, days=30)
    browser = who.app.test_client()
    browser.set_cookie(COOKIE, token)
    return browser


def test_session_is_stored_as_a_hash(reviewer: Somebody, seeded: Database) -> None:
    token = cookie(reviewer.client)
    with seeded.reading() as session:
        assert session.scalars(select(BrowserSession.token_hash)).all() == [hash_token(token)]
    assert len(token) >= 43


def test_signing_out_ends_this_browser_alone(reviewer: Somebody) -> None:
    other = another_browser(reviewer)
    token = cookie(reviewer.client)
    answer = reviewer.post("/accounts/sign-out")
    assert answer.headers["Location"] == "/accounts/sign-in"
    assert not is_signed_in(reviewer.client)
    assert is_signed_in(other)
    stolen = reviewer.app.test_client()
    stolen.set_cookie(COOKIE, token)
    assert not is_signed_in(stolen)


def test_signing_out_everywhere_ends_every_browser_and_unused_link(
    reviewer: Somebody, colleague: Somebody, app: Flask, seeded: Database
) -> None:
    others = [another_browser(reviewer) for _ in range(2)]
    with seeded.writing() as session:
        link = f"/accounts/link/{actions.make_link(session, reviewer.person_id, 72)}"
    reviewer.post("/accounts/sign-out-everywhere")
    assert not any(is_signed_in(each) for each in (reviewer.client, *others))
    assert press(app.test_client(), link).status_code == 404
    assert is_signed_in(colleague.client)


def test_new_password_signs_other_browsers_out(reviewer: Somebody) -> None:
    other = another_browser(reviewer)
    fields = {"password": "long enough!", "repeated": "long enough!"}
    answer = reviewer.post("/accounts/me/password", fields, follow_redirects=True)
    assert "Your password is set. Other browsers were signed out." in answer.text
    assert is_signed_in(reviewer.client)
    assert not is_signed_in(other)


@pytest.mark.parametrize(
    ("password", "repeated", "says"),
    [
        ("", "", "Enter a password."),
        ("short", "short", "Use at least 10 characters."),
        ("long enough!", "long enough?", "The two passwords are not the same."),
        ("x" * 501, "x" * 501, "Use at least 10 characters."),
    ],
)
@ONLY_SQLITE
def test_wrong_new_password_changes_nothing(
    password: str, repeated: str, says: str, reviewer: Somebody
) -> None:
    other = another_browser(reviewer)
    fields = {"password": password, "repeated": repeated}
    answer = reviewer.post("/accounts/me/password", fields)
    assert answer.status_code == 422
    assert says in answer.text
    assert is_signed_in(other)


def test_session_ends_when_it_is_not_used(reviewer: Somebody, clock: Clock) -> None:
    assert is_signed_in(reviewer.client)
    clock.move(days=29.9)
    assert is_signed_in(reviewer.client)  # which begins thirty days anew
    clock.move(days=29.9)
    assert is_signed_in(reviewer.client)
    clock.move(days=30.1)
    assert not is_signed_in(reviewer.client)


def test_account_page_lists_the_browsers(reviewer: Somebody) -> None:
    another_browser(reviewer)
    page = reviewer.get("/accounts/me").text
    assert (page.count("This browser"), page.count("Another browser")) == (1, 1)


def test_form_token_of_one_person_is_void_for_the_next(
    reviewer: Somebody, colleague: Somebody, seeded: Database
) -> None:
    browser = reviewer.client
    page = browser.get("/accounts/me").text
    token = page.split('name="csrf_token"')[1].split('value="')[1].split('"')[0]
    with seeded.writing() as session:
        link = actions.make_link(session, colleague.person_id, 72)
    press(browser, f"/accounts/link/{link}")
    assert browser.post("/accounts/sign-out", data={"csrf_token": token}).status_code == 400
