"""The record: what is on it, who reads it, and that nobody changes it."""

import csv
import io
import json
from pathlib import Path

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import DBAPIError

from tests.rig.api import get, judgment, post, save, sentences
from tests.rig.databases import ONLY_SQLITE
from tests.rig.people import People, Somebody
from tests.rig.program import Program
from webapp.accounts import record, record_queries
from webapp.accounts.actions import note_act
from webapp.accounts.record import Names, Wanted
from webapp.db import Database
from webapp.documents import actions as documents
from webapp.models import Act

RECORD = "/accounts/projects/1/record"
SETTINGS = "/documents/projects/1/settings"
SEEN = (
    '{"name":"First project","overlap":2,"reviewers_repair":false,'
    '"mode":"open","lease_hours":72,"shows_others":false}'
)
SET = {"name": "First project", "overlap": "2", "mode": "open", "lease_hours": "72", "seen": SEEN}


def sentences_on(database: Database, project_id: int | None = 1) -> list[str]:
    """Return what is on record, the newest first."""
    with database.reading() as session:
        return [each.sentence for each in record_queries.stream(session, Wanted(project_id))]


def note(database: Database, verb: str = "closed", times: int = 1, **detail: int) -> None:
    with database.writing() as session:
        for _ in range(times):
            note_act(session, None, verb, 1, **detail)


# ---------------------------------------------------------------- what is on it


def test_change_of_settings_is_on_record_with_from_and_to(lead: Somebody, seeded: Database) -> None:
    lead.post(SETTINGS, SET | {"overlap": "3"})
    newest = "Lena Lead changed the settings: reviewers for each article 2 → 3"
    assert sentences_on(seeded)[0] == newest
    assert newest.partition("changed")[2] in lead.get(RECORD).text


def test_new_name_of_a_project_is_not_on_record_itself(lead: Somebody, seeded: Database) -> None:
    lead.post(SETTINGS, SET | {"name": "Rita’s project"})
    assert sentences_on(seeded)[0] == "Lena Lead changed the settings: name"


def test_settings_saved_without_a_change_are_not_on_record(
    lead: Somebody, seeded: Database
) -> None:
    before = sentences_on(seeded)
    lead.post(SETTINGS, SET)
    assert sentences_on(seeded) == before


def test_every_act_of_a_lead_is_on_record(
    lead: Somebody, reviewer: Somebody, seeded: Database
) -> None:
    one, two, *_ = sentences(seeded)
    lead.post("/documents/projects/1/new", {"title": "New", "text": "A b. C d.", "split": "lines"})
    post(lead, "/projects/1/documents", {"title": "Other", "text": "E f."})
    post(lead, "/projects/1/documents", {"title": "Other", "text": "E f."})  # known: no act
    lead.post("/accounts/projects/1/people", {"name": "Nora New", "role": "reviewer"})
    lead.post(f"/accounts/projects/1/people/{reviewer.person_id}/link")
    post(lead, "/documents/1/segmentation", {"segmentation": 1, "join": one})
    lead.post("/guidelines/1/new", {"text": "# Ours", "summary": "All", "began_from": "1"})
    example = {"sentence_id": two + 1, "label": "opinion", "reason": "It judges."}
    lead.post("/guidelines/1/examples", example)
    lead.post("/guidelines/1/examples/1/remove")
    lead.post("/guidelines/1/examples/1/remove")  # once more changes nothing
    lead.get("/exchange/1/export?format=csv").get_data()
    get(lead, "/projects/1/export?format=jsonl&what=history").get_data()
    lead.get("/exchange/documents/1/sources?of=everybody").get_data()
    lead.get("/agreement/1/sheet.csv").get_data()
    with seeded.reading() as session:
        title = session.scalar(text("SELECT title FROM document WHERE id = 1"))
    assert sentences_on(seeded)[:13] == [
        f"Lena Lead {each}"
        for each in (
            "exported everybody’s labels: disagreements, as csv",
            f"exported everybody’s labels of “{title}”: sources, as csv",
            "exported everybody’s labels: history, as jsonl",
            "exported everybody’s labels: annotations, as csv",
            f"took down the example sentence 2 of “{title}”",
            f"pinned sentence 2 of “{title}” as an example: opinion",
            "published version 2 of the guidelines",
            f"joined or split sentences of “{title}”",
            "made a sign-in link for Rita Reviewer",
            "invited Nora New as reviewer",
            "brought in “Other”",
            "brought in “New”",
        )
    ] + ["Somebody on the command line made the project"]


def test_archive_of_agreement_is_on_record(
    lead: Somebody, reviewer: Somebody, colleague: Somebody, seeded: Database
) -> None:
    for who in (reviewer, colleague):
        save(who, 1, judgment(sentences(seeded)[0]))
    assert lead.get("/agreement/1/archive").status_code == 200
    assert sentences_on(seeded)[0] == "Lena Lead exported everybody’s labels: archive, as zip"


def test_own_labels_that_a_reviewer_takes_out_are_no_act(
    reviewer: Somebody, seeded: Database
) -> None:
    before = sentences_on(seeded)
    reviewer.get("/exchange/1/export?format=csv").get_data()
    reviewer.get("/exchange/documents/1/sources").get_data()
    assert sentences_on(seeded) == before


def test_refused_act_is_not_on_record(lead: Somebody, seeded: Database) -> None:
    before = sentences_on(seeded)
    lead.post("/accounts/projects/1/people", {"name": "lena lead", "role": "reviewer"})
    lead.post("/guidelines/1/new", {"text": "", "summary": "", "began_from": "1"})
    lead.get("/exchange/1/export?format=none")
    assert sentences_on(seeded) == before


def test_commands_are_on_record(program: Program, tmp_path: Path) -> None:
    for name in "abc":
        (tmp_path / f"{name}.txt").write_text(f"Words of {name}.")
    program("users", "add", "Ada", "--role", "lead")
    program("users", "token", "Ada")
    program("users", "link", "Ada")
    program("import", tmp_path / "a.txt", tmp_path / "b.txt", tmp_path / "c.txt")
    program("import", tmp_path / "a.txt")
    program("export", "--format", "csv")
    program("backup", tmp_path / "copy")
    done = program("record")
    assert (done.returncode, done.stderr) == (0, b"")
    lines = done.stdout.decode().splitlines()
    assert [line.partition("Somebody on the command line ")[2] for line in lines] == [
        "began a backup",
        "exported everybody’s labels: annotations, as csv (First project)",
        "imported 3 articles (First project)",
        "made a sign-in link for Ada",
        "made an API token for Ada",
        "added Ada as lead (First project)",
        "made the project (First project)",
    ]
    assert lines[0][10:20].strip().endswith("UTC") or " UTC  " in lines[0]
    assert program("record", "--project", "First project").stdout.count(b"\n") == 4


@ONLY_SQLITE
@pytest.mark.parametrize("value", ["Rita", ["Rita"], 1.5, {"a": 1}], ids=str)
def test_name_has_no_way_onto_the_record(value: object, seeded: Database) -> None:
    with seeded.writing() as session, pytest.raises((ValueError, TypeError)):
        note_act(session, None, "closed", 1, member=value)


def test_act_that_the_program_does_not_know_is_told_plainly() -> None:
    names = Names({7: "Rita"}, {1: "“T”"}, {})
    told = record.told("did_it", {"reviewer_id": 7, "document_id": 1, "n": [1, 2]}, names)
    assert told == "did it: reviewer Rita, document “T”, n 1 → 2"
    assert record.told("imported", {}, names) == "imported"
    assert record.told("made_link", {"member_id": 9}, names) == "made a sign-in link for number 9"


# ---------------------------------------------------------------- nobody changes it


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE act SET verb = 'opened'",
        "UPDATE act SET at = at",
        "DELETE FROM act",
        "DELETE FROM act WHERE id = 1",
    ],
)
def test_database_refuses_to_change_the_record(statement: str, seeded: Database) -> None:
    before = sentences_on(seeded, None)
    with (
        pytest.raises(DBAPIError, match="what is on record is never changed"),
        seeded.writing() as s,
    ):
        s.execute(text(statement))
    assert sentences_on(seeded, None) == before


def test_database_refuses_the_ways_around(seeded: Database) -> None:
    statement = (
        "INSERT OR REPLACE INTO act (id, at, verb, detail) VALUES (1, '2026-01-01', 'x', '{}')"
        if seeded.is_sqlite
        else "TRUNCATE act"
    )
    with pytest.raises(DBAPIError, match="never changed"), seeded.writing() as session:
        session.execute(text(statement))


# ---------------------------------------------------------------- who reads it


def test_lead_sees_the_acts_of_the_own_project_alone(
    lead: Somebody, admin: Somebody, people: People, seeded: Database
) -> None:
    with seeded.writing() as session:
        other = documents.add_project(session, "Elsewhere").id
        note_act(session, admin.person_id, "made_token", None, member_id=lead.person_id)
    stranger = people.add("Sam Stranger", "lead", other)
    assert lead.get(f"/accounts/projects/{other}/record").status_code == 404
    assert lead.get("/accounts/record").status_code == 403
    assert get(lead, "/record").status_code == 403
    own = lead.get(RECORD).text
    assert own.count("<li>") == 1
    assert "Ada Admin" not in own
    assert stranger.get(f"/accounts/projects/{other}/record").text.count("<li>") == 1
    everything = admin.get("/accounts/record").text
    assert everything.count("<li>") == 3
    assert "made an API token for Lena Lead" in everything
    assert "Elsewhere" in everything


def test_record_is_limited_to_a_person_and_a_kind(
    lead: Somebody, admin: Somebody, seeded: Database
) -> None:
    with seeded.writing() as session:
        note_act(session, lead.person_id, "published", 1, version=2)
        note_act(session, admin.person_id, "closed", 1)

    def items(query: str) -> list[str]:
        found = get(lead, f"/projects/1/record?{query}").get_json()["items"]
        return [each["sentence"] for each in found]

    assert items(f"person={lead.person_id}") == ["Lena Lead published version 2 of the guidelines"]
    assert items("act=closed") == ["Ada Admin closed the project"]
    assert items("person=command-line") == ["Somebody on the command line made the project"]
    assert items(f"person={lead.person_id}&act=closed") == []
    page = lead.get(f"{RECORD}?person={lead.person_id}").text
    assert "published version 2" in page
    assert "closed the project" not in page
    assert f'value="{lead.person_id}" selected' in page
    assert "Nothing on record is like that." in lead.get(f"{RECORD}?act=none").text


@pytest.mark.parametrize("query", ["person=Rita", "person=-1", "before=x", "person=" + "9" * 40])
def test_wrong_address_is_refused_with_its_part(query: str, lead: Somebody) -> None:
    for path in (RECORD, f"{RECORD}.csv") if "before" not in query else (RECORD,):
        answer = lead.get(f"{path}?{query}")
        assert answer.status_code == 422
        assert query.partition("=")[0] in answer.text
    assert get(lead, f"/projects/1/record?{query}").status_code == 422


def test_record_comes_a_page_at_a_time(lead: Somebody, seeded: Database) -> None:
    note(seeded, times=120, version=1)
    first = get(lead, "/projects/1/record?act=closed").get_json()
    second = lead.client.get(first["next"], headers=lead.headers).get_json()
    assert (len(first["items"]), len(second["items"]), second["next"]) == (100, 20, None)
    ids = [each["id"] for each in first["items"] + second["items"]]
    assert ids == sorted(ids, reverse=True)
    page = lead.get(RECORD).text
    assert page.count("<li>") == 100
    older = page.split('rel="next"')[1].split('href="')[1].split('"')[0].replace("&amp;", "&")
    assert lead.get(older).text.count("<li>") == 21


def test_record_as_csv_has_all_that_is_asked_for(lead: Somebody, seeded: Database) -> None:
    note(seeded, "published", times=600, version=7)
    answer = lead.get(f"{RECORD}.csv?act=published")
    assert answer.headers["Content-Disposition"] == "attachment; filename=First-project-record.csv"
    rows = list(csv.DictReader(io.StringIO(answer.data.decode("utf-8-sig"))))
    assert len(rows) == 600
    assert list(rows[0]) == ["at", "person", "project", "act", "sentence", "detail"]
    assert (rows[0]["person"], rows[0]["project"], rows[0]["act"]) == (
        "",
        "First project",
        "published",
    )
    assert json.loads(rows[0]["detail"]) == {"version": 7}


def test_details_hold_no_names(lead: Somebody, reviewer: Somebody, seeded: Database) -> None:
    lead.post(f"/accounts/projects/1/people/{reviewer.person_id}/link")
    lead.post("/accounts/projects/1/people", {"name": "Nora New", "role": "reviewer"})
    with seeded.reading() as session:
        stored = str(session.execute(select(Act.verb, Act.detail)).all())
    assert not {"Lena", "Rita", "Nora"} & set(stored.replace("'", " ").split())
