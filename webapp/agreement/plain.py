"""The report as plain text, for a terminal."""

from collections.abc import Iterable, Iterator, Sequence

from webapp.agreement.report import Report
from webapp.agreement.value import Value

_NAMES = {
    "percent_agreement": "percent agreement",
    "krippendorff_alpha": "Krippendorff's alpha",
    "fleiss_kappa": "Fleiss' kappa",
    "gwet_ac1": "Gwet's AC1",
    "brennan_prediger": "Brennan-Prediger",
    "conger_kappa": "Conger's kappa",
    "light_kappa": "Light's kappa",
    "cohen_kappa": "Cohen's kappa",
    "specific_agreement": "specific agreement",
}


def as_text(report: Report) -> str:
    """Return the whole report as text, each number with its n and its interval or the reason."""
    return "\n".join(_lines(report)) + "\n"


def value_text(value: Value) -> str:
    """Return a value in one line: "0.743 [0.612, 0.874], n 240", or why it is undefined."""
    if value.estimate is None:
        return f"undefined: {value.undefined}"
    text = f"{value.estimate:.3f}"
    if value.ci95:
        text += f" {_range(value.ci95)}, n {value.n}"
    else:
        text += f", n {value.n}, no interval: {value.no_ci95}"
    if value.item_level:
        text += f"; item-level {_range(value.item_level.ci95)}"
    return text + (f" ({value.remark})" if value.remark else "")


def _range(ci95: tuple[float, float]) -> str:
    return f"[{ci95[0]:.3f}, {ci95[1]:.3f}]"


def _lines(report: Report) -> Iterator[str]:
    n = report.n
    yield (
        f"{n.annotations} labels by {n.reviewers} reviewers on {n.sentences} sentences of "
        f"{n.documents} documents; {n.sentences_with_two} sentences have two or more"
    )
    left_out = report.method["left_out"]
    yield f"labels: {', '.join(report.labels)} (from: {report.method['labels_from']})" + (
        f"; left out: {', '.join(left_out)}" if left_out else ""
    )
    yield f"intervals: 95%, {report.method['ci']}"
    yield from _section("All documents", report.coefficients.items())
    for label, row in report.by_label.items():
        yield from _section(
            f"Label {label}, given {row.count} times",
            [
                ("krippendorff_alpha", row.krippendorff_alpha),
                ("specific_agreement", row.specific_agreement),
            ],
        )
    for pair in report.pairs:
        yield from _section(
            f"{pair.reviewers[0]} and {pair.reviewers[1]}",
            [("percent_agreement", pair.percent_agreement), ("cohen_kappa", pair.cohen_kappa)],
        )
    for document in report.by_document:
        yield from _section(
            f"Document {document.document}",
            [
                ("krippendorff_alpha", document.krippendorff_alpha),
                ("percent_agreement", document.percent_agreement),
            ],
        )
    yield "\nLabels by reviewer"
    yield from _table(
        ["", *report.labels, "all"],
        [[row.reviewer, *row.labels.values(), row.n] for row in report.by_reviewer],
    )
    yield "\nPairs of labels on one sentence"
    yield from _table(
        ["", *report.labels],
        [[k, *row] for k, row in zip(report.labels, report.confusion, strict=True)],
    )


def _section(heading: str, values: Iterable[tuple[str, Value]]) -> Iterator[str]:
    yield f"\n{heading}"
    for name, value in values:
        yield f"  {_NAMES[name]:<22}{value_text(value)}"


def _table(header: Sequence[object], rows: Sequence[Sequence[object]]) -> Iterator[str]:
    cells = [[str(cell) for cell in row] for row in (header, *rows)]
    widths = [max(map(len, column)) for column in zip(*cells, strict=True)]
    for first, *others in cells:
        numbers = (f"{x:>{width}}" for x, width in zip(others, widths[1:], strict=True))
        yield f"  {first:<{widths[0]}}  " + "  ".join(numbers)
