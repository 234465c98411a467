"""The API as a whole: who may what, and lists in pages."""

import re
from collections.abc import Iterator
from itertools import chain
from typing import NamedTuple

import pytest
from flask import Flask

from tests.rig.api import get, judgment, save, sentences, stored
from tests.rig.people import People, Somebody
from webapp.api import PREFIX
from webapp.db import Database
from webapp.documents import actions
from webapp.documents.article import NewDocument
from webapp.documents.queries import PAGE

NEW = {"title": "New", "text": "One sentence. And another one."}
ROLES = ("admin", "lead", "reviewer", "stranger")
MEMBERS = (200, 200, 200, 404)  # what each of them is answered
LEADS = (200, 200, 403, 404)


class Route(NamedTuple):
    """A request, and what each role is answered to it, in this order of routes."""

    method: str
    path: str
    body: object
    answers: tuple[int, ...]


ROUTES = (
    Route("GET", "/projects", None, (200, 200, 200, 200)),
    Route("GET", "/projects/1/documents", None, MEMBERS),
    Route("POST", "/projects/1/documents", NEW, (201, 201, 403, 404)),
    Route("GET", "/documents/1", None, MEMBERS),
    Route("GET", "/documents/1/sources", None, MEMBERS),
    Route("GET", "/documents/1/sources?of=everybody", None, LEADS),
    Route("POST", "/documents/1/annotations", [], MEMBERS),
    Route("POST", "/documents/1/segmentation", {"segmentation": 1, "join": 1}, LEADS),
    Route("GET", "/projects/1/agreement", None, LEADS),
    Route("GET", "/projects/1/agreement/where", None, LEADS),
    Route("GET", "/projects/1/guidelines", None, MEMBERS),
    Route("GET", "/projects/1/export?format=csv", None, MEMBERS),
    Route("GET", "/projects/1/progress", None, LEADS),
    Route("GET", "/projects/1/progress/people", None, LEADS),
    Route("POST", "/projects/1/places", [{"document_id": 1, "person_id": 2}], LEADS),
    Route("POST", "/projects/1/next", {}, MEMBERS),
    Route("GET", "/documents/1/place", None, MEMBERS),
    Route("GET", "/documents/1/others", None, (403, 403, 403, 404)),
    Route("POST", "/documents/1/submission", {"incomplete": True}, MEMBERS),
    Route("POST", "/documents/1/release", {}, (409, 409, 409, 404)),
    Route("GET", "/projects/1/record", None, LEADS),
    Route("GET", "/record", None, (200, 403, 403, 403)),
    Route("GET", "/documents/1/key", None, LEADS),
    Route("PUT", "/documents/1/key", [], LEADS),
    Route("GET", "/projects/1/agreement/reviewers", None, LEADS),
    Route("GET", "/projects/1/queue", None, LEADS),
    Route("GET", "/projects/1/gold", None, LEADS),
    Route("POST", "/sentences/5/decision", {"label": "opinion", "reason": "slip"}, LEADS),
    Route("POST", "/sentences/5/question", {"text": "Why?"}, (409, 409, 403, 404)),
)


@pytest.fixture
def elsewhere(seeded: Database) -> int:
    """Another project."""
    with seeded.writing() as session:
        return actions.add_project(session, "Elsewhere").id


@pytest.fixture
def stranger(people: People, elsewhere: int) -> Somebody:
    """The lead of another project."""
    return people.add("Sam Stranger", "lead", elsewhere)


def add(database: Database, project_id: int, titles: Iterator[str]) -> None:
    with database.writing() as session:
        for title in titles:
            split = actions.split(NewDocument(title=title, text=title))
            actions.add(session, project_id, split)


# ---------------------------------------------------------------- who may what


@pytest.mark.parametrize("role", ROLES)
def test_role_gets_what_it_may(
    role: str, admin: Somebody, lead: Somebody, reviewer: Somebody, stranger: Somebody
) -> None:
    everybody = {"admin": admin, "lead": lead, "reviewer": reviewer, "stranger": stranger}
    who = everybody[role]
    answers = [
        who.app.test_client().open(
            PREFIX + each.path, method=each.method, json=each.body, headers=who.headers
        )
        for each in ROUTES
    ]
    allowed = [each.answers[ROLES.index(role)] for each in ROUTES]
    assert [answer.status_code for answer in answers] == allowed
    for answer in answers:
        if answer.status_code >= 400:
            assert answer.content_type == "application/problem+json"


@pytest.mark.parametrize(
    "header", [None, "", "Bearer", "Bearer ", "Bearer nonsense", "Basic YTpi", "Bearer \xff\xfe"]
)
def test_no_valid_token_is_401_everywhere(header: str | None, app: Flask, seeded: Database) -> None:
    before = stored(seeded)
    headers = {} if header is None else {"Authorization": header}
    for method, path, body, _ in ROUTES:
        answer = app.test_client().open(PREFIX + path, method=method, json=body, headers=headers)
        assert answer.status_code == 401
        assert answer.headers["WWW-Authenticate"] == "Bearer"
        assert answer.get_json()["status"] == 401
    assert stored(seeded) == before


def test_cookie_of_a_browser_opens_no_api(reviewer: Somebody) -> None:
    assert reviewer.get("/api/v1/projects").status_code == 401


def test_token_opens_no_page(reviewer: Somebody) -> None:
    answer = reviewer.app.test_client().get("/documents/", headers=reviewer.headers)
    assert answer.status_code == 302


def test_what_is_foreign_is_answered_like_what_does_not_exist(
    reviewer: Somebody, elsewhere: int, seeded: Database
) -> None:
    add(seeded, elsewhere, iter(["Secret"]))
    documents = ("/documents/{}", "/documents/{}/sources")
    for path in ("/projects/{}/documents", "/projects/{}/export?format=csv", *documents):
        foreign = get(reviewer, path.format(elsewhere if "projects" in path else 3))
        nothing = get(reviewer, path.format(99))
        assert foreign.status_code == nothing.status_code == 404
        own = foreign.get_json() | {"detail": ""}
        assert own == nothing.get_json() | {"detail": ""}
        assert "Secret" not in foreign.text


def test_health_needs_no_token(app: Flask) -> None:
    answer = app.test_client().get("/health")
    assert (answer.status_code, answer.get_json()["status"]) == (200, "ok")


# ---------------------------------------------------------------- shapes


def test_projects_are_named(lead: Somebody, admin: Somebody, elsewhere: int) -> None:
    own = {"items": [{"id": 1, "name": "First project"}], "next": None}
    assert get(lead, "/projects").get_json() == own
    both = [*own["items"], {"id": elsewhere, "name": "Elsewhere"}]  # type: ignore[misc]
    assert get(admin, "/projects").get_json() == {"items": both, "next": None}


def test_documents_have_the_number_of_their_sentences(reviewer: Somebody) -> None:
    answer = get(reviewer, "/projects/1/documents").get_json()
    assert answer["next"] is None
    assert [(each["id"], each["sentences"]) for each in answer["items"]] == [(1, 39), (2, 27)]
    assert set(answer["items"][0]) == {"id", "title", "external_id", "story", "sentences"}


def test_document_has_its_sentences_with_ones_own_annotation(
    reviewer: Somebody, colleague: Somebody, seeded: Database
) -> None:
    one, two, *_ = sentences(seeded)
    save(reviewer, 1, judgment(one, "opinion"))
    save(colleague, 1, judgment(two, "sourced"))
    document = get(reviewer, "/documents/1").get_json()
    assert set(document) == {"id", "title", "segmentation", "text", "sentences"}
    for each in document["sentences"]:
        assert each["text"] == document["text"][each["start"] : each["end"]]
    first, second, *_ = document["sentences"]
    assert (first["id"], first["annotation"]["label"]) == (one, "opinion")
    assert second["annotation"] is None


def test_long_list_comes_in_pages(admin: Somebody, elsewhere: int, seeded: Database) -> None:
    add(seeded, elsewhere, (f"Title {number}" for number in range(2 * PAGE)))
    path: str | None = f"/projects/{elsewhere}/documents"
    pages = []
    while path is not None:
        answer = get(admin, path.removeprefix(PREFIX)).get_json()
        pages.append([each["title"] for each in answer["items"]])
        path = answer["next"]
    assert [len(each) for each in pages] == [PAGE, PAGE]
    assert list(chain(*pages)) == [f"Title {number}" for number in range(2 * PAGE)]


def test_long_list_of_projects_comes_in_pages(admin: Somebody, seeded: Database) -> None:
    with seeded.writing() as session:
        for number in range(PAGE):
            actions.add_project(session, f"Project {number}")
    first = get(admin, "/projects").get_json()
    second = get(admin, first["next"].removeprefix(PREFIX)).get_json()
    assert (len(first["items"]), len(second["items"]), second["next"]) == (PAGE, 1, None)


@pytest.mark.parametrize("after", ["x", "-1", "1.5", "9" * 19, "١"])
def test_wrong_place_in_a_list_is_refused(after: str, reviewer: Somebody) -> None:
    for path in ("/projects", "/projects/1/documents"):
        answer = get(reviewer, f"{path}?after={after}")
        assert answer.status_code == 422
        assert answer.get_json()["detail"].startswith("after: ")


def test_every_route_is_tried(app: Flask) -> None:
    routes = {
        (method, re.sub(r"<id:\w+>", "N", rule.rule.removeprefix(PREFIX)))
        for rule in app.url_map.iter_rules()
        for method in (rule.methods or set()) - {"HEAD", "OPTIONS"}
        if rule.rule.startswith(PREFIX)
    }
    tried = {(method, re.sub(r"\d+", "N", path.partition("?")[0])) for method, path, *_ in ROUTES}
    assert routes == tried | {("GET", "/openapi.json")}
