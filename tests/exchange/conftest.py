"""What the tests of exports share: an article that is hard to cut, and a way to label it."""

import re
import uuid
from collections.abc import Callable

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from tests.rig.people import Somebody
from webapp.annotate import actions as annotate
from webapp.annotate.judgment import Judgment, Outcome
from webapp.db import Database
from webapp.documents import actions as documents
from webapp.documents.article import NewDocument
from webapp.models import Sentence

LINES = (
    "The “new” flag 🏳️‍🌈 flies. Ze\u0301 said so.",
    "قال الوزير إن الميزانية جاهزة.",
    "=1+1 is what he wrote, “in full”.",
    "A line\u2028inside, with a comma, is one.",
)
HARD = "\n".join(LINES)
"""Emoji that count double in UTF-16, a combining mark, right to left, a formula, U+2028."""

Label = Callable[..., Outcome]


@pytest.fixture
def hard(seeded: Database) -> int:
    """The number of a document of the first project that holds `HARD`, a sentence a line."""
    ends = [each.end() for each in re.finditer(r"[^\n]+", HARD)]
    starts = [0, *(end + 1 for end in ends[:-1])]
    ranges = list(zip(starts, ends, strict=True))
    new = NewDocument(title="@home", text=HARD, external_id="hard-1", sentences=ranges)
    with seeded.writing() as session:
        return documents.add(session, 1, documents.split(new))[0].id


@pytest.fixture
def label(seeded: Database) -> Label:
    """Labels a sentence as a reviewer does: `label(reviewer, document_id, 0, "sourced")`."""

    def give(
        who: Somebody, document_id: int, position: int, label: str | None, **more: object
    ) -> Outcome:
        with seeded.writing() as session:
            sentence_id = sentence_at(session, document_id, position)
            said = Judgment(
                event_id=str(uuid.uuid4()),
                sentence_id=sentence_id,
                label=label,
                **more,  # type: ignore[arg-type]
            )
            return annotate.record(session, who.person_id, document_id, 1, [said])[0]

    return give


def sentence_at(session: Session, document_id: int, position: int) -> int:
    """Return the number of a sentence."""
    return session.scalars(
        select(Sentence.id).where(
            Sentence.document_id == document_id, Sentence.position == position
        )
    ).one()
