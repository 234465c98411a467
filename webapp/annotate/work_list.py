"""One's articles as the page lists them: by project, what one is at first, a page at a time."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

from webapp.annotate.work import Article, OwnProject

NAMES = {
    "progress": "In progress",
    "start": "To start",
    "back": "Given back, or run out",
    "done": "Done",
}
FIRST = 10
"""How many articles of a list the whole page shows."""
PAGE = 100
"""How many a list shows that stands alone."""


@dataclass(frozen=True)
class Listing:
    """Some articles of a project in one state, of `total`; `before` were left out first."""

    state: str
    total: int
    articles: Sequence[Article]
    before: int = 0

    @property
    def name(self) -> str:
        """What a page calls it."""
        return NAMES[self.state]

    @property
    def last(self) -> int:
        """The number of the last article that is shown."""
        return self.before + len(self.articles)


@dataclass(frozen=True)
class ProjectWork:
    """What one has in a project."""

    project: OwnProject
    listings: list[Listing]


def matching(articles: Sequence[Article], words: str) -> list[Article]:
    """Return the articles whose titles have these words in them, in any case."""
    wanted = words.casefold()
    return [each for each in articles if wanted in each.title.casefold()]


def by_project(projects: Sequence[OwnProject], articles: Sequence[Article]) -> list[ProjectWork]:
    """Return what to show of each project: the first articles in each state."""
    own = _of_projects(articles)
    return [ProjectWork(each, _listings(own.get(each.id, []))) for each in projects]


def one_list(
    projects: Sequence[OwnProject], articles: Sequence[Article], state: str, page: int
) -> list[ProjectWork]:
    """Return one page of one list of each project that has such a page."""
    own = _of_projects(articles)
    before = (page - 1) * PAGE
    found = [(each, _in_state(own.get(each.id, []), state)) for each in projects]
    return [
        ProjectWork(each, [Listing(state, len(all_), all_[before : before + PAGE], before)])
        for each, all_ in found
        if all_[before:]
    ]


def _of_projects(articles: Sequence[Article]) -> dict[int, list[Article]]:
    return {
        project_id: list(group)
        for project_id, group in groupby(articles, key=lambda each: each.project_id)
    }


def _listings(articles: Sequence[Article]) -> list[Listing]:
    found = [(state, _in_state(articles, state)) for state in NAMES]
    return [Listing(state, len(each), each[:FIRST]) for state, each in found if each]


def _in_state(articles: Sequence[Article], state: str) -> list[Article]:
    """Return the articles in a state: those to start in order, the others by their last label."""
    found = [each for each in articles if each.state == state]
    if state == "start":
        return found
    return sorted(found, key=lambda each: str(each.touched_at), reverse=True)
