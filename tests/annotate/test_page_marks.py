"""What the article page says of each sentence before scripts begin, and where it leads."""

import html
import re

from tests.rig.api import judgment, save, sentences
from tests.rig.people import Somebody
from webapp.db import Database
from webapp.documents import actions as documents
from webapp.documents.article import NewDocument
from webapp.guidelines.actions import NewVersion, publish


def test_page_without_scripts_says_what_is_said_of_a_sentence(
    reviewer: Somebody, seeded: Database
) -> None:
    one, two, *_ = sentences(seeded)
    flags = ["unsure", "vague_attribution"]
    save(reviewer, 1, judgment(one, flags=flags, note="Why?"), judgment(two, None, flags=flags))
    marks = re.findall(
        r'class="mark[^>]*aria-label="([^"]+)">([^<]*)<', reviewer.get("/annotate/1").text
    )
    assert marks[:3] == [
        ("Sentence 1, sourced, unsure, vague attribution, with a note", "S?"),
        ("Sentence 2, not labelled, unsure, vague attribution", "?"),
        ("Sentence 3, not labelled", ""),
    ]


def test_page_puts_no_space_where_the_text_has_none(reviewer: Somebody, seeded: Database) -> None:
    text = "港口开放。市长说的。 It stays. It will."
    with seeded.writing() as session:
        new = documents.split(NewDocument(title="Port", text=text))
        found = documents.add(session, 1, new)[0].id
    page = reviewer.get(f"/annotate/{found}").text
    assert text in html.unescape(re.sub(r"<[^>]*>", "", page))


def test_page_leads_on_to_the_next_sentence_without_a_label(
    reviewer: Somebody, seeded: Database
) -> None:
    one, two, three, *_ = sentences(seeded)
    save(reviewer, 1, judgment(two), judgment(three))
    link = r'<a[^>]*id="next-open"[^>]*href="([^"]+)"'
    at = {at: re.findall(link, reviewer.get(f"/annotate/1?at={at}").text) for at in (1, 39)}
    assert at == {1: ["?at=4#s4"], 39: ["?at=1#s1"]}
    save(reviewer, 1, judgment(one))
    assert re.findall(link, reviewer.get("/annotate/1?at=39").text) == ["?at=4#s4"]


def test_page_leads_to_the_first_sentence_that_came_back(
    reviewer: Somebody, seeded: Database
) -> None:
    *_, four, five = sentences(seeded)[:5]
    save(reviewer, 1, judgment(four), judgment(five))
    new = NewVersion(text="Version 2.", summary="New words.", second_look=True)
    with seeded.writing() as session:
        publish(session, 1, new, None)
    page = reviewer.get("/annotate/1").text
    assert '<a href="?at=4#s4" data-command="next_again">2 sentences</a> came back' in page
