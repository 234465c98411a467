"""Sentences that are shown again: silently, at random but the same, and nothing is overwritten."""

import uuid
from datetime import timedelta

import pytest
from sqlalchemy import select, update
from werkzeug.test import TestResponse

from tests.annotate.joining import ask, end
from tests.annotate.races import at_once
from tests.rig.api import judgment, save, sentences, stored
from tests.rig.people import People, Somebody
from webapp.accounts.sight_actions import saw_others
from webapp.adjudicate import actions as adjudicate
from webapp.annotate import joining_actions, repeat_queries
from webapp.annotate.repeat_actions import label_again
from webapp.annotate.repeat_queries import BATCH
from webapp.db import Database, now
from webapp.documents import actions, project_actions
from webapp.guidelines import actions as guidelines
from webapp.models import Annotation, Project, Repeat
from webapp.problems import Conflict
from webapp.scheme import ALL_LABELS

PAGE = "/annotate/sentences/1"


@pytest.fixture
def labelled(seeded: Database, reviewer: Somebody) -> Database:
    """A project that shows 20% again, in which a reviewer ended both articles long ago."""
    ask(seeded, None, repeats=20)
    for document_id in (1, 2):
        end(reviewer, document_id, ("sourced",) * 60)
    let_rest(seeded, days=8)
    return seeded


def let_rest(database: Database, days: int) -> None:
    with database.writing() as session:
        session.execute(update(Annotation).values(updated_at=now() - timedelta(days=days)))


def asked(who: Somebody, days: int = 0) -> list[int]:
    """Return the sentences that somebody is asked for, in order."""
    with who.database.reading() as session:
        project = session.get_one(Project, 1)
        at = now() + timedelta(days=days)
        return list(repeat_queries.batch(session, who.caller, project, at).sentence_ids)


def answer(who: Somebody, sentence_id: int, label: str = "opinion", **more: str) -> TestResponse:
    fields = {"event_id": str(uuid.uuid4()), "sentence_id": str(sentence_id), "label": label}
    return who.post(PAGE, fields | more)


def repeats(database: Database) -> list[tuple[int, str, int, str]]:
    with database.reading() as session:
        rows = session.scalars(select(Repeat).order_by(Repeat.made_at)).all()
        return [(x.sentence_id, x.first_label, x.first_revision, x.label) for x in rows]


def test_batch_is_random_and_always_the_same(labelled: Database, reviewer: Somebody) -> None:
    first = asked(reviewer)
    assert len(first) == BATCH == len(set(first))
    assert first != sorted(first)
    assert asked(reviewer) == first
    assert asked(reviewer, days=14) != first
    assert set(first) <= {*sentences(labelled, 1), *sentences(labelled, 2)}


def test_another_reviewer_gets_other_sentences(
    labelled: Database, reviewer: Somebody, colleague: Somebody
) -> None:
    before = asked(reviewer)
    for document_id in (1, 2):
        end(colleague, document_id, ("opinion",) * 60)
    let_rest(labelled, days=8)
    assert asked(colleague) != before
    assert asked(reviewer) == before


def test_second_label_stands_beside_the_first_and_changes_nothing(
    labelled: Database, reviewer: Somebody
) -> None:
    before = stored(labelled)
    sentence_id = asked(reviewer)[0]
    assert answer(reviewer, sentence_id, flags="unsure").status_code == 303
    assert repeats(labelled) == [(sentence_id, "sourced", 1, "opinion")]
    assert stored(labelled) == before
    assert sentence_id not in asked(reviewer)


def test_page_says_nothing_of_the_first_label(labelled: Database, reviewer: Somebody) -> None:
    with labelled.writing() as session:
        session.execute(update(Annotation).values(note="My own words", flags=("unsure",)))
    pages = []
    for label in ALL_LABELS:
        with labelled.writing() as session:
            session.execute(update(Annotation).values(label=label))
        pages.append(without_tokens(reviewer.get(PAGE).text))
    assert len(set(pages)) == 1
    assert "checked" not in pages[0]
    assert "My own words" not in pages[0]
    assert "Sentence 1 of 10" in pages[0]


def without_tokens(page: str) -> str:
    kept = (line for line in page.splitlines() if "csrf_token" not in line)
    return "\n".join(line for line in kept if "event_id" not in line)


def test_same_form_sent_twice_is_stored_once(labelled: Database, reviewer: Somebody) -> None:
    one, two, *_ = asked(reviewer)
    event_id = str(uuid.uuid4())
    for _ in range(2):
        assert answer(reviewer, one, event_id=event_id).status_code == 303
    assert answer(reviewer, one, "unsourced").status_code == 409
    assert repeats(labelled) == [(one, "sourced", 1, "opinion")]
    assert answer(reviewer, two).status_code == 303


@pytest.mark.parametrize(
    ("at", "change"), [(0, {"label": "unsourced"}), (0, {"flags": "unsure"}), (1, {})]
)
def test_form_that_was_sent_and_is_changed_is_refused_with_the_reason(
    at: int, change: dict[str, str], labelled: Database, reviewer: Somebody
) -> None:
    one, *_ = ready = asked(reviewer)
    event_id = str(uuid.uuid4())
    assert answer(reviewer, one, event_id=event_id).status_code == 303
    refused = answer(reviewer, ready[at], **{"event_id": event_id, **change})
    assert refused.status_code == 409
    assert "You sent this form before" in refused.text
    assert repeats(labelled) == [(one, "sourced", 1, "opinion")]


@pytest.mark.parametrize(
    "wrong",
    [
        {"label": "true"},
        {"label": ""},
        {"sentence_id": "x"},
        {"sentence_id": str(2**63)},
        {"event_id": "\0"},
        {"flags": "loud"},
    ],
)
def test_wrong_form_is_refused(
    wrong: dict[str, str], labelled: Database, reviewer: Somebody
) -> None:
    fields = {"event_id": str(uuid.uuid4()), "sentence_id": "1", "label": "opinion"}
    assert reviewer.post(PAGE, fields | wrong).status_code == 422
    assert repeats(labelled) == []


def test_sentence_that_is_not_ones_own_is_refused(
    labelled: Database, colleague: Somebody, reviewer: Somebody
) -> None:
    assert answer(colleague, asked(reviewer)[0]).status_code == 409
    assert answer(reviewer, 2**62).status_code == 409
    assert repeats(labelled) == []


def test_sentence_that_is_not_shown_is_refused(labelled: Database, reviewer: Somebody) -> None:
    ready = asked(reviewer)
    other = next(each for each in sentences(labelled) if each not in ready)
    refused = answer(reviewer, other)
    assert refused.status_code == 409
    assert "This sentence is not asked for" in refused.text
    assert repeats(labelled) == []
    assert asked(reviewer) == ready
    assert answer(reviewer, ready[-1]).status_code == 303  # of the batch, if not the next one


def test_batch_that_is_done_takes_no_more(labelled: Database, reviewer: Somebody) -> None:
    for each in asked(reviewer):
        answer(reviewer, each)
    left = set(sentences(labelled)) - {each[0] for each in repeats(labelled)}
    assert {answer(reviewer, each).status_code for each in left} == {409}
    assert len(repeats(labelled)) == BATCH


def test_no_more_than_a_batch_a_day_and_the_percentage_in_all(
    labelled: Database, reviewer: Somebody
) -> None:
    """20% of the 66 sentences of both articles are 13."""
    for left in range(BATCH, 0, -1):
        ready = asked(reviewer)
        assert len(ready) == left
        answer(reviewer, ready[0])
    assert asked(reviewer) == []
    assert "That was the last one for today" in reviewer.get(PAGE).text
    total = (len(sentences(labelled, 1)) + len(sentences(labelled, 2))) * 20 // 100
    assert len(asked(reviewer, days=1)) == total - BATCH


def test_fresh_labels_are_not_shown_again(labelled: Database, reviewer: Somebody) -> None:
    let_rest(labelled, days=6)
    assert asked(reviewer) == []
    assert "There is none right now" in reviewer.get(PAGE).text
    assert len(asked(reviewer, days=1)) == BATCH


def test_label_that_was_touched_rests_anew(labelled: Database, reviewer: Somebody) -> None:
    first = asked(reviewer)[0]
    with labelled.writing() as session:
        session.execute(
            update(Annotation).where(Annotation.sentence_id == first).values(updated_at=now())
        )
    assert first not in asked(reviewer)


def test_article_that_is_not_done_is_not_shown_again(seeded: Database, reviewer: Somebody) -> None:
    ask(seeded, None, repeats=20)
    ids = sentences(seeded)
    save(reviewer, 1, *(judgment(each) for each in ids[:-1]))
    let_rest(seeded, days=8)
    assert asked(reviewer) == []
    save(reviewer, 1, judgment(ids[-1]))
    assert len(asked(reviewer)) > 0


def test_informed_labels_are_not_shown_again(labelled: Database, reviewer: Somebody) -> None:
    with labelled.writing() as session:
        session.execute(update(Annotation).values(informed=True))
    assert asked(reviewer) == []


def test_articles_whose_other_labels_were_seen_are_not_shown_again(
    labelled: Database, reviewer: Somebody, colleague: Somebody
) -> None:
    first = asked(reviewer)[0]
    with labelled.writing() as session:
        saw_others(session, colleague.person_id, [1, 2])
    assert first in asked(reviewer)
    with labelled.writing() as session:
        saw_others(session, reviewer.person_id, [1])
    assert set(asked(reviewer)) <= set(sentences(labelled, 2)) != set()
    with labelled.writing() as session:
        saw_others(session, reviewer.person_id, [2])
    assert asked(reviewer) == []
    assert answer(reviewer, first).status_code == 409
    assert repeats(labelled) == []


def test_sentences_of_questions_and_examples_are_not_shown_again(
    labelled: Database, reviewer: Somebody, lead: Somebody
) -> None:
    one, two, *others = asked(reviewer)
    with labelled.writing() as session:
        adjudicate.ask(session, lead.caller, one, "Why?")
        guidelines.pin(session, 1, two, "opinion", "Because.", lead.person_id)
    assert set(asked(reviewer)).isdisjoint({one, two})
    assert set(others) <= set(asked(reviewer))
    assert answer(reviewer, one).status_code == 409


def test_second_label_that_comes_while_a_project_is_closed_is_refused(
    labelled: Database, reviewer: Somebody, lead: Somebody
) -> None:
    one = asked(reviewer)[0]
    answered = at_once(
        labelled,
        lambda session: project_actions.close(session, lead.person_id, 1),
        lambda session: label_again(session, reviewer.caller, 1, one, "late", "opinion", ()),
    )
    assert isinstance(answered, Conflict)
    assert repeats(labelled) == []


def test_qualification_articles_are_not_shown_again(labelled: Database, reviewer: Somebody) -> None:
    with labelled.writing() as session:
        for document_id in (1, 2):
            joining_actions.mark(session, document_id, "qualification", None, None)
    assert asked(reviewer) == []


def test_project_that_wants_none_asks_for_none(labelled: Database, reviewer: Somebody) -> None:
    sentence_id = asked(reviewer)[0]
    ask(labelled, None, repeats=0)
    assert asked(reviewer) == []
    assert answer(reviewer, sentence_id).status_code == 409
    assert "A few sentences" not in reviewer.get("/annotate/").text


def test_closed_project_stores_nothing(labelled: Database, reviewer: Somebody) -> None:
    sentence_id = asked(reviewer)[0]
    with labelled.writing() as session:
        session.execute(update(Project).values(closed_at=now()))
    assert asked(reviewer) == []
    assert answer(reviewer, sentence_id).status_code == 409
    assert repeats(labelled) == []


def test_my_work_offers_the_batch(labelled: Database, reviewer: Somebody) -> None:
    shown = " ".join(reviewer.get("/annotate/").text.split())
    assert "A few sentences to label" in shown
    assert f"{BATCH} sentences of “First project”, each in its paragraph." in shown
    assert labelled is reviewer.database


def test_stranger_gets_no_sentences(labelled: Database, people: People) -> None:
    with labelled.writing() as session:
        other = actions.add_project(session, "Elsewhere").id
    who = people.add("Sam Stranger", project_id=other)
    assert who.get(PAGE).status_code == 404
    assert answer(who, 1).status_code == 404


def test_every_sentence_is_as_likely_as_any_other(seeded: Database, reviewer: Somebody) -> None:
    """Over many weeks, the ten that come first of 39 are spread evenly."""
    ask(seeded, None, repeats=20)
    end(reviewer, 1, ("sourced",) * 60)
    let_rest(seeded, days=8)
    weeks = 400
    drawn = [each for week in range(weeks) for each in asked(reviewer, days=7 * week)]
    expected = len(drawn) / 39
    counts = [drawn.count(each) for each in sentences(seeded)]
    assert min(counts) > expected / 2
    assert max(counts) < expected * 2
