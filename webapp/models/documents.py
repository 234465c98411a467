"""Projects, documents, and the sentences of a document."""

from datetime import date, datetime

from sqlalchemy import (
    CheckConstraint,
    Dialect,
    ForeignKey,
    Index,
    String,
    Text,
    UniqueConstraint,
    false,
)
from sqlalchemy.orm import Mapped, mapped_column
from sqlalchemy.types import TypeDecorator

from webapp.db import Base, BigId, Moment


class RangeList(TypeDecorator[tuple[tuple[int, int], ...]]):
    """Half-open ranges, stored as `0-57,58-120`."""

    impl = Text
    cache_ok = True

    def process_bind_param(
        self, value: tuple[tuple[int, int], ...] | None, dialect: Dialect
    ) -> str:
        """Return the stored form."""
        return ",".join(f"{start}-{end}" for start, end in value or ())

    def process_result_value(
        self, value: str | None, dialect: Dialect
    ) -> tuple[tuple[int, int], ...]:
        """Return the ranges."""
        pairs = (each.split("-") for each in (value or "").split(",") if each)
        return tuple((int(start), int(end)) for start, end in pairs)


class Project(Base):
    """A set of documents with its members and its target overlap."""

    __tablename__ = "project"
    __table_args__ = (
        CheckConstraint("overlap >= 1", name="overlap"),
        CheckConstraint("mode IN ('open', 'assigned')", name="mode"),
        CheckConstraint("lease_hours >= 1", name="lease_hours"),
        CheckConstraint("threshold BETWEEN 1 AND 100", name="threshold"),
        CheckConstraint("repeats BETWEEN 0 AND 20", name="repeats"),
        CheckConstraint("repeat_days >= 1", name="repeat_days"),
        {"comment": "Sets of documents with their members"},
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True, comment="Number of the project")
    name: Mapped[str] = mapped_column(String(200), unique=True, comment="Name of the project")
    overlap: Mapped[int] = mapped_column(comment="k, how many reviewers each document should get")
    guideline_version: Mapped[int] = mapped_column(comment="Version of the codebook in force")
    reviewers_repair: Mapped[bool] = mapped_column(
        default=False,
        server_default=false(),
        comment="Whether reviewers, too, may join and split sentences",
    )
    mode: Mapped[str] = mapped_column(
        String(20),
        default="open",
        server_default="open",
        comment="open: each member may label each document; assigned: a place is needed",
    )
    lease_hours: Mapped[int] = mapped_column(
        default=72,
        server_default="72",
        comment="How long a place is kept for a reviewer who saves nothing",
    )
    shows_others: Mapped[bool] = mapped_column(
        default=False,
        server_default=false(),
        comment="Whether reviewers see how others labelled an article once all have submitted it",
    )
    threshold: Mapped[int | None] = mapped_column(
        comment="Percent of the qualification set that a new reviewer has to match; null: none"
    )
    repeats: Mapped[int] = mapped_column(
        default=0,
        server_default="0",
        comment="Percent of a reviewer's finished sentences that are shown to them again",
    )
    repeat_days: Mapped[int] = mapped_column(
        default=7,
        server_default="7",
        comment="How many days a label rests before its sentence is shown again",
    )
    closed_at: Mapped[datetime | None] = mapped_column(
        Moment, comment="When it was closed; nothing changes after that; null while it is at work"
    )
    created_at: Mapped[datetime] = mapped_column(Moment, comment="When the project was made")


class Document(Base):
    """One article: a text that never changes, and where it comes from."""

    __tablename__ = "document"
    __table_args__ = (
        UniqueConstraint("project_id", "external_id", "version"),
        CheckConstraint("purpose IN ('regular', 'qualification', 'shared')", name="purpose"),
        Index(None, "project_id", "text_hash"),
        Index(None, "project_id", "purpose"),
        {"comment": "Articles; the text never changes"},
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True, comment="Number of the document")
    project_id: Mapped[int] = mapped_column(ForeignKey("project.id"), comment="Its project")
    title: Mapped[str] = mapped_column(String(500), comment="Title")
    text: Mapped[str] = mapped_column(Text, comment="The text, as read; offsets count in it")
    text_hash: Mapped[str] = mapped_column(String(64), comment="SHA-256 of the text in UTF-8")
    outlet: Mapped[str | None] = mapped_column(String(200), comment="Who published it")
    url: Mapped[str | None] = mapped_column(String(2000), comment="Where it was published")
    published: Mapped[str | None] = mapped_column(
        String(10), comment="When it was published: YYYY, YYYY-MM or YYYY-MM-DD"
    )
    external_id: Mapped[str | None] = mapped_column(
        String(200), comment="The id that it has where it comes from"
    )
    story: Mapped[str | None] = mapped_column(String(200), comment="The event that it tells")
    version: Mapped[int] = mapped_column(comment="1, 2, 3, ... of one external id")
    previous_id: Mapped[int | None] = mapped_column(
        ForeignKey("document.id"), comment="The version before this one"
    )
    splitter: Mapped[str] = mapped_column(
        String(50), comment="What cut the sentences, with its version"
    )
    segmentation: Mapped[int] = mapped_column(
        default=1,
        server_default="1",
        comment="Version of its sentences: 1 as cut at import, one more at each repair",
    )
    purpose: Mapped[str] = mapped_column(
        String(20),
        default="regular",
        server_default="regular",
        comment="regular: k reviewers; shared: everybody; qualification: new reviewers, at first",
    )
    due: Mapped[date | None] = mapped_column(
        comment="Until when everybody should have labelled it, where it is shared; null for no day"
    )
    created_at: Mapped[datetime] = mapped_column(Moment, comment="When it was brought in")


class Sentence(Base):
    """A half-open range of code points in a document's text.

    A repair replaces sentences, it never changes one; where it makes a range that there was
    before, that sentence comes back, with its labels.
    """

    __tablename__ = "sentence"
    __table_args__ = (
        UniqueConstraint("document_id", "position"),
        CheckConstraint('0 <= start AND start < "end"', name="range"),
        {"comment": "Half-open ranges [start, end) of code points in a document's text"},
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True, comment="Number of the sentence")
    document_id: Mapped[int] = mapped_column(ForeignKey("document.id"), comment="Its document")
    position: Mapped[int] = mapped_column(
        comment="Place in the document, from 0; below 0 once the sentence was replaced"
    )
    start: Mapped[int] = mapped_column(comment="First code point")
    end: Mapped[int] = mapped_column(comment="First code point after it")
    replaced_in: Mapped[int | None] = mapped_column(
        comment="The segmentation from which on it is no sentence any more; null for one that is"
    )


class Segmentation(Base):
    """One repair of a document's sentences: which ranges went and which came."""

    __tablename__ = "segmentation"
    __table_args__ = ({"comment": "Repairs of sentences; version 1, the first cut, has no row"},)

    document_id: Mapped[int] = mapped_column(
        ForeignKey("document.id"), primary_key=True, comment="The document"
    )
    version: Mapped[int] = mapped_column(primary_key=True, comment="2, 3, 4, ... of the document")
    removed: Mapped[tuple[tuple[int, int], ...]] = mapped_column(
        RangeList, comment="Ranges that are no sentences any more: start-end, commas between"
    )
    added: Mapped[tuple[tuple[int, int], ...]] = mapped_column(
        RangeList, comment="Ranges that are sentences from now on"
    )
    made_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"), comment="Who repaired")
    made_at: Mapped[datetime] = mapped_column(Moment, comment="When")
