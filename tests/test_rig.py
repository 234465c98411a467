"""The program starts on nothing, starts again, and refuses in one line; so does the rig."""

import json
import re
import socket
import urllib.request

import pytest
from flask.testing import FlaskClient
from playwright.sync_api import Page

from tests.rig.chromium import Watch
from tests.rig.databases import ONLY_SQLITE
from tests.rig.people import People, Somebody, csrf
from tests.rig.program import Program, Server
from webapp.cli import COMMANDS


def health(server: Server) -> object:
    with urllib.request.urlopen(f"{server.url}/health", timeout=10) as answer:  # noqa: S310
        return json.load(answer)


def test_serve_starts_on_an_empty_database(server: Server) -> None:
    assert health(server) == {"status": "ok"}
    assert server.link.startswith(f"{server.url}/accounts/link/")


def test_serve_starts_again_after_a_stop_and_after_a_kill(server: Server) -> None:
    first = server.link
    server.restart()
    assert health(server) == {"status": "ok"}
    assert server.link != first
    server.kill()
    server.restart()
    assert health(server) == {"status": "ok"}


@ONLY_SQLITE
def test_serve_refuses_a_port_in_use(program: Program) -> None:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen()
        port = listener.getsockname()[1]
        done = program.apart("serve", "--port", str(port))
    assert done.returncode == 1
    assert done.stdout == b""
    assert done.stderr.count(b"\n") == 1
    assert f"127.0.0.1:{port}".encode() in done.stderr


@ONLY_SQLITE
def test_every_command_says_what_it_takes(program: Program) -> None:
    listed = program.apart("--help").stdout.decode().partition("Commands:")[2]
    names = [line.split()[0] for line in listed.splitlines() if re.match(r"  \w", line)]
    assert set(COMMANDS) < set(names)
    for name in names:
        done = program(name, "--help")
        assert done.stdout.decode().startswith(f"Usage: python -m webapp {name}"), name
    sentences = ("export", "--format", "csv", "--what", "sentences")
    assert program(*sentences).stdout == program.apart(*sentences).stdout != b""


@ONLY_SQLITE
@pytest.mark.parametrize(
    "words", [["serve", "--port", "many"], ["serve", "--nothing"], ["no-such-command"]]
)
def test_wrong_usage_exits_with_2(program: Program, words: list[str]) -> None:
    done = program.apart(*words)
    assert done.returncode == 2
    assert b"Usage: " in done.stderr
    assert b"Traceback" not in done.stderr


def test_people_are_signed_in(people: People) -> None:
    for role in ("admin", "lead", "reviewer"):
        somebody = people.add(f"A {role}", role)
        assert somebody.get("/accounts/me").status_code == 200
        answer = somebody.client.application.test_client().get(
            "/api/v1/projects", headers=somebody.headers
        )
        assert answer.status_code == 200


def test_forms_need_their_token(lead: Somebody, client: FlaskClient) -> None:
    assert lead.client.post("/accounts/sign-out").status_code == 400
    assert client.post("/accounts/sign-in", data={"csrf_token": csrf(client)}).status_code != 400
    assert lead.post("/accounts/sign-out").status_code == 302
    assert lead.get("/accounts/me").status_code == 302


@ONLY_SQLITE
def test_page_reports_what_goes_wrong(server: Server, page: Page, watch: Watch) -> None:
    page.goto(f"{server.url}/accounts/sign-in")
    page.evaluate("console.error('a mistake'); setTimeout(() => { throw Error('a throw') })")
    page.evaluate("fetch('/nowhere')")
    page.evaluate("fetch('http://localhost:9/').catch(() => {})")
    watch.expect("a mistake", "a throw", "404", "Content Security Policy")


@ONLY_SQLITE
def test_page_opens_without_problems(server: Server, page: Page) -> None:
    page.goto(server.link)
    assert page.title()
