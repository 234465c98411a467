"""`python -m webapp users ...`: people from the command line."""

import click
from sqlalchemy.orm import Session

from webapp.accounts import actions, queries
from webapp.models import Person
from webapp.problems import NotFound
from webapp.program import Program, public_url


@click.group()
def users() -> None:
    """Add people, and give them links and tokens."""


@users.command()
@click.argument("name")
@click.option("--role", type=click.Choice(["admin", "lead", "reviewer"]), required=True)
@click.option("--project", help="Name of the project; the first one if not given.")
@click.pass_obj
def add(program: Program, name: str, role: str, project: str | None) -> None:
    """Add a person and print a one-time sign-in link."""
    with program.database() as database:
        with database.writing() as session:
            person = actions.add_person(session, name, is_admin=role == "admin")
            if role != "admin":
                found = queries.project_named(session, project)
                actions.add_member(session, person.id, found.id, role)
            token = actions.make_link(session, person.id, program.settings.link_hours)
        click.echo(f"{public_url(database, program.settings)}/accounts/link/{token}")


@users.command()
@click.argument("name")
@click.pass_obj
def link(program: Program, name: str) -> None:
    """Print a new one-time sign-in link."""
    with program.database() as database:
        with database.writing() as session:
            person = _person(session, name)
            token = actions.make_link(session, person.id, program.settings.link_hours)
        click.echo(f"{public_url(database, program.settings)}/accounts/link/{token}")


@users.command()
@click.argument("name")
@click.pass_obj
def token(program: Program, name: str) -> None:
    """Print a new API token, alone, this once; older ones stay valid."""
    with program.database() as database:
        with database.writing() as session:
            made = actions.make_token(session, _person(session, name).id)
        click.echo(made)


def _person(session: Session, name: str) -> Person:
    person = queries.person_named(session, actions.clean_name(name))
    if person is None:
        raise NotFound(f"There is nobody called {name}.")
    return person
