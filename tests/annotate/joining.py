"""Qualification sets and shared articles for tests: short articles, their keys, who ends them."""

import itertools
from datetime import date

from tests.rig.api import judgment, save, sentences
from tests.rig.people import Somebody
from webapp.annotate import answer_actions, joining_actions, place_actions
from webapp.annotate.joining_actions import Joining
from webapp.db import Database
from webapp.documents import actions as documents
from webapp.documents.article import NewDocument
from webapp.models import Membership, Project

KEY = ("sourced", "unsourced", "opinion", "sourced")
"""The right labels of the four sentences of a short article."""
WRONG = ("opinion", "opinion", "opinion", "sourced")

_numbers = itertools.count(1)


def add_article(database: Database, purpose: str, due: date | None = None) -> int:
    """Add an article of four sentences and say what it is for."""
    text = f"This is number {next(_numbers)}.\nTwo is there. Three is gone.\nFour is left."
    new = NewDocument(title="Four", text=text, split="sentences")
    with database.writing() as session:
        document_id = documents.add(session, 1, documents.split(new))[0].id
        joining_actions.mark(session, document_id, purpose, due, None)
    return document_id


def ask(database: Database, threshold: int | None, repeats: int = 0, repeat_days: int = 7) -> None:
    """Set how reviewers join the first project."""
    with database.writing() as session:
        seen = joining_actions.joining_of(session.get_one(Project, 1))
        joining_actions.change(session, 1, Joining(threshold, repeats, repeat_days), seen, None)


def give_key(lead: Somebody, document_id: int, labels: tuple[str, ...] = KEY) -> None:
    """Give an article its key, with an explanation of each answer."""
    ids = sentences(lead.database, document_id)
    given = {
        each: (label, f"Because of {number}.")
        for number, (each, label) in enumerate(zip(ids, labels, strict=False), 1)
    }
    with lead.database.writing() as session:
        answer_actions.set_key(session, document_id, lead.person_id, given)


def end(who: Somebody, document_id: int, labels: tuple[str, ...] = KEY) -> None:
    """Label the first sentences of an article and end it."""
    ids = sentences(who.database, document_id)
    save(who, document_id, *map(judgment, ids, labels))
    with who.database.writing() as session:
        place_actions.submit(session, who.caller, document_id, incomplete=True)


def is_qualified(who: Somebody) -> bool:
    """Return whether somebody passed, or was let pass, in the first project."""
    with who.database.reading() as session:
        return session.get_one(Membership, (who.person_id, 1)).qualified_at is not None


def next_article(who: Somebody) -> int | None:
    """Ask for the next article of the first project."""
    with who.database.writing() as session:
        return place_actions.take_next(session, who.caller, 1)
