"""Reading the record: a page of it, or all of it in turn, with what its numbers stand for."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Row, Select, select
from sqlalchemy.orm import Session

from webapp.accounts import record
from webapp.accounts.record import Names, Wanted
from webapp.models import Act, Document, Person, Project, Sentence

PAGE = 100
_BATCH = 500


@dataclass(frozen=True)
class ToldAct:
    """One act in words: `who` did `what`; the person is None for the command line."""

    id: int
    at: datetime
    person_id: int | None
    person: str | None
    project_id: int | None
    project: str | None
    verb: str
    detail: dict[str, Any]
    what: str

    @property
    def day(self) -> date:
        """On which day it was, in UTC."""
        return self.at.date()

    @property
    def who(self) -> str:
        """Who did it, as a sentence begins."""
        return self.person or "Somebody on the command line"

    @property
    def sentence(self) -> str:
        """The whole sentence."""
        return f"{self.who} {self.what}"


@dataclass(frozen=True)
class Choices:
    """What the acts of a project, or all, can be limited to."""

    people: Sequence[tuple[int, str]]
    has_command_line: bool
    verbs: Sequence[str]


def acts(
    session: Session, wanted: Wanted, before: int | None = None, most: int = PAGE + 1
) -> Sequence[ToldAct]:
    """Return the newest acts before a number, by default as many as a page has and one more."""
    query = _acts(wanted).order_by(Act.id.desc()).limit(most)
    rows = session.execute(query.where(Act.id < before) if before else query).all()
    names = _names(session, rows)
    return [ToldAct(**row._asdict(), what=record.told(row.verb, row.detail, names)) for row in rows]


def stream(session: Session, wanted: Wanted) -> Iterator[ToldAct]:
    """Give all acts, the newest first, a batch at a time."""
    before = None
    while found := acts(session, wanted, before, _BATCH):
        yield from found
        before = found[-1].id


def choices(session: Session, project_id: int | None) -> Choices:
    """Return who is on record, by name, and with what kinds of acts."""
    within = () if project_id is None else (Act.project_id == project_id,)
    doers = select(Act.person_id).where(*within).distinct()
    people = select(Person.id, Person.name).where(Person.id.in_(doers)).order_by(Person.name_key)
    nobody = select(Act.id).where(*within, Act.person_id.is_(None)).limit(1)
    verbs = session.scalars(select(Act.verb).where(*within).distinct())
    return Choices(
        [(id_, name) for id_, name in session.execute(people)],
        session.scalar(nobody) is not None,
        sorted(verbs, key=record.kind),
    )


def _acts(wanted: Wanted) -> Select[Any]:
    query = (
        select(
            Act.id,
            Act.at,
            Act.person_id,
            Person.name.label("person"),
            Act.project_id,
            Project.name.label("project"),
            Act.verb,
            Act.detail,
        )
        .outerjoin(Person, Person.id == Act.person_id)
        .outerjoin(Project, Project.id == Act.project_id)
    )
    if wanted.project_id is not None:
        query = query.where(Act.project_id == wanted.project_id)
    if wanted.person_id is not None:
        query = query.where(Act.person_id.is_not_distinct_from(wanted.person_id or None))
    return query.where(Act.verb == wanted.verb) if wanted.verb else query


def _names(session: Session, rows: Sequence[Row[Any]]) -> Names:
    """Return what the numbers in the details of some acts stand for: one question for each kind."""
    people = select(Person.id, Person.name).where(Person.id.in_(_numbers(rows, record.PEOPLE)))
    documents = select(Document.id, Document.title).where(
        Document.id.in_(_numbers(rows, record.DOCUMENTS))
    )
    sentences = (
        select(Sentence.id, Sentence.position, Document.title)
        .join(Document, Document.id == Sentence.document_id)
        .where(Sentence.id.in_(_numbers(rows, record.SENTENCES)))
    )
    return Names(
        dict(session.execute(people).all()),
        {id_: f"“{title}”" for id_, title in session.execute(documents)},
        {
            id_: f"{f'sentence {at + 1}' if at >= 0 else 'a former sentence'} of “{title}”"
            for id_, at, title in session.execute(sentences)
        },
    )


def _numbers(rows: Sequence[Row[Any]], names: Sequence[str]) -> set[int]:
    return {row.detail[name] for row in rows for name in names if name in row.detail}
