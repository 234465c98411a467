"""How reviewers join and stay in step: keys of the qualification set, sentences shown again."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from webapp.db import Base, Moment
from webapp.models.annotations import LABEL_CHECK, FlagList


class AnswerKey(Base):
    """The label that a sentence of a qualification article should have, and why."""

    __tablename__ = "answer_key"
    __table_args__ = (
        CheckConstraint(LABEL_CHECK, name="label"),
        Index(None, "document_id"),
        {"comment": "Labels that new reviewers are compared with, and why they are right"},
    )

    sentence_id: Mapped[int] = mapped_column(
        ForeignKey("sentence.id"), primary_key=True, autoincrement=False, comment="The sentence"
    )
    document_id: Mapped[int] = mapped_column(
        ForeignKey("document.id"), comment="The sentence's document"
    )
    label: Mapped[str] = mapped_column(String(20), comment="The label that it should have")
    explanation: Mapped[str] = mapped_column(Text, comment="Why; empty for none")
    made_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"), comment="Who said so")
    made_at: Mapped[datetime] = mapped_column(Moment, comment="When it was last said")


class Repeat(Base):
    """A sentence that a reviewer labelled once more. Never changed, never deleted.

    Each sentence is shown again to each reviewer once. The first label is the one that was in
    force when the second was given.
    """

    __tablename__ = "repeat"
    __table_args__ = (
        CheckConstraint(LABEL_CHECK, name="label"),
        CheckConstraint(LABEL_CHECK.replace("label", "first_label", 1), name="first_label"),
        UniqueConstraint("reviewer_id", "event_id"),
        {"comment": "Second labels of reviewers on sentences that were shown to them again"},
    )

    reviewer_id: Mapped[int] = mapped_column(
        ForeignKey("person.id"), primary_key=True, comment="Who labelled it again"
    )
    sentence_id: Mapped[int] = mapped_column(
        ForeignKey("sentence.id"), primary_key=True, comment="Which sentence"
    )
    event_id: Mapped[str] = mapped_column(
        String(100), comment="The id that the page made; sent again, it changes nothing"
    )
    first_label: Mapped[str] = mapped_column(
        String(20), comment="The reviewer's own label as of then"
    )
    first_revision: Mapped[int] = mapped_column(comment="The revision of that label")
    first_at: Mapped[datetime] = mapped_column(Moment, comment="When that label was stored")
    label: Mapped[str] = mapped_column(String(20), comment="The second label")
    flags: Mapped[tuple[str, ...]] = mapped_column(FlagList, comment="Flags, commas between")
    guideline_version: Mapped[int] = mapped_column(comment="Version of the codebook in force")
    made_at: Mapped[datetime] = mapped_column(Moment, comment="When the second label was stored")
