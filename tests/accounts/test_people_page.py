"""Inviting people and making them links: by whom, of whom, and what is refused."""

import pytest
from flask import Flask

from tests.accounts.conftest import is_signed_in, link_on, press
from tests.rig.api import stored
from tests.rig.databases import ONLY_SQLITE
from tests.rig.people import People, Somebody
from webapp.accounts import actions as accounts
from webapp.db import Database
from webapp.documents import actions

PEOPLE = "/accounts/projects/1/people"


@pytest.fixture
def elsewhere(seeded: Database) -> int:
    """Another project."""
    with seeded.writing() as session:
        return actions.add_project(session, "Elsewhere").id


def join(who: Somebody, project_id: int, role: str) -> None:
    with who.database.writing() as session:
        accounts.add_member(session, who.person_id, project_id, role)


@pytest.mark.parametrize("inviter", ["admin", "lead"])
@pytest.mark.parametrize("role", ["reviewer", "lead"])
def test_new_name_is_invited_with_a_link(
    inviter: str, role: str, admin: Somebody, lead: Somebody, app: Flask
) -> None:
    who = {"admin": admin, "lead": lead}[inviter]
    answer = who.post(PEOPLE, {"name": "  New   Person ", "role": role})
    assert answer.status_code == 200
    browser = app.test_client()
    press(browser, link_on(answer.text))
    assert "New Person" in browser.get("/accounts/me").text
    assert browser.get(PEOPLE).status_code == (200 if role == "lead" else 403)


@pytest.mark.parametrize("name", ["Rita Reviewer", "RITA  reviewer", "Ada Admin", "Sam Stranger"])
def test_lead_cannot_take_a_name_that_is_there(
    name: str, lead: Somebody, people: People, elsewhere: int, seeded: Database
) -> None:
    people.add("Rita Reviewer")
    people.add("Ada Admin", "admin")
    people.add("Sam Stranger", "reviewer", elsewhere)
    before = stored(seeded)
    answer = lead.post(PEOPLE, {"name": name, "role": "reviewer"})
    assert answer.status_code == 409
    assert "There is somebody called" in answer.text
    assert 'id="link"' not in answer.text
    assert stored(seeded) == before


def test_admin_adds_a_person_of_another_project(
    admin: Somebody, people: People, elsewhere: int
) -> None:
    sam = people.add("Sam Stranger", "reviewer", elsewhere)
    assert sam.get("/documents/projects/1").status_code == 404
    answer = admin.post(PEOPLE, {"name": "sam stranger", "role": "lead"})
    assert answer.status_code == 200
    assert "/accounts/link/" not in answer.text  # it would be a key to an account in use
    assert sam.get("/agreement/1").status_code == 200


def test_admin_cannot_add_a_member_again(admin: Somebody, reviewer: Somebody) -> None:
    answer = admin.post(PEOPLE, {"name": reviewer.name, "role": "lead"})
    assert answer.status_code == 409
    assert "That person is in this project already." in answer.text
    assert reviewer.get(PEOPLE).status_code == 403


@pytest.mark.parametrize(
    ("name", "role"),
    [
        ("", "reviewer"),
        ("  ", "reviewer"),
        ("x" * 101, "reviewer"),
        ("a\0b", "reviewer"),
        ("a\u202eb", "reviewer"),
        ("Somebody", "admin"),
        ("Somebody", ""),
    ],
    ids=range(7),
)
@ONLY_SQLITE
def test_wrong_invitation_is_refused(
    name: str, role: str, admin: Somebody, seeded: Database
) -> None:
    before = stored(seeded)
    answer = admin.post(PEOPLE, {"name": name, "role": role})
    assert answer.status_code == 422
    assert 'class="error"' in answer.text
    assert stored(seeded) == before


@ONLY_SQLITE
def test_longest_name_is_invited(lead: Somebody) -> None:
    assert lead.post(PEOPLE, {"name": "ﬃ" * 100, "role": "reviewer"}).status_code == 200


# ---------------------------------------------------------------- links for others


def link_for(who: Somebody, other: Somebody) -> int:
    return who.post(f"{PEOPLE}/{other.person_id}/link").status_code


def test_lead_makes_a_reviewer_a_new_link(lead: Somebody, reviewer: Somebody, app: Flask) -> None:
    page = lead.post(f"{PEOPLE}/{reviewer.person_id}/link").text
    browser = app.test_client()
    press(browser, link_on(page))
    assert is_signed_in(browser)


def test_lead_makes_no_link_for_an_admin(lead: Somebody, admin: Somebody) -> None:
    assert link_for(lead, admin) == 404
    join(admin, 1, "reviewer")
    assert link_for(lead, admin) == 403


def test_lead_makes_no_link_for_another_lead(lead: Somebody, people: People) -> None:
    assert link_for(lead, people.add("Lou", "lead")) == 403


def test_lead_makes_no_link_for_somebody_of_another_project_too(
    lead: Somebody, reviewer: Somebody, elsewhere: int
) -> None:
    join(reviewer, elsewhere, "reviewer")
    assert link_for(lead, reviewer) == 403
    join(lead, elsewhere, "reviewer")
    assert link_for(lead, reviewer) == 403


def test_lead_of_both_projects_makes_a_link(
    lead: Somebody, reviewer: Somebody, elsewhere: int
) -> None:
    join(reviewer, elsewhere, "reviewer")
    join(lead, elsewhere, "lead")
    assert link_for(lead, reviewer) == 200


def test_link_is_for_members_of_the_project_alone(
    lead: Somebody, admin: Somebody, people: People, elsewhere: int
) -> None:
    sam = people.add("Sam", "reviewer", elsewhere)
    assert link_for(lead, sam) == link_for(admin, sam) == 404
    assert admin.post(f"{PEOPLE}/{2**63 - 1}/link").status_code == 404


def test_refused_link_leaves_the_one_before(
    lead: Somebody, reviewer: Somebody, elsewhere: int, app: Flask
) -> None:
    link = link_on(lead.post(f"{PEOPLE}/{reviewer.person_id}/link").text)
    join(reviewer, elsewhere, "reviewer")
    assert link_for(lead, reviewer) == 403
    assert press(app.test_client(), link).status_code == 302


def test_people_page_shows_who_is_in(lead: Somebody, reviewer: Somebody) -> None:
    page = lead.get(PEOPLE).text
    assert page.index(lead.name) < page.index(reviewer.name)
    assert page.count("not yet signed in") == 2
