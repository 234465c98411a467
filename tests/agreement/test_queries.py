"""What agreement is computed from: the current labels of one project, and nothing else."""

from itertools import cycle, islice

import pytest
from sqlalchemy import text

from tests.agreement.conftest import Given, built, label_article
from tests.rig.api import judgment, save, sentences
from tests.rig.databases import ONLY_SQLITE
from tests.rig.people import People, Somebody
from webapp.agreement import queries, report
from webapp.agreement.report import Report
from webapp.db import Database
from webapp.documents import actions
from webapp.scheme import NOT_APPLICABLE


def fetched(database: Database, project_id: int = 1) -> Report:
    with database.reading() as session:
        return report.build(queries.fetch(session, project_id), left_out=[NOT_APPLICABLE])


@pytest.fixture
def six(
    seeded: Database, reviewer: Somebody, colleague: Somebody, lead: Somebody
) -> dict[int, Given]:
    """Six articles, labelled by three people with gaps and differences."""
    found: dict[int, Given] = {}
    for number in range(1, 7):
        given = {
            reviewer: "".join(islice(cycle("ssuon"), number + 6)),
            colleague: "".join(islice(cycle("suuo-"), number + 6)),
            lead: "".join(islice(cycle("so-"), number)),
        }
        found[label_article(seeded, f"Article {number}", given)] = given
    return found


def test_numbers_are_those_of_the_same_labels_without_a_database(
    seeded: Database, six: dict[int, Given]
) -> None:
    found = fetched(seeded)
    assert found == built(six)
    assert found.coefficients["krippendorff_alpha"].ci95 is not None


def test_nothing_labelled_makes_an_empty_report(seeded: Database) -> None:
    assert fetched(seeded) == built({})


def test_reviewer_of_not_applicable_alone_does_not_count(
    seeded: Database, reviewer: Somebody, colleague: Somebody, lead: Somebody
) -> None:
    given = {reviewer: "so", colleague: "su", lead: "nn"}
    document = label_article(seeded, "A", given)
    assert fetched(seeded) == built({document: given})
    with seeded.reading() as session:
        assert queries.left_out(session, 1) == 2


def test_withdrawn_and_older_labels_do_not_count(
    seeded: Database, reviewer: Somebody, colleague: Somebody
) -> None:
    one, two, *_ = sentences(seeded)
    save(reviewer, 1, judgment(one, "opinion"), judgment(one, "sourced"), judgment(two))
    save(reviewer, 1, judgment(two, None))
    save(colleague, 1, judgment(one, "sourced"))
    assert fetched(seeded) == built({1: {reviewer: "s", colleague: "s"}})


def test_labels_of_another_project_do_not_count(
    seeded: Database, reviewer: Somebody, colleague: Somebody
) -> None:
    with seeded.writing() as session:
        other = actions.add_project(session, "Other").id
    given = {reviewer: "su", colleague: "ss"}
    document = label_article(seeded, "A", given, other)
    assert fetched(seeded) == built({})
    assert fetched(seeded, other) == built({document: given})


# ---------------------------------------------------------------- disputed sentences


def test_most_disputed_sentence_comes_first(
    seeded: Database, reviewer: Somebody, colleague: Somebody, lead: Somebody, people: People
) -> None:
    four = people.add("Fay")
    given = {reviewer: "ssss", colleague: "sssu", lead: "suun", four: "-uon"}
    document = label_article(seeded, "A", given)
    with seeded.reading() as session:
        found = queries.disputed(session, 1)
    assert [(each.document_id, each.title, each.number) for each in found] == [
        (document, "A", 4),
        (document, "A", 3),
        (document, "A", 2),
    ]
    assert found[1].text == "Sentence 3 of A."
    assert found[1].labels == {"sourced": 2, "unsourced": 1, "opinion": 1}


def test_disputed_sentences_are_at_most_a_page(
    seeded: Database, reviewer: Somebody, colleague: Somebody
) -> None:
    label_article(seeded, "A", {reviewer: "s" * 30, colleague: "u" * 30})
    with seeded.reading() as session:
        found = queries.disputed(session, 1)
    assert [each.number for each in found] == list(range(1, queries.MOST_DISPUTED + 1))


def test_rows_beyond_one_fetch_are_all_counted(
    seeded: Database, six: dict[int, Given], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(queries, "_AT_ONCE", 7)
    assert fetched(seeded) == built(six)


@ONLY_SQLITE
def test_counts_are_read_from_the_covering_index(seeded: Database) -> None:
    columns = "document_id, sentence_id, reviewer_id, label"
    query = f"EXPLAIN QUERY PLAN SELECT {columns} FROM annotation WHERE document_id = 1"  # noqa: S608
    with seeded.reading() as session:
        plan = str(session.execute(text(query)).all())
    assert "USING COVERING INDEX ix_annotation_counts" in plan
