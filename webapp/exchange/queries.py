"""The records of an export, document by document, so that its size never matters."""

from collections.abc import Iterator
from typing import Any

from sqlalchemy import bindparam, func, select
from sqlalchemy.orm import Session

from webapp.accounts.queries import Caller, require_lead, require_member
from webapp.adjudicate import queries as adjudicate
from webapp.documents.queries import readable
from webapp.exchange.formats import kind_named
from webapp.exchange.records import FOR_LEADS, Record
from webapp.exchange.rows import MADE, Article
from webapp.exchange.statements import ARTICLE
from webapp.models import Annotation, Document, Event, Person, Project, Repeat, Sentence
from webapp.problems import NotFound

PAGE = 500

_IDS = (
    select(Document.id)
    .where(Document.project_id == bindparam("project"), Document.id > bindparam("after"))
    .order_by(Document.id)
    .limit(PAGE)
)


def stream(session: Session, caller: Caller | None, project_id: int, what: str) -> Iterator[Record]:
    """Give a project's records by document, place, reviewer, then arrival, one by one.

    All of it is one state of the data, that of the session. A reviewer gets own rows alone, and
    what is for leads not at all; leads, admins and the command line (no caller) get all.
    `NotFound`, `Forbidden` and an unknown `what` are raised at once, before the first record is
    asked for.
    """
    kind_named(what)
    names = _reviewers(session, caller, project_id)
    if what in FOR_LEADS and caller is not None:
        require_lead(session, caller, project_id)
    return _records(session, caller, project_id, what, names)


def count(session: Session, project_id: int, what: str) -> int:
    """Return how many records the command line gets, for its progress bar."""
    if what == "gold":
        documents = _document_ids(session, None, project_id)
        return sum(len(adjudicate.gold(session, each)) for each in documents)
    counted: dict[str, Any] = {
        "annotations": select(func.count(Annotation.label)).join(
            Document, Document.id == Annotation.document_id
        ),
        "sentences": select(func.count(Sentence.id))
        .join(Document, Document.id == Sentence.document_id)
        .where(Sentence.position >= 0),
        "history": select(func.count(Event.id))
        .join(Sentence, Sentence.id == Event.sentence_id)
        .join(Document, Document.id == Sentence.document_id),
        "repeats": select(func.count(Repeat.sentence_id))
        .join(Sentence, Sentence.id == Repeat.sentence_id)
        .join(Document, Document.id == Sentence.document_id),
    }
    return session.scalar(counted[what].where(Document.project_id == project_id)) or 0


def _reviewers(session: Session, caller: Caller | None, project_id: int) -> dict[int, str]:
    """Return whose labels the caller gets, with their names; `NotFound` for a foreign project."""
    if caller is not None and require_member(session, caller, project_id) == "reviewer":
        return {caller.person_id: caller.name}
    if session.scalar(select(Project.id).where(Project.id == project_id)) is None:
        raise NotFound(f"There is no project {project_id}.")
    has_labels = Person.id.in_(select(Event.reviewer_id))  # every label began as an event
    return {
        row.id: row.name
        for row in session.execute(select(Person.id, Person.name).where(has_labels))
    }


def _records(
    session: Session, caller: Caller | None, project_id: int, what: str, names: dict[int, str]
) -> Iterator[Record]:
    query, make = MADE[what]
    reviewers = list(names)
    for document_id in _document_ids(session, caller, project_id):
        *columns, text = session.execute(ARTICLE, {"document": document_id}).one()
        rows = session.execute(query, {"document": document_id, "reviewers": reviewers}).all()
        yield from make(Article(session, tuple(columns), text, names), rows)


def _document_ids(session: Session, caller: Caller | None, project_id: int) -> Iterator[int]:
    """Give the numbers of the documents that the caller reads; a page of them is held at a time."""
    after = 0
    query = _IDS if caller is None else _IDS.where(readable(caller))
    while ids := session.scalars(query, {"project": project_id, "after": after}).all():
        yield from ids
        after = ids[-1]
