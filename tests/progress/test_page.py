"""The lead's page: the state of every article, people, days; what is unchanged is not sent."""

import gzip
import re

import pytest
from sqlalchemy import update

from tests.annotate.joining import add_article, end
from tests.progress.conftest import Put, ago
from tests.rig.api import get, judgment, save, sentences
from tests.rig.databases import ONLY_SQLITE
from tests.rig.people import Somebody
from webapp.accounts import pseudonym_actions
from webapp.adjudicate import actions as adjudicate
from webapp.adjudicate.actions import Ruling
from webapp.annotate.place_actions import submit
from webapp.db import Database, now
from webapp.documents import actions
from webapp.documents.article import NewDocument
from webapp.models import Annotation, Project
from webapp.progress import people_queries, queries
from webapp.progress.label_queries import Labelled
from webapp.progress.queries import Article
from webapp.progress.wanted import Wanted


def articles(database: Database, **asked: object) -> list[Article]:
    with database.reading() as session:
        project, at = session.get_one(Project, 1), now()
        known = queries.totals(session, project, at)
        wanted = Wanted(**asked)  # type: ignore[arg-type]
        return list(queries.articles(session, project, wanted, known, at).items)


def text(who: Somebody, path: str = "/progress/1") -> str:
    return " ".join(who.get(path).text.split())


@pytest.fixture
def half(reviewer: Somebody, colleague: Somebody, seeded: Database) -> None:
    """Two reviewers label the second article, and differ on two sentences; both submit it."""
    ids = sentences(seeded, 2)
    save(reviewer, 2, *(judgment(each) for each in ids))
    save(
        colleague, 2, *(judgment(each, "opinion" if each in ids[:2] else "sourced") for each in ids)
    )
    for who in (reviewer, colleague):
        with seeded.writing() as session:
            submit(session, who.caller, 2, incomplete=False)


@pytest.mark.usefixtures("half")
def test_article_has_its_places_and_what_its_labels_amount_to(seeded: Database) -> None:
    first, second = articles(seeded)
    assert (first.id, first.state, first.taken, first.submitted) == (1, "wanting", 0, 0)
    assert (second.id, second.state, second.taken, second.submitted) == (2, "submitted", 2, 2)
    assert second.sentences == 27
    assert second.labelled == Labelled(27, 2, 2)
    assert (second.labelled.agreed, second.open_disputes) == (25, 2)


@pytest.mark.usefixtures("half")
def test_dispute_is_open_until_it_is_settled_itself(lead: Somebody, seeded: Database) -> None:
    one, _, agreed = sentences(seeded, 2)[:3]

    def open_after(sentence: int, label: str | None) -> int:
        with seeded.writing() as session:
            reason = "slip" if label else None
            adjudicate.decide(session, lead.caller, sentence, Ruling(label, reason))
        return articles(seeded)[1].open_disputes

    assert open_after(agreed, "opinion") == 2
    assert open_after(one, "opinion") == 1
    assert open_after(one, None) == 2


def test_not_applicable_beside_a_label_is_a_dispute_as_in_the_queue(
    reviewer: Somebody, colleague: Somebody, seeded: Database
) -> None:
    one = sentences(seeded, 2)[0]
    save(reviewer, 2, judgment(one, "not_applicable"))
    save(colleague, 2, judgment(one, "opinion"))
    second = next(each for each in articles(seeded) if each.id == 2)
    assert second.labelled == Labelled(1, 1, 1)


@pytest.mark.usefixtures("half")
def test_what_needs_work_comes_first(seeded: Database) -> None:
    assert [each.id for each in articles(seeded)] == [1, 2]
    assert [each.id for each in articles(seeded, sort="order")] == [1, 2]
    with seeded.writing() as session:
        actions.add(session, 1, actions.split(NewDocument(title="Third", text="One.")))
    assert [each.id for each in articles(seeded)] == [1, 3, 2]


@pytest.mark.usefixtures("half")
def test_articles_are_found_by_state_and_by_words(seeded: Database, lead: Somebody) -> None:
    assert [each.id for each in articles(seeded, state="submitted")] == [2]
    assert [each.id for each in articles(seeded, state="progress")] == []
    assert [each.id for each in articles(seeded, words="us FORCES")] == [1]
    assert [each.id for each in articles(seeded, words="100%_")] == []
    assert "1 to 1 of 1 article" in text(lead, "/progress/1?q=us+forces")
    assert "No article is like that." in text(lead, "/progress/1?q=nothing")
    assert lead.get("/progress/1?q=%00&state=x&sort=y&page=-1").status_code == 200


def test_work_without_a_place_counts_in_an_open_project_alone(
    seeded: Database, reviewer: Somebody, colleague: Somebody
) -> None:
    for who in (reviewer, colleague):
        save(who, 1, judgment(1))
    assert [each.state for each in articles(seeded, sort="order")] == ["progress", "wanting"]
    assert articles(seeded, sort="order")[0].begun == 2
    with seeded.writing() as session:
        session.get_one(Project, 1).mode = "assigned"
    assert [each.state for each in articles(seeded, sort="order")] == ["wanting", "wanting"]


@pytest.mark.usefixtures("half")
def test_labels_given_after_having_seen_others_do_not_count(seeded: Database) -> None:
    with seeded.writing() as session:
        session.execute(update(Annotation).values(informed=True))
    assert articles(seeded, state="submitted")[0].labelled == Labelled(0, 0)


@pytest.mark.usefixtures("half")
def test_page_says_in_a_line_how_far_the_project_is(lead: Somebody) -> None:
    page = text(lead)
    assert "1 article of 2 has been ended by 2 reviewers; 0 are in progress, 1 lacks" in page
    assert "2 places taken, 2 of them ended; 4 are wanted, 2 for each article." in page


def test_hundred_articles_stand_on_a_page(lead: Somebody, seeded: Database) -> None:
    with seeded.writing() as session:
        for number in range(100):
            new = NewDocument(title=f"Piece {number}", text=f"Piece {number}.")
            actions.add(session, 1, actions.split(new))
    assert "1 to 100 of 102 articles" in text(lead)
    second = text(lead, "/progress/1?page=2")
    assert "101 to 102 of 102 articles" in second
    assert 'rel="prev"' in second
    assert "1 to 100 of 100 articles" in text(lead, "/progress/1?q=piece")


@pytest.mark.usefixtures("half")
def test_person_has_places_and_sentences(seeded: Database, reviewer: Somebody, put: Put) -> None:
    put(reviewer, 1, lease_until=ago(hours=1))
    with seeded.reading() as session:
        found = {each.name: each for each in people_queries.people(session, 1, now())}
    rita = found["Rita Reviewer"]
    assert (rita.open, rita.lapsed, rita.submitted, rita.sentences) == (0, 1, 1, 27)
    assert rita.seen_at is not None
    assert found["Carl Colleague"].lapsed == 0


def test_day_counts_what_was_submitted_on_it(
    seeded: Database, reviewer: Somebody, colleague: Somebody, put: Put
) -> None:
    put(reviewer, submitted_at=ago(days=2))
    put(colleague, submitted_at=ago(days=2))
    put(reviewer, 2, submitted_at=ago(days=40))
    with seeded.reading() as session:
        days = people_queries.days(session, 1, now())
    assert [each.submitted for each in days] == [0] * 11 + [2, 0, 0]
    assert days[-1].date == now().date()


def test_shared_articles_are_named_and_counted_neither_in_the_head_nor_in_the_chart(
    seeded: Database, lead: Somebody, reviewer: Somebody
) -> None:
    assert "everybody labels" not in text(lead)
    end(reviewer, add_article(seeded, "shared"))
    page = text(lead)
    assert "0 articles of 2 have been ended" in page
    assert "1 shared article, which everybody labels, is counted neither here nor below" in page
    assert 'href="/documents/projects/1/joining#shared"' in page
    with seeded.reading() as session:
        assert sum(day.submitted for day in people_queries.days(session, 1, now())) == 0


def test_page_says_ended_and_never_submitted(lead: Somebody, reviewer: Somebody, put: Put) -> None:
    put(reviewer, submitted_at=ago(days=1))
    for path in ("/progress/1", "/progress/1/people", "/progress/1/places"):
        shown = re.sub(r"<[^>]*>", " ", text(lead, path))
        assert "ended" in shown.lower()
        assert "submitted" not in shown.lower()


def test_member_who_has_left_is_not_waited_for(
    lead: Somebody, reviewer: Somebody, seeded: Database
) -> None:
    with seeded.writing() as session:
        name = pseudonym_actions.replace(session, None, reviewer.person_id)
    page = lead.get("/progress/1").text
    assert "Invited, and never signed in" in page  # the lead, in this test
    assert name not in page
    assert name not in lead.get("/progress/1/places").text


def test_member_who_never_signed_in_can_be_sent_a_new_link(
    lead: Somebody, reviewer: Somebody
) -> None:
    page = text(lead)
    assert "Invited, and never signed in" in page
    assert f"/accounts/projects/1/people/{reviewer.person_id}/link" in page


def test_words_to_send_name_the_article_and_its_whole_address(
    lead: Somebody, reviewer: Somebody, put: Put
) -> None:
    put(reviewer, lease_until=ago(days=2, hours=1))
    page = text(lead)
    assert "Hello Rita Reviewer, “US forces in Iraq" in page
    assert "http://localhost/annotate/1" in page
    assert 'ran out <time datetime="' in page
    assert "2 days ago</time>" in page


# ---------------------------------------------------------------- updating


@pytest.mark.parametrize("path", ["/progress/1/live", "/progress/1/people/live"])
def test_what_is_unchanged_is_not_sent_again(
    path: str, lead: Somebody, reviewer: Somebody, put: Put
) -> None:
    first = lead.get(path)
    mark = first.headers["ETag"]
    again = lead.get(path, headers={"If-None-Match": mark})
    assert (again.status_code, again.data) == (304, b"")
    assert again.headers["Cache-Control"] == "no-store"
    put(reviewer)
    changed = lead.get(path, headers={"If-None-Match": mark})
    assert changed.status_code == 200
    assert changed.headers["ETag"] != mark


@ONLY_SQLITE
def test_mark_holds_for_the_compressed_part_too(lead: Somebody) -> None:
    plain = lead.get("/progress/1/live")
    small = lead.get("/progress/1/live", headers={"Accept-Encoding": "gzip"})
    assert small.headers["Content-Encoding"] == "gzip"
    assert gzip.decompress(small.data) == plain.data
    assert small.headers["ETag"] == plain.headers["ETag"]


@ONLY_SQLITE
def test_part_that_repeats_words_of_its_request_is_not_compressed(lead: Somebody) -> None:
    answer = lead.get("/progress/1/live?q=a", headers={"Accept-Encoding": "gzip"})
    assert "Content-Encoding" not in answer.headers


@ONLY_SQLITE
def test_part_has_no_secret_in_it(lead: Somebody, reviewer: Somebody, put: Put) -> None:
    put(reviewer, lease_until=ago(hours=1))
    assert "csrf" not in lead.get("/progress/1/live").text


# ---------------------------------------------------------------- programs


@pytest.mark.usefixtures("half")
def test_program_gets_what_the_page_shows(lead: Somebody, reviewer: Somebody, put: Put) -> None:
    put(reviewer, lease_until=ago(hours=1))
    found = get(lead, "/projects/1/progress").get_json()
    assert found["states"] == {"wanting": 1, "progress": 0, "submitted": 1}
    assert (found["mode"], found["overlap"], found["taken"], found["submitted"]) == (
        "open",
        2,
        2,
        2,
    )
    assert found["stuck"][0]["kind"] == "lapsed"
    assert found["stuck"][0]["items"][0]["person_id"] == reviewer.person_id
    assert (found["articles"][1]["document_id"], found["articles"][1]["disputed"]) == (2, 2)
    assert found["days"][-1]["submitted"] == 2
    asked = get(lead, "/projects/1/progress?state=submitted").get_json()
    assert [each["document_id"] for each in asked["articles"]] == [2]
    people = get(lead, "/projects/1/progress/people").get_json()["items"]
    assert [each["sentences"] for each in people if each["name"] == "Rita Reviewer"] == [27]
