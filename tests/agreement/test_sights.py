"""A lead who looks at the votes of sentences labels their articles no longer independently."""

import pytest
from sqlalchemy import select

from tests.agreement.conftest import label_article
from tests.rig.api import judgment, save, sentences
from tests.rig.databases import statements
from tests.rig.people import Somebody
from webapp.db import Database
from webapp.models import Annotation, Sight

PAGES = ("/agreement/1", "/agreement/1/sheet", "/agreement/1/sheet.csv")


@pytest.fixture
def split(seeded: Database, reviewer: Somebody, colleague: Somebody) -> int:
    """An article whose first sentence got two labels."""
    return label_article(seeded, "Bridge closed", {reviewer: "ss", colleague: "os"})


@pytest.fixture
def alike(seeded: Database, reviewer: Somebody, colleague: Somebody) -> int:
    """An article on which everybody agrees."""
    return label_article(seeded, "Bridge open", {reviewer: "ss", colleague: "ss"})


def is_informed(who: Somebody, document: int) -> bool:
    """Label a sentence, and return whether that is marked as informed."""
    one = sentences(who.database, document)[1]
    save(who, document, judgment(one, "opinion"))
    with who.database.reading() as session:
        return session.get_one(Annotation, (who.person_id, one)).informed


@pytest.mark.parametrize("page", PAGES)
def test_lead_who_has_seen_the_votes_is_informed(
    page: str, lead: Somebody, split: int, alike: int
) -> None:
    assert lead.get(page).status_code == 200
    assert is_informed(lead, split)
    assert not is_informed(lead, alike)


def test_lead_who_has_seen_the_votes_on_the_way_to_an_example_is_informed(
    lead: Somebody, split: int, alike: int
) -> None:
    one = sentences(lead.database, split)[0]
    assert lead.get(f"/guidelines/1/examples/new?sentence={one}").status_code == 200
    assert is_informed(lead, split)
    assert not is_informed(lead, alike)


def test_lead_who_has_seen_everybodys_sources_is_informed(lead: Somebody, split: int) -> None:
    assert lead.get(f"/annotate/{split}/sources").status_code == 200
    with lead.database.reading() as session:
        assert session.scalars(select(Sight)).all() == []
    assert lead.get(f"/annotate/{split}/sources?of=everybody").status_code == 200
    assert is_informed(lead, split)


def test_article_that_the_sheet_does_not_show_was_not_seen(
    lead: Somebody, split: int, seeded: Database, reviewer: Somebody, colleague: Somebody
) -> None:
    other = label_article(seeded, "Bridge gone", {reviewer: "ss", colleague: "us"})
    for page in PAGES[1:]:
        lead.get(f"{page}?article={other}")
    assert is_informed(lead, other)
    assert not is_informed(lead, split)


def test_page_without_a_disputed_sentence_is_no_look(lead: Somebody, alike: int) -> None:
    for page in PAGES:
        assert lead.get(page).status_code == 200
    assert not is_informed(lead, alike)


@pytest.mark.parametrize("page", PAGES[:2])
def test_second_look_writes_nothing(
    page: str, lead: Somebody, split: int, seeded: Database
) -> None:
    lead.get(page)
    with statements(seeded) as sent:
        lead.get(page)
    assert not any("sight" in each and "INSERT" in each for each in sent)
    with seeded.reading() as session:
        assert session.scalars(select(Sight.document_id)).all() == [split]
