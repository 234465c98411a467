"""My work: the sentences that came back, those one was unsure of, and one's own pace."""

import re
from datetime import UTC, datetime, timedelta

from tests.annotate.places import add
from tests.annotate.test_work import part
from tests.rig.api import judgment, save, sentences
from tests.rig.pages import words
from tests.rig.people import Somebody
from webapp.annotate import pace_queries, work
from webapp.annotate.repair import repair
from webapp.db import Database, now
from webapp.documents.repair import Join
from webapp.guidelines.actions import NewVersion, publish
from webapp.guidelines.queries import second_look_since


def new_guidelines(database: Database, words: str, *, second_look: bool) -> None:
    """Put a new version of the guidelines in force."""
    new = NewVersion(text=words, summary="New words.", second_look=second_look)
    with database.writing() as session:
        publish(session, 1, new, None)


def test_labels_under_older_guidelines_come_back_where_a_lead_wants_it(
    reviewer: Somebody, seeded: Database
) -> None:
    one, two, three, *_ = sentences(seeded)
    save(reviewer, 1, judgment(one), judgment(two), judgment(three, None))
    new_guidelines(seeded, "Version 2.", second_look=False)
    assert "Came back" not in reviewer.get("/annotate/").text
    new_guidelines(seeded, "Version 3.", second_look=True)
    page = part(reviewer.get("/annotate/").text, "Came back for another look")
    assert re.findall(r'href="([^"]+)"', page) == ["/annotate/1?at=1", "/annotate/1?at=2"]
    save(reviewer, 1, judgment(one))
    page = part(reviewer.get("/annotate/").text, "Came back for another look")
    assert re.findall(r'href="([^"]+)"', page) == ["/annotate/1?at=2"]
    save(reviewer, 1, judgment(two))
    assert "Came back" not in reviewer.get("/annotate/").text


def test_second_look_means_here_what_it_means_to_the_guidelines(
    reviewer: Somebody, seeded: Database
) -> None:
    ids = sentences(seeded)
    for version, asks in ((2, True), (3, False), (4, True), (5, False)):
        save(reviewer, 1, judgment(ids[version]))
        new_guidelines(seeded, f"Version {version}.", second_look=asks)
    save(reviewer, 1, judgment(ids[9]))
    with seeded.reading() as session:
        since = second_look_since(session, 1)
        found = work.second_look(session, reviewer.caller)
    assert since == 4
    assert [each.number for each in found] == [3, 4, 5]


def test_sentence_that_a_repair_made_comes_back_to_who_had_labelled_it(
    reviewer: Somebody, colleague: Somebody, lead: Somebody, seeded: Database
) -> None:
    one, two, three, *_ = sentences(seeded)
    save(reviewer, 1, judgment(one, "opinion"), judgment(two), judgment(three))
    with seeded.writing() as session:
        repair(session, lead.caller, 1, 1, Join(one))
    page = reviewer.get("/annotate/").text
    back = part(page, "Came back for another look")
    assert re.findall(r'href="([^"]+)"', back) == ["/annotate/1?at=1"]
    assert "before: Opinion , Sourced" in words(back)
    assert "1 of 38, 37 to go" in words(page)
    assert "Came back" not in colleague.get("/annotate/").text


def test_unsure_sentences_are_listed_with_their_words(reviewer: Somebody, seeded: Database) -> None:
    (document,) = add(seeded, "Emoji 😀 and 字")
    one, two, three = sentences(seeded, document)
    save(
        reviewer,
        document,
        judgment(one, flags=["vague_attribution"]),
        judgment(two, "opinion", flags=["loaded_wording", "unsure"]),
        judgment(three, flags=["unsure"]),
        judgment(three),
    )
    page = part(reviewer.get("/annotate/").text, "You were unsure")
    assert re.findall(r'href="([^"]+)"', page) == [f"/annotate/{document}?at=2"]
    assert "Emoji 😀 and 字, sentence 1." in page
    assert "Opinion" in page


def test_long_list_of_sentences_says_how_many_there_are(
    reviewer: Somebody, seeded: Database
) -> None:
    (document,) = add(seeded, "Long", length=60)
    save(
        reviewer,
        document,
        *(judgment(each, flags=["unsure"]) for each in sentences(seeded, document)),
    )
    page = reviewer.get("/annotate/").text
    assert "These are the first 50 of 60." in page
    assert page.count("<bdi>") == 50


# ---------------------------------------------------------------- pace


def test_pace_and_days_come_from_when_labels_were_made(
    reviewer: Somebody, seeded: Database
) -> None:
    start = datetime.now(UTC).replace(hour=0, minute=0, second=1) - timedelta(days=3)
    made = [start + timedelta(seconds=6 * number) for number in range(39)]
    items = zip(sentences(seeded), made, strict=True)
    save(reviewer, 1, *(judgment(each, made_at=at.isoformat()) for each, at in items))
    page = words(reviewer.get("/annotate/").text)
    assert "0 sentences today, 39 in the last 7 days" in page
    assert "You need 6.0 seconds for a sentence: the median of n = 38" in page
    assert "27 sentences: about 3 minutes" in page


def test_no_pace_is_told_from_few_labels(reviewer: Somebody, seeded: Database) -> None:
    assert "Your pace" not in reviewer.get("/annotate/").text
    save(reviewer, 1, judgment(sentences(seeded)[0]))
    page = words(reviewer.get("/annotate/").text)
    assert "1 sentence today, 1 in the last 7 days" in page
    assert "seconds for a sentence" not in page
    assert "about" not in page.split("Your pace")[0]


def test_sentence_counts_once_on_each_day(reviewer: Somebody, seeded: Database) -> None:
    one, two, *_ = sentences(seeded)
    noon = now().replace(hour=12) - timedelta(days=2)
    for sentence, back in ((one, 0), (one, 0), (two, 0), (one, 1), (one, 11), (two, 12)):
        at = (noon - timedelta(days=back)).isoformat()
        save(reviewer, 1, judgment(sentence, made_at=at))
    save(reviewer, 1, judgment(one, "opinion", seen_revision=0))
    save(reviewer, 1, judgment(two, None))
    with seeded.reading() as session:
        days = pace_queries.days(session, reviewer.person_id, now())
    assert [each.sentences for each in days] == [1, *[0] * 9, 1, 2, 0, 0]
    assert days[-1].date == now().date()


def test_quoted_sentence_gets_no_second_pair_of_marks(reviewer: Somebody, seeded: Database) -> None:
    document_id = add(seeded, "“We will.”")[0]
    save(reviewer, document_id, judgment(sentences(seeded, document_id)[0], flags=["unsure"]))
    page = part(reviewer.get("/annotate/").text, "You were unsure")
    assert words(page).count("“") == 2  # of the sentence, and of the title
