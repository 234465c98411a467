"""What agreement is computed from: the current labels of one project, and nothing else."""

from itertools import cycle, islice

import numpy as np
import pytest
from sqlalchemy import text

from tests.agreement.conftest import NAMES, Given, built, counts_of, label_article
from tests.agreement.counted import same
from tests.rig.api import judgment, save, sentences
from tests.rig.databases import ONLY_SQLITE
from tests.rig.people import People, Somebody
from webapp.agreement import queries, report
from webapp.agreement.particulars import MOST_DISPUTED, named, under_version
from webapp.agreement.report import Report
from webapp.agreement.tally import Rating, count, tabulate
from webapp.annotate import actions as annotate
from webapp.annotate.judgment import Judgment
from webapp.db import Database
from webapp.documents import actions
from webapp.scheme import ALL_LABELS, LABELS, NOT_APPLICABLE


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


def test_labels_one_by_one_are_those_that_are_counted(
    seeded: Database, six: dict[int, Given]
) -> None:
    with seeded.reading() as session:
        found, counts = queries.ratings(session, 1), queries.fetch(session, 1)
    given = [
        (document, who.name, NAMES[letter])
        for document, letters in six.items()
        for who, said in letters.items()
        for letter in said
        if letter not in "n-"
    ]
    columns = zip(
        found.document.tolist(),
        found.reviewer.tolist(),
        found.label.tolist(),
        strict=True,
    )
    told = [(found.documents[d], found.reviewers[g], found.labels[k]) for d, g, k in columns]
    assert sorted(told, key=str) == sorted(given, key=str)
    assert len(np.unique(found.sentence)) == report.build(counts).n.sentences


def test_nothing_labelled_makes_an_empty_report(seeded: Database) -> None:
    assert fetched(seeded) == built({})


def test_reviewer_of_not_applicable_alone_does_not_count(
    seeded: Database, reviewer: Somebody, colleague: Somebody, lead: Somebody
) -> None:
    given = {reviewer: "so", colleague: "su", lead: "nn"}
    document = label_article(seeded, "A", given)
    assert fetched(seeded) == built({document: given})
    with seeded.reading() as session:
        heads = named(queries.load(session, 1).particulars.heads)
    assert heads.left_out.sum() == 2


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
        found = queries.disputed(session, queries.load(session, 1).particulars)
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
        found = queries.disputed(session, queries.load(session, 1).particulars)
    assert [each.number for each in found] == list(range(1, MOST_DISPUTED + 1))


# ---------------------------------------------------------------- one by one, and in part


def test_not_applicable_is_a_fourth_label_where_asked_for(
    seeded: Database, reviewer: Somebody, colleague: Somebody
) -> None:
    document = label_article(seeded, "A", {reviewer: "sonn", colleague: "snnu"})
    with seeded.reading() as session:
        counts = queries.fetch(session, 1, include_not_applicable=True)
    expected: list[Rating] = [
        (document, at, who, NAMES[letter])
        for who, letters in ((reviewer.name, "sonn"), (colleague.name, "snnu"))
        for at, letter in enumerate(letters)
    ]
    assert same(counts, count(expected, ALL_LABELS))
    assert counts.sums[0, 0] == 4


def test_labels_given_under_one_version_of_the_guidelines_are_counted_alone(
    seeded: Database, reviewer: Somebody, colleague: Somebody
) -> None:
    given: Given = {reviewer: "suos", colleague: "suss"}
    document = label_article(seeded, "A", given)
    other = label_article(seeded, "B", {reviewer: "ss"})
    with seeded.writing() as session:
        said = Judgment(event_id="v2", sentence_id=sentences(seeded, document)[0], label="opinion")
        annotate.record(session, reviewer.person_id, document, 2, [said])
    with seeded.reading() as session:
        loaded = queries.load(session, 1)
    older, newer = (
        under_version(loaded.counts, loaded.particulars, version)[0] for version in (1, 2)
    )
    first = counts_of({document: {reviewer: "-uos", colleague: "suss"}, other: {reviewer: "ss"}})
    assert older.tolist() == first.sums.tolist()
    assert newer.tolist() == counts_of({document: {reviewer: "o"}}).sums.tolist()


def test_ratings_are_the_labels_one_by_one(
    seeded: Database, reviewer: Somebody, colleague: Somebody
) -> None:
    document = label_article(seeded, "A", {reviewer: "so-n", colleague: "u-un"})
    with seeded.reading() as session:
        found = queries.ratings(session, 1)
    assert (found.documents, found.labels) == ((document,), LABELS)
    assert found.reviewers == ("Carl Colleague", "Rita Reviewer")
    one, two, three, _ = sentences(seeded, document)
    columns = found.document, found.sentence, found.reviewer, found.label
    rows = zip(*(column.tolist() for column in columns), strict=True)
    assert sorted(rows) == [
        (0, one, 0, LABELS.index("unsourced")),
        (0, one, 1, LABELS.index("sourced")),
        (0, two, 1, LABELS.index("opinion")),
        (0, three, 0, LABELS.index("unsourced")),
    ]


def test_ratings_give_the_counts(seeded: Database, six: dict[int, Given]) -> None:
    assert six
    with seeded.reading() as session:
        found = queries.ratings(session, 1), queries.ratings(session, 1, True)
        fetched_counts = queries.fetch(session, 1), queries.fetch(session, 1, True)
    for rows, counts in zip(found, fetched_counts, strict=True):
        assert same(tabulate(**vars(rows)), counts)


@ONLY_SQLITE
def test_counts_are_read_from_the_covering_index(seeded: Database) -> None:
    columns = "document_id, sentence_id, reviewer_id, label"
    query = f"EXPLAIN QUERY PLAN SELECT {columns} FROM annotation WHERE document_id = 1"  # noqa: S608
    with seeded.reading() as session:
        plan = str(session.execute(text(query)).all())
    assert "USING COVERING INDEX ix_annotation_counts" in plan
