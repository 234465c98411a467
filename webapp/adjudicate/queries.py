"""How the sentences of documents stand, and what is gold; always read anew from the tables."""

from collections.abc import Collection, Sequence
from itertools import groupby
from operator import itemgetter
from typing import Any

from sqlalchemy import Row, select
from sqlalchemy.orm import Session

from webapp.adjudicate.standing import Decided, Gold, Standing, Vote
from webapp.annotate.keymap import keys_of
from webapp.db import table_of
from webapp.models import Annotation, Decision, Person, Question, Sentence

_annotation = table_of(Annotation)


def standings(session: Session, document_ids: Collection[int]) -> dict[int, list[Standing]]:
    """Return how the sentences of documents stand that have a vote, a decision or a question.

    Of each document by the numbers of the sentences. Replaced sentences are none.
    """
    votes = _votes(session, document_ids)
    decided, asked = _decided(session, document_ids), _asked(session, document_ids)
    found: dict[int, list[Standing]] = {each: [] for each in document_ids}
    for key in sorted(votes.keys() | decided.keys() | asked):
        document_id, sentence_id = key
        standing = Standing(sentence_id, votes.get(key, ()), decided.get(key), key in asked)
        found[document_id].append(standing)
    return found


def gold(session: Session, document_id: int) -> dict[int, Gold]:
    """Return the gold of a document: the label of each sentence that has one."""
    found = standings(session, [document_id])[document_id]
    return {each.sentence_id: gold for each in found if (gold := each.gold)}


def standing(session: Session, document_id: int, sentence_id: int) -> Standing:
    """Return how one sentence of a document stands; without anything said where nothing is."""
    found = standings(session, [document_id])[document_id]
    return next((each for each in found if each.sentence_id == sentence_id), _bare(sentence_id))


def keys_for(session: Session, person_id: int) -> dict[str, str]:
    """Return the key of each command that a person has on the article page; "" is none."""
    return keys_of(session.scalar(select(Person.keys).where(Person.id == person_id)))


def _bare(sentence_id: int) -> Standing:
    return Standing(sentence_id, ())


_Key = tuple[int, int]  # document, sentence


def _votes(session: Session, document_ids: Collection[int]) -> dict[_Key, list[Vote]]:
    """Return the current labels, each sentence's by reviewer; the index of counts has all of it."""
    columns = _annotation.c
    rows = (
        session.connection()
        .execute(
            select(
                columns.document_id,
                columns.sentence_id,
                columns.reviewer_id,
                columns.label,
                columns.informed,
            )
            .where(columns.document_id.in_(document_ids), columns.label.is_not(None))
            .order_by(columns.document_id, columns.sentence_id, columns.reviewer_id)
        )
        .all()
    )
    return {
        key: [Vote._make(row[2:]) for row in group]
        for key, group in groupby(rows, itemgetter(0, 1))
    }


def _decided(session: Session, document_ids: Collection[int]) -> dict[_Key, Decided]:
    """Return the newest decision on each sentence: the last one read."""
    rows = session.execute(
        select(Decision.document_id, Decision.sentence_id, *DECIDED)
        .join(Person, Person.id == Decision.made_by_id)
        .join(Sentence, Sentence.id == Decision.sentence_id)
        .where(
            Decision.document_id.in_(document_ids),
            Decision.revision.is_not(None),
            Sentence.replaced_in.is_(None),
        )
        .order_by(Decision.document_id, Decision.sentence_id, Decision.revision)
    )
    return {(row[0], row[1]): Decided(*row[2:]) for row in rows}


DECIDED: Sequence[Any] = (
    Decision.revision,
    Decision.label,
    Decision.reason,
    Decision.note,
    Decision.votes,
    Decision.made_by_id,
    Person.name,
    Decision.made_at,
)
"""The columns of a `Decided`, in its order."""


def _asked(session: Session, document_ids: Collection[int]) -> set[_Key]:
    rows: Sequence[Row[int, int]] = session.execute(
        select(Question.document_id, Question.sentence_id)
        .join(Sentence, Sentence.id == Question.sentence_id)
        .where(
            Question.document_id.in_(document_ids),
            Question.closed_in.is_(None),
            Sentence.replaced_in.is_(None),
        )
    ).all()
    return {(row[0], row[1]) for row in rows}


def names(session: Session, person_ids: Collection[int]) -> dict[int, str]:
    """Return the names of people by their numbers."""
    rows = session.execute(select(Person.id, Person.name).where(Person.id.in_(person_ids)))
    return {row.id: row.name for row in rows}
