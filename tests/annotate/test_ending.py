"""Ending an article, and what a closed project takes."""

from datetime import timedelta

from tests.annotate.places import (
    end,
    label_all,
    labels_of,
    pass_time,
    settle,
    state,
    take,
)
from tests.rig.api import judgment, post, save, sentences
from tests.rig.pages import words
from tests.rig.people import Somebody
from webapp.db import Database, now


def test_ending_says_first_what_is_unlabelled(
    team: list[Somebody], project: int, seeded: Database
) -> None:
    take(team[0], project)
    save(team[0], 3, judgment(sentences(seeded, 3)[1]))
    answer = team[0].post("/annotate/3/submit")
    assert answer.status_code == 409
    assert "2 sentences have no label yet" in words(answer.text)
    assert "One, sentence 0." in answer.text
    assert "One, sentence 1." not in answer.text
    assert state(team[0], 3) == "progress"
    assert end(team[0], 3) == 409
    assert team[0].post("/annotate/3/submit", {"incomplete": "1"}).status_code == 303
    assert state(team[0], 3) == "submitted"


def test_ended_article_stays_as_it_is(team: list[Somebody], project: int, seeded: Database) -> None:
    take(team[0], project)
    pass_time(seeded, minutes=10)
    before = (now() - timedelta(minutes=5)).isoformat()
    label_all(team[0], seeded, 3)
    assert end(team[0], 3) == 200
    first, second, _ = sentences(seeded, 3)
    (late,) = save(team[0], 3, judgment(first, "opinion"))
    assert (late["outcome"], "ended this article" in late["reason"]) == ("refused", True)
    (queued,) = save(team[0], 3, judgment(second, "opinion", made_at=before))
    assert queued["outcome"] == "stored"
    assert labels_of(seeded, team[0]) == ["sourced", "opinion", "sourced"]
    page = words(team[0].get("/annotate/3").text)
    assert "You ended this article on" in page
    assert "End this article" not in page


def test_ended_place_never_runs_out(team: list[Somebody], project: int, seeded: Database) -> None:
    settle(seeded, project, overlap=1)
    take(team[0], project)
    end(team[0], 3, incomplete=True)
    pass_time(seeded, days=400)
    assert state(team[0], 3) == "submitted"
    assert take(team[1], project) == 4


def test_open_article_is_ended_without_having_been_asked_for(
    reviewer: Somebody, seeded: Database
) -> None:
    label_all(reviewer, seeded, 1)
    assert end(reviewer, 1) == 200
    assert state(reviewer, 1) == "submitted"
    assert end(reviewer, 1) == 200  # again, which changes nothing


def test_ending_without_a_place_is_refused(boss: Somebody) -> None:
    answer = post(boss, "/documents/3/submission", {"incomplete": True})
    assert answer.status_code == 409
    assert "needs a place" in answer.text


def test_closed_project_takes_nothing_and_shows_everything(
    team: list[Somebody], project: int, seeded: Database
) -> None:
    take(team[0], project)
    settle(seeded, project, closed_at=now())
    (outcome,) = save(team[0], 3, judgment(sentences(seeded, 3)[0]))
    assert (outcome["outcome"], "closed" in outcome["reason"]) == ("refused", True)
    for path in (f"/projects/{project}/next", "/documents/3/submission", "/documents/3/release"):
        assert post(team[0], path, {}).status_code == 409
    assert "This project has been closed since" in team[0].get("/annotate/3").text
    assert "Give me the next article" not in team[0].get("/annotate/").text
