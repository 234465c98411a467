"""My work: what one has to label, what came back, and one's own pace."""

from flask import Blueprint, render_template, request
from sqlalchemy.orm import Session

from webapp import current
from webapp.accounts.guards import caller, require_session
from webapp.annotate import (
    joining_work,
    pace,
    pace_queries,
    question_queries,
    repeat_queries,
    work,
    work_list,
)
from webapp.db import now

LONGEST_SEARCH = 200

blueprint = Blueprint("work", __name__, url_prefix="/annotate")
blueprint.before_request(require_session)


@blueprint.get("/")
def show() -> str:
    """Show one's own work; `q` searches the titles, `project` and `state` open one list whole."""
    words = " ".join(request.args.get("q", "").split())[:LONGEST_SEARCH]
    wanted, state = request.args.get("project", 0, type=int), request.args.get("state", "")
    is_list = state in work_list.NAMES
    with current.reading() as session:
        projects = work.projects(session, caller())
        articles = work.articles(session, caller())
        known = pace.pace(pace.steps(pace_queries.latest(session, caller().person_id)))
        around = {} if words or is_list else _around(session)
        sets = [] if words or is_list else joining_work.own_sets(session, caller().person_id, now())
    above = {each.id for own in sets for each in own.articles}
    found = [each for each in work_list.matching(articles, words) if each.id not in above]
    page = max(request.args.get("page", 1, type=int), 1)
    return render_template(
        "annotate/work.html",
        words=words,
        has_articles=bool(articles),
        projects=(
            work_list.one_list([each for each in projects if each.id == wanted], found, state, page)
            if is_list
            else work_list.by_project(projects, found)
        ),
        page=page if is_list else 0,
        pace=known,
        estimate=pace.estimate,
        sets=sets,
        **around,
    )


def _around(session: Session) -> dict[str, object]:
    """Return what stands around the articles where the page is not about a part of them."""
    days = pace_queries.days(session, caller().person_id, now())
    return {
        "asked": question_queries.asked(session, caller()),
        "second_look": work.second_look(session, caller()),
        "repaired": work.repaired(session, caller()),
        "unsure": work.unsure(session, caller()),
        "closed": work.closed(session, caller()),
        "waiting": repeat_queries.waiting(session, caller(), now()),
        "days": days,
        "week": sum(day.sentences for day in days[-7:]),
        "most": max(day.sentences for day in days),
    }
