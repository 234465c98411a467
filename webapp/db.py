"""The database: engine options, read and write sessions, the base class of all tables."""

import contextlib
import fcntl
import threading
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, cast

from sqlalchemy import (
    BigInteger,
    DateTime,
    Dialect,
    Engine,
    Integer,
    MetaData,
    Table,
    create_engine,
    event,
    make_url,
)
from sqlalchemy.exc import ArgumentError, NoSuchModuleError, OperationalError
from sqlalchemy.orm import DeclarativeBase, Session
from sqlalchemy.types import TypeDecorator

from webapp.problems import Problem, Unavailable

SQLITE_PRAGMAS = (
    "journal_mode=WAL",
    "synchronous=FULL",  # "saved" has to survive a power cut: NORMAL lost acknowledged commits
    "busy_timeout=30000",
    "foreign_keys=ON",
    "trusted_schema=OFF",
    "secure_delete=ON",  # what is deleted, such as the name of who left, is gone from the file
)

_USUAL_PATIENCE = next(each for each in SQLITE_PRAGMAS if each.startswith("busy_timeout"))

LONGEST_TURN = 5.0
"""Seconds that a writer waits for its turn; a browser or a program then tries again."""

ONE_STATE = {"isolation_level": "REPEATABLE READ"}
"""How a session reads on PostgreSQL, where otherwise each statement sees a later state.

It goes with the BEGIN that is sent anyway. A transaction that only reads is never made to retry.
Not READ ONLY: SQLAlchemy would give the connection back as one that writes, whatever the server's
own default.
"""

BigId = BigInteger().with_variant(Integer, "sqlite")
"""A whole-number key that fills itself on both engines."""


class Base(DeclarativeBase):
    """The base of all tables; every constraint has a name, so that a migration can drop it."""

    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "fk": "fk_%(table_name)s_%(column_0_N_name)s",
            "pk": "pk_%(table_name)s",
        }
    )


class Moment(TypeDecorator[datetime]):
    """A point in time: aware and in UTC in Python, on both engines."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Return UTC; SQLite keeps no zone, so it gets the time alone."""
        if value is None:
            return None
        utc = value.astimezone(UTC)
        return utc.replace(tzinfo=None) if dialect.name == "sqlite" else utc

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Return the stored time with its zone."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


def table_of(model: type[Base]) -> Table:
    """Return the plain table of a model, for statements that skip the ORM."""
    return cast(Table, model.__table__)


def now() -> datetime:
    """Return the current time in UTC."""
    return datetime.now(UTC)


class Database:
    """One engine with two kinds of session: `reading()` and `writing()`."""

    def __init__(self, url: str) -> None:
        self.engine = _engine(url)
        self.is_sqlite = self.engine.dialect.name == "sqlite"
        file = self.engine.url.database
        self._turn = _Turn(Path(f"{file}-lock")) if self.is_sqlite and file else None

    @contextlib.contextmanager
    def reading(self) -> Iterator[Session]:
        """Give a session that sees one state of the data and takes no write lock."""
        with Session(self.engine, expire_on_commit=False) as session:
            if self.is_sqlite:
                self._begin(session, "BEGIN")
            else:
                session.connection(execution_options=ONE_STATE)
            yield session

    @contextlib.contextmanager
    def writing(self, wait: bool = True) -> Iterator[Session]:
        """Give a session whose work is committed at the end, or undone by an exception.

        Without wait, for work that is better left undone: `Unavailable`, an `OSError` or a
        `DBAPIError` where somebody else is writing, or nobody may.
        """
        with (
            self._turn.taken(wait) if self._turn else contextlib.nullcontext(),
            Session(self.engine, expire_on_commit=False) as session,
            session.begin(),
        ):
            try:
                if wait:
                    self._begin(session, "BEGIN IMMEDIATE")
                else:
                    self._begin_at_once(session)
                yield session
            except OperationalError:
                session.invalidate()  # a connection to a file that was read-only stays read-only
                raise

    def _begin(self, session: Session, words: str) -> None:
        """Begin a transaction on SQLite, where the driver was told not to.

        By hand, since a listener on the engine's `begin` event costs at every statement.
        """
        if self.is_sqlite:
            session.connection().exec_driver_sql(words)

    def _begin_at_once(self, session: Session) -> None:
        """Begin a write transaction that fails where it would have to wait for a lock."""
        connection = session.connection()
        if not self.is_sqlite:
            connection.exec_driver_sql("SET LOCAL lock_timeout = '100ms'")
            return
        connection.exec_driver_sql("PRAGMA busy_timeout=0")
        connection.exec_driver_sql("BEGIN IMMEDIATE")
        connection.exec_driver_sql(f"PRAGMA {_USUAL_PATIENCE}")

    def empty_log(self) -> None:
        """Empty SQLite's log, whose old pages hold what was deleted; not while somebody reads."""
        if self._turn is None:
            return
        with self._turn.taken(wait=True), self.engine.connect() as connection:
            connection.exec_driver_sql("PRAGMA busy_timeout=1000")
            connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
            connection.exec_driver_sql(f"PRAGMA {_USUAL_PATIENCE}")

    def close(self) -> None:
        """Close every connection."""
        self.engine.dispose()
        if self._turn:
            self._turn.close()


class _Turn:
    """A lock around write transactions, for all threads and processes on one SQLite file.

    Writers that queue here wait in order instead of polling SQLite's own lock: the worst wait
    of 8 processes fell from 852 to 60 ms. Where another process is stuck in its turn, one thread
    waits for it; the others give up in time, and whoever reads is not held up.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._threads = threading.Lock()
        self._file: Any = None

    @contextlib.contextmanager
    def taken(self, wait: bool) -> Iterator[None]:
        """Hold the lock; without wait only where it is free, else an error."""
        if not self._threads.acquire(timeout=LONGEST_TURN if wait else 0):
            raise Unavailable("Another program is writing for long. Nothing was stored; try again.")
        try:
            if self._file is None:
                self._file = self._path.open("ab")
            # asking again and again would be unfair to those who wait
            fcntl.flock(self._file, fcntl.LOCK_EX if wait else fcntl.LOCK_EX | fcntl.LOCK_NB)
            try:
                yield
            finally:
                fcntl.flock(self._file, fcntl.LOCK_UN)
        finally:
            self._threads.release()

    def close(self) -> None:
        """Close the file; the next turn opens it again."""
        with self._threads:
            if self._file is not None:
                self._file.close()
            self._file = None


def _engine(text: str) -> Engine:
    try:
        url = make_url(text)
        if url.drivername in ("postgresql", "postgres"):
            url = url.set(drivername="postgresql+psycopg")
        if url.get_backend_name() not in ("sqlite", "postgresql"):
            raise Problem(f"FACTCHECK_DATABASE_URL: {url.drivername} is not sqlite or postgresql.")
        is_sqlite = url.get_backend_name() == "sqlite"
        waits = {} if is_sqlite else {"options": "-c lock_timeout=10s"}
        engine = create_engine(url, pool_size=20, max_overflow=20, connect_args=waits)
    except (ArgumentError, NoSuchModuleError, ImportError, TypeError, ValueError) as error:
        raise Problem(
            "FACTCHECK_DATABASE_URL is not a database address: write "
            "sqlite:////absolute/path or postgresql://user:password@host/name."
        ) from error
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", _prepare_sqlite)
    return engine


def _prepare_sqlite(connection: Any, _record: object) -> None:
    connection.isolation_level = None  # the driver must not begin or commit on its own
    for pragma in SQLITE_PRAGMAS:
        connection.execute(f"PRAGMA {pragma}")
