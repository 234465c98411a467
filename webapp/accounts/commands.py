"""`python -m webapp users ...`: people from the command line."""

import click
from sqlalchemy.orm import Session

from webapp.accounts import actions, pseudonym_actions, queries, record_queries
from webapp.accounts.record import Wanted
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
            project_id = None
            if role != "admin":
                project_id = queries.project_named(session, project).id
                actions.add_member(session, person.id, project_id, role)
            actions.note_act(
                session, None, "added_member", project_id, member_id=person.id, role=role
            )
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
            actions.note_act(session, None, "made_link", member_id=person.id)
        click.echo(f"{public_url(database, program.settings)}/accounts/link/{token}")


@users.command()
@click.argument("name")
@click.pass_obj
def token(program: Program, name: str) -> None:
    """Print a new API token, alone, this once; older ones stay valid."""
    with program.database() as database:
        with database.writing() as session:
            person = _person(session, name)
            made = actions.make_token(session, person.id)
            actions.note_act(session, None, "made_token", member_id=person.id)
        click.echo(made)


@users.command()
@click.argument("name")
@click.pass_obj
def pseudonym(program: Program, name: str) -> None:
    """Replace somebody who leaves by a pseudonym, for good; their labels stay."""
    with program.database() as database:
        with database.writing() as session:
            made = pseudonym_actions.replace(session, None, _person(session, name).id)
        database.empty_log()
        click.echo(made)


@click.command()
@click.option("--project", help="Name of the project; all acts if not given.")
@click.pass_obj
def record(program: Program, project: str | None) -> None:
    """Print what admins and leads did, the newest first."""
    with program.database() as database, database.reading() as session:
        project_id = queries.project_named(session, project).id if project else None
        for each in record_queries.stream(session, Wanted(project_id)):
            where = f" ({each.project})" if each.project and project is None else ""
            click.echo(f"{each.at:%Y-%m-%d %H:%M} UTC  {each.sentence}{where}")


def _person(session: Session, name: str) -> Person:
    person = queries.person_named(session, actions.clean_name(name))
    if person is None:
        raise NotFound(f"There is nobody called {name}.")
    return person
