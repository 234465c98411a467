"""What the tests of people share: a clock that can be set, and what a page gives away."""

import re
from datetime import UTC, datetime, timedelta

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from tests.rig.people import Somebody, csrf
from webapp.accounts import actions, guards, queries
from webapp.accounts.guards import COOKIE

PASSWORD = "correct horse"  # noqa: S105


class Clock:
    """The time that the program believes in; it stands still until it is moved."""

    def __init__(self) -> None:
        self.time = datetime.now(UTC)

    def __call__(self) -> datetime:
        return self.time

    def move(self, **by: float) -> None:
        self.time += timedelta(**by)


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    """The clock of everything that expires."""
    clock = Clock()
    for module in (actions, guards, queries):
        monkeypatch.setattr(module, "now", clock)
    return clock


def set_password(who: Somebody, password: str = PASSWORD) -> None:
    """Give somebody a password, by their account page."""
    fields = {"password": password, "repeated": password}
    assert who.post("/accounts/me/password", fields).status_code == 302


def sign_in(
    client: FlaskClient, name: str, password: str = PASSWORD, path: str = "/accounts/sign-in"
) -> TestResponse:
    """Fill in the sign-in page."""
    fields = {"name": name, "password": password, "csrf_token": csrf(client)}
    return client.post(path, data=fields)


def press(client: FlaskClient, path: str) -> TestResponse:
    """Press the button of a page that has no other field."""
    return client.post(path, data={"csrf_token": csrf(client)})


def is_signed_in(client: FlaskClient) -> bool:
    return client.get("/accounts/me").status_code == 200


def cookie(client: FlaskClient) -> str:
    """Return the token that a browser carries."""
    found = client.get_cookie(COOKIE)
    return found.value if found else ""


def link_on(page: str) -> str:
    """Return the path of the one-time link that a page shows."""
    found = re.search(r'id="link">http://localhost(/accounts/link/[^<]+)<', page)
    assert found, page
    return found[1]
