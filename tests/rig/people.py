"""People for tests: added by the real actions, signed in, each with a browser of their own."""

import hashlib
import os
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any, cast

import flask
from flask import Flask
from flask.testing import FlaskClient
from flask_wtf.csrf import generate_csrf
from sqlalchemy import select
from werkzeug.test import TestResponse

from webapp.accounts import actions
from webapp.accounts.guards import COOKIE
from webapp.accounts.queries import Caller
from webapp.db import Database
from webapp.models import Project


@dataclass(frozen=True)
class Somebody:
    """A person of the tests; `client` is their browser, `headers` what their program sends."""

    person_id: int
    name: str
    role: str
    app: Flask
    database: Database

    @cached_property
    def client(self) -> FlaskClient:
        """A browser in which this person is signed in."""
        with self.database.writing() as session:
            token = actions.start_session(session, self.person_id, days=30)
        client = self.app.test_client()
        client.set_cookie(COOKIE, token)
        return client

    @cached_property
    def headers(self) -> dict[str, str]:
        """The header with a valid API token."""
        with self.database.writing() as session:
            return {"Authorization": f"Bearer {actions.make_token(session, self.person_id)}"}

    @cached_property
    def caller(self) -> Caller:
        """This person as actions and queries know them."""
        return Caller(self.person_id, self.name, self.role == "admin")

    def get(self, path: str, **options: Any) -> TestResponse:
        """Open a page."""
        return self.client.get(path, **options)

    def post(
        self, path: str, fields: Mapping[str, Any] | None = None, **options: Any
    ) -> TestResponse:
        """Send a form, with its token."""
        form = {**(fields or {}), "csrf_token": csrf(self.client)}
        return self.client.post(path, data=form, **options)


@dataclass(frozen=True)
class People:
    """Adds people to an application."""

    app: Flask
    database: Database

    def add(self, name: str, role: str = "reviewer", project_id: int | None = None) -> Somebody:
        """Add an admin, or a lead or reviewer of a project: the first one unless told otherwise."""
        with self.database.writing() as session:
            person = actions.add_person(session, name, is_admin=role == "admin")
            if role != "admin":
                first = select(Project.id).order_by(Project.id).limit(1)
                project = project_id or session.scalars(first).one()
                actions.add_member(session, person.id, project, role)
            return Somebody(person.id, person.name, role, self.app, self.database)


def csrf(client: FlaskClient) -> str:
    """Return a valid form token for a browser, as one of its pages would carry it."""
    with client.session_transaction() as kept:
        secret = kept.setdefault("csrf_token", hashlib.sha256(os.urandom(32)).hexdigest())
    with client.application.test_request_context():
        flask.session["csrf_token"] = secret
        return cast(str, generate_csrf())
