from webapp.agreement.plain import as_text, value_text
from webapp.agreement.report import Report, build
from webapp.agreement.tally import Rating, count


def report_on(documents: int) -> Report:
    rows: list[Rating] = [
        (f"d{d}", s, reviewer, "sourced" if (d + s) % 3 or reviewer == "Ann" else "opinion")
        for d in range(documents)
        for s in range(6)
        for reviewer in ("Ann", "Bo")
    ]
    return build(count(rows, ["sourced", "unsourced", "opinion"]), "scheme", ["not_applicable"])


def test_value_with_interval_shows_interval_and_n() -> None:
    text = value_text(report_on(7).coefficients["percent_agreement"])
    assert text.startswith("0.667 [0.667, 0.667], n 42")


def test_value_without_interval_shows_the_reason() -> None:
    text = value_text(report_on(2).coefficients["percent_agreement"])
    assert text == "0.667, n 12, no interval: needs at least 5 articles, you have 2"


def test_undefined_value_shows_the_reason() -> None:
    text = value_text(report_on(2).by_label["unsourced"].krippendorff_alpha)
    assert text == "undefined: no reviewer used unsourced"


def test_text_shows_sizes_pairs_articles_and_tables() -> None:
    text = as_text(report_on(2))
    assert text.startswith("24 labels by 2 reviewers on 12 sentences of 2 documents; 12 sentences")
    assert "left out: not_applicable" in text
    for heading in ("Ann and Bo", "Document d1", "Labels by reviewer", "Pairs of labels on one"):
        assert f"\n{heading}" in text
    assert "  Ann       12          0        0   12\n" in text
