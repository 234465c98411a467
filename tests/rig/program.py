"""The real program: its commands, and how it serves in a process of its own."""

import contextlib
import os
import re
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path

import pytest
from click.testing import CliRunner

from webapp import cli
from webapp.config import ROOT

START_SECONDS = 30
PYTHON = (sys.executable, "-W", "error", "-m", "webapp")


def environment(url: str, tools: Path | None = None) -> dict[str, str]:
    """Return the environment of a program: this process's, with its own settings and tools."""
    inherited = {name: v for name, v in os.environ.items() if not name.startswith("FACTCHECK_")}
    path = f"{tools}{os.pathsep}{os.environ['PATH']}" if tools else os.environ["PATH"]
    return inherited | {"PATH": path, "PYTHONPATH": str(ROOT), "FACTCHECK_DATABASE_URL": url}


class Program:
    """The command line on one database, from a folder that is not the checkout."""

    def __init__(self, url: str, folder: Path, tools: Path | None = None) -> None:
        self.url = url
        self.folder = folder
        self.tools = tools
        self.environment = environment(url, tools)

    def __call__(
        self, *words: str | Path, stdin: str | bytes = b""
    ) -> subprocess.CompletedProcess[bytes]:
        """Run a command to its end and return its exit code and output, whatever they are.

        In this process: to start one takes most of a second, and all tests start hundreds.
        """
        others = [name for name in os.environ if name.startswith("FACTCHECK_")]
        env = {**dict.fromkeys(others), **self.environment}
        streams = CliRunner().isolation(input=stdin, env=env)
        with streams as (out, error, _), contextlib.chdir(self.folder):
            code = _run([str(each) for each in words])
            return subprocess.CompletedProcess(words, code, out.getvalue(), error.getvalue())

    def apart(
        self, *words: str | Path, stdin: str | bytes = b""
    ) -> subprocess.CompletedProcess[bytes]:
        """Run a command as people start it: `python -m webapp ...`, in a process of its own."""
        return subprocess.run(
            [*PYTHON, *words],
            input=stdin.encode() if isinstance(stdin, str) else stdin,
            capture_output=True,
            cwd=self.folder,
            env=self.environment,
            timeout=120,
            check=False,
        )


def _run(words: list[str]) -> int:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sys, "argv", ["webapp", *words])
        try:
            cli.main()
        except SystemExit as left:
            return int(left.code or 0)
    return 0


class Server:
    """`python -m webapp serve` on a free port; `link` is the admin's one-time link, if printed."""

    def __init__(self, program: Program) -> None:
        self.program = program
        self.port = free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self._out = program.folder / "server.out"
        self._err = program.folder / "server.err"
        self.process = self._start()

    @property
    def link(self) -> str:
        """The admin's one-time link, as the last start printed it."""
        found = re.findall(r"http://\S+/accounts/link/\S+", self.output)
        assert found, f"no link in {self.output!r}"
        return str(found[-1])

    @property
    def output(self) -> str:
        """What the last start printed so far."""
        return self._out.read_text()

    @property
    def errors(self) -> str:
        """What the last start wrote on standard error so far."""
        return self._err.read_text()

    def restart(self) -> None:
        """Start the program again on the same port and the same database."""
        self.stop()
        self.process = self._start()

    def kill(self) -> None:
        """Stop the program as a power cut would: at once, without a word (kill -9)."""
        self.process.kill()
        self.process.wait()

    def stop(self) -> None:
        """Ask the program to stop, and insist after ten seconds; it may be stopped already."""
        self.process.terminate()
        try:
            self.process.wait(10)
        except subprocess.TimeoutExpired:
            self.kill()

    def _start(self) -> subprocess.Popen[bytes]:
        with self._out.open("wb") as out, self._err.open("wb") as err:
            process = subprocess.Popen(
                [*PYTHON, "serve", "--port", str(self.port)],
                stdin=subprocess.DEVNULL,
                stdout=out,
                stderr=err,
                cwd=self.program.folder,
                env=self.program.environment,
            )
        try:
            self._wait(process)
        except BaseException:
            process.kill()
            process.wait()
            raise
        return process

    def _wait(self, process: subprocess.Popen[bytes]) -> None:
        until = time.monotonic() + START_SECONDS
        while time.monotonic() < until and process.poll() is None:
            try:
                with urllib.request.urlopen(f"{self.url}/health", timeout=5):  # noqa: S310
                    return
            except (urllib.error.URLError, TimeoutError, ConnectionError):
                time.sleep(0.05)
        raise RuntimeError(f"the server did not start:\n{self.output}{self.errors}")


def free_port() -> int:
    """Return a port on which nobody listens now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
