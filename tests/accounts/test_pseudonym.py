"""Replacing somebody who leaves by a pseudonym: the labels stay, the name is nowhere."""

import io
import re
import zipfile
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import String, Text, cast, select
from werkzeug.test import TestResponse

from tests.accounts.conftest import PASSWORD, is_signed_in, press, set_password, sign_in
from tests.rig.api import get, judgment, post, save, sentences, stored
from tests.rig.databases import ONLY_SQLITE
from tests.rig.people import People, Somebody
from tests.rig.program import Program
from tests.rig.routes import PAGES
from webapp.accounts import actions
from webapp.accounts.guards import COOKIE
from webapp.db import Base, Database
from webapp.documents import actions as documents
from webapp.models import Person

PEOPLE = "/accounts/projects/1/people"
NAME = "Zebulon Quillfeather"
PSEUDONYM = re.compile(r"Reviewer [2-9B-Z]{4}")


@pytest.fixture
def leaver(people: People, seeded: Database) -> Somebody:
    """A reviewer with a password, keys, a token, links and labels, whose name is like no other."""
    who = people.add(NAME)
    set_password(who)
    with seeded.writing() as session:
        session.get_one(Person, who.person_id).keys = '{"sourced": "q"}'
        actions.record_failure(session, NAME, "192.0.2.1")
    save(who, 1, judgment(sentences(seeded)[0], note="Why?"))
    return who


def replace(by: Somebody, who: Somebody) -> str:
    """Replace somebody by the page, and return the pseudonym."""
    answer = by.post(f"{PEOPLE}/{who.person_id}/pseudonym", follow_redirects=True)
    assert answer.status_code == 200, answer.text
    found = PSEUDONYM.search(answer.text)
    assert found, answer.text
    return found[0]


def words(database: Database) -> str:
    """Return every text of every table."""
    found = []
    with database.reading() as session:
        for table in Base.metadata.sorted_tables:
            texts = [cast(each, Text) for each in table.columns if isinstance(each.type, String)]
            texts += [cast(each, Text) for each in table.columns if each.name == "detail"]
            found += [str(row) for row in session.execute(select(*texts))] if texts else []
    return "\n".join(found)


def content(answer: TestResponse) -> bytes:
    """Return what an answer holds; of an archive, what is in its files."""
    if answer.content_type != "application/zip":
        return bytes(answer.data)
    with zipfile.ZipFile(io.BytesIO(answer.data)) as archive:
        return b"".join(archive.read(name) for name in archive.namelist())


# ---------------------------------------------------------------- what goes


@pytest.mark.parametrize("who", ["lead", "admin"])
def test_name_is_nowhere_any_more(
    who: str,
    lead: Somebody,
    admin: Somebody,
    leaver: Somebody,
    colleague: Somebody,
    seeded: Database,
) -> None:
    save(colleague, 1, judgment(sentences(seeded)[0], "opinion"))
    by = {"lead": lead, "admin": admin}[who]
    asked = by.get(f"{PEOPLE}/{leaver.person_id}/pseudonym").text
    assert "This cannot be undone." in asked
    made = replace(by, leaver)
    assert "quillfeather" not in words(seeded).casefold()
    for path in PAGES:
        assert b"quillfeather" not in content(lead.get(path, follow_redirects=True)).lower(), path
    for what in ("annotations", "history"):
        rows = lead.get(f"/exchange/1/export?format=csv&what={what}").text
        assert made in rows
        assert NAME not in rows
    assert made in get(lead, "/projects/1/agreement").text
    page = lead.get("/accounts/projects/1/record").text
    assert f"<b>{by.name}</b> replaced somebody by the pseudonym {made}" in page


def test_labels_and_agreement_stay(
    lead: Somebody, leaver: Somebody, colleague: Somebody, seeded: Database
) -> None:
    save(colleague, 1, judgment(sentences(seeded)[0], "opinion"))
    before = get(lead, "/projects/1/agreement").get_json()
    export = lead.get("/exchange/1/export?format=csv").text
    made = replace(lead, leaver)
    after = get(lead, "/projects/1/agreement").get_json()
    assert after["coefficients"] == before["coefficients"]
    assert lead.get("/exchange/1/export?format=csv").text == export.replace(NAME, made)


def test_nothing_signs_them_in_any_more(
    lead: Somebody, leaver: Somebody, client: FlaskClient, app: Flask, seeded: Database
) -> None:
    with seeded.writing() as session:
        link = f"/accounts/link/{actions.make_link(session, leaver.person_id, 72)}"
    assert get(leaver, "/projects").status_code == 200
    made = replace(lead, leaver)
    assert not is_signed_in(leaver.client)
    assert get(leaver, "/projects").status_code == 401
    assert press(app.test_client(), link).status_code == 404
    for name in (NAME, made):
        assert sign_in(client, name, PASSWORD).status_code == 403
    assert lead.post(f"{PEOPLE}/{leaver.person_id}/link").status_code == 409
    assert "has left" in lead.get(PEOPLE).text


def test_sign_in_that_was_under_way_leads_nowhere(
    lead: Somebody, leaver: Somebody, seeded: Database
) -> None:
    replace(lead, leaver)
    with seeded.writing() as session:
        token = actions.start_session(session, leaver.person_id, days=30)
    leaver.client.set_cookie(COOKIE, token)
    assert not is_signed_in(leaver.client)


def test_pseudonym_is_not_invited_again(
    admin: Somebody, lead: Somebody, leaver: Somebody, seeded: Database
) -> None:
    made = replace(lead, leaver)
    with seeded.writing() as session:
        other = documents.add_project(session, "Elsewhere").id
    before = stored(seeded)
    fields = {"name": made, "role": "reviewer"}
    assert admin.post(f"/accounts/projects/{other}/people", fields).status_code == 409
    assert stored(seeded) == before


def test_name_is_free_for_somebody_else(lead: Somebody, leaver: Somebody) -> None:
    replace(lead, leaver)
    answer = lead.post(PEOPLE, {"name": NAME, "role": "reviewer"})
    assert answer.status_code == 200
    assert NAME in lead.get(PEOPLE).text


def test_pseudonyms_are_random(lead: Somebody, people: People) -> None:
    made = [replace(lead, people.add(f"Person {n}")) for n in range(5)]
    assert len(set(made)) == 5


@ONLY_SQLITE
def test_name_is_not_in_the_file_any_more(
    lead: Somebody, leaver: Somebody, people: People, seeded: Database
) -> None:
    for number in range(150):  # so that pages were split, with the name on them
        people.add(f"Yet Another {number}")
    set_password(leaver, "another password")
    file = Path(str(seeded.engine.url.database))
    assert found_in(file, NAME)
    replace(lead, leaver)
    assert found_in(file, NAME) == []
    with seeded.writing() as session:
        session.connection().exec_driver_sql("UPDATE project SET overlap = 2")
    assert found_in(file, NAME) == []


def found_in(file: Path, name: str) -> list[str]:
    """Return which files of a database hold a name, in any case: the file itself, its log."""
    return [
        each.name
        for each in sorted(file.parent.glob(f"{file.name}*"))
        if name.casefold().encode() in each.read_bytes().lower()
    ]


# ---------------------------------------------------------------- who may not


def refused(by: Somebody, who: Somebody, database: Database) -> int:
    before = stored(database)
    status = by.post(f"{PEOPLE}/{who.person_id}/pseudonym").status_code
    assert stored(database) == before
    return status


def test_nobody_replaces_themselves(lead: Somebody, admin: Somebody, seeded: Database) -> None:
    with seeded.writing() as session:
        actions.add_member(session, admin.person_id, 1, "lead")
    assert refused(admin, admin, seeded) == 409
    assert refused(lead, lead, seeded) == 403


def test_lead_replaces_no_lead_no_admin_and_nobody_of_other_projects(
    lead: Somebody, admin: Somebody, leaver: Somebody, people: People, seeded: Database
) -> None:
    with seeded.writing() as session:
        other = documents.add_project(session, "Elsewhere").id
        actions.add_member(session, leaver.person_id, other, "reviewer")
        actions.add_member(session, admin.person_id, 1, "reviewer")
    second = people.add("Lars Lead", "lead")
    for who in (leaver, admin, second):
        assert refused(lead, who, seeded) == 403
    replace(admin, leaver)


def test_pseudonym_is_not_replaced_again(
    lead: Somebody, leaver: Somebody, seeded: Database
) -> None:
    replace(lead, leaver)
    assert refused(lead, leaver, seeded) == 409


def test_command_prints_the_pseudonym_and_keeps_the_last_admin(program: Program) -> None:
    for name, role in (("Ada", "admin"), ("Rita", "reviewer"), ("Otto", "admin")):
        program("users", "add", name, "--role", role)
    for name in ("Rita", "Ada"):
        done = program("users", "pseudonym", name)
        assert (done.returncode, done.stderr) == (0, b"")
        assert PSEUDONYM.fullmatch(done.stdout.decode().strip())
    again = program("users", "pseudonym", "Rita")
    assert (again.returncode, b"nobody called Rita" in again.stderr) == (1, True)
    last = program("users", "pseudonym", "Otto")
    assert (last.returncode, last.stdout) == (1, b"")
    assert b"This is the last admin." in last.stderr


def test_new_version_of_guidelines_by_who_left_names_the_pseudonym(
    admin: Somebody, lead: Somebody, people: People
) -> None:
    second = people.add(NAME, "lead")
    second.post("/guidelines/1/new", {"text": "# Ours", "summary": "All", "began_from": "1"})
    made = replace(admin, second)
    assert f"by {made}" in lead.get("/guidelines/1").text
    assert post(lead, "/projects/1/documents", {"title": "T", "text": "A."}).status_code == 201
