"""The records: the columns that are promised, and times of one width."""

from datetime import UTC, datetime, timedelta, timezone

import pytest

from webapp.exchange.records import (
    KINDS,
    AnnotationRecord,
    GoldRecord,
    HistoryRecord,
    Record,
    RepeatRecord,
    SentenceRecord,
    columns,
    utc,
)

PLACE = (
    "project document_id external_id document_title outlet url published story purpose "
    "sentence_id position start end text "
)


@pytest.mark.parametrize(
    ("kind", "names"),
    [
        (
            AnnotationRecord,
            (
                "reviewer label flags note sources guideline_version revision created_at "
                "updated_at informed"
            ),
        ),
        (
            GoldRecord,
            (
                "label gold_from reason note annotations sourced unsourced opinion not_applicable "
                "informed decided_by decided_at"
            ),
        ),
        (SentenceRecord, "annotations sourced unsourced opinion not_applicable"),
        (
            HistoryRecord,
            (
                "reviewer event_id label flags note sources guideline_version seen_revision "
                "revision made_at received_at replaced_in informed"
            ),
        ),
        (
            RepeatRecord,
            (
                "reviewer event_id first_label first_revision first_at label flags "
                "guideline_version made_at"
            ),
        ),
    ],
)
def test_record_has_the_promised_columns(kind: type[Record], names: str) -> None:
    assert " ".join(columns(kind)) == f"{PLACE}{names} schema_version"


def test_kinds_are_all_that_can_be_exported() -> None:
    assert list(KINDS) == ["annotations", "sentences", "gold", "history", "repeats"]


@pytest.mark.parametrize(
    ("moment", "text"),
    [
        (datetime(2026, 1, 31, 9, 5, 7, tzinfo=UTC), "2026-01-31T09:05:07.000000Z"),
        (datetime(2026, 1, 31, 9, 5, 7, 250, tzinfo=UTC), "2026-01-31T09:05:07.000250Z"),
        (
            datetime(2026, 1, 31, 9, tzinfo=timezone(timedelta(hours=2))),
            "2026-01-31T07:00:00.000000Z",
        ),
    ],
)
def test_time_is_utc_of_one_width(moment: datetime, text: str) -> None:
    assert utc(moment) == text
