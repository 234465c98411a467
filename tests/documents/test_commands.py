"""`split` and `projects` on the command line."""

import json
from pathlib import Path
from typing import Any

import pytest

from tests.rig.databases import ONLY_SQLITE
from tests.rig.program import Program
from webapp.config import ROOT

pytestmark = ONLY_SQLITE
SEED = ROOT / "seeds" / "000_945eb8e797afcf89.txt"


def rows(stdout: bytes) -> list[dict[str, Any]]:
    return [json.loads(line) for line in stdout.decode().split("\n") if line]


@pytest.fixture
def nowhere(program: Program) -> Program:
    """The program with a database that cannot be opened."""
    program.environment["FACTCHECK_DATABASE_URL"] = "sqlite:////nowhere/at/all.db"
    return program


def test_split_prints_ranges_of_the_text_and_needs_no_database(nowhere: Program) -> None:
    done = nowhere("split", SEED)
    assert (done.returncode, done.stderr) == (0, b"")
    text = SEED.read_bytes().decode().removeprefix("\ufeff").replace("\r\n", "\n")
    found = rows(done.stdout)
    assert len(found) == 39
    for row in found:
        assert list(row) == ["start", "end", "text"]
        assert row["text"] == text[row["start"] : row["end"]]


def test_split_of_several_files_says_which(nowhere: Program) -> None:
    (nowhere.folder / "a.txt").write_text("One. Two.\u2028More")
    (nowhere.folder / "b.txt").write_text("Drei.")
    found = rows(nowhere("split", "a.txt", "b.txt").stdout)
    assert [row["file"] for row in found][-1] == "b.txt"
    assert {row["file"] for row in found} == {"a.txt", "b.txt"}


def test_split_takes_lines_and_an_encoding(nowhere: Program) -> None:
    (nowhere.folder / "a.txt").write_bytes(b"Caf\xe9. Two.\nThree.")
    found = rows(nowhere("split", "a.txt", "--lines", "--encoding", "latin-1").stdout)
    assert [row["text"] for row in found] == ["Café. Two.", "Three."]


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (None, "No such file or directory"),
        (b"", "text: it is empty."),
        (b"a\nb\xff", "not UTF-8: byte 3 in line 2"),
        (b"a\0", "a NUL"),
    ],
    ids=range(4),
)
def test_split_refuses_in_one_line(content: bytes | None, says: str, nowhere: Program) -> None:
    if content is not None:
        (nowhere.folder / "a.txt").write_bytes(content)
    done = nowhere("split", "a.txt")
    assert (done.returncode, done.stdout) == (1, b"")
    assert done.stderr.decode().startswith("webapp: a.txt: ")
    assert says in done.stderr.decode()
    assert done.stderr.count(b"\n") == 1


def test_split_of_a_folder_is_refused(nowhere: Program, tmp_path: Path) -> None:
    done = nowhere("split", tmp_path)
    assert done.returncode == 1
    assert b"directory" in done.stderr


def test_split_without_a_file_is_wrong_usage(nowhere: Program) -> None:
    assert nowhere("split").returncode == 2


def test_project_is_added_once(program: Program) -> None:
    assert program("projects", "add", "Second").returncode == 0
    done = program("projects", "add", "Second")
    assert (done.returncode, done.stderr.count(b"\n")) == (1, 1)
    assert b"There is a project called Second already." in done.stderr
