"""Many articles at once in the browser: what was added, known and refused."""

import html
import io
import json
import re
from typing import Any

import pytest
from sqlalchemy import func, select
from werkzeug.test import TestResponse

from tests.rig.databases import ONLY_SQLITE
from tests.rig.pages import words
from tests.rig.people import Somebody
from webapp.db import Database
from webapp.documents.import_views import MOST
from webapp.models import Document, Sentence

PATH = "/documents/projects/1/import"
OUTCOME = re.compile(
    r"<tr>\s*<td><bdi>(.*?)</bdi></td>\s*<td><bdi>(.*?)</bdi></td>\s*<td>(\w+)</td>", re.DOTALL
)


def send(
    lead: Somebody,
    *files: tuple[str, str | bytes],
    encoding: str = "utf-8",
    split: str = "sentences",
) -> TestResponse:
    """Send files, each a name and what is in it."""
    sent = [
        (io.BytesIO(inside.encode() if isinstance(inside, str) else inside), name)
        for name, inside in files
    ]
    return lead.post(PATH, {"articles": sent, "encoding": encoding, "split": split})


def outcomes(answer: TestResponse) -> list[tuple[Any, ...]]:
    assert answer.status_code == 200
    return [tuple(map(html.unescape, each)) for each in OUTCOME.findall(answer.text)]


def articles(database: Database) -> dict[str, int]:
    """Return the number of sentences of each article, by its title."""
    query = select(Document.title, func.count()).join(Sentence).group_by(Document.id)
    with database.reading() as session:
        return {row[0]: row[1] for row in session.execute(query)}


def test_each_article_gets_a_row(lead: Somebody, seeded: Database) -> None:
    answer = send(
        lead,
        ("a.txt", "First. Second."),
        ("b.txt", b"caf\xe9"),
        ("c.jsonl", '{"title": "C", "text": "Three."}\n{"title": "D"}\n'),
        ("d.json", json.dumps([{"title": "E", "text": "One. Two."}])),
    )
    assert [each[1:] for each in outcomes(answer)] == [
        ("b.txt", "refused"),
        ("c.jsonl line 2", "refused"),
        ("a.txt", "added"),
        ("c.jsonl line 1", "added"),
        ("d.json item 1", "added"),
    ]
    assert "3 added, 0 known, 2 refused. Mend what was refused" in words(answer.text)
    found = articles(seeded)
    assert (found["First. Second."], found["C"], found["E"]) == (2, 1, 2)


def test_what_is_known_and_what_is_refused_are_told_apart(lead: Somebody) -> None:
    send(lead, ("a.txt", "First."))
    page = words(send(lead, ("a.txt", "First."), ("b.txt", b"caf\xe9")).text)
    assert "nothing of it changed. Mend what was refused" in page
    assert "name its encoding" in page


def test_files_sent_again_change_nothing(lead: Somebody, seeded: Database) -> None:
    send(lead, ("a.txt", "First. Second."))
    before = articles(seeded)
    assert outcomes(send(lead, ("a.txt", "First. Second."))) == [
        ("First. Second. (2 sentences)", "a.txt", "known")
    ]
    assert articles(seeded) == before


def test_other_text_under_a_known_name_is_refused(lead: Somebody) -> None:
    send(lead, ("a.txt", "First."))
    ((why, _, word),) = outcomes(send(lead, ("a.txt", "Second.")))
    assert word == "refused"
    assert "external_id a is there already with another text" in why


def test_documents_json_describes_the_other_files(lead: Somebody, seeded: Database) -> None:
    listed = [
        {"file": "a.txt", "title": "Storks", "outlet": "The Gazette"},
        {"file": "z", "title": "Z"},
    ]
    answer = send(lead, ("a.txt", "First."), ("documents.json", json.dumps(listed)))
    assert outcomes(answer) == [
        ("documents.json names it, and it was not sent.", "z", "refused"),
        ("Storks (1 sentence)", "a.txt", "added"),
    ]
    with seeded.reading() as session:
        assert session.scalars(select(Document.outlet).where(Document.title == "Storks")).all() == [
            "The Gazette"
        ]


@ONLY_SQLITE
def test_encoding_and_lines_are_as_chosen(lead: Somebody, seeded: Database) -> None:
    send(lead, ("a.txt", b"caf\xe9. Two.\nThree."), encoding="windows-1252", split="lines")
    assert articles(seeded)["café. Two."] == 2


def test_import_is_on_record_under_its_person(lead: Somebody) -> None:
    send(lead, ("a.txt", "First."), ("b.txt", "Second."))
    record = lead.get("/accounts/projects/1/record").text
    assert "imported 2 articles" in record
    assert "Lena Lead" in record


@ONLY_SQLITE
def test_names_are_shown_without_their_folders(lead: Somebody) -> None:
    ((_, place, _),) = outcomes(send(lead, ("../../a.txt", "First.")))
    assert place == "a.txt"


@ONLY_SQLITE
@pytest.mark.parametrize(
    ("files", "says"),
    [
        ([], "Choose one file or more."),
        ([("", "")], "Choose one file or more."),
        ([("x/a.txt", "One."), ("y/a.txt", "Two.")], "Two files have the same name."),
    ],
    ids=["none", "empty", "twice"],
)
def test_bad_choice_is_refused_and_stores_nothing(
    files: list[tuple[str, str]], says: str, lead: Somebody, seeded: Database
) -> None:
    before = articles(seeded)
    answer = send(lead, *files)
    assert answer.status_code == 422
    assert says in answer.text
    assert articles(seeded) == before


@ONLY_SQLITE
@pytest.mark.parametrize(
    ("file", "says"),
    [
        (("a.pdf", b"%PDF-1.7\x00\xff"), "it looks like a binary file"),
        (("a.json", "{"), "not JSON"),
        (("a.json", "[" * 100_000), "not JSON"),
        (("a.txt", " \n"), "text: it is empty."),
        (("documents.json", '{"a": 1}'), "it does not describe documents"),
    ],
    ids=range(5),
)
def test_bad_file_is_refused_by_its_name(
    file: tuple[str, str | bytes], says: str, lead: Somebody
) -> None:
    ((why, place, word),) = outcomes(send(lead, file))
    assert (place, word) == (file[0], "refused")
    assert says in why


@ONLY_SQLITE
def test_too_many_articles_are_refused_at_once(lead: Somebody, seeded: Database) -> None:
    before = articles(seeded)
    answer = send(lead, *((f"{each}.txt", f"Sentence {each}.") for each in range(MOST + 1)))
    assert answer.status_code == 422
    assert "These are over 1,000 articles. Nothing was stored" in answer.text
    assert articles(seeded) == before
