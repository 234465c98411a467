"""Replacing somebody who leaves by a pseudonym: the labels stay, the name goes everywhere."""

import secrets

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from webapp.accounts import actions, queries
from webapp.accounts.actions import note_act
from webapp.accounts.member_actions import give_back
from webapp.accounts.queries import Caller
from webapp.db import now
from webapp.models import ApiToken, BrowserSession, Membership, Person, Project, SignInLink
from webapp.problems import Conflict, Forbidden, Unavailable

_SIGNS = "23456789BCDFGHJKMNPQRTVWXZ"  # none is taken for another, and no vowels: no words
_LENGTH = 4
_TRIES = 50


def replace(session: Session, caller: Caller | None, person_id: int) -> str:
    """Replace somebody by a pseudonym for good, and return it; None is the command line.

    They are signed out and can never sign in again; their labels, memberships and acts stay.
    `Forbidden` for a person of projects that the caller does not lead, `Conflict` for oneself, the
    last admin, and somebody who has left already.
    """
    by_id = caller.person_id if caller else None
    _hold_projects(session, person_id)
    give_back(session, by_id, [person_id])  # first: a label holds its place, then its reviewer
    person = session.get_one(Person, person_id, with_for_update=True, populate_existing=True)
    if caller and not queries.leads_all_of(session, caller, person_id):
        raise Forbidden("Only an admin can do this for a lead, or for somebody of other projects.")
    if person_id == by_id:
        raise Conflict("You cannot replace yourself. Ask an admin to do it.")
    _refuse_gone(session, person)
    actions.forget_failures(session, person.name)
    _forget(session, person)
    _note(session, by_id, person_id)
    return person.name


def _hold_projects(session: Session, person_id: int) -> None:
    """Take the turn in all projects of a person, so that they get no place while they leave."""
    session.execute(
        select(Project.id)
        .join(Membership, Membership.project_id == Project.id)
        .where(Membership.person_id == person_id)
        .order_by(Project.id)
        .with_for_update(key_share=True, of=Project)
    )


def _refuse_gone(session: Session, person: Person) -> None:
    if person.left_at:
        raise Conflict(f"{person.name} is a pseudonym already.")
    admins = session.scalars(select(Person.id).where(Person.is_admin).with_for_update()).all()
    if list(admins) == [person.id]:
        raise Conflict("This is the last admin. Add another one first: webapp users add.")


def _forget(session: Session, person: Person) -> None:
    """Take away all that says who it was, and all that they could sign in with."""
    person.name = _free_pseudonym(session)
    person.name_key = person.name.casefold()
    person.password_hash = person.keys = None
    person.is_admin, person.left_at = False, now()
    for secret in (BrowserSession, SignInLink, ApiToken):
        session.execute(delete(secret).where(secret.person_id == person.id))


def _free_pseudonym(session: Session) -> str:
    """Return a random name that nobody has; it follows from nothing that is known of anybody."""
    names = {f"Reviewer {_random_signs()}" for _ in range(_TRIES)}
    keys = [name.casefold() for name in names]
    taken = set(session.scalars(select(Person.name_key).where(Person.name_key.in_(keys))))
    free = [name for name in names if name.casefold() not in taken]
    if not free:
        raise Unavailable("No pseudonym is free. Nothing was changed; try again.")
    return secrets.choice(free)


def _random_signs() -> str:
    return "".join(secrets.choice(_SIGNS) for _ in range(_LENGTH))


def _note(session: Session, by_id: int | None, person_id: int) -> None:
    """Put it on record in each project of the person, whose leads see another name from now on."""
    projects = session.scalars(
        select(Membership.project_id).where(Membership.person_id == person_id)
    )
    found: list[int | None] = list(projects)
    for project_id in found or [None]:
        note_act(session, by_id, "pseudonymised", project_id, member_id=person_id)
