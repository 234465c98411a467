"""What a picture's tones and patterns mean, drawn beside them."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from webapp.agreement.figures.paper import tone
from webapp.agreement.figures.svg import box, text

_SWATCH = 10


class Key(NamedTuple):
    """A sign and what it means: a look of a box with its fill, or a character."""

    sign: str
    meaning: str
    fill: str = ""


def ramp(x: float, y: float, name: str, marks: tuple[str, str, str]) -> Iterator[str]:
    """Draw the tones from lightest to darkest, with words below start, middle and end."""
    yield text(x, y, name, "words small strong")
    for at in range(11):
        yield box(x + at * _SWATCH, y + 5, _SWATCH, 9, tone(at / 10))
    places = zip((0, 5.5, 11), ("start", "middle", "end"), marks, strict=True)
    for place, anchor, words in places:
        if words:
            yield text(x + place * _SWATCH, y + 24, words, "words small soft", anchor=anchor)


def keys(found: Sequence[Key], x: float, y: float) -> Iterator[str]:
    """Draw keys, one below the other."""
    for key in found:
        if key.sign == "·":
            yield text(x + 7, y + 8, key.sign, "words soft", anchor="middle")
        elif key.sign:
            yield box(x + 0.5, y + 0.5, 13, 9, key.sign, fill=key.fill or "none")
        yield text(x + (20 if key.sign else 0), y + 8.5, key.meaning, "words small soft")
        y += 15
