"""The words that sources point at, read from the article by one question for a whole list."""

from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import Connection, bindparam, func, select

from webapp.annotate.judgment import Judgment, Source, Span
from webapp.db import table_of
from webapp.models import Document

_document = table_of(Document)
_PIECE = select(
    func.substr(_document.c.text, bindparam("first"), bindparam("length")).label("piece")
).where(_document.c.id == bindparam("document"))


@dataclass(frozen=True)
class Words:
    """A piece of an article's text, which begins at a code point of the whole."""

    begin: int
    piece: str

    def between(self, start: int, end: int) -> str:
        """Return `document_text[start:end]`, as far as the piece goes."""
        return self.piece[start - self.begin : end - self.begin]

    def name(self, spans: Iterable[Span]) -> tuple[Source, ...]:
        """Return stored sources with their words."""
        return tuple(
            Source(start, end, kind, self.between(start, end)) for start, end, kind in spans
        )


def read(connection: Connection, document_id: int, spans: Iterable[Span]) -> Words:
    """Return the piece of a document's text that holds all spans; without any, ask nothing."""
    places = [(start, end) for start, end, _ in spans]
    if not places:
        return Words(0, "")
    begin, end = min(start for start, _ in places), max(end for _, end in places)
    values = {"document": document_id, "first": begin + 1, "length": end - begin}
    return Words(begin, connection.execute(_PIECE, values).scalar_one())


def misplaced(judgment: Judgment, sentence_end: int, words: Words) -> str | None:
    """Return what is wrong with the places of a judgment's sources, or None."""
    for each in judgment.sources or ():
        where = f"sources: from {each.start} to {each.end}"
        if each.end > sentence_end:
            return f"{where} is past this sentence; mark words in it or before it."
        said = words.between(each.start, each.end)
        if not said.strip():
            return f"{where} is white space alone; mark words."
        if each.text not in (None, said):
            return f"{where} the article says “{said}”, not the text sent; mark the words again."
    return None
