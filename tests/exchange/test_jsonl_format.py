"""JSON Lines: one object a line, exact, its keys in the order of the columns."""

import json

from hypothesis import given
from hypothesis import strategies as st

from webapp.exchange import jsonl_format
from webapp.exchange.records import AnnotationRecord, columns

TEXTS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"))


def record(text: str = "One.", note: str = "") -> AnnotationRecord:
    head = ("P", 1, None, "Title", None, None, None, None, "regular", 2, 0, 0, len(text), text)
    times = ("2026-01-31T09:05:07.000000Z", "2026-01-31T09:05:07.000000Z")
    return AnnotationRecord(*head, "Ada", "sourced", ("unsure",), note, [], 1, 1, *times, False)


def lines(*records: AnnotationRecord) -> list[str]:
    content = b"".join(jsonl_format.write(AnnotationRecord, records)).decode()
    assert content.endswith("\n")
    return content[:-1].split("\n")


@given(text=TEXTS, note=TEXTS)
def test_json_lines_give_every_value_back(text: str, note: str) -> None:
    (line,) = lines(record(text, note))
    row = json.loads(line)
    assert (row["text"], row["note"]) == (text, note)


def test_json_lines_have_the_columns_in_order() -> None:
    assert tuple(json.loads(lines(record())[0])) == columns(AnnotationRecord)


def test_json_lines_have_flags_as_a_list_and_null_for_nothing() -> None:
    row = json.loads(lines(record())[0])
    assert (row["flags"], row["outlet"]) == (["unsure"], None)


def test_json_lines_of_nothing_are_empty() -> None:
    assert list(jsonl_format.write(AnnotationRecord, [])) == []


def test_json_lines_come_in_large_chunks() -> None:
    chunks = list(jsonl_format.write(AnnotationRecord, [record()] * 5000))
    assert len(chunks) > 5
    assert all(32_000 < len(chunk) < 128_000 for chunk in chunks[:-1])


def test_json_lines_of_many_chunks_have_every_row_once() -> None:
    texts = [f"{number} " + "word " * (number % 50) for number in range(5000)]
    assert [json.loads(line)["text"] for line in lines(*map(record, texts))] == texts
