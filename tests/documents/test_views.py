"""Articles over HTTP: the API's 201, 200 and 409, and the same through the page."""

import io
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from tests.rig.api import get, post, stored
from tests.rig.databases import ONLY_SQLITE
from tests.rig.people import Somebody
from webapp import create_app
from webapp.config import Settings
from webapp.db import Database

PATH = "/projects/1/documents"
NEW = "/documents/projects/1/new"


def article(**fields: Any) -> dict[str, Any]:
    return {"title": "Title", "text": "One. Two."} | fields


# ---------------------------------------------------------------- the API


def test_new_document_is_201_with_its_row(lead: Somebody) -> None:
    answer = post(lead, PATH, article(external_id="a", story="s", published="2021-04"))
    assert answer.status_code == 201
    row = answer.get_json()
    assert row == {"id": 3, "title": "Title", "external_id": "a", "story": "s", "sentences": 2}
    assert get(lead, PATH).get_json()["items"][-1] == row


def test_known_document_is_200_with_the_one_already_there(lead: Somebody) -> None:
    first = post(lead, PATH, article(external_id="a"))
    second = post(lead, PATH, article(external_id="a", title="Another title"))
    assert (second.status_code, second.get_json()) == (200, first.get_json())


def test_other_text_under_the_same_external_id_is_409(lead: Somebody, seeded: Database) -> None:
    post(lead, PATH, article(external_id="a"))
    before = stored(seeded)
    answer = post(lead, PATH, article(external_id="a", text="Three."))
    assert (answer.status_code, answer.content_type) == (409, "application/problem+json")
    assert "new_version" in answer.get_json()["detail"]
    assert stored(seeded) == before
    assert (
        post(lead, PATH, article(external_id="a", text="3.", new_version=True)).status_code == 201
    )


def test_sentences_may_be_given(lead: Somebody) -> None:
    answer = post(lead, PATH, article(text="🏳 one two", sentences=[[0, 5], [6, 9]]))
    document = get(lead, f"/documents/{answer.get_json()['id']}").get_json()
    assert [each["text"] for each in document["sentences"]] == ["🏳 one", "two"]


@pytest.mark.parametrize(
    ("body", "status", "says"),
    [
        ([], 422, "object"),
        ({}, 422, "title"),
        ({"title": "T"}, 422, "text"),
        (article(title=7), 422, "title"),
        (article(title=""), 422, "title: "),
        (article(text=""), 422, "text: it is empty"),
        (article(text="a\0"), 422, "text: a NUL"),
        (article(text="\ud800"), 422, "text: half of a surrogate pair"),
        (article(published="April"), 422, "published"),
        (article(url="x"), 422, "url: "),
        (article(split="words"), 422, "split"),
        (article(split="\ud800"), 422, "surrogate"),
        (article(sentences=[[0, 99]]), 422, "sentences: "),
        (article(sentences=[[0]]), 422, "sentences"),
        (article(sentences=[[0, 2**64]]), 422, "sentences"),
        (article(external_id={"a": 1}), 422, "external_id"),
        (article(external_id="x" * 201), 422, "external_id"),
        (b"", 400, "empty"),
        (b'{"title": NaN}', 400, "not JSON"),
        (b'{"title": "\xff"}', 400, "UTF-8"),
        (b"[" * 100_000, 400, "deep"),
    ],
    ids=range(21),
)
@ONLY_SQLITE
def test_bad_document_is_refused_with_its_reason(
    body: Any, status: int, says: str, lead: Somebody, seeded: Database
) -> None:
    before = stored(seeded)
    answer = post(lead, PATH, body)
    assert (answer.status_code, answer.content_type) == (status, "application/problem+json")
    assert says in answer.get_json()["detail"]
    assert stored(seeded) == before


@ONLY_SQLITE
def test_text_over_the_limit_is_413(lead: Somebody, settings: Settings, seeded: Database) -> None:
    app = create_app(Settings(settings.database_url, "a key", max_text=20), seeded)
    for text in ("x" * 21, "x" * 200_000):
        path = f"/api/v1{PATH}"
        answer = app.test_client().post(path, headers=lead.headers, json=article(text=text))
        assert (answer.status_code, answer.content_type) == (413, "application/problem+json")


def test_same_post_at_once_stores_one_document(lead: Somebody, seeded: Database) -> None:
    lead.headers  # noqa: B018  (makes the token)
    with ThreadPoolExecutor(8) as threads:
        answers = list(threads.map(lambda _: post(lead, PATH, article()), range(8)))
    assert sorted(each.status_code for each in answers) == [200] * 7 + [201]
    assert len({each.get_json()["id"] for each in answers}) == 1
    assert len(stored(seeded)["document"]) == 3


# ---------------------------------------------------------------- the page


def test_pasted_text_becomes_an_article(lead: Somebody) -> None:
    fields = article(text="One.\r\nTwo.", outlet="AP", split="sentences")
    answer = lead.post(NEW, fields)
    assert (answer.status_code, answer.headers["Location"]) == (302, "/annotate/3")
    assert get(lead, "/documents/3").get_json()["text"] == "One.\nTwo."
    assert "The article is in." in lead.get("/annotate/3").text


def test_uploaded_file_becomes_an_article(lead: Somebody) -> None:
    upload = (io.BytesIO("\ufeffÉlan. Two.".encode()), "a.txt")
    assert lead.post(NEW, {"title": "T", "split": "lines", "file": upload}).status_code == 302
    document = get(lead, "/documents/3").get_json()
    assert [each["text"] for each in document["sentences"]] == ["Élan. Two."]


def test_article_that_is_there_is_opened_again(lead: Somebody, seeded: Database) -> None:
    fields = article(split="sentences")
    lead.post(NEW, fields)
    answer = lead.post(NEW, fields)
    assert answer.headers["Location"] == "/annotate/3"
    assert "nothing changed" in lead.get("/annotate/3").text
    assert len(stored(seeded)["document"]) == 3


@pytest.mark.parametrize(
    ("fields", "status", "says"),
    [
        ({"title": ""}, 422, "A document needs a title."),
        ({"text": " "}, 422, "text: it is empty."),
        ({"text": "a\0b"}, 422, "text: a NUL"),
        ({"url": "javascript:1"}, 422, "url: an address starts with"),
        ({"published": "soon"}, 422, "published: write YYYY"),
        ({"file": b"\xff\xfe\xfd"}, 422, "not UTF-8: byte 0 in line 1"),
        ({"external_id": "000_945eb8e797afcf89"}, 409, "is there already with another text"),
        ({"split": "words"}, 422, "Not a valid choice"),
    ],
    ids=range(8),
)
@ONLY_SQLITE
def test_wrong_article_is_shown_again_with_the_reason(
    fields: dict[str, Any], status: int, says: str, lead: Somebody, seeded: Database
) -> None:
    before = stored(seeded)
    if "file" in fields:
        fields = {"file": (io.BytesIO(fields["file"]), "a.txt")}
    answer = lead.post(NEW, article(split="sentences", story="My story") | fields)
    assert answer.status_code == status
    assert says in answer.text
    assert "My story" in answer.text
    assert stored(seeded) == before


# ---------------------------------------------------------------- projects


def test_admin_makes_a_project(admin: Somebody) -> None:
    answer = admin.post("/documents/", {"name": "Second"})
    assert (answer.status_code, answer.headers["Location"]) == (302, "/documents/projects/2")
    assert "Second" in admin.get("/documents/").text


@pytest.mark.parametrize(("name", "status"), [("First project", 409), (" ", 422), ("a\0b", 422)])
def test_wrong_project_is_refused(name: str, status: int, admin: Somebody) -> None:
    answer = admin.post("/documents/", {"name": name})
    assert answer.status_code == status
    assert 'class="error"' in answer.text


def test_project_page_says_how_far_one_is(reviewer: Somebody) -> None:
    page = reviewer.get("/documents/projects/1").text
    assert "you: 0 of 39" in page
    assert "you: 0 of 27" in page
