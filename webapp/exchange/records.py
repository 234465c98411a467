"""The records that an export is made of: one is one row, its fields are the columns in order."""

from datetime import UTC, datetime

from msgspec import Struct

from webapp.scheme import SCHEMA_VERSION


class SentenceColumns(Struct, frozen=True):
    """What every record begins with: the document, and one sentence of it.

    `text` is `document_text[start:end]`, counted in code points.
    """

    project: str
    document_id: int
    external_id: str | None
    document_title: str
    outlet: str | None
    url: str | None
    published: str | None
    story: str | None
    sentence_id: int
    position: int
    start: int
    end: int
    text: str


class AnnotationRecord(SentenceColumns, frozen=True):
    """One reviewer's current label on one sentence."""

    reviewer: str
    label: str
    flags: tuple[str, ...]
    note: str
    guideline_version: int
    revision: int
    created_at: str
    updated_at: str
    schema_version: int = SCHEMA_VERSION


class SentenceRecord(SentenceColumns, frozen=True):
    """One sentence, with how many current labels it has and how many of each kind."""

    annotations: int
    sourced: int
    unsourced: int
    opinion: int
    not_applicable: int
    schema_version: int = SCHEMA_VERSION


class HistoryRecord(SentenceColumns, frozen=True):
    """One event; its label is null where it took the label back, its revision where it was stale.

    A stale event never was a current label: it was made on a state that was no longer there.
    """

    reviewer: str
    event_id: str
    label: str | None
    flags: tuple[str, ...]
    note: str
    guideline_version: int
    seen_revision: int | None
    revision: int | None
    made_at: str | None
    received_at: str
    schema_version: int = SCHEMA_VERSION


Record = AnnotationRecord | SentenceRecord | HistoryRecord

KINDS: dict[str, type[Record]] = {
    "annotations": AnnotationRecord,
    "sentences": SentenceRecord,
    "history": HistoryRecord,
}
"""What can be exported, and the record that each row of it is."""


def columns(kind: type[Record]) -> tuple[str, ...]:
    """Return the names of a record's columns, in their order."""
    return kind.__struct_fields__


def utc(moment: datetime) -> str:
    """Return a point in time as ISO 8601 in UTC: `2026-01-31T09:05:07.000000Z`.

    All have the same width: pandas reads a column of mixed widths only when told to.
    """
    return f"{moment.astimezone(UTC).isoformat(timespec='microseconds')[:26]}Z"
