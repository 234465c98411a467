"""What the tests of the article page share: filling in its form as a plain browser does."""

import re
from typing import Any

import pytest

from tests.annotate.joining import add_article, ask, give_key
from tests.annotate.places import add, add_project, settle
from tests.annotate.repairs import add_short
from tests.rig.people import People, Somebody
from webapp.db import Database


def shown(page: str) -> dict[str, str]:
    """Return the hidden fields of the label form of a page."""
    bar = page[page.index('<form class="bar"') :]
    return dict(re.findall(r'<input[^>]*name="(\w+)"[^>]*value="([^"]*)"', bar))


def form(who: Somebody, at: int = 1, document_id: int = 1, **changed: Any) -> dict[str, Any]:
    """Return the form that the article page shows at a sentence, with some fields changed."""
    fields: dict[str, Any] = shown(who.get(f"/annotate/{document_id}?at={at}").text)
    return {name: value for name, value in (fields | changed).items() if value is not None}


@pytest.fixture
def short(seeded: Database) -> int:
    """The number of an article of four sentences."""
    return add_short(seeded)


@pytest.fixture
def qualification(seeded: Database, lead: Somebody) -> int:
    """An article with a key, in a project that asks for 75%."""
    document_id = add_article(seeded, "qualification")
    give_key(lead, document_id)
    ask(seeded, 75)
    return document_id


@pytest.fixture
def project(seeded: Database) -> int:
    """An assigned project with four short articles and k = 2."""
    made = add_project(seeded, "Assigned")
    add(seeded, "One", "Two", "Three", "Four", project=made)
    settle(seeded, made, mode="assigned")
    return made


@pytest.fixture
def team(people: People, project: int) -> list[Somebody]:
    return [people.add(name, "reviewer", project) for name in ("Ann", "Ben", "Cem")]


@pytest.fixture
def boss(people: People, project: int) -> Somebody:
    return people.add("Bea Boss", "lead", project)
