"""`users` on the command line: people, links and tokens, and what is refused."""

import json
import urllib.request

import pytest

from tests.rig.databases import ONLY_SQLITE
from tests.rig.program import Program, Server


def test_person_is_added_with_a_link(program: Program) -> None:
    done = program("users", "add", "Ada", "--role", "reviewer")
    assert (done.returncode, done.stderr) == (0, b"")
    assert done.stdout.startswith(b"http://127.0.0.1:5000/accounts/link/")
    assert done.stdout.count(b"\n") == 1


def test_name_that_is_there_is_refused(program: Program) -> None:
    program("users", "add", "Ada", "--role", "reviewer")
    done = program("users", "add", " ADA ", "--role", "admin")
    assert (done.returncode, done.stdout) == (1, b"")
    assert done.stderr.decode().count("\n") == 1
    assert "There is somebody called ADA already." in done.stderr.decode()


def test_token_stands_alone_and_works(server: Server) -> None:
    program = server.program
    program("users", "add", "Ada", "--role", "lead")
    tokens = [program("users", "token", "ada").stdout.decode().strip() for _ in range(2)]
    assert len(set(tokens)) == 2
    for token in tokens:
        headers = {"Authorization": f"Bearer {token}"}
        request = urllib.request.Request(f"{server.url}/api/v1/projects", headers=headers)  # noqa: S310
        with urllib.request.urlopen(request) as answer:  # noqa: S310
            assert [each["name"] for each in json.load(answer)["items"]] == ["First project"]


@ONLY_SQLITE
def test_new_link_leads_to_where_the_server_was(server: Server) -> None:
    server.program("users", "add", "Ada", "--role", "lead")
    done = server.program("users", "link", "Ada")
    assert done.stdout.decode().startswith(f"{server.url}/accounts/link/")


@ONLY_SQLITE
@pytest.mark.parametrize(
    ("words", "code", "says"),
    [
        (["add", "Ada"], 2, "--role"),
        (["add", "Ada", "--role", "editor"], 2, "editor"),
        (["add", "Ada", "--role", "lead", "--project", "None"], 1, "no project named None."),
        (["add", " ", "--role", "lead"], 1, "1 to 100 printable characters"),
        (["token", "Ada"], 1, "There is nobody called Ada."),
        (["link", "Ada"], 1, "There is nobody called Ada."),
    ],
)
def test_wrong_word_is_refused_in_one_line(
    words: list[str], code: int, says: str, program: Program
) -> None:
    done = program("users", *words)
    assert (done.returncode, done.stdout) == (code, b"")
    assert says in done.stderr.decode()
    assert "Traceback" not in done.stderr.decode()
    if code == 1:
        assert done.stderr.decode().count("\n") == 1


@ONLY_SQLITE
def test_refused_person_is_not_added(program: Program) -> None:
    program("users", "add", "Ada", "--role", "lead", "--project", "None")
    assert program("users", "add", "Ada", "--role", "lead").returncode == 0
