"""When others write, or a client asks for too much: a clear no in time, and nothing lost."""

import fcntl
import sqlite3
from collections.abc import Iterator
from concurrent.futures import FIRST_COMPLETED, ThreadPoolExecutor, wait
from contextlib import closing, contextmanager
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import func, select, update

from tests.rig.api import judgment, post, sentences, stored
from tests.rig.databases import ONLY_SQLITE
from tests.rig.people import Somebody, csrf
from webapp import create_app, db, first_run
from webapp.accounts.guards import COOKIE
from webapp.config import Settings
from webapp.db import Database
from webapp.models import BrowserSession, Document, Project

PEOPLE = "/accounts/projects/1/people"
FORM = "application/x-www-form-urlencoded"


@contextmanager
def writing_past_the_line(file: str) -> Iterator[None]:
    """Hold SQLite's own write lock, as a program of somebody else would."""
    with closing(sqlite3.connect(file, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        yield
        other.execute("ROLLBACK")


@pytest.fixture
def impatient(
    settings: Settings, reviewer: Somebody, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Somebody]:
    """A reviewer of a server that waits a fifth of a second for its turn to write."""
    assert reviewer.headers  # the token is made before the wait
    monkeypatch.setattr(db, "LONGEST_TURN", 0.2)
    monkeypatch.setattr(db, "SQLITE_PRAGMAS", ("journal_mode=WAL", "busy_timeout=200"))
    database = Database(settings.database_url)
    yield replace(reviewer, app=create_app(settings, database), database=database)
    database.close()


@ONLY_SQLITE
def test_save_is_answered_503_while_the_file_is_locked(impatient: Somebody) -> None:
    body = [judgment(sentences(impatient.database)[0])]
    headers = impatient.headers
    with writing_past_the_line(str(impatient.database.engine.url.database)):
        answer = post(impatient, "/documents/1/annotations", body)
    assert (answer.status_code, answer.headers["Retry-After"]) == (503, "5")
    assert post(impatient, "/documents/1/annotations", body).get_json()[0]["outcome"] == "stored"
    assert headers


@ONLY_SQLITE
def test_stuck_program_holds_up_one_save_and_no_reading(impatient: Somebody) -> None:
    one, two, *_ = sentences(impatient.database)
    headers = impatient.headers
    lock = Path(f"{impatient.database.engine.url.database}-lock")
    with ThreadPoolExecutor(2) as saves, lock.open("ab") as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        sent = [
            saves.submit(post, impatient, "/documents/1/annotations", [judgment(each)])
            for each in (one, two)
        ]
        (first,), (second,) = wait(sent, 20, FIRST_COMPLETED)
        health = impatient.app.test_client().get("/health").status_code
        fcntl.flock(held, fcntl.LOCK_UN)
        codes = (first.result().status_code, health, second.result().status_code)
    assert codes == (503, 200, 200)
    assert headers


def test_same_name_invited_at_once_is_added_once(app: Flask, admin: Somebody) -> None:
    form = {"name": "Nora New", "role": "reviewer", "csrf_token": csrf(admin.client)}
    cookies = {name: admin.client.get_cookie(name) for name in (COOKIE, "factcheck_form")}

    def invite(_: int) -> int:
        client = app.test_client()
        for name, cookie in cookies.items():
            assert cookie is not None
            client.set_cookie(name, cookie.value)
        return client.post(PEOPLE, data=form).status_code

    with ThreadPoolExecutor(6) as threads:
        codes = sorted(threads.map(invite, range(6)))
    assert codes == [200, 409, 409, 409, 409, 409]


def test_two_first_runs_at_once_prepare_one_database(
    empty_database: Database, settings: Settings
) -> None:
    url = empty_database.engine.url.render_as_string(hide_password=False)
    both = replace(settings, database_url=url)
    with ThreadPoolExecutor(2) as threads:
        for prepared in threads.map(lambda _: first_run.prepare(both), range(2)):
            prepared.close()
    with empty_database.reading() as session:
        assert session.scalar(select(func.count(Project.id))) == 1
        assert session.scalar(select(func.count(Document.id))) == 2


@pytest.mark.parametrize("path", ["/accounts/sign-in", "/annotate/1/label", "/documents/"])
def test_large_form_of_a_stranger_is_refused(path: str, app: Flask, seeded: Database) -> None:
    before = stored(seeded)
    answer = app.test_client().post(path, data="a&" * 150_000, content_type=FORM)
    assert answer.status_code == 413
    assert stored(seeded) == before


def test_large_article_form_needs_somebody_signed_in(app: Flask) -> None:
    answer = app.test_client().post(
        "/documents/projects/1/new", data="a&" * 150_000, content_type=FORM
    )
    assert answer.status_code == 302
    assert "/accounts/sign-in" in answer.headers["Location"]


def test_cookie_is_given_again_with_the_longer_session(
    reviewer: Somebody, seeded: Database
) -> None:
    assert "Set-Cookie" not in reviewer.get("/documents/projects/1").headers
    with seeded.writing() as session:
        session.execute(update(BrowserSession).values(seen_at=db.now() - timedelta(hours=2)))
    cookie = reviewer.get("/documents/projects/1").headers["Set-Cookie"]
    assert cookie.startswith(f"{COOKIE}=")
    assert "Max-Age=2592000" in cookie


def test_links_and_cookies_follow_the_public_address(
    settings: Settings, seeded: Database, admin: Somebody
) -> None:
    outside = replace(settings, public_url="https://labels.example.org/")
    who = replace(admin, app=create_app(outside, seeded))
    page = who.post(PEOPLE, {"name": "Nora New", "role": "reviewer"}).text
    assert "https://labels.example.org/accounts/link/" in page
    assert "; Secure" in who.post("/accounts/sign-out").headers["Set-Cookie"]


def test_article_of_too_many_sentences_is_refused(lead: Somebody, seeded: Database) -> None:
    before = stored(seeded)
    answer = post(lead, "/projects/1/documents", {"title": "Long", "text": "a.\n" * 20_001})
    assert answer.status_code == 413
    assert "at most 20,000" in answer.get_json()["detail"]
    assert stored(seeded) == before
