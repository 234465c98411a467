"""What an export holds: whose rows, in which order, of which moment."""

from collections.abc import Iterator
from typing import Any

import pytest
from sqlalchemy import func, select

from tests.exchange.conftest import HARD, LINES, Label
from tests.rig.databases import statements
from tests.rig.people import People, Somebody
from webapp.accounts.queries import Caller
from webapp.annotate.actions import rebuild
from webapp.db import Database
from webapp.documents import actions as documents
from webapp.exchange import queries
from webapp.exchange.records import KINDS
from webapp.models import Document, Sentence
from webapp.problems import NotFound, Problem


def exported(
    database: Database, what: str = "annotations", who: Somebody | None = None, project: int = 1
) -> list[Any]:
    with database.reading() as session:
        caller: Caller | None = who.caller if who else None
        return list(queries.stream(session, caller, project, what))


# ---------------------------------------------------------------- the rows


def test_annotation_has_its_document_its_sentence_and_its_judgment(
    seeded: Database, hard: int, reviewer: Somebody, label: Label
) -> None:
    label(reviewer, hard, 2, "opinion", flags=["unsure"], note="Why?")
    (row,) = exported(seeded)
    assert (row.project, row.document_id, row.external_id) == ("First project", hard, "hard-1")
    assert (row.document_title, row.outlet, row.url, row.story) == ("@home", None, None, None)
    assert (row.position, row.text) == (2, LINES[2])
    assert (row.reviewer, row.label, row.flags) == ("Rita Reviewer", "opinion", ("unsure",))
    assert (row.note, row.guideline_version, row.revision) == ("Why?", 1, 1)
    assert row.created_at == row.updated_at


@pytest.mark.parametrize("what", [what for what in KINDS if what != "repeats"])
def test_text_is_the_range_of_the_document_in_code_points(
    what: str,
    seeded: Database,
    hard: int,
    reviewer: Somebody,
    colleague: Somebody,
    label: Label,
) -> None:
    for position in range(4):
        label(reviewer, hard, position, "sourced")
        label(colleague, hard, position, "sourced")
    rows = [row for row in exported(seeded, what) if row.document_id == hard]
    assert [row.text for row in rows] == [HARD[row.start : row.end] for row in rows]
    assert list(dict.fromkeys(row.text for row in rows)) == list(LINES)


def test_changed_label_is_exported_once_as_it_is_now(
    seeded: Database, hard: int, reviewer: Somebody, label: Label
) -> None:
    label(reviewer, hard, 0, "sourced")
    label(reviewer, hard, 0, "unsourced")
    (row,) = exported(seeded)
    assert (row.label, row.revision) == ("unsourced", 2)
    assert row.created_at < row.updated_at


def test_withdrawn_label_is_in_the_history_alone(
    seeded: Database, hard: int, reviewer: Somebody, label: Label
) -> None:
    label(reviewer, hard, 0, "sourced")
    label(reviewer, hard, 0, None)
    assert exported(seeded) == []
    assert sum(row.annotations for row in exported(seeded, "sentences")) == 0
    assert [row.label for row in exported(seeded, "history")] == ["sourced", None]


def test_stale_event_is_in_the_history_without_a_revision(
    seeded: Database, hard: int, reviewer: Somebody, label: Label
) -> None:
    label(reviewer, hard, 0, "sourced")
    label(reviewer, hard, 0, "opinion", seen_revision=0)
    rows = exported(seeded, "history")
    assert [(row.label, row.seen_revision, row.revision) for row in rows] == [
        ("sourced", None, 1),
        ("opinion", 0, None),
    ]


def test_stale_event_alone_is_in_the_history(
    seeded: Database, hard: int, reviewer: Somebody, label: Label
) -> None:
    label(reviewer, hard, 0, "opinion", seen_revision=7)
    assert [row.revision for row in exported(seeded, "history")] == [None]


def test_sentences_count_the_current_labels_by_kind(
    seeded: Database, hard: int, reviewer: Somebody, colleague: Somebody, label: Label
) -> None:
    label(reviewer, hard, 1, "sourced")
    label(colleague, hard, 1, "sourced")
    label(colleague, hard, 2, "not_applicable")
    counts = [
        (row.annotations, row.sourced, row.unsourced, row.opinion, row.not_applicable)
        for row in exported(seeded, "sentences")
        if row.document_id == hard
    ]
    assert counts == [(0, 0, 0, 0, 0), (2, 2, 0, 0, 0), (1, 0, 0, 0, 1), (0, 0, 0, 0, 0)]


def test_sentences_are_all_sentences_of_the_project(seeded: Database) -> None:
    assert len(exported(seeded, "sentences")) == 39 + 27


# ---------------------------------------------------------------- the order


def test_order_is_document_position_reviewer(
    seeded: Database, hard: int, people: People, label: Label
) -> None:
    # a database that sorts as people do would put these in another order than Python
    names = ["Zoe", "ada", "Éva", "Bob", "_x"]
    for name in names:
        who = people.add(name)
        for document, position in ((hard, 1), (hard, 0), (1, 5)):
            label(who, document, position, "sourced")
    rows = [(row.document_id, row.position, row.reviewer) for row in exported(seeded)]
    assert len(rows) == 15
    assert rows == sorted(rows)


def test_history_of_a_reviewer_is_in_the_order_of_arrival(
    seeded: Database, hard: int, reviewer: Somebody, colleague: Somebody, label: Label
) -> None:
    for who, each in (
        (reviewer, "sourced"),
        (colleague, "opinion"),
        (reviewer, "unsourced"),
        (reviewer, "sourced"),
    ):
        label(who, hard, 0, each)
    said = [(row.reviewer, row.label) for row in exported(seeded, "history")]
    assert said == [
        ("Carl Colleague", "opinion"),
        ("Rita Reviewer", "sourced"),
        ("Rita Reviewer", "unsourced"),
        ("Rita Reviewer", "sourced"),
    ]


def test_documents_over_a_page_all_come_in_order(
    seeded: Database, hard: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(queries, "_IDS", queries._IDS.limit(1))
    found = [row.document_id for row in exported(seeded, "sentences")]
    assert sorted(set(found)) == [1, 2, hard]
    assert found == sorted(found)


@pytest.mark.parametrize("what", KINDS)
def test_statements_grow_with_documents_not_with_sentences(
    what: str, seeded: Database, hard: int, reviewer: Somebody, label: Label
) -> None:
    for position in range(4):
        label(reviewer, hard, position, "sourced")
    with statements(seeded) as said:
        exported(seeded, what)
    assert len([each for each in said if each.startswith("SELECT")]) <= 5 * 3 + 5


# ---------------------------------------------------------------- whose rows


def test_reviewer_gets_own_rows_alone(
    seeded: Database, hard: int, reviewer: Somebody, colleague: Somebody, label: Label
) -> None:
    label(reviewer, hard, 0, "sourced")
    label(colleague, hard, 0, "opinion")
    for what in ("annotations", "history"):
        assert {row.reviewer for row in exported(seeded, what, reviewer)} == {"Rita Reviewer"}


def test_reviewer_gets_counts_of_own_labels_alone(
    seeded: Database, hard: int, reviewer: Somebody, colleague: Somebody, label: Label
) -> None:
    label(reviewer, hard, 0, "sourced")
    label(colleague, hard, 0, "opinion")
    rows = exported(seeded, "sentences", reviewer)
    assert sum(row.annotations for row in rows) == sum(row.sourced for row in rows) == 1
    assert sum(row.opinion for row in rows) == 0


@pytest.mark.parametrize("role", ["lead", "admin"])
def test_lead_and_admin_get_all_rows(
    role: str,
    seeded: Database,
    hard: int,
    people: People,
    reviewer: Somebody,
    colleague: Somebody,
    label: Label,
) -> None:
    label(reviewer, hard, 0, "sourced")
    label(colleague, hard, 0, "opinion")
    boss = people.add("Boss", role)
    assert exported(seeded, who=boss) == exported(seeded)
    assert len(exported(seeded, who=boss)) == 2


def test_other_project_is_not_found_and_not_exported(
    seeded: Database, hard: int, reviewer: Somebody, label: Label
) -> None:
    label(reviewer, hard, 0, "sourced")
    with seeded.writing() as session:
        other = documents.add_project(session, "Other").id
    with pytest.raises(NotFound):
        exported(seeded, who=reviewer, project=other)
    assert exported(seeded, project=other) == []


def test_unknown_project_is_not_found_for_the_command_line(seeded: Database) -> None:
    with pytest.raises(NotFound):
        exported(seeded, project=99)


def test_unknown_kind_is_refused_with_what_there_is(seeded: Database) -> None:
    with pytest.raises(Problem, match=r"what: one of .*, gold, history, repeats\."):
        exported(seeded, "nonsense")


def test_refusal_comes_before_the_first_row_is_asked_for(
    seeded: Database, reviewer: Somebody
) -> None:
    with seeded.reading() as session, pytest.raises(NotFound):
        queries.stream(session, reviewer.caller, 99, "annotations")


# ---------------------------------------------------------------- one state of the data


def test_export_sees_one_state_while_labels_arrive(
    seeded: Database, hard: int, reviewer: Somebody, colleague: Somebody, label: Label
) -> None:
    label(reviewer, 1, 0, "sourced")
    label(reviewer, hard, 0, "sourced")
    with seeded.reading() as session:
        rows: Iterator[Any] = queries.stream(session, None, 1, "annotations")
        found = [next(rows)]
        label(colleague, hard, 0, "opinion")
        label(reviewer, hard, 0, "opinion")
        found += rows
    assert [(row.reviewer, row.label) for row in found] == [("Rita Reviewer", "sourced")] * 2


@pytest.mark.parametrize("what", KINDS)
def test_count_is_the_number_of_rows(
    what: str,
    seeded: Database,
    hard: int,
    reviewer: Somebody,
    colleague: Somebody,
    label: Label,
) -> None:
    label(reviewer, hard, 0, "sourced")
    label(colleague, hard, 0, "sourced")
    label(reviewer, hard, 1, "sourced")
    label(reviewer, hard, 1, None)
    with seeded.reading() as session:
        assert queries.count(session, 1, what) == len(exported(seeded, what))


def test_rebuilt_labels_are_exported_the_same(
    seeded: Database, hard: int, reviewer: Somebody, label: Label
) -> None:
    label(reviewer, hard, 0, "sourced")
    label(reviewer, hard, 0, "opinion", flags=["unsure"])
    before = exported(seeded)
    with seeded.writing() as session:
        rebuild(session)
    assert exported(seeded) == before


def test_every_sentence_of_the_seeds_is_its_range(seeded: Database) -> None:
    with seeded.reading() as session:
        rows = session.execute(select(Document.id, Document.text)).all()
        texts: dict[int, str] = {row.id: row.text for row in rows}
        total = session.scalar(select(func.count()).select_from(Sentence))
    rows_out = exported(seeded, "sentences")
    assert len(rows_out) == total
    assert all(texts[row.document_id][row.start : row.end] == row.text for row in rows_out)
