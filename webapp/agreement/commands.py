"""`python -m webapp agreement`: the report of a project, or of any long table of ratings.

And `rebuild`: what is derived from the history, the counts of agreement among it, made anew.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

import click

from webapp.accounts.actions import note_act
from webapp.accounts.queries import project_named
from webapp.agreement import actions, archive, archived, queries, report
from webapp.agreement.bootstrap import REPLICATES, with_bootstrap
from webapp.agreement.dawid_skene import dawid_skene as fit_dawid_skene
from webapp.agreement.formats import FORMATS
from webapp.agreement.particulars import versions_in
from webapp.agreement.plain import as_text, dawid_skene_text, profiles_text
from webapp.agreement.profiles import profile_json
from webapp.agreement.profiles import profiles as reviewer_profiles
from webapp.agreement.ratings import RatingsError, read_ratings
from webapp.agreement.report import Report
from webapp.agreement.tally import Counts, Id, Ratings, encode, tabulate
from webapp.annotate import actions as annotate
from webapp.output import opened
from webapp.problems import Problem
from webapp.program import Program
from webapp.scheme import NOT_APPLICABLE


@dataclass(frozen=True)
class Source:
    """What the report is made from, what it is of, and the titles of documents with numbers.

    ratings only where something needs more than counts.
    """

    counts: Counts
    ratings: Ratings | None
    labels_from: str
    left_out: Sequence[str]
    of: str
    titles: Mapping[Id, str]
    versions: Sequence[int] = ()
    informed: int = 0


@dataclass(frozen=True)
class Wanted:
    """What is added to the report on demand; replicates are none without a bootstrap."""

    replicates: int
    seed: int | None
    profiles: bool
    dawid_skene: bool

    @property
    def is_any(self) -> bool:
        """Whether something is."""
        return bool(self.replicates or self.profiles or self.dawid_skene)


@click.command()
@click.option("--project", help="Name of the project; the first one if not given.")
@click.option(
    "--ratings",
    type=click.Path(path_type=Path),
    help="A table with the columns document,sentence,reviewer,label; no database is needed.",
)
@click.option("--labels", help="The label set of the table, with commas between.")
@click.option(
    "--include",
    type=click.Choice([NOT_APPLICABLE]),
    help="Count this as a label like the others, of a project.",
)
@click.option("--bootstrap", is_flag=True, help="Add bootstrap intervals over the articles.")
@click.option("--replicates", type=click.IntRange(100, 100_000), help="Of the bootstrap: 2000.")
@click.option(
    "--seed",
    type=click.IntRange(0, 2**32 - 1),
    help="Of the bootstrap; drawn, and shown, if not given.",
)
@click.option("--profiles", is_flag=True, help="Add each reviewer against all colleagues.")
@click.option("--dawid-skene", is_flag=True, help="Add Dawid and Skene's model of the reviewers.")
@click.option("--format", "form", type=click.Choice(["text", *FORMATS]), help="text if not given.")
@click.option("--json", "as_json", is_flag=True, help="The same as --format json.")
@click.option(
    "--archive",
    "to",
    type=click.Path(dir_okay=False, allow_dash=True, path_type=Path),
    help="Write a zip file with the report and all that it is computed from, of a project; "
    "- is standard output.",
)
@click.pass_obj
def agreement(
    program: Program,
    project: str | None,
    ratings: Path | None,
    labels: str | None,
    include: str | None,
    bootstrap: bool,
    replicates: int | None,
    seed: int | None,
    profiles: bool,
    dawid_skene: bool,
    form: str | None,
    as_json: bool,
    to: Path | None,
) -> None:
    """Print how well the reviewers agree."""
    wanted = Wanted((replicates or REPLICATES) * bootstrap, seed, profiles, dawid_skene)
    if as_json and form not in (None, "json"):
        raise click.UsageError("--json and --format exclude each other.")
    if not bootstrap and (replicates is not None or seed is not None):
        raise click.UsageError("--replicates and --seed go with --bootstrap.")
    _check_source(project, ratings, labels, include)
    if to is None:
        source = (
            _of_table(ratings, labels)
            if ratings
            else _of_project(program, project, include, dawid_skene)
        )
        _print(source, wanted, "json" if as_json else form or "text")
        return
    if ratings or as_json or form or wanted.is_any:
        raise click.UsageError("--archive goes with --project and --include alone.")
    _archive(program, project, to, include)


@click.command()
@click.pass_obj
def rebuild(program: Program) -> None:
    """Derive the current labels from the history anew, and the counts of agreement from them."""
    with program.database() as database:
        with database.writing() as session:
            states = annotate.rebuild(session)
        with database.reading() as session:
            recounted = queries.load(session, None).recounted
        with database.writing() as session:
            actions.store(session, recounted)
    click.echo(f"{states} current states from the history, {len(recounted)} articles counted")


def _check_source(
    project: str | None, ratings: Path | None, labels: str | None, include: str | None
) -> None:
    if labels is not None and ratings is None:
        raise click.UsageError("--labels goes with --ratings.")
    if project is not None and ratings is not None:
        raise click.UsageError("--project and --ratings exclude each other.")
    if include is not None and ratings is not None:
        raise click.UsageError("--include goes with --project; for a table name it in --labels.")


def _print(source: Source, wanted: Wanted, form: str) -> None:
    found = report.build(
        source.counts, source.labels_from, source.left_out, source.versions, source.informed
    )
    if wanted.replicates:
        found = with_bootstrap(found, source.counts, wanted.replicates, wanted.seed)
    if form == "text":
        click.echo(_text(found, source, wanted))
    elif form == "json" and wanted.is_any:
        click.echo(_json(found, source, wanted))
    elif wanted.is_any:
        raise click.UsageError(
            "--bootstrap, --profiles and --dawid-skene go with --format text or json."
        )
    else:
        text = FORMATS[form].write(found, source.titles, source.of)
        click.echo(text.encode(), nl=False)


def _json(found: Report, source: Source, wanted: Wanted) -> str:
    parts = report.as_json(found)
    if wanted.profiles:
        parts["profiles"] = [profile_json(each) for each in reviewer_profiles(source.counts)]
    if source.ratings and wanted.dawid_skene:
        parts["dawid_skene"] = asdict(fit_dawid_skene(source.ratings))
    return json.dumps(parts, indent=1)


def _text(found: Report, source: Source, wanted: Wanted) -> str:
    text = as_text(found, source.titles)
    if wanted.profiles:
        text += profiles_text(reviewer_profiles(source.counts))
    if source.ratings and wanted.dawid_skene:
        text += dawid_skene_text(fit_dawid_skene(source.ratings))
    return text


def _of_project(
    program: Program, name: str | None, include: str | None, with_ratings: bool
) -> Source:
    with program.database() as database:
        with database.reading() as session:
            project = project_named(session, name)
            loaded = queries.load(session, project.id, bool(include))
            ratings = queries.ratings(session, project.id, bool(include)) if with_ratings else None
            titles = dict[Id, str](queries.titles(session, project.id).items())
            informed = queries.informed(session, project.id)
        actions.keep(database, loaded.recounted)
    left_out = [] if include else [NOT_APPLICABLE]
    versions = versions_in(loaded.particulars)
    counts, of = loaded.counts, project.name
    return Source(counts, ratings, "scheme", left_out, of, titles, versions, informed)


def _archive(program: Program, name: str | None, to: Path, include: str | None) -> None:
    with program.database() as database, database.reading() as session:
        project = project_named(session, name)
        contents = archived.contents(session, project, bool(include))
        with opened(to) as file:
            archive.write(file, contents)
        with database.writing() as noting:
            note_act(noting, None, "exported", project.id, what="archive", format="zip")


def _of_table(file: Path, labels: str | None) -> Source:
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
    ratings = encode(table.ratings, table.labels, table.left_out)
    counts = tabulate(**vars(ratings))
    return Source(counts, ratings, table.labels_from, table.left_out, file.name, {})
