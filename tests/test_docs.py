"""The documentation is true where a test can tell."""

import re
from pathlib import Path

import pytest

from webapp.cli import program
from webapp.config import ROOT, as_table

PAGES = [
    *ROOT.glob("*.md"),
    *(ROOT / "docs").rglob("*.md"),
]


def test_settings_page_holds_every_setting() -> None:
    assert as_table() in (ROOT / "docs" / "settings.md").read_text(encoding="utf-8")


def test_operating_page_names_every_command() -> None:
    page = (ROOT / "docs" / "operating.md").read_text(encoding="utf-8")
    assert [name for name in program.commands if f"`{name}" not in page] == []


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.relative_to(ROOT).as_posix())
def test_page_links_to_files_that_are_there(page: Path) -> None:
    links = re.findall(r"\]\(([^)#:]+)(?:#[^)]*)?\)", page.read_text(encoding="utf-8"))
    assert [link for link in links if not (page.parent / link).exists()] == []
