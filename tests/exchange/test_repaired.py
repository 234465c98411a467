"""Exports of a document whose sentences were repaired: current ones, and all in the history."""

from typing import Any

import pytest

from tests.exchange.conftest import Label
from tests.rig.people import Somebody
from webapp.annotate.repair import repair
from webapp.db import Database
from webapp.documents.repair import Join, Split
from webapp.exchange.queries import count, stream


def exported(database: Database, what: str, document_id: int) -> list[Any]:
    with database.reading() as session:
        return [each for each in stream(session, None, 1, what) if each.document_id == document_id]


@pytest.fixture
def joined(seeded: Database, hard: int, label: Label, lead: Somebody, reviewer: Somebody) -> int:
    """The hard article, all labelled, then with the second sentence joined to the third."""
    for position, name in enumerate(("sourced", "opinion", "unsourced", "sourced")):
        label(reviewer, hard, position, name)
    second = exported(seeded, "sentences", hard)[1]
    with seeded.writing() as session:
        repair(session, lead.caller, hard, 1, Join(second.sentence_id))
    return hard


def test_sentences_and_annotations_are_the_current_ones(seeded: Database, joined: int) -> None:
    sentences = exported(seeded, "sentences", joined)
    assert [each.position for each in sentences] == [0, 1, 2]
    assert "\n" in sentences[1].text
    assert [each.annotations for each in sentences] == [1, 0, 1]
    annotations = exported(seeded, "annotations", joined)
    assert [(each.position, each.label) for each in annotations] == [
        (0, "sourced"),
        (2, "sourced"),
    ]


def test_history_has_the_replaced_sentences_in_the_order_of_the_text(
    seeded: Database, joined: int, label: Label, reviewer: Somebody
) -> None:
    label(reviewer, joined, 1, "opinion")
    rows = exported(seeded, "history", joined)
    found = [(each.position, each.replaced_in, each.label) for each in rows]
    assert found == [
        (0, None, "sourced"),
        (None, 2, "opinion"),
        (1, None, "opinion"),
        (None, 2, "unsourced"),
        (2, None, "sourced"),
    ]
    assert [each.start for each in rows] == sorted(each.start for each in rows)
    assert rows[2].text == f"{rows[1].text}\n{rows[3].text}"


def test_history_of_an_undone_repair_is_as_before(
    seeded: Database, joined: int, lead: Somebody
) -> None:
    replaced = exported(seeded, "history", joined)[2]
    whole = exported(seeded, "sentences", joined)[1]
    with seeded.writing() as session:
        repair(session, lead.caller, joined, 2, Split(whole.sentence_id, replaced.start))
    rows = exported(seeded, "history", joined)
    assert [(each.position, each.replaced_in) for each in rows] == [
        (position, None) for position in range(4)
    ]


def test_count_is_the_number_of_records(seeded: Database, joined: int) -> None:
    for what in ("annotations", "sentences", "history"):
        with seeded.reading() as session:
            number = count(session, 1, what)
        with seeded.reading() as session:
            assert number == sum(1 for _ in stream(session, None, 1, what)), what
    assert joined
