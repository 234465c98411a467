"""Who labels which document, and who has seen what others said of it."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from webapp.db import Base, Moment


class Assignment(Base):
    """A reviewer's place on a document.

    It is taken while its lease lasts or once it was submitted. One whose lease has passed, or that
    has ended, is free for somebody else; the labels stay. A place that somebody began by labelling
    in an open project has no lease, so it is not taken before it is submitted; it gets one when
    the project becomes assigned.
    """

    __tablename__ = "assignment"
    __table_args__ = (
        CheckConstraint("submitted_at IS NULL OR ended_at IS NULL", name="one_end"),
        # covers every count of taken places
        Index("ix_assignment_taken", "document_id", "ended_at", "submitted_at", "lease_until"),
        Index(None, "reviewer_id"),
        {"comment": "Places of reviewers on documents"},
    )

    document_id: Mapped[int] = mapped_column(
        ForeignKey("document.id"), primary_key=True, comment="The document"
    )
    reviewer_id: Mapped[int] = mapped_column(
        ForeignKey("person.id"), primary_key=True, comment="Whose place"
    )
    offered_at: Mapped[datetime] = mapped_column(Moment, comment="When it was taken or given")
    offered_by_id: Mapped[int | None] = mapped_column(
        ForeignKey("person.id"), comment="The lead who gave it; null where the reviewer took it"
    )
    started_at: Mapped[datetime | None] = mapped_column(
        Moment, comment="When its first label came; null before"
    )
    lease_until: Mapped[datetime | None] = mapped_column(
        Moment, comment="Until when it is kept; null for one that was begun without being asked for"
    )
    submitted_at: Mapped[datetime | None] = mapped_column(
        Moment, comment="When its reviewer ended the article; null while it is open"
    )
    reopened_at: Mapped[datetime | None] = mapped_column(
        Moment, comment="When a lead last opened it again"
    )
    ended_at: Mapped[datetime | None] = mapped_column(
        Moment, comment="When it was given back; null while it is not"
    )
    ended_by_id: Mapped[int | None] = mapped_column(
        ForeignKey("person.id"), comment="Who gave it back: its reviewer, or a lead"
    )


class Sight(Base):
    """Somebody saw how others had labelled a document; their labels from then on say so."""

    __tablename__ = "sight"
    __table_args__ = ({"comment": "Who has seen others' labels on which document"},)

    document_id: Mapped[int] = mapped_column(
        ForeignKey("document.id"), primary_key=True, comment="The document"
    )
    person_id: Mapped[int] = mapped_column(
        ForeignKey("person.id"), primary_key=True, comment="Who saw them"
    )
    seen_at: Mapped[datetime] = mapped_column(Moment, comment="When for the first time")
