"""What the page of the queue refuses, and what it says then."""

import re

import pytest
from sqlalchemy import select

from tests.adjudicate.conftest import Article, numbers
from tests.adjudicate.test_queue_page import PAGE, post
from tests.rig.api import stored
from tests.rig.pages import words
from tests.rig.people import People, Somebody
from webapp.db import Database
from webapp.models import Decision


def test_second_lead_gets_409_with_both_decisions(
    article: Article, lead: Somebody, people: People, seeded: Database
) -> None:
    (one,) = numbers(seeded, article("s", "o"))
    other = people.add("Luis Lead", "lead")
    post(lead, one, label="opinion", reason="slip", seen_revision="0")
    late = other.post(
        f"{PAGE}/sentences/{one}/decision",
        {"label": "sourced", "reason": "edge_case", "seen_revision": "0", "note": "Mine."},
    )
    assert late.status_code == 409
    assert "Lena Lead has decided meanwhile: Opinion , slip. You chose Sourced" in words(late.text)
    assert "Mine." in late.text  # what was written is kept
    revision = re.search(r'name="seen_revision"[^>]*value="(\d)"', late.text)
    assert revision
    assert revision[1] == "1"  # deciding once more counts
    with seeded.reading() as session:
        assert session.scalars(select(Decision.label).order_by(Decision.id)).all() == [
            "opinion",
            "sourced",
        ]


@pytest.mark.parametrize(
    "fields",
    [
        {},
        {"label": "nonsense", "reason": "slip"},
        {"label": "sourced", "reason": "nonsense"},
        {"label": "sourced"},
        {"label": "sourced", "reason": "slip", "note": "x" * 5001},
        {"label": "sourced", "reason": "slip", "note": "a\0b"},
        {"label": "sourced", "reason": "slip", "seen_revision": "x"},
        {"label": "sourced", "reason": "slip", "seen_votes": "nonsense"},
        {"label": "sourced", "reason": "slip", "seen_votes": '[["a", "b"]]'},
    ],
    ids=range(9),
)
def test_unfit_decision_is_refused_and_changes_nothing(
    fields: dict[str, str], article: Article, lead: Somebody, seeded: Database
) -> None:
    (one,) = numbers(seeded, article("s", "o"))
    before = stored(seeded)
    assert post(lead, one, **fields).status_code == 422  # type: ignore[attr-defined]
    assert stored(seeded) == before


@pytest.mark.parametrize("number", [2**31, 10**100 - 1, -1], ids=str)
def test_decision_on_a_revision_that_none_has_is_refused_with_its_reason(
    number: int, article: Article, lead: Somebody, seeded: Database
) -> None:
    one = numbers(seeded, article("s", "o"))[0]
    fields = {"label": "sourced", "reason": "slip", "seen_revision": number}
    answer = lead.post(f"{PAGE}/sentences/{one}/decision", fields)
    assert answer.status_code == 422
    assert "seen_revision: Number must be" in answer.text


def test_decision_without_a_reason_is_asked_for_one(
    article: Article, lead: Somebody, seeded: Database
) -> None:
    (one,) = numbers(seeded, article("s", "o"))
    answer = post(lead, one, label="opinion", reason="", note="Mine.")
    page = words(answer.text)  # type: ignore[attr-defined]
    assert "Choose why they differed, then the label." in page
    assert "Mine." in page
    assert post(lead, one, label="opinion", reason="slip").status_code == 303  # type: ignore[attr-defined]


@pytest.mark.parametrize("text", ["", " \n ", "x" * 5001, "a\0b"], ids=range(4))
def test_unfit_question_is_refused(
    text: str, article: Article, lead: Somebody, seeded: Database
) -> None:
    (one,) = numbers(seeded, article("s", "o"))
    assert post(lead, one, "question", text=text).status_code == 422  # type: ignore[attr-defined]


@pytest.mark.parametrize("query", ["at=x", "at=-1", "state=x", "pair=a,b", "article=x", "reason=x"])
def test_unfit_address_is_refused(query: str, lead: Somebody) -> None:
    assert lead.get(f"{PAGE}?{query}").status_code == 422


def test_sentence_of_another_project_is_not_found(
    lead: Somebody,
) -> None:
    assert lead.get(f"{PAGE}/sentences/999999").status_code == 404
    assert lead.get("/adjudicate/99/sentences/1").status_code == 404
