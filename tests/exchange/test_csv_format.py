"""CSV: every value comes back, and no cell of the default form can be a formula."""

import csv
import io

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from webapp.exchange import csv_format
from webapp.exchange.csv_format import guarded, unguard
from webapp.exchange.records import SentenceRecord, columns

DANGEROUS = "=+-@＝＋－＠\t\r\n"
# what the databases can hold: everything but NUL and halves of surrogate pairs
TEXTS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"))
RISKY = st.text(st.sampled_from("'\"= +-@＝\t\r\n\u200f\ufeffa;,"), max_size=12)
CELLS = TEXTS | RISKY


def record(text: str = "One.", title: str = "Title", outlet: str | None = None) -> SentenceRecord:
    return SentenceRecord(
        *("P", 1, None, title, outlet, None, None, None, "regular", 2, 0, 0, len(text), text),
        *(3, 1, 1, 1, 0),
    )


def written(*records: SentenceRecord, exact: bool = False) -> list[dict[str, str]]:
    content = b"".join(csv_format.write(SentenceRecord, records, exact)).decode()
    return list(csv.DictReader(io.StringIO(content, newline="")))


@given(text=CELLS, title=CELLS)
def test_csv_gives_every_value_back_after_unguard(text: str, title: str) -> None:
    (row,) = written(record(text, title))
    assert (unguard(row["text"]), unguard(row["document_title"])) == (text, title)


@given(text=CELLS, title=CELLS)
def test_exact_csv_gives_every_value_back_as_it_is(text: str, title: str) -> None:
    (row,) = written(record(text, title), exact=True)
    assert (row["text"], row["document_title"]) == (text, title)


@given(cell=CELLS)
@example("'=1")
@example("''=1")
@example("'")
@example("'It was', he said")
def test_unguard_inverts_guard(cell: str) -> None:
    assert unguard(guarded(cell)) == cell


@given(cell=CELLS)
def test_guarded_cell_never_begins_like_a_formula(cell: str) -> None:
    shown = guarded(cell)
    assert not shown.startswith(tuple(DANGEROUS))
    assert not shown.lstrip(' "\u00a0\u200b\u200e\u200f\ufeff').startswith(tuple(DANGEROUS))


@pytest.mark.parametrize("sign", DANGEROUS)
@pytest.mark.parametrize("before", ["", " ", '"', "“=' \u200f"[1:], "\u00a0", "\ufeff", " \"' "])
def test_formula_is_guarded_by_an_apostrophe(before: str, sign: str) -> None:
    cell = f"{before.lstrip('=')}{sign}HYPERLINK(A1)"
    assert guarded(cell) == f"'{cell}"


@pytest.mark.parametrize("cell", ["", "He said.", "'Tis so.", "“=”", "3 - 2 = 1", "– he said"])
def test_harmless_cell_stays_as_it_is(cell: str) -> None:
    assert guarded(cell) == cell


@pytest.mark.parametrize("begin", [" ", "'", '"', "\t", "' \""])
def test_guard_takes_linear_time(begin: str) -> None:
    assert guarded(begin * 300_000 + "x")[-1] == "x"  # quadratic would take minutes


def test_flags_stand_in_one_cell_with_bars_between() -> None:
    assert guarded(("unsure", "prediction")) == "unsure|prediction"


def test_null_is_an_empty_cell() -> None:
    (row,) = written(record(outlet=None))
    assert row["outlet"] == ""


def test_csv_of_nothing_has_its_header() -> None:
    content = b"".join(csv_format.write(SentenceRecord, []))
    assert content.decode() == ",".join(columns(SentenceRecord)) + "\r\n"


def test_csv_comes_in_large_chunks() -> None:
    chunks = list(csv_format.write(SentenceRecord, [record("word " * 20)] * 5000))
    assert len(chunks) > 5
    assert all(32_000 < len(chunk) < 128_000 for chunk in chunks[:-1])
    assert chunks[-1]


def test_csv_of_many_chunks_has_every_row_once() -> None:
    texts = [f"{number} " + "word " * (number % 50) for number in range(5000)]
    assert [row["text"] for row in written(*map(record, texts))] == texts
