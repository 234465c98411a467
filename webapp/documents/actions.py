"""Bringing documents in: cut once, stored once, never changed."""

import hashlib
from dataclasses import dataclass, fields
from datetime import timedelta

from sqlalchemy import insert, select, update
from sqlalchemy.orm import Session

from webapp.accounts.actions import note_act
from webapp.accounts.queries import require_at_work
from webapp.db import now
from webapp.documents import segment
from webapp.documents.article import NewDocument
from webapp.documents.queries import ProjectSettings, changes, settings_of
from webapp.documents.repair import Range
from webapp.guidelines import actions as guidelines
from webapp.models import Assignment, Document, Project, Sentence
from webapp.problems import BadInput, ChangedMeanwhile, Conflict, NotFound, TooLarge

MOST_SENTENCES = 20_000
"""More than anybody labels in one page, and few enough for the page to open."""


@dataclass(frozen=True)
class SplitDocument:
    """A new document with its sentences, ready to be stored."""

    new: NewDocument
    ranges: list[tuple[int, int]]
    splitter: str


def split(new: NewDocument) -> SplitDocument:
    """Cut a document into sentences; done before a transaction, since it may take a while."""
    made = _split(new)
    if len(made.ranges) > MOST_SENTENCES:
        raise TooLarge(
            f"text: {len(made.ranges):,} sentences; an article has at most {MOST_SENTENCES:,}. "
            "Cut the text into several documents."
        )
    return made


def _split(new: NewDocument) -> SplitDocument:
    if new.sentences is not None:
        try:
            ranges = segment.check_ranges(new.text, new.sentences)
        except ValueError as error:
            raise BadInput(f"sentences: {error}") from error
        return SplitDocument(new, ranges, "given")
    if new.split == "lines":
        return SplitDocument(new, segment.split_lines(new.text), "lines")
    return SplitDocument(new, segment.split(new.text), f"factcheck {segment.VERSION}")


def add_project(
    session: Session, name: str, overlap: int = 2, person_id: int | None = None
) -> Project:
    """Add a project; `Conflict` if the name is taken."""
    name = _free_name(session, name)
    project = Project(name=name, overlap=overlap, guideline_version=1, created_at=now())
    session.add(project)
    session.flush()
    guidelines.begin(session, project.id)
    note_act(session, person_id, "made_project", project.id)
    return project


def add(session: Session, project_id: int, made: SplitDocument) -> tuple[Document, bool]:
    """Store a document and return it with True, or the one already there with False.

    `Conflict` where the external id is known with another text and no new version was asked for,
    or the project is closed.
    """
    _take_turns(session, project_id)
    text_hash = hashlib.sha256(made.new.text.encode()).hexdigest()
    known = _known(session, project_id, made.new, text_hash)
    if known is not None:
        return known, False
    latest = _latest(session, project_id, made.new.external_id)
    if latest is not None and not made.new.new_version:
        raise Conflict(
            f"external_id {made.new.external_id} is there already with another text. "
            "Say new_version to add this text as a new version."
        )
    document = _document(project_id, made, text_hash, latest)
    session.add(document)
    session.flush()
    add_sentences(session, document.id, {one: at for at, one in enumerate(made.ranges)})
    return document, True


def change_project(
    session: Session,
    project_id: int,
    wanted: ProjectSettings,
    seen: ProjectSettings,
    person_id: int,
) -> None:
    """Change the settings of a project, which the person saw as `seen`.

    Where it becomes assigned, whoever has begun an article keeps a place on it for the hours set.
    `ChangedMeanwhile` if they are others by now, `Conflict` if another project has the name.
    """
    # held against labels, too: one may be about to begin an article without a lease
    project = session.get_one(Project, project_id, with_for_update=True, populate_existing=True)
    require_at_work(session, project_id)
    before = settings_of(project)
    if before not in (seen, wanted):
        raise ChangedMeanwhile("Somebody changed the settings meanwhile. Nothing was changed.")
    if wanted.name != project.name:  # one that was there before names had to differ more is kept
        project.name = _free_name(session, wanted.name, project_id)
    for field in fields(ProjectSettings):
        if field.name != "name":
            setattr(project, field.name, getattr(wanted, field.name))
    if before.mode == "open" and project.mode == "assigned":
        _keep_begun(session, project)
    changed = changes(before, settings_of(project))
    if changed:
        note_act(session, person_id, "changed_settings", project_id, **changed)


def add_sentences(session: Session, document_id: int, places: dict[Range, int]) -> None:
    """Store sentences of a document: each range with its position."""
    rows = [
        {"document_id": document_id, "position": position, "start": start, "end": end}
        for (start, end), position in places.items()
    ]
    session.execute(insert(Sentence), rows)


def _keep_begun(session: Session, project: Project) -> None:
    """Begin a lease for every open place of a project that has none."""
    documents = select(Document.id).where(Document.project_id == project.id)
    session.execute(
        update(Assignment)
        .where(
            Assignment.document_id.in_(documents),
            Assignment.lease_until.is_(None),
            Assignment.submitted_at.is_(None),
            Assignment.ended_at.is_(None),
        )
        .values(lease_until=now() + timedelta(hours=project.lease_hours))
    )


def _free_name(session: Session, name: str, project_id: int | None = None) -> str:
    """Return a project's name as it is stored, if it is one and no other project has it.

    Names that differ by case alone are the same; it is told here, since SQLite knows no case
    beyond ASCII.
    """
    name = " ".join(name.split())
    if not 1 <= len(name) <= 200 or not name.isprintable():
        raise BadInput("A project's name has 1 to 200 printable characters.")
    for other, taken in session.execute(select(Project.id, Project.name)):
        if taken.casefold() == name.casefold() and other != project_id:
            raise Conflict(f"There is a project called {taken} already.")
    return name


def _take_turns(session: Session, project_id: int) -> None:
    """Lock the project's row, so that the same article sent twice at once is stored once."""
    query = select(Project.id).where(Project.id == project_id).with_for_update(key_share=True)
    if session.scalar(query) is None:
        raise NotFound(f"There is no project {project_id}.")
    require_at_work(session, project_id)


def _known(session: Session, project_id: int, new: NewDocument, text_hash: str) -> Document | None:
    same = select(Document).where(
        Document.project_id == project_id, Document.text_hash == text_hash
    )
    if new.external_id is not None:
        same = same.where(Document.external_id == new.external_id)
    return session.scalar(same.order_by(Document.id).limit(1))


def _latest(session: Session, project_id: int, external_id: str | None) -> Document | None:
    if external_id is None:
        return None
    return session.scalar(
        select(Document)
        .where(Document.project_id == project_id, Document.external_id == external_id)
        .order_by(Document.version.desc())
        .limit(1)
    )


def _document(
    project_id: int, made: SplitDocument, text_hash: str, latest: Document | None
) -> Document:
    new = made.new
    return Document(
        project_id=project_id,
        title=new.title,
        text=new.text,
        text_hash=text_hash,
        outlet=new.outlet,
        url=new.url,
        published=new.published,
        external_id=new.external_id,
        story=new.story,
        version=latest.version + 1 if latest else 1,
        previous_id=latest.id if latest else None,
        splitter=made.splitter,
        created_at=now(),
    )
