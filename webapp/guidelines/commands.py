"""`python -m webapp guidelines`: what is in force, and a new version from a file."""

from pathlib import Path

import click

from webapp.accounts.queries import project_named
from webapp.guidelines import actions, queries
from webapp.guidelines.actions import NewVersion
from webapp.problems import Problem
from webapp.program import Program

_PROJECT = click.option("--project", help="Name of the project; the first one if not given.")


@click.group()
def guidelines() -> None:
    """Guidelines: what the labels mean in a project."""


@guidelines.command()
@_PROJECT
@click.option("--version", type=click.IntRange(1, 2**31 - 1), help="The one in force if not given.")
@click.pass_obj
def show(program: Program, project: str | None, version: int | None) -> None:
    """Print a version, as Markdown."""
    with program.database() as database, database.reading() as session:
        found = queries.version(session, project_named(session, project).id, version)
    click.echo(found.text, nl=False)


@guidelines.command()
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--summary", required=True, help="What changes, in a line.")
@click.option("--second-look", is_flag=True, help="Ask to look again at what older versions got.")
@_PROJECT
@click.pass_obj
def publish(
    program: Program, file: Path, summary: str, second_look: bool, project: str | None
) -> None:
    """Put a file of Markdown in force as the next version."""
    new = NewVersion(_text(file), summary, second_look)
    with program.database() as database, database.writing() as session:
        made = actions.publish(session, project_named(session, project).id, new, person_id=None)
    click.echo(f"version {made.version} is in force")


def _text(file: Path) -> str:
    try:
        return file.read_text(encoding="utf-8")
    except UnicodeDecodeError as error:
        raise Problem(f"{file}: not UTF-8 ({error.reason} at byte {error.start}).") from error
