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


def test_project_with_not_applicable_has_four_labels(program: Program) -> None:
    text = program("agreement", "--include", "not_applicable").stdout.decode()
    assert "labels: sourced, unsourced, opinion, not_applicable (from: scheme)\n" in text
    assert "left out" not in text


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
def test_bootstrap_stands_beside_the_jackknife(nowhere: Program) -> None:
    words = ("agreement", "--ratings", table(nowhere, NAMED), "--bootstrap", "--seed", "7")
    found = json.loads(nowhere(*words, "--json").stdout)
    assert found["method"]["bootstrap"] == {
        "replicates": 2000,
        "seed": 7,
        "kind": "expanded percentile over documents",
    }
    alpha = found["coefficients"]["krippendorff_alpha"]
    assert alpha["ci95"] != alpha["bootstrap"]["ci95"]
    (low, high), (first, last) = alpha["ci95"], alpha["bootstrap"]["ci95"]
    text = nowhere(*words).stdout.decode()
    assert "bootstrap: 95%, expanded percentile over documents, 2000 replicates, seed 7" in text
    both = f"[{low:.3f}, {high:.3f}], n {alpha['n']}; bootstrap [{first:.3f}, {last:.3f}]"
    assert both in text


@ONLY_SQLITE
def test_bootstrap_draws_a_seed_and_shows_it(nowhere: Program) -> None:
    words = ("agreement", "--ratings", table(nowhere, NAMED), "--bootstrap", "--replicates", "100")
    first = json.loads(nowhere(*words, "--json").stdout)
    method = first["method"]["bootstrap"]
    assert method["replicates"] == 100
    again = json.loads(nowhere(*words, "--json", "--seed", str(method["seed"])).stdout)
    assert again == first


@ONLY_SQLITE
def test_plan_for_more_articles_is_shown(nowhere: Program) -> None:
    file = table(nowhere, NAMED)
    found = json.loads(nowhere("agreement", "--ratings", file, "--json").stdout)
    rows = found["more_documents"]["krippendorff_alpha"]
    assert [row["half_width"] for row in rows] == [0.10, 0.05, 0.03]
    text = nowhere("agreement", "--ratings", file).stdout.decode()
    assert f"Krippendorff's alpha  {'; '.join(row['sentence'] for row in rows)}" in text
    assert "about" in rows[1]["sentence"]


@ONLY_SQLITE
def test_profiles_are_shown_when_asked_for(nowhere: Program) -> None:
    file = table(nowhere, NAMED)
    assert "profiles" not in json.loads(nowhere("agreement", "--ratings", file, "--json").stdout)
    found = json.loads(nowhere("agreement", "--ratings", file, "--profiles", "--json").stdout)
    first = found["profiles"][0]
    assert (first["reviewer"], first["n"], first["colleagues"]) == ("a", 21, 1)
    text = nowhere("agreement", "--ratings", file, "--profiles").stdout.decode()
    agreed = first["percent_agreement"]["estimate"]
    assert "a against the colleagues (1), n comparisons" in text
    assert f"  percent agreement     {agreed:.3f} [" in text
    share = first["labels"]["sourced"]
    assert f"sourced: share {share['share']:.3f}, colleagues {share['others_share']:.3f}" in text


@ONLY_SQLITE
def test_model_needs_enough_shared_sentences(nowhere: Program) -> None:
    words = ("agreement", "--ratings", table(nowhere, NAMED), "--dawid-skene")
    reason = "needs at least 30 shared sentences, you have 21"
    assert json.loads(nowhere(*words, "--json").stdout)["dawid_skene"]["undefined"] == reason
    text = nowhere(*words).stdout.decode()
    assert f"undefined: {reason}" in text
    assert "assumes that each sentence has one true label" in text


@ONLY_SQLITE
def test_model_is_shown_with_its_log_likelihood(nowhere: Program) -> None:
    twice = NAMED + NAMED.replace("\nd", "\ne").replace("d1", "e1", 1)
    words = ("agreement", "--ratings", table(nowhere, twice), "--dawid-skene")
    found = json.loads(nowhere(*words, "--json").stdout)["dawid_skene"]
    assert (found["shared"], found["undefined"], found["converged"]) == (42, None, True)
    assert set(found["prevalence"]) == {"sourced", "unsourced", "opinion"}
    text = nowhere(*words).stdout.decode()
    assert f"log-likelihood {found['log_likelihood']:.6f}, {found['iterations']} iter" in text
    row = found["reviewers"][0]
    assert f"{row['reviewer']}: 42 labels, accuracy {row['accuracy']:.3f}" in text
    assert f"{row['confusion'][0][0]:.3f}" in text


def test_project_has_all_that_a_table_has(program: Program) -> None:
    words = ("agreement", "--bootstrap", "--profiles", "--dawid-skene", "--json")
    done = program(*words)
    assert (done.returncode, done.stderr) == (0, b"")
    found = json.loads(done.stdout)
    assert found["profiles"] == []
    assert found["dawid_skene"]["undefined"].startswith("needs at least 30")
    assert found["coefficients"]["gwet_ac1"]["bootstrap"]["no_ci95"]


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
        (["--ratings", "r.csv", "--include", "not_applicable"], 2, "name it in --labels"),
        (["--include", "opinion"], 2, "'not_applicable'"),
        (["--ratings"], 2, "--ratings"),
        (["--seed", "1"], 2, "--replicates and --seed go with --bootstrap."),
        (["--replicates", "500"], 2, "--replicates and --seed go with --bootstrap."),
        (["--bootstrap", "--replicates", "99"], 2, "100<=x<=100000"),
        (["--bootstrap", "--replicates", "1e3"], 2, "not a valid integer"),
        (["--bootstrap", "--seed", "-1"], 2, "0<=x"),
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


@ONLY_SQLITE
def test_empty_name_of_a_project_is_no_missing_project(program: Program) -> None:
    done = program("agreement", "--project", "")
    assert (done.returncode, done.stderr) == (1, b"webapp: There is no project named ''.\n")
