"""One sentence as a lead decides on it: in its article, with its votes, decisions and questions."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from string import ascii_uppercase

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from webapp.accounts.queries import Caller, require_lead
from webapp.adjudicate.queries import DECIDED, standing
from webapp.adjudicate.standing import Decided, Standing
from webapp.guidelines import queries as guidelines
from webapp.models import (
    Annotation,
    Answer,
    Decision,
    Document,
    Person,
    Question,
    Sentence,
    Sight,
)

BEFORE, AFTER = 5, 3
"""Sentences of the article shown around the one that is to be settled."""


@dataclass(frozen=True)
class Words:
    """A sentence of the article as it is shown; `is_here` is the one that is to be settled."""

    number: int
    text: str
    is_here: bool


@dataclass(frozen=True)
class Ballot:
    """What one reviewer says of the sentence.

    letter: who, for this sentence alone. was: their label when it was decided, None for none.
    since_asked: whether they gave a label since the newest question.
    """

    letter: str
    name: str
    label: str | None
    flags: tuple[str, ...]
    note: str
    sources: list[tuple[str, str]]  # words, kind
    informed: bool
    was: str | None
    since_asked: bool
    answers: list[str]


@dataclass(frozen=True)
class Asked:
    """A question to the reviewers."""

    text: str
    made_by: str
    made_at: datetime
    is_open: bool


@dataclass(frozen=True)
class Done:
    """What was decided just now, so that it can be taken back, and what held before it."""

    sentence_id: int
    title: str
    number: int
    decided: Decided
    former: Decided | None


@dataclass(frozen=True)
class Answered:
    """Answers to questions that are open: which sentence has the oldest, and how many there are."""

    sentence_id: int
    answers: int


@dataclass(frozen=True)
class Case:
    """A sentence that is to be settled, with all that is known of it."""

    document: Document
    sentence: Sentence
    standing: Standing
    paragraphs: list[list[Words]]
    ballots: list[Ballot]
    decisions: Sequence[Decided]  # those that count or counted, the newest first
    questions: list[Asked]
    seen_before: bool  # whether who asks has seen others' labels of the document before

    @property
    def number(self) -> int:
        """The number that people see, from 1."""
        return self.sentence.position + 1


def case(session: Session, caller: Caller, project_id: int, sentence_id: int) -> Case:
    """Return a sentence of a project that the caller leads; `NotFound` where there is none such."""
    require_lead(session, caller, project_id)
    sentence, document = guidelines.sentence(session, project_id, sentence_id)
    stands = standing(session, document.id, sentence_id)
    questions = _questions(session, sentence_id)
    return Case(
        document,
        sentence,
        stands,
        _paragraphs(session, document, sentence),
        _ballots(session, document, stands, questions),
        _decisions(session, sentence_id),
        questions,
        session.get(Sight, (document.id, caller.person_id)) is not None,
    )


def require_sentence(session: Session, project_id: int, sentence_id: int) -> None:
    """Pass a current sentence of a project; else `NotFound`."""
    guidelines.sentence(session, project_id, sentence_id)


def done(session: Session, project_id: int, sentence_id: int | None) -> Done | None:
    """Return what was decided last on a sentence of a project, None where nothing was."""
    rows = session.execute(
        select(Document.title, Sentence.position + 1, *DECIDED)
        .join(Sentence, Sentence.document_id == Document.id)
        .join(Decision, Decision.sentence_id == Sentence.id)
        .join(Person, Person.id == Decision.made_by_id)
        .where(
            Document.project_id == project_id,
            Sentence.id == sentence_id,
            Decision.revision.is_not(None),
        )
        .order_by(Decision.revision.desc())
        .limit(2)
    ).all()
    if not rows:
        return None
    (title, number, *_), made = rows[0], [Decided(*row[2:]) for row in rows]
    return Done(sentence_id or 0, title, number, made[0], made[1] if len(made) > 1 else None)


def answered(session: Session, project_id: int) -> Answered | None:
    """Return how many answers there are to questions that are open; None for none."""
    rows = session.execute(
        select(Question.sentence_id, func.count())
        .join(Answer, Answer.question_id == Question.id)
        .join(Document, Document.id == Question.document_id)
        .join(Sentence, Sentence.id == Question.sentence_id)
        .where(
            Document.project_id == project_id,
            Question.closed_in.is_(None),
            Sentence.replaced_in.is_(None),
        )
        .group_by(Question.sentence_id)
        .order_by(func.min(Answer.id))
    ).all()
    return Answered(rows[0][0], sum(row[1] for row in rows)) if rows else None


def latest_reason(session: Session, person_id: int) -> str | None:
    """Return the reason that somebody gave last, with which their next form begins."""
    return session.scalar(
        select(Decision.reason)
        .where(Decision.made_by_id == person_id, Decision.reason.is_not(None))
        .order_by(Decision.id.desc())
        .limit(1)
    )


def _paragraphs(session: Session, document: Document, here: Sentence) -> list[list[Words]]:
    """Return the sentence among its neighbours, by paragraph of the text."""
    near = Sentence.position.between(max(here.position - BEFORE, 0), here.position + AFTER)
    rows = session.execute(
        select(Sentence.id, Sentence.position, Sentence.start, Sentence.end)
        .where(Sentence.document_id == document.id, near)
        .order_by(Sentence.position)
    )
    found: list[list[Words]] = []
    before = 0
    for row in rows:
        if not found or "\n" in document.text[before : row.start]:
            found.append([])
        words = document.text[row.start : row.end]
        found[-1].append(Words(row.position + 1, words, row.id == here.id))
        before = row.end
    return found


def _ballots(
    session: Session, document: Document, stands: Standing, questions: Sequence[Asked]
) -> list[Ballot]:
    """Return what each reviewer says, in an order that differs from sentence to sentence."""
    answers = _answers(session, stands.sentence_id)
    was = dict(stands.decided.votes) if stands.decided else {}
    now = {vote.reviewer_id for vote in stands.votes}
    known = _annotations(session, document.id, stands.sentence_id)
    asked_at = max((each.made_at for each in questions), default=None)
    found = []
    order = sorted(now | was.keys() | answers.keys(), key=lambda who: _lot(stands, who))
    for number, who in enumerate(order):
        name, said = known[who]
        spans = [(document.text[start:end], kind) for start, end, kind in said.sources]
        since_asked = asked_at is not None and said.updated_at > asked_at
        found.append(
            Ballot(
                _letter(number),
                name,
                said.label,
                said.flags,
                said.note,
                spans,
                said.informed,
                was.get(who),
                since_asked,
                answers.get(who, []),
            )
        )
    return found


def _lot(stands: Standing, reviewer_id: int) -> bytes:
    """Return by what a reviewer is sorted: by chance, for this sentence always the same."""
    return sha256(f"{stands.sentence_id} {reviewer_id}".encode()).digest()


def _letter(number: int) -> str:
    """Return A, B, C, ... Z, A2, B2, ..."""
    again, place = divmod(number, len(ascii_uppercase))
    return ascii_uppercase[place] + (str(again + 1) if again else "")


def _annotations(
    session: Session, document_id: int, sentence_id: int
) -> dict[int, tuple[str, Annotation]]:
    """Return the names and states of all who have or had a label on a sentence.

    The document is named too: the index of labels begins with it.
    """
    rows = session.execute(
        select(Person.name, Annotation)
        .join(Annotation, Annotation.reviewer_id == Person.id)
        .where(Annotation.document_id == document_id, Annotation.sentence_id == sentence_id)
    )
    return {said.reviewer_id: (name, said) for name, said in rows}


def _answers(session: Session, sentence_id: int) -> dict[int, list[str]]:
    rows = session.execute(
        select(Answer.reviewer_id, Answer.text)
        .join(Question, Question.id == Answer.question_id)
        .where(Question.sentence_id == sentence_id)
        .order_by(Answer.id)
    )
    found: dict[int, list[str]] = {}
    for reviewer_id, words in rows:
        found.setdefault(reviewer_id, []).append(words)
    return found


def _questions(session: Session, sentence_id: int) -> list[Asked]:
    rows = session.execute(
        select(Question.text, Person.name, Question.made_at, Question.closed_in.is_(None))
        .join(Person, Person.id == Question.made_by_id)
        .where(Question.sentence_id == sentence_id)
        .order_by(Question.id)
    )
    return [Asked(*row) for row in rows]


def _decisions(session: Session, sentence_id: int) -> Sequence[Decided]:
    rows = session.execute(
        select(*DECIDED)
        .join(Person, Person.id == Decision.made_by_id)
        .where(Decision.sentence_id == sentence_id, Decision.revision.is_not(None))
        .order_by(Decision.revision.desc())
    )
    return [Decided(*row) for row in rows]
