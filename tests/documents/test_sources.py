"""Reading articles from files and folders: what is found, and what is said of the rest."""

import json
from pathlib import Path
from typing import Any

import pytest

from webapp.documents import sources
from webapp.documents.article import NewDocument
from webapp.problems import Problem

LIMIT = 1000


def read(path: Path, **options: Any) -> dict[str, NewDocument | str]:
    """Return what was read by place: the article, or why it is refused."""
    folder = path if path.is_dir() else path.parent
    return {
        place.removeprefix(f"{folder}/"): str(found) if isinstance(found, Problem) else found
        for place, found in sources.read(path, LIMIT, **options)
    }


def only(path: Path, **options: Any) -> NewDocument:
    (found,) = read(path, **options).values()
    assert isinstance(found, NewDocument), found
    return found


def refusal(path: Path, **options: Any) -> str:
    (found,) = read(path, **options).values()
    assert isinstance(found, str), found
    return found


def put(path: Path, content: object) -> Path:
    if not isinstance(content, bytes):
        content = content.encode() if isinstance(content, str) else json.dumps(content).encode()
    path.write_bytes(content)
    return path


def test_text_file_is_one_article(tmp_path: Path) -> None:
    found = only(put(tmp_path / "story-1.txt", "\n  * \nThe title line.\nThe rest."))
    assert (found.title, found.external_id) == ("The title line.", "story-1")
    assert found.text == "\n  * \nThe title line.\nThe rest."


def test_long_first_line_is_cut_at_a_word(tmp_path: Path) -> None:
    title = only(put(tmp_path / "a.txt", "word " * 50)).title
    assert title.endswith("word …")
    assert len(title) <= 102


def test_text_file_without_a_word_is_called_after_its_name(tmp_path: Path) -> None:
    assert only(put(tmp_path / "marks.txt", "...")).title == "marks"


def test_bom_and_crlf_are_the_only_changes(tmp_path: Path) -> None:
    found = only(put(tmp_path / "a.txt", b"\xef\xbb\xbf A.\r\n\r\n\tB.\r  \n"))
    assert (found.text, found.title) == (" A.\n\n\tB.\r  \n", "A.")


@pytest.mark.parametrize("encoding", ["windows-1252", "utf-16", "latin-1"])
def test_encoding_may_be_named(encoding: str, tmp_path: Path) -> None:
    file = put(tmp_path / "a.txt", "Élan für alle.".encode(encoding))
    assert only(file, encoding=encoding).text == "Élan für alle."


def test_bad_byte_is_named_with_its_line_and_a_way_out(tmp_path: Path) -> None:
    said = refusal(put(tmp_path / "a.txt", b"One.\nTwo \xe9lan.\n"))
    assert said.startswith("not UTF-8: byte 9 in line 2")
    assert "--encoding windows-1252" in said


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"", "text: it is empty."),
        (b"\xef\xbb\xbf\r\n", "text: it is empty."),
        (b"\x89PNG\r\n\x1a\n\0\0", "looks like a binary file"),
        (b"A\0B", "text: a NUL at character 1"),
        (b"x" * (LIMIT + 1), "over the limit of 1,000"),
        (b"\xed\xa0\x80", "not UTF-8: byte 0 in line 1"),
    ],
    ids=range(6),
)
def test_file_that_is_no_text_is_refused(content: bytes, says: str, tmp_path: Path) -> None:
    assert says in refusal(put(tmp_path / "a.txt", content))


@pytest.mark.parametrize("encoding", ["klingon", "rot13", "base64", "undefined"])
def test_encoding_that_is_none_is_refused(encoding: str, tmp_path: Path) -> None:
    assert encoding in refusal(put(tmp_path / "a.txt", "A."), encoding=encoding).lower()


def test_what_is_not_there_is_refused(tmp_path: Path) -> None:
    assert refusal(tmp_path / "none.txt") == "there is no such file or folder."


# ---------------------------------------------------------------- JSON


def test_json_file_is_one_article_or_a_list(tmp_path: Path) -> None:
    one = {"title": "One", "text": "1.", "outlet": "AP", "published": "2021"}
    assert only(put(tmp_path / "one.json", one)).outlet == "AP"
    found = read(put(tmp_path / "two.json", [one, {"title": "Two", "text": "2."}, 7]))
    assert list(found) == ["two.json item 1", "two.json item 2", "two.json item 3"]
    assert "object" in str(found["two.json item 3"])


def test_json_lines_are_one_article_a_line(tmp_path: Path) -> None:
    lines = '\ufeff{"title": "A", "text": "1."}\r\n\n{"title"\n{"title": "B", "text": "2\\u2028."}'
    found = read(put(tmp_path / "a.jsonl", lines))
    assert list(found) == ["a.jsonl line 1", "a.jsonl line 3", "a.jsonl line 4"]
    assert str(found["a.jsonl line 3"]).startswith("not JSON: ")


def test_sentences_may_be_cut_already(tmp_path: Path) -> None:
    article = {"title": "T", "text": "one two", "sentences": [[0, 3], [4, 7]]}
    assert only(put(tmp_path / "a.json", article)).sentences == [(0, 3), (4, 7)]


@pytest.mark.parametrize(
    ("content", "says"),
    [
        ('{"title": "T", "text": "\\ud800"}', "surrogate"),
        ('{"title": "T", "text": "a\\u0000"}', "text: a NUL"),
        ('{"title": "T", "text": NaN}', "not JSON"),
        ('{"title": "T"}', "text"),
        ('{"title": "T", "text": "A.", "published": "7 April"}', "published: write YYYY"),
        ('{"title": "T", "text": "A.", "published": "2021-02-30"}', "published: write YYYY"),
        ('{"title": "T", "text": "A.", "url": "a.example"}', "url: an address starts with"),
        ('{"title": "T", "text": "A.", "new_version": true}', "new_version: "),
        ("[" * 100_000, "not JSON"),
        ("", "not JSON"),
    ],
    ids=range(10),
)
def test_wrong_object_is_refused(content: str, says: str, tmp_path: Path) -> None:
    assert says in refusal(put(tmp_path / "a.json", content))


# ---------------------------------------------------------------- folders


def test_folder_is_read_in_order_with_what_is_said_of_its_files(tmp_path: Path) -> None:
    for name in ("b.txt", "a.txt", ".hidden.txt", "picture.png"):
        put(tmp_path / name, f"This is {name}.")
    (tmp_path / "inner").mkdir()
    put(tmp_path / "inner" / "C.TXT", "Inner.")
    described = [{"file": "b.txt", "title": "The b", "external_id": "x", "story": "s"}]
    put(tmp_path / "documents.json", described)
    found = read(tmp_path)
    assert list(found) == ["a.txt", "b.txt", "inner/C.TXT"]
    b = found["b.txt"]
    assert isinstance(b, NewDocument)
    assert (b.title, b.external_id, b.story) == ("The b", "x", "s")


def test_single_file_is_described_by_its_folder(tmp_path: Path) -> None:
    put(tmp_path / "documents.json", [{"file": "b.txt", "title": "The b", "published": "2021"}])
    assert only(put(tmp_path / "b.txt", "Text.")).title == "The b"


@pytest.mark.parametrize(
    "content", ["", "{}", "[1]", '[{"file": "a"}]', '[{"file": "a", "title": "b", "more": 1}]']
)
def test_wrong_description_is_refused(content: str, tmp_path: Path) -> None:
    put(tmp_path / "documents.json", content)
    put(tmp_path / "a.txt", "A.")
    found = read(tmp_path)
    assert list(found) == ["documents.json"]
    assert "it does not describe documents" in str(found["documents.json"])


def test_empty_folder_has_no_articles(tmp_path: Path) -> None:
    assert read(tmp_path) == {}


def test_described_file_that_is_missing_is_refused(tmp_path: Path) -> None:
    put(tmp_path / "documents.json", [{"file": "gone.txt", "title": "Gone"}])
    put(tmp_path / "here.txt", "Here.")
    found = read(tmp_path)
    assert list(found) == ["gone.txt", "here.txt"]
    assert found["gone.txt"] == "documents.json names it, and there is no such file."


def test_files_of_one_name_in_two_folders_are_two_articles(tmp_path: Path) -> None:
    for folder in ("a", "b"):
        (tmp_path / folder).mkdir()
        put(tmp_path / folder / "story.txt", f"Of {folder}.")
    found = [each for each in read(tmp_path).values() if isinstance(each, NewDocument)]
    assert [each.external_id for each in found] == ["a/story", "b/story"]
