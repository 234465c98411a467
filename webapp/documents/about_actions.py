"""Correcting what is said of an article: its title, and where it comes from."""

from sqlalchemy.orm import Session

from webapp.accounts.actions import note_act
from webapp.accounts.queries import require_at_work
from webapp.documents.article import About, clean_about
from webapp.models import Document
from webapp.problems import ChangedMeanwhile


def about(document: Document) -> About:
    """Return what is said of a document beside its text."""
    return About(**{name: getattr(document, name) for name in About.__struct_fields__})


def correct(session: Session, person_id: int, document_id: int, wanted: About, seen: About) -> None:
    """Change what is said of a document, which the person saw as `seen`.

    `ChangedMeanwhile` if it is something else by now, `BadInput` for what cannot be stored,
    `Conflict` where the project is closed.
    """
    clean_about(wanted)
    document = session.get_one(Document, document_id, with_for_update=True, populate_existing=True)
    require_at_work(session, document.project_id)
    before = about(document)
    if before not in (seen, wanted):
        raise ChangedMeanwhile("Somebody corrected this article meanwhile. Nothing was changed.")
    changed = [name for name in About.__struct_fields__ if _differ(name, before, wanted)]
    for name in changed:
        setattr(document, name, getattr(wanted, name))
    if changed:
        which = dict.fromkeys(changed, True)
        note_act(
            session, person_id, "corrected", document.project_id, document_id=document_id, **which
        )


def _differ(name: str, before: About, after: About) -> bool:
    return bool(getattr(before, name) != getattr(after, name))
