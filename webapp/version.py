"""Which version the tables have, for every start: without Alembic, which takes a fifth of it."""

from sqlalchemy import Connection, inspect, text
from sqlalchemy.orm import Session

from webapp.config import ROOT
from webapp.db import Database

MIGRATIONS = ROOT / "webapp" / "migrations"
PREPARING = 7_205_759  # any number, as long as every process asks for the same


def is_current(database: Database) -> bool:
    """Return whether the tables are those of this program."""
    with database.reading() as session:
        return version(session.connection()) == newest()


def newest() -> str:
    """Return the version that this program needs: the number of its last migration."""
    return max(each.name for each in (MIGRATIONS / "versions").glob("[0-9]*.py")).split("_")[0]


def version(connection: Connection) -> str | None:
    """Return the version of the tables, None where there are none."""
    if not inspect(connection).has_table("alembic_version"):
        return None
    found: str | None = connection.scalar(text("SELECT version_num FROM alembic_version"))
    return found


def take_turn(session: Session) -> None:
    """Let one process at a time prepare the database; on SQLite every writer has its turn."""
    if session.get_bind().dialect.name != "sqlite":
        session.execute(text("SELECT pg_advisory_xact_lock(:n)"), {"n": PREPARING})
