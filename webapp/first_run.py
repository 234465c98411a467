"""What the first run does: make the tables, load the seeds, let the admin in."""

import contextlib
import secrets
from collections.abc import Callable

from sqlalchemy import select

from webapp import version
from webapp.accounts import actions as accounts
from webapp.config import ROOT, Settings
from webapp.db import Database
from webapp.documents import actions as documents
from webapp.documents import sources
from webapp.documents.article import NewDocument
from webapp.models import Project, StoredSetting
from webapp.problems import Problem
from webapp.program import listening_url

FIRST_PROJECT = "First project"


def prepare(settings: Settings) -> Database:
    """Return the database, with its tables up to date; an empty one gets the seeds."""
    with contextlib.ExitStack() as refused:
        database = refused.enter_context(contextlib.closing(Database(settings.database_url)))
        if not version.is_current(database):
            from webapp import schema  # it brings Alembic, which a start would otherwise wait for

            schema.migrate(database)
        _load_seeds(database, settings)
        refused.pop_all()
    return database


def secret_key(database: Database, settings: Settings) -> str:
    """Return the key that signs form tokens: as set, else as made at the first run."""
    return settings.secret_key or stored(database, "secret_key", lambda: secrets.token_urlsafe(32))


def installation(database: Database) -> str:
    """Return the id of this installation; a restored backup has none and gets another."""
    return stored(database, "installation", lambda: secrets.token_urlsafe(12))


def stored(database: Database, name: str, make: Callable[[], str]) -> str:
    """Return a value that the program keeps for itself, made now if there is none."""
    with database.reading() as session:
        found = session.get(StoredSetting, name)
    if found:
        return found.value
    with database.writing() as session:
        version.take_turn(session)
        again = session.get(StoredSetting, name) or StoredSetting(name=name, value=make())
        return session.merge(again).value


def note_address(database: Database, settings: Settings) -> None:
    """Remember where the server was last reached, for the links that commands print."""
    address = settings.public_url.rstrip("/") or listening_url(settings)
    with database.writing() as session:
        version.take_turn(session)
        session.merge(StoredSetting(name="served_at", value=address))


def admin_link(database: Database, settings: Settings) -> str | None:
    """Return the path of a one-time link for the admin, or None once an admin has signed in."""
    with database.writing() as session:
        version.take_turn(session)
        admin = accounts.first_admin(session)
        if admin is None:
            return None
        return f"/accounts/link/{accounts.make_link(session, admin.id, settings.link_hours)}"


def _load_seeds(database: Database, settings: Settings) -> None:
    with database.reading() as session:
        if session.scalar(select(Project.id).limit(1)) is not None:
            return
    found = [_split(article) for _, article in sources.read(ROOT / "seeds", settings.max_text)]
    with database.writing() as session:
        version.take_turn(session)
        if session.scalar(select(Project.id).limit(1)) is not None:
            return  # another process was faster
        project = documents.add_project(session, FIRST_PROJECT)
        for each in found:
            documents.add(session, project.id, each)


def _split(article: NewDocument | Problem) -> documents.SplitDocument:
    if isinstance(article, Problem):
        raise article
    return documents.split(article)
