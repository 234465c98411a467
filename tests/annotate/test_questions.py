"""A lead's question on the reviewer's side: what it shows, what an answer stores."""

import re
import uuid
from datetime import UTC, datetime

import pytest
from sqlalchemy import select, update

from tests.agreement.conftest import label_article
from tests.rig.api import get, judgment, save, sentences
from tests.rig.people import Somebody
from webapp.adjudicate.actions import Ruling, ask, decide
from webapp.annotate.place_actions import submit
from webapp.db import Database, now
from webapp.models import Annotation, Answer, Project

WORDS = "Who says that the bridge is closed?"


@pytest.fixture
def document(seeded: Database, reviewer: Somebody, colleague: Somebody) -> int:
    return label_article(seeded, "Bridge closed", {reviewer: "so", colleague: "oo"})


@pytest.fixture
def asked(seeded: Database, lead: Somebody, document: int) -> int:
    """The first sentence of the article, about which a lead asks."""
    first = sentences(seeded, document)[0]
    with seeded.writing() as session:
        ask(session, lead.caller, first, WORDS)
    return first


def state(database: Database, who: Somebody, sentence_id: int) -> tuple[str | None, bool]:
    with database.reading() as session:
        found = session.get_one(Annotation, (who.person_id, sentence_id))
        return found.label, found.informed


def send(who: Somebody, sentence_id: int, **fields: str) -> int:
    event = {"event_id": str(uuid.uuid4()), "seen_revision": "1"}
    return who.post(f"/annotate/sentences/{sentence_id}/question", event | fields).status_code


def test_question_is_on_my_work_and_on_the_article_page(
    reviewer: Somebody, asked: int, document: int
) -> None:
    link = f'href="/annotate/sentences/{asked}/question"'
    assert "A lead asks about this sentence" in reviewer.get("/annotate/").text
    for page in ("/annotate/", f"/annotate/{document}"):
        assert link in reviewer.get(page).text


def test_question_shows_the_words_of_the_lead_and_the_own_label(
    reviewer: Somebody, asked: int
) -> None:
    page = reviewer.get(f"/annotate/sentences/{asked}/question").text
    assert WORDS in page
    assert "You labelled it sourced." in " ".join(page.split())
    assert re.search(r'checked[^>]*value="sourced"', page)


def test_question_tells_no_name_and_no_label_of_others(
    reviewer: Somebody, colleague: Somebody, asked: int, document: int
) -> None:
    paths = (f"/annotate/sentences/{asked}/question", "/annotate/", f"/annotate/{document}")

    def answers() -> list[str]:
        pages = [reviewer.get(path).text for path in paths]
        return [re.sub(r"[\w.-]{36,}", "", page) for page in pages]  # tokens and new event ids

    before = answers()
    assert not any(name in page for page in before for name in ("Carl", "Lena"))
    save(colleague, document, judgment(asked, "unsourced"))
    assert answers() == before


def test_only_those_who_have_labelled_it_are_asked(
    reviewer: Somebody, asked: int, third: Somebody
) -> None:
    assert reviewer.get(f"/annotate/sentences/{asked}/question").status_code == 200
    assert third.get(f"/annotate/sentences/{asked}/question").status_code == 404
    assert send(third, asked, answer="Me!") == 404
    assert "A lead asks" not in third.get("/annotate/").text


@pytest.fixture
def third(people: object) -> Somebody:
    return people.add("Tom Third")  # type: ignore[attr-defined,no-any-return]


def test_label_that_is_changed_is_marked_as_informed(
    reviewer: Somebody, asked: int, seeded: Database
) -> None:
    assert send(reviewer, asked, label="opinion") == 303
    assert state(seeded, reviewer, asked) == ("opinion", True)


def test_changed_label_keeps_flags_and_note(
    reviewer: Somebody, asked: int, document: int, seeded: Database
) -> None:
    save(reviewer, document, judgment(asked, "sourced", flags=["unsure"], note="Hm."))
    assert send(reviewer, asked, label="opinion", seen_revision="2") == 303
    with seeded.reading() as session:
        found = session.get_one(Annotation, (reviewer.person_id, asked))
        assert (found.flags, found.note) == (("unsure",), "Hm.")


def test_answer_in_words_leaves_the_label(
    reviewer: Somebody, lead: Somebody, asked: int, seeded: Database
) -> None:
    assert send(reviewer, asked, label="sourced", answer="The mayor does.") == 303
    assert state(seeded, reviewer, asked) == ("sourced", False)
    with seeded.reading() as session:
        assert session.scalars(select(Answer.text)).all() == ["The mayor does."]
    assert "The mayor does." in lead.get(f"/adjudicate/1/sentences/{asked}").text
    assert ", answered" in reviewer.get("/annotate/").text


def test_answer_that_says_nothing_is_refused(reviewer: Somebody, asked: int) -> None:
    assert send(reviewer, asked, label="sourced", answer=" ") == 422
    assert send(reviewer, asked, label="nonsense") == 422
    assert send(reviewer, asked, answer="a\0b") == 422


def test_answer_on_an_older_state_stores_nothing(
    reviewer: Somebody, asked: int, document: int, seeded: Database
) -> None:
    save(reviewer, document, judgment(asked, "unsourced"))
    assert send(reviewer, asked, label="opinion", answer="Words.") == 409
    assert state(seeded, reviewer, asked)[0] == "unsourced"
    with seeded.reading() as session:
        assert session.scalars(select(Answer.text)).all() == []


def test_submitted_article_takes_a_label_where_a_lead_asks_and_nowhere_else(
    reviewer: Somebody, asked: int, document: int, seeded: Database
) -> None:
    with seeded.writing() as session:
        submit(session, reviewer.caller, document, incomplete=False)
    other = sentences(seeded, document)[1]
    one, two = save(reviewer, document, judgment(asked, "opinion"), judgment(other, "sourced"))
    assert (one["outcome"], two["outcome"]) == ("stored", "refused")
    assert state(seeded, reviewer, asked) == ("opinion", True)


def test_submitted_article_takes_nothing_more_once_the_lead_has_decided(
    reviewer: Somebody, lead: Somebody, asked: int, document: int, seeded: Database
) -> None:
    with seeded.writing() as session:
        submit(session, reviewer.caller, document, incomplete=False)
        decide(session, lead.caller, asked, Ruling("opinion", "slip"))
    assert save(reviewer, document, judgment(asked, "opinion"))[0]["outcome"] == "refused"
    assert reviewer.get(f"/annotate/sentences/{asked}/question").status_code == 404
    assert "A lead asks" not in reviewer.get("/annotate/").text


def test_closed_project_takes_no_answer(
    reviewer: Somebody, asked: int, document: int, seeded: Database
) -> None:
    with seeded.writing() as session:
        session.execute(update(Project).values(closed_at=now()))
    assert send(reviewer, asked, answer="The mayor.") == 409
    assert WORDS in reviewer.get(f"/annotate/sentences/{asked}/question").text
    assert save(reviewer, document, judgment(asked, "opinion"))[0]["outcome"] == "refused"


def test_label_that_was_made_before_the_question_is_not_informed(
    reviewer: Somebody, asked: int, document: int, seeded: Database
) -> None:
    made = datetime(2020, 1, 1, tzinfo=UTC).isoformat()
    save(reviewer, document, judgment(asked, "opinion", made_at=made))
    assert state(seeded, reviewer, asked) == ("opinion", False)


def test_question_is_no_part_of_the_api(reviewer: Somebody, asked: int, document: int) -> None:
    assert asked
    assert WORDS not in get(reviewer, f"/documents/{document}").text


def test_lead_is_told_of_answers_that_are_to_be_read(
    reviewer: Somebody, lead: Somebody, asked: int
) -> None:
    assert "to read</a>" not in lead.get("/adjudicate/1").text
    assert send(reviewer, asked, answer="The mayor.") == 303
    page = lead.get("/adjudicate/1").text
    assert f'<a href="/adjudicate/1/sentences/{asked}?ended=0">1 answer to read</a>' in page
    with lead.database.writing() as session:
        decide(session, lead.caller, asked, Ruling("sourced", "slip"))
    assert "to read</a>" not in lead.get("/adjudicate/1").text
