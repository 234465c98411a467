"""The fixtures that all tests share; `tests/rig` holds what they are made of.

A test that asks for a database, an application or a server runs twice: on SQLite and on PostgreSQL.
Mark it with `ONLY_SQLITE` or `ONLY_POSTGRESQL` of `tests.rig.databases` where one is meant.
"""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from playwright.sync_api import Browser, Page, sync_playwright

from tests.rig import chromium, memory, postgres
from tests.rig.databases import ENGINES, Copies, PostgresCopies, SQLiteCopies
from tests.rig.people import People, Somebody
from tests.rig.program import Program, Server
from webapp.app import assemble, connect
from webapp.config import Settings
from webapp.db import Database

# ---------------------------------------------------------------- databases


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[postgres.Postgres]:
    """A real PostgreSQL server, started by the first test that needs it."""
    with postgres.running() as server:
        yield server


@pytest.fixture(scope="session")
def postgres_url(postgres_server: postgres.Postgres) -> str:
    """The address of the server's own database."""
    return postgres_server.url("postgres")


@pytest.fixture(scope="session")
def sqlite_copies() -> Iterator[Copies]:
    with memory.folder("factcheck-sqlite-") as folder:
        yield SQLiteCopies(folder)


@pytest.fixture(scope="session")
def postgres_copies(postgres_server: postgres.Postgres) -> Copies:
    return PostgresCopies(postgres_server)


@pytest.fixture(params=ENGINES)
def engine(request: pytest.FixtureRequest) -> str:
    """`sqlite`, then `postgresql`."""
    return str(request.param)


@pytest.fixture
def copies(engine: str, request: pytest.FixtureRequest) -> Iterator[Copies]:
    """The databases of one engine; what a test takes is removed after it."""
    found: Copies = request.getfixturevalue(
        "sqlite_copies" if engine == "sqlite" else "postgres_copies"
    )
    yield found
    found.remove()


@pytest.fixture(scope="session")
def known_databases() -> dict[str, Database]:
    """Databases by their addresses, which come again with the next test: a statement that one test
    has sent is not built anew for another, which took a tenth of the time of all tests.
    """
    return {}


@pytest.fixture
def open_database(known_databases: dict[str, Database]) -> Iterator[Callable[[str], Database]]:
    """Opens a database by its address, and closes it after the test."""
    opened: list[Database] = []

    def open_(url: str) -> Database:
        known = known_databases.get(url) or known_databases.setdefault(url, Database(url))
        opened.append(Database(url) if known in opened else known)
        return opened[-1]

    yield open_
    for each in opened:
        each.close()


@pytest.fixture
def empty_database(copies: Copies, open_database: Callable[[str], Database]) -> Database:
    """A database without tables."""
    return open_database(copies.empty())


@pytest.fixture
def database(copies: Copies, open_database: Callable[[str], Database]) -> Database:
    """A database with the tables and no rows."""
    return open_database(copies.migrated())


@pytest.fixture
def seeded(copies: Copies, open_database: Callable[[str], Database]) -> Database:
    """A database as the first run leaves it: one project with the two seed articles."""
    return open_database(copies.seeded())


# ---------------------------------------------------------------- the application, in this process


def settings_of(url: str) -> Settings:
    return Settings(database_url=url, secret_key="a key for tests")  # noqa: S106


@pytest.fixture
def settings(seeded: Database) -> Settings:
    return settings_of(seeded.engine.url.render_as_string(hide_password=False))


@pytest.fixture(scope="session")
def assembled() -> Flask:
    """The application without a database; its routes and pages are compiled once for all tests."""
    return assemble(settings_of(""))


@pytest.fixture
def app(assembled: Flask, settings: Settings, seeded: Database) -> Flask:
    """The application on the seeded database."""
    connect(assembled, settings, seeded)
    return assembled


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    """A browser without scripts in which nobody is signed in."""
    return app.test_client()


@pytest.fixture
def people(app: Flask, seeded: Database) -> People:
    """Adds people: `people.add("Ada", "lead")`."""
    return People(app, seeded)


@pytest.fixture
def admin(people: People) -> Somebody:
    return people.add("Ada Admin", "admin")


@pytest.fixture
def lead(people: People) -> Somebody:
    return people.add("Lena Lead", "lead")


@pytest.fixture
def reviewer(people: People) -> Somebody:
    return people.add("Rita Reviewer")


@pytest.fixture
def colleague(people: People) -> Somebody:
    """Another reviewer of the same project."""
    return people.add("Carl Colleague")


# ---------------------------------------------------------------- the program, in its own process


@pytest.fixture
def program(engine: str, copies: Copies, tmp_path: Path, request: pytest.FixtureRequest) -> Program:
    """Runs commands on a database as the first run leaves it: `program("users", "add", "Ada")`."""
    if engine == "sqlite":
        return Program(copies.seeded(), tmp_path)
    server: postgres.Postgres = request.getfixturevalue("postgres_server")
    return Program(copies.seeded(), tmp_path, server.programs)


@pytest.fixture
def bare_program(program: Program, copies: Copies) -> Program:
    """The same on a database without tables."""
    return Program(copies.empty(), program.folder, program.tools)


@pytest.fixture
def server(program: Program) -> Iterator[Server]:
    """The program as it serves; `server.link` signs the admin in."""
    running = Server(program)
    yield running
    running.stop()
    assert "Traceback" not in running.errors, running.errors


# ---------------------------------------------------------------- the browser


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Chromium; a test that needs it fails where it is missing."""
    with sync_playwright() as playwright:
        browser = chromium.launch(playwright)
        yield browser
        browser.close()


@pytest.fixture
def watch() -> Iterator[chromium.Watch]:
    """What went wrong in the pages of this test; whatever was not expected fails it."""
    watch = chromium.Watch()
    yield watch
    assert not watch.problems, "\n".join(watch.problems)


@pytest.fixture
def new_page(browser: Browser, watch: chromium.Watch) -> Iterator[Callable[..., Page]]:
    """Opens a browser of its own for one more person; takes the options of a browser context."""
    opened = []

    def new(**options: object) -> Page:
        opened.append(browser.new_context(**options))  # type: ignore[arg-type]
        page = opened[-1].new_page()
        watch.add(page)
        return page

    yield new
    for each in opened:
        each.close()


@pytest.fixture
def page(new_page: Callable[..., Page]) -> Page:
    """A page of a fresh browser."""
    return new_page()
