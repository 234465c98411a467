"""The command line: `python -m webapp COMMAND`."""

import contextlib
import os
import sys

import click
from sqlalchemy.exc import DBAPIError

from webapp import first_run
from webapp.accounts.commands import record, users
from webapp.agreement.commands import agreement, rebuild
from webapp.backup import backup
from webapp.config import Settings, as_table
from webapp.db import Database
from webapp.documents.commands import import_, projects, split
from webapp.exchange.commands import export
from webapp.guidelines.commands import guidelines
from webapp.problems import Problem
from webapp.program import Program
from webapp.serve import serve


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
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


for each in (
    serve,
    import_,
    split,
    export,
    agreement,
    guidelines,
    users,
    record,
    projects,
    backup,
    rebuild,
):
    program.add_command(each)


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
