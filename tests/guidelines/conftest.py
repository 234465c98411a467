"""What the tests of guidelines share: a project's guidelines, and ways to change them."""

from collections.abc import Callable

import pytest

from tests.rig.people import Somebody
from webapp.db import Database
from webapp.guidelines import actions, queries
from webapp.guidelines.actions import NewVersion
from webapp.models import Example, Guideline

Publish = Callable[..., Guideline]
Pin = Callable[..., Example]

TEXT = """\
# Our rules

Read first.

## Sourced

Somebody stands behind it.

## Opinion

Nobody does.
"""


@pytest.fixture
def publish(seeded: Database, lead: Somebody) -> Publish:
    """Publishes a version as the lead: `publish("text", second_look=True)`."""

    def publish_(text: str = TEXT, summary: str = "Shorter", **more: object) -> Guideline:
        new = NewVersion(text, summary, **more)  # type: ignore[arg-type]
        with seeded.writing() as session:
            return actions.publish(session, 1, new, lead.person_id)

    return publish_


@pytest.fixture
def pin(seeded: Database, lead: Somebody) -> Pin:
    """Pins a sentence as the lead: `pin(3, "opinion", "It judges.")`."""

    def pin_(sentence_id: int, label: str = "sourced", reason: str = "It is named.") -> Example:
        with seeded.writing() as session:
            return actions.pin(session, 1, sentence_id, label, reason, lead.person_id)

    return pin_


def in_force(database: Database, project_id: int = 1) -> Guideline:
    with database.reading() as session:
        return queries.in_force(session, project_id)
