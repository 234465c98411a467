"""What the tests of adjudication share: articles that reviewers have labelled, and decisions."""

from collections.abc import Callable

import pytest
from sqlalchemy import select

from tests.agreement.conftest import NAMES, label_article
from tests.rig.api import stored
from tests.rig.people import People, Somebody
from webapp.adjudicate import actions
from webapp.adjudicate.actions import Ruled, Ruling
from webapp.db import Database
from webapp.models import Sentence

Article = Callable[..., int]
Decide = Callable[..., Ruled]


@pytest.fixture
def third(people: People) -> Somebody:
    """One more reviewer of the same project."""
    return people.add("Tom Third")


@pytest.fixture
def article(seeded: Database, reviewer: Somebody, colleague: Somebody, third: Somebody) -> Article:
    """Stores an article: `article("ssu", "sou")`, the labels of the reviewers, a letter each."""

    def make(*letters: str, title: str = "News") -> int:
        given = zip((reviewer, colleague, third), letters, strict=False)
        return label_article(seeded, title, dict(given))

    return make


@pytest.fixture
def decide(seeded: Database, lead: Somebody) -> Decide:
    """Decides as the lead: `decide(sentence_id, "s")`; None takes it back."""

    def settle(sentence_id: int, letter: str | None, who: Somebody = lead, **more: object) -> Ruled:
        reason = more.pop("reason", "edge_case" if letter else None)
        ruling = Ruling(NAMES[letter] if letter else None, reason, **more)  # type: ignore[arg-type]
        with seeded.writing() as session:
            return actions.decide(session, who.caller, sentence_id, ruling)

    return settle


def numbers(database: Database, document_id: int) -> list[int]:
    """Return the numbers of a document's sentences, in order."""
    query = select(Sentence.id).where(Sentence.document_id == document_id)
    with database.reading() as session:
        return list(session.scalars(query.order_by(Sentence.position)))


@pytest.fixture
def snapshot(seeded: Database) -> Callable[[], object]:
    """Returns everything that reviewers have said, to be compared later."""
    return lambda: stored(seeded)
