"""`python -m webapp export`: labelled data into a file or a pipe."""

import contextlib
import sys
from collections.abc import Iterator
from pathlib import Path

import click

from webapp.accounts.actions import note_act
from webapp.accounts.queries import project_named
from webapp.exchange import queries
from webapp.exchange.formats import DEFAULT_WHAT, FORMATS
from webapp.exchange.records import KINDS, Record
from webapp.output import STANDARD_OUTPUT, opened
from webapp.problems import Problem
from webapp.program import Program

_FILE = click.Path(dir_okay=False, allow_dash=True, path_type=Path)


@click.command()
@click.option("--format", "form", required=True, type=click.Choice(list(FORMATS)))
@click.option("--what", default=DEFAULT_WHAT, type=click.Choice(list(KINDS)), show_default=True)
@click.option("--project", help="Name of the project; the first one if not given.")
@click.option("--out", default="-", type=_FILE, help="A file; - is standard output.")
@click.option("--exact", is_flag=True, help="CSV without the apostrophe that disarms formulas.")
@click.pass_obj
def export(
    program: Program, form: str, what: str, project: str | None, out: Path, exact: bool
) -> None:
    """Write the labelled data of a project."""
    _refuse_missing_folder(out)
    with program.database() as database:
        with database.writing() as session:
            project_id = project_named(session, project).id
            note_act(session, None, "exported", project_id, what=what, format=form)
        with database.reading() as session:
            records = queries.stream(session, None, project_id, what)
            shown = out != STANDARD_OUTPUT and sys.stderr.isatty()
            total = queries.count(session, project_id, what) if shown else None
            with opened(out) as file, _progress(records, total) as passing:
                for chunk in FORMATS[form].write(KINDS[what], passing, exact):
                    file.write(chunk)


@contextlib.contextmanager
def _progress(records: Iterator[Record], total: int | None) -> Iterator[Iterator[Record]]:
    """Give the records, with a bar that follows them where their total is known."""
    if total is None:
        yield records
        return
    with click.progressbar(records, length=total, file=sys.stderr) as bar:
        yield iter(bar)


def _refuse_missing_folder(out: Path) -> None:
    if not out.parent.is_dir():
        raise Problem(f"{out}: there is no folder {out.parent}.")
