"""What the page's script sends: a list of judgments, from a browser in which its reviewer is."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import select

from tests.rig.api import judgment, sentences, stored
from tests.rig.people import Somebody, csrf
from webapp import create_app
from webapp.config import Settings
from webapp.db import Database, now
from webapp.models import Event

LABELS = "/annotate/1/labels"


def send(who: Somebody, items: Any, reviewer: int | None = None, **headers: str) -> Any:
    usual = {
        "X-CSRFToken": csrf(who.client),
        "X-Reviewer": str(reviewer or who.person_id),
        "X-Installation": installation(who),
    }
    return who.client.post(LABELS, json=items, headers=usual | headers)


def installation(who: Somebody) -> str:
    return str(who.get("/accounts/token").get_json()["installation"])


def test_list_is_stored_and_answered_item_by_item(reviewer: Somebody, seeded: Database) -> None:
    one, two, *_ = sentences(seeded)
    answer = send(reviewer, [judgment(one), judgment(0), judgment(two, "opinion")])
    assert answer.status_code == 200
    outcomes = [each["outcome"] for each in answer.get_json()]
    assert outcomes == ["stored", "refused", "stored"]
    assert len(stored(seeded)["event"]) == 2


def test_list_of_somebody_else_is_turned_away(
    reviewer: Somebody, colleague: Somebody, seeded: Database
) -> None:
    items = [judgment(sentences(seeded)[0])]
    answer = send(colleague, items, reviewer.person_id, Accept="application/json")
    assert answer.status_code == 400
    assert answer.get_json()["detail"] == "Somebody else is signed in here now. Nothing was stored."
    assert stored(seeded)["event"] == []


@pytest.mark.parametrize("other", ["", "another"])
def test_list_of_a_page_of_another_installation_is_turned_away(
    other: str, reviewer: Somebody, seeded: Database
) -> None:
    headers = {"X-Installation": other, "Accept": "application/json"}
    answer = send(reviewer, [judgment(sentences(seeded)[0])], None, **headers)
    assert answer.status_code == 409
    says = "this page is of another installation; load it again"
    assert answer.get_json()["detail"] == says
    assert stored(seeded)["event"] == []


DAY = timedelta(days=1)


def made_at(database: Database) -> datetime:
    with database.reading() as session:
        return session.scalars(select(Event.made_at)).one()  # type: ignore[return-value]


def dated(sentence_id: int, at: datetime) -> dict[str, Any]:
    """Return a label that a browser made an hour before it believes to send it."""
    return judgment(sentence_id, made_at=(at - timedelta(hours=1)).isoformat())


@pytest.mark.parametrize("wrong", [DAY, -DAY, timedelta(days=-10_000)])
def test_label_of_a_browser_whose_clock_is_wrong_is_dated_by_ours(
    wrong: timedelta, reviewer: Somebody, seeded: Database
) -> None:
    at = now() + wrong
    send(reviewer, [dated(sentences(seeded)[0], at)], None, **{"X-Sent-At": at.isoformat()})
    age = now() - made_at(seeded)
    assert timedelta(minutes=60) <= age < timedelta(minutes=70)


def test_clock_that_is_slow_lets_no_label_into_an_ended_article(
    reviewer: Somebody, seeded: Database
) -> None:
    reviewer.post("/annotate/1/submit", {"incomplete": "1"})
    at = now() - DAY
    item = judgment(sentences(seeded)[0], made_at=at.isoformat())
    (outcome,) = send(reviewer, [item], None, **{"X-Sent-At": at.isoformat()}).get_json()
    assert outcome["outcome"] == "refused"
    assert stored(seeded)["event"] == []


def test_clock_that_is_fast_keeps_no_label_out_that_was_made_before_the_end(
    reviewer: Somebody, seeded: Database
) -> None:
    reviewer.post("/annotate/1/submit", {"incomplete": "1"})
    items = [dated(sentences(seeded)[0], now() + DAY)]
    (outcome,) = send(reviewer, items, None, **{"X-Sent-At": (now() + DAY).isoformat()}).get_json()
    assert outcome["outcome"] == "stored"


@pytest.mark.parametrize("text", ["", "today", "2026-02-30T00:00:00Z", "1" * 5000])
def test_list_with_an_impossible_time_of_sending_is_refused(
    text: str, reviewer: Somebody, seeded: Database
) -> None:
    headers = {"X-Sent-At": text, "Accept": "application/json"}
    answer = send(reviewer, [judgment(sentences(seeded)[0])], None, **headers)
    assert answer.status_code == 422
    assert answer.get_json()["detail"].startswith("X-Sent-At: a time such as")
    assert stored(seeded)["event"] == []


def test_pages_and_the_token_name_the_same_installation(reviewer: Somebody) -> None:
    attribute = f'data-installation="{installation(reviewer)}"'
    assert len(installation(reviewer)) == 16
    bar = reviewer.get("/annotate/1").text.partition('id="bar"')[2].partition(">")[0]
    leave = reviewer.get("/accounts/me").text.partition('id="leave"')[2].partition(">")[0]
    assert attribute in bar
    assert attribute in leave


def test_installation_stays_the_same_at_the_next_start(
    reviewer: Somebody, settings: Settings, seeded: Database
) -> None:
    again = create_app(settings, seeded).test_client().get("/accounts/token")
    assert again.get_json()["installation"] == installation(reviewer)


def test_list_of_two_megabytes_is_too_large(reviewer: Somebody, seeded: Database) -> None:
    one = sentences(seeded)[0]
    answer = send(reviewer, [judgment(one, note="x" * 2_000_000)], Accept="application/json")
    assert answer.status_code == 413
    full = [judgment(one, note="x" * 5000, made_at=None) for _ in range(50)]
    assert send(reviewer, full).status_code == 200


def test_large_body_that_is_no_list_is_not_read(reviewer: Somebody, client: Any) -> None:
    fields = {"a": "x" * 300_000}
    assert reviewer.client.post(LABELS, data=fields).status_code == 413
    assert client.post(LABELS, data=fields).status_code == 413


def test_large_list_of_a_stranger_is_not_read(client: Any) -> None:
    answer = client.post(LABELS, json=["x" * 300_000], headers={"Accept": "application/json"})
    assert answer.status_code == 401


def test_list_without_a_form_token_is_turned_away(reviewer: Somebody, seeded: Database) -> None:
    items = [judgment(sentences(seeded)[0])]
    headers = {"X-Reviewer": str(reviewer.person_id), "Accept": "application/json"}
    answer = reviewer.client.post(LABELS, json=items, headers=headers)
    assert answer.status_code == 400
    assert stored(seeded)["event"] == []


def test_signed_out_script_is_told_so(client: Any) -> None:
    answer = client.post(LABELS, json=[], headers={"Accept": "application/json"})
    assert answer.status_code in (400, 401)


def test_token_says_who_is_signed_in(reviewer: Somebody, client: Any) -> None:
    assert reviewer.get("/accounts/token").get_json()["person"] == reviewer.person_id
    assert client.get("/accounts/token").get_json()["person"] is None


def test_token_of_the_script_is_a_form_token(reviewer: Somebody) -> None:
    token = reviewer.get("/accounts/token").get_json()["token"]
    answer = send(reviewer, [], **{"X-CSRFToken": token})
    assert (answer.status_code, answer.get_json()) == (200, [])


def test_worker_is_a_script_for_all_pages_beside_it(reviewer: Somebody) -> None:
    answer = reviewer.get("/annotate/worker.js", buffered=True)
    assert answer.mimetype in ("text/javascript", "application/javascript")
    assert "max-age=31536000" not in answer.headers["Cache-Control"]
