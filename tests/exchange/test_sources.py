"""Sources on their way out: code point by code point what was marked, in both formats."""

import csv
import io
import itertools
import json
import uuid
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from tests.exchange.conftest import HARD, LINES, Label
from tests.rig.databases import ONLY_SQLITE, statements
from tests.rig.people import Somebody
from webapp.annotate import actions as annotate
from webapp.annotate.judgment import Judgment, Source
from webapp.db import Database
from webapp.documents import actions as documents
from webapp.documents.article import NewDocument
from webapp.exchange import queries
from webapp.exchange.csv_format import guarded, unguard
from webapp.exchange.formats import FORMATS
from webapp.exchange.records import KINDS, MarkedSource
from webapp.models import Document, Sentence
from webapp.scheme import SOURCE_KINDS

SIGNS = st.sampled_from(
    "aé\u0301 \t🏳\ufe0f\u200d🌈👩🏽𝒜\u202eשלוםقال،消息人士。’“=\"\\'\u2028\u00a0-"
)
LINE = st.text(SIGNS | st.characters(exclude_categories=["Cs", "Cc"]), max_size=30)
MANY = settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
_names = (f"Project {number}" for number in itertools.count())


def exported(database: Database, form: str, what: str, project: int = 1) -> list[Any]:
    """Return the sources of each row of an export, read as an analyst reads the file."""
    with database.reading() as session:
        records = queries.stream(session, None, project, what)
        content = b"".join(FORMATS[form].write(KINDS[what], records)).decode()
    if form == "jsonl":
        return [json.loads(line)["sources"] for line in content.split("\n") if line]
    rows = csv.DictReader(io.StringIO(content, newline=""))
    return [json.loads(unguard(row["sources"])) for row in rows]


def source(words: str, kind: str = "named_person") -> Source:
    start = HARD.index(words)
    return Source(start, start + len(words), kind, words)


def row(words: str, position: int | None, kind: str = "named_person") -> dict[str, Any]:
    """Return a source as it is exported."""
    found = source(words, kind)
    place = {"start": found.start, "end": found.end, "kind": kind}
    return {**place, "text": words, "position": position}


# ---------------------------------------------------------------- what was marked


@given(st.lists(LINE, min_size=1, max_size=4), st.data())
@MANY
def test_exported_source_is_what_was_marked(
    seeded: Database, reviewer: Somebody, lines: list[str], data: st.DataObject
) -> None:
    with seeded.writing() as session:
        project = documents.add_project(session, next(_names)).id
        text = "\n".join(f"A{line}." for line in lines)
        new = NewDocument(title="Any", text=text, split="lines")
        document = documents.add(session, project, documents.split(new))[0]
        text, number = document.text, document.id
        query = select(Sentence).where(Sentence.document_id == number).order_by(Sentence.position)
        places = [(each.id, each.position, each.end) for each in session.scalars(query)]
        marked = {at: data.draw(st.lists(spans(text, end), max_size=3)) for _, at, end in places}
        items = [said(sentence, text, marked[at]) for sentence, at, _ in places]
        outcomes = annotate.record(session, reviewer.person_id, number, 1, items)
        assert {each.outcome for each in outcomes} == {"stored"}
    expected = [
        [(start, end, kind, text[start:end]) for start, end, kind in sorted(set(each))]
        for each in marked.values()
    ]
    for form, what in itertools.product(FORMATS, ("annotations", "history")):
        rows = exported(seeded, form, what, project)
        assert [[tuple(each.values())[:4] for each in found] for found in rows] == expected
        assert all(one["text"] == text[one["start"] : one["end"]] for each in rows for one in each)


def spans(text: str, end: int) -> st.SearchStrategy[tuple[int, int, str]]:
    """Give words that end before a code point."""
    points = st.lists(st.integers(0, end), min_size=2, max_size=2, unique=True).map(sorted)
    found = st.tuples(points, st.sampled_from(list(SOURCE_KINDS))).map(
        lambda each: (each[0][0], each[0][1], each[1])
    )
    return found.filter(lambda each: bool(text[each[0] : each[1]].strip()))


def said(sentence: int, text: str, marked: list[tuple[int, int, str]]) -> Judgment:
    sources = [Source(start, end, kind, text[start:end]) for start, end, kind in marked]
    return Judgment(
        event_id=str(uuid.uuid4()), sentence_id=sentence, label="sourced", sources=sources
    )


# ---------------------------------------------------------------- where it stands


@pytest.mark.parametrize("form", FORMATS)
def test_source_has_the_position_of_the_sentence_in_which_it_begins(
    form: str, seeded: Database, hard: int, reviewer: Somebody, label: Label
) -> None:
    label(reviewer, hard, 0, "sourced", sources=[source("flag 🏳️‍🌈")])
    label(reviewer, hard, 3, "sourced", sources=[source("الوزير"), source("flag 🏳️‍🌈", "document")])
    assert exported(seeded, form, "annotations") == [
        [row("flag 🏳️‍🌈", 0)],
        [row("flag 🏳️‍🌈", 0, "document"), row("الوزير", 1)],
    ]


def test_source_that_begins_between_sentences_has_no_position(
    seeded: Database, hard: int, reviewer: Somebody, label: Label
) -> None:
    words = "\n" + LINES[1][:4]
    label(reviewer, hard, 1, "sourced", sources=[source(words)])
    assert exported(seeded, "jsonl", "annotations") == [[row(words, None)]]


def test_history_has_the_sources_of_every_event(
    seeded: Database, hard: int, reviewer: Somebody, label: Label
) -> None:
    label(reviewer, hard, 0, "sourced", sources=[source("flag")])
    label(reviewer, hard, 0, "sourced", sources=[source("new")], seen_revision=0)
    label(reviewer, hard, 0, None)
    assert exported(seeded, "csv", "history") == [[row("flag", 0)], [row("new", 0)], []]
    assert exported(seeded, "csv", "annotations") == []


def test_label_without_sources_has_an_empty_list(
    seeded: Database, hard: int, reviewer: Somebody, label: Label
) -> None:
    label(reviewer, hard, 0, "sourced")
    assert [exported(seeded, form, "annotations") for form in FORMATS] == [[[]], [[]]]


def test_rebuilt_labels_are_exported_with_the_same_sources(
    seeded: Database, hard: int, reviewer: Somebody, label: Label
) -> None:
    label(reviewer, hard, 0, "sourced", sources=[source("flag")])
    with seeded.writing() as session:
        annotate.rebuild(session)
    assert exported(seeded, "jsonl", "annotations") == [[row("flag", 0)]]


@pytest.mark.parametrize("what", ["annotations", "history"])
def test_statements_grow_with_documents_not_with_sources(
    what: str, seeded: Database, hard: int, reviewer: Somebody, label: Label
) -> None:
    label(reviewer, hard, 0, "sourced", sources=[source("flag")])
    with statements(seeded) as few:
        exported(seeded, "jsonl", what)
    for position in range(4):
        label(reviewer, hard, position, "sourced", sources=[source("flag"), source("new")])
    with statements(seeded) as many:
        exported(seeded, "jsonl", what)
    assert len(many) == len(few)


@given(st.lists(LINE, max_size=3))
def test_cell_of_sources_is_their_json_and_needs_no_guard(words: list[str]) -> None:
    sources = [MarkedSource(0, len(each), "document", each, None) for each in words]
    cell = guarded(sources)
    assert unguard(cell) == cell
    assert [each["text"] for each in json.loads(cell)] == words


# ---------------------------------------------------------------- the source list as a file


def test_source_list_is_downloaded_as_csv(
    hard: int, reviewer: Somebody, lead: Somebody, label: Label
) -> None:
    flag, minister = source("flag"), source("الوزير", "unnamed_person")
    label(reviewer, hard, 0, "sourced", sources=[flag])
    label(reviewer, hard, 1, "sourced", sources=[flag, minister])
    answer = lead.get(f"/exchange/documents/{hard}/sources?of=everybody")
    assert answer.content_type == "text/csv; charset=utf-8"
    assert answer.headers["Content-Disposition"] == "attachment; filename=home-sources.csv"
    assert answer.data.startswith(b"\xef\xbb\xbfdocument_id,")
    rows = list(csv.DictReader(io.StringIO(answer.data.decode("utf-8-sig"), newline="")))
    assert [(each["text"], each["standing"], each["positions"]) for each in rows] == [
        ("flag", "named", "0|1"),
        ("الوزير", "unnamed", "1"),
    ]
    assert [HARD[int(each["start"]) : int(each["end"])] for each in rows] == ["flag", "الوزير"]
    assert [(each["sentences"], each["reviewers"]) for each in rows] == [("2", "1"), ("1", "1")]


@ONLY_SQLITE
def test_source_that_may_be_a_formula_is_guarded_in_the_file(
    hard: int, reviewer: Somebody, label: Label
) -> None:
    label(reviewer, hard, 2, "sourced", sources=[source("=1+1")])
    page = reviewer.get(f"/exchange/documents/{hard}/sources").data.decode("utf-8-sig")
    (found,) = csv.DictReader(io.StringIO(page, newline=""))
    assert (found["text"], found["document_title"]) == ("'=1+1", "'@home")


def test_source_list_of_a_long_title_is_named_within_a_file_system(
    seeded: Database, hard: int, reviewer: Somebody
) -> None:
    with seeded.writing() as session:
        session.get_one(Document, hard).title = "語" * 500
    answer = reviewer.get(f"/exchange/documents/{hard}/sources")
    assert answer.status_code == 200
    assert len(answer.headers["Content-Disposition"].partition("UTF-8''")[2]) < 255 * 9
