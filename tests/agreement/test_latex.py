"""The report as LaTeX: every name as it is, every number with its reason."""

import re
import unicodedata

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.agreement.test_quote import OTHER, SIX, built
from webapp.agreement.latex import as_latex, escaped
from webapp.agreement.quote import methods


def test_latex_escapes_every_name() -> None:
    hostile = "\\input{x} $a$ & #1 50% a_b ~ ^ <y> [1] *"
    text = as_latex(built(["su"], ["us"], (hostile, "B")), {1: hostile + "\n\n%end"})
    assert text.count(escaped(hostile)) == 2
    assert "\\input" not in text
    assert escaped(hostile) == (
        r"\textbackslash{}input\{x\} \$a\$ \& \#1 50\% a\_b \textasciitilde{} "
        r"\textasciicircum{} \textless{}y\textgreater{} {[}1{]} {*}"
    )


# What LaTeX prints of each way to write a sign; anything else has to be no sign of its own.
PRINTED = {
    **{f"\\{sign}": sign for sign in "{}$&#%_"},
    **{f"{{{sign}}}": sign for sign in "[]*"},
    **{f"{sign}{{}}": sign for sign in "-,'"},
    "\\textbackslash{}": "\\",
    "\\textasciitilde{}": "~",
    "\\textasciicircum{}": "^",
    "\\textasciigrave{}": "`",
    "\\textless{}": "<",
    "\\textgreater{}": ">",
    "\\textquotedbl{}": '"',
}


SIGN = re.compile("|".join(map(re.escape, PRINTED)) + "|(?P<plain>.)", re.DOTALL)


hostile_words = st.lists(
    st.one_of(st.text(), st.text("\\{}$&#%_~^<>\"[]*`'-,?! \n\x7fa"), st.sampled_from([*PRINTED])),
    max_size=6,
).map("".join)


def printed(written: str) -> str:
    """Return what LaTeX prints, of words in which every sign of its own is written out."""
    found = []
    for sign in SIGN.finditer(written):
        plain = sign["plain"]
        assert plain is None or not (plain in '\\{}$&#%_~^<>"[]*`\x7f' or plain < " "), written
        found.append(plain or PRINTED[sign[0]])
    assert not re.search("--|,,|''", written)
    return "".join(found)


def line_of(words: str) -> str:
    """Return words in one line without control characters and what turns directions round."""
    turning = ["\u202a" <= c <= "\u202e" or "\u2066" <= c <= "\u2069" for c in words]
    odd = [unicodedata.category(c) in ("Cc", "Cs") or c in "\ufffe\uffff" for c in words]
    marks = zip(words, turning, odd, strict=True)
    return " ".join("".join(" " if a or b else c for c, a, b in marks).split())


@given(hostile_words)
def test_latex_prints_any_words_as_they_are(words: str) -> None:
    assert printed(escaped(words)) == line_of(words)


@settings(max_examples=40, deadline=None)
@given(hostile_words, hostile_words)
def test_latex_report_prints_names_and_titles_as_they_are(name: str, title: str) -> None:
    text = as_latex(built(["su"], ["us"], (f"A{name}", f"B{name}")), {1: title})
    cells = [line.split(" & ")[0] for line in text.splitlines() if line.endswith("\\\\")]
    assert [printed(each) for each in cells[-3:]] == [
        f"{line_of(f'A{name}')} and {line_of(f'B{name}')}",
        "Alpha by article",
        line_of(title),
    ]
    assert all(len(re.findall(r"(?<!\\)&", each)) == 0 for each in cells)


def test_latex_has_five_cells_in_each_row_and_every_coefficient() -> None:
    found = built(SIX, OTHER)
    lines = [line for line in as_latex(found, {}).splitlines() if line.endswith(r"\\")]
    assert {len(re.findall(r"(?<!\\)&", line)) for line in lines} == {4}
    assert len(lines) == 3 + 7 + 2 * 3 + 1 + 6
    alpha = found.coefficients["krippendorff_alpha"]
    assert alpha.ci95
    low, high = alpha.ci95
    line = f"Krippendorff's alpha & {alpha.estimate:.2f} & {low:.2f} to {high:.2f} & 28 & "
    assert line in "\n".join(lines)


def test_latex_lists_the_works_cited_and_gives_articles_their_item_level_interval() -> None:
    found = built(SIX, OTHER)
    text = as_latex(found, {1: "One"})
    assert text.count("\\item ") == len(methods(found).sources)
    alpha = found.by_document[0].krippendorff_alpha
    assert alpha.estimate
    assert alpha.item_level
    low = f"{alpha.item_level.ci95[0]:.2f}".replace("-", "$-$")
    table = text.partition("Alpha by article & Estimate & 95\\% CI, item-level")[2]
    assert re.search(r"One & [^&]+ & [^&]* to [^&]* & 5 & ", table)
    assert low.removeprefix("$-$") in table
    assert "needs at least 5 articles" not in table
    assert "XeLaTeX or LuaLaTeX" in text


def test_latex_has_a_minus_in_the_methods_sentence_too() -> None:
    assert "was $-$0.50 (no interval" in as_latex(built(["su"], ["us"]), {})


def test_latex_says_why_a_number_is_undefined() -> None:
    assert "undefined &  & 0 & no sentence has two reviewers" in as_latex(built(["s"], []), {})
