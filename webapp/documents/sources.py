"""Reading articles from files: what `import` and the first run share.

A `.txt` file is one article, a `.json` file one object (or a list) as the API takes it, a `.jsonl`
file one object a line. `documents.json` in a folder says of its files what a text cannot say.
"""

import re
from collections.abc import Iterator, Mapping
from pathlib import Path, PurePath
from typing import Any, Literal

import msgspec

from webapp.documents.article import NewDocument, clean
from webapp.problems import BadInput, NotFound, Problem

MANIFEST = "documents.json"
_SURROGATE = re.compile(r"\\u[dD][89a-fA-F]")
SUFFIXES = {".txt", ".json", ".jsonl"}
Split = Literal["sentences", "lines"]


class Described(msgspec.Struct, forbid_unknown_fields=True):
    """What `documents.json` says of one file."""

    file: str
    title: str
    outlet: str | None = None
    url: str | None = None
    published: str | None = None
    external_id: str | None = None
    story: str | None = None


Read = tuple[str, NewDocument | Problem]
"""Where an article stands (file, or file and line), and the article or why it is refused."""


def read(
    path: Path, max_text: int, encoding: str = "utf-8", split: Split = "sentences"
) -> Iterator[Read]:
    """Give the articles of a file, or of all files below a folder, one at a time, in order."""
    if not path.exists():
        yield str(path), NotFound("there is no such file or folder.")
        return
    described = _described(path if path.is_dir() else path.parent)
    if isinstance(described, Problem):
        yield str(path / MANIFEST), described
        return
    for file in described if path.is_dir() else ():
        if not file.is_file():
            yield str(file), NotFound(f"{MANIFEST} names it, and there is no such file.")
    for file in _files(path):
        # two files of one name in different folders are two articles
        name = file.relative_to(path).with_suffix("").as_posix() if path.is_dir() else file.stem
        for place, raw in _articles(file, name, encoding, described.get(file), split):
            yield place, _cleaned(raw, max_text)


def sent(
    files: Mapping[str, bytes], max_text: int, encoding: str = "utf-8", split: Split = "sentences"
) -> Iterator[Read]:
    """Give the articles of files that were sent by their names, one at a time, in order."""
    listed = _manifest(files[MANIFEST]) if MANIFEST in files else []
    if isinstance(listed, Problem):
        yield MANIFEST, listed
        return
    described = {each.file: each for each in listed}
    for missing in sorted(described.keys() - files.keys()):
        yield missing, NotFound(f"{MANIFEST} names it, and it was not sent.")
    for file in sorted(files.keys() - {MANIFEST}):
        name, about = PurePath(file).stem, described.get(file)
        for place, raw in _parsed(file, name, files[file], encoding, about, split):
            yield place, _cleaned(raw, max_text)


def decode(content: bytes, encoding: str) -> str:
    """Return the text of a file; `BadInput` says at which byte and line it stops being text."""
    try:
        return content.decode(encoding)
    except LookupError as error:
        raise BadInput(f"there is no encoding called {encoding}.") from error
    except UnicodeError as error:
        at = error.start if isinstance(error, UnicodeDecodeError) else 0
        line = content.count(b"\n", 0, at) + 1
        binary = "; it looks like a binary file" if b"\0" in content[:8192] else ""
        raise BadInput(
            f"not {encoding.upper()}: byte {at} in line {line} does not fit{binary}. "
            "Save it as UTF-8, or name its encoding: --encoding windows-1252 in a command, or on "
            "the page Add files."
        ) from error


def _files(path: Path) -> list[Path]:
    if path.is_file():
        return [path]
    inside = (each for each in path.rglob("*") if each.suffix.lower() in SUFFIXES)
    return sorted(
        each
        for each in inside
        if each.is_file() and each.name != MANIFEST and not each.name.startswith(".")
    )


def _described(folder: Path) -> dict[Path, Described] | Problem:
    file = folder / MANIFEST
    if not file.is_file():
        return {}
    listed = _manifest(file.read_bytes())
    return listed if isinstance(listed, Problem) else {folder / each.file: each for each in listed}


def _manifest(content: bytes) -> list[Described] | Problem:
    try:
        return msgspec.json.decode(content, type=list[Described])
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        return BadInput(f"it does not describe documents: {error}.")


def _articles(
    file: Path, name: str, encoding: str, described: Described | None, split: Split
) -> Iterator[tuple[str, dict[str, Any] | Problem]]:
    try:
        content = file.read_bytes()
    except OSError as error:
        yield str(file), BadInput(f"it cannot be read: {error.strerror}.")
    else:
        yield from _parsed(str(file), name, content, encoding, described, split)


def _parsed(
    place: str, name: str, content: bytes, encoding: str, described: Described | None, split: Split
) -> Iterator[tuple[str, dict[str, Any] | Problem]]:
    suffix = PurePath(place).suffix.lower()
    try:
        text = decode(content, encoding)
        if suffix == ".json":
            yield from _objects(place, text)
        elif suffix == ".jsonl":
            yield from _lines(place, text)
        else:
            yield place, _plain(name, text, described) | {"split": split}
    except Problem as problem:
        yield place, problem


def _plain(name: str, text: str, described: Described | None) -> dict[str, Any]:
    known = {} if described is None else msgspec.structs.asdict(described)
    known.pop("file", None)
    external_id = known.pop("external_id", None) or name[:200]
    title = known.pop("title", None) or _first_line(text) or name
    return {"text": text, "title": title, "external_id": external_id, **known}


def _first_line(text: str) -> str:
    """Return the first line with a word in it, cut at a word's end after 100 characters."""
    for line in text.lstrip("\ufeff").split("\n", 50)[:50]:
        if any(character.isalnum() for character in line):
            words = " ".join(line.split())
            cut = words[:100]
            return words if words == cut else f"{cut.rpartition(' ')[0] or cut} …"
    return ""


def _objects(file: str, text: str) -> Iterator[tuple[str, dict[str, Any] | Problem]]:
    value = _json(text)
    if not isinstance(value, list):
        yield file, value
        return
    for number, each in enumerate(value, 1):
        yield f"{file} item {number}", each


def _lines(file: str, text: str) -> Iterator[tuple[str, dict[str, Any] | Problem]]:
    for number, line in enumerate(text.split("\n"), 1):
        if not line.strip():
            continue
        try:
            yield f"{file} line {number}", _json(line)
        except Problem as problem:
            yield f"{file} line {number}", problem


def _json(text: str) -> Any:
    try:
        return msgspec.json.decode(text.removeprefix("\ufeff").encode("utf-8", "surrogatepass"))
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        half = " (or half of a surrogate pair)" if _SURROGATE.search(text) else ""
        raise BadInput(f"not JSON: {error}{half}.") from error


def _cleaned(raw: dict[str, Any] | Problem, max_text: int) -> NewDocument | Problem:
    if isinstance(raw, Problem):
        return raw
    try:
        new = msgspec.convert(raw, NewDocument)
        clean(new, max_text)
    except msgspec.ValidationError as error:
        return BadInput(f"{error}.")
    except Problem as problem:
        return problem
    return new
