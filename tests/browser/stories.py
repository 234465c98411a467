"""Pages that are there once something has happened: a question was asked, an article was ended."""

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from tests.browser.desk import Desk
from webapp.accounts import actions as accounts
from webapp.accounts.queries import Caller
from webapp.adjudicate.actions import ask
from webapp.annotate import answer_actions, joining_actions, place_actions
from webapp.annotate.actions import record
from webapp.annotate.joining_actions import Joining
from webapp.annotate.judgment import Judgment
from webapp.db import Database
from webapp.documents import actions as documents
from webapp.documents.article import NewDocument
from webapp.models import Project, Sentence

Pages = dict[str, str]


def tell(reviewer: Desk, lead: Desk) -> tuple[Pages, Pages]:
    """Let it happen; return the pages that the reviewer has of it, and those that the lead has."""
    database = reviewer.installation.database
    project, document, disputed = end_article(database, reviewer.person_id, lead.person_id)
    _, failed = fail_qualification(database, reviewer.person_id, lead.person_id)
    mine = {
        "my work of a reviewer": "/annotate/",
        "ended article": f"/annotate/{document}",
        "others": f"/annotate/{document}/others?all=1",
        "question": f"/annotate/sentences/{disputed}/question",
        "feedback": f"/annotate/{failed}/feedback",
    }
    return mine, {"disputed sentence": f"/adjudicate/{project}/sentences/{disputed}"}


def end_article(database: Database, reviewer: int, lead: int) -> tuple[int, int, int]:
    """Let both label and end an article, and the lead ask about a sentence on which they differ.

    Return the project, the article and that sentence.
    """
    with database.writing() as session:
        project, document, sentences = _begin(session, "Told", reviewer, lead)
        session.execute(update(Project).where(Project.id == project).values(shows_others=True))
        _label(session, reviewer, document, dict(zip(sentences, ("sourced", None), strict=True)))
        _label(session, lead, document, dict.fromkeys(sentences, "opinion"))
        for person in (reviewer, lead):
            place_actions.submit(session, _caller(person), document, incomplete=True)
        ask(session, _caller(lead), sentences[0], "Who says so?")
        return project, document, sentences[0]


def fail_qualification(database: Database, reviewer: int, lead: int) -> tuple[int, int]:
    """Let a reviewer end the qualification set and not pass; return the project and the article."""
    with database.writing() as session:
        project, document, sentences = _begin(session, "Failed", reviewer, lead)
        joining_actions.mark(session, document, "qualification", None, lead)
        key = dict.fromkeys(sentences, ("sourced", "The office says so."))
        answer_actions.set_key(session, document, lead, key)
        joining_actions.change(session, project, Joining(80, 0, 7), Joining(None, 0, 7), lead)
        _label(session, reviewer, document, dict.fromkeys(sentences, "opinion"))
        place_actions.submit(session, _caller(reviewer), document, incomplete=False)
        return project, document


def _begin(session: Session, name: str, reviewer: int, lead: int) -> tuple[int, int, list[int]]:
    """Add a project with an article of two sentences; return the numbers of all."""
    project = documents.add_project(session, f"{name} {reviewer}").id
    accounts.add_member(session, lead, project, "lead")
    accounts.add_member(session, reviewer, project, "reviewer")
    new = NewDocument(title=f"{name} {reviewer}", text="One thing.\nAnother.", split="lines")
    document = documents.add(session, project, documents.split(new))[0].id
    query = select(Sentence.id).where(Sentence.document_id == document)
    return project, document, list(session.scalars(query.order_by(Sentence.position)))


def _label(session: Session, person: int, document: int, labels: dict[int, str | None]) -> None:
    said = [
        Judgment(event_id=f"told-{each}", sentence_id=each, label=label, flags=["unsure"])
        for each, label in labels.items()
    ]
    record(session, person, document, 1, said)


def _caller(person: int) -> Caller:
    return Caller(person, "", is_admin=False)
