"""One's own pace: what counts as a step, and how far an estimate can be relied on."""

import random
from datetime import UTC, datetime, timedelta

import pytest

from webapp.annotate.pace import FEWEST_STEPS, Pace, duration, estimate, pace, steps

START = datetime(2026, 3, 1, 9, tzinfo=UTC)
STEADY = Pace(n=100, lower=9, median=10, upper=11, mean=10, deviation=1)


def labels(*seconds: float, sentences: str = "abcdefgh") -> list[tuple[datetime, int]]:
    """Return labels at these seconds, on sentences that are named by letters."""
    moments = [START + timedelta(seconds=each) for each in seconds]
    return list(zip(moments, map(ord, sentences), strict=False))


def test_steps_are_the_seconds_from_sentence_to_sentence() -> None:
    assert steps(labels(0, 4, 10, 11)) == [4, 6, 1]
    assert steps([]) == steps(labels(0)) == []


def test_steps_do_not_depend_on_the_order_of_arrival() -> None:
    assert steps(reversed(labels(0, 4, 10, 11))) == [4, 6, 1]


def test_steps_leave_pauses_out() -> None:
    assert steps(labels(0, 4, 304, 603.9, 605)) == pytest.approx([4, 299.9, 1.1])


def test_steps_leave_out_what_arrived_as_one_list() -> None:
    assert steps(labels(0, 0, 0, 3, 3)) == [3]


def test_steps_take_several_labels_on_one_sentence_as_one() -> None:
    assert steps(labels(0, 1, 2, 9, 12, sentences="aaabc")) == [9, 3]


def test_pace_says_nothing_of_few_steps() -> None:
    assert pace([5.0] * (FEWEST_STEPS - 1)) is None
    assert estimate(None, 27) == ""


def test_pace_gives_quartiles_and_their_number() -> None:
    found = pace([float(each) for each in range(1, 100)])
    assert found is not None
    assert (found.n, found.lower, found.median, found.upper, found.mean) == (99, 25, 50, 75, 50)


def test_interval_of_an_estimate_holds_what_comes_19_times_of_20() -> None:
    draw = random.Random(3)  # noqa: S311
    held = 0
    for _ in range(1000):
        known = pace([draw.lognormvariate(2, 0.6) for _ in range(200)])
        assert known is not None
        _, low, high = known.rest(40)
        held += low <= sum(draw.lognormvariate(2, 0.6) for _ in range(40)) <= high
    assert 930 <= held <= 970


@pytest.mark.parametrize(
    ("seconds", "words"),
    [
        (0, "a minute"),
        (89, "a minute"),
        (91, "2 minutes"),
        (540, "9 minutes"),
        (5_400, "1.5 hours"),
        (14_000, "4 hours"),
    ],
)
def test_duration_is_in_words_that_people_use(seconds: float, words: str) -> None:
    assert duration(seconds) == words


@pytest.mark.parametrize(
    ("known", "left", "words"),
    [
        (STEADY, 0, ""),
        (STEADY, 3, "a minute"),
        (STEADY, 54, "about 9 minutes"),
        (Pace(100, 5, 10, 15, 10, 10), 54, "about 9 minutes, likely 6 to 12 minutes"),
        (Pace(100, 5, 10, 15, 10, 60), 30, "about 5 minutes, likely no more than 17 minutes"),
        (Pace(100, 5, 10, 15, 10, 30), 500, "about 83 minutes, likely 30 minutes to 2.5 hours"),
    ],
)
def test_estimate_says_what_is_likely(known: Pace, left: int, words: str) -> None:
    assert estimate(known, left) == words
