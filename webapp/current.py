"""What a view needs of the running application: its database, its settings, which one it is."""

from contextlib import AbstractContextManager
from typing import cast

from flask import current_app
from sqlalchemy import Connection
from sqlalchemy.orm import Session

from webapp.config import Settings
from webapp.db import Database


def attach(
    app_extensions: dict[str, object], database: Database, settings: Settings, installation: str
) -> None:
    """Hand the database, the settings and the installation's id to an application."""
    app_extensions["factcheck"] = (database, settings)
    app_extensions["factcheck_installation"] = installation


def database() -> Database:
    """Return the application's database."""
    return cast(tuple[Database, Settings], current_app.extensions["factcheck"])[0]


def settings() -> Settings:
    """Return the settings in force."""
    return cast(tuple[Database, Settings], current_app.extensions["factcheck"])[1]


def installation() -> str:
    """Return the id of this installation, which no other one and no restored copy of it has."""
    return cast(str, current_app.extensions["factcheck_installation"])


def reading() -> AbstractContextManager[Session]:
    """Give a session for questions."""
    return database().reading()


def looking() -> AbstractContextManager[Connection]:
    """Give a bare connection for the one question that every request asks: who is it?"""
    return database().engine.connect()


def writing() -> AbstractContextManager[Session]:
    """Give a session for changes, committed at the end of its block."""
    return database().writing()
