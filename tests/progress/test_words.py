"""Times in words."""

from datetime import UTC, datetime, timedelta

import pytest

from webapp.progress.words import since

AT = datetime(2026, 1, 31, 12, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("seconds", "words"),
    [
        (0, "just now"),
        (59, "just now"),
        (60, "1 minute ago"),
        (3599, "59 minutes ago"),
        (7200, "2 hours ago"),
        (86_400 * 40, "40 days ago"),
        (-30, "in a moment"),
        (-86_400, "in 1 day"),
    ],
)
def test_time_is_said_in_words(seconds: int, words: str) -> None:
    assert since(AT - timedelta(seconds=seconds), AT) == words
