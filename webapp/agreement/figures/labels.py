"""How pictures show a label: its name, its letter, its tint, and the kind of its rule.

The kinds are those of the article page: a line for sourced, dashes for unsourced, a wave for
opinion. So a label can be told without its colour.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from webapp.agreement.figures.svg import box, element, line
from webapp.agreement.figures.words import clean
from webapp.scheme import LETTERS, NAMES

_KINDS = {"sourced": "line", "unsourced": "dashes", "opinion": "wave"}
_OTHERS = ("line", "dashes", "wave")


@dataclass(frozen=True)
class Shown:
    """A label as pictures show it; look is its tint, f"{look}-rule" its colour."""

    name: str
    letter: str
    look: str
    kind: str


def shown(labels: tuple[str, ...]) -> list[Shown]:
    """Return how to show labels; those outside the scheme have numbers for letters."""
    return [_shown(label, at) for at, label in enumerate(labels)]


def rule(label: Shown, x: float, y: float, width: float) -> Iterator[str]:
    """Draw the rule of a label, from x to the right."""
    look = f"{label.look}-rule"
    if label.kind == "wave":
        yield element("path", d=_wave(x, y, width), look=look)
    else:
        dashed = " dashed" if label.kind == "dashes" else ""
        yield line(x, y, x + width, y, look + dashed)


def key(label: Shown, x: float, y: float) -> Iterator[str]:
    """Draw the sign of a label, which stands before its name on a baseline."""
    yield box(x, y - 10, 12, 8, label.look)
    yield from rule(label, x, y + 1, 12)


def _shown(label: str, at: int) -> Shown:
    if label in _KINDS:
        return Shown(NAMES[label], LETTERS[label], label, _KINDS[label])
    kind = _OTHERS[at % len(_OTHERS)]
    return Shown(clean(NAMES.get(label, label)), str(at + 1), "other", kind)


def _wave(x: float, y: float, width: float) -> str:
    """Return half waves of 3 units, as many as there is room for."""
    halves = "".join(f"q1.5 {3 if at % 2 else -3} 3 0" for at in range(int(width // 3)))
    return f"M{x:.2f} {y:.2f}{halves}"
