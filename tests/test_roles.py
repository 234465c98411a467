"""Every page and every form by every role: who may see and send what."""

import re

import pytest
from flask import Flask

from tests.rig.people import People, Somebody
from tests.rig.routes import FORMS, HASH, PAGES, ROLES
from webapp.db import Database
from webapp.documents import actions


@pytest.fixture
def stranger(people: People, seeded: Database) -> Somebody:
    """The lead of another project."""
    with seeded.writing() as session:
        project = actions.add_project(session, "Elsewhere").id
    return people.add("Sam Stranger", "lead", project)


@pytest.fixture
def nobody(app: Flask, seeded: Database) -> Somebody:
    """A browser in which nobody is signed in."""
    found = Somebody(0, "", "", app, seeded)
    found.__dict__["client"] = app.test_client()
    return found


@pytest.fixture
def everybody(
    reviewer: Somebody, admin: Somebody, lead: Somebody, stranger: Somebody, nobody: Somebody
) -> dict[str, Somebody]:
    """One person of each role; the reviewer is number 1, whom the forms are about."""
    return dict(zip(ROLES, (admin, lead, reviewer, stranger, nobody), strict=True))


@pytest.mark.parametrize("role", ROLES)
def test_role_gets_the_pages_it_may(role: str, everybody: dict[str, Somebody]) -> None:
    who, column = everybody[role], ROLES.index(role)
    pages = {path: who.get(path).status_code for path in PAGES}
    assert pages == {path: statuses[column] for path, statuses in PAGES.items()}
    forms = {path: who.post(path).status_code for path in FORMS}
    assert forms == {path: statuses[column] for path, statuses in FORMS.items()}


def test_every_page_is_tried(app: Flask) -> None:
    pictures = {f"/agreement/1/figures/<name>.{form}" for form in ("svg", "png")}
    others = {"/accounts/link/<token>", "/accounts/sign-out"} | pictures  # have tests of their own
    for method, tried in (("GET", PAGES), ("POST", FORMS)):
        routes = {
            re.sub(r"<id:\w+>", "1", rule.rule).replace("<hash:token_hash>", HASH)
            for rule in app.url_map.iter_rules()
            if method in (rule.methods or ()) and not rule.rule.startswith(("/api/", "/static/"))
        }
        paths = {path.partition("?")[0] for path in tried}
        assert routes - paths - others - {"/accounts/sign-in"} == set()
