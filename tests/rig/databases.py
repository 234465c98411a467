"""Databases for tests: made once in a session, then copied for each test."""

import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cached_property
from itertools import count
from pathlib import Path
from typing import Protocol

import pytest
from sqlalchemy import event

from tests.rig.postgres import Postgres
from webapp import first_run, schema
from webapp.config import Settings
from webapp.db import Database

ENGINES = ("sqlite", "postgresql")
ONLY_SQLITE = pytest.mark.parametrize("engine", ["sqlite"], indirect=True)
ONLY_POSTGRESQL = pytest.mark.parametrize("engine", ["postgresql"], indirect=True)


class Copies(Protocol):
    """Copies of an empty, a migrated and a seeded database, on one engine."""

    def empty(self) -> str:
        """Return the address of a database without tables."""

    def migrated(self) -> str:
        """Return the address of a database that has the tables and no rows."""

    def seeded(self) -> str:
        """Return the address of a database as the first run leaves it."""

    def remove(self) -> None:
        """Remove what was handed out since the last time; its addresses are handed out again."""


class SQLiteCopies(Copies):
    """Files in a folder."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._numbers = count(1)

    def empty(self) -> str:
        return f"sqlite:///{self._next()}"

    def migrated(self) -> str:
        return self._copy(self._migrated)

    def seeded(self) -> str:
        return self._copy(self._seeded)

    def remove(self) -> None:
        for each in self._folder.glob("test-*"):
            each.unlink()
        self._numbers = count(1)

    @cached_property
    def _migrated(self) -> Path:
        return self._made("migrated.db", _migrate)

    @cached_property
    def _seeded(self) -> Path:
        return self._made("seeded.db", _seed)

    def _made(self, name: str, make: Callable[[str], None]) -> Path:
        make(f"sqlite:///{self._folder / name}")
        return self._folder / name

    def _copy(self, template: Path) -> str:
        return f"sqlite:///{shutil.copyfile(template, self._next())}"

    def _next(self) -> Path:
        return self._folder / f"test-{next(self._numbers)}.db"


class PostgresCopies(Copies):
    """Databases of one server."""

    def __init__(self, server: Postgres) -> None:
        self._server = server
        self._numbers = count(1)
        self._used: list[str] = []

    def empty(self) -> str:
        return self._copy("template0")

    def migrated(self) -> str:
        return self._copy(self._migrated)

    def seeded(self) -> str:
        return self._copy(self._seeded)

    def remove(self) -> None:
        while self._used:
            self._server.drop(self._used.pop())
        self._numbers = count(1)

    @cached_property
    def _migrated(self) -> str:
        return self._made("migrated", _migrate)

    @cached_property
    def _seeded(self) -> str:
        return self._made("seeded", _seed)

    def _made(self, name: str, make: Callable[[str], None]) -> str:
        make(self._server.create(name))
        return name

    def _copy(self, template: str) -> str:
        self._used.append(f"test_{next(self._numbers)}")
        return self._server.create(self._used[-1], template)


def _migrate(url: str) -> None:
    database = Database(url)
    schema.migrate(database)
    database.close()


def _seed(url: str) -> None:
    first_run.prepare(Settings(database_url=url)).close()


@contextmanager
def statements(database: Database) -> Iterator[list[str]]:
    """Collect the statements of a block; what begins and ends transactions is not counted."""
    sent: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_: object) -> None:
        if not statement.startswith("BEGIN"):
            sent.append(statement)

    event.listen(database.engine, "before_cursor_execute", note)
    yield sent
    event.remove(database.engine, "before_cursor_execute", note)
