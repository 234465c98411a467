"""The agreement report: every coefficient with its n, its interval or the reason why there is none.

`build` makes it from counts; `as_json` gives the shape that programs read. Page, JSON and command
all show this one report.
"""

from collections.abc import Collection
from dataclasses import dataclass

import numpy as np

from webapp.agreement.coefficients import krippendorff_alpha, percent_agreement, unpack
from webapp.agreement.pairwise import PairAgreement, pairwise
from webapp.agreement.pooled import LabelAgreement, by_label, pooled
from webapp.agreement.tally import Counts, Id, given_by_reviewer
from webapp.agreement.value import Value, from_error, value_json, why_undefined


@dataclass(frozen=True)
class Sizes:
    """What was counted: documents and sentences with a label, labels, reviewers who gave one."""

    documents: int
    sentences: int
    sentences_with_two: int
    annotations: int
    reviewers: int


@dataclass(frozen=True)
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

    confusion: q x q, how many pairs of labels on one sentence were "row and column". Each pair
    counts once; the table is its own mirror image.
    """

    labels: tuple[str, ...]
    n: Sizes
    coefficients: dict[str, Value]
    by_label: dict[str, LabelAgreement]
    pairs: list[PairAgreement]
    by_document: list[DocumentAgreement]
    by_reviewer: list[ReviewerLabels]
    confusion: list[list[int]]
    method: dict[str, str | list[str]]


def build(counts: Counts, labels_from: str = "scheme", left_out: Collection[str] = ()) -> Report:
    """Return the report on counts.

    labels_from says where the label set comes from and left_out which labels were not counted;
    both are only passed on, in method.
    """
    return Report(
        labels=counts.labels,
        n=_sizes(counts),
        coefficients=pooled(counts),
        by_label=by_label(counts),
        pairs=pairwise(counts),
        by_document=_by_document(counts),
        by_reviewer=_by_reviewer(counts),
        confusion=_confusion(counts),
        method={
            "ci": "jackknife over documents, t",
            "labels_from": labels_from,
            "left_out": sorted(left_out),
            "n": "sentences with two labels or more",
            "item_level": "sentences taken as independent, for one article or pair only: "
            "Gwet (2014); for cohen_kappa Fleiss, Cohen and Everitt (1969)",
            "definition": "docs/agreement.md",
        },
    )


def as_json(report: Report) -> dict[str, object]:
    """Return the report as plain dicts, lists, text, numbers and None, ready for json.dumps."""
    return {
        **vars(report),
        "labels": list(report.labels),
        "n": vars(report.n),
        "coefficients": {name: value_json(value) for name, value in report.coefficients.items()},
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
    base = unpack(counts.sums)
    columns = zip(
        counts.documents,
        base.sentences.tolist(),
        base.two.astype(int).tolist(),
        krippendorff_alpha(counts.sums).tolist(),
        percent_agreement(counts.sums).tolist(),
        counts.item_errors.tolist(),
        base.paired.tolist(),
        base.share.tolist(),
        strict=True,
    )
    rows = []
    for document, sentences, n, alpha, agreed, (agreed_se, alpha_se), paired, share in columns:
        if sentences:
            undefined = why_undefined(counts.labels, paired, share)
            rows.append(
                DocumentAgreement(
                    document,
                    n,
                    from_error(alpha, np.nan, 1, n, undefined, None, alpha_se),
                    from_error(agreed, np.nan, 1, n, undefined, None, agreed_se),
                )
            )
    return rows


def _by_reviewer(counts: Counts) -> list[ReviewerLabels]:
    rows = zip(counts.reviewers, given_by_reviewer(counts).tolist(), strict=True)
    return [
        ReviewerLabels(reviewer, sum(row), dict(zip(counts.labels, row, strict=True)))
        for reviewer, row in rows
        if any(row)
    ]
