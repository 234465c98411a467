"""What holds for every picture: well-formed, self-contained, and nothing that its table lacks."""

import re
from xml.etree.ElementTree import Element

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.agreement.drawings import SVG, WIDTHS, figures, read, report_on, texts
from webapp.agreement.figures.figure import Figure, Table
from webapp.agreement.figures.paper import DARK_WORDS, INK, LABELS, LOOKS, SOFT, TONES, WHITE
from webapp.agreement.report import build
from webapp.agreement.tally import count
from webapp.config import ROOT
from webapp.scheme import LABELS as SCHEME

MANY = (
    "sss uuu oos su. uo. sss suu",
    "ssu uou sss ooo us.",
    "uuo ooo suo",
    "ssu u.o oos",
    "sus sss",
)
HOSTILE = "<script>alert('1')</script> & \"x\" \x00\x0b\u202e\ud800 {{7*7}} ]]>"
TAGS = {"svg", "title", "desc", "rect", "path", "circle", "text", "defs", "pattern", "g"}
NUMBER = re.compile(r"−?\d+\.\d\d(?!\d)")


def drawn(figure: Figure) -> list[Element]:
    return [read(figure.draw(width)) for width in WIDTHS]


def cells(table: Table) -> set[str]:
    return {word for row in table.rows for cell in row for word in re.split(r"[ ;]| to ", cell)}


def test_drawing_can_be_read_without_seeing_it() -> None:
    for figure in figures(report_on(*MANY)):
        for root in drawn(figure):
            assert root.get("role") == "img"
            ids = {each.get("id"): "".join(each.itertext()) for each in root.iter()}
            assert ids[root.get("aria-labelledby")] == figure.title
            assert len(ids[root.get("aria-describedby")]) > 40


def test_drawing_stands_for_itself() -> None:
    for figure in figures(report_on(*MANY)):
        for root in drawn(figure):
            assert next(root.iter(f"{SVG}rect")).get("fill") == WHITE
            for each in root.iter():
                assert each.tag not in {f"{SVG}style", f"{SVG}script", f"{SVG}image"}
                assert not [key for key in each.attrib if key == "style" or key[:2] == "on"]
                if each.tag in {f"{SVG}rect", f"{SVG}path", f"{SVG}circle", f"{SVG}text"}:
                    assert each.get("fill"), each.attrib


def test_two_drawings_on_one_page_share_no_id() -> None:
    ids = [
        each.get("id")
        for figure in figures(report_on("ss ss uu", "s. o."))[1:]
        for root in drawn(figure)
        for each in root.iter()
        if each.get("id") and figure.name != "documents"
    ]
    assert len(ids) == len(set(ids)) > 10


def test_every_number_of_a_picture_is_in_its_table() -> None:
    for figure in figures(report_on(*MANY)):
        numbers = cells(figure.table)
        for root in drawn(figure):
            shown = [word for words in texts(root) for word in NUMBER.findall(words)]
            sizes = [m[1] for words in texts(root) if (m := re.fullmatch(r"(?:n = )?(\d+)", words))]
            shares = [m[1] for words in texts(root) if (m := re.search(r"([<>]?\d+%)$", words))]
            assert set(shown) | set(sizes) | set(shares) - {"0%"} <= numbers | {"1", "95%"}
            assert len(shown) + len(shares) >= 3, figure.name


def test_every_row_of_a_table_is_as_long_as_its_head() -> None:
    for figure in figures(report_on(*MANY)):
        assert figure.table.rows
        assert {len(row) for row in figure.table.rows} == {len(figure.table.head)}


def test_hostile_names_are_words_and_nothing_else() -> None:
    names = [f"{HOSTILE} {at}" for at in range(3)]
    report = report_on(*MANY, reviewers=names)
    for figure in figures(report):
        for root in drawn(figure):
            assert {each.tag.removeprefix(SVG) for each in root.iter()} <= TAGS
        assert "\u202e" not in figure.draw(WIDTHS[1])
    pairs = figures(report)[2].draw(WIDTHS[1])
    assert "&lt;script&gt;alert('1')&lt;/script&gt; &amp; \"x\" {{7*7}} ]]&gt; 0" in pairs


@pytest.mark.parametrize("articles", [(), ("s u o",), ("ss ss",), ("s. .u",)], ids=str)
def test_nothing_to_draw_is_a_sentence(articles: tuple[str, ...]) -> None:
    for figure in figures(report_on(*articles)):
        if figure.missing is None:
            assert drawn(figure)
        else:
            assert figure.missing.endswith(".")
    alpha, _, pairs, confusion, labels = figures(report_on(*articles))
    assert alpha.missing
    assert (pairs.missing is None) == (confusion.missing is None) == (articles == ("ss ss",))
    assert (labels.missing is None) == bool(articles)


def test_missing_picture_says_why() -> None:
    one, same = figures(report_on("s u o")), figures(report_on("ss ss"))
    assert one[0].missing == (
        "Krippendorff’s alpha is undefined for every article: no sentence has two reviewers."
    )
    assert one[2].missing == "It takes two reviewers; 1 gave a label so far."
    assert same[0].missing == (
        "Krippendorff’s alpha is undefined for every article: every reviewer used one label "
        "(sourced)."
    )
    assert [each.missing for each in figures(report_on())] == [
        "No article has a label yet.",
        "No article has a label yet.",
        "It takes two reviewers; none gave a label so far.",
        "No sentence has two reviewers yet.",
        "Nobody has given a label yet.",
    ]


def test_undefined_rows_are_in_the_table_of_a_missing_picture() -> None:
    table = figures(report_on("ss ss"))[0].table
    assert table.rows[0] == (
        "0",
        "2",
        "undefined",
        "",
        "",
        "every reviewer used one label (sourced)",
    )


names = st.text(min_size=1, max_size=30)


@settings(max_examples=60, deadline=None)
@given(
    data=st.data(),
    labels=st.lists(names, min_size=1, max_size=6, unique=True) | st.just(list(SCHEME)),
    people=st.lists(names, min_size=1, max_size=10, unique=True),
    titles=st.dictionaries(st.integers(0, 8), names),
)
def test_any_report_is_drawn_or_explained(
    data: st.DataObject, labels: list[str], people: list[str], titles: dict[int | str, str]
) -> None:
    place = st.tuples(st.integers(0, 8), st.integers(0, 3), st.sampled_from(people))
    given_ = data.draw(st.dictionaries(place, st.sampled_from(labels), max_size=60))
    report = build(count([(*at, label) for at, label in given_.items()], labels))
    for figure in figures(report, titles):
        assert bool(figure.missing) == (figure.missing is not None)
        if figure.missing is None:
            for width, root in zip(WIDTHS, drawn(figure), strict=True):
                assert root.tag == f"{SVG}svg"
                assert float(root.get("width", 0)) >= width


@pytest.mark.parametrize("at", range(len(TONES)))
def test_words_on_every_tone_can_be_read(at: int) -> None:
    words = INK if at < DARK_WORDS else WHITE
    assert contrast(words, TONES[at]) >= 4.5


def test_tones_get_darker() -> None:
    assert sorted(TONES, key=luminance, reverse=True) == list(TONES)


@pytest.mark.parametrize("label", LABELS)
def test_words_and_rules_on_labels_can_be_told(label: str) -> None:
    rule, tint = LABELS[label]
    assert contrast(INK, tint) >= 4.5
    assert contrast(rule, WHITE) >= 3
    assert contrast(SOFT, WHITE) >= 4.5


def test_stylesheet_follows_the_reader_in_every_look_that_has_a_colour() -> None:
    css = (ROOT / "static" / "css" / "drawing.css").read_text(encoding="utf-8")
    coloured = [
        name
        for name, look in LOOKS.items()
        if {str(look.get("fill", "none")), str(look.get("stroke", "none"))} != {"none"}
    ]
    assert len(coloured) > 30
    assert [name for name in coloured if not re.search(rf"\.{name}(?![\w-])", css)] == []


def contrast(one: str, other: str) -> float:
    lighter, darker = sorted((luminance(one), luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def luminance(colour: str) -> float:
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
