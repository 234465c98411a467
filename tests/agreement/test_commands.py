"""`agreement` on the command line: of a project, and of any table of ratings."""

import json
from pathlib import Path

import pytest

from tests.rig.databases import ONLY_SQLITE
from tests.rig.program import Program

HEADER = "document,sentence,reviewer,label\n"
ROWS = "".join(
    f"d{document},{sentence},{who},{label}\n"
    for document in range(1, 7)
    for sentence, labels in enumerate(["ss", "uu", "oo", "su", "ss", "uo"][:document])
    for who, label in zip("ab", labels, strict=True)
)
NAMED = (
    ROWS.replace(",s\n", ",sourced\n").replace(",u\n", ",unsourced\n").replace(",o\n", ",opinion\n")
)


@pytest.fixture
def nowhere(program: Program) -> Program:
    """The program with a database that cannot be opened."""
    program.environment["FACTCHECK_DATABASE_URL"] = "sqlite:////nowhere/at/all.db"
    return program


def table(program: Program, rows: str | bytes) -> Path:
    file = program.folder / "ratings.csv"
    file.write_bytes(rows if isinstance(rows, bytes) else (HEADER + rows).encode())
    return file


def test_project_without_labels_says_why_nothing_is_defined(program: Program) -> None:
    done = program("agreement")
    assert (done.returncode, done.stderr) == (0, b"")
    assert "undefined: no sentence has two reviewers" in done.stdout.decode()
    found = json.loads(program("agreement", "--json", "--project", "First project").stdout)
    assert found["n"]["annotations"] == 0
    assert found["coefficients"]["krippendorff_alpha"]["estimate"] is None


@ONLY_SQLITE
def test_table_needs_no_database(nowhere: Program) -> None:
    done = nowhere("agreement", "--ratings", table(nowhere, NAMED), "--json")
    assert (done.returncode, done.stderr) == (0, b"")
    found = json.loads(done.stdout)
    assert found["labels"] == ["sourced", "unsourced", "opinion"]
    assert found["method"]["labels_from"] == "scheme"
    assert found["n"]["documents"] == 6
    assert found["coefficients"]["krippendorff_alpha"]["ci95"]


@ONLY_SQLITE
def test_text_says_the_same_as_json(nowhere: Program) -> None:
    file = table(nowhere, NAMED)
    alpha = json.loads(nowhere("agreement", "--ratings", file, "--json").stdout)["coefficients"][
        "krippendorff_alpha"
    ]
    low, high = alpha["ci95"]
    text = nowhere("agreement", "--ratings", file).stdout.decode()
    assert f"{alpha['estimate']:.3f} [{low:.3f}, {high:.3f}], n {alpha['n']}" in text


@ONLY_SQLITE
def test_labels_may_be_given_and_keep_their_order(nowhere: Program) -> None:
    done = nowhere("agreement", "--ratings", table(nowhere, ROWS), "--labels", "u, s,o,x", "--json")
    found = json.loads(done.stdout)
    assert (found["labels"], found["method"]["labels_from"]) == (["u", "s", "o", "x"], "option")


@ONLY_SQLITE
def test_labels_of_the_file_are_used_where_none_are_given(nowhere: Program) -> None:
    found = json.loads(nowhere("agreement", "--ratings", table(nowhere, ROWS), "--json").stdout)
    assert (found["labels"], found["method"]["labels_from"]) == (["o", "s", "u"], "file")


@ONLY_SQLITE
@pytest.mark.parametrize(
    ("rows", "says"),
    [
        ("d,1,a,s\nd,1,a,u\n", "line 3: 'a' has labelled sentence '1'"),
        ("d,1,a,s\n\nd,2,a\n", "line 4: 3 cells"),
        ("d,1,,s\n", "line 2: the column reviewer is empty"),
        ("", "no rows"),
        (b"", "line 1: the column document is missing"),
        (b"document;sentence;reviewer;label\n", "separated by commas"),
        (HEADER.encode() + b"d,1,a,\xff\n", "not UTF-8"),
    ],
    ids=range(7),
)
def test_wrong_table_is_refused_with_its_line(
    rows: str | bytes, says: str, nowhere: Program
) -> None:
    done = nowhere("agreement", "--ratings", table(nowhere, rows))
    assert (done.returncode, done.stdout) == (1, b"")
    assert says in done.stderr.decode()
    assert done.stderr.count(b"\n") == 1


@ONLY_SQLITE
@pytest.mark.parametrize(
    ("words", "code", "says"),
    [
        (["--labels", "a,b"], 2, "--labels goes with --ratings."),
        (["--ratings", "r.csv", "--project", "P"], 2, "exclude each other"),
        (["--ratings"], 2, "--ratings"),
        (["--ratings", "none.csv"], 1, "none.csv: No such file or directory."),
        (["--ratings", "."], 1, "Is a directory"),
        (["--ratings", "ratings.csv", "--labels", "s,u"], 1, "line 12: the label 'o'"),
        (["--ratings", "ratings.csv", "--labels", "s,,u"], 1, "empty name"),
        (["--ratings", "ratings.csv", "--labels", "s,s"], 1, "twice"),
    ],
)
def test_wrong_word_is_refused(words: list[str], code: int, says: str, nowhere: Program) -> None:
    table(nowhere, ROWS)
    done = nowhere("agreement", *words)
    assert (done.returncode, done.stdout) == (code, b"")
    assert says in done.stderr.decode()
    assert b"Traceback" not in done.stderr


@ONLY_SQLITE
def test_unknown_project_is_refused(program: Program) -> None:
    done = program("agreement", "--project", "None")
    assert (done.returncode, done.stderr) == (1, b"webapp: There is no project named None.\n")
