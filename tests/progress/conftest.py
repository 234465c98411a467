"""A project with two reviewers, and places in the states that a lead has to see to."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import insert, update

from tests.rig.people import Somebody
from webapp.annotate.grid_queries import Pair, states
from webapp.db import Database, now
from webapp.models import Assignment, Project

Put = Callable[..., None]


@pytest.fixture
def put(seeded: Database) -> Put:
    """Stores a place: `put(reviewer, 1, started_at=ago(days=2))`; a lease of a day unless told."""

    def put(who: Somebody, document: int = 1, **values: Any) -> None:
        usual = {"offered_at": now(), "lease_until": ago(days=-1)}
        key = {"document_id": document, "reviewer_id": who.person_id}
        with seeded.writing() as session:
            session.execute(insert(Assignment), [{**key, **usual, **values}])

    return put


@pytest.fixture
def assigned(seeded: Database) -> None:
    """The project takes k = 2 reviewers for an article, no more."""
    with seeded.writing() as session:
        session.execute(update(Project).values(mode="assigned", overlap=2))


def ago(**length: float) -> datetime:
    """Return a moment that is so long ago."""
    return now() - timedelta(**length)


def places(database: Database) -> dict[Pair, str]:
    """Return the state of every place."""
    with database.reading() as session:
        return states(session, range(1, 10), range(1, 100), now())


def pair(document: int, who: Somebody) -> str:
    """Return how a form names somebody's place on a document."""
    return f"{document}-{who.person_id}"
