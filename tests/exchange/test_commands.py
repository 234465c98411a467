"""`export` on the command line: a pipe, a file that is complete or not there, clear refusals."""

import csv
import io
import json
import os
import pty
import subprocess
from pathlib import Path

import pytest

from tests.rig.databases import ONLY_SQLITE
from tests.rig.program import PYTHON, Program


def test_export_prepares_a_database_and_writes_to_standard_output(program: Program) -> None:
    done = program("export", "--format", "jsonl", "--what", "sentences")
    assert (done.returncode, done.stderr) == (0, b"")
    assert len([json.loads(line) for line in done.stdout.decode().splitlines()]) == 39 + 27


@ONLY_SQLITE
def test_export_of_csv_has_its_line_ends_and_no_mark(program: Program) -> None:
    done = program("export", "--format", "csv", "--what", "sentences", "--out", "-")
    assert done.stdout.startswith(b"project,document_id,")
    rows = list(csv.DictReader(io.StringIO(done.stdout.decode(), newline="")))
    assert len(rows) == done.stdout.count(b"\r\n") - 1 == 39 + 27


@ONLY_SQLITE
def test_export_to_a_file_leaves_the_complete_file_alone(program: Program) -> None:
    done = program("export", "--format", "csv", "--out", "labels.csv")
    assert (done.returncode, done.stdout, done.stderr) == (0, b"", b"")
    assert (program.folder / "labels.csv").read_bytes().startswith(b"project,")
    assert not list(program.folder.glob("*.part"))


@ONLY_SQLITE
def test_export_replaces_a_file(program: Program) -> None:
    out = program.folder / "labels.csv"
    out.write_text("old")
    assert program("export", "--format", "csv", "--out", out).returncode == 0
    assert out.read_bytes().startswith(b"project,")


@ONLY_SQLITE
def test_export_to_a_device_writes_into_it(program: Program) -> None:
    assert program("export", "--format", "csv", "--out", "/dev/null").returncode == 0
    assert Path("/dev/null").is_char_device()


@ONLY_SQLITE
@pytest.mark.parametrize(
    ("words", "code", "says"),
    [
        (["--format", "parquet"], 2, "'csv', 'jsonl'"),
        (["--format", "csv", "--what", "labels"], 2, "'annotations', 'sentences', 'gold'"),
        ([], 2, "--format"),
        (["--format", "csv", "--out", "."], 2, "directory"),
        (["--format", "csv", "--out", "none/here.csv"], 1, "there is no folder none."),
        (["--format", "csv", "--project", "Nothing"], 1, "There is no project named Nothing."),
    ],
)
def test_export_refuses_with_one_clear_line(
    words: list[str], code: int, says: str, program: Program
) -> None:
    done = program("export", *words)
    assert (done.returncode, done.stdout) == (code, b"")
    assert says in done.stderr.decode()
    assert "Traceback" not in done.stderr.decode()
    if code == 1:
        assert done.stderr.decode().count("\n") == 1


@ONLY_SQLITE
def test_export_of_a_named_project(program: Program) -> None:
    assert program("projects", "add", "Second").returncode == 0
    done = program("export", "--format", "jsonl", "--what", "sentences", "--project", "Second")
    assert (done.returncode, done.stdout) == (0, b"")


@ONLY_SQLITE
def test_export_shows_a_bar_on_a_terminal_and_none_in_a_pipe(program: Program) -> None:
    words = [*PYTHON, "export", "--format", "csv", "--what", "sentences", "--out", "labels.csv"]
    reading, terminal = pty.openpty()
    subprocess.run(
        words, env=program.environment, cwd=program.folder, stderr=terminal, check=True, timeout=60
    )
    os.close(terminal)
    assert b"100%" in os.read(reading, 100_000)
    os.close(reading)
    assert program("export", "--format", "csv", "--out", "labels.csv").stderr == b""
