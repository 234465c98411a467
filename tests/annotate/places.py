"""An assigned project, and what its reviewers do with their places."""

from datetime import timedelta
from typing import Any

from sqlalchemy import select, update

from tests.rig.api import get, judgment, post, save, sentences
from tests.rig.people import Somebody
from webapp.db import Database
from webapp.documents import actions
from webapp.documents.article import NewDocument
from webapp.models import Annotation, Assignment, Project


def add(database: Database, *titles: str, project: int = 1, length: int = 3) -> list[int]:
    """Bring articles in."""
    with database.writing() as session:
        made = []
        for title in titles:
            text = "\n".join(f"{title}, sentence {number}." for number in range(length))
            new = NewDocument(title=title, text=text, split="lines")
            made.append(actions.add(session, project, actions.split(new))[0].id)
        return made


def add_project(database: Database, name: str) -> int:
    with database.writing() as session:
        return actions.add_project(session, name).id


def settle(database: Database, project: int, **settings: Any) -> None:
    with database.writing() as session:
        session.execute(update(Project).where(Project.id == project).values(**settings))


def take(who: Somebody, project: int) -> int | None:
    answer = post(who, f"/projects/{project}/next", {})
    assert answer.status_code == 200, answer.text
    place = answer.get_json()["place"]
    return place["document_id"] if place else None


def state(who: Somebody, document: int) -> str:
    return str(get(who, f"/documents/{document}/place").get_json()["state"])


def label_all(who: Somebody, database: Database, document: int, label: str = "sourced") -> None:
    save(who, document, *(judgment(each, label) for each in sentences(database, document)))


def end(who: Somebody, document: int, **more: Any) -> int:
    return post(who, f"/documents/{document}/submission", more).status_code


def pass_time(database: Database, **ago: int) -> None:
    """Let every place be as old as if this time had passed."""
    with database.writing() as session:
        for place in session.scalars(select(Assignment)):
            place.offered_at -= timedelta(**ago)
            place.lease_until = place.lease_until and place.lease_until - timedelta(**ago)


def labels_of(database: Database, who: Somebody) -> list[str | None]:
    with database.reading() as session:
        rows = session.scalars(
            select(Annotation.label)
            .where(Annotation.reviewer_id == who.person_id)
            .order_by(Annotation.sentence_id)
        )
        return list(rows)
