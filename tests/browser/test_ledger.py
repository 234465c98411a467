"""Two hundred edits through every trouble: what was pressed is in the database, once, in order."""

import os
import random
from collections.abc import Callable
from functools import partial
from itertools import groupby

import pytest
from playwright.sync_api import Page, expect

from tests.browser.day import Day
from tests.browser.desk import Desk
from tests.browser.ledger import Content, annotations, events
from tests.journeys import steps
from tests.rig.chromium import Watch

EDITS = {"sqlite": 200, "postgresql": 40}
OF_THE_NETWORK = ("net::ERR_", "401 (", "400 (", "request failed")


@pytest.fixture
def new_page(new_page: Callable[..., Page]) -> Callable[..., Page]:
    """Opens a browser in which a service worker keeps pages for later."""
    return partial(new_page, service_workers="allow")


@pytest.fixture
def day(engine: str, own_desk: Desk, watch: Watch) -> Day:
    seed = int(os.environ.get("SEED", random.randrange(10**6)))  # noqa: S311
    print(f"seed {seed}")  # noqa: T201  (pytest shows it where the test fails)
    return Day(own_desk, watch, random.Random(seed), EDITS[engine])  # noqa: S311


def test_everything_that_was_pressed_is_in_the_database_once_and_in_order(
    day: Day, watch: Watch
) -> None:
    day.live()
    expect(steps.state(day.page)).to_contain_text("all saved")
    ledger, stored = day.ledger, events(day.desk.installation, day.desk.person_id)
    assert [(place, Content.of(event)) for place, event in stored] == ledger.lines
    assert [event.event_id for _, event in stored] == day.witness.made()
    assert len({event.event_id for _, event in stored}) == len(stored)
    for _, history in groupby(sorted(stored, key=lambda each: each[0]), lambda each: each[0]):
        revisions = [event.revision for _, event in history]
        assert revisions == list(range(1, len(revisions) + 1))
    current = annotations(day.desk.installation, day.desk.person_id)
    assert {place: Content.of(state) for place, state in current.items()} == ledger.now
    day.expect_shown()
    assert [each for each in watch.problems if not any(it in each for it in OF_THE_NETWORK)] == []
    watch.problems.clear()
