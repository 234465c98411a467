"""Two transactions at once for tests: one waits for the end of the other, then decides."""

import time
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Any

from sqlalchemy import text
from sqlalchemy.orm import Session

from webapp.db import Database
from webapp.problems import Problem

Act = Callable[[Session], Any]

_WAITING = text("""
    SELECT count(*) FROM pg_stat_activity
    WHERE datname = current_database() AND wait_event_type = 'Lock'
""")


def at_once(database: Database, first: Act, second: Act, then: Act | None = None) -> Any:
    """Do one thing, begin the other before the first is committed, and return what it came to.

    That is the second's result, or the no that it was answered with. `then` is the rest of the
    first, done once the second waits.
    """
    with ThreadPoolExecutor(1) as other:
        with database.writing() as session:
            first(session)
            session.flush()
            result = other.submit(_outcome, database, second)
            _wait(database, result)
            if then:
                then(session)
        return result.result(timeout=60)


def _outcome(database: Database, act: Act) -> Any:
    try:
        with database.writing() as session:
            return act(session)
    except Problem as problem:
        return problem


def _wait(database: Database, result: "Future[Any]") -> None:
    """Wait until the other one waits for a lock, or is done; on SQLite it cannot begin."""
    while not database.is_sqlite and not result.done():
        with database.engine.connect() as connection:
            if connection.execute(_WAITING).scalar_one():
                return
        time.sleep(0.02)
