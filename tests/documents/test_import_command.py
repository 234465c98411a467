"""`import` on the command line: what was added, known and refused, and the exit codes."""

import json

import pytest

from tests.rig.databases import ONLY_SQLITE
from tests.rig.program import Program
from webapp.config import ROOT


def texts(program: Program) -> list[tuple[str, int]]:
    """Return title and number of sentences of each document."""
    done = program("export", "--format", "jsonl", "--what", "sentences")
    rows = [json.loads(line) for line in done.stdout.decode().split("\n") if line]
    titles = dict.fromkeys(row["document_title"] for row in rows)
    return [(title, sum(row["document_title"] == title for row in rows)) for title in titles]


def test_seeds_again_change_nothing(program: Program) -> None:
    before = texts(program)
    done = program("import", ROOT / "seeds")
    assert (done.returncode, done.stderr) == (0, b"")
    lines = done.stdout.decode().splitlines()
    assert [line.split()[0] for line in lines[:2]] == ["known", "known"]
    assert lines[2] == "0 added, 2 known, 0 refused"
    assert texts(program) == before


def test_each_article_gets_a_line(program: Program) -> None:
    folder = program.folder / "articles"
    folder.mkdir()
    (folder / "a.txt").write_text("First. Second.")
    (folder / "b.txt").write_bytes(b"caf\xe9")
    (folder / "c.jsonl").write_text('{"title": "C", "text": "Three."}\n{"title": "D"}\n')
    done = program("import", "articles")
    added, refused, third, fourth, total = done.stdout.decode().splitlines()
    assert added == "added    articles/a.txt: First. Second. (2 sentences)"
    assert refused.startswith("refused  articles/b.txt: not UTF-8: byte 3 in line 1")
    assert third == "added    articles/c.jsonl line 1: C (1 sentence)"
    assert fourth.startswith("refused  articles/c.jsonl line 2: ")
    assert total == "2 added, 0 known, 2 refused"
    assert done.returncode == 1
    assert done.stderr == b"webapp: 2 refused; the lines above say why.\n"
    assert len(texts(program)) == 4


@ONLY_SQLITE
def test_refused_article_is_imported_with_its_encoding(program: Program) -> None:
    (program.folder / "b.txt").write_bytes(b"caf\xe9")
    assert program("import", "b.txt").returncode == 1
    assert program("import", "b.txt", "--encoding", "windows-1252").returncode == 0
    assert ("café", 1) in texts(program)


@ONLY_SQLITE
def test_lines_may_be_sentences(program: Program) -> None:
    (program.folder / "a.txt").write_text("Title. One\nTwo. Three.\n")
    assert program("import", "a.txt", "--split", "lines").returncode == 0
    assert ("Title. One", 2) in texts(program)


@ONLY_SQLITE
def test_project_may_be_named(program: Program) -> None:
    (program.folder / "a.txt").write_text("Text.")
    program("projects", "add", "Second")
    assert program("import", "a.txt", "--project", "Second").stdout.startswith(b"added")
    assert len(texts(program)) == 2


@ONLY_SQLITE
def test_limit_of_a_text_can_be_set(program: Program) -> None:
    (program.folder / "a.txt").write_text("Text.")
    program("migrate")
    program("import", "a.txt")
    (program.folder / "b.txt").write_text("x" * 50)
    program.environment["FACTCHECK_MAX_TEXT"] = "40"
    done = program("import", "b.txt")
    assert b"50 characters are over the limit of 40" in done.stdout
    assert done.returncode == 1


@ONLY_SQLITE
def test_file_with_a_name_that_is_not_utf_8_is_named(program: Program) -> None:
    (program.folder / "caf\udce9.txt").write_text("Text.")
    program.environment["PYTHONIOENCODING"] = "utf-8:strict"
    done = program.apart("import", ".")
    assert b"Traceback" not in done.stderr
    assert b"caf" in done.stdout
    assert done.stdout.endswith(b" refused\n")


@ONLY_SQLITE
@pytest.mark.parametrize(
    ("words", "code", "says"),
    [
        (["none.txt"], 1, "refused  none.txt: there is no such file or folder."),
        ([], 2, "PATHS"),
        (["a.txt", "--split", "words"], 2, "--split"),
        (["a.txt", "--project", "None"], 1, "There is no project named None."),
    ],
)
def test_wrong_word_is_refused(words: list[str], code: int, says: str, program: Program) -> None:
    done = program("import", *words)
    assert done.returncode == code
    assert says in (done.stdout + done.stderr).decode()
    assert b"Traceback" not in done.stderr
