"""Bringing the tables to the version that this program needs."""

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from alembic.util import CommandError
from sqlalchemy import Connection, text
from sqlalchemy.orm import Session

from webapp.config import ROOT
from webapp.db import Database
from webapp.problems import Problem

PREPARING = 7_205_759  # any number, as long as every process asks for the same


def migrate(database: Database, target: str = "head") -> tuple[str | None, str | None]:
    """Bring the tables up to `target`; return the versions before and after.

    Two processes that start at once wait for each other. `Problem` if the database is newer
    than this program.
    """
    with database.writing() as session:
        connection = session.connection()
        take_turn(session)
        before = _version(connection)
        config = _config(connection)
        _refuse_newer(config, before)
        try:
            if target == "head":
                command.upgrade(config, target)
            else:
                command.downgrade(config, target)
        except CommandError as error:
            raise Problem(f"there is no way to version {target}: {error}.") from error
        return before, _version(connection)


def take_turn(session: Session) -> None:
    """Let one process at a time prepare the database; on SQLite every writer has its turn."""
    if session.get_bind().dialect.name != "sqlite":
        session.execute(text("SELECT pg_advisory_xact_lock(:n)"), {"n": PREPARING})


def is_current(database: Database) -> bool:
    """Return whether the tables are those of this program."""
    with database.reading() as session:
        connection = session.connection()
        head = ScriptDirectory.from_config(_config(connection)).get_current_head()
        return _version(connection) == head


def _version(connection: Connection) -> str | None:
    return MigrationContext.configure(connection).get_current_revision()


def _config(connection: Connection) -> Config:
    config = Config()
    config.set_main_option("script_location", str(ROOT / "webapp" / "migrations"))
    config.set_main_option("path_separator", "os")
    config.attributes["connection"] = connection
    return config


def _refuse_newer(config: Config, version: str | None) -> None:
    known = {each.revision for each in ScriptDirectory.from_config(config).walk_revisions()}
    if version is not None and version not in known:
        raise Problem(f"The database has version {version}, which is newer than this program.")
