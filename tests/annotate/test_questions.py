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


def test_my_work_shows_what_a_lead_asked_last(
    reviewer: Somebody, lead: Somebody, asked: int, seeded: Database
) -> None:
    assert WORDS in reviewer.get("/annotate/").text
    with seeded.writing() as session:
        ask(session, lead.caller, asked, "And who opened it?")
    page = reviewer.get("/annotate/").text
    assert "And who opened it?" in page
    assert WORDS not in page


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
    assert send(reviewer, asked, label="opinion", event_id="a\0b") == 422


@pytest.mark.parametrize("number", [2**31, 2**63, 10**100 - 1, -1], ids=str)
def test_answer_with_a_revision_that_none_has_is_refused_with_its_reason(
    number: int, reviewer: Somebody, asked: int
) -> None:
    fields = {"event_id": str(uuid.uuid4()), "seen_revision": str(number), "label": "opinion"}
    answer = reviewer.post(f"/annotate/sentences/{asked}/question", fields)
    assert answer.status_code == 422
    assert "seen_revision: Number must be" in answer.text


def test_answer_on_an_older_state_stores_nothing(
    reviewer: Somebody, asked: int, document: int, seeded: Database
) -> None:
    save(reviewer, document, judgment(asked, "unsourced"))
    assert send(reviewer, asked, label="opinion", answer="Words.") == 409
    assert state(seeded, reviewer, asked)[0] == "unsourced"
    with seeded.reading() as session:
        assert session.scalars(select(Answer.text)).all() == []


def answers(database: Database) -> list[str]:
    with database.reading() as session:
        return list(session.scalars(select(Answer.text).order_by(Answer.id)))


def test_answer_that_is_sent_twice_is_stored_once(
    reviewer: Somebody, asked: int, seeded: Database
) -> None:
    for fields in ({"answer": "The mayor."}, {"answer": "Not me.", "label": "opinion"}):
        event = {"event_id": str(uuid.uuid4())}
        assert [send(reviewer, asked, **event, **fields) for _ in range(2)] == [303, 303]
    assert answers(seeded) == ["The mayor.", "Not me."]
    with seeded.reading() as session:
        assert session.get_one(Annotation, (reviewer.person_id, asked)).revision == 2


def test_label_that_is_sent_twice_is_no_empty_answer(
    reviewer: Somebody, asked: int, seeded: Database
) -> None:
    event = {"event_id": str(uuid.uuid4()), "label": "opinion"}
    assert [send(reviewer, asked, **event) for _ in range(2)] == [303, 303]
    assert answers(seeded) == []


def test_answer_that_is_sent_again_after_the_decision_was_saved_before(
    reviewer: Somebody, lead: Somebody, asked: int, seeded: Database
) -> None:
    event = {"event_id": str(uuid.uuid4()), "answer": "The mayor."}
    assert send(reviewer, asked, **event) == 303
    with seeded.writing() as session:
        decide(session, lead.caller, asked, Ruling("opinion", "slip"))
    assert send(reviewer, asked, **event) == 303
    assert answers(seeded) == ["The mayor."]


@pytest.mark.parametrize("change", [{"answer": "Nobody."}, {"label": "unsourced"}])
def test_form_that_was_sent_and_is_changed_asks_once_more(
    change: dict[str, str], reviewer: Somebody, asked: int, seeded: Database
) -> None:
    event = {"event_id": str(uuid.uuid4()), "answer": "The mayor.", "label": "sourced"}
    assert send(reviewer, asked, **event) == 303
    page = reviewer.post(f"/annotate/sentences/{asked}/question", event | change)
    assert page.status_code == 409
    assert "Send it once more to add this one" in page.text
    assert event["event_id"] not in page.text
    assert answers(seeded) == ["The mayor."]
    assert state(seeded, reviewer, asked) == ("sourced", False)


def test_same_id_from_two_reviewers_is_two_answers(
    reviewer: Somebody, colleague: Somebody, asked: int, seeded: Database
) -> None:
    for who in (reviewer, colleague):
        assert send(who, asked, event_id="8f9b3a4e-0000-4000-8000-000000000000", answer="I.") == 303
    assert answers(seeded) == ["I.", "I."]


@pytest.mark.parametrize("event_id", ["", "x", "a\0b", "x" * 200])
def test_answer_without_a_proper_id_is_refused(
    event_id: str, reviewer: Somebody, asked: int, seeded: Database
) -> None:
    assert send(reviewer, asked, event_id=event_id, answer="The mayor.") == 422
    assert answers(seeded) == []


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


def test_label_that_arrives_after_the_question_is_informed_whatever_the_clock_says(
    reviewer: Somebody, asked: int, document: int, seeded: Database
) -> None:
    made = datetime(2020, 1, 1, tzinfo=UTC).isoformat()
    save(reviewer, document, judgment(asked, "opinion", made_at=made))
    assert state(seeded, reviewer, asked) == ("opinion", True)


def test_label_that_is_changed_after_the_lead_has_decided_is_informed(
    reviewer: Somebody, lead: Somebody, asked: int, document: int, seeded: Database
) -> None:
    with seeded.writing() as session:
        decide(session, lead.caller, asked, Ruling("opinion", "slip"))
    save(reviewer, document, judgment(asked, "opinion"))
    assert state(seeded, reviewer, asked) == ("opinion", True)


def test_question_leaves_the_labels_of_other_sentences_independent(
    reviewer: Somebody, asked: int, document: int, seeded: Database
) -> None:
    assert asked
    other = sentences(seeded, document)[1]
    save(reviewer, document, judgment(other, "unsourced"))
    assert state(seeded, reviewer, other) == ("unsourced", False)


def test_first_label_of_somebody_who_was_not_asked_is_independent(
    third: Somebody, asked: int, document: int, seeded: Database
) -> None:
    save(third, document, judgment(asked, "opinion"))
    assert state(seeded, third, asked) == ("opinion", False)
    save(third, document, judgment(asked, "sourced"))  # by now the question is shown to them
    assert state(seeded, third, asked) == ("sourced", True)


def test_label_that_was_first_given_after_the_decision_was_never_asked_about(
    third: Somebody, lead: Somebody, asked: int, document: int, seeded: Database
) -> None:
    with seeded.writing() as session:
        decide(session, lead.caller, asked, Ruling("opinion", "slip"))
    for label in ("opinion", "sourced"):
        save(third, document, judgment(asked, label))
        assert state(seeded, third, asked) == (label, False)


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
