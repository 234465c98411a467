"""Without a connection: visited pages open as they were left, and nobody else's ever do."""

import re
from collections.abc import Callable, Iterator
from functools import partial

import pytest
from playwright.sync_api import Error, Page, expect

from tests.browser.desk import TOTAL, Desk, Installation
from tests.journeys import steps
from tests.rig.chromium import Watch

OFFLINE = "no connection, trying again"
NO_CONNECTION = re.compile("ERR_FAILED|ERR_INTERNET_DISCONNECTED")
NEVER_VISITED = 2
"""Make the caches of this browser those of an older release, with an older page in them."""
AGE = """async () => {
  const [name] = await caches.keys();
  const [program, reviewer, release] = name.split(" ");
  await caches.delete(name);
  const old = await caches.open(`${program} ${reviewer} ${release.split("").reverse().join("")}`);
  await old.put(location.pathname, new Response("an old page"));
}"""


@pytest.fixture
def new_page(new_page: Callable[..., Page]) -> Callable[..., Page]:
    """Opens a browser in which a service worker keeps pages for later."""
    return partial(new_page, service_workers="allow")


@pytest.fixture
def offline(desk: Desk, watch: Watch) -> Iterator[Desk]:
    """A reviewer who has labelled two sentences and then lost the connection."""
    desk.type("12")
    desk.expect_saved(2)
    desk.wait_for_cache()
    desk.page.context.set_offline(True)
    yield desk
    watch.problems.clear()  # each request that failed


def sign_in(desk: Desk, page: Page) -> None:
    """Sign in with a link, in a browser where somebody else was signed in."""
    steps.sign_in(page, desk.link())


def test_visited_article_opens_with_what_was_said_since(offline: Desk) -> None:
    offline.type("3")
    offline.wait_for_disk(1)
    offline.page.reload()
    offline.expect_letters("SUO")
    offline.expect_state(f"3 of {TOTAL} labelled, 1 not sent yet: {OFFLINE}")
    offline.mark(4).focus()
    offline.type("0")
    offline.expect_state(f"4 of {TOTAL} labelled, 2 not sent yet: {OFFLINE}")
    offline.page.context.set_offline(False)
    offline.expect_saved(4)
    assert [label for _, label, _ in offline.history()] == [
        "sourced",
        "unsourced",
        "opinion",
        "not_applicable",
    ]


def test_visited_article_goes_on_after_the_last_label_said_since(offline: Desk) -> None:
    offline.type("33")
    offline.wait_for_disk(2)
    offline.page.reload()
    expect(offline.page.locator("#here")).to_have_text("5")
    offline.type("0")
    offline.expect_letters("SUOO–")
    offline.page.context.set_offline(False)
    offline.expect_saved(5)


def test_visited_article_opens_in_a_new_tab(offline: Desk) -> None:
    tab = offline.page.context.new_page()
    offline.page.close()
    Desk(offline.installation, tab, offline.person_id).open().expect_letters("SU")


def test_my_work_opens_once_it_was_visited(desk: Desk, watch: Watch) -> None:
    desk.wait_for_cache()
    desk.visit("/annotate/")
    desk.wait_for_cache()
    desk.page.context.set_offline(True)
    desk.visit("/annotate/")
    expect(desk.page.get_by_role("heading", name="My work")).to_be_visible()
    watch.problems.clear()


def test_article_never_visited_says_that_there_is_no_connection(offline: Desk) -> None:
    with pytest.raises(Error, match=NO_CONNECTION):
        offline.visit(f"/annotate/{NEVER_VISITED}")


def test_article_opens_after_an_upgrade_and_the_old_pages_are_gone(
    desk: Desk, watch: Watch
) -> None:
    desk.wait_for_cache()
    [name] = desk.page.evaluate("caches.keys()")
    desk.page.evaluate(AGE)
    desk.open()
    desk.wait_for_cache(name)
    assert desk.page.evaluate("caches.keys()") == [name]
    desk.page.context.set_offline(True)
    desk.open().type("1")
    desk.expect_state(f"1 of {TOTAL} labelled, 1 not sent yet: {OFFLINE}")
    watch.expect("ERR_")


@pytest.fixture
def other(installation: Installation, new_page: Callable[..., Page]) -> Desk:
    """Somebody else."""
    return installation.reviewer(new_page())


def test_next_person_in_this_browser_does_not_see_the_pages_of_the_first(
    desk: Desk, other: Desk, watch: Watch
) -> None:
    desk.type("12")
    desk.expect_saved(2)
    desk.wait_for_cache()
    desk.sign_out()
    sign_in(other, desk.page)
    desk.page.context.set_offline(True)
    with pytest.raises(Error, match=NO_CONNECTION):
        desk.open()
    watch.problems.clear()


def test_next_person_in_this_browser_does_not_send_the_labels_of_the_first(
    offline: Desk, other: Desk
) -> None:
    offline.type("3")
    offline.expect_state(f"3 of {TOTAL} labelled, 1 not sent yet: {OFFLINE}")
    offline.sign_out()
    offline.page.context.set_offline(False)
    offline.expect_state(f"3 of {TOTAL} labelled, 1 not sent yet: you are signed out")
    sign_in(other, offline.page)
    offline.open().expect_saved(0)
    offline.type("0")
    offline.expect_saved(1)
    assert other.history() == [(1, "not_applicable", 1)]
    assert len(offline.history()) == 2
    sign_in(offline, offline.page)
    offline.open().expect_saved(3)
    assert offline.history()[2:] == [(3, "opinion", 1)]
