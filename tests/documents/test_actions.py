"""Storing documents: once, in versions, whole or not at all."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import func, select

from tests.rig.api import stored
from webapp.config import ROOT
from webapp.db import Database
from webapp.documents import actions
from webapp.documents.article import NewDocument
from webapp.models import Document, Sentence
from webapp.problems import BadInput, Conflict

SEEDS = ("000_945eb8e797afcf89", "004_c9e285137d70d62c")


def add(database: Database, project_id: int = 1, **fields: object) -> tuple[int, bool]:
    """Store a document; return its number, and whether it is new."""
    values = {"title": "Title", "text": "One. Two."} | fields
    made = actions.split(NewDocument(**values))  # type: ignore[arg-type]
    with database.writing() as session:
        document, is_new = actions.add(session, project_id, made)
        return document.id, is_new


def test_first_run_stores_the_seeds_as_they_are(seeded: Database) -> None:
    with seeded.reading() as session:
        documents = session.scalars(select(Document).order_by(Document.id)).all()
        counts = [
            session.scalar(select(func.count(Sentence.id)).where(Sentence.document_id == each.id))
            for each in documents
        ]
    for document, name in zip(documents, SEEDS, strict=True):
        content = (ROOT / "seeds" / f"{name}.txt").read_bytes()
        expected = content.removeprefix(b"\xef\xbb\xbf").replace(b"\r\n", b"\n")
        assert document.text.encode() == expected
        assert (document.external_id, document.version) == (name, 1)
    assert counts == [39, 27]
    assert documents[0].story == documents[1].story is not None


def test_same_text_is_known(seeded: Database) -> None:
    first = add(seeded)
    assert add(seeded, title="Another title") == (first[0], False)


def test_same_text_in_another_project_is_new(seeded: Database) -> None:
    with seeded.writing() as session:
        other = actions.add_project(session, "Other").id
    first, second = add(seeded), add(seeded, other)
    assert first[1]
    assert second[1]
    assert first[0] != second[0]


def test_same_external_id_with_another_text_is_a_conflict(seeded: Database) -> None:
    add(seeded, external_id="a")
    before = stored(seeded)
    with pytest.raises(Conflict, match="external_id a is there already with another text"):
        add(seeded, external_id="a", text="Three.")
    assert stored(seeded) == before


def test_new_version_is_a_new_document_linked_to_the_old(seeded: Database) -> None:
    first, _ = add(seeded, external_id="a")
    second, _ = add(seeded, external_id="a", text="Two.", new_version=True)
    third, _ = add(seeded, external_id="a", text="Three.", new_version=True)
    with seeded.reading() as session:
        versions = [session.get_one(Document, each) for each in (first, second, third)]
    assert [(each.version, each.previous_id) for each in versions] == [
        (1, None),
        (2, first),
        (3, second),
    ]


def test_version_that_is_there_is_known(seeded: Database) -> None:
    first, _ = add(seeded, external_id="a")
    second, _ = add(seeded, external_id="a", text="Two.", new_version=True)
    assert add(seeded, external_id="a") == (first, False)
    assert add(seeded, external_id="a", text="Two.", new_version=True) == (second, False)


def test_splitter_is_noted(seeded: Database) -> None:
    numbers = [
        add(seeded, text="One. Two")[0],
        add(seeded, text="Lines\nhere", split="lines")[0],
        add(seeded, text="Given.", sentences=[(0, 6)])[0],
    ]
    with seeded.reading() as session:
        splitters = [session.get_one(Document, each).splitter for each in numbers]
    assert splitters[0].startswith("factcheck ")
    assert splitters[1:] == ["lines", "given"]


@pytest.mark.parametrize("external_id", [None, "same"])
def test_same_document_sent_at_once_is_stored_once(
    external_id: str | None, seeded: Database
) -> None:
    def send(_: int) -> tuple[int, bool]:
        return add(seeded, external_id=external_id)

    with ThreadPoolExecutor(8) as threads:
        answers = list(threads.map(send, range(8)))
    assert len({number for number, _ in answers}) == 1
    assert sorted(is_new for _, is_new in answers) == [False] * 7 + [True]
    assert len(stored(seeded)["document"]) == 3


def test_versions_sent_at_once_are_numbered_in_order(seeded: Database) -> None:
    add(seeded, external_id="a")

    def send(number: int) -> tuple[int, bool]:
        return add(seeded, external_id="a", text=f"Text {number}.", new_version=True)

    with ThreadPoolExecutor(8) as threads:
        list(threads.map(send, range(8)))
    with seeded.reading() as session:
        query = select(Document.version).where(Document.external_id == "a")
        assert sorted(session.scalars(query)) == list(range(1, 10))


def test_project_needs_a_name_of_its_own(seeded: Database) -> None:
    with seeded.writing() as session:
        assert actions.add_project(session, "  Second   one ").name == "Second one"
    for name, problem in (("Second one", Conflict), ("", BadInput), ("a\0", BadInput)):
        with pytest.raises(problem), seeded.writing() as session:
            actions.add_project(session, name)
