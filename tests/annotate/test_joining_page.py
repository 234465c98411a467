"""How reviewers join, what an article is for, its key, and the feedback: the pages."""

import re
from datetime import timedelta

import pytest
from sqlalchemy import func, select

from tests.annotate.joining import (
    KEY,
    WRONG,
    add_article,
    end,
    give_key,
    is_qualified,
    next_article,
)
from tests.annotate.places import settle
from tests.rig.api import get, judgment, put, save, sentences
from tests.rig.people import Somebody
from webapp.annotate import reopen_actions
from webapp.db import Database, now
from webapp.models import Annotation, AnswerKey, Document, Project

PAGE = "/documents/projects/1/joining"


def seen(page: str) -> str:
    found = re.search(r'name="seen"[^>]*value="([^"]*)"', page)
    assert found
    return found[1].replace("&#34;", '"')


def set_joining(who: Somebody, **changed: object) -> tuple[int, str]:
    fields = {
        "threshold": "80",
        "repeats": "5",
        "repeat_days": "7",
        "seen": seen(who.get(PAGE).text),
    }
    answer = who.post(PAGE, fields | {name: str(each) for name, each in changed.items()})
    return answer.status_code, answer.text


def joining(database: Database) -> tuple[int | None, int, int]:
    with database.reading() as session:
        found = session.get_one(Project, 1)
        return found.threshold, found.repeats, found.repeat_days


def test_lead_sets_how_reviewers_join(lead: Somebody, seeded: Database) -> None:
    assert set_joining(lead, repeat_days=14)[0] == 303
    assert joining(seeded) == (80, 5, 14)
    assert set_joining(lead, threshold="")[0] == 303
    assert joining(seeded) == (None, 5, 7)


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        ({"threshold": "101"}, "A whole number from 1 to 100"),
        ({"threshold": "many"}, "Not a valid integer"),
        ({"repeats": "21"}, "A whole number from 0 to 20"),
        ({"repeat_days": "0"}, "A whole number from 1 to 365"),
        ({"seen": "nonsense"}, "does not say what it showed"),
    ],
)
def test_wrong_setting_is_refused_in_words(
    wrong: dict[str, str], says: str, lead: Somebody, seeded: Database
) -> None:
    status, page = set_joining(lead, **wrong)
    assert (status, says in page) == (422, True)
    assert joining(seeded) == (None, 0, 7)


def test_settings_that_changed_meanwhile_are_not_replaced_unseen(
    lead: Somebody, seeded: Database
) -> None:
    shown = seen(lead.get(PAGE).text)
    set_joining(lead)
    status, page = set_joining(lead, repeats=10, seen=shown)
    assert (status, "Somebody changed this" in page) == (409, True)
    assert joining(seeded) == (80, 5, 7)


def test_lead_says_what_an_article_is_for(lead: Somebody, seeded: Database) -> None:
    answer = lead.post("/documents/1/purpose", {"purpose": "shared", "due": "2026-03-06"})
    assert answer.status_code == 303
    with seeded.reading() as session:
        found = session.get_one(Document, 1)
        assert (found.purpose, str(found.due)) == ("shared", "2026-03-06")
    assert "6 March 2026" in lead.get(PAGE).text
    lead.post("/documents/1/purpose", {"purpose": "regular", "due": "2026-03-06"})
    with seeded.reading() as session:
        assert session.get_one(Document, 1).due is None


@pytest.mark.parametrize("fields", [{}, {"purpose": "gold"}, {"purpose": "shared", "due": "soon"}])
def test_wrong_purpose_is_refused(fields: dict[str, str], lead: Somebody, seeded: Database) -> None:
    assert lead.post("/documents/1/purpose", fields).status_code == 422
    with seeded.reading() as session:
        assert session.get_one(Document, 1).purpose == "regular"


def test_articles_are_found_by_words_of_their_titles(lead: Somebody) -> None:
    page = lead.get(PAGE, query_string={"q": "a"}).text
    assert "/documents/1/purpose" in page
    assert "No article has" in lead.get(PAGE, query_string={"q": "100% nothing"}).text


# ---------------------------------------------------------------- the key


def test_labels_of_a_lead_become_the_key_and_notes_the_explanations(
    lead: Somebody, seeded: Database
) -> None:
    document_id = add_article(seeded, "qualification")
    one, two, *_ = sentences(seeded, document_id)
    save(lead, document_id, judgment(one, "opinion", note="It judges."), judgment(two))
    assert lead.post(f"/annotate/{document_id}/key/labels").status_code == 303
    key = get(lead, f"/documents/{document_id}/key").get_json()
    assert key == [
        {"sentence_id": one, "label": "opinion", "explanation": "It judges."},
        {"sentence_id": two, "label": "sourced", "explanation": ""},
    ]


@pytest.mark.parametrize("who", ["lead", "admin"])
def test_labels_for_a_key_need_no_place(
    who: str, seeded: Database, request: pytest.FixtureRequest
) -> None:
    somebody: Somebody = request.getfixturevalue(who)
    settle(seeded, 1, mode="assigned")
    document_id = add_article(seeded, "qualification")
    assert "You read along" not in somebody.get(f"/annotate/{document_id}").text
    (outcome,) = save(somebody, document_id, judgment(sentences(seeded, document_id)[0]))
    assert outcome["outcome"] == "stored"
    assert somebody.post(f"/annotate/{document_id}/key/labels").status_code == 303


def test_labels_that_are_none_are_no_key(lead: Somebody, seeded: Database) -> None:
    document_id = add_article(seeded, "qualification")
    answer = lead.post(f"/annotate/{document_id}/key/labels")
    assert (answer.status_code, "You have labelled no sentence" in answer.text) == (409, True)


def test_key_is_edited_by_a_plain_form(lead: Somebody, seeded: Database) -> None:
    document_id = add_article(seeded, "qualification")
    give_key(lead, document_id)
    one, two, *_ = sentences(seeded, document_id)
    page = f"/annotate/{document_id}/key"
    fields = {"seen": seen(lead.get(page).text), f"label-{two}": "opinion", f"why-{two}": " Why. "}
    assert lead.post(page, fields).status_code == 303
    key = get(lead, f"/documents/{document_id}/key").get_json()
    assert key == [{"sentence_id": two, "label": "opinion", "explanation": "Why."}]
    assert lead.post(page, fields | {f"label-{one}": "true"}).status_code == 422


def test_key_that_changed_meanwhile_is_not_replaced_unseen(
    lead: Somebody, seeded: Database
) -> None:
    document_id = add_article(seeded, "qualification")
    page, (one, *_) = f"/annotate/{document_id}/key", sentences(seeded, document_id)
    shown = seen(lead.get(page).text)
    give_key(lead, document_id)
    answer = lead.post(page, {"seen": shown, f"label-{one}": "opinion", f"why-{one}": "My words"})
    assert (answer.status_code, "My words" in answer.text) == (409, True)
    assert len(get(lead, f"/documents/{document_id}/key").get_json()) == 4


def test_key_is_uploaded(lead: Somebody, seeded: Database) -> None:
    document_id = add_article(seeded, "qualification")
    one, two, *_ = sentences(seeded, document_id)
    given = [{"sentence_id": one, "label": "opinion"}, {"sentence_id": two, "label": "sourced"}]
    assert put(lead, f"/documents/{document_id}/key", given).status_code == 200
    assert [each["label"] for each in get(lead, f"/documents/{document_id}/key").get_json()] == [
        "opinion",
        "sourced",
    ]
    wrongs: tuple[object, ...] = (
        [{"sentence_id": one, "label": "true"}],
        [{"sentence_id": 1, "label": "sourced"}],
        [given[0], given[0]],
        {},
        [{"sentence_id": one, "label": "sourced", "explanation": "\0"}],
    )
    for wrong in wrongs:
        assert put(lead, f"/documents/{document_id}/key", wrong).status_code == 422
    assert len(get(lead, f"/documents/{document_id}/key").get_json()) == 2


def test_reviewer_gets_no_key(qualification: int, reviewer: Somebody, seeded: Database) -> None:
    end(reviewer, qualification)
    assert reviewer.get(f"/annotate/{qualification}/key").status_code == 403
    assert get(reviewer, f"/documents/{qualification}/key").status_code == 403
    assert put(reviewer, f"/documents/{qualification}/key", []).status_code == 403
    assert reviewer.get(PAGE).status_code == 403
    with seeded.reading() as session:
        assert session.scalar(select(func.count()).select_from(AnswerKey)) == 4


# ---------------------------------------------------------------- what the reviewer sees


def test_feedback_comes_once_the_article_is_ended(qualification: int, reviewer: Somebody) -> None:
    page = f"/annotate/{qualification}/feedback"
    assert reviewer.get(page).status_code == 409
    end(reviewer, qualification, (*KEY[:3], "opinion"))
    shown = reviewer.get(page).text
    assert "3 of 4 sentences (75%)" in shown
    assert "You have passed." in shown
    assert "Because of 4." in shown


def test_failing_says_what_is_next(qualification: int, reviewer: Somebody) -> None:
    end(reviewer, qualification, WRONG)
    shown = reviewer.get(f"/annotate/{qualification}/feedback").text
    assert "2 of 4 sentences (50%)" in shown
    assert "75% are needed" in shown
    assert "they can give you another try, which then counts" in " ".join(shown.split())
    assert "fewer than 75% of the labels" in " ".join(reviewer.get("/annotate/").text.split())


def test_labels_given_after_the_feedback_are_informed(
    qualification: int, reviewer: Somebody, seeded: Database
) -> None:
    end(reviewer, qualification, WRONG)
    reviewer.get(f"/annotate/{qualification}/feedback")
    with seeded.writing() as session:
        reopen_actions.reopen(session, qualification, reviewer.person_id)
    assert reviewer.get(f"/annotate/{qualification}/feedback").status_code == 409
    end(reviewer, qualification)
    with seeded.reading() as session:
        informed = session.scalars(
            select(Annotation.informed).order_by(Annotation.sentence_id)
        ).all()
    assert informed == [True, True, False, False]  # the last two got the same label again


def test_feedback_is_for_the_qualification_set_alone(reviewer: Somebody) -> None:
    assert reviewer.get("/annotate/1/feedback").status_code == 404


def test_lead_sees_who_is_where_and_acts(
    qualification: int, lead: Somebody, reviewer: Somebody, colleague: Somebody
) -> None:
    end(reviewer, qualification, WRONG)
    page = " ".join(lead.get(PAGE).text.split())
    assert re.search(rf"{reviewer.name}</th> <td> Not passed </td> <td>2 of 4, 50%", page)
    assert re.search(rf"{colleague.name}</th> <td> 0 of 1 ended", page)
    reopened = lead.post(f"{PAGE}/{reviewer.person_id}/reopen")
    assert reopened.status_code == 303
    assert lead.post(f"{PAGE}/{reviewer.person_id}/reopen").status_code == 404
    assert lead.post(f"{PAGE}/{colleague.person_id}/pass").status_code == 303
    assert is_qualified(colleague)
    assert lead.post(f"{PAGE}/{lead.person_id}/pass").status_code == 404


def test_my_work_begins_with_the_qualification(
    qualification: int, reviewer: Somebody, colleague: Somebody
) -> None:
    before = reviewer.get("/annotate/").text
    assert "First of all: learn the labels" in before
    assert reviewer.post(f"/annotate/{qualification}/begin").status_code == 303
    assert reviewer.post("/annotate/1/begin").status_code == 404
    end(reviewer, qualification)
    assert "First of all" not in reviewer.get("/annotate/").text
    assert colleague.get("/annotate/").text.count("Four") == before.count("Four")


def test_my_work_shows_shared_articles_with_the_day_due(
    reviewer: Somebody, seeded: Database
) -> None:
    due = now().date() + timedelta(days=3)
    shared = add_article(seeded, "shared", due)
    page = reviewer.get("/annotate/").text
    assert "This week’s shared articles" in page
    assert f"Due {due.day} {due.strftime('%B %Y')}" in page
    assert next_article(reviewer) == shared
    end(reviewer, shared)
    assert "shared articles" not in reviewer.get("/annotate/").text
