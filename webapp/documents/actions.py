"""Bringing documents in: cut once, stored once, never changed."""

import hashlib
from dataclasses import dataclass

from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from webapp.db import now
from webapp.documents import segment
from webapp.documents.article import NewDocument
from webapp.models import Document, Project, Sentence
from webapp.problems import BadInput, Conflict, NotFound, TooLarge

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


def add_project(session: Session, name: str, overlap: int = 2) -> Project:
    """Add a project; `Conflict` if the name is taken."""
    name = " ".join(name.split())
    if not 1 <= len(name) <= 200 or not name.isprintable():
        raise BadInput("A project's name has 1 to 200 printable characters.")
    if session.scalar(select(Project.id).where(Project.name == name)) is not None:
        raise Conflict(f"There is a project called {name} already.")
    project = Project(name=name, overlap=overlap, guideline_version=1, created_at=now())
    session.add(project)
    session.flush()
    return project


def add(session: Session, project_id: int, made: SplitDocument) -> tuple[Document, bool]:
    """Store a document and return it with True, or the one already there with False.

    `Conflict` where the external id is known with another text and no new version was asked for.
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
    _add_sentences(session, document.id, made.ranges)
    return document, True


def _take_turns(session: Session, project_id: int) -> None:
    """Lock the project's row, so that the same article sent twice at once is stored once."""
    query = select(Project.id).where(Project.id == project_id).with_for_update(key_share=True)
    if session.scalar(query) is None:
        raise NotFound(f"There is no project {project_id}.")


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


def _add_sentences(session: Session, document_id: int, ranges: list[tuple[int, int]]) -> None:
    rows = [
        {"document_id": document_id, "position": position, "start": start, "end": end}
        for position, (start, end) in enumerate(ranges)
    ]
    session.execute(insert(Sentence), rows)
