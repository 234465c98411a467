"""Counts that are kept: always those of the current labels, and never in anybody's way."""

import re
import sqlite3
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import event, insert, select, text, update

from tests.agreement.conftest import label_article
from tests.agreement.counted import Project, read, read_and_keep, right
from tests.annotate.repairs import do
from tests.rig.api import get, judgment, save, sentences
from tests.rig.databases import ONLY_POSTGRESQL, ONLY_SQLITE, statements
from tests.rig.people import Somebody
from webapp import db, schema
from webapp.agreement import actions, packed
from webapp.annotate import actions as annotate
from webapp.annotate.counts import outdate_all
from webapp.annotate.judgment import Judgment
from webapp.db import Database, now
from webapp.documents.repair import Join
from webapp.models import AgreementCount, Annotation, Person
from webapp.scheme import ALL_LABELS, LABELS


@pytest.fixture
def article(seeded: Database, reviewer: Somebody, colleague: Somebody) -> int:
    """An article that two reviewers have labelled; all is counted and kept."""
    made = label_article(seeded, "A", {reviewer: "ssuo", colleague: "suuo"})
    read_and_keep(seeded)
    return made


# ---------------------------------------------------------------- always the current labels


def pages_of(lead: Somebody, project_id: int) -> list[str]:
    """Return the pages that are made from what is kept, without their tokens."""
    names = ("", "/where", "/sheet", "/figures/time.svg", "/figures/documents.svg")
    pages = [lead.get(f"/agreement/{project_id}{name}").text for name in names]
    return [re.sub(r'(name="csrf_token"|nonce)[^>]*', "", page) for page in pages]


two, three = st.integers(0, 1), st.integers(0, 2)
steps = st.one_of(
    st.tuples(
        st.just("save"), three, two, three, st.sampled_from([*ALL_LABELS, None]), st.integers(1, 2)
    ),
    st.tuples(st.just("save_all"), three, two, st.sampled_from(LABELS)),
    st.tuples(st.just("repair"), two, three, two),
    st.tuples(st.sampled_from(["read", "keep", "read_and_keep", "rebuild"])),
)


@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(st.lists(steps, min_size=4, max_size=14))
def test_kept_counts_are_those_of_the_labels_whatever_people_did(
    seeded: Database, lead: Somebody, reviewer: Somebody, colleague: Somebody, done: list[Any]
) -> None:
    project = Project(seeded, lead, [reviewer, colleague, lead])
    for name, *values in done:
        getattr(project, name)(*values)
    assert right(seeded, project.id)
    pages = pages_of(lead, project.id)
    project.read_and_keep()
    assert right(seeded, project.id)
    assert read_and_keep(seeded, project.id) == []
    with seeded.writing() as session:
        outdate_all(session)
    assert pages_of(lead, project.id) == pages


def test_counts_kept_during_saves_are_those_of_the_labels(
    seeded: Database, reviewer: Somebody, colleague: Somebody, lead: Somebody
) -> None:
    numbers_of = {document: sentences(seeded, document) for document in (1, 2)}

    def label(who: Somebody) -> None:
        for time in range(20):
            document = 1 + time % 2
            said = Judgment(
                event_id=f"{time}",
                sentence_id=numbers_of[document][time % 5],
                label=LABELS[time % 3],
            )
            with seeded.writing() as session:
                annotate.record(session, who.person_id, document, 1, [said])

    def look() -> None:
        for _ in range(15):
            read_and_keep(seeded)

    with ThreadPoolExecutor(5) as threads:
        work = [threads.submit(label, who) for who in (reviewer, colleague, lead)]
        work += [threads.submit(look) for _ in range(2)]
        for each in work:
            each.result()
    assert right(seeded)
    read_and_keep(seeded)
    assert right(seeded)


def test_only_what_changed_is_counted_again(
    seeded: Database, reviewer: Somebody, article: int
) -> None:
    assert read_and_keep(seeded) == []
    save(reviewer, 2, judgment(sentences(seeded, 2)[0]))
    assert read_and_keep(seeded) == [2]
    save(reviewer, article, judgment(sentences(seeded, article)[0], None))
    assert read_and_keep(seeded) == [article]
    assert read_and_keep(seeded) == []


def test_count_that_a_label_has_overtaken_is_not_kept(
    seeded: Database, reviewer: Somebody, article: int
) -> None:
    one, *_ = sentences(seeded, article)
    save(reviewer, article, judgment(one, "opinion"))
    late = read(seeded).recounted
    save(reviewer, article, judgment(one, "unsourced"))
    newer = read(seeded).recounted
    actions.keep(seeded, newer)
    actions.keep(seeded, late)
    assert read_and_keep(seeded) == []
    assert right(seeded)


def test_first_count_that_a_first_label_has_overtaken_is_not_kept(
    seeded: Database, reviewer: Somebody
) -> None:
    late = read(seeded).recounted
    save(reviewer, 1, judgment(sentences(seeded, 1)[0]))
    actions.keep(seeded, late)
    assert read_and_keep(seeded) == [1]


def test_event_that_was_known_or_stale_leaves_the_counts(
    seeded: Database, reviewer: Somebody, article: int
) -> None:
    one = judgment(sentences(seeded, article)[0], "opinion")
    save(reviewer, article, one)
    read_and_keep(seeded)
    save(reviewer, article, one, judgment(one["sentence_id"], seen_revision=0))
    assert read_and_keep(seeded) == []


def test_counts_of_another_release_are_made_anew(seeded: Database, article: int) -> None:
    with seeded.writing() as session:
        session.execute(update(AgreementCount).values(format=packed.FORMAT + 1, packed=b"?"))
    assert right(seeded)
    assert article in read_and_keep(seeded)
    assert read_and_keep(seeded) == []


def test_rebuild_counts_anew(seeded: Database, article: int) -> None:
    with seeded.writing() as session:  # as if somebody had written past the program
        session.execute(update(Annotation).values(label="opinion"))
        annotate.rebuild(session)
    assert article in read_and_keep(seeded)
    assert right(seeded)


def test_repair_counts_its_article_anew(seeded: Database, lead: Somebody, article: int) -> None:
    do(seeded, lead, article, Join(sentences(seeded, article)[0]), 1)
    assert right(seeded)
    assert read(seeded).counts.given.sum() == 4
    assert read_and_keep(seeded) == [article]


def test_people_of_one_name_stay_two(seeded: Database, reviewer: Somebody, article: int) -> None:
    with seeded.writing() as session:
        row = {"name": reviewer.name, "name_key": "other", "is_admin": False, "created_at": now()}
        twin = session.execute(insert(Person).values(**row).returning(Person.id)).scalar_one()
        said = Judgment(event_id="t", sentence_id=sentences(seeded, article)[0], label="opinion")
        annotate.record(session, twin, article, 1, [said])
    for _ in range(2):
        counts = read(seeded).counts
        both = [f"Rita Reviewer ({number})" for number in (reviewer.person_id, twin)]
        assert counts.reviewers == ("Carl Colleague", *both)
        assert len(counts.pairs) == 3
        read_and_keep(seeded)


def test_name_is_looked_up_at_each_report(
    seeded: Database, reviewer: Somebody, article: int
) -> None:
    assert article
    with seeded.writing() as session:
        session.execute(update(Person).where(Person.id == reviewer.person_id).values(name="Ann"))
    assert read(seeded).counts.reviewers == ("Ann", "Carl Colleague")
    assert right(seeded)


# ---------------------------------------------------------------- in nobody's way


def test_report_takes_as_many_statements_whatever_there_is(
    seeded: Database, lead: Somebody, reviewer: Somebody, colleague: Somebody
) -> None:
    assert lead.headers
    counts = []
    for number in range(3):
        label_article(seeded, f"A{number}", {reviewer: "su" * 9, colleague: "ss" * 9})
        with statements(seeded) as sent:
            assert get(lead, "/projects/1/agreement").status_code == 200
        counts.append(len(sent))
    assert counts[0] == counts[2]


def test_page_keeps_what_it_counted(lead: Somebody, seeded: Database, article: int) -> None:
    assert article
    for path in ("/agreement/1", "/api/v1/projects/1/agreement"):
        with seeded.writing() as session:
            session.execute(update(AgreementCount).values(format=None, packed=None))
        lead.client.get(path, headers=lead.headers)
        assert read_and_keep(seeded) == [], path


def report_at_once(lead: Somebody) -> int:
    """Ask for the report, and give up where it waits for somebody; return the status."""
    with ThreadPoolExecutor(1) as threads:
        return threads.submit(get, lead, "/projects/1/agreement").result(timeout=9).status_code


@ONLY_SQLITE
def test_reader_does_not_wait_for_a_writer(
    lead: Somebody, seeded: Database, article: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert lead.headers
    with seeded.writing() as session:
        outdate_all(session)
    monkeypatch.setattr(db, "LONGEST_TURN", 15.0)
    with seeded.writing():
        assert report_at_once(lead) == 200
    with closing(sqlite3.connect(str(seeded.engine.url.database), isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        assert report_at_once(lead) == 200
        other.execute("ROLLBACK")
    assert article in read_and_keep(seeded)
    with seeded.writing(wait=False) as session:  # the next writer waits as ever
        assert session.scalar(text("PRAGMA busy_timeout")) == 30_000


@ONLY_POSTGRESQL
def test_reader_does_not_wait_for_a_lock(lead: Somebody, seeded: Database, article: int) -> None:
    assert lead.headers
    with seeded.writing() as session:
        outdate_all(session)
    with seeded.writing() as session:
        session.execute(select(AgreementCount).with_for_update())
        assert report_at_once(lead) == 200
    assert article in read_and_keep(seeded)


@pytest.fixture
def read_only(seeded: Database) -> Iterator[Database]:
    """The database, opened by somebody who may not write to it."""
    words = "PRAGMA query_only=ON" if seeded.is_sqlite else "SET default_transaction_read_only=on"
    database = Database(seeded.engine.url.render_as_string(hide_password=False))

    def prepare(connection: Any, _record: object) -> None:
        connection.execute(words)
        connection.commit()

    event.listen(database.engine, "connect", prepare)
    yield database
    database.close()


def test_report_on_a_database_that_cannot_be_written_to(
    seeded: Database, reviewer: Somebody, article: int, read_only: Database
) -> None:
    save(reviewer, article, judgment(sentences(seeded, article)[0], "opinion"))
    assert read_and_keep(read_only) == [article]
    assert right(read_only)
    assert read_and_keep(seeded) == [article]


def test_counts_are_made_anew_after_a_way_back_and_forth(seeded: Database, article: int) -> None:
    schema.migrate(seeded, "0002")
    schema.migrate(seeded)
    assert article in read_and_keep(seeded)
    with seeded.reading() as session:
        assert session.scalar(text("SELECT count(*) FROM agreement_count")) == 3
