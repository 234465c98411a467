"""Marking who is relied on: what is stored, what is refused, and what the history keeps."""

import json
from typing import Any

import pytest

from tests.rig.api import get, judgment, save, sentences, stored
from tests.rig.databases import ONLY_SQLITE, statements
from tests.rig.people import Somebody
from webapp.annotate import actions
from webapp.db import Database, table_of
from webapp.documents import actions as documents
from webapp.documents.article import NewDocument
from webapp.models import Event

LINES = (
    "Two “officials” 🏳️‍🌈 said so on Tuesday.",
    "Ze\u0301 agreed  with them.",
    "قال الوزير إن الميزانية جاهزة.",
    "消息人士周二说，预算已经完成。",
    "x" * 600,
)
TEXT = "\n".join(LINES)


@pytest.fixture
def article(seeded: Database) -> int:
    """A document with a sentence a line, in scripts where offsets go wrong easily."""
    new = NewDocument(title="Scripts", text=TEXT, split="lines")
    with seeded.writing() as session:
        return documents.add(session, 1, documents.split(new))[0].id


@pytest.fixture
def numbers(seeded: Database, article: int) -> list[int]:
    """The numbers of its sentences."""
    return sentences(seeded, article)


def source(words: str, kind: str = "named_person", **more: object) -> dict[str, Any]:
    """Return these words of the article as a browser sends them."""
    start = TEXT.index(words)
    return {"start": start, "end": start + len(words), "kind": kind, "text": words} | more


def given(who: Somebody, article: int, position: int) -> Any:
    """Return the sources of somebody's own label, as the document answers them."""
    found = get(who, f"/documents/{article}").get_json()["sentences"][position]
    return found["annotation"]["sources"]


def history(database: Database) -> list[Any]:
    """Return the sources of each event in order of arrival."""
    column = table_of(Event).columns.keys().index("sources")
    return [row[column] for row in stored(database)["event"]]


# ---------------------------------------------------------------- what is stored


@pytest.mark.parametrize(
    ("position", "words"),
    [(0, "officials"), (0, "🏳️‍🌈 said"), (1, "Ze\u0301"), (2, "الوزير"), (3, "消息人士")],
)
def test_source_is_stored_and_answered_with_its_words(
    position: int, words: str, reviewer: Somebody, article: int, numbers: list[int]
) -> None:
    item = judgment(numbers[position], sources=[source(words)])
    (answer,) = save(reviewer, article, item)
    assert (answer["outcome"], answer["current"]["sources"]) == ("stored", [source(words)])
    assert given(reviewer, article, position) == [source(words)]


def test_source_without_its_words_is_answered_with_them(
    reviewer: Somebody, article: int, numbers: list[int]
) -> None:
    sent = {name: each for name, each in source("officials").items() if name != "text"}
    save(reviewer, article, judgment(numbers[0], sources=[sent]))
    assert given(reviewer, article, 0) == [source("officials")]


def test_source_in_an_earlier_sentence_is_carried_over(
    reviewer: Somebody, article: int, numbers: list[int]
) -> None:
    marked = [source("officials", "unnamed_person")]
    save(reviewer, article, *(judgment(each, sources=marked) for each in numbers))
    assert [given(reviewer, article, at) for at in range(5)] == [marked] * 5


def test_sources_are_kept_in_the_order_of_the_text_and_each_once(
    reviewer: Somebody, article: int, numbers: list[int]
) -> None:
    first, last = source("officials"), source("them", "organisation")
    other = source("officials", "document")
    save(reviewer, article, judgment(numbers[1], sources=[last, first, last, other, first]))
    assert given(reviewer, article, 1) == [other, first, last]


def test_most_and_longest_sources_are_stored(
    reviewer: Somebody, article: int, numbers: list[int]
) -> None:
    start = TEXT.index("x" * 600)
    many = [source("x" * 500, start=start + at, end=start + at + 500) for at in range(20)]
    assert save(reviewer, article, judgment(numbers[4], sources=many))[0]["outcome"] == "stored"
    assert len(given(reviewer, article, 4)) == 20


@pytest.mark.parametrize("sources", [None, []])
def test_label_without_sources_has_none(
    sources: object, reviewer: Somebody, article: int, numbers: list[int]
) -> None:
    save(reviewer, article, judgment(numbers[0], sources=sources))
    assert given(reviewer, article, 0) == []


# ---------------------------------------------------------------- what is refused

OFFICIALS = source("officials")


@pytest.mark.parametrize(
    ("sources", "says"),
    [
        ([OFFICIALS | {"text": "official"}], "the article says “officials”, not the text sent"),
        ([OFFICIALS | {"start": 6}], "the article says “fficials”"),
        ([OFFICIALS | {"text": ""}], "the article says “officials”"),
        ([OFFICIALS | {"text": "\ud800"}], "not the text sent"),
        ([OFFICIALS, OFFICIALS | {"text": "else"}], "the article says “officials”"),
        ([source("agreed")], "is past this sentence; mark words in it or before it"),
        ([source("Tuesday.\nZe\u0301")], "is past this sentence"),
        ([{"start": 2**31 - 2, "end": 2**31 - 1, "kind": "document"}], "is past this sentence"),
        ([source(" said", end=TEXT.index(" said") + 1, text=" ")], "is white space alone"),
        ([OFFICIALS | {"end": 5, "text": ""}], "from 5 to 5 there are no words"),
        ([OFFICIALS | {"start": 14, "end": 5}], "from 14 to 5 there are no words"),
        ([OFFICIALS | {"end": 506}], "501 code points; mark at most 500"),
        ([OFFICIALS] * 21, "length <= 20 - at `$.sources`"),
        ([OFFICIALS | {"kind": "expert"}], "Use named_person, unnamed_person, organisation, "),
        ([OFFICIALS | {"kind": None}], "$.sources[0].kind"),
        ([OFFICIALS | {"start": -1}], "$.sources[0].start"),
        ([OFFICIALS | {"start": 5.0}], "$.sources[0].start"),
        ([OFFICIALS | {"start": True}], "$.sources[0].start"),
        ([OFFICIALS | {"end": 2**31}], "$.sources[0].end"),
        ([OFFICIALS | {"end": 10**30}], "$.sources[0].end"),
        ([{"start": 5, "end": 14}], "kind"),
        ([[5, 14, "document"]], "$.sources[0]"),
        (["officials"], "$.sources[0]"),
        ([None], "$.sources[0]"),
        ({"0": OFFICIALS}, "$.sources"),
        ("officials", "$.sources"),
    ],
    ids=range(26),
)
@ONLY_SQLITE
def test_bad_source_is_refused_with_its_reason_and_the_others_are_stored(
    sources: Any,
    says: str,
    reviewer: Somebody,
    article: int,
    numbers: list[int],
    seeded: Database,
) -> None:
    good = judgment(numbers[1], sources=[OFFICIALS])
    answers = save(reviewer, article, good, judgment(numbers[0], sources=sources), good)
    assert [each["outcome"] for each in answers] == ["stored", "refused", "known"]
    assert says in answers[1]["reason"]
    assert answers[1]["current"] is None
    assert len(stored(seeded)["event"]) == 1


@pytest.mark.parametrize(
    "change", [{"end": 6, "text": "of"}, {"end": 2**31 - 1, "start": 2**31 - 2, "text": "x"}]
)
def test_place_that_is_wrong_is_refused_on_both_databases(
    change: dict[str, Any], reviewer: Somebody, article: int, numbers: list[int]
) -> None:
    bad, good = OFFICIALS | change, [OFFICIALS]
    items = [judgment(numbers[0], sources=[bad]), judgment(numbers[0], sources=good)]
    assert [each["outcome"] for each in save(reviewer, article, *items)] == ["refused", "stored"]


@pytest.mark.parametrize("label", ["unsourced", "opinion", "not_applicable", None])
def test_source_of_another_label_is_refused(
    label: str | None, reviewer: Somebody, article: int, numbers: list[int], seeded: Database
) -> None:
    (answer,) = save(reviewer, article, judgment(numbers[0], label, sources=[OFFICIALS]))
    assert answer["outcome"] == "refused"
    assert answer["reason"].startswith("sources: only the label sourced has any")
    assert stored(seeded)["event"] == []


def test_source_of_a_sentence_elsewhere_is_refused_as_such(
    reviewer: Somebody, article: int, seeded: Database
) -> None:
    other = sentences(seeded, 1)[0]
    (answer,) = save(reviewer, article, judgment(other, sources=[OFFICIALS]))
    assert answer["reason"] == f"sentence {other} is not in document {article}."


# ---------------------------------------------------------------- history


def test_same_sources_again_are_known(
    reviewer: Somebody, article: int, numbers: list[int], seeded: Database
) -> None:
    first, last = source("officials"), source("them")
    item = judgment(numbers[1], sources=[first, last])
    answers = save(reviewer, article, item, item | {"sources": [last, first, last]})
    again = save(reviewer, article, item)[0]
    assert [each["outcome"] for each in (*answers, again)] == ["stored", "known", "known"]
    assert again["current"]["sources"] == [first, last]
    assert len(history(seeded)) == 1


@pytest.mark.parametrize("change", [{"kind": "document"}, {"end": 13, "text": "official"}, None])
def test_same_event_with_other_sources_is_refused(
    change: dict[str, Any] | None, reviewer: Somebody, article: int, numbers: list[int]
) -> None:
    item = judgment(numbers[0], sources=[OFFICIALS])
    save(reviewer, article, item)
    other = item | {"sources": [OFFICIALS | change] if change else []}
    (answer,) = save(reviewer, article, other)
    assert (answer["outcome"], answer["current"]["sources"]) == ("refused", [OFFICIALS])


def test_label_taken_back_has_no_sources_and_the_history_has_them(
    reviewer: Somebody, article: int, numbers: list[int], seeded: Database
) -> None:
    save(reviewer, article, judgment(numbers[0], sources=[OFFICIALS]))
    (answer,) = save(reviewer, article, judgment(numbers[0], None))
    assert answer["current"]["sources"] == []
    assert history(seeded) == [((5, 14, "named_person"),), ()]


def test_label_given_anew_without_sources_has_none(
    reviewer: Somebody, article: int, numbers: list[int]
) -> None:
    save(reviewer, article, judgment(numbers[0], sources=[OFFICIALS]))
    save(reviewer, article, judgment(numbers[0]))
    assert given(reviewer, article, 0) == []


def test_stale_sources_are_in_the_history_and_answered_with_the_current_ones(
    reviewer: Somebody, article: int, numbers: list[int], seeded: Database
) -> None:
    other = source("said", "document")
    save(reviewer, article, judgment(numbers[0], sources=[OFFICIALS]))
    stale = judgment(numbers[0], sources=[other], seen_revision=0)
    (answer,) = save(reviewer, article, stale)
    assert (answer["outcome"], answer["current"]["sources"]) == ("conflict", [OFFICIALS])
    assert given(reviewer, article, 0) == [OFFICIALS]
    assert history(seeded)[1] == ((other["start"], other["end"], "document"),)


def test_rebuilt_labels_keep_their_sources(
    reviewer: Somebody, article: int, numbers: list[int], seeded: Database
) -> None:
    save(reviewer, article, judgment(numbers[0], sources=[OFFICIALS]))
    save(reviewer, article, judgment(numbers[1]), judgment(numbers[1], sources=[source("them")]))
    before = stored(seeded)["annotation"]
    with seeded.writing() as session:
        actions.rebuild(session)
    assert stored(seeded)["annotation"] == before
    assert given(reviewer, article, 1) == [source("them")]


def test_sources_of_a_whole_list_take_one_statement_more(
    reviewer: Somebody, article: int, numbers: list[int], seeded: Database
) -> None:
    save(reviewer, article)  # makes the token
    with statements(seeded) as without:
        save(reviewer, article, *map(judgment, numbers))
    with statements(seeded) as first:
        save(reviewer, article, *(judgment(each, sources=[OFFICIALS]) for each in numbers))
    assert len(first) == len(without) + 1


# ---------------------------------------------------------------- the plain form


def fields(number: int, **more: object) -> dict[str, Any]:
    """Return the form as the article page sends it."""
    item = judgment(number)
    return {"event_id": item["event_id"], "sentence_id": number, "label": "sourced"} | more


def label(who: Somebody, article: int, number: int, **more: object) -> Any:
    return who.post(f"/annotate/{article}/label", fields(number, **more))


def test_form_saves_flags_note_and_sources(
    reviewer: Somebody, article: int, numbers: list[int]
) -> None:
    sent = json.dumps([OFFICIALS])
    flags = ["unsure", "prediction"]
    answer = label(reviewer, article, numbers[0], sources=sent, flags=flags, note="Who?")
    assert answer.status_code == 303
    found = get(reviewer, f"/documents/{article}").get_json()["sentences"][0]["annotation"]
    assert (found["sources"], found["flags"], found["note"]) == ([OFFICIALS], flags, "Who?")


@pytest.mark.parametrize("given_label", ["opinion", "take_back"])
def test_form_with_another_label_drops_the_sources(
    given_label: str, reviewer: Somebody, article: int, numbers: list[int], seeded: Database
) -> None:
    sent = json.dumps([OFFICIALS])
    label(reviewer, article, numbers[0], sources=sent)
    answer = label(reviewer, article, numbers[0], sources=sent, label=given_label)
    assert answer.status_code == 303
    assert history(seeded) == [((5, 14, "named_person"),), ()]


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        ({"flags": ["unsure", "nonsense"]}, "flags: There is no flag nonsense. Use unsure, "),
        ({"sources": "officials"}, "sources: No list in JSON. Load the page again."),
        ({"sources": "{}"}, "sources: No list in JSON."),
        ({"sources": "[" * 5000}, "sources: No list in JSON."),
        ({"sources": '["\\ud800"]'}, "sources"),
        ({"sources": "[7]"}, "$.sources"),
        ({"sources": json.dumps([OFFICIALS | {"end": 13}])}, "the article says"),
        ({"sources": json.dumps([OFFICIALS | {"kind": "expert"}])}, "Use named_person, "),
        ({"note": "x" * 5001}, "note: "),
    ],
    ids=range(9),
)
@ONLY_SQLITE
def test_form_that_is_wrong_is_refused_in_clear_words(
    wrong: dict[str, Any],
    says: str,
    reviewer: Somebody,
    article: int,
    numbers: list[int],
    seeded: Database,
) -> None:
    answer = label(reviewer, article, numbers[0], **wrong)
    assert answer.status_code == 422
    assert says in answer.text
    assert stored(seeded)["event"] == []
