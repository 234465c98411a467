"""People, what they may do where, and how they prove who they are."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from webapp.db import Base, BigId, Moment


class Person(Base):
    """Somebody who can sign in."""

    __tablename__ = "person"
    __table_args__ = ({"comment": "People who can sign in"},)

    id: Mapped[int] = mapped_column(BigId, primary_key=True, comment="Number of the person")
    name: Mapped[str] = mapped_column(String(100), comment="Name, as pages and exports show it")
    name_key: Mapped[str] = mapped_column(
        String(300), unique=True, comment="The name without case, for sign-in and uniqueness"
    )
    password_hash: Mapped[str | None] = mapped_column(
        Text, comment="argon2id hash; null where the person uses links alone"
    )
    keys: Mapped[str | None] = mapped_column(
        Text, comment="Own keys on the article page, as JSON; null for those of the program"
    )
    is_admin: Mapped[bool] = mapped_column(comment="Admin of the installation: sees every project")
    created_at: Mapped[datetime] = mapped_column(Moment, comment="When the person was added")
    left_at: Mapped[datetime | None] = mapped_column(
        Moment, comment="When a pseudonym took the place of the name; null for who can sign in"
    )


class Membership(Base):
    """A person's role in a project."""

    __tablename__ = "membership"
    __table_args__ = (
        CheckConstraint("role IN ('lead', 'reviewer')", name="role"),
        Index(None, "project_id"),
        {"comment": "Who is in which project, and as what"},
    )

    person_id: Mapped[int] = mapped_column(
        ForeignKey("person.id"), primary_key=True, comment="The person"
    )
    project_id: Mapped[int] = mapped_column(
        ForeignKey("project.id"), primary_key=True, comment="The project"
    )
    role: Mapped[str] = mapped_column(String(20), comment="lead or reviewer")
    created_at: Mapped[datetime] = mapped_column(Moment, comment="When the person joined")
    qualified_at: Mapped[datetime | None] = mapped_column(
        Moment, comment="When a reviewer passed the qualification set, or was let pass; else null"
    )


class SignInLink(Base):
    """A one-time link; the database knows the hash of its token alone."""

    __tablename__ = "sign_in_link"
    __table_args__ = (Index(None, "person_id"), {"comment": "One-time links to join or sign in"})

    token_hash: Mapped[str] = mapped_column(
        String(64), primary_key=True, comment="SHA-256 of the token in the link"
    )
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), comment="Whom it signs in")
    made_by_id: Mapped[int | None] = mapped_column(
        ForeignKey("person.id"), comment="Who made it; null for the command line"
    )
    created_at: Mapped[datetime] = mapped_column(Moment, comment="When it was made")
    expires_at: Mapped[datetime] = mapped_column(Moment, comment="From when on it is void")
    used_at: Mapped[datetime | None] = mapped_column(Moment, comment="When it was used")


class BrowserSession(Base):
    """A browser that is signed in; deleting the row signs it out."""

    __tablename__ = "browser_session"
    __table_args__ = (Index(None, "person_id"), {"comment": "Browsers that are signed in"})

    token_hash: Mapped[str] = mapped_column(
        String(64), primary_key=True, comment="SHA-256 of the token in the cookie"
    )
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), comment="Who is signed in")
    created_at: Mapped[datetime] = mapped_column(Moment, comment="When it was signed in")
    seen_at: Mapped[datetime] = mapped_column(Moment, comment="Last use, to the hour")
    expires_at: Mapped[datetime] = mapped_column(Moment, comment="From when on it is void")


class ApiToken(Base):
    """A bearer token for programs; the database knows its hash alone."""

    __tablename__ = "api_token"
    __table_args__ = (Index(None, "person_id"), {"comment": "Bearer tokens for programs"})

    token_hash: Mapped[str] = mapped_column(
        String(64), primary_key=True, comment="SHA-256 of the token"
    )
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), comment="Whom it speaks for")
    created_at: Mapped[datetime] = mapped_column(Moment, comment="When it was made")


class FailedSignIn(Base):
    """A failed sign-in, kept for as long as it counts against further tries."""

    __tablename__ = "failed_sign_in"
    __table_args__ = (
        Index(None, "subject", "failed_at"),
        {"comment": "Failed sign-ins of the last minutes, for throttling"},
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True, comment="Number of the failure")
    subject: Mapped[str] = mapped_column(
        String(64), comment="SHA-256 of the name or the address that was tried"
    )
    failed_at: Mapped[datetime] = mapped_column(Moment, comment="When it failed")
