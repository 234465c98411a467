"""The methods sentence, and the report as CSV, LaTeX and HTML: pure functions of the report."""

import csv
import io
import re
from collections.abc import Sequence
from html.parser import HTMLParser

import pytest

from webapp.agreement import report
from webapp.agreement.formats import FORMATS
from webapp.agreement.long_table import COLUMNS, as_csv
from webapp.agreement.naming import document_names, reviewer_names
from webapp.agreement.quote import methods
from webapp.agreement.report import Report
from webapp.agreement.standalone import as_html
from webapp.agreement.tally import Rating, count
from webapp.agreement.value import Value
from webapp.scheme import LABELS, NOT_APPLICABLE

LETTERS = {label[0]: label for label in LABELS}
SIX = ["ssuuo", "suuoo", "sosou", "uuuso", "osuos", "sso"]
OTHER = ["ssuoo", "suuoo", "sosos", "uuuuo", "osuus", "sss"]


def built(one: Sequence[str], two: Sequence[str], names: tuple[str, str] = ("Ada", "Bo")) -> Report:
    """Return the report on articles 1, 2, ..., a letter a sentence."""
    ratings: list[Rating] = [
        (document, at, name, LETTERS[letter])
        for name, articles in zip(names, (one, two), strict=True)
        for document, letters in enumerate(articles, 1)
        for at, letter in enumerate(letters)
    ]
    return report.build(count(ratings, LABELS), left_out=[NOT_APPLICABLE])


def rows(found: Report, titles: dict[str | int, str] | None = None) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(as_csv(found, titles or {}), newline="")))


def ends(value: Value) -> str:
    assert value.ci95
    return f"was {value.estimate:.2f} (95% CI {value.ci95[0]:.2f} to {value.ci95[1]:.2f})"


# ---------------------------------------------------------------- the methods sentence


def test_methods_say_how_many_labels_were_not_independent() -> None:
    found = report.build(count([("d", 1, g, "opinion") for g in (1, 2)], LABELS), informed=3)
    said = "Also left out: 3 labels that were given after having seen others' labels."
    assert said in methods(found).short
    assert said in methods(found).full


def test_methods_sentence_holds_sizes_estimates_and_intervals() -> None:
    found = built(SIX, OTHER)
    alpha, percent = (
        found.coefficients[each] for each in ("krippendorff_alpha", "percent_agreement")
    )
    assert methods(found).short == (
        "Two reviewers labelled 28 sentences of 6 articles as sourced, unsourced or opinion "
        "(56 labels). Krippendorff's alpha (nominal; Krippendorff 2011) "
        f"{ends(alpha)}; percent agreement (Fleiss 1971) {ends(percent)}. n = 28 sentences with "
        "two labels or more, in 6 articles; intervals are jackknife estimates over articles, "
        "leaving out one at a time, with t quantiles (Efron and Stein 1981). The label "
        "“not applicable” was left out."
    )


def test_full_methods_sentence_has_alpha_of_each_label_and_its_source() -> None:
    found = built(SIX, OTHER)
    full = methods(found).full
    for label, row in found.by_label.items():
        assert f"for {label} it {ends(row.krippendorff_alpha)}" in full
    assert [work.partition(".")[0] for work in methods(found).sources] == [
        "Krippendorff K (2004)",
        "Krippendorff K (2011)",
        "Fleiss JL (1971)",
        "Efron B, Stein C (1981)",
    ]


def test_methods_sentence_says_why_there_is_no_interval() -> None:
    said = methods(built(SIX[:2], OTHER[:2]))
    assert "(no interval: needs at least 5 articles, there were 2)" in said.short
    assert "jackknife" not in said.full
    assert not any("Efron" in work for work in said.sources)


@pytest.mark.parametrize(
    ("one", "two", "says"),
    [
        ([], [], "No reviewers labelled 0 sentences of 0 articles"),
        (["s"], [], "One reviewer labelled 1 sentence of 1 article"),
        (["s"], [], "percent agreement (Fleiss 1971) are undefined: no sentence has two reviewers"),
        (["ss"], ["ss"], "is undefined (every reviewer used one label (sourced)); percent"),
        (["s"], [], "n = 0 sentences with two labels or more, in 0 articles."),
        (["su"], ["us"], "was -0.50 (no interval"),
        (["su"] * 5, ["su"] * 5, "1.00 to 1.00; every article alike: the interval has no width"),
    ],
    ids=range(7),
)
def test_methods_sentence_of_little_says_what_is_missing(
    one: list[str], two: list[str], says: str
) -> None:
    assert says in methods(built(one, two)).short


# ---------------------------------------------------------------- CSV


def test_csv_holds_every_number_of_the_report_in_full() -> None:
    found = built(SIX, OTHER)
    values = (
        {("all", "", "", name): value for name, value in found.coefficients.items()}
        | {
            ("label", label, "", name): getattr(row, name)
            for label, row in found.by_label.items()
            for name in ("krippendorff_alpha", "specific_agreement")
        }
        | {
            ("pair", *pair.reviewers, name): getattr(pair, name)
            for pair in found.pairs
            for name in ("percent_agreement", "cohen_kappa")
        }
        | {
            ("document", str(each.document), "", name): getattr(each, name)
            for each in found.by_document
            for name in ("krippendorff_alpha", "percent_agreement")
        }
    )
    read = {tuple(list(row.values())[:4]): row for row in rows(found)}
    assert len(read) == len(rows(found))
    for key, value in values.items():
        low, high = value.ci95 or (None, None)
        item = value.item_level
        expected = [value.estimate, value.se, low, high, value.n, value.undefined, value.no_ci95]
        expected += [value.remark, *((item.se, *item.ci95) if item else (None, None, None))]
        assert list(read[key].values())[4:] == ["" if x is None else str(x) for x in expected]


def test_csv_holds_sizes_counts_and_method() -> None:
    found = built(SIX, OTHER)
    read = {tuple(list(row.values())[:4]): row for row in rows(found)}
    assert read["all", "", "", "annotations"]["n"] == "56"
    assert read["reviewer", "Ada", "sourced", "labels"]["n"] == str(
        found.by_reviewer[0].labels["sourced"]
    )
    assert read["confusion", "sourced", "opinion", "pairs of labels"]["n"] == str(
        found.confusion[0][2]
    )
    assert read["label", "opinion", "", "count"]["n"] == str(found.by_label["opinion"].count)
    assert read["method", "", "", "left_out"]["remark"] == "not_applicable"
    assert {len(row) for row in rows(found)} == {len(COLUMNS)}


def test_csv_names_documents_by_number_and_title() -> None:
    titled = {row["item"] for row in rows(built(["s"], ["s"]), {1: 'A, "b"\nc'})}
    assert '000001 A, "b" c' in titled


def test_csv_disarms_names_that_begin_like_formulas() -> None:
    found = built(["su"], ["us"], ("=1+1", "\u200b@x"))
    cells = {row[name] for row in rows(found) for name in ("item", "second")}
    assert {"'=1+1", "'\u200b@x"} <= cells
    assert not any(cell and not (cell[0].isalnum() or cell[0] == "'") for cell in cells)


def test_csv_disarms_remarks_that_begin_with_a_name_and_leaves_numbers() -> None:
    found = built(["sss"], ["ssu"], ("=cmd()", "Bo"))
    (row,) = (each for each in rows(found) if each["statistic"] == "cohen_kappa")
    assert row["remark"].startswith("'=cmd() used one label")
    assert {each["estimate"] for each in rows(built(["su"], ["us"]))} >= {"-0.5"}


# ---------------------------------------------------------------- HTML


class _Page(HTMLParser):
    """Keeps what can lead out of a file, and its anchors."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.links: list[str] = []
        self.ids: list[str] = []
        self.tags: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        for name, value in attrs:
            if name in ("href", "src", "xlink:href"):
                self.links.append(value or "")
            if name == "id":
                self.ids.append(value or "")


def test_html_needs_nothing_beside_it_and_its_links_stay_inside() -> None:
    page = _Page(as_html(built(SIX, OTHER), {}, "Ours"))
    assert page.links
    assert [link for link in page.links if link.removeprefix("#") not in page.ids] == []
    assert len(set(page.ids)) == len(page.ids)
    assert {"script", "link", "img", "iframe"} & set(page.tags) == set()
    assert page.tags.count("svg") == 4


def test_html_holds_methods_tables_and_definitions() -> None:
    found = built(SIX, OTHER)
    text = as_html(found, {1: "The first one"}, "Ours")
    said = methods(found)
    for words in (said.short, said.full):
        assert words.replace("'", "&#39;") in text
    assert text.count("The first one") >= 2
    assert '<a id="krippendorff_alpha"></a>' in text
    assert "<h1>Agreement in Ours</h1>" in text
    assert text.count("<h1>") == 1


def test_html_escapes_names() -> None:
    bad = "<script>alert(1)</script>{{7*7}}"
    text = as_html(built(["su"], ["us"], (bad, "B")), {1: bad}, bad)
    assert "<script" not in text
    assert "{{7*7}}" in text


@pytest.mark.parametrize("form", FORMATS)
def test_nothing_labelled_can_be_written(form: str) -> None:
    text = FORMATS[form].write(built([], []), {}, "Empty")
    assert "no sentence has two reviewers" in text
    assert "nan" not in re.sub(r"[a-z]nan|nan[a-z]", "", text.lower())


# ---------------------------------------------------------------- names


def test_names_of_reviewers_are_told_apart() -> None:
    assert reviewer_names({3: "Ann", 12: " Ann\n", 5: "Bo"}) == {
        3: "Ann (3)",
        12: "Ann (12)",
        5: "Bo",
    }
    odd = reviewer_names({3: "Ann", 12: "Ann", 5: "Ann (3)"})
    assert len(set(odd.values())) == 3


@pytest.mark.parametrize("other", ["\u0410nn", "ann", "\u00c1nn", "\uff21nn", "An\u200bn"])
def test_names_that_look_alike_are_told_apart(other: str) -> None:
    assert reviewer_names({3: "Ann", 12: other, 5: "Anna"}) == {
        3: "Ann (3)",
        12: f"{other} (12)",
        5: "Anna",
    }


def test_names_of_documents_keep_their_order() -> None:
    titles = {2: "z", 10: "y", 1_234_567: "x"}
    names = document_names(dict[str | int, str](titles.items()))
    assert sorted(names, key=lambda number: names[number]) == [2, 10, 1_234_567]
