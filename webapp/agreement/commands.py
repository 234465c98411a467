"""`python -m webapp agreement`: the report of a project, or of any long table of ratings."""

import json
from pathlib import Path

import click

from webapp.accounts.queries import project_named
from webapp.agreement import queries, report
from webapp.agreement.plain import as_text
from webapp.agreement.ratings import RatingsError, read_ratings
from webapp.agreement.report import Report
from webapp.agreement.tally import count
from webapp.problems import Problem
from webapp.program import Program
from webapp.scheme import NOT_APPLICABLE


@click.command()
@click.option("--project", help="Name of the project; the first one if not given.")
@click.option(
    "--ratings",
    type=click.Path(path_type=Path),
    help="A table with the columns document,sentence,reviewer,label; no database is needed.",
)
@click.option("--labels", help="The label set of the table, with commas between.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
@click.pass_obj
def agreement(
    program: Program,
    project: str | None,
    ratings: Path | None,
    labels: str | None,
    as_json: bool,
) -> None:
    """Print how well the reviewers agree."""
    if labels is not None and ratings is None:
        raise click.UsageError("--labels goes with --ratings.")
    if project is not None and ratings is not None:
        raise click.UsageError("--project and --ratings exclude each other.")
    found = _of_table(ratings, labels) if ratings else _of_project(program, project)
    click.echo(json.dumps(report.as_json(found), indent=1) if as_json else as_text(found))


def _of_project(program: Program, name: str | None) -> Report:
    with program.database() as database, database.reading() as session:
        counts = queries.fetch(session, project_named(session, name).id)
    return report.build(counts, left_out=[NOT_APPLICABLE])


def _of_table(file: Path, labels: str | None) -> Report:
    wanted = [label.strip() for label in labels.split(",")] if labels is not None else None
    try:
        with file.open(encoding="utf-8-sig", newline="") as stream:
            table = read_ratings(stream, wanted)
    except OSError as error:
        raise Problem(f"{file}: {error.strerror}.") from error
    except UnicodeDecodeError as error:
        raise Problem(f"{file}: not UTF-8 ({error.reason} at byte {error.start}).") from error
    except RatingsError as error:
        raise Problem(f"{file}: {error}") from error
    counts = count(table.ratings, table.labels, table.left_out)
    return report.build(counts, table.labels_from, table.left_out)
