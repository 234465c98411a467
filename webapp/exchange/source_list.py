"""The source list of an article as rows, one a source."""

from collections.abc import Iterator

from webapp.annotate.queries import ArticleSources
from webapp.exchange.records import ListedSourceRecord


def records(found: ArticleSources) -> Iterator[ListedSourceRecord]:
    """Give the sources of a document, the most relied on first."""
    for each in found.listed.sources:
        yield ListedSourceRecord(
            found.document.id,
            found.document.title,
            each.text,
            each.start,
            each.end,
            each.kind,
            each.standing,
            len(each.sentences),
            tuple(str(place.position) for place in each.sentences),
            each.reviewers,
        )
