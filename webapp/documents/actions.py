"""Bringing documents in: cut once, stored once, never changed."""

import hashlib
from dataclasses import dataclass, fields
from typing import Any

from sqlalchemy import insert, select, tuple_, update
from sqlalchemy.orm import Session

from webapp.accounts.actions import note_act
from webapp.accounts.queries import require_at_work
from webapp.db import now
from webapp.documents import segment
from webapp.documents.article import NewDocument
from webapp.documents.queries import ProjectSettings, changes, sentence_count, settings_of
from webapp.documents.repair import Join, Range, Wish, cut, joined
from webapp.guidelines import actions as guidelines
from webapp.models import Document, Project, Segmentation, Sentence
from webapp.problems import BadInput, Conflict, NotFound, TooLarge

MOST_SENTENCES = 20_000
"""More than anybody labels in one page, and few enough for the page to open."""

_BEYOND = 1_000_000_000  # a place that no sentence has


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
    _add_sentences(session, document.id, {one: at for at, one in enumerate(made.ranges)})
    return document, True


@dataclass(frozen=True)
class Cut:
    """What a repair did to a document's sentences."""

    version: int  # of the segmentation now
    position: int  # of the first sentence that took the place of others
    gone: list[int]  # sentences that are none any more
    back: list[int]  # sentences that had been replaced, and are sentences again
    is_new: bool  # whether there is a sentence now that was none before


def repair(session: Session, document_id: int, seen: int, wish: Wish, person_id: int) -> Cut:
    """Join or split sentences of a document, whose segmentation the person saw as `seen`.

    Rows never change their range: those that go are marked as replaced, and a range that was
    there before comes back as the row that it was. `Conflict` where the segmentation is newer.
    """
    document = _held(session, document_id, seen)
    row, following = _neighbours(session, document_id, wish.sentence_id)
    if isinstance(wish, Join):
        change = joined((row.start, row.end), following and (following.start, following.end))
        gone = [row.id, following.id]
    else:
        change = cut(document.text, (row.start, row.end), wish.at)
        gone = [row.id]
        _refuse_too_many(session, document_id)
    document.segmentation = version = seen + 1
    _replace(session, document_id, version, gone)
    _renumber(session, document_id, row.position + len(gone), len(change.added) - len(gone))
    back = _place(session, document_id, row.position, change.added)
    session.add(
        Segmentation(
            document_id=document_id,
            version=version,
            removed=change.removed,
            added=change.added,
            made_by_id=person_id,
            made_at=now(),
        )
    )
    return Cut(version, row.position, gone, back, is_new=len(back) < len(change.added))


class ChangedMeanwhile(Conflict):
    """Somebody else changed the settings after they were shown."""


def change_project(
    session: Session,
    project_id: int,
    wanted: ProjectSettings,
    seen: ProjectSettings,
    person_id: int,
) -> None:
    """Change the settings of a project, which the person saw as `seen`.

    `ChangedMeanwhile` if they are others by now, `Conflict` if another project has the name.
    """
    project = session.get_one(Project, project_id, with_for_update={"key_share": True})
    require_at_work(session, project_id)
    before = settings_of(project)
    if before not in (seen, wanted):
        raise ChangedMeanwhile("Somebody changed the settings meanwhile. Nothing was changed.")
    if wanted.name != project.name:  # one that was there before names had to differ more is kept
        project.name = _free_name(session, wanted.name, project_id)
    for field in fields(ProjectSettings):
        if field.name != "name":
            setattr(project, field.name, getattr(wanted, field.name))
    changed = changes(before, settings_of(project))
    if changed:
        note_act(session, person_id, "changed_settings", project_id, **changed)


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


def _held(session: Session, document_id: int, seen: int) -> Document:
    """Lock a document, so that no label and no other repair comes between; saves wait for it."""
    document = session.scalars(
        select(Document)
        .where(Document.id == document_id)
        .with_for_update()
        .execution_options(populate_existing=True)  # not as it was before it was held
    ).one()
    if document.segmentation != seen:
        raise Conflict(
            f"These sentences were cut anew meanwhile: you saw version {seen}, now there is "
            f"{document.segmentation}. Nothing was changed. Look at them as they are now."
        )
    return document


def _neighbours(session: Session, document_id: int, sentence_id: int) -> tuple[Any, Any]:
    """Return a sentence of the document and the one after it, or None where it is the last."""
    position = select(Sentence.position).where(
        Sentence.id == sentence_id, Sentence.document_id == document_id, Sentence.position >= 0
    )
    rows = session.execute(
        select(Sentence.id, Sentence.position, Sentence.start, Sentence.end)
        .where(Sentence.document_id == document_id, Sentence.position >= position.scalar_subquery())
        .order_by(Sentence.position)
        .limit(2)
    ).all()
    if not rows:
        raise BadInput(f"Sentence {sentence_id} is no sentence of this article now.")
    return rows[0], rows[1] if len(rows) > 1 else None


def _refuse_too_many(session: Session, document_id: int) -> None:
    """Refuse one more sentence than an article may have."""
    if sentence_count(session, document_id) >= MOST_SENTENCES:
        raise TooLarge(f"An article has at most {MOST_SENTENCES:,} sentences.")


def _replace(session: Session, document_id: int, version: int, gone: list[int]) -> None:
    session.execute(
        update(Sentence)
        .where(Sentence.document_id == document_id, Sentence.id.in_(gone))
        .values(replaced_in=version, position=-Sentence.id)
    )


def _renumber(session: Session, document_id: int, first: int, by: int) -> None:
    """Move the places from `first` on; by way of places that no sentence has, as each is unique."""
    for low, step in ((first, _BEYOND), (_BEYOND, by - _BEYOND)):
        session.execute(
            update(Sentence)
            .where(Sentence.document_id == document_id, Sentence.position >= low)
            .values(position=Sentence.position + step)
        )


def _place(
    session: Session, document_id: int, position: int, ranges: tuple[Range, ...]
) -> list[int]:
    """Put ranges in their places, and return which sentences are back that had been replaced."""
    places = {one: position + index for index, one in enumerate(ranges)}
    known = session.execute(
        select(Sentence.id, Sentence.start, Sentence.end).where(
            Sentence.document_id == document_id,
            Sentence.position < 0,
            tuple_(Sentence.start, Sentence.end).in_(ranges),
        )
    ).all()
    back = [{"id": id_, "position": places.pop((start, end))} for id_, start, end in known]
    if back:
        session.execute(update(Sentence), [each | {"replaced_in": None} for each in back])
    if places:
        _add_sentences(session, document_id, places)
    return [each["id"] for each in back]


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


def _add_sentences(session: Session, document_id: int, places: dict[Range, int]) -> None:
    rows = [
        {"document_id": document_id, "position": position, "start": start, "end": end}
        for (start, end), position in places.items()
    ]
    session.execute(insert(Sentence), rows)
