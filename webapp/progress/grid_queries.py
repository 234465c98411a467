"""What the grid shows: some articles, some people, and the places of these on those."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from webapp.annotate import grid_queries
from webapp.annotate.grid_queries import Member
from webapp.models import Project
from webapp.progress import queries
from webapp.progress.queries import Article, Articles
from webapp.progress.wanted import Wanted

ROWS = 50
COLUMNS = 12


@dataclass(frozen=True)
class Columns:
    """Some people of a project; found: how many have these words in their names."""

    people: Sequence[Member]
    found: int
    before: int
    total: int

    @property
    def last(self) -> int:
        """The number of the last one that is shown."""
        return self.before + len(self.people)


@dataclass(frozen=True)
class Row:
    """An article, with the state of the place of each person of the columns."""

    article: Article
    cells: dict[int, str]


@dataclass(frozen=True)
class Grid:
    """Articles by people."""

    articles: Articles
    columns: Columns
    rows: Sequence[Row]


def grid(
    session: Session,
    project: Project,
    wanted: Wanted,
    columns: Columns,
    article: int | None,
    at: datetime,
) -> Grid:
    """Return a page of the grid, or the row of one article."""
    if article is None:
        known = queries.totals(session, project, at)
        articles = queries.articles(session, project, wanted, known, at)
    else:
        items = queries.article(session, project, article, at)
        articles = Articles(items, len(items), 0)
    ids = [each.id for each in articles.items]
    people = [each.person_id for each in columns.people]
    states = grid_queries.states(session, ids, people, at)
    rows = [
        Row(each, {person: states.get((each.id, person), "none") for person in people})
        for each in articles.items
    ]
    return Grid(articles, columns, rows)


def columns(session: Session, project_id: int, who: str, page: int, at: datetime) -> Columns:
    """Return a page of the people with words in their names, reviewers first."""
    everybody = grid_queries.members(session, project_id, at)
    found = [each for each in everybody if who.casefold() in each.name.casefold()]
    before = (page - 1) * COLUMNS
    return Columns(found[before : before + COLUMNS], len(found), before, len(everybody))
