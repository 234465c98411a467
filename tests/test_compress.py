"""Smaller answers: only for who takes them, only where nothing of the request is repeated."""

import gzip
import re

import pytest

from tests.rig.databases import ONLY_SQLITE
from tests.rig.people import Somebody

TAKES = {"Accept-Encoding": "gzip, deflate, br"}
pytestmark = ONLY_SQLITE


def style(reviewer: Somebody) -> str:
    found = re.search(r'href="(/static/[^"]+article\.css)"', reviewer.get("/annotate/1").text)
    assert found
    return found[1]


def test_article_is_smaller_for_a_browser_that_takes_it(reviewer: Somebody) -> None:
    plain = reviewer.get("/annotate/1")
    small = reviewer.get("/annotate/1", headers=TAKES)
    assert small.headers["Content-Encoding"] == "gzip"
    assert "Accept-Encoding" in small.headers["Vary"]
    assert len(small.data) < len(plain.data) / 3
    assert "US forces in Iraq" in gzip.decompress(small.data).decode()
    assert "Content-Encoding" not in plain.headers


def test_files_are_smaller_and_stay_in_the_cache(reviewer: Somebody) -> None:
    path = style(reviewer)
    plain = reviewer.get(path, buffered=True)
    small = reviewer.get(path, headers=TAKES, buffered=True)
    assert small.headers["Content-Encoding"] == "gzip"
    assert gzip.decompress(small.data) == plain.data
    assert "max-age=31536000" in small.headers["Cache-Control"]


@pytest.mark.parametrize(
    "path",
    [
        "/guidelines/1?q=words",
        "/guidelines/1/panel?q=words",
        "/accounts/me",
        "/annotate/?q=words",
        "/exchange/1/export?format=csv",
    ],
)
def test_other_answers_stay_as_they_are(path: str, reviewer: Somebody) -> None:
    assert "Content-Encoding" not in reviewer.get(path, headers=TAKES).headers


def test_panel_without_a_search_is_smaller(reviewer: Somebody) -> None:
    answer = reviewer.get("/guidelines/1/panel", headers=TAKES)
    assert answer.headers["Content-Encoding"] == "gzip"


@pytest.mark.parametrize("path", ["/annotate/1", "/guidelines/1/panel?q=words", "style"])
def test_answer_that_may_be_smaller_says_so_to_caches(path: str, reviewer: Somebody) -> None:
    path = style(reviewer) if path == "style" else path
    answer = reviewer.get(path, buffered=True)
    assert "Content-Encoding" not in answer.headers
    assert "Accept-Encoding" in ", ".join(answer.headers.getlist("Vary"))


def test_refused_encoding_is_not_used(reviewer: Somebody) -> None:
    answer = reviewer.get("/annotate/1", headers={"Accept-Encoding": "gzip;q=0"})
    assert "Content-Encoding" not in answer.headers
