"""A label counts as saved after the server's answer alone; until then it is kept and sent again."""

from collections.abc import Callable
from datetime import timedelta

from playwright.sync_api import Page, Route, expect
from sqlalchemy import select

from tests.browser.desk import SAVES, TOTAL, Desk, Installation
from tests.journeys import steps
from tests.rig.chromium import Watch
from tests.rig.program import Server
from webapp.db import now
from webapp.models import Event

THREE = [(1, "sourced", 1), (2, "unsourced", 1), (3, "opinion", 1)]


def test_labels_given_while_the_server_is_down_arrive_once_and_in_order(
    own_desk: Desk, server: Server, watch: Watch
) -> None:
    desk = own_desk
    desk.type("12")
    desk.expect_saved(2)
    server.kill()
    desk.type("30")
    desk.press("u")
    desk.type("1")
    desk.expect_state(
        f"4 of {TOTAL} labelled, 4 not sent yet: no connection, trying again",
    )
    desk.expect_letters("SUOS")
    expect(desk.page.locator(".sentence.unsaved")).to_have_count(2)
    server.restart()
    desk.expect_saved(4)
    expect(desk.page.locator(".sentence.unsaved")).to_have_count(0)
    last = [(4, "not_applicable", 1), (4, None, 2), (4, "sourced", 3)]
    assert desk.history() == [*THREE, *last]
    watch.expect("ERR_CONNECTION_REFUSED")


def test_labels_given_offline_arrive_when_the_network_is_back(desk: Desk, watch: Watch) -> None:
    desk.page.context.set_offline(True)
    desk.type("123")
    desk.expect_state(f"3 of {TOTAL} labelled, 3 not sent yet: no connection, trying again")
    assert desk.history() == []
    desk.page.context.set_offline(False)
    desk.expect_saved(3)
    assert desk.history() == THREE
    watch.expect("ERR_INTERNET_DISCONNECTED")


def test_failing_server_is_asked_again(desk: Desk, watch: Watch) -> None:
    answers = [500, 503, 502]
    problem = '{"title": "Not now", "detail": "Nothing was stored."}'

    def fail(route: Route) -> None:
        status = answers.pop()
        body = "<h1>Bad gateway</h1>" if status == 502 else problem
        route.fulfill(status=status, body=body)

    desk.page.route(SAVES, fail, times=len(answers))
    desk.type("1")
    steps.state(desk.page).get_by_text("1 not sent yet").wait_for()
    desk.expect_saved(1)
    assert answers == []
    assert desk.history() == THREE[:1]
    watch.expect("500", "502", "503")


def test_lost_answer_does_not_store_twice(
    installation: Installation, new_page: Callable[..., Page], watch: Watch
) -> None:
    # a request that goes by way of a service worker is not always one that a test can lose
    desk = installation.reviewer(new_page(service_workers="block")).open()
    desk.lose_next_answer()
    desk.type("123")
    desk.expect_saved(3)
    assert desk.history() == THREE
    watch.expect("request failed")


def test_next_key_works_while_the_last_save_is_on_its_way(desk: Desk) -> None:
    held = desk.hold_saves()
    desk.type("1")
    desk.expect_state(f"1 of {TOTAL} labelled, saving 1")
    desk.type("23")
    desk.expect_state(f"3 of {TOTAL} labelled, saving 3")
    desk.expect_at(4)
    desk.expect_letters("SUO")
    held.wait_for_one(desk.page)
    assert len(held.routes) == 1  # one at a time, so that they arrive in order
    assert desk.history() == []
    held.release()
    desk.expect_saved(3)
    assert desk.history() == THREE


def test_signed_out_reviewer_signs_in_without_leaving_the_page(desk: Desk, watch: Watch) -> None:
    desk.set_password("correct horse")
    desk.sign_out()
    desk.type("123")
    desk.expect_state(f"3 of {TOTAL} labelled, 3 not sent yet: you are signed out")
    assert desk.history() == []
    desk.page.get_by_role("button", name="Sign in").click()
    dialog = desk.page.get_by_role("dialog", name="Sign in again")
    dialog.get_by_label("Password").fill("wrong horse 123")
    dialog.get_by_role("button", name="Sign in").click()
    expect(dialog.get_by_role("alert")).to_contain_text("Name or password is wrong.")
    dialog.get_by_label("Password").fill("correct horse")
    dialog.get_by_role("button", name="Sign in").click()
    expect(dialog).to_be_hidden()
    desk.expect_saved(3)
    desk.expect_at(4)
    assert desk.history() == THREE
    watch.expect("401", "403")


def test_sign_out_everywhere_in_another_tab_keeps_labels(desk: Desk, watch: Watch) -> None:
    watch.allow("400")  # where the page's form token is sent before it is renewed
    tab = desk.page.context.new_page()
    tab.goto(f"{desk.installation.server.url}/accounts/me")
    tab.get_by_role("button", name="Sign out everywhere").click()
    expect(tab.get_by_text("You are signed out everywhere.")).to_be_visible()
    desk.type("12")
    desk.expect_state(f"2 of {TOTAL} labelled, 2 not sent yet: you are signed out")
    steps.sign_in(tab, desk.link())
    desk.type("3")
    desk.expect_saved(3)
    assert desk.history() == THREE
    watch.expect("401")


def test_labels_are_never_stored_for_somebody_else_who_signs_in(
    installation: Installation, desk: Desk, new_page: Callable[..., Page], watch: Watch
) -> None:
    other = installation.reviewer(new_page())
    tab = desk.page.context.new_page()
    steps.sign_in(tab, other.link())
    desk.type("12")
    desk.expect_state(f"2 of {TOTAL} labelled, 2 not sent yet: somebody else is signed in")
    assert (desk.history(), other.history()) == ([], [])
    steps.sign_in(tab, desk.link())
    desk.type("3")
    desk.expect_saved(3)
    assert (desk.history(), other.history()) == (THREE, [])
    watch.expect("400")


def test_labels_of_a_browser_whose_clock_is_wrong_are_dated_by_the_server(desk: Desk) -> None:
    desk.page.clock.set_fixed_time(now() + timedelta(days=1))
    desk.type("1")
    desk.expect_saved(1)
    with desk.installation.database.reading() as session:
        [made] = session.scalars(select(Event.made_at).where(Event.reviewer_id == desk.person_id))
    assert made
    assert made < now()


def test_page_goes_on_after_labels_that_wait_to_be_sent(desk: Desk, watch: Watch) -> None:
    desk.page.route(SAVES, lambda route: route.abort())
    desk.type("12")
    desk.expect_state(f"2 of {TOTAL} labelled, 2 not sent yet: no connection, trying again")
    desk.wait_for_disk(2)
    desk.page.reload()
    desk.expect_letters("SU")
    desk.expect_at(3)
    desk.visit("/annotate/1?at=2")  # asked for, it is shown
    desk.expect_letters("SU")
    expect(desk.page.locator("html.scripted")).to_have_count(1)
    desk.expect_at(2)
    watch.expect("request failed")


def test_refused_label_says_why(desk: Desk) -> None:
    def misplace(route: Route) -> None:
        items: list[dict[str, object]] = route.request.post_data_json or []
        route.continue_(post_data=[each | {"sentence_id": 999999} for each in items])

    desk.page.route(SAVES, misplace, times=1)
    desk.type("1")
    why = "sentence 1: sentence 999999 is not in document 1."
    desk.expect_state(f"1 of {TOTAL} labelled, 1 not saved: {why}")
    expect(desk.page.locator(".sentence.unsaved")).to_have_id("s1")
    desk.type("2")
    desk.expect_state(f"2 of {TOTAL} labelled, 1 not saved: {why}")
    assert desk.history() == [(2, "unsourced", 1)]
    desk.page.reload()
    desk.expect_state(f"1 of {TOTAL} labelled, 1 not saved: {why}")
    desk.press("k", "k")
    desk.type("1")
    desk.expect_saved(2)


def test_labels_of_a_closed_tab_arrive_when_the_article_is_opened_again(
    desk: Desk, watch: Watch
) -> None:
    desk.page.context.set_offline(True)
    desk.type("123")
    desk.expect_state(f"3 of {TOTAL} labelled, 3 not sent yet: no connection, trying again")
    tab = desk.page.context.new_page()
    with desk.page.expect_event("close"):
        desk.page.close(run_before_unload=True)
    assert desk.history() == []
    desk.page.context.set_offline(False)
    desk.beside(tab).expect_saved(3)
    assert desk.history() == THREE
    watch.expect("ERR_INTERNET_DISCONNECTED")


def test_labels_of_a_closed_tab_are_sent_from_my_work(desk: Desk, watch: Watch) -> None:
    desk.page.context.set_offline(True)
    desk.type("123")
    desk.expect_state(f"3 of {TOTAL} labelled, 3 not sent yet: no connection, trying again")
    tab = desk.page.context.new_page()
    with desk.page.expect_event("close"):
        desk.page.close(run_before_unload=True)
    desk.page.context.set_offline(False)
    tab.goto(f"{desk.installation.server.url}/annotate/")
    expect(tab.get_by_text("Labels given before are saved now.")).to_be_visible()
    assert desk.history() == THREE
    watch.expect("ERR_INTERNET_DISCONNECTED")
