"""What a lead settles: decisions on sentences, questions to their reviewers, counts of both."""

import json
from datetime import datetime

from sqlalchemy import (
    CheckConstraint,
    Dialect,
    ForeignKey,
    Index,
    String,
    Text,
    UniqueConstraint,
)
from sqlalchemy.orm import Mapped, mapped_column
from sqlalchemy.types import TypeDecorator

from webapp.db import Base, BigId, Moment
from webapp.models.annotations import LABEL_CHECK
from webapp.scheme import REASONS

_REASON_CHECK = "reason IN ({})".format(", ".join(f"'{reason}'" for reason in REASONS))


class VoteList(TypeDecorator[tuple[tuple[int, str], ...]]):
    """Votes as (reviewer, label), in the order of the reviewers' numbers, stored as JSON."""

    impl = Text
    cache_ok = True

    def process_bind_param(
        self, value: tuple[tuple[int, str], ...] | None, dialect: Dialect
    ) -> str:
        """Return the stored form."""
        return json.dumps(value or (), separators=(",", ":"))

    def process_result_value(
        self, value: str | None, dialect: Dialect
    ) -> tuple[tuple[int, str], ...]:
        """Return the votes."""
        return tuple((reviewer, label) for reviewer, label in json.loads(value or "[]"))


class Decision(Base):
    """What a lead decided on a sentence. Never changed, never deleted: the newest one counts."""

    __tablename__ = "decision"
    __table_args__ = (
        UniqueConstraint("sentence_id", "revision"),
        CheckConstraint(LABEL_CHECK, name="label"),
        CheckConstraint(_REASON_CHECK, name="reason"),
        CheckConstraint("(label IS NULL) = (reason IS NULL)", name="reasoned"),
        # the newest one of each sentence of a document
        Index(None, "document_id", "sentence_id", "revision"),
        {"comment": "Append-only decisions of leads on sentences"},
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True, comment="Order of arrival")
    sentence_id: Mapped[int] = mapped_column(ForeignKey("sentence.id"), comment="The sentence")
    document_id: Mapped[int] = mapped_column(
        ForeignKey("document.id"), comment="The sentence's document, for the index"
    )
    revision: Mapped[int | None] = mapped_column(
        comment="1, 2, 3, ... per sentence; null for one made without knowing the newest, kept here"
    )
    label: Mapped[str | None] = mapped_column(
        String(20), comment="The label; null takes the decision back"
    )
    reason: Mapped[str | None] = mapped_column(
        String(20), comment="Why there was something to decide; null where it is taken back"
    )
    note: Mapped[str] = mapped_column(Text, comment="Note; empty for none")
    votes: Mapped[tuple[tuple[int, str], ...]] = mapped_column(
        VoteList, comment="The labels then: [reviewer, label] each, by number, as JSON"
    )
    made_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"), comment="Who decided")
    made_at: Mapped[datetime] = mapped_column(Moment, comment="When")


class Question(Base):
    """What a lead asks those who have labelled a sentence; a decision on it closes it."""

    __tablename__ = "question"
    __table_args__ = (
        Index(None, "sentence_id"),
        Index(None, "document_id"),
        {"comment": "Questions of leads to the reviewers of a sentence"},
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True, comment="Number of the question")
    sentence_id: Mapped[int] = mapped_column(ForeignKey("sentence.id"), comment="The sentence")
    document_id: Mapped[int] = mapped_column(
        ForeignKey("document.id"), comment="The sentence's document, for the index"
    )
    text: Mapped[str] = mapped_column(Text, comment="The question, in the lead's words")
    made_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"), comment="Who asks")
    made_at: Mapped[datetime] = mapped_column(Moment, comment="When")
    closed_in: Mapped[int | None] = mapped_column(
        comment="The revision of the decision that closed it; null while it is open"
    )


class Answer(Base):
    """A reviewer's words on a question; a label that is given again is an event like any other."""

    __tablename__ = "answer"
    __table_args__ = (
        UniqueConstraint("reviewer_id", "event_id"),
        Index(None, "question_id"),
        {"comment": "Answers of reviewers, in words, to questions of leads"},
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True, comment="Order of arrival")
    question_id: Mapped[int] = mapped_column(ForeignKey("question.id"), comment="The question")
    reviewer_id: Mapped[int] = mapped_column(ForeignKey("person.id"), comment="Who answers")
    event_id: Mapped[str] = mapped_column(
        String(100), comment="The id that the page made; sent again, it changes nothing"
    )
    text: Mapped[str] = mapped_column(Text, comment="The answer")
    made_at: Mapped[datetime] = mapped_column(Moment, comment="When")


class QueueCount(Base):
    """What was counted of one document for the queue; all of it follows from the other tables.

    It is of use as long as neither the labels (`agreement_count.version`) nor the decisions and
    questions (`version`, which such a change raises) have changed. No row is version 0.
    """

    __tablename__ = "queue_count"
    __table_args__ = ({"comment": "Counts of documents for the queue and for gold"},)

    document_id: Mapped[int] = mapped_column(
        ForeignKey("document.id"), primary_key=True, comment="The document"
    )
    version: Mapped[int] = mapped_column(
        comment="How often its decisions and questions have changed"
    )
    labels_version: Mapped[int | None] = mapped_column(
        comment="The version of the labels that were counted; null where none were"
    )
    format: Mapped[int | None] = mapped_column(
        comment="What the counts are written in; null where it has to be counted anew"
    )
    sentences: Mapped[str | None] = mapped_column(
        Text, comment="How many sentences are in each state with which votes, as JSON; else null"
    )
    tables: Mapped[str | None] = mapped_column(
        Text, comment="How the label of each reviewer met gold, as JSON; else null"
    )
