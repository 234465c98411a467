"""A whole project, as a lead and four reviewers work through it, from the first setting to gold."""

from collections.abc import Callable, Mapping
from typing import NamedTuple

from playwright.sync_api import Page, expect

from tests.journeys import lead_steps, reviewer_steps, steps
from tests.journeys.labels import ARTICLES, OF_KEY
from tests.journeys.plan import (
    FIRST_TRIES,
    LEAD,
    OVERLAP,
    PERCENT,
    QUALIFICATION,
    READINGS,
    RIGHT,
    SECOND_TRY,
    TEAM,
    WHY,
    Paper,
    Spot,
    keys_of,
)
from tests.journeys.town import TOWN
from tests.rig.databases import ONLY_SQLITE
from tests.rig.program import Server
from webapp.scheme import NAMES

PROJECT = "First project"
TEXTS = {article.title: article.text for article in ARTICLES} | {
    small.title: small.text for small in TOWN
}
ASKED: Spot = (TOWN[3].title, 2)
QUESTION = "Two pilots: can a reader look up who they are?"
NOTE = "All 3 readings can be argued."
COUNTS = ("sourced", "unsourced", "opinion", "not_applicable")


class Cast(NamedTuple):
    """The people of the project, each with a browser of their own."""

    admin: Page
    lead: Page
    team: Mapping[str, Page]


@ONLY_SQLITE  # it is long, and what hangs on the engine is tested by itself
def test_whole_project_ends_in_gold_that_follows_its_labels(
    server: Server, new_page: Callable[..., Page]
) -> None:
    paper = Paper()
    cast = set_up(server, new_page)
    qualify(cast)
    share_out(cast, paper)
    look_at_the_others(cast, paper)
    check_progress(cast.lead)
    settle(cast, paper)
    check_gold(cast.lead, paper)
    change_labels(cast, paper)


def set_up(server: Server, new_page: Callable[..., Page]) -> Cast:
    """The admin sets the project up, brings articles in and invites a lead and four reviewers."""
    admin = new_page()
    steps.sign_in(admin, server.link)
    steps.open_project(admin, PROJECT)
    lead_steps.share_out_by_places(admin, OVERLAP)
    for small in TOWN:
        lead_steps.bring_in(admin, PROJECT, small)
    lead_steps.make_qualification(admin, PROJECT, QUALIFICATION, WHY)
    steps.open_project(admin, PROJECT)
    lead_steps.ask_to_qualify(admin, PERCENT)
    lead_steps.go_to(admin, "People")
    links = {LEAD: steps.invite(admin, LEAD, "Lead")}
    links |= {name: steps.invite(admin, name) for name in TEAM}
    pages = {name: new_page() for name in links}
    for name, link in links.items():
        steps.sign_in(pages[name], link)
    return Cast(admin, pages.pop(LEAD), pages)


def qualify(cast: Cast) -> None:
    """Each labels what the labels are learned on; one does not pass, and tries again."""
    for name, page in cast.team.items():
        reviewer_steps.start_qualification(page, QUALIFICATION.title)
        reviewer_steps.label(page, FIRST_TRIES[name])
        reviewer_steps.end(page)
        check_feedback(page, FIRST_TRIES[name])
    steps.open_project(cast.lead, PROJECT)
    lead_steps.give_another_try(cast.lead, TEAM[3])
    page = cast.team[TEAM[3]]
    reviewer_steps.open_work(page)
    page.get_by_role("link", name=f"Go on with {QUALIFICATION.title}").click()
    for number, key in enumerate(SECOND_TRY, 1):
        reviewer_steps.change(page, number, key)
    reviewer_steps.end(page)
    check_feedback(page, SECOND_TRY)


def check_feedback(page: Page, keys: str) -> None:
    """Check that each sentence is compared with the key, and what that amounts to."""
    matched = 0
    for at, (key, right, why) in enumerate(zip(keys, QUALIFICATION.keys, WHY, strict=True)):
        sentence = reviewer_steps.answers(page).nth(at)
        expect(sentence).to_contain_text(QUALIFICATION.text.split("\n")[at])
        expect(sentence).to_contain_text(why)
        said = f"You: {NAMES[OF_KEY[key]]}. The key: {NAMES[OF_KEY[right]]}."
        expect(sentence).to_contain_text("as in the key" if key == right else said)
        matched += key == right
    expect(page.get_by_text(f"{matched} of 4 sentences").first).to_be_visible()
    passed = 100 * matched >= PERCENT * len(keys)
    expect(page.get_by_text("You have passed" if passed else "Not passed yet")).to_be_visible()


def share_out(cast: Cast, paper: Paper) -> None:
    """In turn they take the next article, label it and end it, until none is left for anybody."""
    left = dict(cast.team)
    for page in left.values():
        reviewer_steps.open_work(page)
    while left:
        for name, page in list(left.items()):
            title = reviewer_steps.take_next(page)
            if title is None:
                del left[name]
                continue
            assert name not in paper.readers(title)
            keys = keys_of(title, name)
            reviewer_steps.label(page, keys)
            reviewer_steps.end(page)
            paper.write(title, name, keys)
            assert len(paper.readers(title)) <= OVERLAP
    assert {len(paper.readers(title)) for title in READINGS} == {OVERLAP}


def look_at_the_others(cast: Cast, paper: Paper) -> None:
    """Somebody sees, of an article that all have ended, where others gave another label."""
    title = ARTICLES[0].title
    name = paper.readers(title)[0]
    page = cast.team[name]
    reviewer_steps.open_done(page, title)
    page.get_by_role("link", name="How the others labelled it").click()
    own = keys_of(title, name)
    others = [keys_of(title, each) for each in paper.readers(title) if each != name]
    differing = [at + 1 for at, key in enumerate(own) if any(each[at] != key for each in others)]
    shown = page.locator("ol.compared > li .meta > a")
    expect(shown).to_have_text([f"Sentence {number}" for number in differing])
    row = page.locator("ol.compared > li").first
    for keys in (own, *others):
        expect(row).to_contain_text(NAMES[OF_KEY[keys[differing[0] - 1]]].lower())
    for each in TEAM:
        if each != name:
            expect(page.get_by_text(each)).to_have_count(0)


def check_progress(lead: Page) -> None:
    """The lead's page shows that all is done."""
    steps.open_project(lead, PROJECT)
    lead_steps.go_to(lead, "Progress")
    n = len(READINGS)
    all_places = OVERLAP * n
    expect(lead.locator("#summary")).to_contain_text(f"{n} articles of {n} have been ended")
    expect(lead.locator("#totals")).to_contain_text(f"{all_places} places taken")
    for title in READINGS:
        row = lead.locator("#articles").get_by_role("row", name=title)
        expect(row.get_by_role("cell").nth(0)).to_have_text(f"{OVERLAP} of {OVERLAP}")
        expect(row.get_by_role("cell").nth(1)).to_have_text(str(OVERLAP))


def settle(cast: Cast, paper: Paper) -> None:
    """The lead settles the queue by keys, and asks once before deciding."""
    lead_steps.go_to(cast.lead, "Adjudication")
    waiting = paper.waiting()
    expect(cast.lead.get_by_role("link", name=f"Waiting {len(waiting)}")).to_be_visible()
    for spot in waiting:
        lead_steps.expect_case(cast.lead, spot[0], spot[1] + 1, OVERLAP)
        if spot == ASKED:
            lead_steps.ask_its_reviewers(cast.lead, QUESTION)
        else:
            decide(cast.lead, paper, spot)
    lead_steps.expect_case(cast.lead, ASKED[0], ASKED[1] + 1, OVERLAP)
    answer(cast, paper)
    cast.lead.reload()
    expect(cast.lead.get_by_text("given since it was asked")).to_have_count(1)
    decide(cast.lead, paper, ASKED)
    expect(cast.lead.get_by_text("Nothing waits here.")).to_be_visible()


def decide(lead: Page, paper: Paper, spot: Spot) -> None:
    """Decide as the codebook would have it, and say why they differed."""
    key = RIGHT[spot[0]][spot[1]]
    all_differ = paper.alike(spot) == 0
    reason, note = ("two_readings", NOTE) if all_differ else ("slip", "")
    lead_steps.decide_by_key(lead, key, reason, note)
    paper.decide(spot, OF_KEY[key], reason, note)


def answer(cast: Cast, paper: Paper) -> None:
    """Who labelled it otherwise than the codebook thinks again."""
    right = OF_KEY[RIGHT[ASKED[0]][ASKED[1]]]
    name = next(name for name, label in paper.labels(ASKED).items() if label != right)
    reviewer_steps.answer_question(cast.team[name], QUESTION, NAMES[right])
    paper.correct(ASKED, name, right, is_free=False)


def check_gold(lead: Page, paper: Paper) -> None:
    """Compare every row of the exported gold with what follows from the paper."""
    rows = iter(lead_steps.download_gold(lead, PROJECT))
    for spot in paper.spots():
        label = paper.gold(spot)
        if label is not None:
            row = next(rows)
            assert (row["document_title"], int(row["position"])) == spot
            assert row["label"] == label
            check_row(row, paper, spot)
    assert list(rows) == []


def check_row(row: Mapping[str, str], paper: Paper, spot: Spot) -> None:
    """Check where the gold of a sentence is from, its words, and how many gave which label."""
    decision = paper.decided.get(spot)
    assert row["gold_from"] == ("adjudicated" if decision else "unanimous")
    assert row["reason"] == (decision.reason if decision else "")
    assert row["note"] == (decision.note if decision else "")
    assert row["decided_by"] == (LEAD if decision else "")
    counts = paper.counts(spot)
    assert {each: int(row[each]) for each in COUNTS} == {each: counts[each] for each in COUNTS}
    assert int(row["annotations"]) == counts.total()
    assert int(row["informed"]) == sum(not each.is_free for each in paper.said[spot].values())
    text = TEXTS[spot[0]][int(row["start"]) : int(row["end"])]
    assert row["text"].removeprefix("'") == text
    if spot[0] in {small.title for small in TOWN}:
        assert text == TEXTS[spot[0]].split("\n")[spot[1]]


def change_labels(cast: Cast, paper: Paper) -> None:
    """An article is opened again, and two of its labels change: gold and the queue follow."""
    title = TOWN[5].title
    decided = next(spot for spot in paper.decided if spot[0] == title)
    agreed = next(s for s in paper.spots() if s[0] == title and s not in paper.decided)
    name = paper.readers(title)[0]
    lead_steps.reopen(cast.lead, name, title)
    page = cast.team[name]
    reviewer_steps.open_work(page)
    page.get_by_role("link", name=title).click()
    expect(page.get_by_text("A lead opened this article for you again")).to_be_visible()
    for spot in (decided, agreed):
        key = next(key for key in "123" if OF_KEY[key] != paper.labels(spot)[name])
        reviewer_steps.change(page, spot[1] + 1, key)
        paper.correct(spot, name, OF_KEY[key])
    reviewer_steps.end(page)
    assert paper.waiting() == [agreed, decided]
    check_gold(cast.lead, paper)
    lead_steps.go_to(cast.lead, "Adjudication")
    lead_steps.expect_case(cast.lead, title, agreed[1] + 1, OVERLAP)
    decide(cast.lead, paper, agreed)
    lead_steps.expect_case(cast.lead, title, decided[1] + 1, OVERLAP)
    expect(cast.lead.locator(".changed")).to_contain_text("Labels have changed")
    expect(cast.lead.get_by_text("when it was decided")).to_have_count(1)
    decide(cast.lead, paper, decided)
    expect(cast.lead.get_by_text("Nothing waits here.")).to_be_visible()
    check_gold(cast.lead, paper)
