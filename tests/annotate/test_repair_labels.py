"""Repairs of labelled sentences: which labels stay, go and come back, and which come too late."""

import uuid
from concurrent.futures import ThreadPoolExecutor
from itertools import pairwise

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from tests.annotate.conftest import form
from tests.annotate.repairs import TEXT, current, do, labels, states
from tests.rig.api import judgment, save, sentences, stored
from tests.rig.people import Somebody
from webapp.annotate import actions
from webapp.annotate.judgment import Judgment
from webapp.annotate.repair import repair
from webapp.db import Database
from webapp.documents import actions as documents
from webapp.documents.article import NewDocument
from webapp.documents.repair import Join, Split
from webapp.models import Annotation, Sentence
from webapp.problems import BadInput

MANY = settings(
    max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


def test_labels_stay_where_the_sentence_stays(
    seeded: Database, lead: Somebody, reviewer: Somebody, short: int
) -> None:
    save(reviewer, short, *(judgment(each, "opinion") for each in sentences(seeded, short)))
    do(seeded, lead, short, Join(sentences(seeded, short)[1]), 1)
    assert labels(reviewer, short) == ["opinion", None, "opinion"]


def test_joined_and_split_back_has_the_same_numbers_and_labels(
    seeded: Database, lead: Somebody, reviewer: Somebody, colleague: Somebody, short: int
) -> None:
    one, two, three, _ = sentences(seeded, short)
    save(reviewer, short, judgment(two), judgment(two, "opinion", note="n", flags=["unsure"]))
    save(colleague, short, judgment(three, "unsourced"), judgment(one), judgment(one, None))
    before, was = states(seeded), current(seeded, short)
    do(seeded, lead, short, Join(two), 1)
    assert {row.sentence_id for row in states(seeded)} == {one}
    do(seeded, lead, short, Split(current(seeded, short)[1][0], 27), 2)
    assert current(seeded, short) == was
    assert states(seeded) == before


def test_history_keeps_every_label(
    seeded: Database, lead: Somebody, reviewer: Somebody, short: int
) -> None:
    save(reviewer, short, *(judgment(each) for each in sentences(seeded, short)))
    before = stored(seeded)["event"]
    do(seeded, lead, short, Join(sentences(seeded, short)[0]), 1)
    assert stored(seeded)["event"] == before


def test_rebuild_gives_no_state_to_replaced_sentences(
    seeded: Database, lead: Somebody, reviewer: Somebody, short: int
) -> None:
    save(reviewer, short, *(judgment(each) for each in sentences(seeded, short)))
    do(seeded, lead, short, Join(sentences(seeded, short)[0]), 1)
    before = states(seeded)
    with seeded.writing() as session:
        assert actions.rebuild(session) == len(before) == 2
    assert states(seeded) == before


@given(data=st.data())
@MANY
def test_labels_are_those_of_the_history_after_any_repairs(
    data: st.DataObject, seeded: Database, lead: Somebody, reviewer: Somebody
) -> None:
    with seeded.writing() as session:
        title = str(uuid.uuid4())
        new = NewDocument(title=title, text=f"{TEXT}\n{title}")
        document = documents.add(session, 1, documents.split(new))[0]
    seen = 1
    for _ in range(data.draw(st.integers(1, 6))):
        id_, start, end = data.draw(st.sampled_from(current(seeded, document.id)))
        if data.draw(st.booleans()):
            save(reviewer, document.id, judgment(id_, event_id=str(uuid.uuid4())))
        at = data.draw(st.integers(start, end))
        wish = Split(id_, at) if start < at < end else Join(id_)
        try:
            do(seeded, lead, document.id, wish, seen)
            seen += 1
        except BadInput:
            assert isinstance(wish, Join)
        now = current(seeded, document.id)
        assert all(a[2] <= b[1] for a, b in pairwise(now))
        kept = "".join(document.text[start:end] for _, start, end in now)
        assert "".join(kept.split()) == "".join(document.text.split())
    before = states(seeded)
    with seeded.writing() as session:
        actions.rebuild(session)
    assert states(seeded) == before


# ---------------------------------------------------------------- labels that come late


def test_late_label_of_a_replaced_sentence_is_kept_but_not_current(
    seeded: Database, lead: Somebody, reviewer: Somebody, short: int
) -> None:
    one, two, *_ = sentences(seeded, short)
    do(seeded, lead, short, Join(one), 1)
    late, fine = judgment(two, seen_revision=0), judgment(sentences(seeded, short)[1], "opinion")
    conflict, done = save(reviewer, short, late, fine)
    assert (conflict["outcome"], conflict["revision"], conflict["current"]) == ("conflict", 0, None)
    assert conflict["reason"].startswith("the sentence was cut anew; load the article again")
    assert done["outcome"] == "stored"
    assert [(row[3], row[8]) for row in stored(seeded)["event"]] == [
        (two, None),
        (fine["sentence_id"], 1),
    ]
    assert labels(reviewer, short) == [None, "opinion", None]
    assert save(reviewer, short, late)[0]["outcome"] == "known"


def test_label_sent_again_after_the_repair_is_known(
    seeded: Database, lead: Somebody, reviewer: Somebody, short: int
) -> None:
    one, *_ = sentences(seeded, short)
    item = judgment(one)
    save(reviewer, short, item)
    do(seeded, lead, short, Join(one), 1)
    (answer,) = save(reviewer, short, item)
    assert (answer["outcome"], answer["revision"], answer["current"]) == ("known", 1, None)


def test_late_label_comes_to_nothing_when_the_sentence_comes_back(
    seeded: Database, lead: Somebody, reviewer: Somebody, short: int
) -> None:
    one, *_ = sentences(seeded, short)
    save(reviewer, short, judgment(one, "opinion"))
    do(seeded, lead, short, Join(one), 1)
    save(reviewer, short, judgment(one, "sourced", seen_revision=1))
    do(seeded, lead, short, Split(sentences(seeded, short)[0], 13), 2)
    assert labels(reviewer, short)[0] == "opinion"
    (answer,) = save(reviewer, short, judgment(one, "unsourced", seen_revision=1))
    assert (answer["outcome"], answer["revision"]) == ("stored", 2)


def test_form_of_a_replaced_sentence_is_409_and_says_what_to_do(
    seeded: Database, lead: Somebody, reviewer: Somebody, short: int
) -> None:
    fields = form(reviewer, 1, short, label="sourced")
    do(seeded, lead, short, Join(sentences(seeded, short)[0]), 1)
    answer = reviewer.post(f"/annotate/{short}/label", fields)
    assert answer.status_code == 409
    assert "was cut anew; load the article again and look once more" in answer.text
    assert [row[8] for row in stored(seeded)["event"]] == [None]
    assert labels(reviewer, short) == [None] * 3


def test_save_waits_for_a_repair_that_is_on_its_way(
    seeded: Database, lead: Somebody, reviewer: Somebody, short: int
) -> None:
    one, *_ = sentences(seeded, short)

    def label() -> str:
        said = Judgment(event_id="late", sentence_id=one, label="sourced")
        with seeded.writing() as session:
            return actions.record(session, reviewer.person_id, short, 1, [said])[0].outcome

    with ThreadPoolExecutor(1) as threads:
        with seeded.writing() as session:
            repair(session, lead.caller, short, 1, Join(one))
            saving = threads.submit(label)
            with pytest.raises(TimeoutError):
                saving.result(timeout=1)
        assert saving.result() == "conflict"
    assert states(seeded) == []


def test_saves_and_repairs_at_once_leave_no_label_on_a_replaced_sentence(
    seeded: Database, lead: Somebody, reviewer: Somebody, short: int
) -> None:
    one, two, *_ = sentences(seeded, short)

    def label(number: int) -> None:
        for each in range(20):
            said = [
                Judgment(event_id=f"{number}-{each}-{id_}", sentence_id=id_, label="sourced")
                for id_ in (one, two)
            ]
            with seeded.writing() as session:
                actions.record(session, reviewer.person_id, short, 1, said)

    with ThreadPoolExecutor(3) as threads:
        saving = [threads.submit(label, number) for number in range(2)]
        for seen in range(1, 20, 2):
            do(seeded, lead, short, Join(one), seen)
            with seeded.reading() as session:
                replaced = select(Sentence.id).where(Sentence.replaced_in.is_not(None))
                wrong = select(Annotation.sentence_id).where(Annotation.sentence_id.in_(replaced))
                assert session.scalars(wrong).all() == []
            do(seeded, lead, short, Split(current(seeded, short)[0][0], 13), seen + 1)
        for each in saving:
            each.result()
    before = states(seeded)
    with seeded.writing() as session:
        actions.rebuild(session)
    assert states(seeded) == before
