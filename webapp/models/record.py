"""The record of what admins and leads did."""

import json
from datetime import datetime
from typing import Any

from sqlalchemy import Dialect, ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column
from sqlalchemy.types import TypeDecorator

from webapp.db import Base, BigId, Moment


class Detail(TypeDecorator[dict[str, Any]]):
    """What belongs to an act, by name, stored as JSON; nothing is the empty object."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: dict[str, Any] | None, dialect: Dialect) -> str:
        """Return the stored form."""
        return json.dumps(value or {}, separators=(",", ":"))

    def process_result_value(self, value: str | None, dialect: Dialect) -> dict[str, Any]:
        """Return the detail."""
        found: dict[str, Any] = json.loads(value or "{}")
        return found


class Act(Base):
    """One act of an admin or lead. The database itself refuses to change or delete it."""

    __tablename__ = "act"
    __table_args__ = (
        Index(None, "project_id", "id"),
        {"comment": "What admins and leads did, append-only"},
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True, comment="Order of the acts")
    project_id: Mapped[int | None] = mapped_column(
        ForeignKey("project.id"), comment="In which project; null for the installation as a whole"
    )
    person_id: Mapped[int | None] = mapped_column(
        ForeignKey("person.id"), comment="Who did it; null for the command line"
    )
    at: Mapped[datetime] = mapped_column(Moment, comment="When")
    verb: Mapped[str] = mapped_column(String(40), comment="What was done, such as published")
    detail: Mapped[dict[str, Any]] = mapped_column(
        Detail, comment="To what, as JSON: ids and numbers, never names"
    )
