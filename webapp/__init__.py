"""The fact-check annotation tool: `create_app` wires its capabilities together."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from flask import Flask

    from webapp.config import Settings
    from webapp.db import Database


def create_app(settings: "Settings", database: "Database | None" = None) -> "Flask":
    """Return the application; a database that is not handed over is opened and prepared."""
    # Imported here: `import webapp.x` happens in every command, also in those that serve nothing.
    from webapp import first_run
    from webapp.app import wire

    return wire(settings, database or first_run.prepare(settings))
