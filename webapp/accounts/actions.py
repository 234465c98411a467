"""What can be done with people: add, invite, sign in and out, give and take back secrets."""

import unicodedata
from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any

from sqlalchemy import delete, insert, select, update
from sqlalchemy.orm import Session

from webapp.accounts import queries, record
from webapp.accounts.queries import Caller
from webapp.accounts.tokens import hash_token, new_token
from webapp.db import now, table_of
from webapp.models import (
    Act,
    ApiToken,
    BrowserSession,
    FailedSignIn,
    Membership,
    Person,
    SignInLink,
)
from webapp.problems import BadInput, Conflict, Forbidden, TooMany

WINDOW = timedelta(minutes=15)
FAILURES_PER_NAME = 10
FAILURES_PER_ADDRESS = 50


def clean_name(name: str) -> str:
    """Return the name as it is stored; `BadInput` if it is empty, too long or unprintable."""
    name = _one_spelling(name)
    if not 1 <= len(name) <= 100 or not name.isprintable():
        raise BadInput("A name has 1 to 100 printable characters.")
    return name


def note_act(
    session: Session, person_id: int | None, verb: str, project_id: int | None = None, **detail: Any
) -> None:
    """Put on record what an admin or a lead did, or (None) somebody on the command line.

    The detail is ids, numbers and words of the program alone, so that no name outlives its
    person's wish to be forgotten; `ValueError` otherwise.
    """
    note_acts(session, person_id, verb, project_id, [detail])


def note_acts(
    session: Session,
    person_id: int | None,
    verb: str,
    project_id: int | None,
    details: Sequence[Mapping[str, Any]],
) -> None:
    """Put on record the same thing done to several, each with its detail, by one statement."""
    for each in details:
        record.check(each)
    who = {"person_id": person_id, "verb": verb, "project_id": project_id, "at": now()}
    if details:
        rows = [{**who, "detail": dict(each)} for each in details]
        session.execute(insert(table_of(Act)), rows)


def add_person(session: Session, name: str, *, is_admin: bool = False) -> Person:
    """Add a person; `Conflict` if the name is taken."""
    name = clean_name(name)
    if queries.person_named(session, name):
        raise Conflict(f"There is somebody called {name} already. Choose another name.")
    person = Person(name=name, name_key=name.casefold(), is_admin=is_admin, created_at=now())
    session.add(person)
    session.flush()
    return person


def add_member(session: Session, person_id: int, project_id: int, role: str) -> None:
    """Make a person lead or reviewer of a project; `Conflict` if they are in it already."""
    queries.require_at_work(session, project_id)
    if session.get(Membership, (person_id, project_id)):
        raise Conflict("That person is in this project already.")
    session.add(Membership(person_id=person_id, project_id=project_id, role=role, created_at=now()))
    session.flush()


def invite(
    session: Session, caller: Caller, name: str, project_id: int, role: str, hours: int
) -> str | None:
    """Add a person to a project; return the token of a link for a new one, None for a known one.

    Someone who is known already can be added by an admin alone, otherwise a lead could learn who is
    in other projects. They get no link: it would be a key to an account that is in use.
    """
    known = queries.person_named(session, clean_name(name)) if caller.is_admin else None
    person = known or add_person(session, name)
    if person.left_at:
        raise Conflict(f"{person.name} has left.")
    add_member(session, person.id, project_id, role)
    verb = "added_member" if known else "invited"
    note_act(session, caller.person_id, verb, project_id, member_id=person.id, role=role)
    return None if known else make_link(session, person.id, hours, caller.person_id)


def make_link(session: Session, person_id: int, hours: int, made_by_id: int | None = None) -> str:
    """Return the token of a new one-time link; links of the person not yet used become void.

    `Conflict` for who has left.
    """
    require_here(session, person_id)
    session.execute(
        update(SignInLink)
        .where(SignInLink.person_id == person_id, SignInLink.used_at.is_(None))
        .values(expires_at=now())
    )
    token = new_token()
    session.add(
        SignInLink(
            token_hash=hash_token(token),
            person_id=person_id,
            made_by_id=made_by_id,
            created_at=now(),
            expires_at=now() + timedelta(hours=hours),
        )
    )
    return token


def make_link_for(
    session: Session, caller: Caller, person_id: int, hours: int, project_id: int | None = None
) -> str:
    """Make a link for somebody else; whoever holds it is them, so only who is above may."""
    if not queries.leads_all_of(session, caller, person_id):
        raise Forbidden("Only an admin can make a link for somebody of other projects.")
    note_act(session, caller.person_id, "made_link", project_id, member_id=person_id)
    return make_link(session, person_id, hours, caller.person_id)


def require_here(session: Session, person_id: int) -> None:
    """Pass somebody who can sign in; `Conflict` for who has left."""
    query = select(Person.name, Person.left_at).where(Person.id == person_id)  # as it is by now
    name, left_at = session.execute(query).one()
    if left_at:
        raise Conflict(f"{name} has left, and cannot sign in any more.")


def use_link(session: Session, token: str) -> Person | None:
    """Use a one-time link up and return whom it signs in, or None if it is void."""
    owner = queries.link_owner(session, token)
    if owner is None:
        return None
    used = session.execute(
        update(SignInLink)
        .where(
            SignInLink.token_hash == hash_token(token),
            SignInLink.used_at.is_(None),
            SignInLink.expires_at > now(),
        )
        .values(used_at=now())
        .returning(SignInLink.token_hash)
    ).one_or_none()
    return owner if used else None


def start_session(session: Session, person_id: int, days: int) -> str:
    """Sign a browser in and return the token for its cookie."""
    session.execute(delete(BrowserSession).where(BrowserSession.expires_at <= now()))
    token = new_token()
    session.add(
        BrowserSession(
            token_hash=hash_token(token),
            person_id=person_id,
            created_at=now(),
            seen_at=now(),
            expires_at=now() + timedelta(days=days),
        )
    )
    return token


def keep_session(session: Session, session_hash: str, days: int) -> None:
    """Note that a browser is still in use, which moves the end of its sign-in."""
    session.execute(
        update(BrowserSession)
        .where(BrowserSession.token_hash == session_hash)
        .values(seen_at=now(), expires_at=now() + timedelta(days=days))
    )


def end_session(session: Session, session_hash: str) -> None:
    """Sign one browser out."""
    session.execute(delete(BrowserSession).where(BrowserSession.token_hash == session_hash))


def end_all_sessions(session: Session, person_id: int) -> None:
    """Sign a person out everywhere; links not yet used become void as well."""
    session.execute(delete(BrowserSession).where(BrowserSession.person_id == person_id))
    session.execute(
        delete(SignInLink).where(SignInLink.person_id == person_id, SignInLink.used_at.is_(None))
    )


def set_password(session: Session, person_id: int, password_hash: str, kept_session: str) -> None:
    """Set a password and sign every other browser out."""
    session.execute(
        update(Person).where(Person.id == person_id).values(password_hash=password_hash)
    )
    session.execute(
        delete(BrowserSession).where(
            BrowserSession.person_id == person_id, BrowserSession.token_hash != kept_session
        )
    )


def make_token(session: Session, person_id: int) -> str:
    """Return a new API token; older ones stay valid. `Conflict` for who has left."""
    require_here(session, person_id)
    token = new_token()
    session.add(ApiToken(token_hash=hash_token(token), person_id=person_id, created_at=now()))
    return token


def revoke_token(session: Session, person_id: int, token_hash: str) -> None:
    """Make one of a person's own API tokens void."""
    session.execute(
        delete(ApiToken).where(ApiToken.person_id == person_id, ApiToken.token_hash == token_hash)
    )


def refuse_too_many(session: Session, name: str, address: str) -> None:
    """Raise `TooMany` where too many sign-ins of this name or from this address failed."""
    by_name = queries.failures(session, _name_subject(name), WINDOW)
    by_address = queries.failures(session, f"address {address}", WINDOW)
    if by_name >= FAILURES_PER_NAME or by_address >= FAILURES_PER_ADDRESS:
        raise TooMany("Too many failed sign-ins. Wait 15 minutes, or ask for a one-time link.")


def record_failure(session: Session, name: str, address: str) -> None:
    """Count a failed sign-in against the name and the address; old ones are forgotten."""
    session.execute(delete(FailedSignIn).where(FailedSignIn.failed_at < now() - WINDOW))
    for subject in (_name_subject(name), f"address {address}"):
        session.add(FailedSignIn(subject=hash_token(subject), failed_at=now()))


def forget_failures(session: Session, name: str) -> None:
    """Forget the failures of a name once its owner has signed in."""
    subject = hash_token(_name_subject(name))
    session.execute(delete(FailedSignIn).where(FailedSignIn.subject == subject))


def first_admin(session: Session) -> Person | None:
    """Return the admin, made now if there is nobody yet, or None once an admin has signed in."""
    admins = session.scalars(select(Person).where(Person.is_admin).order_by(Person.id)).all()
    if not admins:
        return add_person(session, "admin", is_admin=True)
    ids = [admin.id for admin in admins]
    used = select(SignInLink).where(SignInLink.person_id.in_(ids), SignInLink.used_at.is_not(None))
    return None if session.scalars(used.limit(1)).first() else admins[0]


def _name_subject(name: str) -> str:
    return f"name {_one_spelling(name).casefold()}"


def _one_spelling(name: str) -> str:
    return " ".join(unicodedata.normalize("NFC", name).split())
