"""`python -m webapp import` and `split`: articles from the command line."""

import contextlib
import json
from collections import Counter
from pathlib import Path

import click

from webapp.accounts.queries import project_named
from webapp.documents import actions, segment, sources
from webapp.documents.article import clean_text
from webapp.documents.import_actions import OUTCOMES, bring_in
from webapp.problems import Problem
from webapp.program import Program

_PATHS = click.argument("paths", nargs=-1, required=True, type=click.Path(path_type=Path))
_ENCODING = click.option("--encoding", default="utf-8", help="Encoding of the files.")


@click.command("import")
@_PATHS
@_ENCODING
@click.option("--project", help="Name of the project; the first one if not given.")
@click.option("--split", type=click.Choice(["sentences", "lines"]), default="sentences")
@click.pass_obj
def import_(
    program: Program,
    paths: tuple[Path, ...],
    encoding: str,
    project: str | None,
    split: sources.Split,
) -> None:
    """Bring articles in from files or folders (.txt, .json, .jsonl)."""
    counts: Counter[str] = Counter()
    limit = program.settings.max_text
    found = (each for path in paths for each in sources.read(path, limit, encoding, split))
    with program.database() as database:
        with database.reading() as session:
            project_id = project_named(session, project).id
        with contextlib.closing(bring_in(database, project_id, found, None)) as outcomes:
            for word, place, detail in outcomes:
                counts[word] += 1
                click.echo(f"{word:8} {click.format_filename(place)}: {detail}")
    click.echo(", ".join(f"{counts[word]} {word}" for word in OUTCOMES))
    if counts["refused"]:
        raise Problem(f"{counts['refused']} refused; the lines above say why.")


@click.command()
@_PATHS
@_ENCODING
@click.option("--lines", is_flag=True, help="The files have one sentence a line.")
@click.pass_obj
def split(program: Program, paths: tuple[Path, ...], encoding: str, lines: bool) -> None:
    """Print the sentences of text files, one JSON object a line."""
    for path in paths:
        text = _text(path, encoding, program.settings.max_text)
        name = {"file": click.format_filename(path)} if len(paths) > 1 else {}
        for start, end in segment.split_lines(text) if lines else segment.split(text):
            row = {**name, "start": start, "end": end, "text": text[start:end]}
            click.echo(json.dumps(row, ensure_ascii=False))


@click.group()
def projects() -> None:
    """Projects: sets of documents with their members."""


@projects.command("add")
@click.argument("name")
@click.pass_obj
def add_project(program: Program, name: str) -> None:
    """Add a project."""
    with program.database() as database, database.writing() as session:
        actions.add_project(session, name)


def _text(path: Path, encoding: str, limit: int) -> str:
    try:
        return clean_text(sources.decode(path.read_bytes(), encoding), limit)
    except OSError as error:
        raise Problem(f"{path}: {error.strerror}.") from error
    except Problem as problem:
        raise type(problem)(f"{path}: {problem}") from problem
