"""Fetching what agreement is split by: where articles come from, and when they were labelled."""

from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from webapp.agreement.particulars import last_days, under_version
from webapp.agreement.queries import Loaded
from webapp.agreement.tally import Id
from webapp.agreement.where import Placed, Where, by_period, group, grouped
from webapp.documents.joining_queries import SHARED, is_counted
from webapp.guidelines import queries as guidelines
from webapp.models import Document


def placed(session: Session, project_id: int) -> list[Placed]:
    """Return the documents of a project in the order of their numbers."""
    rows = session.execute(
        select(Document.id, Document.title, Document.outlet, Document.story)
        .where(Document.project_id == project_id, is_counted())
        .order_by(Document.id)
    )
    return [Placed(row.id, row.title, row.outlet or None, row.story or None) for row in rows]


def shared(session: Session, project_id: int) -> dict[Id, date | None]:
    """Return the shared documents of a project, with the day until which each is due."""
    rows = session.execute(
        select(Document.id, Document.due).where(
            Document.project_id == project_id, Document.purpose == SHARED
        )
    )
    return {row.id: row.due for row in rows}


def where(session: Session, project_id: int, loaded: Loaded) -> Where:
    """Return every breakdown of a project with these counts and particulars."""
    counts, documents = loaded.counts, placed(session, project_id)
    days = last_days(loaded.particulars)
    period, over_time = by_period(counts, days)
    versions = sorted(each.number for each in guidelines.versions(session, project_id))
    due = shared(session, project_id)
    shared_days = {name: due[name] or day for name, day in days.items() if name in due}
    shared_period, shared_over_time = by_period(counts, shared_days)
    return Where(
        by_guideline_version=[
            group(version, counts.labels, *under_version(counts, loaded.particulars, version))
            for version in versions
        ],
        by_outlet=grouped(counts, {each.id: each.outlet for each in documents}),
        by_story=grouped(counts, {each.id: each.story for each in documents}),
        period=period,
        over_time=over_time,
        shared_period=shared_period,
        shared_over_time=shared_over_time,
    )
