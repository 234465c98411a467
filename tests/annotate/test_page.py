"""The article page as a plain form: saving, taking back, going on, choosing after a conflict."""

import html
import re

import pytest

from tests.annotate.conftest import form, shown
from tests.rig.api import LARGEST, get, judgment, save, sentences, stored
from tests.rig.databases import ONLY_SQLITE
from tests.rig.people import Somebody
from webapp.db import Database
from webapp.documents import actions
from webapp.documents.article import NewDocument

LABEL = "/annotate/1/label"
HUGE = "9" * 5000


def labels(who: Somebody) -> list[str | None]:
    found = get(who, "/documents/1").get_json()["sentences"]
    return [each["annotation"] and each["annotation"]["label"] for each in found]


def text_of(page: str) -> str:
    """Return the words of a page."""
    return " ".join(html.unescape(re.sub(r"<[^>]*>", " ", page)).split())


# ---------------------------------------------------------------- what it shows


def test_page_shows_every_sentence_in_order(reviewer: Somebody) -> None:
    document = get(reviewer, "/documents/1").get_json()
    words = text_of(reviewer.get("/annotate/1").text)
    at = 0
    for sentence in document["sentences"]:
        at = words.index(" ".join(sentence["text"].split()), at)


def test_page_begins_at_the_first_sentence_without_a_label(
    reviewer: Somebody, seeded: Database
) -> None:
    one, two, three, *_ = sentences(seeded)
    save(reviewer, 1, judgment(one), judgment(three))
    assert shown(reviewer.get("/annotate/1").text)["sentence_id"] == str(two)


def test_page_counts_what_is_labelled(reviewer: Somebody, seeded: Database) -> None:
    one, two, three, *_ = sentences(seeded)
    save(reviewer, 1, judgment(one), judgment(two), judgment(three), judgment(three, None))
    assert "2 of 39 labelled" in text_of(reviewer.get("/annotate/1").text)


@pytest.mark.parametrize(
    ("at", "number"),
    [
        ("1", "1"),
        ("39", "39"),
        ("40", "39"),
        ("-3", "1"),
        ("0", "1"),
        ("x", "1"),
        (HUGE, "1"),
    ],
    ids=["first", "last", "after", "negative", "zero", "word", "huge"],
)
@ONLY_SQLITE
def test_page_opens_at_a_number(at: str, number: str, reviewer: Somebody) -> None:
    assert shown(reviewer.get(f"/annotate/1?at={at}").text)["number"] == number


def test_page_has_a_new_event_id_each_time(reviewer: Somebody) -> None:
    assert form(reviewer)["event_id"] != form(reviewer)["event_id"]


# ---------------------------------------------------------------- saving


def test_form_saves_and_goes_on_to_the_next_sentence(reviewer: Somebody) -> None:
    answer = reviewer.post(LABEL, form(reviewer, at=2, label="opinion"))
    assert (answer.status_code, answer.headers["Location"]) == (303, "/annotate/1?at=3#s3")
    assert labels(reviewer)[:3] == [None, "opinion", None]


def test_form_takes_a_label_back_and_stays(reviewer: Somebody) -> None:
    reviewer.post(LABEL, form(reviewer, at=2, label="opinion"))
    answer = reviewer.post(LABEL, form(reviewer, at=2, label="take_back"))
    assert (answer.status_code, answer.headers["Location"]) == (303, "/annotate/1?at=2#s2")
    assert labels(reviewer)[1] is None


def test_form_keeps_flags_and_note(reviewer: Somebody, seeded: Database) -> None:
    first = sentences(seeded)[0]
    save(reviewer, 1, judgment(first, "sourced", flags=["unsure", "prediction"], note='so "so"'))
    fields = form(reviewer, label="opinion", note=html.unescape(form(reviewer)["note"]))
    page = reviewer.get("/annotate/1?at=1").text
    fields["flags"] = re.findall(r'name="flags" value="(\w+)"\s+checked', page)
    assert reviewer.post(LABEL, fields).status_code == 303
    current = get(reviewer, "/documents/1").get_json()["sentences"][0]["annotation"]
    assert (current["label"], current["flags"]) == ("opinion", ["unsure", "prediction"])
    assert current["note"] == 'so "so"'


def test_same_form_sent_twice_is_stored_once(reviewer: Somebody, seeded: Database) -> None:
    fields = form(reviewer, label="sourced")
    first, second = reviewer.post(LABEL, fields), reviewer.post(LABEL, fields)
    assert (first.status_code, first.headers["Location"]) == (303, "/annotate/1?at=2#s2")
    assert (second.status_code, second.headers["Location"]) == (303, "/annotate/1?at=2#s2")
    assert len(stored(seeded)["event"]) == 1


def test_last_sentence_is_followed_by_itself(reviewer: Somebody) -> None:
    answer = reviewer.post(LABEL, form(reviewer, at=39, label="sourced"))
    page = reviewer.get(answer.headers["Location"]).text
    assert shown(page)["number"] == "39"


def test_script_gets_what_became_of_its_label(reviewer: Somebody) -> None:
    fields = form(reviewer, label="sourced")
    accept = {"Accept": "application/json"}
    answer = reviewer.post(LABEL, fields, headers=accept)
    assert (answer.status_code, answer.get_json()["outcome"]) == (200, "stored")
    again = reviewer.post(LABEL, fields, headers=accept)
    assert (again.status_code, again.get_json()["outcome"]) == (200, "known")
    stale = reviewer.post(LABEL, fields | {"event_id": "other"}, headers=accept)
    assert (stale.status_code, stale.get_json()["outcome"]) == (409, "conflict")
    assert stale.get_json()["current"]["label"] == "sourced"


# ---------------------------------------------------------------- a page older than the labels


def test_conflict_shows_both_labels_and_changes_neither(reviewer: Somebody) -> None:
    old = form(reviewer, at=2, label="opinion")
    reviewer.post(LABEL, form(reviewer, at=2, label="sourced"))
    answer = reviewer.post(LABEL, old)
    assert answer.status_code == 409
    words = text_of(answer.text)
    assert "Sentence 2 has another label by now" in words
    assert "It was saved elsewhere as Sourced" in words
    assert "You chose Opinion" in words
    assert "Use Opinion" in words
    assert "Keep Sourced" in words
    assert labels(reviewer)[1] == "sourced"


def test_conflict_lets_the_reviewer_use_the_newer_choice(reviewer: Somebody) -> None:
    old = form(reviewer, at=2, label="opinion")
    reviewer.post(LABEL, form(reviewer, at=2, label="sourced"))
    page = reviewer.post(LABEL, old).text
    chosen = page[page.index('class="conflict') : page.index("</section>")]
    fields = dict(re.findall(r'<input[^>]*name="(\w+)"[^>]*value="([^"]*)"', chosen))
    button = re.search(r'<button name="label" value="(\w+)"', chosen)
    assert button
    answer = reviewer.post(LABEL, fields | {"label": button[1]})
    assert (answer.status_code, answer.headers["Location"]) == (303, "/annotate/1?at=3#s3")
    assert labels(reviewer)[1] == "opinion"


def test_conflict_on_taking_back_says_so(reviewer: Somebody) -> None:
    reviewer.post(LABEL, form(reviewer, at=2, label="opinion"))
    old = form(reviewer, at=2, label="take_back")
    reviewer.post(LABEL, form(reviewer, at=2, label="sourced"))
    words = text_of(reviewer.post(LABEL, old).text)
    assert "You chose to take it back" in words
    assert "Use no label" in words


def test_conflict_with_a_label_taken_back_says_so(reviewer: Somebody) -> None:
    reviewer.post(LABEL, form(reviewer, at=2, label="opinion"))
    old = form(reviewer, at=2, label="sourced")
    reviewer.post(LABEL, form(reviewer, at=2, label="take_back"))
    words = text_of(reviewer.post(LABEL, old).text)
    assert "It was saved elsewhere as not labelled" in words
    assert "Keep no label" in words


@pytest.mark.parametrize("number", [None, "1", "39", "x"])
@ONLY_SQLITE
def test_conflict_is_shown_at_its_sentence_whatever_number_was_sent(
    number: str | None, reviewer: Somebody
) -> None:
    old = form(reviewer, at=2, label="opinion", number=number)
    reviewer.post(LABEL, form(reviewer, at=2, label="sourced"))
    page = reviewer.post(LABEL, old).text
    assert "Sentence 2 has another label by now" in text_of(page)
    assert shown(page)["sentence_id"] == old["sentence_id"]


def test_conflict_without_any_label_is_a_page_too(reviewer: Somebody) -> None:
    answer = reviewer.post(LABEL, form(reviewer, at=2, label="sourced", seen_revision="7"))
    assert answer.status_code == 409
    assert labels(reviewer)[1] is None


# ---------------------------------------------------------------- forms that are wrong


@pytest.mark.parametrize(
    ("changed", "says"),
    [
        ({"event_id": None}, "event_id: "),
        ({"event_id": ""}, "event_id: "),
        ({"event_id": "x" * 101}, "event_id: "),
        ({"event_id": "a\0b"}, "event_id: a NUL"),
        ({"sentence_id": None}, "sentence_id: "),
        ({"sentence_id": "0"}, "sentence_id: "),
        ({"sentence_id": "[object Object]"}, "sentence_id: "),
        ({"sentence_id": str(LARGEST)}, "is not in document 1."),
        ({"sentence_id": str(LARGEST + 1)}, "sentence_id"),
        ({"sentence_id": "9" * 5000}, "sentence_id: "),
        ({"sentence_id": "40"}, "is not in document 1."),
        ({"label": None}, "label: Choose a label."),
        ({"label": "mixed"}, "label: There is no such label."),
        ({"flags": "nonsense"}, "flags: "),
        ({"note": "x" * 5001}, "note: "),
        ({"note": "\0"}, "note: a NUL"),
        ({"seen_revision": "-1"}, "seen_revision: "),
        ({"seen_revision": "9" * 30}, "seen_revision: Number must be"),
        ({"seen_revision": str(2**31)}, "seen_revision: Number must be"),
        ({"sentence_id": "9" * 100}, "sentence_id: Number must be"),
        ({"made_at": "yesterday"}, "made_at"),
    ],
    ids=range(21),
)
@ONLY_SQLITE
def test_wrong_form_is_refused_with_its_reason(
    changed: dict[str, str | None], says: str, reviewer: Somebody, seeded: Database
) -> None:
    fields = {
        name: value
        for name, value in (form(reviewer, label="sourced") | changed).items()
        if value is not None
    }
    for accept in ("text/html", "application/json"):
        answer = reviewer.post(LABEL, fields, headers={"Accept": accept})
        assert answer.status_code == 422
        assert says in html.unescape(answer.text)
    assert stored(seeded)["event"] == []


@pytest.mark.parametrize("number", ["", "x", "-5", "9" * 4300], ids=["none", "word", "-5", "huge"])
@ONLY_SQLITE
def test_wrong_number_costs_no_label(number: str, reviewer: Somebody) -> None:
    answer = reviewer.post(LABEL, form(reviewer, at=3, label="sourced", number=number))
    assert answer.status_code == 303
    assert reviewer.get(answer.headers["Location"]).status_code == 200
    assert labels(reviewer)[2] == "sourced"


def test_form_for_another_projects_document_is_not_found(
    reviewer: Somebody, seeded: Database
) -> None:
    with seeded.writing() as session:
        other = actions.add_project(session, "Other").id
        new = NewDocument(title="Elsewhere", text="One.")
        document = actions.add(session, other, actions.split(new))[0].id
    before = stored(seeded)
    fields = form(reviewer, label="sourced", sentence_id=sentences(seeded, document)[0])
    assert reviewer.post(f"/annotate/{document}/label", fields).status_code == 404
    assert stored(seeded) == before
