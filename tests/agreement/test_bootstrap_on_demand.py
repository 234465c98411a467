"""Bootstrap intervals on the summary page and in the JSON, where they are asked for."""

import json
import re

import pytest

from tests.agreement.conftest import label_article
from tests.rig.api import get
from tests.rig.databases import ONLY_SQLITE
from tests.rig.people import Somebody
from webapp.agreement import bootstrap_views, queries, report
from webapp.agreement.bootstrap import with_bootstrap
from webapp.db import Database
from webapp.scheme import NOT_APPLICABLE

PAGE = "/agreement/1"
API = "/projects/1/agreement"
pytestmark = ONLY_SQLITE


@pytest.fixture(autouse=True)
def six(seeded: Database, reviewer: Somebody, colleague: Somebody) -> None:
    """Six articles on which two reviewers differ in different places."""
    for n in range(6):
        both = {reviewer: "ssuuoosn", colleague: "ssuuoosn"[n:] + "osu"[: n % 4]}
        label_article(seeded, f"Article {n}", both)


def test_json_has_what_the_command_computes_with_that_seed(
    seeded: Database, lead: Somebody
) -> None:
    found = get(lead, f"{API}?bootstrap=1&seed=7").get_json()
    with seeded.reading() as session:
        counts = queries.fetch(session, 1)
    plain = report.build(counts, left_out=[NOT_APPLICABLE])
    expected = report.as_json(with_bootstrap(plain, counts, seed=7))
    assert found == json.loads(json.dumps(expected))
    assert found["coefficients"]["krippendorff_alpha"]["bootstrap"]["ci95"]


def test_seed_is_told_and_gives_the_same_again(lead: Somebody) -> None:
    first = get(lead, f"{API}?bootstrap=1").get_json()
    seed = first["method"]["bootstrap"]["seed"]
    assert get(lead, f"{API}?bootstrap=1&seed={seed}").get_json() == first


def test_not_asked_for_there_is_none(lead: Somebody) -> None:
    found = get(lead, API).get_json()
    assert get(lead, f"{API}?bootstrap=0").get_json() == found
    assert "bootstrap" not in found["method"]
    page = lead.get(PAGE).text
    assert f'href="{PAGE}?bootstrap=1#bootstrap"' in page
    assert 'class="interval">bootstrap' not in page


def test_page_shows_intervals_with_their_seed_and_a_link_to_the_same(lead: Somebody) -> None:
    page = lead.get(f"{PAGE}?bootstrap=1&seed=7&include=not_applicable").text
    assert "2,000 replicates, seed 7." in page
    found = get(lead, f"{API}?bootstrap=1&seed=7&include=not_applicable").get_json()
    low, high = found["coefficients"]["krippendorff_alpha"]["bootstrap"]["ci95"]
    assert f"bootstrap {low:.2f} to {high:.2f}" in page.replace("−", "-")
    (again,) = re.findall(r'href="([^"]*seed=7[^"]*)#bootstrap"', page)
    assert "include=not_applicable" in again
    again = again.replace("&amp;", "&")
    assert intervals(lead.get(again).text) == intervals(page)


def intervals(page: str) -> list[str]:
    return re.findall(r'class="interval">(bootstrap[^<]*)<', page)


@pytest.mark.parametrize(
    "query",
    ["bootstrap=2", "bootstrap=", "seed=7", "bootstrap=1&seed=-1", "bootstrap=1&seed=4294967296"],
)
def test_what_cannot_be_asked_is_refused(lead: Somebody, query: str) -> None:
    wrong = query.rpartition("&")[2].partition("=")[0]
    for answer in (lead.get(f"{PAGE}?{query}"), get(lead, f"{API}?{query}")):
        assert answer.status_code == 422
        assert f"{wrong}: " in answer.text


def test_project_that_is_too_large_is_sent_to_the_command(
    lead: Somebody, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bootstrap_views, "LARGEST", 50)
    answer = lead.get(f"{PAGE}?bootstrap=1")
    assert answer.status_code == 422
    assert "python -m webapp agreement --bootstrap" in answer.text
    assert lead.get(PAGE).status_code == 200


def test_only_one_is_computed_at_a_time(lead: Somebody) -> None:
    with bootstrap_views._one_at_a_time:
        answer = get(lead, f"{API}?bootstrap=1")
        assert answer.status_code == 503
        assert "Try again in a few seconds." in answer.get_json()["detail"]
        assert get(lead, API).status_code == 200
    assert get(lead, f"{API}?bootstrap=1").status_code == 200
