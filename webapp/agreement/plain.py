"""The report as plain text, for a terminal."""

import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence

from webapp.agreement.dawid_skene import DawidSkene
from webapp.agreement.figures.words import count
from webapp.agreement.profiles import ReviewerProfile
from webapp.agreement.report import Report
from webapp.agreement.tally import Id
from webapp.agreement.value import BootstrapInterval, Value

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
    "difference": "difference",
}


def as_text(report: Report, titles: Mapping[Id, str] | None = None) -> str:
    """Return the whole report as text, each number with its n and its interval or the reason.

    titles: those of documents by id, where ids alone say little. No name can steer a terminal.
    """
    lines = "\n".join(_lines(report, titles or {})).split("\n")
    return "\n".join(map(_harmless, lines)) + "\n"


def profiles_text(profiles: Sequence[ReviewerProfile]) -> str:
    """Return the reviewers' profiles as text, to stand below the report."""
    lines = "\n".join(line for profile in profiles for line in _profile_lines(profile))
    return "\n".join(map(_harmless, lines.split("\n"))) + "\n"


def dawid_skene_text(found: DawidSkene) -> str:
    """Return what Dawid and Skene's model found as text, to stand below the report."""
    return "\n".join(_dawid_skene_lines(found)) + "\n"


def value_text(value: Value, alone: bool = False) -> str:
    """Return a value in one line: "0.743 [0.612, 0.874], n 240", or why it is undefined.

    alone: of one article, where an interval over articles is out of the question.
    """
    if value.estimate is None:
        return f"undefined: {value.undefined}"
    text = f"{value.estimate:z.3f}"
    if value.ci95:
        text += f" {_range(value.ci95)}, n {value.n}"
    else:
        text += f", n {value.n}" + ("" if alone else f", no interval: {value.no_ci95}")
    if value.item_level:
        text += f"; item-level {_range(value.item_level.ci95)}"
    if value.bootstrap:
        text += f"; bootstrap {_bootstrap_text(value.bootstrap)}"
    return text + (f" ({value.remark})" if value.remark else "")


def _bootstrap_text(found: BootstrapInterval) -> str:
    text = _range(found.ci95) if found.ci95 else f"no interval: {found.no_ci95}"
    undefined = f", {found.undefined_replicates} replicates undefined"
    return text + (undefined if found.ci95 and found.undefined_replicates else "")


def _range(ci95: tuple[float, float]) -> str:
    return f"[{ci95[0]:z.3f}, {ci95[1]:z.3f}]"


def _lines(report: Report, titles: Mapping[Id, str]) -> Iterator[str]:
    n = report.n
    yield (
        f"{count(n.annotations, 'label', 'labels')} by "
        f"{count(n.reviewers, 'reviewer', 'reviewers')} on "
        f"{count(n.sentences, 'sentence', 'sentences')} of "
        f"{count(n.documents, 'article', 'articles')}; "
        f"{count(n.sentences_with_two, 'sentence has', 'sentences have')} two or more"
    )
    left_out = report.method["left_out"]
    yield f"labels: {', '.join(report.labels)} (from: {report.method['labels_from']})" + (
        f"; left out: {', '.join(left_out)}" if left_out else ""
    )
    yield f"intervals: 95%, {report.method['ci']}"
    resampled = report.method.get("bootstrap")
    if isinstance(resampled, dict):
        yield (
            f"bootstrap: 95%, {resampled['kind']}, {resampled['replicates']} replicates, "
            f"seed {resampled['seed']}"
        )
    yield from _section("All articles", report.coefficients.items())
    yield f"\nFurther articles ({report.method['more_documents']})"
    for name, rows in report.more_documents.items():
        sentences = dict.fromkeys(row.sentence for row in rows)
        yield f"  {_NAMES[name]:<22}{'; '.join(sentences)}"
    for label, row in report.by_label.items():
        yield from _section(
            f"Label {label}, given {count(row.count, 'time', 'times')}",
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
            " ".join(
                ["Article", str(document.document), titles.get(document.document, "")]
            ).strip(),
            [
                ("krippendorff_alpha", document.krippendorff_alpha),
                ("percent_agreement", document.percent_agreement),
            ],
            alone=True,
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


def _profile_lines(profile: ReviewerProfile) -> Iterator[str]:
    yield from _section(
        f"{profile.reviewer} against the colleagues ({profile.colleagues}), n comparisons",
        [
            ("percent_agreement", profile.percent_agreement),
            ("krippendorff_alpha", profile.krippendorff_alpha),
        ],
    )
    for label, row in profile.labels.items():
        if row.share is not None:
            yield f"  {label}: share {row.share:.3f}, colleagues {row.others_share:.3f}"
            for name in ("difference", "specific_agreement"):
                yield f"    {_NAMES[name]:<22}{value_text(getattr(row, name))}"


def _dawid_skene_lines(found: DawidSkene) -> Iterator[str]:
    yield "\nDawid and Skene's model"
    yield f"  {found.warning}"
    if found.prevalence is None:
        yield f"  undefined: {found.undefined}"
        return
    yield (
        f"  {found.sentences} sentences, {found.shared} with two labels; log-likelihood "
        f"{found.log_likelihood:.6f}, {found.iterations} iterations"
        f"{'' if found.converged else ', NOT converged'}; smoothing {found.smoothing:g}"
    )
    labels = list(found.prevalence)
    yield from _table(
        ["true label", *labels], [["share", *(f"{p:.3f}" for p in found.prevalence.values())]]
    )
    for row in found.reviewers:
        yield f"\n{row.reviewer}: {row.n} labels, accuracy {row.accuracy:.3f}; true label in rows"
        cells = [[f"{p:.3f}" for p in line] for line in row.confusion]
        yield from _table(["", *labels], [[k, *r] for k, r in zip(labels, cells, strict=True)])


def _harmless(line: str) -> str:
    """Return a line without control characters and marks of direction, spaces in their place."""
    return "".join(" " if unicodedata.category(c) in ("Cc", "Cf") else c for c in line)


def _section(
    heading: str, values: Iterable[tuple[str, Value]], alone: bool = False
) -> Iterator[str]:
    yield f"\n{heading}"
    for name, value in values:
        yield f"  {_NAMES[name]:<22}{value_text(value, alone)}"


def _table(header: Sequence[object], rows: Sequence[Sequence[object]]) -> Iterator[str]:
    cells = [[str(cell) for cell in row] for row in (header, *rows)]
    widths = [max(map(len, column)) for column in zip(*cells, strict=True)]
    for first, *others in cells:
        numbers = (f"{x:>{width}}" for x, width in zip(others, widths[1:], strict=True))
        yield f"  {first:<{widths[0]}}  " + "  ".join(numbers)
