"""The repair page as a plain browser gets it: what it offers, says before, and does."""

import re
from html import unescape
from typing import Any
from urllib.parse import urlsplit

import pytest

from tests.annotate.repairs import TEXT, current, labels
from tests.rig.api import judgment, save, sentences, stored
from tests.rig.people import Somebody
from webapp.db import Database
from webapp.models import Project


@pytest.fixture
def mender(seeded: Database, reviewer: Somebody) -> Somebody:
    """A reviewer in a project that lets reviewers repair."""
    with seeded.writing() as session:
        session.get_one(Project, 1).reviewers_repair = True
    return reviewer


def page(who: Somebody, document_id: int, at: int = 1) -> str:
    answer = who.get(f"/annotate/{document_id}/repair?at={at}")
    assert answer.status_code == 200
    return re.sub(r'(name="csrf_token"[^>]* value=")[^"]*', r"\1", answer.text)


def send(who: Somebody, document_id: int, seen: int = 1, **fields: Any) -> Any:
    form = {"segmentation": seen} | fields
    return who.post(f"/annotate/{document_id}/repair", form)


def buttons(text: str) -> dict[str, tuple[str, str]]:
    """Return name and value of each button by what it is called."""
    found = re.findall(r"<button([^>]*)>([^<]*)</button>", text)
    named = {}
    for attributes, words in found:
        has = dict(re.findall(r'([\w-]+)="([^"]*)"', attributes))
        named[has.get("aria-label", words.strip())] = (has["name"], has["value"])
    return named


def test_page_offers_a_cut_before_each_word_and_both_joins(
    lead: Somebody, seeded: Database, short: int
) -> None:
    one, two, *_ = sentences(seeded, short)
    assert buttons(page(lead, short, 2)) == {
        "Split before ‘is’": ("at", "17"),
        "Split before ‘there’": ("at", "20"),
        "Join with the one before": ("join", str(one)),
        "Join with the next sentence, in another paragraph": ("join", str(two)),
    }


@pytest.mark.parametrize(
    ("at", "missing"), [(1, "before"), (4, "next"), (0, "before"), (99, "next")]
)
def test_first_and_last_sentence_have_one_neighbour(
    at: int, missing: str, lead: Somebody, short: int
) -> None:
    joins = [name for name in buttons(page(lead, short, at)) if name.startswith("Join")]
    assert len(joins) == 1
    assert missing not in joins[0]


def test_split_goes_on_at_the_new_sentence_and_says_what_was_done(
    lead: Somebody, seeded: Database, short: int
) -> None:
    two = sentences(seeded, short)[1]
    answer = send(lead, short, sentence_id=two, at=17)
    assert answer.status_code == 303
    assert answer.headers["Location"] == f"/annotate/{short}/repair?at=2&done=2#s2"
    after = lead.get(answer.headers["Location"]).text
    assert "Sentence 2 was split: these are sentences 2 and 3 now." in after
    assert [each[1:] for each in current(seeded, short)][1:3] == [(13, 16), (17, 26)]


def test_every_repair_can_be_undone_and_done_again(
    lead: Somebody, reviewer: Somebody, seeded: Database, short: int
) -> None:
    one, two, *_ = sentences(seeded, short)
    save(reviewer, short, judgment(two, "opinion"))
    before = current(seeded, short)
    answer = send(lead, short, sentence_id=two, join=one)
    joined = current(seeded, short)
    for seen, expected in ((2, before), (3, joined), (4, before)):
        location = answer.headers["Location"]
        text = lead.get(location).text
        name, value = buttons(text)["Undo this repair"]
        undo = text[: text.index("Undo this repair")].rpartition("<form")[2]
        fields = dict(re.findall(r'name="(segmentation|sentence_id)" value="(\d+)"', undo))
        answer = lead.post(urlsplit(location).path, fields | {name: value})
        assert answer.status_code == 303
        assert fields["segmentation"] == str(seen)
        assert current(seeded, short) == expected
    assert labels(reviewer, short)[1] == "opinion"


def test_lead_is_told_how_many_labels_a_repair_touches(
    lead: Somebody, reviewer: Somebody, colleague: Somebody, seeded: Database, short: int
) -> None:
    one, two, three, _ = sentences(seeded, short)
    assert "Nobody has labelled these sentences yet." in page(lead, short, 2)
    save(reviewer, short, judgment(two), judgment(one), judgment(one, None))
    save(colleague, short, judgment(three), judgment(two))
    text = page(lead, short, 2)
    assert "2 reviewers have labelled this sentence and will be asked to look again." in text
    text = page(lead, short, 4)
    assert "Nobody has labelled this sentence yet." in text
    assert "1 reviewer has labelled one of the two and will be asked to look again." in text
    for name in (reviewer.name, colleague.name):
        assert name not in text


def test_reviewer_is_told_of_own_labels_alone(
    mender: Somebody, colleague: Somebody, seeded: Database, short: int
) -> None:
    one, *others = sentences(seeded, short)
    save(mender, short, judgment(one))
    before = page(mender, short, 1), page(mender, short, 3)
    save(colleague, short, *map(judgment, others))
    assert (page(mender, short, 1), page(mender, short, 3)) == before
    assert "You have labelled this sentence; you will be asked to look again." in before[0]
    assert "You have no label on these sentences." in before[1]


def test_leads_see_who_repaired_what_and_reviewers_do_not(
    lead: Somebody, mender: Somebody, seeded: Database, short: int
) -> None:
    one, *_ = sentences(seeded, short)
    send(lead, short, sentence_id=one, join=one)
    text = " ".join(page(lead, short).split())
    assert "Repairs of this article (1)" in text
    assert re.search(r"Lena Lead, <time.* Joined <q .*>One is here.</q> and <q .*>Two is", text)
    assert "Lena Lead" not in page(mender, short)


def test_repair_of_an_older_page_is_409_and_shows_the_sentences_as_they_are(
    lead: Somebody, seeded: Database, short: int
) -> None:
    one, _, three, _ = sentences(seeded, short)
    send(lead, short, sentence_id=one, join=one)
    before = stored(seeded)
    answer = send(lead, short, sentence_id=three, at=33)
    assert answer.status_code == 409
    assert "Nothing was changed. Look at them as they are now." in answer.text
    assert "Sentence 2 of 3" in answer.text
    assert '<input id="segmentation" name="segmentation" type="hidden" value="2">' in answer.text
    assert stored(seeded) == before


@pytest.mark.parametrize(
    ("fields", "says"),
    [
        ({}, "Say one thing"),
        ({"at": 0}, "not inside the sentence"),
        ({"at": 55}, "not inside the sentence"),
        ({"at": "x"}, "at: "),
        ({"at": 2**31}, "at: "),
        ({"at": 44, "join": 1}, "Say one thing"),
        ({"join": 2**63}, "join: "),
        ({"join": "last"}, "last sentence"),
        ({"segmentation": ""}, "segmentation: "),
    ],
    ids=range(9),
)
def test_impossible_repair_is_422_and_says_why(
    fields: dict[str, Any], says: str, lead: Somebody, seeded: Database, short: int
) -> None:
    last = sentences(seeded, short)[-1]
    before = stored(seeded)
    if fields.get("join") == "last":
        fields = {"join": last}
    answer = lead.post(
        f"/annotate/{short}/repair", {"segmentation": 1, "sentence_id": last} | fields
    )
    assert answer.status_code == 422
    assert says in answer.text
    assert stored(seeded) == before


def test_reviewer_has_the_page_only_where_the_project_lets_them(
    reviewer: Somebody, seeded: Database, short: int
) -> None:
    assert reviewer.get(f"/annotate/{short}/repair").status_code == 403
    assert send(reviewer, short).status_code == 403
    with seeded.writing() as session:
        session.get_one(Project, 1).reviewers_repair = True
    one, *_ = sentences(seeded, short)
    assert send(reviewer, short, sentence_id=one, join=one).status_code == 303


def test_whole_text_stands_on_the_page(lead: Somebody, short: int) -> None:
    article = re.search(r"<article.*</article>", page(lead, short, 2), re.DOTALL)
    assert article
    words = unescape(re.sub(r"<[^>]+>|Sentence\b", " ", article[0]))
    assert re.sub(r"[\s\d]+", "", TEXT) in re.sub(r"[\s\d]+", "", words)
