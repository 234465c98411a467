"""Chromium: where it is, how to get it (`python -m tests.rig.chromium`), and watching its pages."""

import os
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import click
from playwright.sync_api import (
    Browser,
    ConsoleMessage,
    Page,
    Playwright,
    Request,
    sync_playwright,
)

# The shell is the same browser without its windows: opening a page takes a third of the time.
NAMES = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome")
FLAGS = ("--disable-background-networking", "--disable-gpu")
LATE = 10.0  # seconds
MISSING = "Chromium is missing, and the tests need it: run `make test`, which installs it."


def find(playwright: Playwright) -> Path | None:
    """Return the first Chromium that starts: of the system, else the one of Playwright."""
    named = (shutil.which(name) for name in NAMES)
    for path in (*named, playwright.chromium.executable_path):
        if path and Path(path).exists() and _starts(path):
            return Path(path)
    return None


def launch(playwright: Playwright) -> Browser:
    """Start Chromium."""
    path = find(playwright)
    if path is None:
        raise RuntimeError(MISSING)
    as_root = ("--no-sandbox",) if os.geteuid() == 0 else ()  # Chromium demands it of root
    return playwright.chromium.launch(executable_path=path, args=[*FLAGS, *as_root])


class Watch:
    """Collects what goes wrong in pages: a test that expects something clears `problems`."""

    def __init__(self) -> None:
        self.problems: list[str] = []
        self._pages: list[Page] = []
        self._allowed: list[str] = []

    def add(self, page: Page) -> None:
        """Watch a page."""
        self._pages.append(page)
        page.on("console", self._console)
        page.on("pageerror", lambda error: self.problems.append(f"page error: {error}"))
        page.on("requestfailed", self._failed)

    def allow(self, words: str) -> None:
        """Take what has these words for no problem: it may come or not, as the moment has it."""
        self._allowed.append(words)

    def expect(self, *words: str) -> None:
        """Check that each of the words comes up in some problem, and forget all problems.

        A page's messages may arrive later than what the page shows.
        """
        until = time.monotonic() + LATE
        while missing := [each for each in words if not self._has(each)]:
            assert time.monotonic() < until, (missing, self.problems)
            self._listen()
        self.problems.clear()

    def _has(self, words: str) -> bool:
        return any(words in problem for problem in self.problems)

    def _listen(self) -> None:
        next(each for each in self._pages if not each.is_closed()).wait_for_timeout(50)

    def _console(self, message: ConsoleMessage) -> None:
        if message.type == "error" and not any(each in message.text for each in self._allowed):
            where = message.location.get("url", "")
            self.problems.append(f"console: {message.text} ({where})")

    def _failed(self, request: Request) -> None:
        reason = request.failure or "no reason given"
        is_left = request.method == "GET" and "ERR_ABORTED" in reason  # for another page
        if not is_left:
            self.problems.append(f"request failed: {request.method} {request.url} ({reason})")


def _starts(path: str) -> bool:
    """Return whether it is more than a stub (Ubuntu's package only points to a snap)."""
    try:
        done = subprocess.run([path, "--version"], capture_output=True, timeout=60, check=False)
    except (OSError, subprocess.TimeoutExpired):
        return False
    return done.returncode == 0


def _ways() -> Iterator[list[list[str]]]:
    """Give the ways to install Chromium, each as its commands, the best one first."""
    if os.geteuid() == 0 and shutil.which("apt-get"):
        install = ["apt-get", "install", "-y", "--no-install-recommends"]
        for package in NAMES[:2]:
            yield [["apt-get", "update"], [*install, package]]
    yield [[sys.executable, "-m", "playwright", "install", "chromium"]]


def _install(commands: list[list[str]]) -> str:
    """Run the commands; return the last words of the one that failed, or nothing."""
    quiet = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
    for command in commands:
        done = subprocess.run(command, capture_output=True, text=True, env=quiet, check=False)
        if done.returncode != 0:
            said = (done.stderr.strip() or done.stdout.strip() or "it failed").splitlines()
            reason = next((line for line in said if "rror" in line), said[-1])
            return f"`{' '.join(command)}` said: {reason.strip()}"
    return ""


def main() -> int:
    """Install Chromium where it lacks; one line on standard error where that cannot be done."""
    with sync_playwright() as playwright:
        if find(playwright):
            return 0
        click.echo("Installing Chromium for the browser tests, this once ...")
        reasons = []
        for commands in _ways():
            reasons.append(_install(commands) or "installed, but it does not start")
            if find(playwright):
                return 0
    click.echo(f"Chromium cannot be installed: {'; '.join(reasons)}", err=True)
    return 1


if __name__ == "__main__":
    sys.exit(main())
