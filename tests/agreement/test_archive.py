"""The archive, and the report as files: what a lead takes away, and computing it again."""

import csv
import io
import json
import os
import subprocess
from pathlib import Path
from zipfile import ZipFile

import pytest
from sqlalchemy import event, select, update

from tests.agreement.conftest import label_article
from tests.rig.databases import ONLY_SQLITE
from tests.rig.people import People, Somebody
from tests.rig.program import Program
from webapp.agreement import queries, report
from webapp.agreement.archive import write
from webapp.agreement.archived import contents
from webapp.annotate.repair import repair
from webapp.db import Database
from webapp.documents.repair import Join
from webapp.guidelines import actions as guidelines
from webapp.guidelines.actions import NewVersion
from webapp.models import Document, Person, Project, Sentence
from webapp.scheme import NOT_APPLICABLE

TITLES = ['A, with "quotes"', "Two\nlines", "=1+1", "  spaces ", "Ελλάδα", "A, with 'quotes'", "7"]
FILES = ["README.txt", "ratings.csv", "guidelines/2.md", "guidelines.md", "guidelines/1.md"]
FILES += ["report.json", "report.html"]


@pytest.fixture
def odd(
    seeded: Database, people: People, reviewer: Somebody, colleague: Somebody, lead: Somebody
) -> Database:
    """Seven articles with gaps, not_applicable, difficult titles, and two people named Ann."""
    with seeded.writing() as session:
        for who in (reviewer, lead):
            session.execute(update(Person).where(Person.id == who.person_id).values(name="Ann"))
        guidelines.publish(session, 1, NewVersion("# New\n\nWords.", "A change"), lead.person_id)
    quoted = people.add('O\'Neil, "Jo"')
    for number, title in enumerate(TITLES):
        given = {
            reviewer: ("ssuon" * 3)[: 7 + number],
            colleague: ("suuo-" * 3)[: 6 + number],
            lead: ("so-us" * 3)[number : 8 + number],
            quoted: "n" if number else "nsuu",
        }
        label_article(seeded, title, given)
    return seeded


def opened(who: Somebody, query: str = "") -> ZipFile:
    answer = who.get(f"/agreement/1/archive{query}")
    assert answer.status_code == 200
    return ZipFile(io.BytesIO(answer.data))


def recomputed(program: Program, table: bytes, *words: str) -> bytes:
    """Return what the command prints for a table of ratings, without any database."""
    program.environment["FACTCHECK_DATABASE_URL"] = "sqlite:////nowhere/at/all.db"
    file = program.folder / "ratings.csv"
    file.write_bytes(table)
    done = program("agreement", "--ratings", file, *words, "--json")
    assert (done.returncode, done.stderr) == (0, b"")
    return done.stdout


@pytest.mark.usefixtures("odd")
def test_archive_gives_the_same_report_without_the_database(
    lead: Somebody, program: Program
) -> None:
    archive = opened(lead)
    assert recomputed(program, archive.read("ratings.csv")) == archive.read("report.json")


def test_archive_has_the_numbers_of_the_database(odd: Database, lead: Somebody) -> None:
    with odd.reading() as session:
        found = report.build(queries.fetch(session, 1), left_out=[NOT_APPLICABLE])
    archived = json.loads(opened(lead).read("report.json"))
    expected = json.loads(json.dumps(report.as_json(found)))
    numbers = [int(row["document"].partition(" ")[0]) for row in archived["by_document"]]
    assert numbers == [row["document"] for row in expected["by_document"]]
    for row, number in zip(archived["by_document"], numbers, strict=True):
        row["document"] = number
    assert archived == expected
    assert found.coefficients["krippendorff_alpha"].ci95


@pytest.mark.usefixtures("odd")
def test_archive_holds_exactly_what_was_counted(lead: Somebody) -> None:
    text = opened(lead).read("ratings.csv").decode()
    rows = list(csv.DictReader(io.StringIO(text, newline="")))
    assert len(rows) == json.loads(opened(lead).read("report.json"))["n"]["annotations"]
    assert {row["label"] for row in rows} == {"sourced", "unsourced", "opinion"}
    assert {row["document"][7:] for row in rows} == {" ".join(title.split()) for title in TITLES}
    anns = {row["reviewer"] for row in rows if row["reviewer"].startswith("Ann")}
    assert len(anns) == 2
    assert rows == sorted(rows, key=lambda r: (r["document"], int(r["sentence"]), r["reviewer"]))
    assert rows[0]["sentence"] == "1"


@pytest.mark.usefixtures("odd")
def test_archive_with_not_applicable_gives_the_same_numbers(
    lead: Somebody, program: Program
) -> None:
    archive = opened(lead, "?include=not_applicable")
    labels = "sourced,unsourced,opinion,not_applicable"
    assert f"--labels {labels}" in archive.read("README.txt").decode()
    again = json.loads(recomputed(program, archive.read("ratings.csv"), "--labels", labels))
    kept = json.loads(archive.read("report.json"))
    assert (again["method"].pop("labels_from"), kept["method"].pop("labels_from")) == (
        "option",
        "scheme",
    )
    assert again == kept
    assert "not_applicable" in kept["labels"]


@pytest.mark.usefixtures("odd")
def test_archive_holds_every_version_of_the_guidelines(lead: Somebody) -> None:
    archive = opened(lead)
    assert archive.namelist() == FILES
    assert archive.read("guidelines.md") == archive.read("guidelines/2.md") == b"# New\n\nWords.\n"
    assert archive.read("guidelines/1.md") != archive.read("guidelines/2.md")
    assert "in force, version 2" in archive.read("README.txt").decode()


def test_archive_of_the_same_labels_has_the_same_bytes(
    odd: Database, lead: Somebody, tmp_path: Path
) -> None:
    first = lead.get("/agreement/1/archive").data
    assert lead.get("/agreement/1/archive").data == first
    url = odd.engine.url.render_as_string(hide_password=False)
    done = Program(url, tmp_path)("agreement", "--archive", tmp_path / "a.zip")
    assert (done.returncode, done.stdout, done.stderr) == (0, b"", b"")
    assert (tmp_path / "a.zip").read_bytes() == first
    assert [each.name for each in tmp_path.iterdir() if each.suffix == ".part"] == []


def test_project_without_labels_has_no_archive(lead: Somebody) -> None:
    answer = lead.get("/agreement/1/archive")
    assert answer.status_code == 404
    assert "no sentence has a label that counts" in answer.text
    assert "/agreement/1/archive" not in lead.get("/agreement/1").text


@pytest.mark.usefixtures("odd")
@pytest.mark.parametrize(
    ("form", "begins"),
    [("json", b"{"), ("csv", b"\xef\xbb\xbfsection,"), ("latex", b"% "), ("html", b"<!DOCTYPE")],
)
def test_report_is_given_as_a_file(form: str, begins: bytes, lead: Somebody) -> None:
    answer = lead.get(f"/agreement/1/report?format={form}")
    assert answer.status_code == 200
    assert answer.data.lstrip().startswith(begins)
    assert answer.headers["Content-Disposition"].startswith(
        "attachment; filename=First-project-agreement."
    )
    assert "Ann (" in answer.text


@pytest.mark.usefixtures("odd")
def test_report_as_json_is_that_of_the_api(lead: Somebody) -> None:
    found = lead.get("/agreement/1/report?format=json&include=not_applicable").get_json()
    api = "/api/v1/projects/1/agreement?include=not_applicable"
    assert found == lead.app.test_client().get(api, headers=lead.headers).get_json()


@pytest.mark.parametrize("query", ["", "?format=", "?format=pdf", "?format=csv&include=x"])
def test_other_format_is_refused(query: str, lead: Somebody) -> None:
    assert lead.get(f"/agreement/1/report{query}").status_code in (400, 422)


@pytest.mark.usefixtures("odd")
def test_page_offers_the_sentence_and_all_files(lead: Somebody) -> None:
    page = lead.get("/agreement/1?include=not_applicable").text
    assert "Four reviewers labelled" in page
    for what in ("report?format=json", "report?format=csv", "report?format=latex", "archive?"):
        assert f'href="/agreement/1/{what}' in page
    assert page.count("include=not_applicable") >= 5


def test_archive_sees_one_state_while_sentences_are_joined(odd: Database, lead: Somebody) -> None:
    """After each of its first statements two sentences of an article become one."""
    expected = opened(lead).read("ratings.csv")
    left, is_joining = 5, False

    def join_two(*_: object) -> None:
        nonlocal left, is_joining
        if is_joining or not left:
            return
        left, is_joining = left - 1, True
        with odd.writing() as session:
            article = session.scalars(select(Document).where(Document.title == "7")).one()
            first = select(Sentence.id).where(
                Sentence.document_id == article.id, Sentence.position == 0
            )
            wish = Join(session.scalars(first).one())
            repair(session, lead.caller, article.id, article.segmentation, wish)
        is_joining = False

    file = io.BytesIO()
    with odd.reading() as session:
        event.listen(odd.engine, "after_cursor_execute", join_two)
        write(file, contents(session, session.get_one(Project, 1)))
        event.remove(odd.engine, "after_cursor_execute", join_two)
    assert not left
    assert ZipFile(file).read("ratings.csv") == expected


# ---------------------------------------------------------------- the command


@ONLY_SQLITE
def test_command_writes_what_the_page_gives(odd: Database, lead: Somebody, tmp_path: Path) -> None:
    program = Program(odd.engine.url.render_as_string(hide_password=False), tmp_path)
    for form in ("csv", "html"):
        done = program("agreement", "--format", form)
        given = lead.get(f"/agreement/1/report?format={form}").data
        assert done.stdout == given.removeprefix(b"\xef\xbb\xbf")


@ONLY_SQLITE
@pytest.mark.parametrize(
    ("words", "code", "says"),
    [
        (["--json", "--format", "csv"], 2, "--json and --format exclude each other."),
        (["--archive", "a.zip", "--json"], 2, "--archive goes with"),
        (["--archive", "a.zip", "--ratings", "r.csv"], 2, "--archive goes with"),
        (["--archive", "a.zip"], 1, "nothing to archive yet"),
    ],
)
def test_wrong_word_is_refused(words: list[str], code: int, says: str, program: Program) -> None:
    done = program("agreement", *words)
    assert (done.returncode, done.stdout) == (code, b"")
    assert says in done.stderr.decode()
    assert not (program.folder / "a.zip").exists()


@ONLY_SQLITE
def test_archive_into_a_missing_folder_is_refused(odd: Database, tmp_path: Path) -> None:
    program = Program(odd.engine.url.render_as_string(hide_password=False), tmp_path)
    done = program("agreement", "--archive", "none/a.zip")
    assert (done.returncode, done.stdout) == (1, b"")
    assert done.stderr == b"webapp: none/a.zip: No such file or directory.\n"


def test_archive_says_of_which_project_it_is(odd: Database, lead: Somebody) -> None:
    with odd.writing() as session:
        session.execute(update(Project).where(Project.id == 1).values(name="Ours, renamed"))
    readme = opened(lead).read("README.txt").decode()
    assert readme.startswith("Ours, renamed: agreement")


@ONLY_SQLITE
def test_archive_goes_into_a_pipe_and_behind_a_link(odd: Database, tmp_path: Path) -> None:
    program = Program(odd.engine.url.render_as_string(hide_password=False), tmp_path)
    (tmp_path / "link.zip").symlink_to("a.zip")
    os.mkfifo(tmp_path / "pipe")
    reading = subprocess.Popen(["/bin/cat", tmp_path / "pipe"], stdout=subprocess.PIPE)
    for name in ("link.zip", "pipe"):
        done = program("agreement", "--archive", tmp_path / name)
        assert (done.returncode, done.stderr) == (0, b"")
    piped, _ = reading.communicate(timeout=20)
    assert ZipFile(io.BytesIO(piped)).namelist() == FILES
    assert ZipFile(tmp_path / "a.zip").namelist() == FILES
    assert (tmp_path / "link.zip").is_symlink()
    assert (tmp_path / "pipe").is_fifo()
