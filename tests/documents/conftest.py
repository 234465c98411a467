"""A project in which everything can be changed, and the same one when it is closed."""

import html
import re
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select, update

from tests.annotate import joining
from tests.rig.api import judgment, save
from tests.rig.people import Somebody
from webapp.annotate import joining_actions
from webapp.db import Base, Database, now
from webapp.models import Annotation, Assignment, Membership

Fields = dict[str, Any]
BOOKKEEPING = {"act", "browser_session", "agreement_count", "queue_count", "sight"}
"""Tables that say who reads, not what a project holds, and counts made anew at any time."""


@pytest.fixture
def busy(reviewer: Somebody, lead: Somebody, seeded: Database) -> Somebody:
    """The lead of a project to which all can happen that can happen to a project.

    Sentence 1 has two labels, a question and an example; sentence 40 has a decision. On article 1,
    which is shared, the lead's place has run out. The lead has ended article 2 and is to be shown
    sentences of it again. The reviewer has ended article 3, of the qualification set, and failed.
    """
    for who in (reviewer, lead):
        save(who, 1, judgment(1))
    joining.end(lead, 2, ("sourced",) * 5)  # of which 20% is a sentence
    joining.give_key(lead, joining.add_article(seeded, "qualification"))
    joining.ask(seeded, 100, repeats=20)
    with seeded.writing() as session:
        session.get_one(Membership, (reviewer.person_id, 1)).qualified_at = None
    joining.end(reviewer, 3, ("opinion",) * 4)
    for path, fields in _DONE.items():
        assert lead.post(path, fields).status_code == 303
    with seeded.writing() as session:
        joining_actions.mark(session, 1, "shared", None, None)
        session.execute(update(Annotation).values(updated_at=now() - timedelta(days=8)))
        place = session.get_one(Assignment, (1, lead.person_id))
        place.lease_until = now() - timedelta(hours=1)
    assert lead.headers
    return lead


_DONE: dict[str, Fields] = {
    "/guidelines/1/examples": {"sentence_id": 1, "label": "opinion", "reason": "It judges."},
    "/adjudicate/1/sentences/1/question": {"text": "Is it sourced?"},
    "/adjudicate/1/sentences/40/decision": {"label": "opinion", "reason": "slip"},
}


@pytest.fixture
def shown(busy: Somebody) -> dict[str, Fields]:
    """What the forms say that they showed before the project was closed, by their addresses."""
    wanted = {
        "/annotate/1/key": "seen",
        "/documents/1/about": "seen",
        "/annotate/sentences/1": "sentence_id",
        "/progress/1/share": "plan",
    }
    return {path: {name: _hidden(busy, path, name)} for path, name in wanted.items()}


@pytest.fixture
def closed(busy: Somebody, shown: dict[str, Fields]) -> Somebody:
    """The lead of that project, which is closed."""
    assert shown
    assert busy.post("/documents/projects/1/close").status_code == 303
    return busy


def everything(database: Database) -> dict[str, list[Any]]:
    """Return every row that a closed project must keep as it is."""
    with database.reading() as session:
        return {
            table.name: [
                tuple(row) for row in session.execute(select(table).order_by(*table.primary_key))
            ]
            for table in Base.metadata.sorted_tables
            if table.name not in BOOKKEEPING
        }


def _hidden(who: Somebody, path: str, name: str) -> str:
    field = re.search(f'<input[^>]*name="{name}"[^>]*>', who.get(path).text)
    value = field and re.search('value="([^"]+)"', field[0])
    assert value
    return html.unescape(value[1])
