"""Shared articles: everybody labels them, before anything else, those due first."""

from datetime import date

import pytest

from tests.annotate.joining import add_article, end, next_article
from tests.rig.people import People, Somebody
from webapp.annotate import joining_actions, joining_queries, place_actions
from webapp.annotate.place_queries import place
from webapp.db import Database
from webapp.problems import BadInput, NotFound


def test_shared_articles_come_first_those_due_first(seeded: Database, reviewer: Somebody) -> None:
    later = add_article(seeded, "shared", date(2026, 3, 13))
    sooner = add_article(seeded, "shared", date(2026, 3, 6))
    some_day = add_article(seeded, "shared")
    handed_out = [next_article(reviewer) for _ in range(5)]
    assert handed_out == [sooner, later, some_day, 1, 2]


def test_shared_article_has_a_place_for_everybody(seeded: Database, people: People) -> None:
    shared = add_article(seeded, "shared")
    everybody = [people.add(f"Number {number}") for number in range(5)]
    assert [next_article(who) for who in everybody] == [shared] * 5


def test_shared_article_that_was_given_back_comes_after_the_others(
    seeded: Database, reviewer: Somebody
) -> None:
    first, second = add_article(seeded, "shared"), add_article(seeded, "shared")
    assert next_article(reviewer) == first
    with seeded.writing() as session:
        place_actions.release(session, reviewer.caller, first)
    assert [next_article(reviewer) for _ in range(3)] == [second, first, 1]


def test_begun_article_is_not_begun_again(seeded: Database, reviewer: Somebody) -> None:
    shared = add_article(seeded, "shared")
    end(reviewer, shared)
    with seeded.writing() as session:
        place_actions.begin(session, reviewer.caller, shared)
        assert place(session, reviewer.caller, shared).state == "submitted"


def test_only_what_everybody_labels_can_be_begun(seeded: Database, reviewer: Somebody) -> None:
    with seeded.writing() as session, pytest.raises(NotFound):
        place_actions.begin(session, reviewer.caller, 1)


def test_lead_sees_who_has_done_a_shared_article(
    seeded: Database, reviewer: Somebody, colleague: Somebody
) -> None:
    shared = add_article(seeded, "shared", date(2026, 3, 6))
    end(reviewer, shared, ())
    with seeded.reading() as session:
        (found,) = joining_queries.shared(session, 1)
    assert (found.document_id, found.due) == (shared, date(2026, 3, 6))
    assert (found.done, found.open) == ([reviewer.name], [colleague.name])


def test_day_due_is_for_shared_articles_alone(seeded: Database) -> None:
    with seeded.writing() as session, pytest.raises(BadInput):
        joining_actions.mark(session, 1, "regular", date(2026, 3, 6), None)
