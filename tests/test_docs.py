"""The documentation is true where a test can tell."""

import re
from pathlib import Path

import pytest
from click import Context
from flask import Flask

from webapp.api import PREFIX
from webapp.cli import program
from webapp.config import ROOT, as_table
from webapp.exchange.records import KINDS

PAGES = [
    *ROOT.glob("*.md"),
    *(ROOT / "docs").rglob("*.md"),
]


def test_settings_page_holds_every_setting() -> None:
    assert as_table() in (ROOT / "docs" / "settings.md").read_text(encoding="utf-8")


def test_operating_page_names_every_command() -> None:
    page = (ROOT / "docs" / "operating.md").read_text(encoding="utf-8")
    names = program.list_commands(Context(program))
    assert len(names) > 10
    assert [name for name in names if f"`{name}" not in page] == []


def test_api_page_has_a_row_for_every_route_once(app: Flask) -> None:
    page = (ROOT / "docs" / "api.md").read_text(encoding="utf-8")
    rows = re.findall(rf"^\| `([A-Z]+) {PREFIX}([^?`]+)", page, re.MULTILINE)
    described = app.test_client().get(f"{PREFIX}/openapi.json").get_json()["paths"]
    paths = {each: methods for each, methods in described.items() if each.startswith(PREFIX)}
    routes = [(verb.upper(), path[len(PREFIX) :]) for path in paths for verb in paths[path]]
    assert sorted(rows) == sorted(routes)


def test_operating_page_names_every_kind_of_export() -> None:
    page = (ROOT / "docs" / "operating.md").read_text(encoding="utf-8")
    assert "--what " + r"\|".join(KINDS) + "]" in page


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.relative_to(ROOT).as_posix())
def test_page_links_to_files_that_are_there(page: Path) -> None:
    links = re.findall(r"\]\(([^)#:]+)(?:#[^)]*)?\)", page.read_text(encoding="utf-8"))
    assert [link for link in links if not (page.parent / link).exists()] == []
