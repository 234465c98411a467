"""Fetching what goes into the archive of an agreement report."""

from collections.abc import Iterator
from dataclasses import replace

import numpy as np
from sqlalchemy import select
from sqlalchemy.orm import Session

from webapp.agreement import queries
from webapp.agreement.archive import Contents
from webapp.agreement.coefficients import IntArray
from webapp.agreement.naming import document_names
from webapp.agreement.tally import Id, Ratings
from webapp.guidelines import queries as guidelines
from webapp.models import Document, Project, Sentence
from webapp.problems import NotFound
from webapp.scheme import NOT_APPLICABLE


def contents(session: Session, project: Project, include_not_applicable: bool = False) -> Contents:
    """Return what goes into a project's archive; `NotFound` where nothing is labelled.

    The guidelines are read one by one while they are written: keep the session open until then.
    """
    ratings = _ratings(session, project.id, include_not_applicable)
    if not len(ratings.label):
        raise NotFound("There is nothing to archive yet: no sentence has a label that counts.")
    return Contents(
        project=project.name,
        ratings=ratings,
        left_out=[] if include_not_applicable else [NOT_APPLICABLE],
        in_force=guidelines.in_force(session, project.id).version,
        guidelines=_guidelines(session, project.id),
        informed=queries.informed(session, project.id),
    )


def _ratings(session: Session, project_id: int, include_not_applicable: bool) -> Ratings:
    """Return the labels in order, documents by name, sentences by their number in the document."""
    found = queries.ratings(session, project_id, include_not_applicable)
    names = document_names(dict[Id, str](queries.titles(session, project_id).items()))
    sentence = _numbers(session, project_id, found.sentence)
    order = np.lexsort((found.reviewer, sentence, found.document))
    return replace(
        found,
        document=found.document[order],
        sentence=sentence[order],
        reviewer=found.reviewer[order],
        label=found.label[order],
        documents=tuple(names[number] for number in found.documents),
    )


def _numbers(session: Session, project_id: int, sentences: IntArray) -> IntArray:
    """Return the number of each sentence in its document, from 1 on: (n,) -> (n,)."""
    query = select(Sentence.id, Sentence.position).join(Document).order_by(Sentence.id)
    rows = session.execute(query.where(Document.project_id == project_id)).all()
    ids, positions = np.array(rows, np.int64).reshape(-1, 2).T
    return positions[np.searchsorted(ids, sentences)] + 1


def _guidelines(session: Session, project_id: int) -> Iterator[tuple[int, str]]:
    for each in guidelines.versions(session, project_id):
        yield each.number, guidelines.version(session, project_id, each.number).text
