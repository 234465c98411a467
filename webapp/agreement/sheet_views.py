"""The disagreement sheet for the weekly meeting, on the screen and on paper, for a lead."""

from dataclasses import dataclass

from flask import Blueprint, render_template, request
from sqlalchemy.orm import Session

from webapp import current
from webapp.accounts.guards import caller, require_session
from webapp.accounts.queries import require_lead
from webapp.accounts.sight_actions import note_sight
from webapp.agreement import actions, queries, sheet, sheet_queries, where_queries
from webapp.agreement.particulars import Particulars
from webapp.agreement.sheet import LONGEST_WORDS, PAGE_SIZE, Met, Pair, Wanted
from webapp.agreement.sheet_queries import Split
from webapp.agreement.where import Placed
from webapp.models import Project

blueprint = Blueprint("sheet", __name__, url_prefix="/agreement")
blueprint.before_request(require_session)


_SUGGESTED, _NAMED = 50, 20
"""How many articles, or stories, a field suggests; how many that have been found are named."""


@dataclass(frozen=True)
class Choice:
    """What the form offers, so that it stays short however many articles there are.

    article: the title of the one that is shown. titles: of the articles with the most disputed
    sentences. stories: where there are many, only the one that is shown. found: number, title and
    disputed sentences of those articles that have the words; others: how many others have them.
    """

    article: str | None
    titles: list[str]
    stories: list[str]
    found: list[tuple[int, str, int]]
    others: int


@dataclass(frozen=True)
class Shown:
    """The sentences of one article under one pair of labels; is_first of that pair on the page."""

    pair: Pair
    is_first: bool
    sentences: list[Split]


@blueprint.get("/<id:project_id>/sheet")
def show(project_id: int) -> str:
    """Show a page of the sheet; article, words, story and pair say what of it."""
    with current.reading() as session:
        require_lead(session, caller(), project_id)
        articles = where_queries.placed(session, project_id)
        wanted = sheet.read_wanted(request.args, articles)
        loaded = queries.load(session, project_id)
        met = sheet.met_in(loaded.particulars, sheet.chosen(articles, wanted))
        times = sheet.frequencies(met)
        ranking = [wanted.pair] if wanted.pair else list(times)
        blocks = sheet.blocks(met, ranking)
        total = sum(each.last for each in blocks)
        number = sheet.read_page(request.args.get("page", "1"), total)
        listed = sheet.page_of(blocks, number)
        page = render_template(
            "agreement/sheet.html",
            project=session.get_one(Project, project_id),
            choice=_choice(articles, loaded.particulars, met, wanted),
            wanted=wanted,
            asked=_asked(wanted),
            pairs=sheet.PAIRS,
            times=times,
            shown=_shown(session, listed, ranking),
            total=total,
            number=number,
            size=PAGE_SIZE,
            longest=LONGEST_WORDS,
        )
    actions.keep(current.database(), loaded.recounted)
    note_sight(current.database(), caller().person_id, {each.document_id for each in listed})
    return page


def _choice(
    articles: list[Placed], particulars: Particulars, met: list[Met], wanted: Wanted
) -> Choice:
    titles = {each.id: each.title for each in articles}
    everywhere = sheet.most_disputed(sheet.met_in(particulars, titles), _SUGGESTED)
    found = sheet.most_disputed(met, _NAMED)
    stories = sorted({each.story for each in articles if each.story})
    return Choice(
        article=titles[wanted.article] if wanted.article else None,
        titles=[titles[each] for each in everywhere],
        stories=_few(stories, wanted.story),
        found=[(each, titles[each], n) for each, n in found.items()] if wanted.words else [],
        others=len({each.document_id for each in met}) - len(found),
    )


def _few(stories: list[str], asked: str | None) -> list[str]:
    """Return the stories that the form offers: all, or where there are many the one asked for."""
    return [each for each in stories if len(stories) <= _SUGGESTED or each == asked]


def _shown(session: Session, blocks: list[sheet.Block], ranking: list[Pair]) -> list[Shown]:
    found = sheet_queries.in_blocks(session, blocks, ranking)
    firsts = [None, *(each.pair for each in blocks)]
    return [
        Shown(each.pair, each.pair != before, sentences)
        for each, before, sentences in zip(blocks, firsts[:-1], found, strict=True)
        if sentences
    ]


def _asked(wanted: Wanted) -> dict[str, str | int]:
    """Return the fields of an address that asks for the same."""
    fields = {
        "article": wanted.article,
        "words": wanted.words or None,
        "story": wanted.story,
        "pair": ",".join(wanted.pair) if wanted.pair else None,
    }
    return {name: value for name, value in fields.items() if value is not None}
