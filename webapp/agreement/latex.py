"""The report as LaTeX: tables of plain LaTeX, to be put into a paper as they are."""

import re
from collections.abc import Iterable, Iterator, Mapping

from webapp.agreement.figures.words import clean
from webapp.agreement.quote import methods
from webapp.agreement.report import Report
from webapp.agreement.tally import Id
from webapp.agreement.value import Value

NAMES = {
    "percent_agreement": "Percent agreement",
    "krippendorff_alpha": "Krippendorff's alpha",
    "fleiss_kappa": "Fleiss' kappa",
    "gwet_ac1": "Gwet's AC1",
    "brennan_prediger": "Brennan-Prediger",
    "conger_kappa": "Conger's kappa",
    "light_kappa": "Light's kappa",
}
"""The coefficients of all documents, as a table names them."""

_SIGNS = {
    "\\": r"\textbackslash{}",
    "{": r"\{",
    "}": r"\}",
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
    "<": r"\textless{}",
    ">": r"\textgreater{}",
    '"': r"\textquotedbl{}",
    "[": "{[}",  # after a line's end a bracket would be taken for an option
    "]": "{]}",
    "*": "{*}",  # likewise
    "`": r"\textasciigrave{}",
    # two of these in a row would be printed as another sign
    **{sign: f"{sign}{{}}" for sign in "-,'"},
    **{sign: f"\\{sign}" for sign in "$&#%_"},
}
_SPECIAL = re.compile(r"""[\\{}~^<>"\[\]*`$&#%_]|-(?=-)|,(?=,)|'(?=')""")
_CONTROLS = re.compile("[\x7f-\x9f]")  # LaTeX stops at them
_MINUS = re.compile(r"(?<=[\s(])-(?=\d)")
_HEAD = r"""% Agreement, as tables of plain LaTeX with T1 fonts; UTF-8. For booktabs replace
% the first \hline of a table by \toprule, the second by \midrule, the last by \bottomrule.
% A table that is longer than a page: longtable in place of tabular.
% Names and titles stand as they are: beyond Latin letters XeLaTeX or LuaLaTeX and a font for them.
"""

Entry = tuple[str, Value]


def as_latex(report: Report, titles: Mapping[Id, str]) -> str:
    """Return the methods sentence, the works it cites, and three tables.

    These are all and by label, pairs, and articles with their item-level intervals.
    """
    return _HEAD + "\n".join(_lines(report, titles)) + "\n"


def escaped(words: object) -> str:
    """Return words in one line that LaTeX prints as they are."""
    line = clean(_CONTROLS.sub(" ", str(words)))
    return _SPECIAL.sub(lambda found: _SIGNS[found[0]], line)


def _lines(report: Report, titles: Mapping[Id, str]) -> Iterator[str]:
    said = methods(report)
    yield _MINUS.sub("$-$", escaped(said.full))
    yield "\n\\begin{itemize}"
    yield from (f"\\item {escaped(work)}." for work in said.sources)
    yield "\\end{itemize}"
    labels = [
        (f"{words}, {escaped(label)}", value)
        for label, row in report.by_label.items()
        for words, value in (
            ("Alpha", row.krippendorff_alpha),
            ("Specific agreement", row.specific_agreement),
        )
    ]
    everything = [(name, report.coefficients[key]) for key, name in NAMES.items()]
    yield from _table("Coefficient", [*everything, *labels])
    pairs = [
        (f"{escaped(pair.reviewers[0])} and {escaped(pair.reviewers[1])}", pair.cohen_kappa)
        for pair in report.pairs
    ]
    yield from _table("Cohen's kappa", pairs)
    articles = [
        (escaped(titles.get(row.document, row.document)), row.krippendorff_alpha)
        for row in report.by_document
    ]
    yield from _table("Alpha by article", articles, alone=True)


def _table(head: str, entries: Iterable[Entry], alone: bool = False) -> Iterator[str]:
    """Yield a table; alone: of one article each, with what interval that can have."""
    interval = "95\\% CI, item-level" if alone else "95\\% CI"
    yield "\n\\begin{tabular}{p{5cm}rlrp{4.5cm}}"
    yield f"\\hline\n{head} & Estimate & {interval} & n & Remark \\\\\n\\hline"
    for name, value in entries:
        yield f"{name} & {' & '.join(_cells(value, alone))} \\\\"
    yield "\\hline\n\\end{tabular}"


def _cells(value: Value, alone: bool) -> tuple[str, ...]:
    if value.estimate is None:
        return "undefined", "", str(value.n), escaped(value.undefined)
    known = value.item_level.ci95 if alone and value.item_level else value.ci95
    ends = f"{_number(known[0])} to {_number(known[1])}" if known else "none"
    remarks = "; ".join(each for each in (None if alone else value.no_ci95, value.remark) if each)
    return _number(value.estimate), ends, str(value.n), escaped(remarks)


def _number(value: float) -> str:
    text = f"{value:z.2f}"
    return f"${text}$" if text.startswith("-") else text
