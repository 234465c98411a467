"""Fetching how reviewers labelled sentences that were shown to them again."""

import numpy as np
from sqlalchemy import select
from sqlalchemy.orm import Session

from webapp.agreement.naming import reviewer_names
from webapp.agreement.self_agreement import SelfAgreement, self_agreement
from webapp.documents.joining_queries import is_counted
from webapp.models import Document, Person, Repeat, Sentence
from webapp.scheme import LABELS


def of_project(session: Session, project_id: int) -> SelfAgreement:
    """Return the agreement of a project's reviewers with themselves, reviewers by their names.

    Where one of the two labels is `not_applicable`, the sentence is left out.
    """
    rows = session.execute(
        select(
            Repeat.first_label,
            Repeat.label,
            Sentence.document_id,
            Repeat.reviewer_id,
            Person.name,
        )
        .join(Sentence, Sentence.id == Repeat.sentence_id)
        .join(Document, Document.id == Sentence.document_id)
        .join(Person, Person.id == Repeat.reviewer_id)
        .where(
            Document.project_id == project_id,
            is_counted(),
            Repeat.first_label.in_(LABELS),
            Repeat.label.in_(LABELS),
        )
        .order_by(Person.name_key)
    ).all()
    seats = {
        person_id: seat for seat, person_id in enumerate(dict.fromkeys(row[3] for row in rows))
    }
    names = reviewer_names({row.reviewer_id: row.name for row in rows})
    places = {
        document_id: at for at, document_id in enumerate(dict.fromkeys(row[2] for row in rows))
    }
    coded = [
        (LABELS.index(row[0]), LABELS.index(row[1]), places[row[2]], seats[row[3]]) for row in rows
    ]
    first, second, document, reviewer = np.array(coded, np.int64).reshape(-1, 4).T
    people = [names[each] for each in seats]
    return self_agreement(first, second, document, reviewer, people, LABELS)
