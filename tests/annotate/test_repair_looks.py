"""What a repair brings back to those who had labelled what it replaced."""

from typing import Any

import pytest

from tests.annotate.repairs import do
from tests.rig.api import judgment, save, sentences
from tests.rig.people import Somebody
from webapp.annotate.repair import SecondLook, second_looks
from webapp.db import Database
from webapp.documents.repair import Join, Split


@pytest.fixture
def looks(seeded: Database, short: int) -> Any:
    """Asks what comes back to somebody in the short article."""

    def ask(who: Somebody) -> list[SecondLook]:
        with seeded.reading() as session:
            return list(second_looks(session, who.person_id, [short, 1]))

    return ask


def test_replaced_labels_come_back_for_another_look(
    seeded: Database,
    lead: Somebody,
    reviewer: Somebody,
    colleague: Somebody,
    short: int,
    looks: Any,
) -> None:
    one, two, three, _ = sentences(seeded, short)
    save(reviewer, short, judgment(one, "opinion"), judgment(two), judgment(three))
    save(colleague, short, judgment(three))
    do(seeded, lead, short, Join(one), 1)
    joined = sentences(seeded, short)[0]
    assert looks(reviewer) == [SecondLook(joined, short, 0, 0, 26, ("opinion", "sourced"))]
    assert looks(colleague) == []
    save(reviewer, short, judgment(joined))
    assert looks(reviewer) == []


def test_both_halves_come_back_for_another_look(
    seeded: Database, lead: Somebody, reviewer: Somebody, short: int, looks: Any
) -> None:
    _, two, *_ = sentences(seeded, short)
    save(reviewer, short, judgment(two, "opinion"))
    do(seeded, lead, short, Split(two, 17), 1)
    found = [(each.position, each.start, each.end, each.labels) for each in looks(reviewer)]
    assert found == [(1, 13, 16, ("opinion",)), (2, 17, 26, ("opinion",))]


def test_label_taken_back_brings_no_other_look(
    seeded: Database, lead: Somebody, reviewer: Somebody, short: int, looks: Any
) -> None:
    one, *_ = sentences(seeded, short)
    save(reviewer, short, judgment(one), judgment(one, None))
    do(seeded, lead, short, Join(one), 1)
    assert looks(reviewer) == []


def test_what_was_said_last_is_told_at_another_look(
    seeded: Database, lead: Somebody, reviewer: Somebody, short: int, looks: Any
) -> None:
    one, *_ = sentences(seeded, short)
    save(reviewer, short, judgment(one, "opinion"))
    do(seeded, lead, short, Join(one), 1)
    joined = sentences(seeded, short)[0]
    save(reviewer, short, judgment(joined, "unsourced"))
    do(seeded, lead, short, Split(joined, 4), 2)
    assert {each.labels for each in looks(reviewer)} == {("unsourced",)}


def test_undone_repair_brings_no_other_look(
    seeded: Database, lead: Somebody, reviewer: Somebody, short: int, looks: Any
) -> None:
    one, *_ = sentences(seeded, short)
    save(reviewer, short, judgment(one))
    do(seeded, lead, short, Join(one), 1)
    do(seeded, lead, short, Split(sentences(seeded, short)[0], 13), 2)
    assert looks(reviewer) == []
