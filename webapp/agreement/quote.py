"""Sentences for a methods section, with every number taken from the report."""

from collections.abc import Sequence
from dataclasses import dataclass

from webapp.agreement.report import Report
from webapp.agreement.value import Value
from webapp.scheme import NAMES

_SMALL = ("No", "One", "Two", "Three", "Four", "Five", "Six", "Seven", "Eight", "Nine")
_MISSING = (
    "Sentences with a single label do not count towards these numbers; missing labels were not "
    "filled in."
)
_SOURCES = {
    "Krippendorff 2004": "Krippendorff K (2004). Content Analysis, 2nd edition. Sage",
    "Krippendorff 2011": "Krippendorff K (2011). Computing Krippendorff's alpha-reliability. "
    "University of Pennsylvania",
    "Fleiss 1971": "Fleiss JL (1971). Measuring nominal scale agreement among many raters. "
    "Psychological Bulletin 76, 378-382",
    "Efron and Stein 1981": "Efron B, Stein C (1981). The jackknife estimate of variance. "
    "Annals of Statistics 9, 586-596",
}


@dataclass(frozen=True)
class Methods:
    """Sentences, few or all (with alpha by label), and the works that all of them cite."""

    short: str
    full: str
    sources: tuple[str, ...]


def methods(report: Report) -> Methods:
    """Return what a methods section says about the agreement in a report.

    Numbers have two places. A number that is undefined or has no interval is there with its reason.
    """
    head, sample, left_out = _labelled(report), _sample(report), _left_out(report)
    left_out = [*_versions(report), *left_out]
    short = [head, _agreement(report), sample, *left_out]
    full = [head, _agreement(report), _by_label(report), sample, *left_out, _MISSING]
    cited = (work for key, work in _SOURCES.items() if key in " ".join(full))
    return Methods(" ".join(short), " ".join(full), tuple(cited))


def _labelled(report: Report) -> str:
    n = report.n
    who = "reviewer" if n.reviewers == 1 else "reviewers"
    what = _count(n.sentences, "sentence", "sentences")
    where = _count(n.documents, "article", "articles")
    number = _SMALL[n.reviewers] if n.reviewers < len(_SMALL) else str(n.reviewers)
    given = _count(n.annotations, "label", "labels")
    labels = _or([_name(each) for each in report.labels])
    return f"{number} {who} labelled {what} of {where} as {labels} ({given})."


def _agreement(report: Report) -> str:
    alpha, percent = (
        report.coefficients[each] for each in ("krippendorff_alpha", "percent_agreement")
    )
    if alpha.estimate is None and alpha.undefined == percent.undefined:
        return (
            "Krippendorff's alpha (nominal; Krippendorff 2011) and percent agreement (Fleiss 1971) "
            f"are undefined: {alpha.undefined}."
        )
    return (
        f"Krippendorff's alpha (nominal; Krippendorff 2011) {_said(alpha)}; "
        f"percent agreement (Fleiss 1971) {_said(percent)}."
    )


def _by_label(report: Report) -> str:
    each = [
        f"for {_name(label)} it {_said(row.krippendorff_alpha)}"
        for label, row in report.by_label.items()
    ]
    return f"Alpha of one label against the others (Krippendorff 2004): {'; '.join(each)}."


def _sample(report: Report) -> str:
    shared = sum(row.n > 0 for row in report.by_document)
    n = _count(report.n.sentences_with_two, "sentence", "sentences")
    text = f"n = {n} with two labels or more, in {_count(shared, 'article', 'articles')}"
    if any(value.ci95 for value in report.coefficients.values()):
        text += (
            "; intervals are jackknife estimates over articles, leaving out one at a time, with t "
            "quantiles (Efron and Stein 1981)"
        )
    return f"{text}."


def _versions(report: Report) -> list[str]:
    """Return that labels of several versions of the guidelines are taken together."""
    found = report.method.get("guideline_versions", [])
    if not isinstance(found, list) or not found:
        return []
    which = f"{len(found)} versions of the guidelines ({', '.join(found)})"
    return [f"Labels come from {which} and are compared across versions too."]


def _left_out(report: Report) -> list[str]:
    """Return which labels were not counted, and how many because they were not independent."""
    names, informed = report.method["left_out"], report.method.get("informed")
    quoted = [f"“{_name(each)}”" for each in names]
    said = [f"The label {_or(quoted)} was left out."] if names else []
    if isinstance(informed, dict):
        n = int(informed["left_out"])
        given = _count(n, "label that was", "labels that were")
        said.append(f"Also left out: {given} given after having seen others' labels.")
    return said


def _said(value: Value) -> str:
    """Return "was 0.70 (95% CI 0.62 to 0.76)", or the reason in place of what is not there."""
    if value.estimate is None:
        return f"is undefined ({value.undefined})"
    if value.ci95:
        low, high = value.ci95
        known = f"95% CI {_number(low)} to {_number(high)}"
    else:
        # the report speaks to the people whose data it is, a paper about them
        known = f"no interval: {value.no_ci95}".replace("you have", "there were")
    return f"was {_number(value.estimate)} ({'; '.join(filter(None, [known, value.remark]))})"


def _number(value: float) -> str:
    return f"{value:z.2f}"


def _count(n: int, one: str, many: str) -> str:
    return f"{n} {one if n == 1 else many}"


def _name(label: str) -> str:
    """Return how a text writes a label; one of somebody else's label set stays as it is."""
    return NAMES[label].lower() if label in NAMES else label


def _or(names: Sequence[str]) -> str:
    *others, last = names
    return f"{', '.join(others)} or {last}" if others else last
