"""Saving labels as a program: one outcome an item, in order, and what each of them means."""

from typing import Any

import pytest

from tests.rig.api import get, judgment, save, sentences, stored
from tests.rig.people import Somebody
from webapp.db import Database


@pytest.fixture
def first(seeded: Database) -> int:
    """The first sentence of the first article."""
    return sentences(seeded)[0]


def outcomes(answers: list[dict[str, Any]]) -> list[tuple[str, int | None]]:
    return [(each["outcome"], each["revision"]) for each in answers]


def labels(current: dict[str, Any] | None) -> tuple[str | None, int] | None:
    return (current["label"], current["revision"]) if current else None


def annotation(who: Somebody, position: int = 0) -> Any:
    return get(who, "/documents/1").get_json()["sentences"][position]["annotation"]


def history(database: Database) -> list[tuple[Any, ...]]:
    """Return sentence, label, seen revision and revision of each event, in order of arrival."""
    return [(row[3], row[4], row[7], row[8]) for row in stored(database)["event"]]


def test_label_is_stored_and_answered_with_the_state_it_makes(
    reviewer: Somebody, first: int
) -> None:
    item = judgment(first, "opinion", flags=["prediction", "unsure"], note="Sure?")
    (answer,) = save(reviewer, 1, item)
    assert answer["event_id"] == item["event_id"]
    assert (answer["outcome"], answer["revision"], answer["reason"]) == ("stored", 1, None)
    assert answer["current"] == annotation(reviewer)
    assert answer["current"].pop("updated_at").endswith("Z")
    assert answer["current"] == {
        "label": "opinion",
        "flags": ["unsure", "prediction"],
        "note": "Sure?",
        "revision": 1,
        "sources": [],
    }


def test_answers_come_in_the_order_of_the_list(reviewer: Somebody, seeded: Database) -> None:
    items = [judgment(each) for each in reversed(sentences(seeded)[:5])]
    items.insert(2, judgment(0))
    answers = save(reviewer, 1, *items)
    assert [each["event_id"] for each in answers] == [each["event_id"] for each in items]
    assert [each["outcome"] for each in answers] == ["stored"] * 2 + ["refused"] + ["stored"] * 3


def test_empty_list_is_answered_with_an_empty_list(reviewer: Somebody) -> None:
    assert save(reviewer, 1) == []


def test_same_event_again_is_known_and_changes_nothing(
    reviewer: Somebody, first: int, seeded: Database
) -> None:
    item = judgment(first, seen_revision=0, note="n", flags=["unsure"])
    save(reviewer, 1, item)
    before = stored(seeded)
    assert outcomes(save(reviewer, 1, item)) == [("known", 1)]
    assert stored(seeded) == before


@pytest.mark.parametrize("seen", [None, 0, 1, 7, 2**31 - 1])
def test_same_event_is_known_whatever_revision_was_seen(
    seen: int | None, reviewer: Somebody, first: int
) -> None:
    item = judgment(first, seen_revision=0)
    save(reviewer, 1, item, judgment(first, "opinion"))
    (answer,) = save(reviewer, 1, item | {"seen_revision": seen})
    assert (answer["outcome"], answer["revision"]) == ("known", 1)
    assert labels(answer["current"]) == ("opinion", 2)


@pytest.mark.parametrize(
    "other", [{"label": "opinion"}, {"label": None}, {"note": "x"}, {"flags": ["unsure"]}]
)
def test_same_event_id_with_other_content_is_refused(
    other: dict[str, Any], reviewer: Somebody, first: int, seeded: Database
) -> None:
    item = judgment(first)
    save(reviewer, 1, item)
    before = stored(seeded)
    (answer,) = save(reviewer, 1, item | other)
    assert answer["outcome"] == "refused"
    assert "event_id was used for another judgment" in answer["reason"]
    assert stored(seeded) == before


def test_same_event_id_on_another_sentence_is_refused(reviewer: Somebody, seeded: Database) -> None:
    one, two, *_ = sentences(seeded)
    (other,) = sentences(seeded, 2)[:1]
    item = judgment(one)
    save(reviewer, 1, item)
    assert outcomes(save(reviewer, 1, item | {"sentence_id": two})) == [("refused", None)]
    assert outcomes(save(reviewer, 2, item | {"sentence_id": other})) == [("refused", None)]
    assert len(history(seeded)) == 1


def test_same_event_sent_to_another_document_is_known_there(
    reviewer: Somebody, first: int, seeded: Database
) -> None:
    item = judgment(first)
    save(reviewer, 1, item)
    assert outcomes(save(reviewer, 2, item)) == [("known", 1)]
    assert len(history(seeded)) == 1


def test_event_id_belongs_to_one_reviewer(
    reviewer: Somebody, colleague: Somebody, first: int
) -> None:
    item = judgment(first)
    assert outcomes(save(reviewer, 1, item)) == [("stored", 1)]
    assert outcomes(save(colleague, 1, item | {"label": "opinion"})) == [("stored", 1)]
    assert labels(annotation(reviewer)) == ("sourced", 1)
    assert labels(annotation(colleague)) == ("opinion", 1)


def test_revisions_count_from_one_on_each_sentence(reviewer: Somebody, seeded: Database) -> None:
    one, two, *_ = sentences(seeded)
    items = [judgment(each) for each in (one, one, two, one, two)]
    assert [each["revision"] for each in save(reviewer, 1, *items)] == [1, 2, 1, 3, 2]


def test_without_seen_revision_the_last_one_wins(reviewer: Somebody, first: int) -> None:
    save(reviewer, 1, judgment(first, "sourced"), judgment(first, "opinion"))
    save(reviewer, 1, judgment(first, "unsourced"))
    assert labels(annotation(reviewer)) == ("unsourced", 3)


def test_queue_can_number_its_revisions_ahead(reviewer: Somebody, first: int) -> None:
    items = [
        judgment(first, label, seen_revision=seen)
        for seen, label in enumerate(["sourced", None, "opinion"])
    ]
    assert outcomes(save(reviewer, 1, *items)) == [("stored", 1), ("stored", 2), ("stored", 3)]


@pytest.mark.parametrize("seen", [0, 1, 3])
def test_stale_event_is_kept_in_the_history_and_not_made_current(
    seen: int, reviewer: Somebody, first: int, seeded: Database
) -> None:
    save(reviewer, 1, judgment(first, "sourced"), judgment(first, "opinion"))
    (answer,) = save(reviewer, 1, judgment(first, "unsourced", seen_revision=seen))
    assert (answer["outcome"], answer["revision"]) == ("conflict", 2)
    assert labels(answer["current"]) == labels(annotation(reviewer)) == ("opinion", 2)
    assert f"made on revision {seen}; now there is 2" in answer["reason"]
    assert history(seeded)[-1] == (first, "unsourced", seen, None)


def test_stale_event_sent_again_is_known_and_still_not_current(
    reviewer: Somebody, first: int
) -> None:
    stale = judgment(first, "unsourced", seen_revision=0)
    save(reviewer, 1, judgment(first, "sourced"), stale)
    (answer,) = save(reviewer, 1, stale)
    assert (answer["outcome"], answer["revision"]) == ("known", 1)
    assert labels(annotation(reviewer)) == ("sourced", 1)


def test_stale_event_on_a_sentence_without_a_label_has_no_current_state(
    reviewer: Somebody, first: int
) -> None:
    (answer,) = save(reviewer, 1, judgment(first, seen_revision=4))
    assert (answer["outcome"], answer["revision"], answer["current"]) == ("conflict", 0, None)
    assert annotation(reviewer) is None


def test_label_is_withdrawn_by_null_and_given_again(
    reviewer: Somebody, first: int, seeded: Database
) -> None:
    save(reviewer, 1, judgment(first, "sourced"))
    (answer,) = save(reviewer, 1, judgment(first, None, seen_revision=1))
    assert (answer["outcome"], answer["revision"]) == ("stored", 2)
    assert labels(answer["current"]) == (None, 2)
    assert annotation(reviewer) is None
    save(reviewer, 1, judgment(first, "opinion", seen_revision=2))
    assert labels(annotation(reviewer)) == ("opinion", 3)
    assert [row[1] for row in history(seeded)] == ["sourced", None, "opinion"]


def test_revision_of_a_withdrawn_label_is_told(reviewer: Somebody, first: int) -> None:
    save(reviewer, 1, judgment(first), judgment(first, None))
    sentence = get(reviewer, "/documents/1").get_json()["sentences"][0]
    assert (sentence["annotation"], sentence["revision"]) == (None, 2)


def test_duplicate_within_one_list_is_known(
    reviewer: Somebody, first: int, seeded: Database
) -> None:
    item = judgment(first, seen_revision=0)
    answers = save(reviewer, 1, item, item, item | {"label": "opinion"})
    assert outcomes(answers) == [("stored", 1), ("known", 1), ("refused", None)]
    assert len(history(seeded)) == 1


def test_sentence_of_another_document_is_refused_alone(
    reviewer: Somebody, first: int, seeded: Database
) -> None:
    other = sentences(seeded, 2)[0]
    answers = save(reviewer, 1, judgment(other), judgment(first), judgment(2**63 - 1))
    assert [each["outcome"] for each in answers] == ["refused", "stored", "refused"]
    assert answers[0]["reason"] == f"sentence {other} is not in document 1."
    assert [row[0] for row in history(seeded)] == [first]


def test_refused_event_id_can_be_used_again(reviewer: Somebody, first: int) -> None:
    item = judgment(first, "nonsense")
    assert outcomes(save(reviewer, 1, item)) == [("refused", None)]
    assert outcomes(save(reviewer, 1, item | {"label": "opinion"})) == [("stored", 1)]


def test_time_of_the_browser_is_kept(reviewer: Somebody, first: int, seeded: Database) -> None:
    save(reviewer, 1, judgment(first, made_at="2026-03-01T12:00:00+02:00"))
    (event,) = stored(seeded)["event"]
    assert event[10].isoformat() == "2026-03-01T10:00:00+00:00"
