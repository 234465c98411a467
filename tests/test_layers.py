"""The direction of imports: downward through the layers, and sideways in one order only.

Nothing is imported here; the source is parsed. The first row of `LAYERS` whose patterns match a
file's path below webapp/ is its layer.
"""

import ast
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from fnmatch import fnmatch
from pathlib import Path

import pytest

from webapp.config import ROOT

WEBAPP = ROOT / "webapp"
FILES = sorted(each.relative_to(WEBAPP).as_posix() for each in WEBAPP.rglob("*.py"))

CAPABILITIES = (
    "accounts",
    "guidelines",
    "documents",
    "annotate",
    "agreement",
    "adjudicate",
    "progress",
    "exchange",
    "compare",
)
"""Each may ask those before it, through the modules that are named next."""

SIDEWAYS = {
    "*": ("queries", "actions"),
    "web": ("queries", "actions", "guards"),
}
"""What a layer may import of another capability, with a word before or without, as in
`place_queries`; PURE modules are below all of them."""

STANDARD = sys.stdlib_module_names | {"_typeshed"}
DATABASE = ("sqlalchemy",)
WEB = ("flask", "flask_wtf", "wtforms", "werkzeug", "markupsafe", "markdown_it", "msgspec")


@dataclass(frozen=True)
class Layer:
    """Files, the layers below that they may import, and the packages besides the stdlib."""

    name: str
    files: tuple[str, ...]
    below: tuple[str, ...] = ()
    packages: tuple[str, ...] = field(default=())


LAYERS = (
    Layer(
        "wiring",
        ("__init__.py", "__main__.py", "app.py", "cli.py", "first_run.py", "serve.py"),
        ("commands", "web", "work", "program", "schema", "tables", "record", "pure"),
        ("flask", "werkzeug", "click", "waitress", "sqlalchemy"),
    ),
    Layer(
        "commands",
        ("*/commands.py", "backup.py"),
        ("work", "program", "schema", "tables", "record", "pure"),
        ("click", "msgspec", *DATABASE),
    ),
    Layer(
        "web",
        (
            *(
                "*/views.py",
                "*/*_views.py",
                "*/forms.py",
                "*/*_forms.py",
                "*/guards.py",
                "*/api.py",
            ),
            *("api.py", "errors.py", "current.py", "security.py", "openapi.py", "compress.py"),
            "forms.py",
        ),
        ("work", "program", "tables", "record", "pure"),
        (*WEB, *DATABASE),
    ),
    Layer("program", ("program.py",), ("tables", "pure")),
    Layer("schema", ("schema.py", "version.py"), ("tables", "pure"), ("alembic", *DATABASE)),
    Layer("schema", ("migrations/*",), ("tables", "pure"), ("alembic", *DATABASE)),
    Layer("pure", ("guidelines/default.py", "annotate/keymap.py", "annotate/pace.py")),
    Layer("pure", ("annotate/sources.py",)),
    Layer("pure", ("accounts/record.py",), ("pure",)),
    Layer("tables", ("db.py", "config.py", "models/*"), ("pure",), DATABASE),
    Layer("record", ("exchange/records.py",), ("pure",), ("numpy", "msgspec")),
    Layer("pure", ("scheme.py", "problems.py")),
    Layer("pure", ("output.py", "file_names.py"), ("pure",)),
    Layer("pure", ("documents/segment.py", "documents/abbreviations.py", "documents/repair.py")),
    Layer("pure", ("guidelines/typeset.py",), ("pure",), ("markdown_it",)),
    Layer("pure", ("guidelines/changes.py", "guidelines/wording.py"), ("pure",)),
    # everything else of a capability: questions, changes, and the typed models of both
    Layer(
        "work",
        ("*/actions.py", "*/*_actions.py", "*/queries.py", "*/*_queries.py", "*/__init__.py"),
        ("tables", "record", "pure"),
        ("msgspec", "numpy", *DATABASE),
    ),
    Layer("pure", ("agreement/figures/png.py",), ("pure",), ("fontpkg",)),
    Layer("pure", ("agreement/figures/rasterise.py",), (), ("resvg_py",)),
    Layer("pure", ("agreement/standalone.py",), ("pure",), ("jinja2", "markupsafe", "markdown_it")),
    Layer("work", ("agreement/archived.py",), ("tables", "pure"), ("numpy", *DATABASE)),
    Layer("pure", ("agreement/*",), ("pure",), ("numpy",)),
    Layer("pure", ("adjudicate/standing.py", "adjudicate/queue.py"), ("pure",)),
    Layer("pure", ("adjudicate/accuracy.py",), ("pure",), ("numpy",)),
    Layer(
        "work",
        ("*/*.py",),
        ("tables", "record", "pure"),
        ("msgspec", "numpy", "argon2", *DATABASE),
    ),
)


def layer_of(file: str) -> Layer:
    """Return the layer of a file, named by its path below webapp/."""
    for layer in LAYERS:
        if any(fnmatch(file, each) for each in layer.files):
            return layer
    raise LookupError(f"{file} is in no layer; add it to LAYERS")


def imports(file: str, source: str) -> Iterator[str]:
    """Give what a file imports: a file below webapp/, or the name of a package."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            base = _absolute(file, node)
            names = [f"{base}.{alias.name}" for alias in node.names]
        else:
            continue
        yield from (_target(name) for name in names)


def _absolute(file: str, node: ast.ImportFrom) -> str:
    if not node.level:
        return node.module or ""
    parts = ["webapp", *Path(file).parts][: -node.level]
    return ".".join([*parts, *([node.module] if node.module else [])])


def _target(name: str) -> str:
    parts = name.split(".")
    if parts[0] != "webapp":
        return parts[0]
    for length in range(len(parts), 0, -1):
        path = "/".join(parts[1:length])
        for file in (f"{path}.py", f"{path}/__init__.py".lstrip("/")):
            if (WEBAPP / file).is_file():
                return file
    raise LookupError(name)


def faults(file: str, source: str) -> list[str]:
    """Return what is wrong with the imports of a file."""
    layer = layer_of(file)
    wrong = []
    for target in imports(file, source):
        if not target.endswith(".py"):
            if target not in STANDARD and target not in layer.packages:
                wrong.append(f"{file} ({layer.name}) must not import {target}")
        elif layer_of(target).name not in (layer.name, *layer.below):
            wrong.append(f"{file} ({layer.name}) must not import {target} (not below it)")
        elif not _may_ask(file, layer, target):
            wrong.append(f"{file} must not import {target} (of another capability)")
    return wrong


def _may_ask(file: str, layer: Layer, target: str) -> bool:
    asking, asked = file.split("/")[0], target.split("/")[0]
    if asking == asked or asked not in CAPABILITIES or layer.name == "wiring":
        return True
    if asking not in CAPABILITIES or CAPABILITIES.index(asked) > CAPABILITIES.index(asking):
        return False
    allowed = SIDEWAYS.get(layer.name, SIDEWAYS["*"])
    is_allowed = Path(target).stem.split("_")[-1] in allowed
    return layer_of(target).name in ("pure", "record") or is_allowed


@pytest.mark.parametrize("file", FILES)
def test_imports_go_downward(file: str) -> None:
    assert faults(file, (WEBAPP / file).read_text("utf-8")) == []


@pytest.mark.parametrize(
    ("file", "source"),
    [
        ("documents/segment.py", "import numpy"),
        ("documents/segment.py", "from webapp.documents import actions"),
        ("agreement/tally.py", "import scipy.stats"),
        ("agreement/tally.py", "from webapp.agreement import queries"),
        ("scheme.py", "def late():\n    import sqlalchemy"),
        ("models/people.py", "from flask import g"),
        ("models/people.py", "from webapp.accounts import queries"),
        ("db.py", "from webapp import schema"),
        ("accounts/actions.py", "from flask import request"),
        ("accounts/actions.py", "import webapp.current"),
        ("accounts/actions.py", "from webapp.accounts.forms import SignInForm"),
        ("accounts/actions.py", "from .views import blueprint"),
        ("accounts/queries.py", "from webapp.documents import queries"),
        ("annotate/actions.py", "from webapp.accounts.guards import caller"),
        ("annotate/judgment.py", "import wtforms"),
        ("annotate/views.py", "from webapp.documents import views"),
        ("annotate/views.py", "from webapp.documents.forms import DocumentForm"),
        ("annotate/views.py", "from webapp import first_run"),
        ("annotate/views.py", "from webapp import create_app"),
        ("annotate/commands.py", "from webapp import current"),
        ("api.py", "from webapp.accounts import queries"),
    ],
)
def test_forbidden_import_is_found(file: str, source: str) -> None:
    assert len(faults(file, source)) == 1


@pytest.mark.parametrize(
    ("file", "source"),
    [
        ("agreement/tally.py", "import numpy as np\nfrom webapp.scheme import LABELS"),
        ("agreement/queries.py", "from webapp.agreement import tally"),
        ("accounts/actions.py", "from . import queries"),
        ("annotate/queries.py", "from webapp.documents import queries"),
        ("annotate/views.py", "from webapp.accounts.guards import caller"),
        ("annotate/views.py", "from webapp import api, current"),
        ("annotate/commands.py", "from webapp.program import Program"),
        ("cli.py", "from webapp.accounts.commands import users"),
    ],
)
def test_allowed_import_is_not_found(file: str, source: str) -> None:
    assert faults(file, source) == []
