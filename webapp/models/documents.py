"""Projects, documents, and the sentences of a document."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from webapp.db import Base, BigId, Moment


class Project(Base):
    """A set of documents with its members and its target overlap."""

    __tablename__ = "project"
    __table_args__ = (
        CheckConstraint("overlap >= 1", name="overlap"),
        {"comment": "Sets of documents with their members"},
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True, comment="Number of the project")
    name: Mapped[str] = mapped_column(String(200), unique=True, comment="Name of the project")
    overlap: Mapped[int] = mapped_column(comment="k, how many reviewers each document should get")
    guideline_version: Mapped[int] = mapped_column(comment="Version of the codebook in force")
    created_at: Mapped[datetime] = mapped_column(Moment, comment="When the project was made")


class Document(Base):
    """One article: a text that never changes, and where it comes from."""

    __tablename__ = "document"
    __table_args__ = (
        UniqueConstraint("project_id", "external_id", "version"),
        Index(None, "project_id", "text_hash"),
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
    created_at: Mapped[datetime] = mapped_column(Moment, comment="When it was brought in")


class Sentence(Base):
    """A half-open range of code points in a document's text."""

    __tablename__ = "sentence"
    __table_args__ = (
        UniqueConstraint("document_id", "position"),
        CheckConstraint('0 <= start AND start < "end"', name="range"),
        {"comment": "Half-open ranges [start, end) of code points in a document's text"},
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True, comment="Number of the sentence")
    document_id: Mapped[int] = mapped_column(ForeignKey("document.id"), comment="Its document")
    position: Mapped[int] = mapped_column(comment="Place in the document, from 0")
    start: Mapped[int] = mapped_column(comment="First code point")
    end: Mapped[int] = mapped_column(comment="First code point after it")
