"""The keys that a person has chosen for the article page."""

from collections.abc import Mapping

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from webapp.annotate.keymap import differences, keys_of
from webapp.models import Person


def keys_for(session: Session, person_id: int) -> dict[str, str]:
    """Return the key of each command for this person, by the command's name; "" is none."""
    return keys_of(session.scalar(select(Person.keys).where(Person.id == person_id)))


def choose(session: Session, person_id: int, keys: Mapping[str, str]) -> None:
    """Store the key of each command for this person."""
    stored = differences(keys)
    session.execute(update(Person).where(Person.id == person_id).values(keys=stored))
