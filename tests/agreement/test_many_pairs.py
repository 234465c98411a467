"""Many reviewers are very many pairs: the page shows the worst, the report all of them."""

import numpy as np
import pytest

from tests.agreement.conftest import label_article
from tests.rig.api import get
from tests.rig.people import Somebody
from webapp.accounts import actions as accounts
from webapp.agreement.pairwise import MOST_SHOWN, pairwise
from webapp.agreement.tally import count
from webapp.db import Database
from webapp.scheme import LABELS

TEAM = 21


@pytest.fixture
def team(seeded: Database) -> list[Somebody]:
    """So many reviewers who labelled one article, each pair in another way, that not all fit."""
    people = []
    with seeded.writing() as session:
        for number in range(TEAM):
            person = accounts.add_person(session, f"Reviewer {number:02}")
            accounts.add_member(session, person.id, 1, "reviewer")
            people.append(Somebody(person.id, person.name, "reviewer", None, seeded))  # type: ignore[arg-type]
    letters = np.random.default_rng(7).choice(list("suo"), (TEAM, 12))
    label_article(
        seeded, "Labelled by all", {who: "".join(x) for who, x in zip(people, letters, strict=True)}
    )
    return people


def test_page_shows_the_pairs_that_agree_least(lead: Somebody, team: list[Somebody]) -> None:
    pairs = get(lead, "/projects/1/agreement").get_json()["pairs"]
    assert len(pairs) == len(team) * (len(team) - 1) // 2 > MOST_SHOWN
    page = lead.get("/agreement/1").text
    assert f"The {MOST_SHOWN} with the lowest kappa of {len(pairs)}" in page
    order = sorted(pairs, key=lambda each: each["cohen_kappa"]["estimate"])
    names = [" and ".join(each["reviewers"]) for each in order]
    assert names[0] in page
    assert [name for name in names if name in page] == names[:MOST_SHOWN]


def test_report_is_the_same_from_the_counts_that_were_kept(
    lead: Somebody, team: list[Somebody]
) -> None:
    assert team
    first = get(lead, "/projects/1/agreement").get_json()  # counts, and keeps what it counted
    assert get(lead, "/projects/1/agreement").get_json() == first


def test_intervals_do_not_depend_on_how_many_rows_are_worked_on_at_once(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    rng, places = np.random.default_rng(3), np.ndindex(12, 2, 9)
    counts = count([(d, s, g, LABELS[rng.integers(3)]) for d, s, g in places], LABELS)
    whole = pairwise(counts)
    monkeypatch.setattr("webapp.agreement.pairwise._ROWS_AT_ONCE", 7)
    assert pairwise(counts) == whole
