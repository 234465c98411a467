"""Places on articles: who gets the next one, how long it is theirs, how it ends."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pytest

from tests.annotate.places import (
    end,
    labels_of,
    pass_time,
    settle,
    state,
    take,
)
from tests.rig.api import get, judgment, post, save, sentences
from tests.rig.pages import words
from tests.rig.people import Somebody
from webapp.db import Database, now

# ---------------------------------------------------------------- the next article


def test_next_article_has_the_fewest_places_taken_and_is_the_oldest(
    team: list[Somebody], project: int
) -> None:
    ann, ben, cem = team
    assert [take(ann, project), take(ann, project)] == [3, 4]
    assert [take(ben, project), take(ben, project), take(ben, project)] == [5, 6, 3]
    assert [take(cem, project) for _ in range(4)] == [4, 5, 6, None]


def test_next_article_of_those_begun_has_the_fewest_places_taken_too(
    team: list[Somebody], project: int, seeded: Database
) -> None:
    settle(seeded, project, overlap=3)
    ann, ben, cem = team
    assert [take(ann, project) for _ in range(4)] == [3, 4, 5, 6]
    assert [take(ben, project), take(ben, project)] == [3, 4]
    assert [take(cem, project) for _ in range(4)] == [5, 6, 3, 4]


def test_next_article_is_never_one_that_one_has_had(team: list[Somebody], project: int) -> None:
    first = take(team[0], project)
    post(team[0], f"/documents/{first}/release", {})
    assert [take(team[0], project) for _ in range(4)] == [4, 5, 6, None]


def test_second_click_on_one_page_leads_to_the_same_article(
    team: list[Somebody], project: int
) -> None:
    ann = team[0]
    for _ in range(2):
        answer = ann.post(f"/annotate/projects/{project}/next", {"had": "0"})
        assert answer.location == "/annotate/3"
    answer = ann.post(f"/annotate/projects/{project}/next", {"had": "1"})
    assert answer.location == "/annotate/4"


def test_page_says_when_no_article_is_left(team: list[Somebody], project: int) -> None:
    while take(team[0], project):
        pass
    page = team[0].post(f"/annotate/projects/{project}/next", {"had": "4"}, follow_redirects=True)
    assert "No article needs you here now" in page.text


def test_open_project_hands_out_what_nobody_has_begun_by_labelling(
    reviewer: Somebody, colleague: Somebody, seeded: Database
) -> None:
    """Otherwise the answer would depend on what a colleague has labelled."""
    save(reviewer, 1, judgment(sentences(seeded)[0]))
    assert take(reviewer, 1) == 2  # one's own is begun
    assert take(colleague, 1) == 1


def test_two_tabs_that_begin_an_article_at_once_both_save(
    reviewer: Somebody, seeded: Database
) -> None:
    first, second, *_ = sentences(seeded)
    assert reviewer.headers
    start = Barrier(2)

    def say(sentence: int) -> str:
        start.wait()
        return str(save(reviewer, 1, judgment(sentence))[0]["outcome"])

    with ThreadPoolExecutor(2) as pool:
        assert list(pool.map(say, (first, second))) == ["stored", "stored"]
    assert state(reviewer, 1) == "progress"


# ---------------------------------------------------------------- what a place opens


def test_reviewer_sees_articles_with_a_place_alone(
    team: list[Somebody], boss: Somebody, project: int
) -> None:
    take(team[0], project)
    listed = f"/projects/{project}/documents"
    assert [each["id"] for each in get(team[0], listed).get_json()["items"]] == [3]
    assert [each["id"] for each in get(team[1], listed).get_json()["items"]] == []
    assert [each["id"] for each in get(boss, listed).get_json()["items"]] == [3, 4, 5, 6]
    for who, status in ((team[0], 200), (team[1], 404), (boss, 200)):
        for path in ("/annotate/3", "/annotate/3/sources", "/exchange/documents/3/sources"):
            assert who.get(path).status_code == status, path
        assert get(who, "/documents/3").status_code == status
        assert get(who, "/documents/3/place").status_code == status


def test_export_of_a_reviewer_has_the_sentences_of_their_articles_alone(
    team: list[Somebody], project: int
) -> None:
    take(team[0], project)
    for who, titles in ((team[0], {"One"}), (team[1], set())):
        rows = who.get(f"/exchange/{project}/export?format=jsonl&what=sentences").text
        assert {title for title in ("One", "Two") if f'"{title}"' in rows} == titles


def test_label_without_a_place_is_not_found_or_refused(
    team: list[Somebody], boss: Somebody, seeded: Database
) -> None:
    item = judgment(sentences(seeded, 3)[0])
    assert post(team[0], "/documents/3/annotations", [item]).status_code == 404
    (outcome,) = save(boss, 3, item)
    assert outcome["outcome"] == "refused"
    assert "needs a place" in outcome["reason"]
    assert "You read along" in boss.get("/annotate/3").text


# ---------------------------------------------------------------- leases


def test_lease_is_renewed_by_labels(team: list[Somebody], project: int, seeded: Database) -> None:
    settle(seeded, project, lease_hours=10)
    take(team[0], project)
    pass_time(seeded, hours=9)
    save(team[0], 3, judgment(sentences(seeded, 3)[0]))
    until = get(team[0], "/documents/3/place").get_json()["lease_until"]
    assert until > (now() + timedelta(hours=9.5)).isoformat()
    assert state(team[0], 3) == "progress"


def test_place_that_ran_out_goes_to_others(
    team: list[Somebody], project: int, seeded: Database
) -> None:
    settle(seeded, project, overlap=1)
    assert take(team[0], project) == 3
    pass_time(seeded, days=4)
    assert state(team[0], 3) == "lapsed"
    assert take(team[1], project) == 3


def test_reviewer_who_comes_back_in_time_goes_on(
    team: list[Somebody], project: int, seeded: Database
) -> None:
    take(team[0], project)
    one, two, _ = sentences(seeded, 3)
    save(team[0], 3, judgment(one))
    pass_time(seeded, days=4)
    assert "it is yours again" in words(team[0].get("/annotate/3").text)
    assert save(team[0], 3, judgment(two))[0]["outcome"] == "stored"
    assert state(team[0], 3) == "progress"


@pytest.fixture
def overtaken(team: list[Somebody], project: int, seeded: Database) -> Somebody:
    """A reviewer whose place ran out in the middle of an article and went to somebody else."""
    settle(seeded, project, overlap=1)
    take(team[0], project)
    save(team[0], 3, judgment(sentences(seeded, 3)[0]))
    pass_time(seeded, days=4)
    assert take(team[1], project) == 3
    return team[0]


def test_reviewer_who_comes_back_late_keeps_every_label_and_sees_what_happened(
    overtaken: Somebody, seeded: Database
) -> None:
    page = words(overtaken.get("/annotate/3").text)
    assert "Your place here ran out on" in page
    assert "went to somebody else. What you labelled stays" in page
    (late,) = save(overtaken, 3, judgment(sentences(seeded, 3)[1]))
    assert late["outcome"] == "refused"
    assert "ran out" in late["reason"]
    assert labels_of(seeded, overtaken) == ["sourced"]
    assert "Given back, or run out" in overtaken.get("/annotate/").text


def test_label_made_in_time_is_stored_whenever_it_arrives(
    overtaken: Somebody, seeded: Database
) -> None:
    made = (now() - timedelta(days=2)).isoformat()
    (outcome,) = save(overtaken, 3, judgment(sentences(seeded, 3)[1], "opinion", made_at=made))
    assert outcome["outcome"] == "stored"
    assert labels_of(seeded, overtaken) == ["sourced", "opinion"]


@pytest.mark.parametrize("way", ["ran out", "given back"])
def test_label_dated_before_its_place_was_taken_counts_as_made_now(
    way: str, team: list[Somebody], project: int, seeded: Database
) -> None:
    settle(seeded, project, overlap=1)
    take(team[0], project)
    if way == "ran out":
        pass_time(seeded, days=4)
        take(team[1], project)
    else:
        post(team[0], "/documents/3/release", {})
    item = judgment(sentences(seeded, 3)[0], made_at="1971-01-01T00:00:00Z")
    (outcome,) = save(team[0], 3, item)
    assert (outcome["outcome"], way in outcome["reason"]) == ("refused", True)
    assert labels_of(seeded, team[0]) == []


def test_label_dated_before_its_place_was_taken_is_stored_while_the_place_is_open(
    team: list[Somebody], project: int, seeded: Database
) -> None:
    """A clock that is slow costs nobody a label."""
    take(team[0], project)
    made = (now() - timedelta(minutes=9)).isoformat()
    (outcome,) = save(team[0], 3, judgment(sentences(seeded, 3)[0], made_at=made))
    assert outcome["outcome"] == "stored"


def test_label_in_an_open_project_is_stored_though_it_was_made_before_the_article_was_begun(
    reviewer: Somebody, seeded: Database
) -> None:
    """Another device brings what was labelled offline; labels need no place there."""
    first, second, *_ = sentences(seeded)
    save(reviewer, 1, judgment(first))
    end(reviewer, 1, incomplete=True)
    made = (now() - timedelta(hours=1)).isoformat()
    assert save(reviewer, 1, judgment(second, made_at=made))[0]["outcome"] == "stored"


def test_place_that_ran_out_and_was_taken_is_not_taken_again(overtaken: Somebody) -> None:
    answer = overtaken.post("/annotate/3/take-again")
    assert answer.status_code == 409
    assert "has all its reviewers by now" in answer.text


# ---------------------------------------------------------------- giving back


def test_place_given_back_is_free_and_can_be_taken_again(
    team: list[Somebody], project: int, seeded: Database
) -> None:
    settle(seeded, project, overlap=1)
    take(team[0], project)
    save(team[0], 3, judgment(sentences(seeded, 3)[0]))
    assert team[0].post("/annotate/3/release").status_code == 303
    assert state(team[0], 3) == "released"
    assert "You gave this article back" in words(team[0].get("/annotate/3").text)
    (outcome,) = save(team[0], 3, judgment(sentences(seeded, 3)[1]))
    assert outcome["outcome"] == "refused"
    assert team[0].post("/annotate/3/take-again").location == "/annotate/3"
    assert state(team[0], 3) == "progress"
    assert labels_of(seeded, team[0]) == ["sourced"]


def test_place_that_is_not_there_cannot_be_given_back(reviewer: Somebody) -> None:
    answer = reviewer.post("/annotate/1/release")
    assert answer.status_code == 409
    assert "no place on this article" in answer.text
