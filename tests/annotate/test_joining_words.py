"""What pages say to who has to qualify, and to the lead who wants them to."""

import pytest

from tests.annotate.joining import WRONG, add_article, ask, end, next_article
from tests.annotate.places import settle
from tests.rig.people import Somebody
from webapp.db import Database

PAGE = "/documents/projects/1/joining"
SETTINGS = "/documents/projects/1/settings"
NOBODY = "Nobody is asked to qualify yet"


def text(who: Somebody, path: str) -> str:
    return " ".join(who.get(path).text.split())


def test_set_without_an_article_asks_nobody_and_the_pages_say_so(
    seeded: Database, lead: Somebody
) -> None:
    assert NOBODY not in text(lead, PAGE) + text(lead, SETTINGS)
    ask(seeded, 75)
    assert f"{NOBODY}: no article is in the qualification set." in text(lead, PAGE)
    assert NOBODY in text(lead, SETTINGS)


def test_set_without_a_key_asks_nobody_and_the_pages_lead_to_it(
    seeded: Database, lead: Somebody
) -> None:
    document_id = add_article(seeded, "qualification")
    ask(seeded, 75)
    page = text(lead, PAGE)
    assert f"{NOBODY}: no article of the set has a key." in page
    assert f'<a href="/annotate/{document_id}/key">Give “Four” its key</a>' in page
    assert f'{NOBODY}: <a href="{PAGE}#qualification">' in text(lead, SETTINGS)


@pytest.mark.usefixtures("qualification")
def test_set_with_a_key_is_no_reason_for_a_warning(lead: Somebody) -> None:
    assert NOBODY not in text(lead, PAGE) + text(lead, SETTINGS)


def test_who_failed_reads_what_happens_now(qualification: int, reviewer: Somebody) -> None:
    end(reviewer, qualification, WRONG)
    page = text(reviewer, "/annotate/")
    assert "Not passed yet" in page
    assert "Your leads see that you are waiting: they can give you another try" in page


def test_who_has_to_qualify_is_not_offered_the_next_article(
    qualification: int, reviewer: Somebody
) -> None:
    page = text(reviewer, "/annotate/")
    assert "Give me the next article" not in page
    assert "Nothing of yours yet" not in page
    assert "All other articles come once you have passed" in page
    end(reviewer, qualification)
    assert "Give me the next article" in text(reviewer, "/annotate/")


def test_next_article_of_who_failed_is_refused_with_the_reason(
    qualification: int, reviewer: Somebody
) -> None:
    end(reviewer, qualification, WRONG)
    answer = reviewer.post("/annotate/projects/1/next", follow_redirects=True)
    page = " ".join(answer.text.split())
    assert "Other articles come once you have passed the qualification set" in page
    assert "No article needs you here now" not in page


@pytest.mark.parametrize(
    ("mode", "says"),
    [
        ("open", "All articles of the project are open to you now."),
        ("assigned", "You can take articles of the project now, and be given some."),
    ],
)
def test_who_passed_reads_what_that_opens(
    mode: str, says: str, qualification: int, reviewer: Somebody, seeded: Database
) -> None:
    settle(seeded, 1, mode=mode)
    assert next_article(reviewer) == qualification
    end(reviewer, qualification)
    assert says in text(reviewer, f"/annotate/{qualification}/feedback")


def test_who_was_let_pass_stays_among_who_is_where(
    qualification: int, lead: Somebody, reviewer: Somebody, colleague: Somebody
) -> None:
    end(reviewer, qualification)
    end(colleague, qualification, WRONG)
    for who in (reviewer, colleague):
        lead.post(f"{PAGE}/{who.person_id}/pass")
    page = text(lead, PAGE)
    assert f"{colleague.name}</th> <td> Let pass " in page
    assert f"{reviewer.name}</th> <td> Passed " in page


def test_who_is_let_pass_without_a_try_stays_too(
    qualification: int, lead: Somebody, reviewer: Somebody
) -> None:
    assert qualification
    lead.post(f"{PAGE}/{reviewer.person_id}/pass")
    assert f"{reviewer.name}</th> <td> Let pass " in text(lead, PAGE)
