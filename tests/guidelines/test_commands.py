"""`guidelines` on the command line."""

from pathlib import Path

import pytest

from tests.rig.program import Program
from webapp.guidelines.default import default_text


@pytest.fixture
def file(program: Program) -> Path:
    made = program.folder / "rules.md"
    made.write_text("# Rules\n\nOne.\n", encoding="utf-8")
    return made


def test_show_prints_what_is_in_force(program: Program) -> None:
    done = program("guidelines", "show")
    assert (done.returncode, done.stdout.decode()) == (0, default_text())


def test_published_file_is_in_force(program: Program, file: Path) -> None:
    done = program("guidelines", "publish", file, "--summary", "Ours", "--second-look")
    assert (done.returncode, done.stdout, done.stderr) == (0, b"version 2 is in force\n", b"")
    assert program("guidelines", "show").stdout == file.read_bytes()
    assert program("guidelines", "show", "--version", "1").stdout.decode() == default_text()


def test_other_project_is_named(program: Program, file: Path) -> None:
    program("projects", "add", "Other")
    program("guidelines", "publish", file, "--summary", "Ours", "--project", "Other")
    assert program("guidelines", "show", "--project", "Other").stdout == file.read_bytes()
    assert program("guidelines", "show").stdout.decode() == default_text()


@pytest.mark.parametrize(
    ("content", "arguments", "code", "says"),
    [
        (b"", ["--summary", "s"], 1, "text: it is empty"),
        (b"\xff", ["--summary", "s"], 1, "not UTF-8"),
        (b"a\0", ["--summary", "s"], 1, "a NUL"),
        (b"a", ["--summary", " "], 1, "summary: it is empty"),
        (b"a", [], 2, "--summary"),
        (b"a", ["--summary", "s", "--project", "Nowhere"], 1, "no project named Nowhere"),
        (default_text().encode(), ["--summary", "s"], 1, "which is in force"),
        (None, ["--summary", "s"], 1, "No such file"),
    ],
    ids=range(8),
)
def test_unfit_file_is_refused_in_one_line(
    content: bytes | None, arguments: list[str], code: int, says: str, program: Program
) -> None:
    file = program.folder / "rules.md"
    if content is not None:
        file.write_bytes(content)
    done = program("guidelines", "publish", file, *arguments)
    assert done.returncode == code
    assert says in done.stderr.decode()
    assert "Traceback" not in done.stderr.decode()


def test_version_of_nothing_is_refused(program: Program) -> None:
    done = program("guidelines", "show", "--version", "7")
    assert (done.returncode, done.stderr) == (1, b"webapp: These guidelines have no version 7.\n")
