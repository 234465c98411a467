"""The report as one long CSV table, a number a row."""

import csv
import io
from collections.abc import Iterator, Mapping

from webapp.agreement.naming import document_names
from webapp.agreement.report import Report
from webapp.agreement.tally import Id
from webapp.agreement.value import Value

COLUMNS = (
    "section",
    "item",
    "second",
    "statistic",
    "estimate",
    "se",
    "ci_low",
    "ci_high",
    "n",
    "undefined",
    "no_ci95",
    "remark",
    "item_level_se",
    "item_level_low",
    "item_level_high",
)
_AFTER_N = len(COLUMNS) - COLUMNS.index("n") - 1
_BEFORE_REMARK = COLUMNS.index("remark") - COLUMNS.index("statistic") - 1
_AFTER_REMARK = len(COLUMNS) - COLUMNS.index("remark") - 1

Cell = str | int | float | None
Row = tuple[Cell, ...]


def as_csv(report: Report, titles: Mapping[Id, str]) -> str:
    """Return the report as CSV with CRLF; documents by number and title, numbers in full.

    docs/formats.md has the columns. A text that does not begin with a letter or a digit has an
    apostrophe in front, so that no spreadsheet takes it for a formula: names, and remarks too,
    which may begin with a name.
    """
    buffer = io.StringIO(newline="")
    writer = csv.writer(buffer, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    for row in _rows(report, document_names(titles)):
        writer.writerow(map(_guarded, row))
    return buffer.getvalue()


def _rows(report: Report, names: Mapping[Id, str]) -> Iterator[Row]:
    for what, n in vars(report.n).items():
        yield _size("all", "", "", what, n)
    for name, value in report.coefficients.items():
        yield _value("all", "", "", name, value)
    for label, row in report.by_label.items():
        yield _size("label", label, "", "count", row.count)
        for name in ("krippendorff_alpha", "specific_agreement"):
            yield _value("label", label, "", name, getattr(row, name))
    for pair in report.pairs:
        first, second = map(str, pair.reviewers)
        for name in ("percent_agreement", "cohen_kappa"):
            yield _value("pair", first, second, name, getattr(pair, name))
    for each in report.by_document:
        for name in ("krippendorff_alpha", "percent_agreement"):
            document = names.get(each.document, str(each.document))
            yield _value("document", document, "", name, getattr(each, name))
    yield from _counts(report)
    for key, words in report.method.items():
        text = words if isinstance(words, str) else ", ".join(words)
        empty = [None] * _BEFORE_REMARK
        yield ("method", "", "", key, *empty, text, *[None] * _AFTER_REMARK)


def _counts(report: Report) -> Iterator[Row]:
    for row in report.by_reviewer:
        for label, n in row.labels.items():
            yield _size("reviewer", str(row.reviewer), label, "labels", n)
    for label, numbers in zip(report.labels, report.confusion, strict=True):
        for other, n in zip(report.labels, numbers, strict=True):
            yield _size("confusion", label, other, "pairs of labels", n)


def _size(section: str, item: str, second: str, statistic: str, n: int) -> Row:
    return section, item, second, statistic, None, None, None, None, n, *[None] * _AFTER_N


def _value(section: str, item: str, second: str, statistic: str, value: Value) -> Row:
    low, high = value.ci95 or (None, None)
    reasons = value.undefined, value.no_ci95, value.remark
    single = value.item_level
    alone = (single.se, *single.ci95) if single else (None, None, None)
    head = section, item, second, statistic
    return *head, value.estimate, value.se, low, high, value.n, *reasons, *alone


def _guarded(cell: Cell) -> Cell:
    if not isinstance(cell, str) or not cell or cell[0].isalnum():
        return cell
    return f"'{cell}"
