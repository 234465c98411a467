"""Members of a project: another role, taking them out, and the last lead."""

from concurrent.futures import ThreadPoolExecutor

import pytest

from tests.rig.api import get, judgment, save, sentences, stored
from tests.rig.databases import ONLY_POSTGRESQL
from tests.rig.people import People, Somebody
from webapp.accounts import member_actions
from webapp.annotate import place_actions
from webapp.db import Database
from webapp.models import Assignment, Project

PEOPLE = "/accounts/projects/1/people"


def acts(who: Somebody) -> list[str]:
    return [each["sentence"] for each in get(who, "/projects/1/record").get_json()["items"]]


@pytest.fixture
def second(people: People) -> Somebody:
    """Another lead of the project."""
    return people.add("Lars Lead", "lead")


@pytest.mark.parametrize("who", ["lead", "admin"])
def test_member_gets_another_role(
    who: str, lead: Somebody, admin: Somebody, reviewer: Somebody
) -> None:
    changer = {"lead": lead, "admin": admin}[who]
    page = f"{PEOPLE}/{reviewer.person_id}"
    assert "Reviewer in this project, not yet signed in." in changer.get(page).text
    assert changer.post(f"{page}/role", {"role": "lead"}).status_code == 303
    assert reviewer.get("/agreement/1").status_code == 200
    assert acts(lead)[0] == f"{changer.name} changed the role of Rita Reviewer: reviewer → lead"
    assert changer.post(f"{page}/role", {"role": "reviewer"}).status_code == 303
    assert reviewer.get("/agreement/1").status_code == 403


def test_same_role_changes_nothing(lead: Somebody) -> None:
    before = acts(lead)
    page = f"{PEOPLE}/{lead.person_id}/role"
    assert lead.post(page, {"role": "lead"}).status_code == 303
    assert acts(lead) == before


@pytest.mark.parametrize("role", ["", "admin", "x" * 5000])
def test_role_that_there_is_not_is_refused(
    role: str, lead: Somebody, reviewer: Somebody, seeded: Database
) -> None:
    before = stored(seeded)
    answer = lead.post(f"{PEOPLE}/{reviewer.person_id}/role", {"role": role})
    assert answer.status_code == 422
    assert "role: reviewer or lead." in answer.text
    assert stored(seeded) == before


def test_member_is_taken_out_and_the_labels_stay(
    lead: Somebody, reviewer: Somebody, seeded: Database
) -> None:
    save(reviewer, 1, judgment(sentences(seeded)[0]))
    before = lead.get("/exchange/1/export?format=csv").data
    answer = lead.post(f"{PEOPLE}/{reviewer.person_id}/remove", follow_redirects=True)
    assert "Rita Reviewer is in this project no more. The labels stay." in answer.text
    assert reviewer.get("/annotate/1").status_code == 404
    assert lead.get("/exchange/1/export?format=csv").data == before
    assert lead.get(f"{PEOPLE}/{reviewer.person_id}").status_code == 404
    assert acts(lead)[1] == "Lena Lead took Rita Reviewer out of the project"


def test_places_of_a_removed_member_go_back(
    lead: Somebody, reviewer: Somebody, colleague: Somebody, seeded: Database
) -> None:
    with seeded.writing() as session:
        project = session.get_one(Project, 1)
        project.mode, project.overlap = "assigned", 1
        for _ in range(2):
            place_actions.take_next(session, reviewer.caller, 1)
        place_actions.submit(session, reviewer.caller, 1, incomplete=True)
        assert place_actions.take_next(session, colleague.caller, 1) is None
    lead.post(f"{PEOPLE}/{reviewer.person_id}/remove")
    with seeded.writing() as session:
        ended, open_ = (session.get_one(Assignment, (n, reviewer.person_id)) for n in (1, 2))
        assert (ended.ended_at, open_.ended_by_id) == (None, lead.person_id)
        assert place_actions.take_next(session, colleague.caller, 1) == 2


@pytest.mark.parametrize("way", ["role", "remove"])
def test_last_lead_is_kept_by_all_but_an_admin(
    way: str, lead: Somebody, admin: Somebody, seeded: Database
) -> None:
    before = stored(seeded)
    path, fields = f"{PEOPLE}/{lead.person_id}/{way}", {"role": "reviewer"}
    answer = lead.post(path, fields)
    assert answer.status_code == 403
    assert "This is the last lead of the project." in answer.text
    assert stored(seeded) == before
    assert admin.post(path, fields).status_code == 303
    assert lead.get("/agreement/1").status_code in (403, 404)


def test_lead_leaves_once_there_is_another(lead: Somebody, second: Somebody) -> None:
    answer = lead.post(f"{PEOPLE}/{lead.person_id}/remove")
    assert (answer.status_code, answer.headers["Location"]) == (303, "/")
    assert lead.get("/documents/projects/1").status_code == 404
    assert second.post(f"{PEOPLE}/{second.person_id}/remove").status_code == 403


def test_pseudonym_is_no_lead_any_more(
    lead: Somebody, second: Somebody, admin: Somebody, seeded: Database
) -> None:
    admin.post(f"{PEOPLE}/{second.person_id}/pseudonym")
    before = stored(seeded)
    assert lead.post(f"{PEOPLE}/{lead.person_id}/remove").status_code == 403
    role = f"{PEOPLE}/{second.person_id}/role"
    assert admin.post(role, {"role": "reviewer"}).status_code == 409
    assert stored(seeded) == before


@ONLY_POSTGRESQL
def test_two_leads_do_not_leave_at_once(lead: Somebody, second: Somebody, seeded: Database) -> None:
    with ThreadPoolExecutor(1) as other, seeded.writing() as session:
        member_actions.remove(session, lead.caller, 1, lead.person_id)
        session.flush()
        late = other.submit(second.post, f"{PEOPLE}/{second.person_id}/remove")
        with pytest.raises(TimeoutError):
            late.result(timeout=0.5)
        session.commit()
        assert late.result(timeout=10).status_code == 403


def test_person_of_another_project_is_not_found(lead: Somebody, admin: Somebody) -> None:
    for number in (admin.person_id, 99, 2**63 - 1):
        for path in ("", "/pseudonym"):
            assert lead.get(f"{PEOPLE}/{number}{path}").status_code == 404
        for path in ("/role", "/remove", "/pseudonym"):
            assert lead.post(f"{PEOPLE}/{number}{path}", {"role": "lead"}).status_code == 404
