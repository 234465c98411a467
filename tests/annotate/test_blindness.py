"""A reviewer sees nothing of a colleague's labels: not in a page, an answer or an export."""

import re
from collections.abc import Sequence

from werkzeug.test import TestResponse

from tests.rig.api import get, judgment, save, sentences
from tests.rig.people import Somebody
from webapp.db import Database
from webapp.exchange.formats import FORMATS
from webapp.exchange.records import KINDS
from webapp.scheme import ALL_LABELS

EXPORTS = [f"export?format={form}&what={what}" for form in FORMATS for what in KINDS]
PAGES = [
    "/documents/",
    "/documents/projects/1",
    "/annotate/",
    "/annotate/?state=start&project=1",
    "/annotate/1",
    "/annotate/1?at=3",
    "/annotate/2",
    "/annotate/1/key",
    "/annotate/1/feedback",
    "/annotate/sentences/1",
    "/documents/projects/1/joining",
    "/agreement/1",
    "/accounts/projects/1/people",
    "/accounts/me",
    *(f"/exchange/1/{each}" for each in EXPORTS),
]
ANSWERS = [
    "/projects",
    "/projects/1/documents",
    "/documents/1",
    "/documents/2",
    "/documents/1/key",
    "/projects/1/agreement",
    *(f"/projects/1/{each}" for each in EXPORTS),
]
OWN = re.compile(rb'name="(?:csrf_token|event_id)"[^>]*value="[^"]*"')
"""What differs each time that a page is opened."""


def seen_by(who: Somebody, more: Sequence[str] = ()) -> dict[str, object]:
    """Return all that somebody can see, byte by byte."""
    pages = {path: who.get(path) for path in [*PAGES, *more]} | {
        path: get(who, path) for path in ANSWERS
    }
    return {
        path: (answer.status_code, OWN.sub(b"", answer.data), _headers(answer))
        for path, answer in pages.items()
    }


def _headers(answer: TestResponse) -> list[tuple[str, str]]:
    """Return the headers; the first page of a browser also begins its form tokens."""
    return [each for each in answer.headers if each[0] != "Set-Cookie"]


def test_reviewer_sees_the_same_whether_or_not_a_colleague_has_labelled(
    reviewer: Somebody, colleague: Somebody, seeded: Database
) -> None:
    save(reviewer, 1, *map(judgment, sentences(seeded)[:3]))
    before = seen_by(reviewer)
    for document in (1, 2):
        said = [
            judgment(each, ALL_LABELS[number % 4], note="a colleague's words", flags=["unsure"])
            for number, each in enumerate(sentences(seeded, document))
        ]
        save(colleague, document, *said, judgment(said[0]["sentence_id"], None))
        stale = judgment(said[1]["sentence_id"], "opinion", seen_revision=0)
        assert save(colleague, document, stale)[0]["outcome"] == "conflict"
    assert seen_by(reviewer) == before


def test_reviewer_is_answered_the_same_whether_or_not_a_colleague_has_labelled(
    reviewer: Somebody, colleague: Somebody, seeded: Database
) -> None:
    one, two, *_ = sentences(seeded)
    save(colleague, 1, judgment(one, "opinion", event_id="shared"), judgment(one, "sourced"))
    first, second = save(
        reviewer, 1, judgment(one, event_id="shared"), judgment(two, seen_revision=0)
    )
    assert (first["outcome"], first["revision"]) == ("stored", 1)
    assert (second["outcome"], second["revision"]) == ("stored", 1)


def test_lead_sees_how_far_each_reviewer_is(
    lead: Somebody, reviewer: Somebody, colleague: Somebody, seeded: Database
) -> None:
    first = sentences(seeded)[0]
    save(reviewer, 1, judgment(first))
    save(colleague, 1, judgment(first))
    shown = lead.get("/documents/projects/1").text
    assert f"{colleague.name}: 1 of 39" in shown
    assert f"{reviewer.name}: 1 of 39" in shown
    assert colleague.name not in reviewer.get("/documents/projects/1").text
