from tests.agreement import drawings
from webapp.agreement.latex import as_latex
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
    assert text.startswith("24 labels by 2 reviewers on 12 sentences of 2 articles; 12 sentences")
    assert "left out: not_applicable" in text
    for heading in ("Ann and Bo", "Article d1", "Labels by reviewer", "Pairs of labels on one"):
        assert f"\n{heading}" in text
    assert "  Ann       12          0        0   12\n" in text


def test_no_number_is_written_as_minus_zero() -> None:
    rows = ["ss su so", "ss ss so", "su su ss", "so so ss", "ss so su", "su ss ss"]
    found = drawings.report_on(*rows)
    assert "-0.000" not in as_text(found)
    assert "$0.00$" not in as_latex(found, {})


def test_text_of_one_article_has_its_title_and_no_reason_twice() -> None:
    found = build(count([(7, 1, "Ann", "opinion")], ["sourced", "unsourced", "opinion"]))
    text = as_text(found, {7: "A title"})
    assert text.startswith("1 label by 1 reviewer on 1 sentence of 1 article; 0 sentences have")
    assert "\nArticle 7 A title\n" in text
    section = as_text(report_on(2)).partition("\nArticle d1\n")[2].partition("\n\n")[0]
    assert "no interval" not in section
    assert "document" not in text.replace("over documents", "").lower()


def test_name_cannot_steer_a_terminal() -> None:
    ratings: list[Rating] = [("d\x1b[2J", 1, who, "opinion") for who in ("A\x07\x9b", "B\u202e")]
    text = as_text(build(count(ratings, ["opinion", "sourced"])))
    assert not set(text) & set("\x1b\x07\x9b\u202e")
