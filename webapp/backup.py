"""`python -m webapp backup FILE`: a consistent copy of the database while it is in use.

What the program made for itself (the table `setting`) stays out, so that a restored backup makes it
anew. Above all it is another installation: it may know less than the browsers have been told.
"""

import os
import shutil
import sqlite3
import subprocess
from pathlib import Path

import click

from webapp.db import Database, now
from webapp.models import Act
from webapp.problems import Conflict, Problem
from webapp.program import Program


@click.command()
@click.argument("file", type=click.Path(path_type=Path))
@click.pass_obj
def backup(program: Program, file: Path) -> None:
    """Copy the database to FILE: an SQLite file, or an archive for pg_restore."""
    if os.path.lexists(file):  # also a link that leads nowhere: the copy would replace it
        raise Conflict(f"{file} is there already; choose another name.")
    with program.database() as database:
        with database.writing() as session:  # before the copy, which so is the whole database
            session.add(Act(verb="backed_up", detail={}, at=now()))
        if database.is_sqlite:
            _copy_sqlite(database, file)
        else:
            _dump_postgresql(database, file)
    click.echo(f"{file}: {file.stat().st_size:,} bytes")


def _copy_sqlite(database: Database, file: Path) -> None:
    """Copy with the online backup API; copying the file itself could miss what is in the WAL."""
    part = file.with_name(f"{file.name}.part")
    source = database.engine.raw_connection()
    try:
        target = sqlite3.connect(part)
        # in one step: in several, each save meanwhile would begin the copy anew
        source.driver_connection.backup(target)  # type: ignore[union-attr]
        target.execute("PRAGMA journal_mode=DELETE")
        target.execute("PRAGMA secure_delete=ON")  # among it is the key that signs form tokens
        target.execute("DELETE FROM setting")
        target.commit()
        target.close()
        part.rename(file)
    except sqlite3.Error as error:
        raise Problem(f"{file}: {error}.") from error
    finally:
        source.close()
        part.unlink(missing_ok=True)


def _dump_postgresql(database: Database, file: Path) -> None:
    """Run pg_dump, which knows how to copy a database of PostgreSQL consistently."""
    tool = shutil.which("pg_dump")
    if tool is None:
        raise Problem("pg_dump is not on the PATH; install PostgreSQL's client programs.")
    url = database.engine.url
    address = url.set(drivername="postgresql", password=None).render_as_string()
    done = subprocess.run(  # noqa: S603  (the operator's own tool, on the operator's own address)
        [
            tool,
            "--format=custom",
            "--exclude-table-data=setting",
            f"--file={file}",
            f"--dbname={address}",
        ],
        env=os.environ | ({"PGPASSWORD": str(url.password)} if url.password else {}),
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode != 0:
        file.unlink(missing_ok=True)
        raise Problem(f"pg_dump: {done.stderr.strip().splitlines()[-1]}")
