"""Labels: the append-only history, and the current state that it amounts to."""

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
    false,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column
from sqlalchemy.types import TypeDecorator

from webapp.db import Base, BigId, Moment
from webapp.scheme import ALL_LABELS

LABEL_CHECK = "label IN ({})".format(", ".join(f"'{label}'" for label in ALL_LABELS))


class FlagList(TypeDecorator[tuple[str, ...]]):
    """Flags as a tuple of names, stored with commas between them."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: tuple[str, ...] | None, dialect: Dialect) -> str:
        """Return the stored form; no flags is the empty text."""
        return ",".join(value or ())

    def process_result_value(self, value: str | None, dialect: Dialect) -> tuple[str, ...]:
        """Return the flags."""
        return tuple(value.split(",")) if value else ()


class SourceList(TypeDecorator[tuple[tuple[int, int, str], ...]]):
    """Source spans as (start, end, kind), stored as JSON; none are the empty text."""

    impl = Text
    cache_ok = True

    def process_bind_param(
        self, value: tuple[tuple[int, int, str], ...] | None, dialect: Dialect
    ) -> str:
        """Return the stored form."""
        return json.dumps(value, separators=(",", ":")) if value else ""

    def process_result_value(
        self, value: str | None, dialect: Dialect
    ) -> tuple[tuple[int, int, str], ...]:
        """Return the spans."""
        return tuple((start, end, kind) for start, end, kind in json.loads(value)) if value else ()


_SOURCES = "Who is relied on: [start, end, kind] in code points of the document's text, as JSON"


class Event(Base):
    """One line of the history: what a reviewer said of a sentence. Never changed, never deleted."""

    __tablename__ = "event"
    __table_args__ = (
        UniqueConstraint("reviewer_id", "event_id"),
        CheckConstraint(LABEL_CHECK, name="label"),
        UniqueConstraint("reviewer_id", "sentence_id", "revision"),
        {"comment": "Append-only history of labels"},
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True, comment="Order of arrival")
    reviewer_id: Mapped[int] = mapped_column(ForeignKey("person.id"), comment="Who said it")
    event_id: Mapped[str] = mapped_column(
        String(100), comment="The id that the browser made; sent again, it changes nothing"
    )
    sentence_id: Mapped[int] = mapped_column(ForeignKey("sentence.id"), comment="Of which sentence")
    label: Mapped[str | None] = mapped_column(
        String(20), comment="The label; null takes the label back"
    )
    flags: Mapped[tuple[str, ...]] = mapped_column(FlagList, comment="Flags, commas between")
    note: Mapped[str] = mapped_column(Text, comment="Note; empty for none")
    seen_revision: Mapped[int | None] = mapped_column(
        comment="The revision that the reviewer saw when saying it; null if not told"
    )
    revision: Mapped[int | None] = mapped_column(
        comment="1, 2, 3, ... per reviewer and sentence; null for a stale event, kept here alone"
    )
    guideline_version: Mapped[int] = mapped_column(comment="Version of the codebook in force")
    made_at: Mapped[datetime | None] = mapped_column(Moment, comment="When the browser made it")
    received_at: Mapped[datetime] = mapped_column(Moment, comment="When it was stored")
    sources: Mapped[tuple[tuple[int, int, str], ...]] = mapped_column(
        SourceList, default=(), server_default="", comment=_SOURCES
    )
    informed: Mapped[bool] = mapped_column(
        default=False,
        server_default=false(),
        comment="Whether it was given after having seen others' labels; agreement leaves it out",
    )


class Annotation(Base):
    """One reviewer's current state on one sentence; `webapp rebuild` derives it from the events."""

    __tablename__ = "annotation"
    __table_args__ = (
        CheckConstraint(LABEL_CHECK, name="label"),
        # covers every count of agreement
        Index(
            "ix_annotation_counts",
            *("document_id", "sentence_id", "reviewer_id", "label", "informed"),
        ),
        # there are few of them
        Index(
            "ix_annotation_informed",
            "document_id",
            sqlite_where=text("informed"),
            postgresql_where=text("informed"),
        ),
        {"comment": "The current label of each reviewer on each sentence, derived from event"},
    )

    reviewer_id: Mapped[int] = mapped_column(
        ForeignKey("person.id"), primary_key=True, comment="Whose label"
    )
    sentence_id: Mapped[int] = mapped_column(
        ForeignKey("sentence.id"), primary_key=True, comment="On which sentence"
    )
    document_id: Mapped[int] = mapped_column(
        ForeignKey("document.id"), comment="The sentence's document, for the covering index"
    )
    label: Mapped[str | None] = mapped_column(String(20), comment="The label; null if taken back")
    flags: Mapped[tuple[str, ...]] = mapped_column(FlagList, comment="Flags, commas between")
    note: Mapped[str] = mapped_column(Text, comment="Note; empty for none")
    revision: Mapped[int] = mapped_column(comment="How many states there have been")
    guideline_version: Mapped[int] = mapped_column(comment="Version of the codebook in force")
    created_at: Mapped[datetime] = mapped_column(Moment, comment="When the first label came")
    updated_at: Mapped[datetime] = mapped_column(Moment, comment="When this state came")
    sources: Mapped[tuple[tuple[int, int, str], ...]] = mapped_column(
        SourceList, default=(), server_default="", comment=_SOURCES
    )
    informed: Mapped[bool] = mapped_column(
        default=False,
        server_default=false(),
        comment="Whether it was given after having seen others' labels; agreement leaves it out",
    )
