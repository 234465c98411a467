import json
import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import t

from webapp.agreement.pairwise import PairAgreement
from webapp.agreement.report import Report, as_json, build
from webapp.agreement.tally import Rating, count
from webapp.agreement.value import Value

LABELS = ("sourced", "unsourced", "opinion")
CHANCE_CORRECTED_BY_USE = ("krippendorff_alpha", "fleiss_kappa", "conger_kappa", "light_kappa")


def votes(*documents: str) -> list[Rating]:
    """Return ratings from words such as "su oo .s": a word a sentence, a letter a reviewer."""
    names = {"s": "sourced", "u": "unsourced", "o": "opinion"}
    return [
        (f"d{d}", s, f"r{g}", names[letter])
        for d, words in enumerate(documents)
        for s, word in enumerate(words.split())
        for g, letter in enumerate(word)
        if letter != "."
    ]


def report_on(*documents: str) -> Report:
    return build(count(votes(*documents), LABELS))


def random_report(seed: int) -> Report:
    rng = random.Random(seed)  # noqa: S311 # a test table, not a secret
    words = (" ".join("".join(rng.choices("sssuo.", k=3)) for _ in range(8)) for _ in range(9))
    return report_on(*words)


def all_values(report: Report) -> list[Value]:
    rows = [*report.by_label.values(), *report.pairs, *report.by_document]
    inner = [field for row in rows for field in vars(row).values() if isinstance(field, Value)]
    return [*report.coefficients.values(), *inner]


def only_pair(report: Report) -> PairAgreement:
    (pair,) = report.pairs
    return pair


def test_sizes_count_what_was_labelled() -> None:
    n = report_on("ss s. .u", "oos").n
    assert (n.documents, n.sentences, n.sentences_with_two) == (2, 4, 2)
    assert (n.annotations, n.reviewers) == (7, 3)


def test_interval_needs_five_articles() -> None:
    values = report_on("ss su", "uu ss").coefficients.values()
    assert {value.no_ci95 for value in values} == {"needs at least 5 articles, you have 2"}
    assert all(value.ci95 is None and value.se is None for value in values)


def test_article_without_two_labels_counts_for_fleiss_and_ac1_alone() -> None:
    found = report_on("ss su", "uu ss", "oo su", "ss uo", "s. .u").coefficients
    with_interval = {name for name, value in found.items() if value.ci95}
    assert with_interval == {"fleiss_kappa", "gwet_ac1"}
    assert found["krippendorff_alpha"].no_ci95 == "needs at least 5 articles, you have 4"


def test_interval_says_when_it_hangs_on_one_article() -> None:
    alpha = report_on("ss", "ss", "ss", "ss", "ss uu").coefficients["krippendorff_alpha"]
    assert alpha.estimate == 1.0
    assert alpha.no_ci95 == "undefined when one of the articles is left out"


def test_interval_takes_t_of_the_articles_less_one() -> None:
    value = random_report(1).coefficients["krippendorff_alpha"]
    assert value.estimate is not None
    assert value.se is not None
    assert value.ci95
    assert value.ci95[0] == pytest.approx(value.estimate - t.ppf(0.975, 9 - 1) * value.se)


def test_item_level_interval_takes_t_of_the_sentences_less_one() -> None:
    row = random_report(1).by_document[0]
    value = row.percent_agreement
    assert value.estimate is not None
    assert value.item_level
    width = t.ppf(0.975, row.n - 1) * value.item_level.se
    assert value.item_level.ci95[0] == pytest.approx(value.estimate - width)


def test_interval_without_width_is_remarked() -> None:
    alpha = report_on(*["ss uu"] * 6).coefficients["krippendorff_alpha"]
    assert alpha.ci95 == (1.0, 1.0)
    assert "the interval has no width" in str(alpha.remark)


@settings(max_examples=30, deadline=None)
@given(st.integers(0, 10_000))
def test_every_value_has_an_estimate_or_a_reason_and_an_interval_or_a_reason(seed: int) -> None:
    for value in all_values(random_report(seed)):
        assert (value.estimate is None) == (value.undefined is not None)
        assert (value.ci95 is None) == (value.no_ci95 is not None) == (value.se is None)


@settings(max_examples=30, deadline=None)
@given(st.integers(0, 10_000))
def test_every_interval_holds_its_estimate(seed: int) -> None:
    for value in all_values(random_report(seed)):
        intervals = [value.ci95, value.item_level.ci95 if value.item_level else None]
        for low, high in filter(None, intervals):
            assert value.estimate is not None
            assert low <= value.estimate <= high <= 1


def test_perfect_agreement_gives_one_everywhere() -> None:
    report = report_on("sss uuu ooo", "oo. .ss", "uuu sss")
    assert {value.estimate for value in all_values(report)} <= {1.0, None}
    assert {value.estimate for value in report.coefficients.values()} == {1.0}


def test_no_ratings_give_reasons_everywhere() -> None:
    report = report_on()
    assert {v.undefined for v in all_values(report)} == {"no sentence has two reviewers"}
    assert (report.n.documents, report.pairs, report.by_document) == (0, [], [])


def test_lone_reviewer_gives_reasons_everywhere() -> None:
    report = report_on("s u o", "s")
    assert {v.undefined for v in all_values(report)} == {"no sentence has two reviewers"}


def test_one_label_leaves_the_kappas_undefined() -> None:
    found = report_on("ss ss", "sss").coefficients
    for name in CHANCE_CORRECTED_BY_USE:
        assert found[name].undefined == "every reviewer used one label (sourced)"
    for name in set(found) - set(CHANCE_CORRECTED_BY_USE):
        assert found[name].estimate == 1.0


def test_one_label_where_reviewers_met_is_told_from_one_label_at_all() -> None:
    found = report_on("ss ss u.", "ss").coefficients
    assert found["krippendorff_alpha"].undefined == (
        "every reviewer used one label (sourced) on the sentences with two reviewers"
    )
    assert found["fleiss_kappa"].estimate is not None


def test_light_is_undefined_where_every_pair_is() -> None:
    light = report_on("ss. ss. ..uu ..uu").coefficients["light_kappa"]
    assert light.undefined == "in each pair both reviewers used one label"


def test_light_says_its_pairs_and_the_smallest_overlap() -> None:
    light = report_on("sss suo uu. ou.").coefficients["light_kappa"]
    assert str(light.remark).startswith("mean of 3 pairs, the smallest sharing 2 sentences")


def test_label_that_nobody_used_is_said_to_be_unused() -> None:
    row = report_on("ss su").by_label["opinion"]
    assert row.count == 0
    assert row.krippendorff_alpha.undefined == "no reviewer used opinion"
    assert row.specific_agreement.undefined == "no reviewer used opinion"


def test_label_used_by_lone_reviewers_is_said_to_be_unshared() -> None:
    row = report_on("ss su o.").by_label["opinion"]
    assert row.count == 1
    assert row.specific_agreement.undefined == (
        "no reviewer used opinion on the sentences with two reviewers"
    )


def test_label_set_of_one_leaves_all_but_percent_agreement_undefined() -> None:
    found = build(count([("d", 1, "a", "x"), ("d", 1, "b", "x")], ["x"])).coefficients
    assert found.pop("percent_agreement").estimate == 1.0
    assert {v.undefined for v in found.values()} == {"the label set holds one label (x)"}


def test_constant_reviewer_gives_kappa_zero_with_a_remark() -> None:
    kappa = only_pair(report_on("su ss so " * 4)).cohen_kappa
    assert kappa.estimate == 0.0
    assert kappa.remark == "r0 used one label (sourced), so kappa is 0"


def test_kappa_that_is_0_by_construction_is_not_taken_for_articles_that_are_alike() -> None:
    found = report_on("ss su so", "ss ss so", "su su ss", "so so ss", "ss so su", "su ss ss")
    for name in ("conger_kappa", "light_kappa"):
        value = found.coefficients[name]
        assert value.estimate == pytest.approx(0, abs=1e-12)
        assert "in each pair a reviewer used one label, so kappa is 0" in str(value.remark)
        assert "the interval has no width" in str(value.remark)
        assert "alike" not in str(value.remark) + found.more_documents[name][0].sentence
    assert "alike" not in str(found.coefficients["krippendorff_alpha"].remark)


def test_undefined_kappa_is_not_said_to_be_0() -> None:
    kappa = only_pair(report_on(*["ss " * 6] * 2)).cohen_kappa
    assert (kappa.estimate, kappa.remark) == (None, None)
    assert kappa.undefined == "every reviewer used one label (sourced)"


def test_pair_with_few_sentences_is_remarked() -> None:
    assert only_pair(report_on("su us " * 4)).cohen_kappa.remark == "fewer than 10 shared sentences"
    assert only_pair(report_on("su us " * 5)).cohen_kappa.remark is None


def test_pair_counts_only_the_articles_it_shares() -> None:
    pairs = report_on(*["ssu su. uu."] * 5, *["s.u u.s o.o"] * 2).pairs
    ends = {pair.reviewers: pair.cohen_kappa.no_ci95 for pair in pairs}
    assert ends[("r0", "r1")] is None
    assert pairs[0].n == 15


def test_pair_and_article_have_item_level_intervals_and_projects_have_none() -> None:
    report = random_report(1)
    assert report.pairs[0].cohen_kappa.item_level
    assert report.by_document[0].krippendorff_alpha.item_level
    assert not any(value.item_level for value in report.coefficients.values())


def test_article_alone_has_no_interval_over_articles() -> None:
    row = report_on("ss su uu").by_document[0]
    assert row.percent_agreement.no_ci95 == "needs at least 5 articles, you have 1"


def test_labels_by_reviewer_add_up() -> None:
    first, second = report_on("ss su .u").by_reviewer
    assert (first.reviewer, first.n) == ("r0", 2)
    assert second.labels == {"sourced": 1, "unsourced": 2, "opinion": 0}


def test_confusion_counts_each_pair_of_labels_once() -> None:
    assert report_on("ssu so").confusion == [[1, 2, 1], [2, 0, 0], [1, 0, 0]]


def test_json_has_the_promised_keys() -> None:
    found = json.loads(json.dumps(as_json(random_report(2)), allow_nan=False))
    value = {"estimate", "se", "ci95", "n", "undefined", "no_ci95"}
    assert set(found["n"]) == {
        "documents",
        "sentences",
        "sentences_with_two",
        "annotations",
        "reviewers",
    }
    assert found["labels"] == list(LABELS)
    assert len(found["coefficients"]) == 7
    assert value <= set(found["coefficients"]["light_kappa"])
    assert set(found["by_label"]["opinion"]) == {
        "krippendorff_alpha",
        "specific_agreement",
        "count",
    }
    assert {"reviewers", "n", "percent_agreement", "cohen_kappa"} <= set(found["pairs"][0])
    assert set(found["by_document"][0]) == {
        "document",
        "n",
        "krippendorff_alpha",
        "percent_agreement",
    }
    assert found["method"]["ci"] == "jackknife over documents, t"
    assert {"labels_from", "definition"} <= set(found["method"])


def test_json_holds_item_level_intervals_as_lists() -> None:
    found = as_json(random_report(2))["pairs"]
    assert json.loads(json.dumps(found))[0]["cohen_kappa"]["item_level"]["ci95"]


@pytest.mark.parametrize("labels_from", ["scheme", "file", "option"])
def test_method_says_where_the_labels_come_from(labels_from: str) -> None:
    report = build(count(votes("ss"), LABELS), labels_from, ["not_applicable"])
    assert report.method["labels_from"] == labels_from
    assert report.method["left_out"] == ["not_applicable"]
