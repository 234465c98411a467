"""The database that the benches make is one that people could have made."""

from sqlalchemy import select

from bench.large_project import Size, fill, table
from tests.agreement.counted import same
from webapp.agreement import queries
from webapp.agreement.tally import Id, rename, tabulate
from webapp.annotate.actions import rebuild
from webapp.db import Database, table_of
from webapp.models import Annotation
from webapp.scheme import LABELS

SMALL = Size(documents=4, sentences=5, reviewers=6, each=3)


def test_large_project_has_the_ratings_of_its_table(database: Database) -> None:
    with database.writing() as session:
        fill(session, SMALL)
    with database.reading() as session:
        counts = queries.fetch(session, 1)
    people: dict[Id, str] = {number: f"Reviewer {number}" for number in range(1, 7)}
    assert same(counts, rename(tabulate(*table(SMALL), range(1, 5), range(1, 7), LABELS), people))


def test_large_project_has_the_history_of_its_labels(database: Database) -> None:
    states = select(table_of(Annotation)).order_by(Annotation.reviewer_id, Annotation.sentence_id)
    with database.writing() as session:
        fill(session, SMALL)
        before = session.execute(states).all()
        assert rebuild(session) == len(before) == len(table(SMALL)[0])
        assert session.execute(states).all() == before
