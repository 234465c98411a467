"""Lists of annotations that are wrong: refused whole, or item by item; never an error of ours."""

import json
import math
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.rig.api import LARGEST, get, judgment, post, save, sentences, stored
from tests.rig.databases import ONLY_SQLITE
from tests.rig.people import Somebody
from webapp.annotate.views import MOST_ITEMS
from webapp.db import Database
from webapp.scheme import ALL_LABELS, FLAGS

PATH = "/documents/1/annotations"
DEEP = b"[" * 100_000 + b"]" * 100_000


@pytest.mark.parametrize(
    ("body", "status", "says"),
    [
        (b"", 400, "The body is empty"),
        (b" \n", 400, "The body is empty"),
        (b"{", 400, "The body is not JSON"),
        (b"[1,]", 400, "The body is not JSON"),
        (b'[{"label": NaN}]', 400, "The body is not JSON"),
        (b'[{"label": "\\ud800", "note": NaN}]', 400, "The body is not JSON"),
        (b"[-Infinity]", 400, "The body is not JSON"),
        (b'["\xff"]', 400, "The body is not"),
        (b'["\xed\xa0\x80"]', 400, "The body is not"),
        (b"\xff\xfe[\x00]\x00", 400, "The body is not"),
        (DEEP, 400, "nested too deeply"),
        (b'["\\ud800", ' + DEEP + b"]", 400, "The body is"),
        (b"[" + b"9" * 100_000 + b', "\\ud800"]', 400, "The body is not JSON"),
        (b'{"event_id": "a"}', 422, "The body is a list"),
        (b"null", 422, "The body is a list"),
        (b'"list"', 422, "The body is a list"),
    ],
    ids=range(16),
)
@ONLY_SQLITE
def test_body_that_is_no_list_is_refused_whole(
    body: bytes, status: int, says: str, reviewer: Somebody, seeded: Database
) -> None:
    before = stored(seeded)
    answer = post(reviewer, PATH, body)
    assert (answer.status_code, answer.content_type) == (status, "application/problem+json")
    assert says in answer.get_json()["detail"]
    assert stored(seeded) == before


def test_list_over_the_limit_is_refused_whole(reviewer: Somebody, seeded: Database) -> None:
    first = sentences(seeded)[0]
    items = [judgment(first) for _ in range(MOST_ITEMS + 1)]
    answer = post(reviewer, PATH, items)
    assert answer.status_code == 413
    assert str(MOST_ITEMS) in answer.get_json()["detail"]
    assert stored(seeded)["event"] == []
    assert save(reviewer, 1, *items[1:])[-1]["revision"] == MOST_ITEMS


@pytest.mark.parametrize(
    ("item", "says"),
    [
        (None, "object"),
        (7, "object"),
        ([], "object"),
        ({}, "event_id"),
        (judgment({"id": 1}), "sentence_id"),
        (judgment([1]), "sentence_id"),
        (judgment("1"), "sentence_id"),
        (judgment(1.5), "sentence_id"),
        (judgment(True), "sentence_id"),
        (judgment(None), "sentence_id"),
        (judgment(0), "sentence_id"),
        (judgment(LARGEST + 1), "sentence_id"),
        (judgment(10**30), "sentence_id"),
        (judgment(LARGEST), "is not in document 1"),
        (judgment(1, "Sourced"), "label"),
        (judgment(1, "mixed"), "label"),
        (judgment(1, 1), "label"),
        (judgment(1, "\ud800"), "half of a surrogate pair"),
        (judgment(1, flags=["nonsense"]), "flags"),
        (judgment(1, flags=["\udfff"]), "half of a surrogate pair"),
        (judgment(1, flags="unsure"), "flags"),
        (judgment(1, flags=[None]), "flags"),
        (judgment(1, note="a\0b"), "note: a NUL"),
        (judgment(1, note="\udc00"), "half of a surrogate pair"),
        (judgment(1, note="x" * 5001), "note"),
        (judgment(1, note=1), "note"),
        (judgment(1, event_id=""), "event_id"),
        (judgment(1, event_id="x" * 101), "event_id"),
        (judgment(1, event_id="\0"), "event_id: a NUL"),
        (judgment(1, event_id="\ud83d"), "half of a surrogate pair"),
        (judgment(1, event_id={"a": 1}), "event_id"),
        (judgment(1, seen_revision=-1), "seen_revision"),
        (judgment(1, seen_revision=2**31), "seen_revision"),
        (judgment(1, seen_revision="0"), "seen_revision"),
        (judgment(1, made_at="yesterday"), "made_at"),
        (judgment(1, made_at="\ud800"), "half of a surrogate pair"),
        (judgment(1, made_at="0001-01-01T00:00:00Z"), "made_at: a year from"),
        (judgment(1, made_at="9999-12-31T23:59:59-12:00"), "made_at: a year from"),
        ({"\ud800": 1}, "half of a surrogate pair"),
    ],
    ids=range(39),
)
@ONLY_SQLITE
def test_bad_item_is_refused_with_its_reason_and_the_others_are_stored(
    item: Any, says: str, reviewer: Somebody, seeded: Database
) -> None:
    two = sentences(seeded)[1]
    answers = save(reviewer, 1, judgment(two), item, judgment(two))
    assert [each["outcome"] for each in answers] == ["stored", "refused", "stored"]
    assert says in answers[1]["reason"]
    assert (answers[1]["revision"], answers[1]["current"]) == (None, None)
    assert len(stored(seeded)["event"]) == 2


def test_event_id_of_a_refused_item_comes_back(reviewer: Somebody) -> None:
    items = [judgment(0, event_id="mine"), judgment(1, event_id=["a"]), "text"]
    assert [each["event_id"] for each in save(reviewer, 1, *items)] == ["mine", None, None]


def test_longest_values_are_stored(reviewer: Somebody, seeded: Database) -> None:
    first = sentences(seeded)[0]
    item = judgment(
        first, event_id="🏳" * 100, note="🏳" * 5000, flags=[*FLAGS, *FLAGS], seen_revision=0
    )
    assert save(reviewer, 1, item)[0]["outcome"] == "stored"
    current = get(reviewer, "/documents/1").get_json()["sentences"][0]["annotation"]
    assert (current["note"], current["flags"]) == ("🏳" * 5000, list(FLAGS))


# ---------------------------------------------------------------- whatever else there may be

ANY_TEXT = st.text(st.characters(), max_size=8)
ANY_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats().filter(math.isfinite) | ANY_TEXT,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(ANY_TEXT, inner, max_size=3),
    max_leaves=6,
)
NEARLY = st.fixed_dictionaries(
    {},
    optional={
        "event_id": st.sampled_from(["a", "b", "c"]) | ANY_TEXT | ANY_JSON,
        "sentence_id": st.integers(1, 60) | ANY_JSON,
        "label": st.sampled_from([*ALL_LABELS, None]) | ANY_JSON,
        "flags": st.lists(st.sampled_from(FLAGS), max_size=3) | ANY_JSON,
        "note": ANY_TEXT | ANY_JSON,
        "seen_revision": st.integers(0, 3) | ANY_JSON,
        "made_at": st.datetimes().map(lambda when: when.isoformat()) | ANY_JSON,
        "more": ANY_JSON,
    },
)


@given(st.lists(ANY_JSON | NEARLY, max_size=12))
@settings(
    max_examples=100, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_any_list_gets_one_outcome_an_item(reviewer: Somebody, items: list[Any]) -> None:
    answer = post(reviewer, PATH, json.dumps(items).encode())
    assert answer.status_code == 200
    answers = answer.get_json()
    assert len(answers) == len(items)
    for each in answers:
        assert each["outcome"] in ("stored", "known", "conflict", "refused")
        assert (each["reason"] is None) == (each["outcome"] in ("stored", "known"))


@given(st.binary(max_size=60))
@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_any_bytes_get_an_answer(reviewer: Somebody, body: bytes) -> None:
    assert post(reviewer, PATH, body).status_code in (200, 400, 422)
