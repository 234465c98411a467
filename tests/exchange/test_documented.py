"""docs/formats.md names every column of every export, in its order."""

import re

import pytest

from webapp.config import ROOT
from webapp.exchange.formats import FORMATS
from webapp.exchange.records import (
    KINDS,
    ActRecord,
    DisagreementRecord,
    ListedSourceRecord,
    MarkedSource,
    SentenceColumns,
    columns,
)
from webapp.scheme import SOURCE_KINDS

PAGE = (ROOT / "docs" / "formats.md").read_text("utf-8")


def documented(heading: str) -> list[str]:
    section = PAGE.partition(f"## {heading}\n")[2].partition("\n## ")[0]
    return re.findall(r"^\| `(\w+)` \|", section, re.MULTILINE)


@pytest.mark.parametrize("what", KINDS)
def test_every_column_is_documented_in_its_order(what: str) -> None:
    first = documented("The first columns of every row")
    assert first == list(SentenceColumns.__struct_fields__)
    assert [*first, *documented(f"The further columns of `{what}`")] == list(columns(KINDS[what]))


def test_every_part_of_a_source_is_documented_in_its_order() -> None:
    assert documented("Sources") == list(MarkedSource.__struct_fields__)


@pytest.mark.parametrize("name", [*SOURCE_KINDS, *ListedSourceRecord.__struct_fields__])
def test_every_kind_and_column_of_the_source_list_is_documented(name: str) -> None:
    assert f"`{name}`" in PAGE.partition("## Sources\n")[2].partition("\n## ")[0]


@pytest.mark.parametrize("name", [*KINDS, *FORMATS])
def test_every_format_and_kind_is_documented(name: str) -> None:
    assert f"`{name}`" in PAGE


def test_every_column_of_the_record_is_documented_in_its_order() -> None:
    assert documented("The record") == list(ActRecord.__struct_fields__)


def test_every_column_of_the_disagreement_sheet_is_documented_in_its_order() -> None:
    assert documented("The disagreement sheet") == list(DisagreementRecord.__struct_fields__)
