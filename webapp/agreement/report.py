"""The agreement report: every coefficient with its n, its interval or the reason why there is none.

`build` makes it from counts; `as_json` gives the shape that programs read. Page, JSON and command
all show this one report.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

import numpy as np

from webapp.agreement.coefficients import krippendorff_alpha, percent_agreement, unpack
from webapp.agreement.pairwise import PairAgreement, pairwise
from webapp.agreement.planning import ASSUMPTION, MoreDocuments, more_documents
from webapp.agreement.pooled import LabelAgreement, by_label, counted, pooled
from webapp.agreement.tally import Counts, Id, given_by_reviewer
from webapp.agreement.value import Value, from_errors, value_json, why_undefined


@dataclass(frozen=True)
class Sizes:
    """What was counted: documents and sentences with a label, labels, reviewers who gave one."""

    documents: int
    sentences: int
    sentences_with_two: int
    annotations: int
    reviewers: int


@dataclass
class DocumentAgreement:
    """One document on its n sentences with two labels or more."""

    document: Id
    n: int
    krippendorff_alpha: Value
    percent_agreement: Value


@dataclass(frozen=True)
class ReviewerLabels:
    """How many labels a reviewer gave, n in all."""

    reviewer: Id
    n: int
    labels: dict[str, int]


@dataclass(frozen=True)
class Report:
    """All of it. Documents, reviewers and pairs are sorted; labels in the scheme's order.

    more_documents: for each coefficient, how many further articles narrow its interval.

    confusion: q x q, how many pairs of labels on one sentence were "row and column". Each pair
    counts once; the table is its own mirror image.
    """

    labels: tuple[str, ...]
    n: Sizes
    coefficients: dict[str, Value]
    more_documents: dict[str, list[MoreDocuments]]
    by_label: dict[str, LabelAgreement]
    pairs: list[PairAgreement]
    by_document: list[DocumentAgreement]
    by_reviewer: list[ReviewerLabels]
    confusion: list[list[int]]
    method: dict[str, str | list[str] | dict[str, str | int]]


def build(
    counts: Counts,
    labels_from: str = "scheme",
    left_out: Collection[str] = (),
    versions: Sequence[int] = (),
    informed: int = 0,
) -> Report:
    """Return the report on counts.

    labels_from says where the label set comes from, left_out which labels were not counted,
    versions under which guidelines labels were given, and informed how many were left out because
    they came after others' had been seen; all are only passed on, in method, versions where there
    are several and informed where there is one.
    """
    coefficients = pooled(counts)
    return Report(
        labels=counts.labels,
        n=_sizes(counts),
        coefficients=coefficients,
        more_documents={
            name: more_documents(value, int(counted(counts, name).sum()))
            for name, value in coefficients.items()
        },
        by_label=by_label(counts),
        pairs=pairwise(counts),
        by_document=_by_document(counts),
        by_reviewer=_by_reviewer(counts),
        confusion=_confusion(counts),
        method={
            "ci": "jackknife over documents, t",
            "labels_from": labels_from,
            "left_out": sorted(left_out),
            "label_set": f"{len(counts.labels)} labels: {', '.join(counts.labels)}",
            "n": "sentences with two labels or more",
            "item_level": "sentences taken as independent, for one article or pair only: "
            "Gwet (2014); for cohen_kappa Fleiss, Cohen and Everitt (1969)",
            "more_documents": f"assumes {ASSUMPTION}",
            "definition": "docs/agreement.md",
            **({"guideline_versions": list(map(str, versions))} if len(versions) > 1 else {}),
            **({"informed": {"left_out": informed}} if informed else {}),
        },
    )


def as_json(report: Report) -> dict[str, object]:
    """Return the report as plain dicts, lists, text, numbers and None, ready for json.dumps."""
    return {
        **vars(report),
        "labels": list(report.labels),
        "n": vars(report.n),
        "coefficients": {name: value_json(value) for name, value in report.coefficients.items()},
        "more_documents": {
            name: [vars(row) for row in rows] for name, rows in report.more_documents.items()
        },
        "by_label": {label: _row_json(row) for label, row in report.by_label.items()},
        "pairs": [_row_json(row) | {"reviewers": list(row.reviewers)} for row in report.pairs],
        "by_document": [_row_json(row) for row in report.by_document],
        "by_reviewer": [vars(row) for row in report.by_reviewer],
    }


def _row_json(row: LabelAgreement | PairAgreement | DocumentAgreement) -> dict[str, object]:
    return {
        name: value_json(field) if isinstance(field, Value) else field
        for name, field in vars(row).items()
    }


def _sizes(counts: Counts) -> Sizes:
    base = unpack(counts.sums)
    return Sizes(
        documents=int((base.sentences > 0).sum()),
        sentences=int(base.sentences.sum()),
        sentences_with_two=int(base.two.sum()),
        annotations=int(counts.given.sum()),
        reviewers=int((given_by_reviewer(counts).sum(1) > 0).sum()),
    )


def _confusion(counts: Counts) -> list[list[int]]:
    table = counts.shared.sum(0)
    mirrored: list[list[int]] = (table + table.T - np.diag(np.diag(table))).tolist()
    return mirrored


def _by_document(counts: Counts) -> list[DocumentAgreement]:
    labelled = np.flatnonzero(counts.sums[:, 0])
    sums, errors = counts.sums[labelled], counts.item_errors[labelled]
    base = unpack(sums)
    n, one, none = base.two.astype(int), np.ones(len(sums), int), np.full(len(sums), np.nan)

    def undefined(row: int) -> str:
        return why_undefined(counts.labels, base.paired[row].tolist(), base.share[row].tolist())

    agreed, alphas = (
        from_errors(coefficient(sums), none, one, n, undefined, {}, item_errors)
        for coefficient, item_errors in zip(
            (percent_agreement, krippendorff_alpha), errors.T, strict=True
        )
    )
    names = [counts.documents[d] for d in labelled.tolist()]
    return [DocumentAgreement(*row) for row in zip(names, n.tolist(), alphas, agreed, strict=True)]


def _by_reviewer(counts: Counts) -> list[ReviewerLabels]:
    rows = zip(counts.reviewers, given_by_reviewer(counts).tolist(), strict=True)
    return [
        ReviewerLabels(reviewer, sum(row), dict(zip(counts.labels, row, strict=True)))
        for reviewer, row in rows
        if any(row)
    ]
