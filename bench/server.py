"""The program as the benchmarks start it: commands, and a server on a port of its own."""

import contextlib
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

HOST = "127.0.0.1"


def environment(database: Path) -> dict[str, str]:
    """Return the environment of a program on an SQLite file, with a port that is free now."""
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        port = probe.getsockname()[1]
    url = f"sqlite:///{database}"
    return os.environ | {"FACTCHECK_DATABASE_URL": url, "FACTCHECK_PORT": str(port)}


def run(words: list[str], settings: dict[str, str]) -> str:
    """Run a command and return what it printed."""
    command = [sys.executable, "-m", "webapp", *words]
    done = subprocess.run(command, env=settings, capture_output=True, text=True, check=True)
    return done.stdout.strip()


@contextlib.contextmanager
def serving(module: str, settings: dict[str, str]) -> Iterator[int]:
    """Serve with `python -m MODULE` and give the port once it answers."""
    words = ["serve"] if module == "webapp" else []
    command = [sys.executable, "-m", module, *words]
    server = subprocess.Popen(command, env=settings, stdout=subprocess.DEVNULL)
    port = int(settings["FACTCHECK_PORT"])
    try:
        _wait(port)
        yield port
    finally:
        server.terminate()
        server.wait()


def _wait(port: int) -> None:
    until = time.monotonic() + 30
    while time.monotonic() < until:
        with contextlib.suppress(OSError), socket.create_connection((HOST, port), 1):
            return
        time.sleep(0.05)
    raise TimeoutError("the server did not start")
