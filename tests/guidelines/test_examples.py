"""Pinned examples: who may pin what, and who sees it when."""

import re

import pytest
from sqlalchemy import select, update

from tests.guidelines.conftest import Pin
from tests.rig.api import LARGEST, judgment, save, sentences
from tests.rig.people import People, Somebody
from webapp.annotate.repair import repair
from webapp.db import Database
from webapp.documents.actions import add, add_project, split
from webapp.documents.article import NewDocument
from webapp.documents.repair import Join
from webapp.models import Example, Sentence
from webapp.problems import Conflict

PAGE = "/guidelines/1"
FIELDS = {"sentence_id": "3", "label": "opinion", "reason": "It reads a motive."}


def pinned(database: Database) -> list[tuple[int, str, str, int]]:
    query = select(Example.sentence_id, Example.label, Example.reason, Example.made_by_id)
    with database.reading() as session:
        rows = session.execute(query.where(Example.removed_at.is_(None)).order_by(Example.id))
        return [(row[0], row[1], row[2], row[3]) for row in rows]


@pytest.fixture
def elsewhere(seeded: Database) -> int:
    """A sentence of another project."""
    with seeded.writing() as session:
        project = add_project(session, "Elsewhere").id
        document, _ = add(session, project, split(NewDocument(title="T", text="Secret words.")))
        found = select(Sentence.id).where(Sentence.document_id == document.id)
        return session.scalars(found).one()


def test_lead_pins_a_sentence(lead: Somebody, seeded: Database) -> None:
    answer = lead.post(f"{PAGE}/examples", FIELDS)
    assert (answer.status_code, answer.location) == (303, f"{PAGE}#example-1")
    assert pinned(seeded) == [(3, "opinion", "It reads a motive.", lead.person_id)]


def test_page_shows_words_place_reason_and_who(lead: Somebody, pin: Pin, seeded: Database) -> None:
    pin(sentences(seeded)[2], "opinion", "It reads a motive.")
    page = lead.get(PAGE).text
    assert "Statements released by both sides" in page
    assert 'href="/annotate/1?at=3#s3"' in page
    assert "It reads a motive." in page
    assert "pinned by Lena Lead" in re.sub(r"\s+", " ", page)


def test_examples_are_grouped_by_label_in_its_order(lead: Somebody, pin: Pin) -> None:
    for sentence, label in ((1, "opinion"), (2, "sourced"), (3, "opinion")):
        pin(sentence, label)
    page = lead.get(PAGE).text.partition('id="examples"')[2]
    assert re.findall(r'<h3 class="(\w+)">', page) == ["sourced", "opinion"]
    assert re.findall(r'id="example-(\d)"', page) == ["2", "1", "3"]


def test_reviewer_sees_an_example_only_after_labelling_its_sentence(
    reviewer: Somebody, lead: Somebody, pin: Pin, seeded: Database
) -> None:
    one, two, *_ = sentences(seeded)
    pin(one, "opinion", "The reason of one.")
    pin(two, "opinion", "The reason of two.")
    save(reviewer, 1, judgment(one))
    for page in (PAGE, f"{PAGE}/panel"):
        shown = reviewer.get(page).text
        assert "The reason of one." in shown
        assert "The reason of two." not in shown
        assert "1 more is a sentence that you have not" in re.sub(r"\s+", " ", shown)
        assert "The reason of two." in lead.get(page).text


def test_flag_without_a_label_is_no_vote(reviewer: Somebody, pin: Pin, seeded: Database) -> None:
    one, *_ = sentences(seeded)
    pin(one, reason="The reason of one.")
    save(reviewer, 1, judgment(one, None, flags=["unsure"]))
    assert "The reason of one." not in reviewer.get(PAGE).text


def test_stale_label_is_no_vote(reviewer: Somebody, pin: Pin, seeded: Database) -> None:
    one, *_ = sentences(seeded)
    pin(one, reason="The reason of one.")
    save(reviewer, 1, judgment(one, seen_revision=3))
    assert "The reason of one." not in reviewer.get(PAGE).text


def test_vote_taken_back_was_one(reviewer: Somebody, pin: Pin, seeded: Database) -> None:
    one, *_ = sentences(seeded)
    pin(one, reason="The reason of one.")
    save(reviewer, 1, judgment(one), judgment(one, None))
    assert "The reason of one." in reviewer.get(PAGE).text


def test_reviewer_who_labelled_before_a_repair_still_sees_the_example(
    reviewer: Somebody, colleague: Somebody, lead: Somebody, pin: Pin, seeded: Database
) -> None:
    one, *_ = sentences(seeded)
    pin(one, reason="The reason of one.")
    save(reviewer, 1, judgment(one))
    with seeded.writing() as session:
        repair(session, lead.caller, 1, 1, Join(one))
    assert "The reason of one." in reviewer.get(PAGE).text
    assert "The reason of one." not in colleague.get(PAGE).text


def test_form_shows_the_sentence_among_its_neighbours_and_the_votes(
    lead: Somebody, reviewer: Somebody, colleague: Somebody, seeded: Database
) -> None:
    third = sentences(seeded)[2]
    save(reviewer, 1, judgment(third, "opinion"))
    save(colleague, 1, judgment(third, "sourced"))
    page = " ".join(lead.get(f"{PAGE}/examples/new?sentence={third}").text.split())
    assert "<strong>Statements released by both sides" in page
    assert "They also stressed" in page
    assert "1 × opinion, 1 × sourced." in page


@pytest.mark.parametrize("number", ["", "x", "-1", "1.5", "١", "9" * 30])
def test_form_for_no_sentence_is_refused(number: str, lead: Somebody) -> None:
    answer = lead.get(f"{PAGE}/examples/new?sentence={number}")
    assert answer.status_code == 422
    assert "sentence: the number of a sentence" in answer.text


def test_sentence_of_another_project_is_not_found(
    lead: Somebody, elsewhere: int, seeded: Database
) -> None:
    for number in (elsewhere, 10**9, LARGEST):
        form = lead.get(f"{PAGE}/examples/new?sentence={number}")
        sent = lead.post(f"{PAGE}/examples", FIELDS | {"sentence_id": str(number)})
        assert (sent.status_code, "Secret" in sent.text) == (404, False)
        assert (form.status_code, "Secret" in form.text) == (
            404 if number < LARGEST else 422,
            False,
        )
    assert pinned(seeded) == []


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("label", ""),
        ("label", "nonsense"),
        ("reason", ""),
        ("reason", " \n "),
        ("reason", "a\0b"),
        ("reason", "x" * 2001),
        ("sentence_id", ""),
        ("sentence_id", "x"),
        ("sentence_id", "0"),
        ("sentence_id", str(LARGEST + 1)),
    ],
    ids=range(10),
)
def test_unfit_example_is_refused(field: str, value: str, lead: Somebody, seeded: Database) -> None:
    answer = lead.post(f"{PAGE}/examples", FIELDS | {field: value})
    assert answer.status_code == 422
    assert pinned(seeded) == []


def test_refused_form_keeps_what_was_written(lead: Somebody) -> None:
    page = lead.post(f"{PAGE}/examples", FIELDS | {"label": ""}).text
    assert "It reads a motive." in page
    assert "Choose a label." in page


def test_sentence_is_an_example_once(pin: Pin, lead: Somebody, seeded: Database) -> None:
    pin(3)
    answer = lead.post(f"{PAGE}/examples", FIELDS)
    assert answer.status_code == 409
    assert "It reads a motive." in answer.text
    with pytest.raises(Conflict):
        pin(3)
    assert len(pinned(seeded)) == 1


def test_example_taken_down_is_gone_and_may_be_pinned_again(
    pin: Pin, lead: Somebody, seeded: Database
) -> None:
    example = pin(3, reason="The old reason.")
    for _ in range(2):  # once more changes nothing
        assert lead.post(f"{PAGE}/examples/{example.id}/remove").status_code == 303
    assert "The old reason." not in lead.get(PAGE).text
    assert pinned(seeded) == []
    pin(3, reason="The new reason.")
    assert "The new reason." in lead.get(PAGE).text


def test_example_of_another_project_cannot_be_taken_down(
    pin: Pin, people: People, elsewhere: int, seeded: Database
) -> None:
    assert elsewhere
    example = pin(3)
    other = people.add("Olga Other", "lead", 2)
    assert other.post(f"/guidelines/2/examples/{example.id}/remove").status_code == 404
    assert len(pinned(seeded)) == 1


def test_example_that_was_cut_anew_keeps_its_words(
    pin: Pin, lead: Somebody, seeded: Database
) -> None:
    pin(3)
    with seeded.writing() as session:  # what a repair does to a sentence that it replaces
        replaced = update(Sentence).where(Sentence.id == 3)
        session.execute(replaced.values(position=-3, replaced_in=2))
    page = lead.get(PAGE).text
    assert "Statements released by both sides" in page
    assert "which was cut anew since" in page
    assert "at=-2" not in page
    assert lead.get(f"{PAGE}/examples/new?sentence=3").status_code == 404


def test_agreement_links_each_disputed_sentence_to_its_pin(
    lead: Somebody, reviewer: Somebody, colleague: Somebody, seeded: Database
) -> None:
    third = sentences(seeded)[2]
    save(reviewer, 1, judgment(third, "opinion"))
    save(colleague, 1, judgment(third, "sourced"))
    link = f"{PAGE}/examples/new?sentence={third}"
    assert f'href="{link}"' in lead.get("/agreement/1").text
    assert lead.get(link).status_code == 200


def test_words_of_an_example_are_never_code(pin: Pin, lead: Somebody) -> None:
    pin(3, reason="<script>alert(1)</script>")
    for page in (PAGE, f"{PAGE}?q=script", f"{PAGE}/panel"):
        assert "<script>alert" not in lead.get(page).text
