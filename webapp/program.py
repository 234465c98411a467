"""What every command is handed: the settings, and a database that is ready for use."""

import contextlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from webapp.config import Settings
from webapp.db import Database
from webapp.models import StoredSetting


@dataclass(frozen=True)
class Program:
    """The settings, and the function that opens the database and prepares an empty one."""

    settings: Settings
    prepare: Callable[[Settings], Database]

    @contextlib.contextmanager
    def database(self) -> Iterator[Database]:
        """Give the prepared database, and close it at the end."""
        database = self.prepare(self.settings)
        try:
            yield database
        finally:
            database.close()


def public_url(database: Database, settings: Settings) -> str:
    """Return the address that people open: as set, else as last served, else the default."""
    if settings.public_url:
        return settings.public_url.rstrip("/")
    with database.reading() as session:
        served = session.get(StoredSetting, "served_at")
    return served.value if served else listening_url(settings)


def listening_url(settings: Settings) -> str:
    """Return the address at which this machine itself reaches the server."""
    host = "127.0.0.1" if settings.host in ("0.0.0.0", "::", "") else settings.host  # noqa: S104
    return f"http://{f'[{host}]' if ':' in host else host}:{settings.port}"
