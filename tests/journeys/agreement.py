"""Agreement of two reviewers in plain Python, written from the textbook's words.

Nothing here comes from the program: it is what the program's numbers are compared with.
"""

from collections import Counter
from collections.abc import Sequence
from fractions import Fraction
from typing import NamedTuple

LABELS = ("sourced", "unsourced", "opinion")
Labels = Sequence[str]


class Agreement(NamedTuple):
    """The numbers of two reviewers; n is the sentences that both gave a label that counts."""

    n: int
    percent: float
    alpha: float
    kappa: float
    confusion: list[list[int]]
    disputed: int


def of(articles: Sequence[tuple[Labels, Labels]]) -> Agreement:
    """Return the agreement on all articles together; "not applicable" is no label here."""
    both = [
        (a, b)
        for first, second in articles
        for a, b in zip(first, second, strict=True)
        if a in LABELS and b in LABELS
    ]
    n = len(both)
    agreed = Fraction(sum(a == b for a, b in both), n)
    return Agreement(
        n,
        float(agreed),
        float(_krippendorff(both)),
        float(_cohen(both, agreed)),
        _confusion(both),
        sum(a != b for a, b in both),
    )


def _krippendorff(both: Sequence[tuple[str, str]]) -> Fraction:
    """Alpha is 1 - observed / expected disagreement; expected: two of all labels, drawn blindly."""
    values = [label for pair in both for label in pair]
    pairs = len(values) * (len(values) - 1)
    unlike = pairs - sum(count * (count - 1) for count in Counter(values).values())
    return 1 - Fraction(sum(a != b for a, b in both), len(both)) / Fraction(unlike, pairs)


def _cohen(both: Sequence[tuple[str, str]], agreed: Fraction) -> Fraction:
    """Kappa's chance: each reviewer draws from the labels that this reviewer gave."""
    first, second = Counter(a for a, _ in both), Counter(b for _, b in both)
    chance = Fraction(sum(first[label] * second[label] for label in LABELS), len(both) ** 2)
    return (agreed - chance) / (1 - chance)


def _confusion(both: Sequence[tuple[str, str]]) -> list[list[int]]:
    """Each pair of labels counts once where they are alike, and in both cells where they differ."""
    cells = Counter(both)
    return [[cells[a, b] if a == b else cells[a, b] + cells[b, a] for b in LABELS] for a in LABELS]
