"""How many statements the lead's pages send to the database: as many for a large project."""

import pytest

from tests.progress.conftest import Put, ago
from tests.rig.databases import statements
from tests.rig.people import People, Somebody
from webapp.annotate import grid_actions
from webapp.annotate.grid_actions import Ticks
from webapp.db import Database
from webapp.documents import actions
from webapp.documents.article import NewDocument

PAGES = ("/progress/1", "/progress/1/people", "/progress/1/places", "/progress/1/share")


@pytest.mark.parametrize("path", PAGES)
@pytest.mark.usefixtures("colleague")  # whom no article has had, before or after
def test_page_of_many_takes_as_many_statements_as_one_of_few(
    path: str, lead: Somebody, reviewer: Somebody, people: People, put: Put, seeded: Database
) -> None:
    put(reviewer, 1, lease_until=ago(hours=1))
    lead.get(path)
    with statements(seeded) as few:
        lead.get(path)
    _grow(people, put, seeded)
    with statements(seeded) as many:
        lead.get(path)
    assert len(many) == len(few)


def _grow(people: People, put: Put, database: Database) -> None:
    with database.writing() as session:
        for number in range(20):
            new = NewDocument(title=f"Piece {number}", text=f"Piece {number}.")
            actions.add(session, 1, actions.split(new))
    for number in range(5):
        who = people.add(f"Person {number}")
        for document in range(3, 15):
            put(who, document, lease_until=ago(hours=1))


def test_many_ticks_take_as_many_statements_as_one(
    lead: Somebody, reviewer: Somebody, colleague: Somebody, seeded: Database
) -> None:
    def tick(*pairs: tuple[int, int]) -> int:
        ticks = Ticks(dict.fromkeys(pairs, "none"), pairs)
        with statements(seeded) as sent, seeded.writing() as session:
            grid_actions.change(session, lead.caller, 1, ticks)
        return len(sent)

    one = tick((1, reviewer.person_id))
    assert tick((1, colleague.person_id), (2, reviewer.person_id), (2, lead.person_id)) == one
