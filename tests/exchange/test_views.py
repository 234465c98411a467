"""Exports over HTTP: as a download, as a stream, refused where they have to be."""

import csv
import io
import json
from collections.abc import Iterator
from urllib.parse import unquote

import pytest
from flask import Flask, render_template_string

from tests.exchange.conftest import LINES, Label
from tests.rig.people import Somebody
from webapp.db import Database
from webapp.documents import actions as documents
from webapp.exchange import formats, queries
from webapp.exchange.records import Record
from webapp.models import Project

API = "/api/v1/projects/1/export"


@pytest.fixture
def labelled(hard: int, reviewer: Somebody, colleague: Somebody, label: Label) -> int:
    """The hard document, its formula labelled by two reviewers."""
    label(reviewer, hard, 2, "sourced")
    label(colleague, hard, 2, "opinion")
    return hard


def csv_rows(content: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(content.decode(), newline="")))


def jsonl_rows(content: bytes) -> list[dict[str, object]]:
    return [json.loads(line) for line in content.decode().split("\n") if line]


# ---------------------------------------------------------------- what comes


@pytest.mark.usefixtures("labelled")
def test_api_gives_csv(lead: Somebody) -> None:
    answer = lead.app.test_client().get(f"{API}?format=csv", headers=lead.headers)
    assert answer.status_code == 200
    assert answer.content_type == "text/csv; charset=utf-8"
    assert [row["label"] for row in csv_rows(answer.data)] == ["opinion", "sourced"]


@pytest.mark.usefixtures("labelled")
def test_api_gives_json_lines(lead: Somebody) -> None:
    answer = lead.app.test_client().get(f"{API}?format=jsonl", headers=lead.headers)
    assert answer.content_type == "application/jsonl; charset=utf-8"
    assert [row["label"] for row in jsonl_rows(answer.data)] == ["opinion", "sourced"]


@pytest.mark.usefixtures("labelled")
@pytest.mark.parametrize("what", ["annotations", "sentences", "history"])
def test_api_gives_what_is_asked_for(what: str, lead: Somebody) -> None:
    path = f"{API}?format=jsonl&what={what}"
    rows = jsonl_rows(lead.app.test_client().get(path, headers=lead.headers).data)
    column = {
        "annotations": "created_at",
        "sentences": "sourced",
        "gold": "gold_from",
        "history": "event_id",
    }[what]
    assert all(column in row for row in rows)


@pytest.mark.usefixtures("labelled")
def test_cell_that_may_be_a_formula_is_guarded(lead: Somebody) -> None:
    row = csv_rows(lead.get("/exchange/1/export?format=csv").data)[0]
    assert (row["text"], row["document_title"]) == (f"'{LINES[2]}", "'@home")


@pytest.mark.usefixtures("labelled")
def test_exact_csv_has_the_text_as_it_is(lead: Somebody) -> None:
    row = csv_rows(lead.get("/exchange/1/export?format=csv&exact=1").data)[0]
    assert (row["text"], row["document_title"]) == (LINES[2], "@home")


@pytest.mark.usefixtures("labelled")
@pytest.mark.parametrize(
    ("query", "begin"),
    [
        ("format=csv", b"\xef\xbb\xbfproject,"),
        ("format=csv&exact=1", b"project,"),
        ("format=jsonl", b'{"project"'),
    ],
)
def test_download_has_a_mark_where_excel_needs_it(query: str, begin: bytes, lead: Somebody) -> None:
    assert lead.get(f"/exchange/1/export?{query}").data.startswith(begin)


@pytest.mark.usefixtures("labelled")
def test_api_has_no_mark(lead: Somebody) -> None:
    answer = lead.app.test_client().get(f"{API}?format=csv", headers=lead.headers)
    assert answer.data.startswith(b"project,")


@pytest.mark.usefixtures("labelled")
def test_reviewer_downloads_own_rows_alone(reviewer: Somebody) -> None:
    for path in ("/exchange/1/export?format=jsonl", "/exchange/1/export?format=jsonl&what=history"):
        rows = jsonl_rows(reviewer.get(path).data)
        assert [row["reviewer"] for row in rows] == ["Rita Reviewer"]


# ---------------------------------------------------------------- the name of the file


@pytest.mark.parametrize(
    ("name", "plain", "full"),
    [
        ("First project", "First-project-annotations", None),
        ("Élection / 2026", "Election-2026-annotations", "Élection-2026-annotations"),
        ("日本語", "annotations", "日本語-annotations"),
        ('a"; filename=x\\y%0d', "a-filename-x-y-0d-annotations", None),
        ("../../etc/passwd", "etc-passwd-annotations", None),
        ("🏳️‍🌈 …", "annotations", "\ufe0f-annotations"),
    ],
)
def test_file_is_named_after_any_project(
    name: str, plain: str, full: str | None, lead: Somebody, seeded: Database
) -> None:
    with seeded.writing() as session:
        session.get_one(Project, 1).name = name
    header = lead.get("/exchange/1/export?format=csv").headers["Content-Disposition"]
    given, _, encoded = header.partition("; filename*=UTF-8''")
    assert given == f"attachment; filename={plain}.csv"
    assert unquote(encoded) == (f"{full}.csv" if full else "")


def test_name_of_a_long_project_fits_a_file_system(lead: Somebody, seeded: Database) -> None:
    with seeded.writing() as session:
        session.get_one(Project, 1).name = "語" * 200
    header = lead.get("/exchange/1/export?format=csv").headers["Content-Disposition"]
    assert len(unquote(header.partition("UTF-8''")[2]).encode()) <= 255


# ---------------------------------------------------------------- refusals


@pytest.mark.parametrize(
    ("query", "says"),
    [
        ("", "format: one of csv, jsonl."),
        ("format=parquet", "format: one of csv, jsonl."),
        (
            "format=csv&what=labels",
            "what: one of annotations, sentences, gold, history, repeats.",
        ),
        ("format=csv&exact=yes", "exact: 1 for"),
        ("format=%00&what=%ff", "format: one of csv, jsonl."),
    ],
)
def test_bad_question_is_refused_with_what_there_is(query: str, says: str, lead: Somebody) -> None:
    answer = lead.app.test_client().get(f"{API}?{query}", headers=lead.headers)
    assert answer.status_code == 400
    assert answer.content_type == "application/problem+json"
    assert says in answer.json["detail"]  # type: ignore[index]


@pytest.mark.parametrize("number", ["99", "9223372036854775807", "9223372036854775808", "0", "x"])
def test_unknown_project_is_not_found(number: str, lead: Somebody) -> None:
    path = f"/api/v1/projects/{number}/export?format=csv"
    assert lead.app.test_client().get(path, headers=lead.headers).status_code == 404
    assert lead.get(f"/exchange/{number}/export?format=csv").status_code == 404


def test_foreign_project_is_not_found(lead: Somebody, seeded: Database) -> None:
    with seeded.writing() as session:
        other = documents.add_project(session, "Other").id
    assert lead.get(f"/exchange/{other}/export?format=csv").status_code == 404


def test_stranger_is_refused(app: Flask) -> None:
    assert app.test_client().get(f"{API}?format=csv").status_code == 401
    assert app.test_client().get("/exchange/1/export?format=csv").status_code == 302


# ---------------------------------------------------------------- the stream


@pytest.mark.usefixtures("labelled")
@pytest.mark.parametrize("method", ["GET", "HEAD"])
def test_connection_is_given_back_when_the_client_goes_away(
    method: str, lead: Somebody, seeded: Database
) -> None:
    pool = seeded.engine.pool
    for _ in range(3):
        answer = lead.client.open("/exchange/1/export?format=csv", method=method, buffered=False)
        assert answer.status_code == 200
        assert pool.checkedout() == 1  # type: ignore[attr-defined]
        answer.close()
    assert pool.checkedout() == 0  # type: ignore[attr-defined]


@pytest.mark.usefixtures("labelled")
def test_connection_is_given_back_at_the_end(lead: Somebody, seeded: Database) -> None:
    lead.get("/exchange/1/export?format=csv").close()
    assert seeded.engine.pool.checkedout() == 0  # type: ignore[attr-defined]


def test_connection_is_given_back_after_a_refusal(lead: Somebody, seeded: Database) -> None:
    assert lead.get("/exchange/99/export?format=csv").status_code == 404
    assert seeded.engine.pool.checkedout() == 0  # type: ignore[attr-defined]


@pytest.mark.usefixtures("labelled")
def test_rows_are_read_while_the_answer_is_sent(
    lead: Somebody, monkeypatch: pytest.MonkeyPatch
) -> None:
    read: list[object] = []
    stream = queries.stream

    def noted(records: list[Record]) -> Iterator[Record]:
        for record in records:
            read.append(record)
            yield record

    monkeypatch.setattr(queries, "stream", lambda *asked: noted(list(stream(*asked)) * 2000))
    answer = lead.client.get("/exchange/1/export?format=jsonl", buffered=False)
    next(iter(answer.iter_encoded()))
    assert 0 < len(read) < 2000
    answer.close()


def test_templates_can_loop_over_the_downloads(app: Flask) -> None:
    with app.test_request_context():
        shown = render_template_string(
            "{% for each in downloads %}{{ each.what }}.{{ each.format }} {% endfor %}"
        )
    assert shown.split() == [f"{each.what}.{each.format}" for each in formats.DOWNLOADS]
