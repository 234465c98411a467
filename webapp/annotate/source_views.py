"""The source list of an article, as a page and for programs."""

import msgspec
from flask import Blueprint, Response, render_template, request

from webapp import api, current
from webapp.accounts.guards import caller, require_session, require_token
from webapp.accounts.sight_actions import note_sight
from webapp.annotate import queries
from webapp.annotate.judgment import SourceKind
from webapp.annotate.queries import EVERYBODY, ArticleSources
from webapp.annotate.sources import ListedSource, Place, Standing

blueprint = Blueprint("sources", __name__, url_prefix="/annotate")
blueprint.before_request(require_session)
api_blueprint = Blueprint("sources_api", __name__, url_prefix=api.PREFIX)
api_blueprint.before_request(require_token)


@blueprint.get("/<id:document_id>/sources")
def show(document_id: int) -> str:
    """Show who is relied on, how often, named or not; of everybody's labels for a lead."""
    found = _asked(document_id)
    return render_template(
        "annotate/sources.html",
        document=found.document,
        project=found.project,
        role=found.role,
        of=request.args.get("of", ""),
        everybody=EVERYBODY,
        listed=found.listed,
    )


@api_blueprint.get("/documents/<id:document_id>/sources")
def read(document_id: int) -> Response:
    """Return the source list of a document."""
    listed = _asked(document_id).listed
    answer = SourceListAnswer(
        document_id,
        [_source(each) for each in listed.sources],
        *(_places(each) for each in (listed.named, listed.unnamed, listed.open)),
    )
    return api.reply(answer)


class PlaceAnswer(msgspec.Struct):
    """A sentence of the document."""

    sentence_id: int
    position: int


class ListedSourceAnswer(msgspec.Struct):
    """Who is relied on: the words where they stand first, and the sentences that rely on it."""

    text: str
    start: int
    end: int
    kind: SourceKind
    standing: Standing
    sentences: list[PlaceAnswer]
    reviewers: int


class SourceListAnswer(msgspec.Struct):
    """The sources, and the sourced sentences: with a named one, with others alone, with none."""

    document_id: int
    sources: list[ListedSourceAnswer]
    named: list[PlaceAnswer]
    unnamed: list[PlaceAnswer]
    open: list[PlaceAnswer]


OPERATIONS = (
    api.Operation(
        "get",
        "/documents/{id}/sources",
        "Who the sourced sentences of a document rely on, from the caller's own labels",
        SourceListAnswer,
        query=(("of", f"{EVERYBODY}: from all labels, for a lead"),),
    ),
)


def _asked(document_id: int) -> ArticleSources:
    of = request.args.get("of", "")
    with current.reading() as session:
        found = queries.article_sources(session, caller(), document_id, of)
    if of == EVERYBODY:  # it tells which sentences others took for sourced
        note_sight(current.database(), caller().person_id, [document_id])
    return found


def _source(each: ListedSource) -> ListedSourceAnswer:
    sentences = _places(each.sentences)
    return ListedSourceAnswer(
        each.text, each.start, each.end, each.kind, each.standing, sentences, each.reviewers
    )


def _places(sentences: tuple[Place, ...]) -> list[PlaceAnswer]:
    return [PlaceAnswer(each.sentence_id, each.position) for each in sentences]
