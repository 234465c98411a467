"""The browser itself in trouble: no label is lost, and no line claims what is not so."""

import json
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, Route, expect

from tests.browser.desk import SAVES, TOTAL, Desk, Installation
from tests.journeys import steps
from tests.rig.chromium import Watch

THREE = [(1, "sourced", 1), (2, "unsourced", 1), (3, "opinion", 1)]
NOT_SENT = f"3 of {TOTAL} labelled, 3 not sent yet: no connection, trying again"
COME_BACK = "dispatchEvent(new Event('visibilitychange'))"
UNREADABLE = "void (IDBIndex.prototype.getAll = () => { throw new Error('unreadable') })"
SILENT = "IDBFactory.prototype.open = () => ({})"
LATE = """{
  const open = IDBFactory.prototype.open;
  IDBFactory.prototype.open = function (...given) {
    const late = {};
    setTimeout(() => {
      const request = open.apply(this, given);
      request.onsuccess = () => Object.assign(late, { result: request.result }).onsuccess();
    }, 3500);
    return late;
  };
}"""
BROKEN_ONCE = """{
  const open = IDBFactory.prototype.open;
  IDBFactory.prototype.open = function () {
    IDBFactory.prototype.open = open;
    const broken = { error: new DOMException("no backing store", "UnknownError") };
    setTimeout(() => broken.onerror());
    return broken;
  };
}"""
LISTEN = """() => {
  const line = document.getElementById("state-text");
  globalThis.said = [];
  new MutationObserver(() => said.push(line.textContent)).observe(line, { childList: true });
}"""
FULL = """{
  const add = IDBObjectStore.prototype.add;
  IDBObjectStore.prototype.add = function (each) {
    if (each.note.length > 100) throw new DOMException("full", "QuotaExceededError");
    return add.call(this, each);
  };
}"""
OTHER = """() => new Promise((resolve) => {
  const request = indexedDB.open("factcheck of-before", 1);
  request.onupgradeneeded = () => {
    const table = request.result.createObjectStore("judgments", { keyPath: "order" });
    table.createIndex("reviewer", "reviewer");
    table.add({ order: 1, reviewer: REVIEWER, label: "opinion", sentence_id: 7 });
  };
  request.onsuccess = () => resolve(request.result.close());
})"""
Start = Callable[..., Desk]


@pytest.fixture
def start(installation: Installation, new_page: Callable[..., Page]) -> Start:
    """Opens the article in a browser of which something does not work."""

    def open_(script: str = "", **options: object) -> Desk:
        page = new_page(**options)
        page.add_init_script(script)
        return installation.reviewer(page).open()

    return open_


def give_offline(desk: Desk) -> None:
    """Label three sentences without a connection."""
    desk.page.context.set_offline(True)
    desk.type("123")
    desk.expect_state(NOT_SENT)


def test_labels_survive_a_cleared_storage_and_another_tab_in_front(
    start: Start, watch: Watch
) -> None:
    desk = start()
    give_offline(desk)
    origin = desk.installation.server.url
    session = desk.page.context.new_cdp_session(desk.page)
    session.send("Storage.clearDataForOrigin", {"origin": origin, "storageTypes": "indexeddb"})
    desk.page.evaluate(COME_BACK)
    desk.expect_state(NOT_SENT)
    desk.page.context.set_offline(False)
    desk.expect_saved(3)
    assert desk.history() == THREE
    watch.expect("ERR_INTERNET_DISCONNECTED")


def test_labels_that_cannot_be_read_again_are_sent(start: Start, watch: Watch) -> None:
    desk = start()
    give_offline(desk)
    desk.page.evaluate(UNREADABLE)
    desk.page.evaluate(COME_BACK)
    desk.expect_state(NOT_SENT)
    desk.page.context.set_offline(False)
    desk.expect_saved(3)
    assert desk.history() == THREE
    watch.expect("ERR_INTERNET_DISCONNECTED")


def test_labels_are_sent_without_a_storage(start: Start) -> None:
    desk = start("delete IDBFactory.prototype.open")
    desk.type("123")
    desk.expect_saved(3)
    assert desk.history() == THREE


def test_page_whose_storage_is_silent_sends_and_does_not_say_that_all_is_saved(
    start: Start,
) -> None:
    desk = start(SILENT)
    desk.type("123")
    says = "saved; what this browser kept from before cannot be read yet"
    desk.expect_state(f"3 of {TOTAL} labelled, {says}")
    assert desk.history() == THREE


@pytest.mark.parametrize("script", [LATE, BROKEN_ONCE], ids=["late", "broken"])
def test_labels_on_a_disk_that_is_read_late_are_sent(
    start: Start, watch: Watch, script: str
) -> None:
    desk = start()
    give_offline(desk)
    desk.wait_for_disk(3)
    context = desk.page.context
    desk.page.close()
    context.set_offline(False)
    again = Desk(desk.installation, context.new_page(), desk.person_id)
    again.page.add_init_script(script)
    again.open()
    again.expect_saved(3)
    assert again.history() == THREE
    watch.problems.clear()


def test_what_the_disk_has_no_room_for_is_sent_in_its_order(start: Start) -> None:
    desk = start(FULL)
    held = desk.hold_saves()
    desk.type("1k")
    for note in ("long " * 60, "short"):
        desk.press("n")
        desk.page.get_by_role("textbox", name="Note").fill(note)
        desk.press("Enter")
    held.release()
    desk.expect_saved(1)
    assert [revision for _, _, revision in desk.history()] == [1, 2, 3]
    assert desk.state_of(1) == ("sourced", (), "short")


def test_what_the_disk_has_no_room_for_shows_in_its_order(start: Start, watch: Watch) -> None:
    desk = start(FULL)
    desk.page.context.set_offline(True)
    desk.press("n")
    desk.page.get_by_role("textbox", name="Note").fill("long " * 60)
    desk.press("Enter", "1", "k", "n")
    desk.page.get_by_role("textbox", name="Note").fill("short")
    desk.press("Enter", "2", "k")
    desk.page.evaluate(COME_BACK)
    desk.page.wait_for_timeout(500)
    desk.expect_letters("U")
    desk.page.context.set_offline(False)
    desk.expect_saved(1)
    assert desk.state_of(1) == ("unsourced", (), "short")
    watch.expect("ERR_INTERNET_DISCONNECTED")


def test_list_too_large_for_a_proxy_is_sent_in_parts(start: Start, watch: Watch) -> None:
    desk = start()

    def measure(route: Route) -> None:
        if len(route.request.post_data or "") > 300:
            route.fulfill(status=413, content_type="text/html", body="<h1>Too large</h1>")
        else:
            route.continue_()

    desk.page.context.set_offline(True)
    desk.type("1231230123")
    steps.state(desk.page).get_by_text("10 not sent yet: no connection").wait_for()
    desk.page.route(SAVES, measure)
    desk.page.context.set_offline(False)
    desk.expect_saved(10)
    assert [revision for _, _, revision in desk.history()] == [1] * 10
    watch.expect("413", "ERR_INTERNET_DISCONNECTED")


def test_session_that_ended_is_seen_in_any_answer(start: Start, watch: Watch) -> None:
    desk = start()
    page = {"status": 401, "content_type": "text/html", "body": "<h1>Sign in</h1>"}
    desk.page.route(SAVES, lambda route: route.fulfill(**page), times=1)
    desk.type("1")
    desk.page.get_by_role("button", name="Sign in").wait_for()
    desk.expect_saved(1)
    watch.expect("401")


def test_page_of_another_installation_says_so_and_keeps_its_labels(
    start: Start, watch: Watch
) -> None:
    desk = start()

    def misplace(route: Route) -> None:
        route.continue_(headers=route.request.headers | {"x-installation": "of-before"})

    desk.page.route(SAVES, misplace)
    desk.type("1")
    says = "this page is of another installation; load it again"
    desk.expect_state(f"1 of {TOTAL} labelled, 1 not sent yet: {says}")
    assert desk.history() == []
    watch.expect("409")


def test_reason_for_turning_labels_away_is_told_after_others_were_saved(
    start: Start, watch: Watch
) -> None:
    desk = start()
    line = steps.state(desk.page)
    desk.page.route(SAVES, lambda route: route.abort())
    desk.type("1")
    line.get_by_text("1 not sent yet").wait_for()
    desk.visit("/annotate/2")
    steps.wait_for_keys(desk.page)
    desk.type("1")
    line.get_by_text("2 not sent yet").wait_for()
    desk.page.evaluate(LISTEN)
    shut = {"status": 403, "json": {"detail": "The door is shut."}}
    desk.page.route("**/annotate/1/labels", lambda route: route.fulfill(**shut))
    desk.page.route("**/annotate/2/labels", lambda route: route.continue_())
    expect(line).to_contain_text("1 not sent yet: The door is shut.")
    desk.page.evaluate("dispatchEvent(new Event('focus'))")
    desk.page.wait_for_timeout(500)
    said = desk.page.evaluate("said")
    assert [each for each in said if each.endswith(": ")] == []
    watch.problems.clear()


def test_labels_of_another_installation_can_be_taken_along(start: Start) -> None:
    desk = start()
    desk.page.evaluate(OTHER.replace("REVIEWER", str(desk.person_id)))
    desk.visit("/annotate/")
    desk.page.get_by_role("link", name="Take them along").click()
    with desk.page.expect_download() as download:
        desk.page.get_by_role("button", name="Download them").click()
    taken = json.loads(download.value.path().read_text())
    assert [each["label"] for each in taken["judgments"]] == ["opinion"]
    desk.page.get_by_label("Send labels from a file").set_input_files(download.value.path())
    expect(desk.page.get_by_text("of another installation of the program.")).to_be_visible()
    assert desk.history() == []


def test_page_whose_script_fails_never_says_saved(
    installation: Installation, new_page: Callable[..., Page], watch: Watch
) -> None:
    desk = installation.reviewer(new_page())
    desk.page.route("**/main.js", lambda route: route.abort())
    desk.page.goto(desk.address)
    line = steps.state(desk.page)
    expect(line).to_have_text(f"0 of {TOTAL} labelled", use_inner_text=True)
    watch.expect("main.js")


def test_refused_label_is_found_by_the_key_for_another_look(start: Start) -> None:
    desk = start()

    def misplace(route: Route) -> None:
        items: list[dict[str, object]] = route.request.post_data_json or []
        route.continue_(post_data=[each | {"sentence_id": 999999} for each in items])

    desk.page.route(SAVES, misplace, times=1)
    desk.type("1")
    expect(steps.state(desk.page)).to_contain_text("1 not saved: sentence 1: sentence 999999 is")
    desk.type("jjl")
    desk.expect_at(1)
