"""What a lead does by one click, and sharing out."""

import pytest

from tests.progress.conftest import Put, ago, pair, places
from tests.rig.people import Somebody
from webapp.db import Database

# ---------------------------------------------------------------- one click


@pytest.mark.usefixtures("assigned")
def test_lapsed_place_is_kept_by_one_click(
    lead: Somebody, reviewer: Somebody, put: Put, seeded: Database
) -> None:
    put(reviewer, started_at=ago(days=4), lease_until=ago(hours=1))
    assert 'formaction="/progress/1/extend"' in lead.get("/progress/1").text
    answer = lead.post(
        "/progress/1/extend", {"place": pair(1, reviewer), "next": "/progress/1?q=a"}
    )
    assert (answer.status_code, answer.headers["Location"]) == (303, "/progress/1?q=a")
    assert places(seeded) == {(1, reviewer.person_id): "progress"}


@pytest.mark.usefixtures("assigned")
def test_lapsed_place_is_not_kept_where_there_is_no_room(
    lead: Somebody, reviewer: Somebody, colleague: Somebody, put: Put, seeded: Database
) -> None:
    put(reviewer, lease_until=ago(hours=1))
    put(colleague)
    put(lead)
    before = places(seeded)
    answer = lead.post("/progress/1/extend", {"place": pair(1, reviewer)})
    assert answer.status_code == 409
    assert "More than 2 reviewers" in answer.text
    assert places(seeded) == before


def test_place_is_given_back_for_its_reviewer(
    lead: Somebody, reviewer: Somebody, put: Put, seeded: Database
) -> None:
    put(reviewer)
    assert lead.post("/progress/1/take-back", {"place": pair(1, reviewer)}).status_code == 303
    assert places(seeded) == {(1, reviewer.person_id): "released"}
    assert lead.post("/progress/1/take-back", {"place": pair(1, reviewer)}).status_code == 409


def test_submitted_article_is_reopened(
    lead: Somebody, reviewer: Somebody, put: Put, seeded: Database
) -> None:
    put(reviewer, started_at=ago(days=1), submitted_at=ago(hours=1))
    assert lead.post("/progress/1/take-back", {"place": pair(1, reviewer)}).status_code == 409
    assert lead.post("/progress/1/reopen", {"place": pair(1, reviewer)}).status_code == 303
    assert places(seeded) == {(1, reviewer.person_id): "progress"}


def test_act_goes_back_to_this_site_alone(lead: Somebody, reviewer: Somebody, put: Put) -> None:
    put(reviewer)
    fields = {"place": pair(1, reviewer), "next": "//evil.example/"}
    assert lead.post("/progress/1/extend", fields).headers["Location"] == "/progress/1"


# ---------------------------------------------------------------- sharing out


@pytest.mark.usefixtures("assigned")
def test_share_is_shown_first_and_given_as_shown(
    lead: Somebody, reviewer: Somebody, colleague: Somebody, seeded: Database
) -> None:
    page = lead.get("/progress/1/share").text
    assert "4 places on 2 articles would be given" in " ".join(page.split())
    assert places(seeded) == {}
    answer = lead.post("/progress/1/share", {"plan": _plan(page)}, follow_redirects=True)
    assert "4 places on 2 articles were given." in answer.text
    both = {reviewer.person_id, colleague.person_id}
    assert set(places(seeded)) == {(document, who) for document in (1, 2) for who in both}


@pytest.mark.usefixtures("colleague")
def test_share_that_is_another_one_by_now_is_not_given(
    lead: Somebody, reviewer: Somebody, put: Put, seeded: Database
) -> None:
    plan = _plan(lead.get("/progress/1/share").text)
    put(reviewer)
    before = places(seeded)
    answer = lead.post("/progress/1/share", {"plan": plan})
    assert answer.status_code == 409
    assert "Places have changed since this was worked out." in answer.text
    assert _plan(answer.text) != plan
    assert places(seeded) == before


@pytest.mark.usefixtures("reviewer")
def test_share_says_which_articles_stay_short(lead: Somebody) -> None:
    page = " ".join(lead.get("/progress/1/share").text.split())
    assert "2 articles would still lack 2 reviewers" in page


def _plan(page: str) -> str:
    return page.split('name="plan" type="hidden" value="')[1].split('"')[0]
