"""`python -m webapp rebuild`: the current labels, derived from their history anew."""

import click

from webapp.annotate import actions
from webapp.program import Program


@click.command()
@click.pass_obj
def rebuild(program: Program) -> None:
    """Derive the current labels from the history anew."""
    with program.database() as database:
        with database.writing() as session:
            count = actions.rebuild(session)
        click.echo(f"{count} current states from the history")
