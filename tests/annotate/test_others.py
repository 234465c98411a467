"""How the others labelled an article: whom it is shown to, when, and what it does to agreement."""

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select

from tests.annotate.places import end, label_all, labels_of, settle
from tests.rig.api import get, judgment, save, sentences
from tests.rig.pages import words
from tests.rig.people import Somebody
from webapp.annotate import reopen_actions
from webapp.annotate.actions import rebuild
from webapp.db import Database, now
from webapp.models import Annotation, Assignment, Event


def others(who: Somebody, document: int) -> Any:
    answer = get(who, f"/documents/{document}/others")
    return answer.get_json() if answer.status_code == 200 else answer.status_code


@pytest.fixture
def pair(team: list[Somebody], project: int, seeded: Database) -> list[Somebody]:
    """Two reviewers with a place on the same article, who see each other's labels in the end."""
    settle(seeded, project, shows_others=True)
    since, until = now() - timedelta(days=1), now() + timedelta(days=1)
    with seeded.writing() as session:
        for who in team[:2]:
            place = {"document_id": 3, "reviewer_id": who.person_id}
            session.add(Assignment(**place, offered_at=since, lease_until=until))
    return team[:2]


def informed(database: Database, who: Somebody) -> list[bool]:
    with database.reading() as session:
        rows = session.scalars(
            select(Annotation.informed)
            .where(Annotation.reviewer_id == who.person_id)
            .order_by(Annotation.sentence_id)
        )
        return list(rows)


def test_others_are_shown_once_every_place_was_submitted(
    pair: list[Somebody], seeded: Database
) -> None:
    ann, ben = pair
    label_all(ann, seeded, 3, "sourced")
    label_all(ben, seeded, 3, "opinion")
    assert others(ann, 3) == 403
    assert "once you have ended the article" in ann.get("/annotate/3/others").text
    end(ann, 3)
    assert others(ann, 3) == 403
    assert "once all of them have ended" in ann.get("/annotate/3/others").text
    assert "How the others labelled it" not in ann.get("/annotate/3").text
    end(ben, 3)
    assert [(each["own"], each["others"]) for each in others(ann, 3)] == [
        ("sourced", ["opinion"])
    ] * 3
    assert "How the others labelled it" in ann.get("/annotate/3").text
    page = words(ann.get("/annotate/3/others").text)
    assert "You and 1 other ;" in page or "You and 1 other;" in page
    assert ben.name not in page


def test_others_are_not_shown_where_the_project_does_not_want_it(
    pair: list[Somebody],
    project: int,
    seeded: Database,
) -> None:
    settle(seeded, project, shows_others=False)
    for who in pair:
        end(who, 3, incomplete=True)
    assert others(pair[0], 3) == 403


def test_free_place_keeps_the_others_hidden(
    pair: list[Somebody],
    project: int,
    seeded: Database,
) -> None:
    settle(seeded, project, overlap=3)
    for who in pair:
        end(who, 3, incomplete=True)
    assert others(pair[0], 3) == 403


def test_open_project_shows_those_who_have_submitted_to_each_other(
    reviewer: Somebody, colleague: Somebody, lead: Somebody, seeded: Database
) -> None:
    settle(seeded, 1, shows_others=True)
    for who in (reviewer, colleague, lead):
        label_all(who, seeded, 1, "unsourced")
    end(reviewer, 1)
    assert others(reviewer, 1)[0]["others"] == []
    assert "Nobody else has ended" in reviewer.get("/annotate/1/others").text
    end(colleague, 1)
    assert others(reviewer, 1)[0]["others"] == ["unsourced"]
    assert others(lead, 1) == 403


def test_labels_given_after_having_seen_others_say_so(
    pair: list[Somebody], seeded: Database
) -> None:
    ann, ben = pair
    label_all(ann, seeded, 3, "sourced")
    for who in pair:
        end(who, 3, incomplete=True)
    others(ann, 3)
    with seeded.writing() as session:
        for who in pair:
            reopen_actions.reopen(session, 3, who.person_id)
    first, second, _ = sentences(seeded, 3)
    save(ann, 3, judgment(first, "opinion"), judgment(second, "sourced", note="still"))
    save(ben, 3, judgment(first, "opinion"))
    assert informed(seeded, ann) == [True, False, False]  # a note leaves a label what it was
    assert informed(seeded, ben) == [False]
    with seeded.reading() as session:
        assert session.scalars(select(Event.informed).order_by(Event.id.desc()).limit(3)).all() == [
            False,
            False,
            True,
        ]
    assert labels_of(seeded, ann) == ["opinion", "sourced", "sourced"]


def test_clock_that_is_set_back_makes_no_label_independent(
    pair: list[Somebody], seeded: Database
) -> None:
    ann = pair[0]
    label_all(ann, seeded, 3, "sourced")
    for who in pair:
        end(who, 3, incomplete=True)
    others(ann, 3)
    early = (now() - timedelta(hours=1)).isoformat()
    (outcome,) = save(ann, 3, judgment(sentences(seeded, 3)[0], "opinion", made_at=early))
    assert outcome["outcome"] == "stored"  # it was made in time, by that clock
    assert informed(seeded, ann) == [True, False, False]


def test_rebuild_keeps_which_labels_were_given_after_having_seen_others(
    pair: list[Somebody], seeded: Database
) -> None:
    test_labels_given_after_having_seen_others_say_so(pair, seeded)
    with seeded.writing() as session:
        rebuild(session)
    assert informed(seeded, pair[0]) == [True, False, False]


def test_agreement_leaves_out_labels_given_after_having_seen_others(
    pair: list[Somebody], boss: Somebody, project: int, seeded: Database
) -> None:
    ann = pair[0]
    for who in pair:
        label_all(who, seeded, 3, "sourced")
        end(who, 3)
    others(ann, 3)
    with seeded.writing() as session:
        reopen_actions.reopen(session, 3, ann.person_id)
    save(ann, 3, judgment(sentences(seeded, 3)[0], "opinion"))
    report = get(boss, f"/projects/{project}/agreement").get_json()
    assert report["n"]["annotations"] == 5
    assert report["n"]["sentences_with_two"] == 2
    assert report["coefficients"]["percent_agreement"]["estimate"] == 1
    page = words(boss.get(f"/agreement/{project}").text)
    assert "1 label left out that was given after having seen others’" in page
    assert len(boss.get(f"/agreement/{project}/sheet.csv").text.splitlines()) == 1
