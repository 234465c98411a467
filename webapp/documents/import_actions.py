"""Bringing many articles in: what becomes of each, and one line on record."""

from collections.abc import Generator, Iterable
from typing import NamedTuple

from webapp.accounts.actions import note_act
from webapp.db import Database
from webapp.documents import actions, queries
from webapp.documents.article import NewDocument
from webapp.documents.sources import Read
from webapp.problems import Problem

OUTCOMES = ("added", "known", "refused")


class Outcome(NamedTuple):
    """What became of one article: one of `OUTCOMES`, and its title or why it was refused."""

    word: str
    place: str
    detail: str


def bring_in(
    database: Database, project_id: int, articles: Iterable[Read], person_id: int | None
) -> Generator[Outcome]:
    """Store articles, each by itself, so that one that is refused stops no other.

    What came in before an interruption stays, and is on record, too.
    """
    added = 0
    try:
        for place, article in articles:
            outcome = _stored(database, project_id, place, article)
            added += outcome.word == "added"
            yield outcome
    finally:
        if added:
            with database.writing() as session:
                note_act(session, person_id, "imported", project_id, added=added)


def _stored(
    database: Database, project_id: int, place: str, article: NewDocument | Problem
) -> Outcome:
    try:
        if isinstance(article, Problem):
            raise article
        made = actions.split(article)
        with database.writing() as session:
            document, is_new = actions.add(session, project_id, made)
            count = queries.sentence_count(session, document.id)
    except Problem as problem:
        return Outcome("refused", place, str(problem))
    sentences = f"{count} sentence{'s' if count != 1 else ''}"
    return Outcome("added" if is_new else "known", place, f"{article.title} ({sentences})")
