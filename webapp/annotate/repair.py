"""Joining and splitting sentences that people have labelled: a label stays where its sentence does.

The history keeps every label. The current state of a replaced sentence goes, so nobody has a label
on a sentence that they did not see; where a sentence comes back, its labels come back with it.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from sqlalchemy import Select, and_, delete, func, or_, select
from sqlalchemy.orm import Session, aliased

from webapp.accounts.actions import note_act
from webapp.accounts.queries import Caller, require_member
from webapp.annotate.actions import derive
from webapp.annotate.counts import outdate
from webapp.annotate.place_queries import Place, place
from webapp.annotate.queries import Unit
from webapp.annotate.reopen_actions import reopen_for
from webapp.documents import repair_actions
from webapp.documents.joining_queries import QUALIFICATION
from webapp.documents.project_actions import hold
from webapp.documents.queries import document, may_repair
from webapp.documents.repair import Wish
from webapp.guidelines.queries import second_look_since
from webapp.models import Annotation, Document, Event, Sentence
from webapp.problems import Forbidden


@dataclass(frozen=True)
class SecondLook:
    """A sentence without one's label, where one had labelled sentences that a repair replaced."""

    sentence_id: int
    document_id: int
    position: int
    start: int
    end: int
    labels: tuple[str, ...]  # of the replaced sentences that it took the place of, in their order


def repair(
    session: Session, caller: Caller, document_id: int, seen: int, wish: Wish
) -> repair_actions.Cut:
    """Join or split sentences, whose segmentation the caller saw as `seen`.

    Whoever had ended the article and loses a label may label it again. `Forbidden` for those who
    may not, `Conflict` where the segmentation is newer.
    """
    project = hold(session, document(session, caller, document_id).project_id)
    found = repairable(session, caller, document_id)
    made = repair_actions.repair(session, document_id, seen, wish, caller.person_id)
    had = _labellers(session, made.gone)
    session.execute(delete(Annotation).where(Annotation.sentence_id.in_(made.gone)))
    if made.back:
        derive(session, made.back)
    if require_member(session, caller, found.project_id) != "reviewer":
        detail = {"document_id": document_id, "version": made.version}
        note_act(session, caller.person_id, "repaired", found.project_id, **detail)
        session.flush()
    if found.purpose != QUALIFICATION:  # whose key was shown to those who have ended it
        lost = had if made.is_new else had - _labellers(session, made.back, of_all=True)
        if lost:
            reopen_for(session, caller, project, document_id, lost)
    outdate(session.connection(), document_id)
    return made


def repairable(session: Session, caller: Caller, document_id: int) -> Document:
    """Return a document whose sentences the caller may join and split; else `Forbidden`."""
    reason = refusal(session, caller, place(session, caller, document_id))
    if reason:
        raise Forbidden(reason)
    return document(session, caller, document_id)


def refusal(session: Session, caller: Caller, standing: Place) -> str | None:
    """Return why the caller may not join and split the sentences of a document, or None."""
    if not may_repair(session, caller, standing.project_id):
        return "In this project the leads alone join and split sentences."
    is_reviewer = standing.role == "reviewer" and not caller.is_admin
    return standing.repair_refusal if is_reviewer else None


def labelled_by(session: Session, sentence_ids: Collection[int]) -> dict[int, set[int]]:
    """Return for each of some sentences the numbers of those who have a label on it."""
    found: dict[int, set[int]] = {each: set() for each in sentence_ids}
    rows = session.execute(
        select(Annotation.sentence_id, Annotation.reviewer_id).where(
            Annotation.sentence_id.in_(sentence_ids), Annotation.label.is_not(None)
        )
    )
    for sentence_id, reviewer_id in rows:
        found[sentence_id].add(reviewer_id)
    return found


def _labellers(session: Session, sentence_ids: Sequence[int], *, of_all: bool = False) -> set[int]:
    """Return who has a label on one of some sentences, or on each of them."""
    found = labelled_by(session, sentence_ids).values()
    return (set.intersection if of_all else set.union)(*found)


def came_back(
    session: Session, reviewer_id: int, document: Document, units: Sequence[Unit]
) -> set[int]:
    """Return the sentences of a document at which its reviewer is asked to look once more.

    A repair replaced what they had labelled, or newer guidelines ask for it.
    """
    since = second_look_since(session, document.project_id)
    older = {each.id for each in units if each.label and (each.guideline_version or 0) < since}
    return older | {each.sentence_id for each in second_looks(session, reviewer_id, [document.id])}


def second_looks(
    session: Session, reviewer_id: int, document_ids: Collection[int] | Select[tuple[int]]
) -> Sequence[SecondLook]:
    """Return the sentences of documents that repairs have brought back to a reviewer, in order.

    Where one sentence took the place of several in turn, what was said last of it counts.
    """
    rows = session.execute(_second_looks(reviewer_id, document_ids))
    looks = []
    for _, group in groupby(rows, key=lambda row: row.id):
        found = list(group)
        latest = [row.label for row in found if row.replaced_in == found[0].replaced_in]
        id_, document_id, position, start, end = found[0][:5]
        looks.append(SecondLook(id_, document_id, position, start, end, tuple(latest)))
    return looks


def _second_looks(
    reviewer_id: int, document_ids: Collection[int] | Select[tuple[int]]
) -> Select[*tuple[Any, ...]]:
    """From the replaced sentences, of which there are few, to the reviewer's last word on each."""
    old, own, last = aliased(Sentence), aliased(Annotation), aliased(Event)
    newest = (
        select(func.max(last.id))
        .where(last.reviewer_id == reviewer_id, last.sentence_id == old.id)
        .correlate(old)
        .scalar_subquery()
    )
    return (
        select(
            Sentence.id,
            Sentence.document_id,
            Sentence.position,
            Sentence.start,
            Sentence.end,
            old.replaced_in,
            Event.label,
        )
        .select_from(old)
        .join(Event, and_(Event.id == newest, Event.label.is_not(None)))
        .join(
            Sentence,
            and_(
                Sentence.document_id == old.document_id,
                Sentence.position >= 0,
                Sentence.start < old.end,
                Sentence.end > old.start,
            ),
        )
        .outerjoin(own, and_(own.sentence_id == Sentence.id, own.reviewer_id == reviewer_id))
        .where(
            old.document_id.in_(document_ids),
            old.position < 0,
            or_(own.sentence_id.is_(None), own.label.is_(None)),
        )
        .order_by(
            Sentence.document_id, Sentence.position, old.replaced_in.desc(), old.start, old.id
        )
    )
