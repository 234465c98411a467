"""The grid: places given and taken back by hand, at once, under the limit k."""

from typing import Any

import pytest

from tests.progress.conftest import Put, ago, pair, places
from tests.rig.people import People, Somebody
from webapp.accounts import pseudonym_actions
from webapp.annotate import grid_actions
from webapp.annotate.grid_actions import Changed, Ticks
from webapp.annotate.grid_queries import Pair
from webapp.db import Database, now
from webapp.documents.actions import add_project
from webapp.models import Project
from webapp.progress.forms import seen

GRID = "/progress/1/places"


def change(
    database: Database, lead: Somebody, shown: dict[Pair, str], ticked: set[Pair]
) -> Changed:
    with database.writing() as session:
        return grid_actions.change(session, lead.caller, 1, Ticks(shown, ticked))


def row(document: int, cells: dict[Somebody, str]) -> str:
    return seen(document, {who.person_id: state for who, state in cells.items()})


# ---------------------------------------------------------------- the form


def test_tick_gives_a_place(lead: Somebody, reviewer: Somebody, seeded: Database) -> None:
    fields = {"seen": row(1, {reviewer: "none"}), "place": pair(1, reviewer)}
    answer = lead.post(GRID, fields, follow_redirects=True)
    assert "1 place was given." in answer.text
    assert places(seeded) == {(1, reviewer.person_id): "offered"}


def test_who_has_left_gets_no_place(lead: Somebody, reviewer: Somebody, seeded: Database) -> None:
    with seeded.writing() as session:
        pseudonym_actions.replace(session, None, reviewer.person_id)
    fields = {"seen": row(1, {reviewer: "none"}), "place": pair(1, reviewer)}
    answer = lead.post(GRID, fields)
    assert (answer.status_code, places(seeded)) == (404, {})
    assert "could get a place" in answer.text


def test_article_is_not_opened_again_for_who_has_left(
    lead: Somebody, reviewer: Somebody, put: Put, seeded: Database
) -> None:
    put(reviewer, started_at=ago(days=1), submitted_at=ago(hours=1))
    with seeded.writing() as session:
        pseudonym_actions.replace(session, None, reviewer.person_id)
    before = places(seeded)
    answer = lead.post("/progress/1/reopen", {"place": pair(1, reviewer)})
    assert (answer.status_code, places(seeded)) == (404, before)


def test_tick_taken_away_gives_the_place_back(
    lead: Somebody, reviewer: Somebody, put: Put, seeded: Database
) -> None:
    put(reviewer)
    answer = lead.post(GRID, {"seen": row(1, {reviewer: "offered"})}, follow_redirects=True)
    assert "1 place was taken back." in answer.text
    assert places(seeded) == {(1, reviewer.person_id): "released"}


def test_submitted_place_is_reopened_and_else_stays(
    lead: Somebody, reviewer: Somebody, put: Put, seeded: Database
) -> None:
    put(reviewer, started_at=ago(days=1), submitted_at=ago(hours=1))
    shown = {"seen": row(1, {reviewer: "submitted"})}
    lead.post(GRID, shown)
    assert places(seeded) == {(1, reviewer.person_id): "submitted"}
    lead.post(GRID, shown | {"reopen": pair(1, reviewer)})
    assert places(seeded) == {(1, reviewer.person_id): "progress"}


@pytest.mark.parametrize("state", ["lapsed", "released", "begun"])
def test_place_that_is_no_longer_kept_can_be_given_again(
    state: str, lead: Somebody, reviewer: Somebody, put: Put, seeded: Database
) -> None:
    values: dict[str, dict[str, Any]] = {
        "lapsed": {"lease_until": ago(hours=1)},
        "released": {"ended_at": ago(hours=1)},
        "begun": {"lease_until": None},
    }
    put(reviewer, started_at=ago(days=1), **values[state])
    fields = {"seen": row(1, {reviewer: state}), "place": pair(1, reviewer)}
    lead.post(GRID, fields)
    assert places(seeded) == {(1, reviewer.person_id): "progress"}


@pytest.mark.usefixtures("assigned")
def test_more_than_k_changes_nothing_and_names_the_articles(
    lead: Somebody, reviewer: Somebody, colleague: Somebody, put: Put, seeded: Database
) -> None:
    put(colleague)
    put(lead, 1)
    shown = {reviewer: "none", colleague: "offered"}
    ticked = [pair(1, reviewer), pair(1, colleague), pair(2, reviewer)]
    fields = {"seen": [row(1, shown), row(2, {reviewer: "none"})], "place": ticked}
    answer = lead.post(f"{GRID}?q=", fields)
    assert answer.status_code == 409
    assert "More than 2 reviewers: “US forces in Iraq" in answer.text
    assert "Nothing was changed." in answer.text
    assert f'value="{pair(2, reviewer)}" checked' in answer.text
    assert (2, reviewer.person_id) not in places(seeded)


@pytest.mark.usefixtures("assigned")
def test_exchange_of_one_reviewer_for_another_keeps_to_k(
    lead: Somebody, reviewer: Somebody, colleague: Somebody, put: Put, seeded: Database
) -> None:
    put(colleague)
    put(lead)
    shown: dict[Pair, str] = {
        (1, reviewer.person_id): "none",
        (1, colleague.person_id): "offered",
    }
    change(seeded, lead, shown, {(1, reviewer.person_id)})
    found = places(seeded)
    assert found[1, colleague.person_id] == "released"
    assert found[1, reviewer.person_id] == "offered"


def test_more_than_k_is_allowed_and_told_in_an_open_project(
    lead: Somebody, reviewer: Somebody, colleague: Somebody, put: Put, seeded: Database
) -> None:
    put(colleague)
    with seeded.writing() as session:
        session.get_one(Project, 1).overlap = 1
    fields = {"seen": row(1, {reviewer: "none"}), "place": pair(1, reviewer)}
    answer = lead.post(GRID, fields, follow_redirects=True)
    assert "More reviewers than needed: “US forces in Iraq" in answer.text
    assert places(seeded)[1, reviewer.person_id] == "offered"


def test_place_that_changed_meanwhile_is_told_and_kept(
    lead: Somebody, reviewer: Somebody, colleague: Somebody, put: Put, seeded: Database
) -> None:
    put(reviewer, started_at=ago(hours=2), submitted_at=ago(hours=1))
    fields = {
        "seen": row(1, {reviewer: "progress", colleague: "none"}),
        "place": pair(1, colleague),
    }
    answer = lead.post(GRID, fields, follow_redirects=True)
    assert "Changed since you opened the page, and left as they are now: Rita" in answer.text
    assert "1 place was given." in answer.text
    found = places(seeded)
    assert found[1, reviewer.person_id] == "submitted"
    assert found[1, colleague.person_id] == "offered"


@pytest.mark.parametrize(
    "fields",
    [
        {},
        {"seen": "x"},
        {"seen": "1:2z"},
        {"seen": "1:2"},
        {"seen": "1:2n", "place": "1"},
        {"seen": "1:2n", "reopen": "a-b"},
        {"seen": "1:" + ",".join(f"{each}n" for each in range(1, 1002))},
    ],
    ids=range(7),
)
def test_form_that_does_not_say_what_it_showed_is_refused(
    fields: dict[str, str], lead: Somebody, seeded: Database
) -> None:
    answer = lead.post(GRID, fields)
    assert answer.status_code == 422
    assert "Load the page again." in answer.text
    assert places(seeded) == {}


def test_places_of_other_projects_cannot_be_given(
    lead: Somebody, reviewer: Somebody, admin: Somebody, seeded: Database
) -> None:
    with seeded.writing() as session:
        other = add_project(session, "Elsewhere").id
    fields = {"seen": row(1, {reviewer: "none"}), "place": pair(1, reviewer)}
    assert admin.post(f"/progress/{other}/places", fields).status_code == 404
    stranger = {"seen": row(1, {admin: "none"}), "place": pair(1, admin)}
    assert lead.post(GRID, stranger).status_code == 404
    assert places(seeded) == {}


def test_closed_project_takes_no_change(
    lead: Somebody, reviewer: Somebody, seeded: Database
) -> None:
    with seeded.writing() as session:
        session.get_one(Project, 1).closed_at = now()
    fields = {"seen": row(1, {reviewer: "none"}), "place": pair(1, reviewer)}
    assert lead.post(GRID, fields).status_code == 409
    assert lead.get(GRID).status_code == 200
    for act in ("take-back", "extend", "assign", "reopen"):
        answer = lead.post(f"/progress/1/{act}", {"place": pair(1, reviewer)})
        assert answer.status_code in (404, 409)
    assert places(seeded) == {}


# ---------------------------------------------------------------- the page


def test_cell_says_its_state_in_words(lead: Somebody, reviewer: Somebody, put: Put) -> None:
    put(reviewer, lease_until=ago(hours=1))
    page = " ".join(lead.get(GRID).text.split())
    assert "Rita Reviewer, US forces in Iraq" in page
    assert ": ran out</span>" in page


def test_people_are_found_by_their_names(
    lead: Somebody, reviewer: Somebody, colleague: Somebody
) -> None:
    page = lead.get(f"{GRID}?who=RITA").text
    assert pair(1, reviewer) in page
    assert pair(1, colleague) not in page


def test_twelve_people_stand_on_a_page(lead: Somebody, reviewer: Somebody, people: People) -> None:
    for number in range(12):
        people.add(f"A {number:02}")
    first, second = lead.get(GRID).text, lead.get(f"{GRID}?people=2").text
    assert "People 1 to 12 of 14" in first
    assert pair(1, reviewer) not in first
    assert pair(1, reviewer) in second


def test_grid_of_one_article_shows_it_alone(lead: Somebody, reviewer: Somebody) -> None:
    page = lead.get(f"{GRID}?article=2").text
    assert pair(2, reviewer) in page
    assert pair(1, reviewer) not in page
