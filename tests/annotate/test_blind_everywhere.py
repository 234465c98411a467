"""Two databases that differ only in a colleague's labels give a reviewer the same bytes."""

import itertools
import re
from collections.abc import Callable, Iterator

import pytest
from flask import Flask
from werkzeug.test import TestResponse

from tests.annotate.places import add, add_project, end, settle, take
from tests.rig.api import get, judgment, post, save, sentences
from tests.rig.databases import Copies
from tests.rig.people import People, Somebody
from webapp import create_app
from webapp.accounts.actions import add_member
from webapp.config import Settings
from webapp.db import Database

Answer = tuple[str, int, bytes, list[tuple[str, str]]]
OWN = re.compile(rb'(name="(?:csrf_token|event_id)"[^>]*value|data-installation)="[^"]*"')
TIMES = re.compile(rb"\d{4}-\d\d-\d\dT[\d:.]+(?:Z|\+00:00)|\d\d:\d\d UTC")
"""When it was done: the two worlds are made one after the other."""
SECRETS = ("/accounts/token", "/accounts/me")
"""Pages of random tokens of one's own: they differ each time, and have nothing of a colleague."""
DOCUMENTS = range(1, 7)


def world(app: Flask, database: Database, label: str) -> Iterator[Answer]:
    """Make three projects in which a colleague labels, and give all that a reviewer gets."""
    people = People(app, database)
    assigned, foreign = add_project(database, "Assigned"), add_project(database, "Foreign")
    add(database, "One", "Two", project=assigned)
    add(database, "Three", "Four", project=foreign)
    settle(database, assigned, mode="assigned", overlap=2, shows_others=True)
    settle(database, 1, shows_others=True)
    reviewer = people.add("Rita", "reviewer", 1)
    colleague = people.add("Carl", "reviewer", 1)
    for project in (assigned, foreign):
        join(database, colleague, project)
    join(database, reviewer, assigned)
    for who in (reviewer, colleague):
        take(who, assigned)
    speak(database, colleague, label)
    save(reviewer, 1, *(judgment(each, event_id=f"r{each}") for each in sentences(database)))
    end(reviewer, 1)
    yield from everything(app, reviewer)
    yield from acts(database, reviewer, assigned)


def join(database: Database, who: Somebody, project: int) -> None:
    with database.writing() as session:
        add_member(session, who.person_id, project, "reviewer")


def speak(database: Database, who: Somebody, label: str) -> None:
    """Label everything that one may: another label, with other words, in the other world."""
    for document in DOCUMENTS:
        said = [
            judgment(each, label, event_id=f"c{each}", note=f"it is {label}", flags=["unsure"])
            for each in sentences(database, document)
        ]
        post(who, f"/documents/{document}/annotations", said)
        if label == "opinion":  # in one world more is said, and taken back
            post(
                who, f"/documents/{document}/annotations", [judgment(said[0]["sentence_id"], None)]
            )


def everything(app: Flask, who: Somebody) -> Iterator[Answer]:
    """Give the answer of every route that reads, whatever it is."""
    for rule in sorted(app.url_map.iter_rules(), key=lambda each: each.rule):
        if "GET" not in (rule.methods or ()) or rule.rule.startswith("/static/"):
            continue
        for path in paths(rule.rule):
            answer = (
                get(who, path.removeprefix("/api/v1"))
                if path.startswith("/api/v1")
                else who.get(path, buffered=True)
            )
            yield bare(path, answer)


def paths(rule: str) -> Iterator[str]:
    """Give a rule's paths with every number that a document or a project has."""
    rule = rule.replace("<token>", "nothing").replace("<name>", "forest")
    parts = re.split(r"<id:\w+>", rule)
    for numbers in itertools.product(DOCUMENTS, repeat=len(parts) - 1):
        yield "".join(
            itertools.chain(*itertools.zip_longest(parts, map(str, numbers), fillvalue=""))
        )


def acts(database: Database, who: Somebody, project: int) -> Iterator[Answer]:
    """Give the answers to what a reviewer does: ask, label, end."""
    yield bare("next", post(who, f"/projects/{project}/next", {}))
    yield bare("next", post(who, "/projects/1/next", {}))
    for document in DOCUMENTS:
        first = sentences(database, document)[0]
        said = [judgment(first, event_id=f"x{document}"), judgment(first, event_id=f"c{first}")]
        yield bare("label", post(who, f"/documents/{document}/annotations", said))
        yield bare("submit", post(who, f"/documents/{document}/submission", {}))
        yield bare("end", post(who, f"/documents/{document}/submission", {"incomplete": True}))
        yield bare("others", get(who, f"/documents/{document}/others"))


def bare(path: str, answer: TestResponse) -> Answer:
    """Return an answer without what differs each time that it is given."""
    kept = [each for each in answer.headers if each[0] not in ("Set-Cookie", "Date", "ETag")]
    body = TIMES.sub(b"then", OWN.sub(b"own", answer.data))
    return path, answer.status_code, body, kept


@pytest.fixture
def make(copies: Copies, open_database: Callable[[str], Database]) -> Callable[[str], list[Answer]]:
    """Makes a world of its own in which the colleague gives a label, and returns its answers."""

    def made(label: str) -> list[Answer]:
        url = copies.seeded()
        database = open_database(url)
        app = create_app(Settings(database_url=url, secret_key="a key"), database)  # noqa: S106
        return list(world(app, database, label))

    return made


def test_reviewer_gets_the_same_bytes_whatever_a_colleague_labels(
    make: Callable[[str], list[Answer]],
) -> None:
    one, other = make("sourced"), make("opinion")
    assert len(one) == len(other) > 150
    pairs = zip(one, other, strict=True)
    assert [a[:2] for a, b in pairs if a != b and a[0] not in SECRETS] == []
    assert {200, 403, 404, 409} <= {status for _, status, _, _ in one}
