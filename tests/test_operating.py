"""What an operator runs: backup, migrate, rebuild, and commands on an empty database."""

import sqlite3
import subprocess
import sys
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import func, make_url, select

from tests.rig.databases import ONLY_POSTGRESQL, ONLY_SQLITE, Copies
from tests.rig.program import Program, Server
from webapp import first_run
from webapp.db import Database
from webapp.models import Document


def rows(file: Path) -> dict[str, list[tuple[object, ...]]]:
    """Return every row of every table of an SQLite file."""
    with closing(sqlite3.connect(file)) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        names = connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall()
        return {
            name: sorted(connection.execute(f"SELECT * FROM {name}"), key=repr)  # noqa: S608
            for (name,) in names
        }


# ---------------------------------------------------------------- backup


@ONLY_SQLITE
def test_backup_is_the_whole_database_while_it_is_served(server: Server) -> None:
    program = server.program
    program("users", "add", "Ada", "--role", "lead")
    done = program("backup", "copy.db")
    assert (done.returncode, done.stderr) == (0, b"")
    copy = program.folder / "copy.db"
    assert done.stdout == f"copy.db: {copy.stat().st_size:,} bytes\n".encode()
    found = rows(copy)
    own = rows(Path(str(make_url(program.url).database)))
    assert own.pop("setting") != []
    assert found.pop("setting") == []
    assert found == own
    assert len(found["person"]) == 2
    assert sorted(each.name for each in program.folder.glob("copy*")) == ["copy.db"]


@ONLY_SQLITE
def test_backup_can_be_served(program: Program) -> None:
    program("backup", "copy.db")
    program.environment["FACTCHECK_DATABASE_URL"] = f"sqlite:///{program.folder}/copy.db"
    done = program("export", "--format", "jsonl", "--what", "sentences")
    assert done.stdout.count(b"\n") == 39 + 27


@ONLY_POSTGRESQL
def test_backup_of_postgresql_can_be_restored(program: Program, copies: Copies) -> None:
    program("users", "add", "Ada", "--role", "lead")
    assert program("backup", "copy.dump").returncode == 0
    url = copies.empty()
    restore = ["pg_restore", "--exit-on-error", f"--dbname={url}", "copy.dump"]
    subprocess.run(restore, check=True, cwd=program.folder, env=program.environment)
    program.environment["FACTCHECK_DATABASE_URL"] = url
    assert program("users", "token", "Ada").returncode == 0


@ONLY_POSTGRESQL
def test_backup_of_postgresql_names_the_tool_that_is_missing(program: Program) -> None:
    program.environment["PATH"] = "/nowhere"
    done = program("backup", "copy.dump")
    assert (done.returncode, done.stderr.count(b"\n")) == (1, 1)
    assert b"pg_dump is not on the PATH" in done.stderr


def test_backup_replaces_nothing(program: Program) -> None:
    copy = program.folder / "copy"
    copy.write_text("precious")
    done = program("backup", "copy")
    assert (done.returncode, done.stdout) == (1, b"")
    assert done.stderr == b"webapp: copy is there already; choose another name.\n"
    assert copy.read_text() == "precious"


@ONLY_SQLITE
def test_backup_does_not_replace_a_link_that_leads_nowhere(program: Program) -> None:
    link = program.folder / "copy.db"
    link.symlink_to("missing.db")
    done = program("backup", link)
    assert (done.returncode, done.stdout) == (1, b"")
    assert b"is there already" in done.stderr
    assert link.is_symlink()


def test_backup_into_a_folder_that_is_not_there_is_refused(program: Program) -> None:
    done = program("backup", "none/copy")
    assert (done.returncode, done.stdout, done.stderr.count(b"\n")) == (1, b"", 1)


def test_restored_backup_is_another_installation(
    program: Program, copies: Copies, open_database: Callable[[str], Database]
) -> None:
    own = first_run.installation(open_database(program.url))
    restored = first_run.installation(open_database(_restored(program, copies)))
    assert restored != own == first_run.installation(open_database(program.url))


def _restored(program: Program, copies: Copies) -> str:
    """Return the address of a copy of the database, by way of a backup."""
    assert program("backup", "copy").returncode == 0
    if program.url.startswith("sqlite"):
        return f"sqlite:///{program.folder / 'copy'}"
    url = copies.empty()
    restore = ["pg_restore", "--exit-on-error", f"--dbname={url}", "copy"]
    subprocess.run(restore, check=True, cwd=program.folder, env=program.environment)
    return url


# ---------------------------------------------------------------- migrate


@pytest.mark.parametrize(
    "words",
    [
        ("users", "add", "Ada", "--role", "lead"),
        ("projects", "add", "Second"),
        ("export", "--format", "csv"),
        ("agreement",),
    ],
)
def test_command_prepares_an_empty_database(
    words: tuple[str, ...],
    bare_program: Program,
    open_database: Callable[[str], Database],
) -> None:
    done = bare_program(*words)
    assert (done.returncode, done.stderr) == (0, b"")
    with open_database(bare_program.url).reading() as session:
        assert session.scalar(select(func.count()).select_from(Document)) == 2


def test_migrate_prints_the_versions(bare_program: Program) -> None:
    program = bare_program
    first, second = program("migrate"), program("migrate")
    assert first.stdout.startswith(b"tables: none -> 00")
    version = first.stdout.split()[-1]
    assert second.stdout == b"tables: %b -> %b\n" % (version, version)
    assert program("migrate", "--to", "base").stdout == b"tables: %b -> none\n" % version
    assert first.stderr == second.stderr == b""


@ONLY_SQLITE
@pytest.mark.parametrize("version", ["nonsense", "0001"])
def test_migrate_refuses_a_version_that_it_cannot_go_back_to(
    version: str, bare_program: Program
) -> None:
    done = bare_program("migrate", "--to", version)
    assert (done.returncode, done.stdout, done.stderr.count(b"\n")) == (1, b"", 1)
    assert bare_program("migrate").stdout.startswith(b"tables: none -> ")


@ONLY_SQLITE
def test_database_of_a_newer_program_is_left_alone(program: Program) -> None:
    file = Path(str(make_url(program.url).database))
    with closing(sqlite3.connect(file)) as connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999'")
        connection.commit()
    for words in (["migrate"], ["export", "--format", "csv"], ["serve"]):
        done = program(*words)
        assert (done.returncode, done.stdout) == (1, b"")
        assert b"version 9999, which is newer than this program" in done.stderr


# ---------------------------------------------------------------- the rest


def test_rebuild_says_how_many_states_there_are(program: Program) -> None:
    done = program("rebuild")
    assert done.returncode == 0
    assert done.stdout == b"0 current states from the history, 2 articles counted\n"


@ONLY_SQLITE
def test_word_that_is_not_utf_8_is_refused(program: Program) -> None:
    for words in (["export", "--format", "csv", "--project"], ["agreement", "--project"]):
        done = program(*words, "\udcff")
        assert (done.returncode, done.stderr.count(b"\n")) == (1, 1)
        assert b"not UTF-8" in done.stderr


@ONLY_SQLITE
def test_reader_that_has_seen_enough_is_no_error(program: Program) -> None:
    command = "python -m webapp export --format jsonl --what sentences | head -n 1"
    done = subprocess.run(
        ["bash", "-c", f"set -o pipefail; {command}"],
        capture_output=True,
        cwd=program.folder,
        env=program.environment
        | {"PATH": f"{Path(sys.executable).parent}:{program.environment['PATH']}"},
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, b"")
