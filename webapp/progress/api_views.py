"""The lead's page for programs: how far a project is, and giving places."""

from datetime import date, datetime
from typing import Annotated

from flask import Blueprint, Response, request
from msgspec import Meta, Struct

from webapp import api, current
from webapp.accounts.guards import caller, require_token
from webapp.accounts.queries import require_lead
from webapp.annotate import grid_actions
from webapp.db import now
from webapp.models import Project
from webapp.problems import BadInput
from webapp.progress import people_queries, wanted
from webapp.progress.queries import Article
from webapp.progress.stuck_queries import Stuck
from webapp.progress.views import Overview, overview
from webapp.security import LARGEST_ID

MOST = 1000
Id = Annotated[int, Meta(ge=1, le=LARGEST_ID)]

api_blueprint = Blueprint("progress_api", __name__, url_prefix=api.PREFIX)
api_blueprint.before_request(require_token)


class ArticleAnswer(Struct):
    """An article: places taken of k, submitted, begun without one; sentences and their labels."""

    document_id: int
    title: str
    state: str
    taken: int
    submitted: int
    begun: int
    sentences: int
    shared: int
    agreed: int
    disputed: int
    decided: int


class StuckItem(Struct):
    """A place or an article that is stuck, and from when on it is."""

    document_id: int
    title: str
    person_id: int | None
    person: str | None
    since: datetime | None
    missing: int


class StuckAnswer(Struct):
    """All of one kind: how many there are, and the first of them."""

    kind: str
    total: int
    items: list[StuckItem]


class DayAnswer(Struct):
    """How many times a regular article was submitted on a day, in UTC."""

    date: date
    submitted: int


class ProgressAnswer(Struct):
    """How far a project is; `found` articles are as asked, `articles` a page of them."""

    at: datetime
    mode: str
    overlap: int
    states: dict[str, int]
    taken: int
    submitted: int
    never_signed_in: list[int]
    failed_qualification: list[int]
    stuck: list[StuckAnswer]
    days: list[DayAnswer]
    found: int
    page: int
    articles: list[ArticleAnswer]


class PersonAnswer(Struct):
    """How far somebody is: places, and sentences that have a label of theirs."""

    person_id: int
    name: str
    role: str
    open: int
    lapsed: int
    submitted: int
    sentences: int
    seen_at: datetime | None


class PeopleAnswer(Struct):
    """How far each person of a project is."""

    items: list[PersonAnswer]


class NewPlace(Struct):
    """A place that somebody is to get on a document."""

    document_id: Id
    person_id: Id


class GivenPlaces(Struct):
    """How many places were given; `over` are documents with more than k, which is allowed."""

    given: int
    over: list[int]


@api_blueprint.get("/projects/<id:project_id>/progress")
def api_progress(project_id: int) -> Response:
    """Return what is stuck, and a page of articles."""
    asked = wanted.read(request.args)
    with current.reading() as session:
        require_lead(session, caller(), project_id)
        found = overview(session, session.get_one(Project, project_id), asked)
    return api.reply(_answer(found))


@api_blueprint.get("/projects/<id:project_id>/progress/people")
def api_people(project_id: int) -> Response:
    """Return how far each person is."""
    with current.reading() as session:
        require_lead(session, caller(), project_id)
        found = people_queries.people(session, project_id, now())
    return api.reply(
        PeopleAnswer(
            [
                PersonAnswer(
                    each.id,
                    each.name,
                    each.role,
                    each.open,
                    each.lapsed,
                    each.submitted,
                    each.sentences,
                    each.seen_at,
                )
                for each in found
            ]
        )
    )


@api_blueprint.post("/projects/<id:project_id>/places")
def api_places(project_id: int) -> Response:
    """Give people places on documents: all of them, or none where one cannot be given."""
    with current.reading() as session:
        require_lead(session, caller(), project_id)
    places = api.convert(api.json_body(), list[NewPlace])
    if not 0 < len(places) <= MOST:
        raise BadInput(f"Send a list of 1 to {MOST} places.")
    pairs = [(each.document_id, each.person_id) for each in places]
    with current.writing() as session:
        changed = grid_actions.give(session, caller(), project_id, pairs)
    return api.reply(GivenPlaces(len(changed.given), list(changed.over)))


OPERATIONS = (
    api.Operation(
        "get",
        "/projects/{id}/progress",
        "How far a project is and what is stuck in it; leads and admins",
        ProgressAnswer,
        query=(
            ("q", "Words of the titles"),
            ("state", f"Articles in this state alone: {', '.join(wanted.STATES)}"),
            ("sort", "`needs`, what needs work first, or `order`"),
            ("page", "Number of the page, from 1; 100 articles each"),
        ),
    ),
    api.Operation(
        "get",
        "/projects/{id}/progress/people",
        "How far each person of a project is; leads and admins",
        PeopleAnswer,
    ),
    api.Operation(
        "post",
        "/projects/{id}/places",
        "Give people places on documents, all or none; leads and admins",
        GivenPlaces,
        body=list[NewPlace],
        statuses={
            200: "Given; what somebody had already is not counted",
            404: "A document or a person is not of this project; nothing was changed",
            409: "An article would get more than k reviewers; nothing was changed",
        },
    ),
)


def _answer(found: Overview) -> ProgressAnswer:
    return ProgressAnswer(
        found.at,
        found.project.mode,
        found.project.overlap,
        dict(found.totals.states),
        found.totals.taken,
        found.totals.submitted,
        [each.person_id for each in found.absent],
        [each.person_id for each in found.failed],
        [_stuck(each) for each in found.stuck],
        [DayAnswer(each.date, each.submitted) for each in found.days],
        found.articles.found,
        found.wanted.page,
        [_article(each) for each in found.articles.items],
    )


def _article(article: Article) -> ArticleAnswer:
    of_labels = article.labelled.shared, article.labelled.agreed, article.labelled.disputed
    counts = article.taken, article.submitted, article.begun, article.sentences
    return ArticleAnswer(
        article.id, article.title, article.state, *counts, *of_labels, article.decided
    )


def _stuck(found: Stuck) -> StuckAnswer:
    items = [
        StuckItem(
            each.document_id,
            each.title,
            each.person_id,
            each.person or None,
            each.since,
            each.missing,
        )
        for each in found.items
    ]
    return StuckAnswer(found.kind, found.total, items)
