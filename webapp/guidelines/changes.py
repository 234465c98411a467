"""What changed from one text to another, paragraph by paragraph and then word by word."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import lru_cache

MOST_COMPARED = 4_000_000
"""Pairs of paragraphs or words; above it, what differs is shown as a whole."""

_ALIKE = 0.4  # below it, words are not compared one by one: a patchwork of both reads like neither

_BETWEEN = re.compile(r"\n\s*\n|\n(?=[ \t]*(?:[-*+]|\d+[.)])[ \t])")  # an item is a paragraph too


@dataclass(frozen=True)
class Change:
    """A stretch of the texts: pieces of `("same" | "gone" | "new", words)`.

    `skipped` is the number of paragraphs that stand before it and are the same in both.
    """

    pieces: tuple[tuple[str, str], ...]
    skipped: int


@lru_cache(maxsize=16)  # versions never change
def changes(before: str, after: str) -> tuple[Change, ...]:
    """Return the changed stretches in order; none where the texts are the same."""
    old, new = _paragraphs(before), _paragraphs(after)
    found: list[Change] = []
    skipped = 0
    for kind, i, until, j, to in _steps(old, new):
        if kind == "equal":
            skipped = until - i
        else:
            pieces = tuple(_words("\n\n".join(old[i:until]), "\n\n".join(new[j:to])))
            found.append(Change(pieces, skipped))
            skipped = 0
    return tuple(found)


def _paragraphs(text: str) -> list[str]:
    return _BETWEEN.split(text.strip())


def _words(before: str, after: str) -> Iterator[tuple[str, str]]:
    old, new = (re.findall(r"\S+\s*", text) for text in (before, after))
    steps = list(_steps([each.rstrip() for each in old], [each.rstrip() for each in new]))
    same = sum(until - i for kind, i, until, _, _ in steps if kind == "equal")
    if 2 * same < _ALIKE * (len(old) + len(new)):
        steps = [("replace", 0, len(old), 0, len(new))]
    for kind, i, until, j, to in steps:
        if kind == "equal":
            yield "same", "".join(new[j:to])
            continue
        yield from _apart("gone", "".join(old[i:until]))
        yield from _apart("new", "".join(new[j:to]))


def _apart(kind: str, words: str) -> Iterator[tuple[str, str]]:
    """Give words and what is behind them, so that no line is drawn through an empty place."""
    bare = words.rstrip()
    if bare:
        yield kind, bare
        yield "same", words[len(bare) :] or " "


def _steps(old: Sequence[str], new: Sequence[str]) -> Iterator[tuple[str, int, int, int, int]]:
    """Give the steps from one list to the other; what both begin and end with costs nothing."""
    shorter = min(len(old), len(new))
    head = next((at for at in range(shorter) if old[at] != new[at]), shorter)
    rest = shorter - head
    tail = next((at for at in range(rest) if old[-1 - at] != new[-1 - at]), rest)
    until, to = len(old) - tail, len(new) - tail
    if head:
        yield "equal", 0, head, 0, head
    for kind, i, i_end, j, j_end in _compared(old[head:until], new[head:to]):
        yield kind, i + head, i_end + head, j + head, j_end + head
    if tail:
        yield "equal", until, len(old), to, len(new)


def _compared(old: Sequence[str], new: Sequence[str]) -> Sequence[tuple[str, int, int, int, int]]:
    if len(old) * len(new) > MOST_COMPARED:
        return [("replace", 0, len(old), 0, len(new))]
    return SequenceMatcher(None, old, new).get_opcodes()
