"""How the others labelled an article that one has ended: for reviewers, once nobody is blind."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from webapp.accounts.queries import Caller
from webapp.annotate.place_queries import Place, is_taken, place
from webapp.annotate.queries import Unit, units
from webapp.db import now
from webapp.documents.joining_queries import QUALIFICATION
from webapp.models import Annotation, Assignment, Document
from webapp.problems import Forbidden
from webapp.scheme import ALL_LABELS


@dataclass(frozen=True)
class Compared:
    """A sentence with one's own label and those of the others, these in the scheme's order."""

    id: int
    number: int
    words: str
    own: str | None
    others: tuple[str, ...]

    @property
    def differs(self) -> bool:
        """Whether somebody gave another label than oneself."""
        return any(each != self.own for each in self.others)


@dataclass(frozen=True)
class Comparison:
    """An article sentence by sentence, and with how many others."""

    rows: Sequence[Compared]
    reviewers: int

    @property
    def differing(self) -> Sequence[Compared]:
        """The sentences on which somebody gave another label."""
        return [each for each in self.rows if each.differs]


def compare(session: Session, caller: Caller, document_id: int) -> Comparison:
    """Return one's own labels beside those of the others; `Forbidden` while somebody is blind.

    In an assigned project all its places have to be submitted; in an open one the labels of those
    who have submitted are shown to each other.
    """
    found = place(session, caller, document_id)
    people = _shown(session, caller, found)
    given = _labels(session, document_id, people)
    text = session.get_one(Document, document_id).text
    rows = [
        _compared(text, each, given.get(each.id, []))
        for each in units(session, caller.person_id, document_id)
    ]
    return Comparison(rows, len(people))


def may_compare(session: Session, caller: Caller, found: Place) -> bool:
    """Return whether the caller may see how the others labelled the article."""
    try:
        _shown(session, caller, found)
    except Forbidden:
        return False
    return True


def _shown(session: Session, caller: Caller, found: Place) -> list[int]:
    """Return whose labels the caller may see."""
    if not found.shows_others or found.purpose == QUALIFICATION:
        raise Forbidden("In this project reviewers do not see how others labelled.")
    if found.submitted_at is None:
        raise Forbidden("You see how the others labelled once you have ended the article.")
    rows = session.execute(
        select(Assignment.reviewer_id, Assignment.submitted_at).where(
            Assignment.document_id == found.document_id, is_taken(now())
        )
    ).all()
    submitted = [row.reviewer_id for row in rows if row.submitted_at is not None]
    wanted = max(len(rows), found.overlap if found.is_limited else 0)
    if found.mode == "assigned" and len(submitted) < wanted:
        raise Forbidden("You see how the others labelled once all of them have ended the article.")
    return [each for each in submitted if each != caller.person_id]


def _labels(session: Session, document_id: int, people: list[int]) -> dict[int, list[str]]:
    rows = session.execute(
        select(Annotation.sentence_id, Annotation.label).where(
            Annotation.document_id == document_id,
            Annotation.reviewer_id.in_(people),
            Annotation.label.is_not(None),
        )
    )
    found: dict[int, list[str]] = {}
    for sentence_id, label in rows:
        found.setdefault(sentence_id, []).append(label or "")
    return found


def _compared(text: str, unit: Unit, given: list[str]) -> Compared:
    others = tuple(sorted(given, key=ALL_LABELS.index))
    return Compared(unit.id, unit.number, text[unit.start : unit.end], unit.label, others)
