"""What leads ask a reviewer about sentences that the reviewer has labelled.

A question shows the lead's words alone; nothing here depends on another person's labels.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal

from sqlalchemy import Select, and_, func, select
from sqlalchemy.orm import Session, aliased

from webapp.accounts.queries import Caller, visible
from webapp.documents.queries import readable
from webapp.guidelines.queries import around
from webapp.models import Annotation, Answer, Document, Event, Project, Question, Sentence
from webapp.problems import NotFound

MOST = 50
"""Sentences of a list."""

Sent = Literal["never", "same", "other"]


@dataclass(frozen=True)
class AskedOf:
    """A sentence that a reviewer is asked about; is_answered: in words, or by another label."""

    is_answered: bool
    sentence_id: int
    document_id: int
    title: str
    number: int
    words: str
    label: str | None
    question: str  # of several, the newest


@dataclass(frozen=True)
class Asked:
    """A sentence with what is asked about it and what was answered, among its neighbours."""

    sentence_id: int
    project: Project
    document: Document
    number: int
    before: str
    text: str
    after: str
    questions: Sequence[Question]
    answers: Sequence[str]
    annotation: Annotation


@dataclass(frozen=True)
class Reply:
    """What a reviewer answers, under an id that makes sending it again harmless."""

    event_id: str
    label: str | None
    seen_revision: int | None
    words: str


def asked(session: Session, caller: Caller, document_id: int | None = None) -> list[AskedOf]:
    """Return the sentences that leads ask somebody about, of one document or of all at work."""
    query = _open(caller).where(Project.closed_at.is_(None))
    if document_id is not None:
        query = query.where(Question.document_id == document_id)
    rows = session.execute(query)
    return [AskedOf(bool(changed or said), *place) for *place, changed, said in rows]


def asked_about(session: Session, caller: Caller, sentence_id: int) -> Asked:
    """Return what somebody is asked about a sentence; `NotFound` where they are not.

    In a closed project as well, to be read.
    """
    rows = session.execute(_open(caller).where(Question.sentence_id == sentence_id)).all()
    if not rows:
        raise NotFound("Nothing is asked of you about this sentence. The lead may have decided.")
    sentence = session.get_one(Sentence, sentence_id)
    document = session.get_one(Document, sentence.document_id)
    start, end = around(session, sentence)
    questions = session.scalars(
        select(Question)
        .where(Question.sentence_id == sentence_id, Question.closed_in.is_(None))
        .order_by(Question.id)
    ).all()
    said = select(Answer.text).where(
        Answer.reviewer_id == caller.person_id,
        Answer.question_id.in_([each.id for each in questions]),
    )
    return Asked(
        sentence_id,
        session.get_one(Project, document.project_id),
        document,
        sentence.position + 1,
        document.text[start : sentence.start],
        document.text[sentence.start : sentence.end],
        document.text[sentence.end : end],
        questions,
        session.scalars(said.order_by(Answer.id)).all(),
        session.get_one(Annotation, (caller.person_id, sentence_id)),
    )


def sent(session: Session, caller: Caller, sentence_id: int, reply: Reply) -> Sent:
    """Return whether an answer was stored already, or under its id another one."""
    said = session.execute(
        select(Question.sentence_id, Answer.text)
        .join(Answer, Answer.question_id == Question.id)
        .where(Answer.reviewer_id == caller.person_id, Answer.event_id == reply.event_id)
    ).one_or_none()
    given = session.execute(
        select(Event.sentence_id, Event.label).where(
            Event.reviewer_id == caller.person_id, Event.event_id == reply.event_id
        )
    ).one_or_none()
    if said is None and given is None:
        return "never"
    state = session.get(Annotation, (caller.person_id, sentence_id))
    labels = (given.label,) if given else (None, state and state.label)
    places = {each.sentence_id for each in (said, given) if each}
    is_same = places == {sentence_id} and reply.label in labels
    return "same" if is_same and reply.words == (said.text if said else "") else "other"


def _open(caller: Caller) -> Select[*tuple[Any, ...]]:
    """Return the question for the sentences that somebody labelled and is asked about."""
    own = aliased(Annotation)
    words = func.substr(Document.text, Sentence.start + 1, Sentence.end - Sentence.start)
    other = aliased(Question)
    newest = (
        select(other.text)
        .where(other.sentence_id == Sentence.id, other.closed_in.is_(None))
        .order_by(other.id.desc())
        .limit(1)
        .scalar_subquery()
    )
    changed = and_(own.informed, own.updated_at > func.max(Question.made_at))
    return (
        select(
            Sentence.id,
            Document.id,
            Document.title,
            Sentence.position + 1,
            words,
            own.label,
            newest,
            changed,
            func.count(Answer.id),
        )
        .select_from(Question)
        .join(Sentence, Sentence.id == Question.sentence_id)
        .join(Document, Document.id == Sentence.document_id)
        .join(Project, Project.id == Document.project_id)
        .join(own, and_(own.sentence_id == Sentence.id, own.reviewer_id == caller.person_id))
        .outerjoin(
            Answer,
            and_(Answer.question_id == Question.id, Answer.reviewer_id == caller.person_id),
        )
        .where(
            Question.closed_in.is_(None),
            Sentence.replaced_in.is_(None),
            visible(caller),
            readable(caller),
        )
        .group_by(Sentence.id, Document.id, own.reviewer_id, own.sentence_id)
        .order_by(Document.id, Sentence.position)
        .limit(MOST)
    )
