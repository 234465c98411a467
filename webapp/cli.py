"""The command line: `python -m webapp COMMAND`."""

import contextlib
import os
import sys
from importlib import import_module

import click
from sqlalchemy.exc import DBAPIError

from webapp import first_run
from webapp.config import Settings, as_table
from webapp.db import Database
from webapp.problems import Problem
from webapp.program import Program

COMMANDS = {
    "serve": "webapp.serve",
    "import": "webapp.documents.commands",
    "split": "webapp.documents.commands",
    "export": "webapp.exchange.commands",
    "agreement": "webapp.agreement.commands",
    "guidelines": "webapp.guidelines.commands",
    "users": "webapp.accounts.commands",
    "record": "webapp.accounts.commands",
    "projects": "webapp.documents.commands",
    "backup": "webapp.backup",
    "rebuild": "webapp.agreement.commands",
}
"""Where each command is; it is imported when it is asked for, since all take twice as long."""


class Commands(click.Group):
    """The commands of this file, and those of the capabilities."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the names of all commands, for the help."""
        return sorted([*super().list_commands(ctx), *COMMANDS])

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Return a command, or None where none has this name."""
        if cmd_name not in COMMANDS:
            return super().get_command(ctx, cmd_name)
        name = "import_" if cmd_name == "import" else cmd_name
        found: click.Command = getattr(import_module(COMMANDS[cmd_name]), name)
        return found


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.pass_context
def program(context: click.Context) -> None:
    """Reviewers tag each sentence of an article as sourced, unsourced or opinion."""
    context.obj = Program(Settings.from_environment(), first_run.prepare)


@program.command()
@click.option("--to", default="head", help="A version to go back to; the newest if not given.")
@click.pass_obj
def migrate(program: Program, to: str) -> None:
    """Bring the tables to the version of this program, or back to an older one."""
    from webapp import schema  # it brings Alembic, which every other start would wait for

    with contextlib.closing(Database(program.settings.database_url)) as database:
        before, after = schema.migrate(database, to)
    click.echo(f"tables: {before or 'none'} -> {after or 'none'}")


@program.command()
def settings() -> None:
    """Print the table of settings, as docs/settings.md has it."""
    click.echo(f"# Settings\n\nEnvironment variables, read at the start.\n\n{as_table()}", nl=False)


def main() -> None:
    """Run a command; a refusal is one line on standard error and exit code 1."""
    try:
        program.main(prog_name="python -m webapp", standalone_mode=False)
    except click.exceptions.Abort:
        sys.exit(130)
    except click.ClickException as error:
        error.show()
        sys.exit(error.exit_code)
    except Problem as problem:
        _refuse(str(problem))
    except BrokenPipeError:
        # the reader (head, less) has seen enough; standard output must not be flushed again
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(0)
    except UnicodeEncodeError:
        _refuse("a word of the command line is not UTF-8.")
    except DBAPIError as error:
        _refuse(f"the database refused: {str(error.orig).splitlines()[0]}")
    except OSError as error:
        _refuse(f"{error.filename or 'file'}: {error.strerror}.")


def _refuse(message: str) -> None:
    click.echo(f"webapp: {message}", err=True)
    sys.exit(1)
