"""What the tests of agreement on stored labels share: articles with labels given as letters."""

from collections.abc import Mapping

from sqlalchemy import select

from tests.rig.people import Somebody
from webapp.agreement import report
from webapp.agreement.report import Report
from webapp.agreement.tally import Counts, Rating, count
from webapp.annotate import actions as annotate
from webapp.annotate.judgment import Judgment
from webapp.db import Database
from webapp.documents import actions as documents
from webapp.documents.article import NewDocument
from webapp.models import Sentence
from webapp.scheme import LABELS, NOT_APPLICABLE

Given = Mapping[Somebody, str]
"""The labels of each reviewer on one article, a letter a sentence: s, u, o, n, or - for none."""

NAMES = {label[0]: label for label in (*LABELS, NOT_APPLICABLE)}


def label_article(database: Database, title: str, given: Given, project_id: int = 1) -> int:
    """Store an article with a sentence for each letter, label it, and return its number."""
    length = max(map(len, given.values()))
    text = "\n".join(f"Sentence {number} of {title}." for number in range(1, length + 1))
    new = NewDocument(title=title, text=text, split="lines")
    with database.writing() as session:
        document = documents.add(session, project_id, documents.split(new))[0].id
        query = select(Sentence.id).where(Sentence.document_id == document)
        numbers = session.scalars(query.order_by(Sentence.position)).all()
        for who, letters in given.items():
            said = [
                Judgment(event_id=f"{document}-{at}", sentence_id=numbers[at], label=NAMES[letter])
                for at, letter in enumerate(letters)
                if letter != "-"
            ]
            annotate.record(session, who.person_id, document, 1, said)
    return document


def built(articles: Mapping[int, Given]) -> Report:
    """Return the report on the same labels, made without a database."""
    return report.build(counts_of(articles), left_out=[NOT_APPLICABLE])


def counts_of(articles: Mapping[int, Given]) -> Counts:
    """Return the counts of the same labels, made without a database."""
    ratings: list[Rating] = [
        (document, at, who.name, NAMES[letter])
        for document, given in articles.items()
        for who, letters in given.items()
        for at, letter in enumerate(letters)
        if letter != "-"
    ]
    return count(ratings, LABELS, [NOT_APPLICABLE])
