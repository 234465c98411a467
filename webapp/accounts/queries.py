"""Questions about people: who is calling, and what they may do in a project."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    Select,
    bindparam,
    exists,
    func,
    or_,
    select,
    true,
)
from sqlalchemy.orm import Session

from webapp.accounts.tokens import hash_token
from webapp.db import now, table_of
from webapp.models import (
    ApiToken,
    BrowserSession,
    FailedSignIn,
    Membership,
    Person,
    Project,
    SignInLink,
)
from webapp.problems import Conflict, Forbidden, NotFound

CLOSED = "This project is closed: everything can be read and exported, nothing changes any more."


@dataclass(frozen=True)
class Caller:
    """Who asks: what every guard and every query needs to know of a person."""

    person_id: int
    name: str
    is_admin: bool
    session_hash: str | None = None
    session_seen_at: datetime | None = None


@dataclass(frozen=True)
class Member:
    """A person of a project, as its people page shows them."""

    person_id: int
    name: str
    role: str
    has_signed_in: bool
    has_left: bool

    @property
    def is_awaited(self) -> bool:
        """Whether they were invited, and have not come."""
        return not (self.has_signed_in or self.has_left)

    @property
    def state(self) -> str:
        """Whether they have signed in, or left."""
        if self.has_left:
            return "has left"
        return "has signed in" if self.has_signed_in else "not yet signed in"


# Asked at every request: on plain tables and built once, they skip the ORM.
_person, _browser, _token = table_of(Person), table_of(BrowserSession), table_of(ApiToken)
_WHO = (_person.c.id, _person.c.name, _person.c.is_admin)
_BY_SESSION = (
    select(*_WHO, _browser.c.token_hash, _browser.c.seen_at, _browser.c.expires_at)
    .join_from(_browser, _person, _browser.c.person_id == _person.c.id)
    .where(_browser.c.token_hash == bindparam("token_hash"), _person.c.left_at.is_(None))
)
_BY_TOKEN = (
    select(*_WHO)
    .join_from(_token, _person, _token.c.person_id == _person.c.id)
    .where(_token.c.token_hash == bindparam("token_hash"), _person.c.left_at.is_(None))
)


def caller_of_session(connection: Connection, token: str) -> Caller | None:
    """Return who is signed in with this cookie, or None."""
    row = connection.execute(_BY_SESSION, {"token_hash": hash_token(token)}).one_or_none()
    if row is None or row.expires_at <= now():
        return None
    return Caller(row.id, row.name, row.is_admin, row.token_hash, row.seen_at)


def caller_of_token(connection: Connection, token: str) -> Caller | None:
    """Return for whom this API token speaks, or None."""
    row = connection.execute(_BY_TOKEN, {"token_hash": hash_token(token)}).one_or_none()
    return Caller(row.id, row.name, row.is_admin) if row else None


def visible(caller: Caller) -> ColumnElement[bool]:
    """Return the condition under which a project is the caller's to see."""
    if caller.is_admin:
        return true()
    member = select(Membership.person_id).where(
        Membership.project_id == Project.id, Membership.person_id == caller.person_id
    )
    return member.correlate(Project).exists()


def role(session: Session, caller: Caller, project_id: int) -> str | None:
    """Return "admin", "lead" or "reviewer", or None where the project is not theirs."""
    found = session.execute(
        select(Project.id, Membership.role)
        .outerjoin(
            Membership,
            (Membership.project_id == Project.id) & (Membership.person_id == caller.person_id),
        )
        .where(Project.id == project_id)
    ).one_or_none()
    if found is None:
        return None
    return "admin" if caller.is_admin else found.role


def require_member(session: Session, caller: Caller, project_id: int) -> str:
    """Return the caller's role; `NotFound` where the project is not theirs to see."""
    found = role(session, caller, project_id)
    if found is None:
        raise NotFound(f"There is no project {project_id} for you.")
    return found


def require_at_work(session: Session, project_id: int) -> None:
    """Pass a project in which things may change; `Conflict` for one that is closed.

    On PostgreSQL closing it waits for the end of this transaction, and this for that of closing.
    """
    closed = select(Project.closed_at).where(Project.id == project_id)
    if session.scalar(closed.with_for_update(read=True, key_share=True)) is not None:
        raise Conflict(CLOSED)


def leads_somewhere(session: Session, caller: Caller) -> bool:
    """Return whether the caller is an admin or leads a project; others are reviewers alone."""
    led = select(Membership.project_id).where(
        Membership.person_id == caller.person_id, Membership.role == "lead"
    )
    return caller.is_admin or session.scalar(led.limit(1)) is not None


def require_lead(session: Session, caller: Caller, project_id: int) -> None:
    """Pass a lead of the project or an admin; `Forbidden` for its reviewers."""
    if require_member(session, caller, project_id) == "reviewer":
        raise Forbidden("This needs the role lead in the project.")


def require_admin(caller: Caller) -> None:
    """Pass an admin of the installation; `Forbidden` for everybody else."""
    if not caller.is_admin:
        raise Forbidden("This is for admins.")


def person_named(session: Session, name: str) -> Person | None:
    """Return the person of that name, in any case, or None."""
    return session.scalar(select(Person).where(Person.name_key == name.casefold()))


def members(session: Session, project_id: int) -> Sequence[Member]:
    """Return the people of a project, leads first, by name."""
    query = _members(project_id).order_by(Membership.role, Person.name_key)
    return [Member(*row) for row in session.execute(query)]


def member(session: Session, project_id: int, person_id: int) -> Member | None:
    """Return one person of a project, or None where they are not in it."""
    row = session.execute(_members(project_id).where(Person.id == person_id)).one_or_none()
    return Member(*row) if row else None


def _members(project_id: int) -> Select[*tuple[Any, ...]]:
    signed_in = or_(
        exists().where(SignInLink.person_id == Person.id, SignInLink.used_at.is_not(None)),
        Person.password_hash.is_not(None),
    )
    return (
        select(Person.id, Person.name, Membership.role, signed_in, Person.left_at.is_not(None))
        .join(Membership, Membership.person_id == Person.id)
        .where(Membership.project_id == project_id)
    )


def link_owner(session: Session, token: str) -> Person | None:
    """Return whom a one-time link would sign in, or None if it is used, expired or unknown."""
    return session.scalar(
        select(Person)
        .join(SignInLink, SignInLink.person_id == Person.id)
        .where(
            SignInLink.token_hash == hash_token(token),
            Person.left_at.is_(None),
            SignInLink.used_at.is_(None),
            SignInLink.expires_at > now(),
        )
    )


def failures(session: Session, subject: str, within: timedelta) -> int:
    """Return how many sign-ins of this name or address failed lately."""
    count = session.scalar(
        select(func.count())
        .select_from(FailedSignIn)
        .where(FailedSignIn.subject == hash_token(subject), FailedSignIn.failed_at > now() - within)
    )
    return count or 0


def sessions_of(session: Session, person_id: int) -> Sequence[BrowserSession]:
    """Return the browsers that a person is signed in with, the latest first."""
    return session.scalars(
        select(BrowserSession)
        .where(BrowserSession.person_id == person_id, BrowserSession.expires_at > now())
        .order_by(BrowserSession.seen_at.desc())
    ).all()


def tokens_of(session: Session, person_id: int) -> Sequence[ApiToken]:
    """Return a person's API tokens, the latest first."""
    return session.scalars(
        select(ApiToken)
        .where(ApiToken.person_id == person_id)
        .order_by(ApiToken.created_at.desc(), ApiToken.token_hash)
    ).all()


def leads_all_of(session: Session, caller: Caller, person_id: int) -> bool:
    """Return whether the person is a reviewer only in projects that the caller leads."""
    if caller.is_admin:
        return True
    led = select(Membership.project_id).where(
        Membership.person_id == caller.person_id, Membership.role == "lead"
    )
    outside = select(Membership.project_id).where(
        Membership.person_id == person_id,
        or_(Membership.role == "lead", Membership.project_id.not_in(led)),
    )
    is_admin = session.scalar(select(Person.is_admin).where(Person.id == person_id))
    return is_admin is False and session.execute(outside.limit(1)).first() is None


def project_named(session: Session, name: str | None) -> Project:
    """Return the project of that name, the first one for None; `NotFound` if there is none."""
    if name is None:
        found = session.scalar(select(Project).order_by(Project.id).limit(1))
    else:
        found = session.scalar(select(Project).where(Project.name == name))
    if found is None:
        raise NotFound(
            "There is no project yet."
            if name is None
            else f"There is no project named {name or repr(name)}."
        )
    return found
