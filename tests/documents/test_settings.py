"""The settings of a project: who changes them, what is refused, what they do."""

import html
import re
from typing import Any

import pytest
from sqlalchemy import insert, select
from werkzeug.test import TestResponse

from tests.rig.api import stored
from tests.rig.people import Somebody
from webapp.db import Database, now
from webapp.documents import actions
from webapp.models import Project

PATH = "/documents/projects/1/settings"
FIELDS = {
    "name": "Our project",
    "overlap": "3",
    "reviewers_repair": "y",
    "mode": "open",
    "lease_hours": "72",
}


def save(lead: Somebody, fields: dict[str, Any], **options: Any) -> TestResponse:
    """Send the form as its page showed it, with these fields filled in."""
    return lead.post(PATH, {"seen": seen(lead.get(PATH).text)} | fields, **options)


def seen(page: str) -> str:
    found = re.search(r'name="seen"[^>]*value="([^"]*)"', page)
    assert found
    return html.unescape(found[1])


def project(database: Database) -> tuple[str, int, bool]:
    with database.reading() as session:
        row = session.scalars(select(Project).where(Project.id == 1)).one()
        return row.name, row.overlap, row.reviewers_repair


def test_lead_changes_the_settings(lead: Somebody, seeded: Database) -> None:
    answer = save(lead, FIELDS, follow_redirects=True)
    assert "The settings are saved." in answer.text
    assert project(seeded) == ("Our project", 3, True)
    less = {key: FIELDS[key] for key in ("mode", "lease_hours")}
    save(lead, less | {"name": " Our  project ", "overlap": "1"})
    assert project(seeded) == ("Our project", 1, False)


def test_page_shows_what_is_set(lead: Somebody) -> None:
    assert 'checked id="reviewers_repair"' not in lead.get(PATH).text
    save(lead, FIELDS)
    text = lead.get(PATH).text
    assert 'value="Our project"' in text
    assert 'value="3"' in text
    assert 'checked id="reviewers_repair"' in text


def test_page_is_linked_for_leads_alone(lead: Somebody, reviewer: Somebody) -> None:
    assert f'href="{PATH}"' in lead.get("/documents/projects/1").text
    assert f'href="{PATH}"' not in reviewer.get("/documents/projects/1").text


@pytest.mark.parametrize(
    ("fields", "status", "says"),
    [
        ({"name": ""}, 422, "Enter a name."),
        ({"name": "x" * 201}, 422, "longer than 200"),
        ({"name": " "}, 422, "printable characters"),
        ({"name": "a\u202eb"}, 422, "printable characters"),
        ({"name": "Élsewhere"}, 409, "There is a project called Élsewhere already."),
        ({"name": "éLSEWHERE"}, 409, "There is a project called Élsewhere already."),
        ({"overlap": ""}, 422, "from 1 to 100"),
        ({"overlap": "0"}, 422, "from 1 to 100"),
        ({"overlap": "101"}, 422, "from 1 to 100"),
        ({"overlap": "two"}, 422, "Not a valid integer value"),
        ({"overlap": str(2**70)}, 422, "from 1 to 100"),
        ({"mode": "closed"}, 422, "Not a valid choice"),
        ({"mode": ""}, 422, "Not a valid choice"),
        ({"lease_hours": "0"}, 422, "from 1 to 8760"),
        ({"lease_hours": ""}, 422, "from 1 to 8760"),
        ({"seen": ""}, 422, "The form does not say what it showed."),
        ({"seen": "["}, 422, "The form does not say what it showed."),
        ({"seen": "[" * 9000}, 422, "The form does not say what it showed."),
        ({"seen": '{"name": 1}'}, 422, "The form does not say what it showed."),
    ],
    ids=range(19),
)
def test_wrong_setting_is_refused_with_the_reason(
    fields: dict[str, Any], status: int, says: str, lead: Somebody, seeded: Database
) -> None:
    with seeded.writing() as session:
        actions.add_project(session, "Élsewhere")
    before = stored(seeded)
    answer = save(lead, FIELDS | fields)
    assert answer.status_code == status
    assert says in answer.text
    assert stored(seeded) == before


def test_lead_who_comes_second_sees_both_and_may_save_again(
    lead: Somebody, admin: Somebody, seeded: Database
) -> None:
    opened = seen(lead.get(PATH).text)
    save(admin, FIELDS | {"name": "Their project", "overlap": "4"})
    answer = lead.post(PATH, FIELDS | {"seen": opened})
    assert answer.status_code == 409
    assert "Name: Their project" in answer.text
    assert 'value="Our project"' in answer.text
    assert project(seeded) == ("Their project", 4, True)
    assert lead.post(PATH, FIELDS | {"seen": seen(answer.text)}).status_code == 303
    assert project(seeded) == ("Our project", 3, True)


def test_settings_sent_twice_are_saved_once_and_no_conflict(lead: Somebody) -> None:
    opened = seen(lead.get(PATH).text)
    for _ in range(2):
        assert lead.post(PATH, FIELDS | {"seen": opened}).status_code == 303


def test_project_may_change_the_case_of_its_own_name(lead: Somebody, seeded: Database) -> None:
    save(lead, FIELDS)
    assert save(lead, FIELDS | {"name": "OUR project"}).status_code == 303
    assert project(seeded)[0] == "OUR project"


def test_names_that_differed_by_case_before_do_not_bar_other_settings(
    lead: Somebody, seeded: Database
) -> None:
    save(lead, FIELDS)
    twin = {"name": "OUR PROJECT", "overlap": 2, "guideline_version": 1, "created_at": now()}
    with seeded.writing() as session:  # as an older program took it
        session.execute(insert(Project).values(**twin))
    assert save(lead, FIELDS | {"overlap": "5"}).status_code == 303
    assert project(seeded)[1] == 5
