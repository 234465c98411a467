"""Words and numbers as a picture shows them: how wide they are, shortened, safe in any script."""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from datetime import date

# What XML cannot hold, and marks of direction that would reach beyond their own words.
_UNSAFE = re.compile(
    "[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]|[\u202a-\u202e\u2066-\u2069]"
)
_RIGHT_TO_LEFT = {"R", "AL", "AN"}
_NARROW = set("iIjl.,:;'|!()[]{} ‘’“”`ftr·")
_WIDE = set("mwMW@%—…")
_LATIN = 0x24F
_JOINER = "\u200d"
_MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]


def number(value: float) -> str:
    """Return a number with two places and a true minus: "0.74", "−0.05"."""
    text = f"{value:.2f}"
    return "0.00" if text == "-0.00" else text.replace("-", "−")


def interval(ends: tuple[float, float]) -> str:
    """Return an interval: "0.62 to 0.81"."""
    return f"{number(ends[0])} to {number(ends[1])}"


def percent(part: int, whole: int) -> str:
    """Return a share in whole percent; "<1%" and ">99%" where rounding would say none or all."""
    share = 100 * part / whole if whole else 0
    if 0 < share < 0.5:
        return "<1%"
    return ">99%" if 99.5 <= share < 100 else f"{share:.0f}%"


def day(when: date) -> str:
    """Return a day: "7 Apr 2021"."""
    return f"{when.day} {_MONTHS[when.month - 1]} {when.year}"


def span(numbers: Sequence[int]) -> str:
    """Return the least and the greatest: "163 to 358", or the one number that there is."""
    least, greatest = min(numbers, default=0), max(numbers, default=0)
    return str(least) if least == greatest else f"{least} to {greatest}"


def count(n: int, one: str, many: str) -> str:
    """Return a number with its noun: "1 article", "3 articles"."""
    return f"{n} {one if n == 1 else many}"


def clean(words: object) -> str:
    """Return words in one line, without what XML cannot hold or would mix up directions."""
    return " ".join(_UNSAFE.sub(" ", str(words)).split())


def isolated(words: str) -> str:
    """Return words that keep their own direction whatever stands beside them (FSI, PDI)."""
    if any(unicodedata.bidirectional(c) in _RIGHT_TO_LEFT for c in words):
        return f"\u2068{words}\u2069"
    return words


def width(words: str, size: float) -> float:
    """Return about how wide words are at a font size, rather too wide than too narrow."""
    return size * sum(map(_em, words))


def shortened(words: str, room: float, size: float) -> str:
    """Return words that fit into the room, with "…" where some had to go."""
    if width(words, size) <= room:
        return words
    room -= width("…", size)
    kept = ""
    for cluster in _clusters(words):
        room -= width(cluster, size)
        if room < 0:
            break
        kept += cluster
    return kept.rstrip() + "…"


def _em(c: str) -> float:
    if unicodedata.category(c) in ("Mn", "Me", "Cf"):
        return 0.0
    if unicodedata.east_asian_width(c) in "WF":
        return 1.0
    if c in _NARROW:
        return 0.34
    if c in _WIDE:
        return 0.92
    if c.isupper() or ord(c) > _LATIN or not c.isalnum():
        return 0.68
    return 0.56


def _clusters(words: str) -> Iterator[str]:
    """Yield what belongs together: a letter with its accents, an emoji with all of it."""
    cluster = ""
    for c in words:
        if cluster and not _joins(cluster, c):
            yield cluster
            cluster = ""
        cluster += c
    yield cluster


def _joins(cluster: str, c: str) -> bool:
    if unicodedata.category(c)[0] == "M" or c == _JOINER or "\U0001f3fb" <= c <= "\U0001f3ff":
        return True
    is_flag = all("\U0001f1e6" <= each <= "\U0001f1ff" for each in (cluster, c) if len(each) == 1)
    return cluster.endswith(_JOINER) or (len(cluster) == 1 and is_flag)
