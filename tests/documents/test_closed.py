"""A closed project: what would change it is refused, and its pages have nothing that would."""

import re
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from flask import Flask
from werkzeug.test import TestResponse

from tests.documents.conftest import Fields, everything
from tests.rig.api import judgment, post, put, save
from tests.rig.databases import ONLY_SQLITE
from tests.rig.people import Somebody
from tests.rig.program import Program
from tests.rig.routes import FORMS, HASH, PAGES
from webapp.accounts.queries import CLOSED
from webapp.config import ROOT
from webapp.db import Database
from webapp.documents import project_actions

OPEN = "/documents/projects/1/open"

# ---------------------------------------------------------------- what stops

REFUSED: dict[str, dict[str, Any]] = {
    "/documents/projects/1/new": {"title": "T", "text": "One.", "split": "lines"},
    "/documents/projects/1/settings": {
        "name": "Other",
        "overlap": "3",
        "mode": "open",
        "lease_hours": "72",
        "seen": '{"name":"First project","overlap":2,"reviewers_repair":false,'
        '"mode":"open","lease_hours":72,"shows_others":false}',
    },
    "/documents/projects/1/close": {},
    "/annotate/projects/1/next": {},
    "/annotate/1/submit": {"incomplete": "1"},
    "/annotate/1/release": {},
    "/annotate/1/take-again": {},
    "/annotate/1/repair": {"segmentation": "1", "sentence_id": "2", "join": "2"},
    "/annotate/1/label": {
        "event_id": "late",
        "sentence_id": "3",
        "label": "sourced",
        "seen_revision": "0",
    },
    "/annotate/1/begin": {},
    "/annotate/1/key": {"label-1": "sourced", "why-1": "Delegates say so."},
    "/annotate/1/key/labels": {},
    "/annotate/sentences/1": {
        "event_id": str(UUID(int=1)),
        "label": "opinion",
    },
    "/annotate/sentences/1/question": {
        "event_id": str(UUID(int=2)),
        "seen_revision": "1",
        "label": "opinion",
        "answer": "Because.",
    },
    "/documents/1/purpose": {"purpose": "regular"},
    "/documents/1/about": {"title": "Another title"},
    "/documents/projects/1/import": {
        "articles": (str(ROOT / "LICENSE"), "a.txt"),
        "encoding": "utf-8",
        "split": "lines",
    },
    "/documents/projects/1/joining": {
        "threshold": "80",
        "repeats": "5",
        "repeat_days": "7",
        "seen": '{"threshold":100,"repeats":20,"repeat_days":7}',
    },
    "/documents/projects/1/joining/1/pass": {},
    "/documents/projects/1/joining/1/reopen": {},
    "/adjudicate/1/sentences/1/decision": {"label": "opinion", "reason": "slip"},
    "/adjudicate/1/sentences/1/question": {"text": "Why?"},
    "/progress/1/take-back": {"place": "1-1"},
    "/progress/1/extend": {"place": "1-1"},
    "/progress/1/reopen": {"place": "3-1"},
    "/progress/1/assign": {"place": "2-1"},
    "/progress/1/places": {"seen": "2:1n", "place": "2-1"},
    "/progress/1/share": {},
    "/guidelines/1/new": {"text": "# New", "summary": "New", "began_from": "1", "act": "publish"},
    "/guidelines/1/examples": {"sentence_id": "4", "label": "opinion", "reason": "It judges."},
    "/guidelines/1/examples/1/remove": {},
    "/accounts/projects/1/people": {"name": "Nora New", "role": "reviewer"},
    "/accounts/projects/1/people/1/role": {"role": "lead"},
    "/accounts/projects/1/people/1/remove": {},
}
OF_NO_PROJECT = {
    *("/documents/", "/annotate/keys", "/accounts/me/password", "/accounts/me/tokens"),
    *("/accounts/look", "/accounts/sign-out-everywhere", f"/accounts/me/tokens/{HASH}/revoke"),
}
OF_A_PERSON = {  # who may still read, and may still leave
    "/accounts/projects/1/people/1/link",
    "/accounts/projects/1/people/1/pseudonym",
}
WITH_OUTCOMES = {"/annotate/1/labels"}
REFUSED_JSON: dict[str, Any] = {
    "/projects/1/documents": {"title": "T", "text": "One."},
    "/projects/1/next": {},
    "/projects/1/places": [{"document_id": 2, "person_id": 1}],
    "/sentences/1/decision": {"label": "opinion", "reason": "slip"},
    "/sentences/1/question": {"text": "Why?"},
    "/documents/1/submission": {"incomplete": True},
    "/documents/1/release": {},
    "/documents/1/segmentation": {"segmentation": 1, "join": 2},
    "/documents/1/key": [{"sentence_id": 1, "label": "opinion"}],
}


REPLACED = {"/documents/1/key"}


def test_every_changing_page_is_in_the_table() -> None:
    assert set(FORMS) - OF_NO_PROJECT - OF_A_PERSON - WITH_OUTCOMES - {OPEN} == set(REFUSED)


def test_every_changing_route_of_a_program_is_in_the_table(app: Flask) -> None:
    found = {
        re.sub(r"<id:\w+>", "1", rule.rule)[7:]
        for rule in app.url_map.iter_rules()
        if {"POST", "PUT", "PATCH", "DELETE"} & (rule.methods or set())
        and rule.rule.startswith("/api/v1/")
    }
    assert found == {*REFUSED_JSON, "/documents/1/annotations"}


def test_closed_project_refuses_every_change(
    closed: Somebody, shown: dict[str, Fields], seeded: Database
) -> None:
    before = everything(seeded)
    pages = {
        path: closed.post(path, fields | shown.get(path, {})) for path, fields in REFUSED.items()
    }
    assert {path: each.status_code for path, each in pages.items()} == dict.fromkeys(REFUSED, 409)
    said = re.compile("This project (is closed: everything|has been closed since)")
    assert [path for path, each in pages.items() if not said.search(each.text)] == []
    programs = [send(closed, path) for path in REFUSED_JSON]
    assert {(each.status_code, each.get_json()["detail"]) for each in programs} == {(409, CLOSED)}
    assert everything(seeded) == before


@ONLY_SQLITE
@pytest.mark.parametrize("path", REFUSED)
def test_what_is_refused_would_change_a_project_at_work(
    path: str, busy: Somebody, shown: dict[str, Fields], seeded: Database
) -> None:
    before = everything(seeded)
    assert busy.post(path, REFUSED[path] | shown.get(path, {})).status_code < 400
    assert everything(seeded) != before


@ONLY_SQLITE
@pytest.mark.parametrize("path", REFUSED_JSON)
def test_what_programs_are_refused_would_change_a_project_at_work(
    path: str, busy: Somebody, seeded: Database
) -> None:
    before = everything(seeded)
    assert send(busy, path).status_code < 400
    assert everything(seeded) != before


def send(who: Somebody, path: str) -> TestResponse:
    """Send what the table says as somebody's program."""
    return (put if path in REPLACED else post)(who, path, REFUSED_JSON[path])


def test_closed_project_refuses_labels_one_by_one(
    lead: Somebody, reviewer: Somebody, seeded: Database
) -> None:
    for who in (lead, reviewer):
        save(who, 1, judgment(3))
    lead.post("/documents/projects/1/close")
    before = everything(seeded)
    early = {"made_at": "2020-01-01T00:00:00Z"}
    for who in (lead, reviewer):
        outcomes = save(who, 1, judgment(2), judgment(3, None), judgment(5, **early))
        assert [each["outcome"] for each in outcomes] == ["refused"] * 3
        assert {each["reason"] for each in outcomes} == {CLOSED}
    assert everything(seeded) == before


def test_closed_project_refuses_commands(program: Program, tmp_path: Path) -> None:
    (tmp_path / "new.txt").write_text("One.")
    program("users", "add", "Ada", "--role", "admin")
    database = Database(program.url)
    with database.writing() as session:
        project_actions.close(session, 1, 1)
    before = everything(database)
    for words in (
        ["import", tmp_path / "new.txt"],
        ["guidelines", "publish", tmp_path / "new.txt", "--summary", "New"],
        ["users", "add", "Rita", "--role", "reviewer"],
    ):
        done = program(*words)
        assert done.returncode == 1
        assert "This project is closed" in (done.stdout + done.stderr).decode()
    assert everything(database) == before
    assert program("export", "--format", "csv").returncode == 0
    database.close()


# ---------------------------------------------------------------- its pages


@pytest.mark.parametrize(
    ("path", "gone"),
    [
        ("/documents/projects/1", "Add an article"),
        ("/documents/projects/1/new", "<textarea"),
        ("/documents/projects/1/settings", "Save the settings"),
        ("/documents/projects/1/close", "Close the project</button>"),
        ("/documents/projects/1/joining", "Save</button>"),
        ("/documents/projects/1/joining", "Another try"),
        ("/documents/projects/1/joining", "Let pass"),
        ("/documents/1/purpose", "Save</button>"),
        ("/documents/1/about", "Save</button>"),
        ("/documents/projects/1/import", "Add the articles"),
        ("/annotate/1", 'id="submit"'),
        ("/annotate/1", "Repair sentences"),
        ("/annotate/1/repair", "<button"),
        ("/annotate/1/key", "Save the key"),
        ("/annotate/1/key", "Use my labels as the key"),
        ("/annotate/sentences/1", "Save, next sentence"),
        ("/annotate/sentences/1/question", "Send the answer"),
        ("/progress/1", "Reopen it"),
        ("/progress/1/places", "Save these places"),
        ("/progress/1/share", "Give these"),
        ("/adjudicate/1?done=40", 'id="undo"'),
        ("/adjudicate/1?ended=0", 'id="decide"'),
        ("/adjudicate/1/sentences/1", "Ask its reviewers"),
        ("/adjudicate/1/sentences/1", "Pin as an example"),
        ("/guidelines/1", "Write a new version"),
        ("/guidelines/1", "Take it down"),
        ("/guidelines/1/new", "Publish"),
        ("/guidelines/1/examples/new?sentence=3", "Pin it"),
        ("/accounts/projects/1/people", "Invite"),
        ("/accounts/projects/1/people/1", "Change the role"),
        ("/accounts/projects/1/people/1", "Take Rita Reviewer out"),
    ],
    ids=str,
)
def test_page_of_a_closed_project_says_so_and_has_no_dead_button(
    path: str, gone: str, closed: Somebody
) -> None:
    page = closed.get(path).text
    assert "This project has been closed since" in page
    assert gone not in page
    closed.post(OPEN)
    assert gone in closed.get(path).text


def test_no_page_of_a_closed_project_sends_what_would_change_it(closed: Somebody) -> None:
    pages = [*PAGES, *FORMS, "/adjudicate/1?done=40"]
    sent = {path: addresses(closed, path) & set(REFUSED) for path in pages if "/1" in path}
    assert {path for path, found in sent.items() if found} == set()
    closed.post(OPEN)
    assert len({each for path in pages for each in addresses(closed, path)} & set(REFUSED)) > 15


def addresses(who: Somebody, path: str) -> set[str]:
    """Return where the buttons of a page send to, each number as 1."""
    answer = who.get(path)
    page = answer.text if answer.mimetype == "text/html" else ""
    forms = re.findall(r'<form([^>]*method="post"[^>]*)>(.*?)</form>', page, re.DOTALL)
    actions = re.findall('formaction="([^"]+)"', page)
    for attributes, inside in forms:
        if re.search("<button(?![^>]*formaction)", inside) and not attributes.endswith("hidden"):
            named = re.search('action="([^"]+)"', attributes)
            actions.append(named[1] if named else path)
    return {re.sub(r"/\d+", "/1", each.partition("?")[0]) for each in actions}
