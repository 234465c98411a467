"""The tables: described, named, migrated up and down, and safe under many writers."""

import sqlite3
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import Column, Table, inspect, select, text

from tests.rig.databases import ONLY_SQLITE, Copies
from webapp import models, schema, version
from webapp.db import Base, Database
from webapp.models import StoredSetting

TABLES = list(Base.metadata.tables.values())
COLUMNS = [column for table in TABLES for column in table.columns]
THREADS, TIMES = 8, 50


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.name)
def test_table_says_what_it_holds(table: Table) -> None:
    assert table.comment
    assert "\n" not in table.comment


@pytest.mark.parametrize("column", COLUMNS, ids=str)
def test_column_says_what_it_means(column: Column[object]) -> None:
    assert column.comment
    assert "\n" not in column.comment


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.name)
def test_constraint_and_index_have_names(table: Table) -> None:
    assert all(each.name for each in table.constraints)
    assert all(each.name for each in table.indexes)


def test_models_exports_every_table() -> None:
    exported = {getattr(models, name).__tablename__ for name in models.__all__}
    assert exported == {table.name for table in TABLES}


# ---------------------------------------------------------------- migrations


def test_migrations_go_up_down_and_up_again(empty_database: Database) -> None:
    assert table_names(empty_database) == set()
    first, head = schema.migrate(empty_database)
    assert first is None
    assert table_names(empty_database) == {table.name for table in TABLES}
    assert schema.migrate(empty_database, "base") == (head, None)
    assert table_names(empty_database) == set()
    schema.migrate(empty_database)
    assert version.is_current(empty_database)


def test_migrations_twice_change_nothing(database: Database) -> None:
    before, after = schema.migrate(database)
    assert before == after


def test_migrations_amount_to_the_models(database: Database) -> None:
    with database.reading() as session:
        context = MigrationContext.configure(session.connection(), opts={"compare_type": True})
        assert compare_metadata(context, Base.metadata) == []


def test_migrations_make_the_constraints_of_the_models(database: Database) -> None:
    """Alembic's comparison leaves check constraints and primary keys out."""
    found = inspect(database.engine)
    for table in TABLES:
        names = {each["name"] for each in found.get_check_constraints(table.name)}
        names.add(found.get_pk_constraint(table.name)["name"])
        wanted = {str(each.name) for each in table.constraints}
        unique = {each["name"] for each in found.get_unique_constraints(table.name)}
        foreign = {each["name"] for each in found.get_foreign_keys(table.name)}
        assert names | unique | foreign == wanted, table.name


def table_names(database: Database) -> set[str]:
    return set(inspect(database.engine).get_table_names()) - {"alembic_version"}


# ---------------------------------------------------------------- connections and transactions


@ONLY_SQLITE
@pytest.mark.parametrize(
    ("pragma", "value"),
    [
        ("journal_mode", "wal"),
        ("synchronous", 2),
        ("foreign_keys", 1),
        ("busy_timeout", 30_000),
        ("trusted_schema", 0),
        ("secure_delete", 1),
    ],
)
def test_connection_has_the_pragma(database: Database, pragma: str, value: object) -> None:
    with database.reading() as one, database.reading() as two:
        for session in (one, two):
            assert session.scalar(text(f"PRAGMA {pragma}")) == value


@ONLY_SQLITE
def test_write_session_takes_the_write_lock_at_once(database: Database) -> None:
    other = sqlite3.connect(str(database.engine.url.database), timeout=0, isolation_level=None)
    with database.writing() as session:
        session.connection()  # nothing was written yet
        with pytest.raises(sqlite3.OperationalError, match="locked"):
            other.execute("BEGIN IMMEDIATE")
    other.execute("BEGIN IMMEDIATE")
    other.close()


@ONLY_SQLITE
def test_read_session_takes_no_write_lock(database: Database) -> None:
    with database.reading() as session:
        session.scalars(select(StoredSetting)).all()
        put(database, "key", "written beside a reader")
    assert value_of(database, "key") == "written beside a reader"


def test_read_session_stores_nothing(database: Database) -> None:
    with database.reading() as session:
        session.add(StoredSetting(name="key", value="lost"))
        session.flush()
    assert value_of(database, "key") is None


def test_failing_write_stores_nothing(database: Database) -> None:
    def fail_halfway() -> None:
        with database.writing() as session:
            session.add(StoredSetting(name="key", value="half"))
            session.flush()
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail_halfway()
    assert value_of(database, "key") is None
    put(database, "key", "whole")
    assert value_of(database, "key") == "whole"


def test_concurrent_increments_lose_none(database: Database) -> None:
    put(database, "counter", "0")
    with ThreadPoolExecutor(THREADS) as threads:
        for each in [threads.submit(increment, database, TIMES) for _ in range(THREADS)]:
            each.result()
    assert value_of(database, "counter") == str(THREADS * TIMES)


def test_concurrent_migrations_wait_for_each_other(
    copies: Copies, open_database: Callable[[str], Database]
) -> None:
    url = copies.empty()
    databases = [open_database(url) for _ in range(4)]
    with ThreadPoolExecutor(len(databases)) as threads:
        versions = list(threads.map(schema.migrate, databases))
    assert len([before for before, _ in versions if before is None]) == 1
    assert len({after for _, after in versions}) == 1


def increment(database: Database, times: int) -> None:
    query = select(StoredSetting).where(StoredSetting.name == "counter").with_for_update()
    for _ in range(times):
        with database.writing() as session:
            counter = session.scalars(query).one()
            counter.value = str(int(counter.value) + 1)


def put(database: Database, name: str, value: str) -> None:
    with database.writing() as session:
        session.add(StoredSetting(name=name, value=value))


def value_of(database: Database, name: str) -> str | None:
    with database.reading() as session:
        found = session.get(StoredSetting, name)
        return found.value if found else None
