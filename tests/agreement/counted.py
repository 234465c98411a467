"""What the tests of kept counts share: the counts row by row, and people who change labels."""

from collections import Counter, defaultdict
from datetime import UTC, datetime
from itertools import count as numbers

import numpy as np
from sqlalchemy import select

from tests.annotate.repairs import current
from tests.rig.people import Somebody
from webapp.agreement import actions, queries
from webapp.agreement.particulars import MOST_DISPUTED, named
from webapp.agreement.queries import Recount
from webapp.agreement.tally import Counts, Rating, count
from webapp.annotate import actions as annotate
from webapp.annotate.judgment import Judgment
from webapp.annotate.repair import repair
from webapp.db import Database
from webapp.documents import actions as documents
from webapp.documents.article import NewDocument
from webapp.documents.repair import Join, Split
from webapp.models import Annotation, Document, Person, Sentence
from webapp.problems import Problem
from webapp.scheme import LABELS, NOT_APPLICABLE

TEXT = "One is here. Two is there. Three is gone."
RANGES = [(0, 12), (13, 26), (27, 41)]
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_events = numbers(1)


def same(first: object, second: object) -> bool:
    """Return whether counts, or particulars, are equal to the last bit."""
    return type(first) is type(second) and _equal(first, second)


def _equal(first: object, second: object) -> bool:
    return all(
        np.array_equal(a, b, equal_nan=True) if isinstance(a, np.ndarray) else a == b
        for a, b in zip(vars(first).values(), vars(second).values(), strict=True)
    )


def from_rows(database: Database, project_id: int = 1) -> Counts:
    """Return the counts of the labels as they are, row by row and without anything kept."""
    query = (
        select(Annotation.document_id, Annotation.sentence_id, Person.name, Annotation.label)
        .join(Person, Person.id == Annotation.reviewer_id)
        .join(Document, Document.id == Annotation.document_id)
        .where(Document.project_id == project_id, Annotation.label.in_(LABELS))
    )
    with database.reading() as session:
        rows: list[Rating] = [tuple(row) for row in session.execute(query)]  # type: ignore[misc]
    return count(rows, LABELS)


def right(database: Database, project_id: int = 1) -> bool:
    """Return whether what a page reads is what plain questions and loops find."""
    found = read(database, project_id)
    with database.reading() as session:
        most = [each.sentence_id for each in queries.disputed(session, found.particulars)]
        states = queries.states(session, project_id)
    heads = named(found.particulars.heads)
    columns = (found.particulars.documents, heads.left_out, *heads[2:5])
    told = [tuple(int(cell) for cell in row) for row in zip(*columns, strict=True)]
    split, shared = _split(database, project_id)
    return (
        same(found.counts, from_rows(database, project_id))
        and told == _stated(database, project_id)
        and most == [sentence for *_, sentence in sorted(split)[:MOST_DISPUTED]]
        and sum(each.disputed for each in states.values()) == len(split)
        and sum(each.with_two for each in states.values()) == shared
    )


def _stated(database: Database, project_id: int) -> list[tuple[int, ...]]:
    """Return of each document: labels left out, last day, oldest and newest version."""
    with database.reading() as session:
        ids = session.scalars(select(Document.id).where(Document.project_id == project_id)).all()
        states = session.scalars(select(Annotation).where(Annotation.document_id.in_(ids))).all()
    found: list[tuple[int, ...]] = []
    for number in sorted(ids):
        mine = [each for each in states if each.document_id == number]
        counts = [each for each in mine if each.label in LABELS]
        day = max((each.created_at for each in counts), default=EPOCH) - EPOCH
        versions = [each.guideline_version for each in counts] or [0]
        left_out = sum(each.label == NOT_APPLICABLE for each in mine)
        found.append((number, left_out, day.days, min(versions), max(versions)))
    return found


def _split(
    database: Database, project_id: int
) -> tuple[list[tuple[float, int, int, int, int]], int]:
    """Return each sentence whose labels differ as its place among them, and the shared ones."""
    query = (
        select(Annotation.sentence_id, Annotation.label, Document.id, Sentence.position)
        .join(Document, Document.id == Annotation.document_id)
        .join(Sentence, Sentence.id == Annotation.sentence_id)
        .where(Document.project_id == project_id, Annotation.label.in_(LABELS))
    )
    given = defaultdict[tuple[int, int, int], Counter[str]](Counter)
    with database.reading() as session:
        for sentence, label, document, position in session.execute(query):
            given[document, position, sentence][str(label)] += 1
    split = []
    for place, votes in given.items():
        m, alike = votes.total(), sum(c * (c - 1) for c in votes.values())
        if len(votes) > 1:
            split.append((alike / (m * (m - 1)), -m, *place))
    return split, sum(votes.total() > 1 for votes in given.values())


def read(database: Database, project_id: int = 1) -> queries.Loaded:
    with database.reading() as session:
        return queries.load(session, project_id)


def read_and_keep(database: Database, project_id: int = 1) -> list[int]:
    """Read as a page does, and return which articles had to be counted."""
    loaded = read(database, project_id)
    actions.keep(database, loaded.recounted)
    return [each.document_id for each in loaded.recounted]


class Project:
    """A project of two articles of its own, and what people do in it."""

    def __init__(self, database: Database, lead: Somebody, who: list[Somebody]) -> None:
        self.database, self.lead, self.who = database, lead, who
        self.late: list[Recount] = []
        with database.writing() as session:
            self.id = documents.add_project(session, f"Project {next(_events)}").id
            self.documents = [
                documents.add(session, self.id, documents.split(new))[0].id
                for new in (
                    NewDocument(title=title, text=title + TEXT[1:], sentences=RANGES)
                    for title in "AB"
                )
            ]

    def save(self, who: int, document: int, sentence: int, label: str | None, version: int) -> None:
        self._record(who, document, [(sentence, label)], version)

    def save_all(self, who: int, document: int, label: str) -> None:
        self._record(who, document, [(at, label) for at in range(3)])

    def repair(self, document: int, sentence: int, at: int) -> None:
        chosen = self.documents[document]
        found = current(self.database, chosen)
        number, start, _ = found[sentence % len(found)]
        wish = Split(number, start + 4) if at else Join(number)
        with self.database.writing() as session:
            seen = session.get_one(Document, chosen).segmentation
        try:
            with self.database.writing() as session:
                repair(session, self.lead.caller, chosen, seen, wish)
        except Problem:
            pass  # the last sentence has none after it

    def rebuild(self) -> None:
        with self.database.writing() as session:
            annotate.rebuild(session)

    def read(self) -> None:
        """Read, and be slow to keep what was counted."""
        self.late += read(self.database, self.id).recounted

    def keep(self) -> None:
        actions.keep(self.database, self.late)

    def read_and_keep(self) -> None:
        read_and_keep(self.database, self.id)

    def _record(
        self, who: int, document: int, said: list[tuple[int, str | None]], version: int = 1
    ) -> None:
        chosen, found = self.documents[document], current(self.database, self.documents[document])
        items = [
            Judgment(
                event_id=f"e{next(_events)}", sentence_id=found[at % len(found)][0], label=each
            )
            for at, each in said
        ]
        with self.database.writing() as session:
            annotate.record(session, self.who[who].person_id, chosen, version, items)
