"""What is stuck: each kind is found, and what only looks like it is not."""

import pytest

from tests.progress.conftest import Put, ago
from tests.rig.api import judgment, save, sentences
from tests.rig.people import Somebody
from webapp.annotate.place_actions import submit
from webapp.db import Database, now
from webapp.documents.actions import add_project
from webapp.models import Project
from webapp.progress import queries, stuck_queries


def stuck(database: Database) -> dict[str, list[tuple[int, int | None]]]:
    """Return the places of each kind, as document and person."""
    with database.reading() as session:
        project, at = session.get_one(Project, 1), now()
        known = queries.totals(session, project, at)
        found = stuck_queries.stuck(session, project, known, at)
        assert all(each.total == len(each.items) for each in found)
        return {
            each.kind: [(one.document_id, one.person_id) for one in each.items] for each in found
        }


@pytest.fixture(autouse=True)
def members(reviewer: Somebody, colleague: Somebody, lead: Somebody) -> None:
    """So that no article has had everybody unless a test says so."""


def test_nothing_is_stuck_at_first(seeded: Database) -> None:
    assert stuck(seeded) == {}


def test_place_that_ran_out_is_stuck(seeded: Database, reviewer: Somebody, put: Put) -> None:
    put(reviewer, lease_until=ago(hours=1))
    assert stuck(seeded) == {"lapsed": [(1, reviewer.person_id)]}


def test_place_that_ran_out_is_not_stuck_where_others_have_the_article(
    seeded: Database, reviewer: Somebody, colleague: Somebody, lead: Somebody, put: Put
) -> None:
    put(reviewer, lease_until=ago(hours=1))
    for who in (colleague, lead):
        put(who)
    assert stuck(seeded) == {}


def test_place_that_is_not_begun_for_two_days_is_stuck(
    seeded: Database, reviewer: Somebody, colleague: Somebody, put: Put
) -> None:
    put(reviewer, 1, offered_at=ago(days=3))
    put(colleague, 2, offered_at=ago(days=1))
    put(reviewer, 2, offered_at=ago(days=9), ended_at=ago(days=4))
    put(colleague, 1, offered_at=ago(days=9), started_at=ago(days=1))
    assert stuck(seeded)["unbegun"] == [(1, reviewer.person_id)]


def test_place_in_which_nothing_was_saved_for_three_days_is_stuck(
    seeded: Database, reviewer: Somebody, put: Put
) -> None:
    put(reviewer, started_at=ago(days=4), lease_until=None)
    assert stuck(seeded) == {"idle": [(1, reviewer.person_id)]}
    save(reviewer, 1, judgment(1))
    assert stuck(seeded) == {}


def test_article_that_every_reviewer_had_is_stuck(
    seeded: Database, reviewer: Somebody, colleague: Somebody, put: Put
) -> None:
    put(reviewer, ended_at=ago(hours=1))
    put(colleague, submitted_at=ago(hours=1))
    assert set(stuck(seeded)) == {"exhausted", "incomplete"}
    assert stuck(seeded)["exhausted"] == [(1, None)]


def test_article_that_one_reviewer_has_not_had_is_not_stuck(
    seeded: Database, reviewer: Somebody, lead: Somebody, put: Put
) -> None:
    put(reviewer, ended_at=ago(hours=1))
    put(lead, ended_at=ago(hours=1))
    assert stuck(seeded) == {}


def test_article_submitted_with_unlabelled_sentences_is_stuck(
    seeded: Database, reviewer: Somebody
) -> None:
    ids = sentences(seeded, 2)
    save(reviewer, 2, *(judgment(each) for each in ids[:-1]))
    assert stuck(seeded) == {}
    _submit(seeded, reviewer)
    assert stuck(seeded) == {"incomplete": [(2, reviewer.person_id)]}


def test_article_submitted_with_all_labels_is_not_stuck(
    seeded: Database, reviewer: Somebody
) -> None:
    save(reviewer, 2, *(judgment(each) for each in sentences(seeded, 2)))
    _submit(seeded, reviewer)
    assert stuck(seeded) == {}


def _submit(database: Database, who: Somebody) -> None:
    with database.writing() as session:
        submit(session, who.caller, 2, incomplete=True)


def test_other_project_has_nothing_to_do_with_it(
    seeded: Database, reviewer: Somebody, put: Put
) -> None:
    put(reviewer, lease_until=ago(hours=1), offered_at=ago(days=8))
    with seeded.writing() as session:
        other = add_project(session, "Elsewhere")
        known = queries.totals(session, other, now())
        assert known.articles == 0
        assert stuck_queries.stuck(session, other, known, now()) == []
