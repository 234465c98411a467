"""Repairs and places: which reviewers may repair, and what becomes of articles that are ended."""

import pytest

from tests.annotate.joining import add_article, ask, give_key, is_qualified
from tests.annotate.joining import end as end_qualification
from tests.annotate.places import end, label_all, pass_time, settle, state, take
from tests.annotate.races import at_once
from tests.annotate.repairs import current, do, send_repair
from tests.rig.api import get, judgment, save, sentences
from tests.rig.people import People, Somebody
from webapp.accounts import member_actions
from webapp.annotate import place_actions
from webapp.annotate.joining_queries import is_asked_for
from webapp.annotate.repair import repair
from webapp.db import Database
from webapp.documents.repair import Join, Split
from webapp.models import Assignment

ARTICLE = 3


@pytest.fixture
def ann(team: list[Somebody], project: int, seeded: Database) -> Somebody:
    """A reviewer with a place on an article of an assigned project that lets reviewers repair."""
    settle(seeded, project, reviewers_repair=True)
    assert take(team[0], project) == ARTICLE
    return team[0]


def refusal(who: Somebody, document: int) -> str:
    """Return why somebody may not join the first two sentences, empty where they have done so."""
    seen = get(who, f"/documents/{document}").get_json()["segmentation"]
    first = sentences(who.database, document)[0]
    answer = send_repair(who, document, segmentation=seen, join=first)
    link = 'id="repair"' in who.get(f"/annotate/{document}").text
    assert who.get(f"/annotate/{document}/repair").status_code == answer.status_code
    assert answer.status_code == (200 if link else 403)
    return str(answer.get_json().get("detail", ""))


# ---------------------------------------------------------------- who may


def test_reviewer_with_an_open_place_repairs(ann: Somebody) -> None:
    assert refusal(ann, ARTICLE) == ""


def test_reviewer_whose_place_ran_out_repairs_nothing(ann: Somebody, seeded: Database) -> None:
    pass_time(seeded, days=4)
    assert "an open place on the article" in refusal(ann, ARTICLE)


def test_reviewer_who_gave_the_place_back_repairs_nothing(ann: Somebody) -> None:
    ann.post(f"/annotate/{ARTICLE}/release")
    assert "an open place on the article" in refusal(ann, ARTICLE)


def test_reviewer_who_has_ended_the_article_repairs_nothing(ann: Somebody) -> None:
    end(ann, ARTICLE, incomplete=True)
    assert "You have ended this article" in refusal(ann, ARTICLE)


def test_reviewer_who_has_ended_an_article_of_an_open_project_repairs_nothing(
    reviewer: Somebody, seeded: Database, short: int
) -> None:
    settle(seeded, 1, reviewers_repair=True)
    end(reviewer, short, incomplete=True)
    assert "You have ended this article" in refusal(reviewer, short)


def test_reviewer_repairs_no_qualification_article(
    reviewer: Somebody, lead: Somebody, seeded: Database
) -> None:
    settle(seeded, 1, reviewers_repair=True)
    article = add_article(seeded, "qualification")
    give_key(lead, article)
    ask(seeded, 80)
    assert "its key would be lost" in refusal(reviewer, article)
    assert refusal(lead, article) == ""


def test_place_that_is_lost_while_a_repair_waits_repairs_nothing(
    ann: Somebody, seeded: Database
) -> None:
    wish = Join(sentences(seeded, ARTICLE)[0])
    problem = at_once(
        seeded,
        lambda session: place_actions.release(session, ann.caller, ARTICLE),
        lambda session: repair(session, ann.caller, ARTICLE, 1, wish),
    )
    assert "an open place on the article" in str(problem)


# ---------------------------------------------------------------- articles that are ended


def test_repair_that_takes_labels_away_opens_the_article_for_who_has_ended_it(
    ann: Somebody, team: list[Somebody], boss: Somebody, project: int, seeded: Database
) -> None:
    assert [take(team[1], project) for _ in range(4)] == [4, 5, 6, ARTICLE]
    label_all(ann, seeded, ARTICLE)
    save(team[1], ARTICLE, judgment(sentences(seeded, ARTICLE)[2]))
    for who in (ann, team[1]):
        end(who, ARTICLE, incomplete=True)
    do(seeded, boss, ARTICLE, Join(sentences(seeded, ARTICLE)[0]), 1)
    assert [state(who, ARTICLE) for who in (ann, team[1])] == ["progress", "submitted"]
    acts = get(boss, f"/projects/{project}/record").get_json()["items"]
    assert [each["act"] for each in acts[:2]] == ["reopened", "repaired"]
    new = sentences(seeded, ARTICLE)[0]
    assert save(ann, ARTICLE, judgment(new))[0]["outcome"] == "stored"


def test_repair_that_brings_every_label_back_opens_nothing(
    ann: Somebody, boss: Somebody, seeded: Database
) -> None:
    label_all(ann, seeded, ARTICLE)
    first, *_ = current(seeded, ARTICLE)
    second = current(seeded, ARTICLE)[1]
    do(seeded, boss, ARTICLE, Join(first[0]), 1)
    save(ann, ARTICLE, judgment(sentences(seeded, ARTICLE)[0]))
    end(ann, ARTICLE, incomplete=True)
    do(seeded, boss, ARTICLE, Split(sentences(seeded, ARTICLE)[0], second[1]), 2)
    assert state(ann, ARTICLE) == "submitted"


def test_repair_opens_nothing_for_who_is_no_member_any_more(
    ann: Somebody, boss: Somebody, project: int, seeded: Database
) -> None:
    label_all(ann, seeded, ARTICLE)
    end(ann, ARTICLE)
    with seeded.writing() as session:
        member_actions.remove(session, boss.caller, project, ann.person_id)
    do(seeded, boss, ARTICLE, Join(sentences(seeded, ARTICLE)[0]), 1)
    with seeded.reading() as session:
        assert session.get_one(Assignment, (ARTICLE, ann.person_id)).submitted_at


def test_repair_opens_no_try_of_the_qualification_that_was_ended(
    reviewer: Somebody, lead: Somebody, seeded: Database
) -> None:
    """Its reviewer has read the key by now; a lead opens the set again where that is meant."""
    article = add_article(seeded, "qualification")
    give_key(lead, article)
    ask(seeded, 80)
    end_qualification(reviewer, article, ("opinion",) * 4)
    do(seeded, lead, article, Join(sentences(seeded, article)[0]), 1)
    assert state(reviewer, article) == "submitted"
    assert not is_qualified(reviewer)


# ---------------------------------------------------------------- keys of replaced sentences


def test_qualification_whose_key_a_repair_has_taken_is_asked_of_nobody(
    reviewer: Somebody, lead: Somebody, seeded: Database
) -> None:
    article = add_article(seeded, "qualification")
    give_key(lead, article, ("sourced",))  # of the first sentence alone
    ask(seeded, 80)
    do(seeded, lead, article, Join(sentences(seeded, article)[0]), 1)
    with seeded.reading() as session:
        assert not is_asked_for(session, 1)
    assert reviewer.get("/annotate/1").status_code == 200


def test_article_whose_key_a_repair_has_taken_is_not_handed_out(
    people: People, lead: Somebody, seeded: Database
) -> None:
    lost, kept = add_article(seeded, "qualification"), add_article(seeded, "qualification")
    give_key(lead, lost, ("sourced",))
    give_key(lead, kept)
    ask(seeded, 80)
    do(seeded, lead, lost, Join(sentences(seeded, lost)[0]), 1)
    assert take(people.add("Nora New"), 1) == kept
