"""My work: what is one's own to label, what came back, one's own pace, and nothing of others."""

import re

import pytest

from tests.annotate.places import add, add_project
from tests.rig.api import judgment, save, sentences
from tests.rig.databases import statements
from tests.rig.pages import words
from tests.rig.people import People, Somebody
from webapp.accounts.actions import add_member
from webapp.db import Database
from webapp.guidelines.actions import NewVersion, publish
from webapp.scheme import ALL_LABELS

FIRST, SECOND = "US forces in Iraq shift", "US and Iraq announce"


def part(page: str, heading: str) -> str:
    """Return what follows a heading of the page, up to the next one."""
    after = page.split(heading, 1)
    assert len(after) == 2, heading
    return re.split(r"<h[23]", after[1])[0]


def headings(page: str) -> list[str]:
    """Return the headings below the page's own, without their numbers."""
    found = re.findall(r"<h[23][^>]*>(.*?)</h[23]>", page, re.DOTALL)
    plain = [re.sub(r"<span.*?</span>|<[^>]+>", "", each, flags=re.DOTALL) for each in found]
    return [each.strip() for each in plain]


# ---------------------------------------------------------------- articles


def test_articles_are_listed_by_how_far_one_is(reviewer: Somebody, seeded: Database) -> None:
    done, _ = add(seeded, "A short one", "Another")
    save(reviewer, 1, *map(judgment, sentences(seeded)[:12]))
    save(reviewer, done, *map(judgment, sentences(seeded, done)))
    page = reviewer.get("/annotate/").text
    assert headings(page)[:4] == ["First project", "In progress", "To start", "Done"]
    assert FIRST in part(page, "In progress")
    assert "12 of 39, 27 to go" in words(part(page, "In progress"))
    assert SECOND in part(page, "To start")
    assert "Another" in part(page, "To start")
    assert "A short one" in part(page, "<h3>Done")


def test_article_that_one_labelled_last_comes_first(reviewer: Somebody, seeded: Database) -> None:
    for document in (1, 2, 1):
        save(reviewer, document, judgment(sentences(seeded, document)[0]))
        page = reviewer.get("/annotate/").text
        titles = re.findall(r'<span class="headline">(.*?)</span>', part(page, "In progress"))
        assert titles[0].startswith(FIRST if document == 1 else SECOND)


def test_label_that_was_taken_back_is_to_give_again(reviewer: Somebody, seeded: Database) -> None:
    one, two, *_ = sentences(seeded)
    save(reviewer, 1, judgment(one), judgment(two), judgment(one, None))
    assert "1 of 39, 38 to go" in words(reviewer.get("/annotate/").text)
    save(reviewer, 1, judgment(two, None))
    assert headings(reviewer.get("/annotate/").text)[:2] == ["First project", "To start"]


def test_projects_are_kept_apart(reviewer: Somebody, seeded: Database) -> None:
    other, foreign = add_project(seeded, "Other"), add_project(seeded, "Foreign")
    add(seeded, "In the other one", project=other)
    add(seeded, "Not for Rita", project=foreign)
    with seeded.writing() as session:
        add_member(session, reviewer.person_id, other, "lead")
    page = reviewer.get("/annotate/").text
    assert [each for each in headings(page) if "roject" in each or each == "Other"] == [
        "First project",
        "Other",
    ]
    assert "In the other one" in page.split(">Other<")[1]
    assert "Not for Rita" not in page


def test_admin_has_the_projects_that_they_labelled_in(admin: Somebody, seeded: Database) -> None:
    add(seeded, "In the other one", project=add_project(seeded, "Other"))
    assert "You have labelled nothing yet" in admin.get("/annotate/").text
    save(admin, 1, judgment(sentences(seeded)[0]))
    page = admin.get("/annotate/").text
    assert "1 of 39" in words(page)
    assert "In the other one" not in page


def test_empty_project_says_what_will_come(people: People, seeded: Database) -> None:
    somebody = people.add("Nora New", "reviewer", add_project(seeded, "Empty"))
    assert "As soon as a lead brings articles in" in somebody.get("/annotate/").text


# ---------------------------------------------------------------- finding and long lists


def test_search_finds_words_of_a_title_in_any_case(reviewer: Somebody, seeded: Database) -> None:
    add(seeded, "Ärger im Rathaus", "Something else", "100% right")
    for query, title in (("äRGER  im", "Ärger im Rathaus"), ("0%", "100% right")):
        page = reviewer.get("/annotate/", query_string={"q": query}).text
        assert re.findall(r'class="headline">(.*?)<', page) == [title]
    assert "“nowhere”" in reviewer.get("/annotate/?q=nowhere").text


def test_long_list_begins_with_ten_and_has_pages(reviewer: Somebody, seeded: Database) -> None:
    add(seeded, *(f"Article {number}." for number in range(128)), length=1)

    def count(path: str) -> int:
        return reviewer.get(path).text.count('class="headline"')

    assert count("/annotate/") == 10
    following = re.search(r'href="([^"]+)">All 130: to start', reviewer.get("/annotate/").text)
    assert following
    first = following[1].replace("&amp;", "&")
    assert count(first) == 100
    assert "1 to 100 of 130" in words(reviewer.get(first).text)
    second = first.replace("page=1", "page=2")
    assert count(second) == 30
    assert "101 to 130 of 130" in words(reviewer.get(second).text)
    assert count(first.replace("page=1", "page=3")) == 0


@pytest.mark.parametrize(
    "query",
    [
        "page=-1&state=start&project=1",
        "page=x&state=start&project=1",
        f"page={'9' * 30}&state=start&project={'9' * 30}",
        "state=nothing&project=1",
        "state=start",
        "q=%00%ff%f0%9f%98%80",
        f"q={'a' * 5000}",
        "q=<script>",
    ],
)
def test_odd_addresses_are_no_trouble(query: str, reviewer: Somebody) -> None:
    answer = reviewer.get(f"/annotate/?{query}")
    assert answer.status_code == 200
    assert "<script>" not in answer.text


def test_page_asks_as_many_questions_whatever_there_is(
    reviewer: Somebody, seeded: Database
) -> None:
    reviewer.get("/annotate/")  # signs in
    counts = []
    for titles in ((), [f"Article {number}" for number in range(40)]):
        for document in add(seeded, *titles):
            ids = sentences(seeded, document)
            save(reviewer, document, judgment(ids[0], flags=["unsure"]), judgment(ids[1]))
        with statements(seeded) as sent:
            assert reviewer.get("/annotate/").status_code == 200
        counts.append(len(sent))
    assert counts[0] == counts[1] <= 13, counts


# ---------------------------------------------------------------- nothing of others


def test_page_is_the_same_whatever_a_colleague_does(
    reviewer: Somebody, colleague: Somebody, seeded: Database
) -> None:
    save(reviewer, 1, *(judgment(each, flags=["unsure"]) for each in sentences(seeded)[:5]))
    with seeded.writing() as session:
        publish(session, 1, NewVersion("New.", "New words.", second_look=True), None)
    paths = ("/annotate/", "/annotate/?q=us", "/annotate/?state=start&project=1")
    before = [bare(reviewer, path) for path in paths]
    for document in (1, 2):
        labels = enumerate(sentences(seeded, document))
        save(
            colleague,
            document,
            *(judgment(each, ALL_LABELS[n % 4], flags=["unsure"], note="x") for n, each in labels),
        )
    assert [bare(reviewer, path) for path in paths] == before
    assert colleague.name not in "".join(before)


def bare(who: Somebody, path: str) -> str:
    """Return a page without its form tokens, which are others each second."""
    return re.sub(r'name="csrf_token"[^>]*', "", who.get(path).text)


# ---------------------------------------------------------------- ways there


def test_home_leads_a_reviewer_to_their_work_and_a_lead_to_the_projects(
    reviewer: Somebody, lead: Somebody, admin: Somebody
) -> None:
    assert reviewer.get("/").headers["Location"] == "/annotate/"
    assert lead.get("/").headers["Location"] == "/documents/"
    assert admin.get("/").headers["Location"] == "/documents/"


def test_who_leads_one_project_is_no_reviewer_alone(reviewer: Somebody, seeded: Database) -> None:
    other = add_project(seeded, "Other")
    with seeded.writing() as session:
        add_member(session, reviewer.person_id, other, "lead")
    assert reviewer.get("/").headers["Location"] == "/documents/"


def test_every_page_leads_to_my_work(lead: Somebody) -> None:
    for path in ("/documents/projects/1", "/accounts/me", "/agreement/1", "/annotate/keys"):
        assert '<a href="/annotate/"' in lead.get(path).text, path
    assert 'href="/annotate/" aria-current="page"' in lead.get("/annotate/").text
