"""Bringing the tables to the version that this program needs."""

from alembic import command
from alembic.config import Config
from alembic.script import ScriptDirectory
from alembic.util import CommandError
from sqlalchemy import Connection

from webapp.db import Database
from webapp.problems import Problem
from webapp.version import MIGRATIONS, take_turn, version


def migrate(database: Database, target: str = "head") -> tuple[str | None, str | None]:
    """Bring the tables up to `target`; return the versions before and after.

    Two processes that start at once wait for each other. `Problem` if the database is newer
    than this program.
    """
    with database.writing() as session:
        connection = session.connection()
        take_turn(session)
        before = version(connection)
        config = _config(connection)
        _refuse_newer(config, before)
        try:
            if target == "head":
                command.upgrade(config, target)
            else:
                command.downgrade(config, target)
        except CommandError as error:
            raise Problem(f"there is no way to version {target}: {error}.") from error
        return before, version(connection)


def _config(connection: Connection) -> Config:
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    config.set_main_option("path_separator", "os")
    config.attributes["connection"] = connection
    return config


def _refuse_newer(config: Config, found: str | None) -> None:
    known = {each.revision for each in ScriptDirectory.from_config(config).walk_revisions()}
    if found is not None and found not in known:
        raise Problem(f"The database has version {found}, which is newer than this program.")
