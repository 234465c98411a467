"""Each reviewer against all colleagues, and the model of their errors, on a page for a lead."""

import pytest

from tests.agreement.conftest import Given, label_article
from tests.rig.pages import words
from tests.rig.people import Somebody
from webapp.agreement import queries
from webapp.agreement.dawid_skene import MIN_SHARED, dawid_skene
from webapp.agreement.profiles import profiles
from webapp.db import Database

PAGE = "/agreement/1/reviewers"


@pytest.fixture
def labelled(seeded: Database, reviewer: Somebody, colleague: Somebody) -> Given:
    """An article of as many shared sentences as the model needs."""
    given = {reviewer: "suo" * MIN_SHARED, colleague: "sus" * MIN_SHARED}
    label_article(seeded, "Article", given)
    return given


@pytest.mark.usefixtures("labelled")
def test_page_shows_each_profile(lead: Somebody, seeded: Database) -> None:
    page = words(lead.get(PAGE).text)
    with seeded.reading() as session:
        found = profiles(queries.fetch(session, 1))
    assert [each.reviewer for each in found] == ["Carl Colleague", "Rita Reviewer"]
    for each in found:
        alpha = each.krippendorff_alpha.estimate
        assert f"{each.reviewer} 1 {alpha:.2f} n = {each.n}" in page
        opinion = each.labels["opinion"]
        assert f"{each.reviewer} {opinion.share:.0%} {opinion.others_share:.0%}" in page
    assert "needs at least 5 articles, you have 1" in page
    assert "log-likelihood" not in page


@pytest.mark.usefixtures("labelled")
def test_model_is_fitted_where_asked_and_comes_with_its_warning(
    lead: Somebody, seeded: Database
) -> None:
    page = words(lead.get(f"{PAGE}?advanced=1").text)
    with seeded.reading() as session:
        found = dawid_skene(queries.ratings(session, 1))
    assert found.warning in page
    assert f"{found.log_likelihood:.2f}".replace("-", "−") in page
    for each in found.reviewers:
        assert f"{each.reviewer} {each.n} {each.accuracy:.0%}" in page


def test_model_is_not_fitted_to_few_sentences(
    lead: Somebody, seeded: Database, reviewer: Somebody, colleague: Somebody
) -> None:
    label_article(seeded, "Article", {reviewer: "suo", colleague: "sus"})
    page = words(lead.get(f"{PAGE}?advanced=1").text)
    assert f"needs at least {MIN_SHARED} shared sentences, you have 3" in page


def test_page_without_labels_says_so(lead: Somebody) -> None:
    assert "No labels yet." in words(lead.get(PAGE).text)


@pytest.mark.parametrize("value", ["2", "", "yes"])
def test_other_wish_is_refused(lead: Somebody, value: str) -> None:
    assert lead.get(f"{PAGE}?advanced={value}").status_code == 422


def test_summary_says_how_many_more_articles(
    lead: Somebody, seeded: Database, reviewer: Somebody, colleague: Somebody
) -> None:
    for at in range(6):
        given = {reviewer: "suosuosuo"[at:] + "suosuo", colleague: "suosuo" + "suosuosuo"[at:]}
        label_article(seeded, f"Article {at}", given)
    page = words(lead.get("/agreement/1").text)
    with seeded.reading() as session:
        found = queries.fetch(session, 1)
    assert "How many more?" in page
    assert len(found.documents) == 6
    assert "plus or minus 0.05" in page
