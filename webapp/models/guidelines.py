"""The codebook of a project: its versions, and the sentences pinned to it as examples."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from webapp.db import Base, BigId, Moment
from webapp.models.annotations import LABEL_CHECK


class Guideline(Base):
    """One version of a project's guidelines; it never changes, a new one replaces it."""

    __tablename__ = "guideline"
    __table_args__ = ({"comment": "Versions of the guidelines of projects"},)

    project_id: Mapped[int] = mapped_column(
        ForeignKey("project.id"), primary_key=True, comment="The project"
    )
    version: Mapped[int] = mapped_column(primary_key=True, comment="1, 2, 3, ... of the project")
    text: Mapped[str] = mapped_column(Text, comment="The guidelines, in Markdown")
    summary: Mapped[str] = mapped_column(String(500), comment="What this version changes")
    second_look: Mapped[bool] = mapped_column(
        comment="Whether sentences labelled under an older version come back for another look"
    )
    made_by_id: Mapped[int | None] = mapped_column(
        ForeignKey("person.id"), comment="Who published it; null for what came with the program"
    )
    made_at: Mapped[datetime] = mapped_column(Moment, comment="When it came into force")


class Example(Base):
    """A sentence that a lead pinned to the guidelines, with the label it should have and why."""

    __tablename__ = "example"
    __table_args__ = (
        CheckConstraint(LABEL_CHECK, name="label"),
        Index(None, "project_id"),
        Index(None, "sentence_id"),
        {"comment": "Sentences pinned to the guidelines as examples"},
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True, comment="Number of the example")
    project_id: Mapped[int] = mapped_column(ForeignKey("project.id"), comment="The project")
    sentence_id: Mapped[int] = mapped_column(ForeignKey("sentence.id"), comment="The sentence")
    label: Mapped[str] = mapped_column(String(20), comment="The label that it should have")
    reason: Mapped[str] = mapped_column(Text, comment="Why, in a sentence or two")
    made_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"), comment="Who pinned it")
    made_at: Mapped[datetime] = mapped_column(Moment, comment="When it was pinned")
    removed_at: Mapped[datetime | None] = mapped_column(Moment, comment="When it was taken down")
