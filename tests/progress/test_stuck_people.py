"""People who are stuck: they ended the qualification set and have not passed."""

import pytest

from tests.annotate.joining import KEY, add_article, ask, end, give_key
from tests.rig.api import get
from tests.rig.people import Somebody
from webapp.db import Database

WRONG = ("opinion", "opinion", "opinion", "sourced")


@pytest.fixture
def failed(seeded: Database, lead: Somebody, reviewer: Somebody) -> Somebody:
    """A reviewer who has ended the set with half of the labels."""
    document_id = add_article(seeded, "qualification")
    give_key(lead, document_id, KEY)
    ask(seeded, 75)
    end(reviewer, document_id, WRONG)
    return reviewer


def text(who: Somebody) -> str:
    return " ".join(who.get("/progress/1").text.split())


def test_who_failed_the_qualification_is_stuck(lead: Somebody, failed: Somebody) -> None:
    page = text(lead)
    assert "Ended the qualification set, and did not pass" in page
    assert "2 of 4 match, 50%; 75% are needed" in page
    assert get(lead, "/projects/1/progress").get_json()["failed_qualification"] == [
        failed.person_id
    ]


def test_another_try_is_one_click_and_leads_back(lead: Somebody, failed: Somebody) -> None:
    path = f"/documents/projects/1/joining/{failed.person_id}/reopen"
    assert f'formaction="{path}"' in text(lead)
    answer = lead.post(path, {"next": "/progress/1"})
    assert (answer.status_code, answer.location) == (303, "/progress/1")
    assert "did not pass" not in text(lead)


def test_who_is_let_pass_is_stuck_no_more(lead: Somebody, failed: Somebody) -> None:
    path = f"/documents/projects/1/joining/{failed.person_id}/pass"
    assert lead.post(path, {"next": "/progress/1"}).location == "/progress/1"
    assert "did not pass" not in text(lead)


@pytest.mark.usefixtures("failed")
def test_nobody_is_stuck_once_nobody_has_to_qualify(lead: Somebody, seeded: Database) -> None:
    ask(seeded, None)
    assert "did not pass" not in text(lead)
