"""Giving places to people and taking them back, as a lead does; many at once, or none of them."""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import bindparam, insert, select, update
from sqlalchemy.orm import Session

from webapp.accounts.actions import note_act, note_acts
from webapp.accounts.queries import Caller
from webapp.annotate import grid_queries as queries
from webapp.annotate import reopen_actions
from webapp.annotate.grid_queries import HELD, TAKEN, Pair
from webapp.annotate.share_out import Plan, plan
from webapp.db import now, table_of
from webapp.documents.project_actions import hold
from webapp.models import Assignment, Document, Membership, Person, Project
from webapp.problems import Conflict, NotFound

_place = table_of(Assignment)
_CHANGE = update(_place).where(
    _place.c.document_id == bindparam("of_document"), _place.c.reviewer_id == bindparam("of_person")
)


@dataclass(frozen=True)
class Changed:
    """What became of a list of changes.

    `meanwhile` are places that had changed since they were shown, with their state; they were left
    as they are. `over` are documents with more than k places, which an open project allows.
    """

    given: Sequence[Pair] = ()
    taken_back: Sequence[Pair] = ()
    reopened: Sequence[Pair] = ()
    meanwhile: Mapping[Pair, str] | None = None
    over: Sequence[int] = ()


@dataclass(frozen=True)
class Ticks:
    """A grid as it was shown, and what a lead ticked in it."""

    shown: Mapping[Pair, str]  # the state of each place; "none" where there was none
    ticked: Collection[Pair]
    reopen: Collection[Pair] = ()

    def wish(self, pair: Pair) -> str:
        """Return what is to become of a place: "give", "take", "reopen" or nothing."""
        state = self.shown[pair]
        if state == "submitted":
            return "reopen" if pair in self.reopen else ""
        if (pair in self.ticked) == (state in HELD):
            return ""
        return "give" if pair in self.ticked else "take"


def change(session: Session, caller: Caller, project_id: int, ticks: Ticks) -> Changed:
    """Do what was ticked, except for places that have changed since they were shown.

    `Conflict` where an assigned project would get an article with more than k places; nothing is
    changed then.
    """
    project = hold(session, project_id)
    wishes = {pair: wish for pair in ticks.shown if (wish := ticks.wish(pair))}
    _check_documents(session, project_id, wishes)
    _check_members(session, project_id, [each for each in wishes if wishes[each] != "take"])
    at = now()
    found = _states(session, wishes, at)
    meanwhile = {each: found[each] for each in wishes if found[each] != ticks.shown[each]}
    given, back, again = (
        [pair for pair, wish in wishes.items() if wish == kind and pair not in meanwhile]
        for kind in ("give", "take", "reopen")
    )
    over = _overfull(session, project, given, back, at)
    _take_back(session, caller, back, at)
    _give(session, caller, project, given, found, at)
    _reopen(session, project, again, at)
    for verb, pairs in (("assigned", given), ("took_back", back), ("reopened", again)):
        _note(session, caller, project_id, verb, pairs)
    return Changed(given, back, again, meanwhile, over)


def give(session: Session, caller: Caller, project_id: int, pairs: Sequence[Pair]) -> Changed:
    """Give people places on documents, all or none; what somebody has already stays as it is.

    A place that had run out or was given back is theirs again. `Conflict` as for `change`.
    """
    project = hold(session, project_id)
    _check_documents(session, project_id, pairs)
    _check_members(session, project_id, pairs)
    at = now()
    found = _states(session, pairs, at)
    given = [pair for pair in dict.fromkeys(pairs) if found[pair] not in TAKEN]
    over = _overfull(session, project, given, [], at)
    _give(session, caller, project, given, found, at)
    _note(session, caller, project_id, "assigned", given)
    return Changed(given, over=over)


def extend(session: Session, caller: Caller, project_id: int, pair: Pair) -> None:
    """Keep a place for its reviewer for a whole lease from now on, if it had run out as well."""
    project = hold(session, project_id)
    _check_documents(session, project_id, [pair])
    _check_members(session, project_id, [pair])
    at = now()
    found = _states(session, [pair], at)[pair]
    if found in ("none", "submitted", "released"):
        raise Conflict("There is no open place on this article that could be kept for longer.")
    _overfull(session, project, [] if found in HELD else [pair], [], at)
    _write(session, [pair], lease_until=_lease(project, at))
    _note(session, caller, project_id, "extended", [pair])


def take_back(session: Session, caller: Caller, project_id: int, pair: Pair) -> None:
    """Give somebody's place back for them; the labels stay."""
    hold(session, project_id)
    _check_documents(session, project_id, [pair])
    at = now()
    if _states(session, [pair], at)[pair] in ("none", "submitted", "released"):
        raise Conflict("There is no open place on this article that could be given back.")
    _take_back(session, caller, [pair], at)
    _note(session, caller, project_id, "took_back", [pair])


def reopen(session: Session, caller: Caller, project_id: int, pair: Pair) -> None:
    """Open an article that was ended for its reviewer again."""
    hold(session, project_id)
    _check_documents(session, project_id, [pair])
    _check_members(session, project_id, [pair])
    reopen_actions.reopen(session, *pair)
    _note(session, caller, project_id, "reopened", [pair])


def planned(session: Session, project_id: int, at: datetime) -> Plan:
    """Return who would get which places if all that is missing were shared out evenly."""
    overlap = session.get_one(Project, project_id).overlap
    members = queries.members(session, project_id, at)
    loads = {each.person_id: each.places for each in members if each.role == "reviewer"}
    missing = queries.missing_places(session, project_id, overlap, at)
    return plan(missing, loads, queries.ever_on(session, project_id))


def share_out(session: Session, caller: Caller, project_id: int, mark: str) -> Plan:
    """Give all places of the plan with that mark; `Conflict` where it would be another one now."""
    project = hold(session, project_id)
    at = now()
    found = planned(session, project_id, at)
    if found.mark != mark:
        raise Conflict("Places have changed since this was worked out. Look at the new plan.")
    _give(session, caller, project, found.places, {}, at)
    note_act(session, caller.person_id, "shared_out", project_id, places=len(found.places))
    return found


def _states(session: Session, pairs: Collection[Pair], at: datetime) -> dict[Pair, str]:
    documents, people = {each[0] for each in pairs}, {each[1] for each in pairs}
    found = queries.states(session, documents, people, at, held=True)
    return {pair: found.get(pair, "none") for pair in pairs}


def _check_documents(session: Session, project_id: int, pairs: Collection[Pair]) -> None:
    documents = {each[0] for each in pairs}
    known = session.scalars(
        select(Document.id).where(Document.project_id == project_id, Document.id.in_(documents))
    )
    for document in sorted(documents - set(known))[:1]:
        raise NotFound(f"There is no document {document} in this project.")


def _check_members(session: Session, project_id: int, pairs: Collection[Pair]) -> None:
    people = {each[1] for each in pairs}
    known = session.scalars(
        select(Membership.person_id)
        .join(Person, Person.id == Membership.person_id)
        .where(
            Membership.project_id == project_id,
            Membership.person_id.in_(people),
            Person.left_at.is_(None),
        )
    )
    for person in sorted(people - set(known))[:1]:
        raise NotFound(f"There is no person {person} in this project who could get a place.")


def _overfull(
    session: Session,
    project: Project,
    given: Sequence[Pair],
    back: Sequence[Pair],
    at: datetime,
) -> list[int]:
    """Return documents that would have more than k places; an assigned project allows none."""
    more = Counter(document for document, _ in given)
    less = Counter(document for document, _ in back)
    taken = queries.taken(session, more, at)
    limited = session.scalars(
        select(Document.id)
        .where(Document.id.in_(more), Document.purpose == "regular")
        .order_by(Document.id)
    )
    over = [
        each for each in limited if taken.get(each, 0) + more[each] - less[each] > project.overlap
    ]
    if over and project.mode == "assigned":
        names = queries.in_words(queries.titles(session, over), over)
        raise Conflict(f"More than {project.overlap} reviewers: {names}. Nothing was changed.")
    return over


def _give(
    session: Session,
    caller: Caller,
    project: Project,
    pairs: Sequence[Pair],
    found: Mapping[Pair, str],
    at: datetime,
) -> None:
    lease = _lease(project, at)
    new = [pair for pair in pairs if found.get(pair, "none") == "none"]
    values = {"offered_at": at, "offered_by_id": caller.person_id, "lease_until": lease}
    if new:
        rows = [{"document_id": pair[0], "reviewer_id": pair[1], **values} for pair in new]
        session.execute(insert(_place), rows)
    again = [pair for pair in pairs if found.get(pair, "none") != "none"]
    _write(session, again, **values, ended_at=None, ended_by_id=None)


def _take_back(session: Session, caller: Caller, pairs: Sequence[Pair], at: datetime) -> None:
    _write(session, pairs, ended_at=at, ended_by_id=caller.person_id)


def _reopen(session: Session, project: Project, pairs: Sequence[Pair], at: datetime) -> None:
    lease = _lease(project, at)
    _write(session, pairs, submitted_at=None, reopened_at=at, lease_until=lease)


def _note(
    session: Session, caller: Caller, project_id: int, verb: str, pairs: Sequence[Pair]
) -> None:
    about = [{"document_id": document, "reviewer_id": reviewer} for document, reviewer in pairs]
    note_acts(session, caller.person_id, verb, project_id, about)


def _lease(project: Project, at: datetime) -> datetime:
    return at + timedelta(hours=project.lease_hours)


def _write(session: Session, pairs: Sequence[Pair], **values: Any) -> None:
    """Write the same values on places, in one statement for all."""
    if pairs:
        keys = [{"of_document": pair[0], "of_person": pair[1]} for pair in pairs]
        session.connection().execute(_CHANGE.values(**values), keys)
