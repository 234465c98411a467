"""The queue: what is in it, in which order, under which filter; and that its counts are kept."""

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import select, update

from tests.adjudicate.conftest import Article, Decide, numbers
from tests.rig.api import judgment, save
from tests.rig.databases import statements
from tests.rig.people import Somebody
from webapp.adjudicate import actions, queue_queries
from webapp.adjudicate.queue import Wanted, read_wanted
from webapp.annotate.joining_actions import mark
from webapp.annotate.place_actions import submit, work_on
from webapp.db import Database, now
from webapp.models import Assignment, Document, Project, QueueCount
from webapp.problems import BadInput, NotFound

ALL = Wanted()


def listed(database: Database, wanted: Wanted = ALL, start: int = 0) -> list[tuple[int, str]]:
    """The sentences of the queue with their states."""
    with database.reading() as session:
        project = session.get_one(Project, 1)
        documents, recounted = queue_queries.counted(session, 1)
        some = queue_queries.limited(session, project, documents, wanted)
        found = queue_queries.page(session, some, wanted, start)
    actions.keep(database, recounted)
    return [(each.standing.sentence_id, each.standing.state) for each in found]


def test_queue_has_what_two_label_differently_the_most_split_first(
    article: Article, seeded: Database
) -> None:
    one = numbers(seeded, article("sss-", "ssoo", "souo"))
    other = numbers(seeded, article("s", "u", title="Other"))
    #                     all three differ; two of two differ; one of three
    assert [each for each, _ in listed(seeded)] == [one[2], other[0], one[1]]


def test_label_not_applicable_is_a_vote_like_the_others(article: Article, seeded: Database) -> None:
    (one,) = numbers(seeded, article("s", "n"))
    assert listed(seeded) == [(one, "open")]


def test_page_begins_at_any_number_and_ends_with_the_queue(
    article: Article, seeded: Database
) -> None:
    for title in "ABC":
        article("ssuo", "ouos", title=title)
    whole = listed(seeded)
    assert len(whole) == 12
    for start in range(13):
        assert listed(seeded, start=start) == whole[start:]


def test_order_within_a_document_is_that_of_the_text_after_a_repair(
    article: Article, seeded: Database
) -> None:
    document = article("ssss", "oooo")
    ids = numbers(seeded, document)
    with seeded.writing() as session:  # as a repair leaves it: later numbers stand in between
        for position, each in enumerate(reversed(ids)):
            session.execute(
                update(Document.metadata.tables["sentence"])
                .where(Document.metadata.tables["sentence"].c.id == each)
                .values(position=100 + position)
            )
    assert [each for each, _ in listed(seeded)] == ids[::-1]


def test_decided_sentence_leaves_and_comes_back_with_a_label_that_changes(
    article: Article, decide: Decide, reviewer: Somebody, seeded: Database
) -> None:
    document = article("s", "o")
    (one,) = numbers(seeded, document)
    decide(one, "s")
    assert listed(seeded) == []
    assert listed(seeded, Wanted(state="decided")) == [(one, "decided")]
    save(reviewer, document, judgment(one, "unsourced"))
    assert listed(seeded) == [(one, "back")]
    save(reviewer, document, judgment(one, "sourced"))
    assert listed(seeded) == []


def test_note_that_changes_brings_nothing_back(
    article: Article, decide: Decide, reviewer: Somebody, seeded: Database
) -> None:
    document = article("s", "o")
    (one,) = numbers(seeded, document)
    decide(one, "s")
    save(reviewer, document, judgment(one, "sourced", note="Sure."))
    assert listed(seeded) == []


def test_states_stand_in_their_order(
    article: Article, decide: Decide, lead: Somebody, reviewer: Somebody, seeded: Database
) -> None:
    document = article("sss", "ooo")
    asked, back, unsettled = numbers(seeded, document)
    with seeded.writing() as session:
        actions.ask(session, lead.caller, asked, "Why?")
    decide(back, "s")
    save(reviewer, document, judgment(back, "unsourced"))
    assert listed(seeded) == [(unsettled, "open"), (back, "back"), (asked, "asked")]


def test_sentence_whose_reviewers_agree_after_a_question_waits_for_its_decision(
    article: Article, lead: Somebody, reviewer: Somebody, seeded: Database
) -> None:
    document = article("s", "o")
    (one,) = numbers(seeded, document)
    with seeded.writing() as session:
        actions.ask(session, lead.caller, one, "Why?")
    save(reviewer, document, judgment(one, "opinion"))
    assert listed(seeded) == [(one, "asked")]


def test_filters_narrow_the_queue(article: Article, decide: Decide, seeded: Database) -> None:
    first, second = article("ss", "ou"), article("su", "on", title="Other")
    so, su = numbers(seeded, first)
    other_so, un = numbers(seeded, second)
    decide(su, "s", reason="slip")
    assert listed(seeded, Wanted(article=second)) == [(other_so, "open"), (un, "open")]
    assert listed(seeded, Wanted(pair=("sourced", "opinion"))) == [(so, "open"), (other_so, "open")]
    assert listed(seeded, Wanted(state="decided", reason="slip")) == [(su, "decided")]
    assert listed(seeded, Wanted(state="decided", reason="edge_case")) == []


def test_only_articles_that_all_have_ended_where_that_is_asked_for(
    article: Article, reviewer: Somebody, colleague: Somebody, seeded: Database
) -> None:
    document = article("s", "o")
    for who in (reviewer, colleague):
        with seeded.writing() as session:
            work_on(session, who.caller, document)
    assert listed(seeded, Wanted(ended=True)) == []
    for who in (reviewer, colleague):
        assert listed(seeded, Wanted(ended=True)) == []
        with seeded.writing() as session:
            submit(session, who.caller, document, incomplete=False)
    assert len(listed(seeded, Wanted(ended=True))) == 1


def test_assigned_article_has_ended_once_all_its_places_are(
    article: Article, reviewer: Somebody, colleague: Somebody, seeded: Database
) -> None:
    document = article("s", "o")
    with seeded.writing() as session:
        session.execute(update(Project).values(mode="assigned"))
        ended = {"offered_at": now(), "submitted_at": now(), "document_id": document}
        session.add(Assignment(reviewer_id=reviewer.person_id, **ended))
    assert listed(seeded, Wanted(ended=True)) == []  # one of two places
    with seeded.writing() as session:
        session.add(Assignment(reviewer_id=colleague.person_id, **ended))
    assert len(listed(seeded, Wanted(ended=True))) == 1


@pytest.mark.parametrize("mode", ["open", "assigned"])
def test_shared_article_has_ended_once_every_reviewer_has_ended_it(
    mode: str,
    article: Article,
    reviewer: Somebody,
    colleague: Somebody,
    third: Somebody,
    seeded: Database,
) -> None:
    document = article("s", "o", "s")
    with seeded.writing() as session:
        session.execute(update(Project).values(mode=mode))
        mark(session, document, "shared", None, None)
        ended = {"offered_at": now(), "submitted_at": now(), "document_id": document}
        for who in (reviewer, colleague):
            session.add(Assignment(reviewer_id=who.person_id, **ended))
    assert listed(seeded, Wanted(ended=True)) == []  # the third has not begun
    with seeded.writing() as session:
        session.add(Assignment(reviewer_id=third.person_id, **ended))
    assert len(listed(seeded, Wanted(ended=True))) == 1


def test_place_whose_lease_has_passed_keeps_nothing_waiting(
    article: Article, reviewer: Somebody, colleague: Somebody, seeded: Database
) -> None:
    document = article("s", "o")
    past = now() - timedelta(hours=1)
    with seeded.writing() as session:
        for who, more in ((reviewer, {"submitted_at": past}), (colleague, {"lease_until": past})):
            key = {"document_id": document, "reviewer_id": who.person_id, "offered_at": past}
            session.add(Assignment(**key, **more))
    assert len(listed(seeded, Wanted(ended=True))) == 1


def test_qualification_article_is_not_in_the_queue(article: Article, seeded: Database) -> None:
    document = article("s", "o")
    with seeded.writing() as session:
        session.execute(
            update(Document).where(Document.id == document).values(purpose="qualification")
        )
    assert listed(seeded) == []


def test_other_project_is_not_in_the_queue(article: Article, seeded: Database) -> None:
    article("s", "o")
    with seeded.reading() as session:
        assert queue_queries.counted(session, 2) == ([], [])


# ---------------------------------------------------------------- what an address asks for


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("article", "x"),
        ("article", "-1"),
        ("state", "nonsense"),
        ("pair", "sourced"),
        ("pair", "sourced,sourced"),
        ("reason", "nonsense"),
        ("ended", "yes"),
    ],
)
def test_filter_that_there_is_not_is_refused(name: str, value: str) -> None:
    with pytest.raises(BadInput, match=f"^{name}:"):
        read_wanted({name: value}, [1], ended=False)


@pytest.mark.parametrize("number", ["2", "9" * 30])
def test_article_that_there_is_not_is_not_found(number: str) -> None:
    with pytest.raises(NotFound, match="no such article"):
        read_wanted({"article": number}, [1], ended=False)


def test_filter_is_read_back_from_its_address() -> None:
    wanted = Wanted(7, "back", ("sourced", "opinion"), "slip", True)
    for each in (wanted, replace(wanted, ended=False), Wanted()):
        assert read_wanted(each.fields, [7], ended=True) == each


# ---------------------------------------------------------------- kept counts


def test_counts_are_kept_until_something_changes(
    article: Article, decide: Decide, reviewer: Somebody, seeded: Database
) -> None:
    document = article("s", "o")
    (one,) = numbers(seeded, document)
    listed(seeded)

    def stale() -> list[int]:
        with seeded.reading() as session:
            return [each.document_id for each in queue_queries.counted(session, 1)[1]]

    assert stale() == []
    decide(one, "s")
    assert stale() == [document]
    listed(seeded)
    assert stale() == []
    save(reviewer, document, judgment(one, "unsourced"))
    assert stale() == [document]


def test_count_that_is_late_is_not_kept(article: Article, decide: Decide, seeded: Database) -> None:
    (one,) = numbers(seeded, article("s", "o"))
    with seeded.reading() as session:
        _, slow = queue_queries.counted(session, 1)
    decide(one, "s")
    actions.keep(seeded, slow)
    assert listed(seeded) == []


def test_kept_counts_are_read_without_a_look_at_the_labels(
    article: Article, seeded: Database
) -> None:
    for title in "ABCDE":
        article("so", "os", title=title)
    listed(seeded)
    with statements(seeded) as said, seeded.reading() as session:
        queue_queries.counted(session, 1)
        assert session.scalars(select(QueueCount.document_id)).all()
    assert not [each for each in said if "FROM annotation" in each]
