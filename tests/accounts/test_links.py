"""One-time links: used once, for a time, by whoever holds the newest."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from tests.accounts.conftest import Clock, is_signed_in, press
from tests.rig.people import Somebody
from webapp.accounts import actions
from webapp.accounts.tokens import hash_token
from webapp.db import Database
from webapp.models import SignInLink

VOID = "This link was used, replaced by a newer one, or has expired."


def make_link(database: Database, who: Somebody, hours: int = 72) -> str:
    with database.writing() as session:
        return f"/accounts/link/{actions.make_link(session, who.person_id, hours)}"


@pytest.fixture
def link(seeded: Database, reviewer: Somebody) -> str:
    """A one-time link for Rita."""
    return make_link(seeded, reviewer)


def test_opening_a_link_says_whose_it_is_and_signs_nobody_in(
    link: str, client: FlaskClient
) -> None:
    for _ in range(3):
        answer = client.get(link)
        assert answer.status_code == 200
        assert "Sign in as Rita Reviewer" in answer.text
    assert not is_signed_in(client)


def test_button_of_a_link_signs_in(link: str, client: FlaskClient) -> None:
    client.get(link)
    answer = press(client, link)
    assert (answer.status_code, answer.headers["Location"]) == (302, "/")
    assert "Rita Reviewer" in client.get("/accounts/me").text


def test_link_works_once(link: str, client: FlaskClient, app: Flask) -> None:
    press(client, link)
    for answer in (press(app.test_client(), link), app.test_client().get(link), client.get(link)):
        assert answer.status_code == 404
        assert VOID in answer.text


def test_link_used_at_once_in_many_browsers_works_once(
    seeded: Database, reviewer: Somebody
) -> None:
    together = Barrier(8)

    def use(token: str) -> bool:
        together.wait()
        with seeded.writing() as session:
            return actions.use_link(session, token) is not None

    with ThreadPoolExecutor(8) as threads:
        for _ in range(8):
            token = make_link(seeded, reviewer).rpartition("/")[2]
            assert sorted(threads.map(use, [token] * 8)) == [False] * 7 + [True]


def test_link_expires(
    seeded: Database, reviewer: Somebody, client: FlaskClient, clock: Clock
) -> None:
    link = make_link(seeded, reviewer, hours=2)
    clock.move(hours=1.9)
    assert client.get(link).status_code == 200
    clock.move(hours=0.2)
    for answer in (client.get(link), press(client, link)):
        assert answer.status_code == 404
        assert VOID in answer.text
    assert not is_signed_in(client)


def test_new_link_makes_the_one_before_void(
    link: str, seeded: Database, reviewer: Somebody, client: FlaskClient
) -> None:
    newer = make_link(seeded, reviewer)
    assert press(client, link).status_code == 404
    assert press(client, newer).status_code == 302


def test_new_link_leaves_those_of_others(
    link: str, seeded: Database, colleague: Somebody, client: FlaskClient
) -> None:
    make_link(seeded, colleague)
    assert press(client, link).status_code == 302


@pytest.mark.parametrize("token", ["guess", "%00", "%ff", "x" * 5000, "..%2f"])
def test_link_that_nobody_made_is_not_found(token: str, client: FlaskClient) -> None:
    assert client.get(f"/accounts/link/{token}").status_code == 404
    assert press(client, f"/accounts/link/{token}").status_code == 404


def test_link_is_stored_as_a_hash(link: str, seeded: Database) -> None:
    token = link.rpartition("/")[2]
    with seeded.reading() as session:
        (stored,) = session.scalars(select(SignInLink)).all()
    assert stored.token_hash == hash_token(token)
    assert len(token) >= 43


def test_link_signs_another_person_out_of_the_browser(link: str, colleague: Somebody) -> None:
    browser = colleague.client
    press(browser, link)
    assert "Rita Reviewer" in browser.get("/accounts/me").text


def test_page_of_a_link_is_kept_by_nobody(link: str, client: FlaskClient) -> None:
    assert client.get(link).headers["Cache-Control"] == "no-store"
