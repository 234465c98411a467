"""Which labels agreement counts, and asking for all of them that a document has in one text."""

from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np
from sqlalchemy import (
    ColumnElement,
    Label,
    Row,
    String,
    and_,
    case,
    cast,
    extract,
    func,
    literal,
    select,
)

from webapp.agreement.coefficients import IntArray
from webapp.agreement.grouping import numbered
from webapp.agreement.tally import Ratings
from webapp.models import Annotation, Document, Person
from webapp.scheme import ALL_LABELS

RADIX = select(func.coalesce(func.max(Person.id), 0) + 1).scalar_subquery()
_VERSIONS = 1 << 16  # more than there will be of any project's guidelines
_DAY = 86_400  # seconds


class Given(NamedTuple):
    """What D documents were given: n labels, and what stands beside them."""

    ratings: Ratings
    version: IntArray  # (n,) of the guidelines, under which a label was given
    last_day: IntArray  # (D,) on which the last label was first given, days since 1970-01-01 (UTC)
    left_out: IntArray  # (D,) how many labels have no place in the label set


def counted(labels: Sequence[str]) -> ColumnElement[bool]:
    """Return the condition that an annotation counts, with a label of this set.

    Whatever agreement counts, and whatever it says it leaves out, is chosen here alone. A label
    given after having seen others' is none of it: it is not independent.
    """
    return and_(Annotation.label.in_(labels), Annotation.informed.is_(False))


def in_one_text(labels: Sequence[str]) -> Label[str]:
    """Return the question for all labels of a document as numbers with spaces between, for `read`.

    First the second at which the last came, then a number for each label, also for those that are
    left out. Rows would take three times as long.
    """
    code = case({label: k for k, label in enumerate(ALL_LABELS)}, value=Annotation.label)
    number = Annotation.sentence_id * RADIX + Annotation.reviewer_id
    number = number * _VERSIONS + Annotation.guideline_version
    given = func.aggregate_strings(cast(number * len(ALL_LABELS) + code, String), " ")
    others = [label for label in ALL_LABELS if label not in labels]
    came = case((Annotation.label.not_in(others), Annotation.created_at))
    last = cast(extract("epoch", func.max(came)), String)
    text = func.coalesce(last, "0") + literal(" ") + func.coalesce(given, "")
    query = select(text).where(Annotation.document_id == Document.id, counted(ALL_LABELS))
    return query.correlate(Document).label("given")


def read(rows: Sequence[Row[Any]], labels: Sequence[str]) -> Given:
    """Return what documents were given, from rows (id, given, radix) sorted by id.

    Reviewers are their numbers, sentences too. The labels are the first of the scheme, or all.
    """
    document, numbers, seconds = _numbers([row.given for row in rows])
    place, code = np.divmod(numbers, len(ALL_LABELS))
    place, version = np.divmod(place, _VERSIONS)
    sentence, person = np.divmod(place, rows[0].radix if rows else 1)
    kept = code < len(labels)
    people, reviewer = numbered(person[kept])
    ratings = Ratings(
        document[kept],
        sentence[kept],
        reviewer,
        code[kept],
        tuple(row.id for row in rows),
        tuple(people.tolist()),
        tuple(labels),
    )
    left_out = np.bincount(document[~kept], minlength=len(rows))
    return Given(ratings, version[kept], seconds // _DAY, left_out)


def _numbers(texts: Sequence[str]) -> tuple[IntArray, IntArray, IntArray]:
    """Return the document of each number in some texts, the numbers, and the first of each text."""
    parts = [text.partition(" ") for text in texts]
    each = [given.count(" ") + 1 if given else 0 for *_, given in parts]
    words = " ".join(given for *_, given in parts if given)
    numbers = np.fromstring(words, np.int64, sep=" ") if words else np.empty(0, np.int64)
    # PostgreSQL gives it with a fraction, which must not be rounded up to the next day
    seconds = np.array([int(float(last)) for last, *_ in parts], np.int64)
    return np.repeat(np.arange(len(texts)), each), numbers, seconds
