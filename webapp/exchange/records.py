"""The records that an export is made of: one is one row, its fields are the columns in order."""

from datetime import UTC, datetime

from msgspec import Struct

from webapp.scheme import SCHEMA_VERSION


class SentenceColumns(Struct, frozen=True):
    """What every record begins with: the document, and one sentence of it.

    `text` is `document_text[start:end]`, counted in code points. The position is None where a
    repair has replaced the sentence, which only the history still has.
    """

    project: str
    document_id: int
    external_id: str | None
    document_title: str
    outlet: str | None
    url: str | None
    published: str | None
    story: str | None
    purpose: str
    sentence_id: int
    position: int | None
    start: int
    end: int
    text: str


class MarkedSource(Struct, frozen=True):
    """Words that a reviewer marked as a source; `text` is `document_text[start:end]`.

    `position` is that of the sentence in which they begin, None where none has them any more.
    """

    start: int
    end: int
    kind: str
    text: str
    position: int | None


class AnnotationRecord(SentenceColumns, frozen=True):
    """One reviewer's current label on one sentence; informed: given after having seen others'."""

    reviewer: str
    label: str
    flags: tuple[str, ...]
    note: str
    sources: list[MarkedSource]
    guideline_version: int
    revision: int
    created_at: str
    updated_at: str
    informed: bool
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
    sources: list[MarkedSource]
    guideline_version: int
    seen_revision: int | None
    revision: int | None
    made_at: str | None
    received_at: str
    replaced_in: int | None
    informed: bool
    schema_version: int = SCHEMA_VERSION


class GoldRecord(SentenceColumns, frozen=True):
    """One sentence that has gold: the label that was decided, or that its reviewers agree on.

    What stands beside a decision is null where gold is unanimous. The labels are counted, those
    given after having seen others' as well, of which `informed` is the number.
    """

    label: str
    gold_from: str
    reason: str | None
    note: str
    annotations: int
    sourced: int
    unsourced: int
    opinion: int
    not_applicable: int
    informed: int
    decided_by: str | None
    decided_at: str | None
    schema_version: int = SCHEMA_VERSION


class RepeatRecord(SentenceColumns, frozen=True):
    """A sentence that was shown to its reviewer again: the label as of then, and the second one."""

    reviewer: str
    event_id: str
    first_label: str
    first_revision: int
    first_at: str
    label: str
    flags: tuple[str, ...]
    guideline_version: int
    made_at: str
    schema_version: int = SCHEMA_VERSION


class ListedSourceRecord(Struct, frozen=True):
    """One source of an article: its words where they stand first, and who relies on it."""

    document_id: int
    document_title: str
    text: str
    start: int
    end: int
    kind: str
    standing: str
    sentences: int
    positions: tuple[str, ...]
    reviewers: int
    schema_version: int = SCHEMA_VERSION


class DisagreementRecord(Struct, frozen=True):
    """One sentence of the disagreement sheet; nothing says whose a label, a flag or a note is.

    The labels are counted; flags are `unsure:2`; pair is that under which the sheet lists it.
    """

    document_id: int
    external_id: str | None
    document_title: str
    sentence: int
    start: int
    end: int
    text: str
    sourced: int
    unsourced: int
    opinion: int
    not_applicable: int
    flags: tuple[str, ...]
    notes: list[str]
    pair: tuple[str, str]


class ActRecord(Struct, frozen=True):
    """One act of an admin or a lead; no person means the command line, no project all of them."""

    at: str
    person: str | None
    project: str | None
    act: str
    sentence: str
    detail: str  # JSON


Record = (
    AnnotationRecord
    | SentenceRecord
    | GoldRecord
    | HistoryRecord
    | RepeatRecord
    | ListedSourceRecord
    | DisagreementRecord
)

KINDS: dict[str, type[Record]] = {
    "annotations": AnnotationRecord,
    "sentences": SentenceRecord,
    "gold": GoldRecord,
    "history": HistoryRecord,
    "repeats": RepeatRecord,
}
"""What can be exported, and the record that each row of it is."""

FOR_LEADS = ("gold", "repeats")
"""What reviewers do not get: they are not told which sentences they were shown again."""


def columns(kind: type[Struct]) -> tuple[str, ...]:
    """Return the names of a record's columns, in their order."""
    return kind.__struct_fields__


def utc(moment: datetime) -> str:
    """Return a point in time as ISO 8601 in UTC: `2026-01-31T09:05:07.000000Z`.

    All have the same width: pandas reads a column of mixed widths only when told to.
    """
    return f"{moment.astimezone(UTC).isoformat(timespec='microseconds')[:26]}Z"
