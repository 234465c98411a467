"""One server for all browser tests of a process; each test labels as a reviewer of its own."""

from collections.abc import Callable, Iterator
from functools import partial

import pytest
from playwright.sync_api import Page, expect

from tests.browser.desk import Desk, Installation
from tests.rig.program import Program, Server
from webapp.db import Database

expect.set_options(timeout=20_000)  # a busy machine is slow, not wrong


@pytest.fixture(scope="session")
def installation(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Installation]:
    """A running server, with its database."""
    folder = tmp_path_factory.mktemp("browser")
    server = Server(Program(f"sqlite:///{folder / 'annotations.db'}", folder))
    database = Database(server.program.url)
    yield Installation(server, database).with_long_names()
    database.close()
    server.stop()
    assert "Traceback" not in server.errors, server.errors


@pytest.fixture(scope="session")
def labelled(installation: Installation) -> Installation:
    """The installation with labels of two reviewers, so that no page is empty."""
    return installation.with_labels()


@pytest.fixture
def new_page(new_page: Callable[..., Page]) -> Callable[..., Page]:
    """Opens a browser without a service worker, unless asked for one.

    What a page sends once a worker has taken it over passes by `page.route` and by the console.
    """
    return partial(new_page, service_workers="block")


@pytest.fixture
def desk(installation: Installation, new_page: Callable[..., Page]) -> Desk:
    """A new reviewer, signed in, with the first article open."""
    return installation.reviewer(new_page()).open()


@pytest.fixture
def own_desk(server: Server, new_page: Callable[..., Page]) -> Iterator[Desk]:
    """The same on a server of its own, which the test may kill; on both databases."""
    database = Database(server.program.url)
    yield Installation(server, database).reviewer(new_page()).open()
    database.close()
