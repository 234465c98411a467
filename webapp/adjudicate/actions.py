"""Settling a sentence: deciding, taking it back, asking its reviewers; and keeping counts."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import or_, select, text, update
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from webapp.accounts.actions import note_act
from webapp.accounts.queries import Caller, require_at_work, require_lead
from webapp.adjudicate import queries
from webapp.adjudicate.queue_queries import FORMAT, Recount
from webapp.adjudicate.standing import Decided, ballots
from webapp.db import Database, now
from webapp.models import Decision, Document, Question, Sentence
from webapp.problems import BadInput, Conflict, NotFound, Unavailable
from webapp.scheme import ALL_LABELS, REASONS

LONGEST = 5000  # characters of a note or a question

CUT_ANEW = "This sentence was cut anew; open the queue again."
NOBODY = "Nobody has labelled this sentence, so nobody could be asked."
VOTED_SINCE = "A label of this sentence has changed since you opened it. Look at it once more."
NOTHING = "There is no decision on this sentence that could be taken back."


@dataclass(frozen=True)
class Ruling:
    """What a lead decides, on what they saw: the newest decision, and the votes as `ballots`.

    label None takes the decision back. None for what was seen: it does not matter.
    """

    label: str | None
    reason: str | None = None
    note: str = ""
    seen_revision: int | None = None
    seen_votes: tuple[tuple[int, str], ...] | None = None


@dataclass(frozen=True)
class Ruled:
    """What became of a ruling; revision is None where somebody else had decided meanwhile."""

    revision: int | None
    newest: Decided | None


def decide(session: Session, caller: Caller, sentence_id: int, ruling: Ruling) -> Ruled:
    """Store a decision; the newest one counts, unless it was made without knowing the one before.

    Such a one is kept all the same. `Conflict` where the votes are others than those seen.
    """
    document = _take_turns(session, caller, sentence_id)
    _refuse_misfit(ruling)
    standing = queries.standing(session, document.id, sentence_id)
    votes, newest = ballots(standing.votes), standing.decided
    if ruling.seen_votes not in (None, votes):
        raise Conflict(VOTED_SINCE)
    if ruling.label is None and not (newest and newest.label):
        raise Conflict(NOTHING)
    before = newest.revision if newest else 0
    revision = before + 1 if ruling.seen_revision in (None, before) else None
    session.add(
        Decision(
            sentence_id=sentence_id,
            document_id=document.id,
            revision=revision,
            label=ruling.label,
            reason=ruling.reason,
            note=ruling.note,
            votes=votes,
            made_by_id=caller.person_id,
            made_at=now(),
        )
    )
    verb = "decided" if ruling.label else "took_back_decision"
    label = {"label": ruling.label} if ruling.label else {}
    note_act(session, caller.person_id, verb, document.project_id, sentence_id=sentence_id, **label)
    if revision is not None:
        _close_questions(session, sentence_id, before, revision if ruling.label else None)
        _outdate(session, document.id)
    session.flush()
    return Ruled(revision, queries.standing(session, document.id, sentence_id).decided)


def ask(session: Session, caller: Caller, sentence_id: int, words: str) -> None:
    """Ask those who have labelled a sentence; they may change that label, or answer in words.

    The same words again, while nobody has settled the sentence, are a second click.
    """
    document = _take_turns(session, caller, sentence_id)
    if not words.strip():
        raise BadInput("text: write what you want to know.")
    _refuse_unstorable("text", words)
    if not queries.standing(session, document.id, sentence_id).votes:
        raise Conflict(NOBODY)
    if _is_asked(session, sentence_id, words.strip()):
        return
    session.add(
        Question(
            sentence_id=sentence_id,
            document_id=document.id,
            text=words.strip(),
            made_by_id=caller.person_id,
            made_at=now(),
        )
    )
    note_act(session, caller.person_id, "asked", document.project_id, sentence_id=sentence_id)
    _outdate(session, document.id)


def keep(database: Database, recounted: Sequence[Recount]) -> None:
    """Store counts in a short transaction of their own, if that can be done at once.

    A database that is busy or cannot be written to is no error: the next reader counts again.
    """
    if not recounted:
        return
    try:
        with database.writing(wait=False) as session:
            session.execute(_STORE, [{**vars(each), "format": FORMAT} for each in recounted])
    except (Unavailable, OSError, DBAPIError):
        return


# As text: it is the same on both engines, which SQLAlchemy's own words for it are not.
_STORE = text("""
    INSERT INTO queue_count (document_id, version, labels_version, format, sentences, tables)
    VALUES (:document_id, :version, :labels_version, :format, :sentences, :tables)
    ON CONFLICT (document_id) DO UPDATE
    SET labels_version = excluded.labels_version, format = excluded.format,
        sentences = excluded.sentences, tables = excluded.tables
    WHERE queue_count.version = excluded.version
""")
_ANEW = text("""
    INSERT INTO queue_count (document_id, version) VALUES (:document, 1)
    ON CONFLICT (document_id) DO UPDATE
    SET version = queue_count.version + 1, labels_version = NULL, format = NULL,
        sentences = NULL, tables = NULL
""")


def _is_asked(session: Session, sentence_id: int, words: str) -> bool:
    same = select(Question.id).where(
        Question.sentence_id == sentence_id, Question.closed_in.is_(None), Question.text == words
    )
    return session.scalar(same.limit(1)) is not None


def _outdate(session: Session, document_id: int) -> None:
    """Have a document counted anew whose decisions or questions change in this transaction."""
    session.execute(_ANEW, {"document": document_id})


def _take_turns(session: Session, caller: Caller, sentence_id: int) -> Document:
    """Return the document of a sentence that the caller may settle.

    On PostgreSQL its row is locked, so that no label and no other decision comes between.
    """
    found = session.scalar(
        select(Document)
        .join(Sentence, Sentence.document_id == Document.id)
        .where(Sentence.id == sentence_id)
        .with_for_update(of=Document)
    )
    if found is None:
        raise NotFound(f"There is no sentence {sentence_id} for you.")
    require_lead(session, caller, found.project_id)
    require_at_work(session, found.project_id)
    replaced = select(Sentence.replaced_in).where(Sentence.id == sentence_id)
    if session.scalar(replaced) is not None:
        raise Conflict(CUT_ANEW)
    return found


def _refuse_misfit(ruling: Ruling) -> None:
    if ruling.label is None:
        if ruling.reason is not None:
            raise BadInput("reason: taking a decision back needs none.")
    elif ruling.label not in ALL_LABELS:
        raise BadInput(f"label: one of {', '.join(ALL_LABELS)}.")
    elif ruling.reason not in REASONS:
        raise BadInput(f"reason: one of {', '.join(REASONS)}.")
    _refuse_unstorable("note", ruling.note)


def _refuse_unstorable(name: str, words: str) -> None:
    if len(words) > LONGEST:
        raise BadInput(f"{name}: at most {LONGEST:,} characters.")
    if "\0" in words or any("\ud800" <= each <= "\udfff" for each in words):
        raise BadInput(f"{name}: a NUL or half of a surrogate pair is not text.")


def _close_questions(session: Session, sentence_id: int, before: int, revision: int | None) -> None:
    """Close what is asked of a sentence; taking a decision back opens what it had closed.

    What the decision before had closed is closed by the one in its place.
    """
    of_before = Question.closed_in == before
    these = of_before if revision is None else or_(of_before, Question.closed_in.is_(None))
    session.execute(
        update(Question)
        .where(Question.sentence_id == sentence_id, these)
        .values(closed_in=revision)
    )
