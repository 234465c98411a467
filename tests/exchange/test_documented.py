"""docs/formats.md names every column of every export, in its order."""

import re

import pytest

from webapp.config import ROOT
from webapp.exchange.formats import FORMATS
from webapp.exchange.records import KINDS, SentenceColumns, columns

PAGE = (ROOT / "docs" / "formats.md").read_text("utf-8")


def documented(heading: str) -> list[str]:
    section = PAGE.partition(f"## {heading}\n")[2].partition("\n## ")[0]
    return re.findall(r"^\| `(\w+)` \|", section, re.MULTILINE)


@pytest.mark.parametrize("what", KINDS)
def test_every_column_is_documented_in_its_order(what: str) -> None:
    first = documented("The first columns of every row")
    assert first == list(SentenceColumns.__struct_fields__)
    assert [*first, *documented(f"The further columns of `{what}`")] == list(columns(KINDS[what]))


@pytest.mark.parametrize("name", [*KINDS, *FORMATS])
def test_every_format_and_kind_is_documented(name: str) -> None:
    assert f"`{name}`" in PAGE
