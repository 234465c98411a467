"""How labels leave the page: from the disk alone, and with longer pauses while nobody answers."""

from collections.abc import Callable
from itertools import count

import pytest
from playwright.sync_api import Page, Route

from tests.browser.desk import SAVES, Desk, Installation
from tests.rig.chromium import Watch

PAUSES = [500, 1000, 2000, 4000, 8000, 16_000, 20_000, 20_000]
"""Notes each judgment when it is on the disk, and when it is sent."""
NOTES = """{
  globalThis.noted = [];
  const { add } = IDBObjectStore.prototype;
  IDBObjectStore.prototype.add = function (each) {
    this.transaction.addEventListener("complete", () =>
      noted.push(`${each.event_id} kept ${this.transaction.durability}`));
    return add.call(this, each);
  };
  const send = fetch;
  globalThis.fetch = (address, options) => {
    for (const each of JSON.parse(options?.body ?? "[]")) noted.push(`${each.event_id} sent`);
    return send(address, options);
  };
}"""
"""A clock on which the pauses between two tries take no time."""
HASTE = """{
  globalThis.pauses = [];
  const start = setTimeout;
  globalThis.setTimeout = (work, delay) => {
    const isPause = PAUSES.includes(delay);
    if (isPause) pauses.push(delay);
    return start(work, isPause ? 0 : delay);
  };
}"""
Start = Callable[[str], Desk]


@pytest.fixture
def start(installation: Installation, new_page: Callable[..., Page]) -> Start:
    """Opens the article in a browser that notes something."""

    def open_(script: str) -> Desk:
        page = new_page()
        page.add_init_script(script)
        return installation.reviewer(page).open()

    return open_


def test_label_is_sent_only_once_it_is_on_the_disk_for_good(start: Start) -> None:
    desk = start(NOTES)
    desk.type("123")
    desk.expect_saved(3)
    noted = desk.page.evaluate("noted")
    kept = [each.split()[0] for each in noted if each.endswith(" kept strict")]
    assert len(kept) == 3
    for each in kept:
        assert noted.index(f"{each} kept strict") < noted.index(f"{each} sent")


def test_pauses_grow_while_the_server_fails_up_to_a_limit(start: Start, watch: Watch) -> None:
    desk, tries = start(HASTE.replace("PAUSES", str(PAUSES))), count(1)

    def fail(route: Route) -> None:
        if next(tries) > len(PAUSES):
            route.continue_()
        else:
            route.fulfill(status=503, body="{}")

    desk.page.route(SAVES, fail)
    desk.type("1")
    desk.expect_saved(1)
    assert desk.page.evaluate("pauses") == PAUSES
    watch.expect("503")
