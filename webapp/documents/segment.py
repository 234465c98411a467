"""Cut a document's text into sentences: half-open ranges of Unicode code points, nothing else.

One compiled pattern stops at every line end and every mark that can end a sentence; the words on
both sides decide. Each repetition is bounded or possessive and each look back has a fixed width,
so that the time grows with the length of the text and with nothing else.
"""

import re
from itertools import pairwise
from typing import Final

from webapp.documents.abbreviations import (
    EXCLAIMED,
    is_abbreviation,
    is_attribution,
    is_ellipsis,
    is_glued_end,
    is_plain_start,
    is_quoted,
    stop_ends,
    word_before,
)

VERSION: Final = "1"

Range = tuple[int, int]

_LINE = "\\n\\r\\v\\f\\x85\\u2028\\u2029"
_SPACE = rf"[^\S{_LINE}]"
# Marks that end a sentence without white space after them; the others are weak.
_STRONG = "。．｡！？؟۔।॥።፧፨။។៕։"
_MARK = rf".!?…‽‼⁇⁈⁉{_STRONG}"
_CLOSE = r")\]}”’›»」』】〕）］｝》〉＂"
# Opening or closing, by what follows.
_EITHER = "\"'“‘«‹„‚`*_"
_OPENERS = frozenset("\"'“‘«‹„‚([{¿¡「『【（《〈")
_DASHES = frozenset("-–—―")
# A sign that stands alone goes with the sentence before, unless it is one that opens a sentence.
_STRAY = r"[^\w\s,;:“‘«‹„‚(\[{「『【（《〈¿¡–—―\-•·‣▪●◦*#$€£¥@_>+&§№~^]"
_FOOTNOTE = r"\[(?:\d{1,3}|[a-z]{1,3})\]"

_CANDIDATE: Final = re.compile(
    rf"""[{_MARK}{_LINE}](?:
      (?<=[{_LINE}]) (\s*+)                                      # 1: a line end, bare
    | (?! [a-z,;:] | {_SPACE}[a-z] | (?<=[.．!?…])(?:\d|[B-HJ-Z](?![a-z])) )
      (?: (?!{_SPACE}[A-Za-z\d])                                 # the common case, at once
          (?: [{_MARK}{_CLOSE}]
            | [{_EITHER}](?=[\s{_MARK}{_CLOSE}{_EITHER},;:]|\Z)
            | {_SPACE}{{0,2}}{_FOOTNOTE} | [⁰¹²³⁴-⁹]
            | {_SPACE}{{0,2}}{_STRAY}{{1,6}}+(?=\s|\Z)
          )
      )*+
      ({_SPACE}*+)                                               # 2: white space after the mark
      (?: ([{_LINE}]\s*+)                                        # 3: a line end after the mark
        | ((?:(?:[^\w\s,;:]|_){{1,6}}+{_SPACE}{{0,2}}){{0,2}}+)   # 4: quotes, brackets, signs
          ((?:[^\W_]\w{{0,23}}+)?+)                              # 5: the next word
      ))""",
    re.VERBOSE,
)
_BARE_LINE, _GAP, _OPENING, _NEXT = 1, 2, 4, 5

_LINE_END = re.compile(f"[{_LINE}]")
# A footnote mark has a digit and is still no sentence.
_WORD = re.compile(rf"(?:{_FOOTNOTE}|[\W_])*+[^\W_]")
_BULLET = re.compile(r"\s*(?:[-*•·‣▪●◦+][ \t]|[–—]\s*(?![a-z])|\(?[A-Za-z]\)[ \t])")
_NUMBER_BULLET = re.compile(r"\s*\(?\d{1,3}[.)][ \t]")
_CLOSED_QUOTE = re.compile(r"[\"'”’“»›」』）＂]")
_SAID_CJK = re.compile("と|って|[他她我你][们們]?[说說问問道答喊]")
# Lines of e-mail and wires are wrapped at 60 to 80 columns, of other plain text a little beyond.
_NARROWEST, _WIDEST = 35, 120
_QUOTING = " \t>"


def split(text: str) -> list[Range]:
    """Return the sentences of a text, as ordered ranges `[start, end)` in code points.

    The ranges are disjoint, trimmed of white space and never empty, and every other character is
    in exactly one of them: `[]` for a blank text, one range for a text without letters and
    digits. Any string is accepted. The time is linear in its length.
    """
    flat = _unwrapped(text.replace("\r\n", " \n"))
    return _with_words(flat, _pieces(flat))


def split_lines(text: str) -> list[Range]:
    """Return every line that is not blank as one sentence: trimmed ranges in code points."""
    spans = [found.span() for found in re.finditer(f"[^{_LINE}]+", text)]
    return [_trimmed(text, start, end) for start, end in spans if not text[start:end].isspace()]


def check_ranges(text: str, ranges: object) -> list[Range]:
    """Return sentences that came with the text as trimmed ranges, once they are sound.

    `ranges` is a list of pairs `[start, end]` in code points, as read from JSON; white space at
    their ends is cut off. Raises ValueError, naming the first bad range (counted from 0): not two
    whole numbers, empty, blank, outside the text, out of order, or leaving characters over.
    """
    if not isinstance(ranges, list | tuple):
        raise ValueError("The sentences are not a list: give a list of [start, end] pairs.")
    checked: list[Range] = []
    covered = 0
    for index, pair in enumerate(ranges):
        start, end = _checked_pair(index, pair, covered, len(text))
        _refuse_uncovered(text, covered, start, f"before range {index}")
        if text[start:end].isspace():
            raise ValueError(f"Range {index}, [{start}, {end}), is blank: leave it out.")
        checked.append(_trimmed(text, start, end))
        covered = end
    _refuse_uncovered(text, covered, len(text), "after the last range")
    return checked


def _checked_pair(index: int, pair: object, covered: int, length: int) -> Range:
    if not isinstance(pair, list | tuple) or len(pair) != 2:
        raise ValueError(f"Range {index} is not a pair: give it as [start, end].")
    start, end = pair
    if type(start) is not int or type(end) is not int:
        raise ValueError(f"Range {index} is not two whole numbers: count in code points from 0.")
    if not 0 <= start < end <= length:
        bounds = f"0 <= start < end <= {length}, the length of the text"
        raise ValueError(f"Range {index}, [{start}, {end}), is empty or outside: keep to {bounds}.")
    if start < covered:
        order = f"starts before the range before it ends, at {covered}"
        raise ValueError(f"Range {index}, [{start}, {end}), {order}: sort them, let none overlap.")
    return start, end


def _refuse_uncovered(text: str, start: int, end: int, where: str) -> None:
    if text[start:end].strip():
        first, last = _trimmed(text, start, end)
        left_over = f"The characters [{first}, {last}) {where} are not blank and in no sentence"
        raise ValueError(f"{left_over}: extend a range or add one.")


def _trimmed(text: str, start: int, end: int) -> Range:
    """Return a range without the white space at its ends; it must hold something else."""
    piece = text[start:end]
    return start + len(piece) - len(piece.lstrip()), start + len(piece.rstrip())


def _with_words(text: str, pieces: list[Range]) -> list[Range]:
    """Join each piece without a letter or digit to the sentence before it, or else after it."""
    sentences: list[Range] = []
    lead: int | None = None
    for start, end in pieces:
        if _WORD.match(text, start, end):
            sentences.append((start if lead is None else lead, end))
            lead = None
        elif sentences:
            sentences[-1] = (sentences[-1][0], end)
        elif lead is None:
            lead = start
    if lead is not None:
        sentences.append((lead, pieces[-1][1]))
    return sentences


def _pieces(text: str) -> list[Range]:
    """Return the text between the cuts, trimmed; some pieces may be signs alone."""
    pieces: list[Range] = []
    start = len(text) - len(text.lstrip())
    for found in _CANDIDATE.finditer(text, start):
        cut = (_sentence_cut if found.lastindex == _NEXT else _line_cut)(text, start, found)
        if cut:
            pieces.append((start, cut[0]))
            start = cut[1]
    if start < len(text):
        pieces.append((start, len(text.rstrip())))
    return pieces


def _line_cut(text: str, start: int, found: re.Match[str]) -> Range | None:
    """Return where the sentence ends and the next begins, or None where the line goes on."""
    begin = found.end()
    if begin == len(text):
        return None
    line = found.start() if found.lastindex == _BARE_LINE else found.end(_GAP)
    blank = begin - line > 1 and len(_LINE_END.findall(text, line, begin)) > 1
    if not blank and _line_goes_on(text, start, found):
        return None
    return start + len(text[start:line].rstrip()), begin


def _line_goes_on(text: str, start: int, found: re.Match[str]) -> bool:
    """Tell whether the line after a single line end continues the sentence in lower case."""
    begin = found.end()
    first = text[begin + 1 : begin + 2] if text[begin] in _OPENERS else text[begin]
    if not first.islower() or _BULLET.match(text, begin):
        return False
    if found.lastindex == _BARE_LINE:
        return True
    mark = text[found.start() : found.start(_GAP)]
    word = word_before(text, start, found.start())
    return is_ellipsis(mark) or (mark == "." and is_abbreviation(word))


def _sentence_cut(text: str, start: int, found: re.Match[str]) -> Range | None:
    """Return where the sentence ends and the next begins, or None where this mark is no end."""
    after = found[_NEXT]
    opening = found[_OPENING]
    if not after or after[0].islower():
        return None
    at = found.start()
    end, begin = found.span(_GAP)
    if text[at] in _STRONG:
        said = end - at > 1 and _SAID_CJK.match(text, found.start(_NEXT))
        return None if said else (end, begin)
    word = word_before(text, start, at)
    if begin == end:
        return _glued_cut(text, start, found, word)
    if (end - at > 1 or opening) and _mark_goes_on(text, found, word):
        return None
    if text[at] == ".":
        ends = stop_ends(text, start, at, word, found.start(_NEXT), after)
    else:
        ends = word not in EXCLAIMED or is_plain_start(text, found.start(_NEXT), after)
    return (end, begin) if ends else None


def _mark_goes_on(text: str, found: re.Match[str], word: str) -> bool:
    """Tell whether the signs around a mark show that the sentence goes on after it."""
    at, after_at = found.start(), found.start(_NEXT)
    mark = text[at : found.start(_GAP)]
    previous = text[at - 1 : at]
    if not word and previous in ("(", "[") and not is_ellipsis(mark):
        return True  # "on (?) Tuesday"
    if is_ellipsis(mark):
        loose = previous.isspace() or previous == "["
        if found[_NEXT] == "I" or (loose and not is_plain_start(text, after_at, found[_NEXT])):
            return True
    quoted = bool(_CLOSED_QUOTE.search(mark))
    if found[_OPENING]:
        # “To be.” — Shakespeare, and the dateline "WASHINGTON, D.C. — The"
        dashed = found[_OPENING][0] in _DASHES
        return dashed and (quoted or word.isupper() or is_abbreviation(word))
    return quoted and is_attribution(text, after_at, found[_NEXT], closed=mark[0] == ".")


def _glued_cut(text: str, start: int, found: re.Match[str], word: str) -> Range | None:
    """Return the cut at a mark that no white space follows, or None: "false.Experts"."""
    at, end = found.start(), found.start(_GAP)
    opening = found[_OPENING]
    if opening and opening[0] not in _OPENERS:
        return None
    closed = end - at > 1
    if not is_glued_end(text, start, at, word, found.start(_NEXT), found[_NEXT], closed=closed):
        return None
    if opening[:1] in ("'", '"') and is_quoted(text, start, at, opening[0]):
        end += 1
    return end, end


def _unwrapped(text: str) -> str:
    """Return the text with the line ends of hard-wrapped paragraphs as spaces; same length."""
    width = _wrap_width(text.split("\n", 2000)[:2000])
    if not width:
        return text
    lines = text.split("\n")
    parts = [lines[0]]
    for line, following in pairwise(lines):
        parts += (" " if _is_wrapped(line, following, width) else "\n", following)
    return "".join(parts)


def _wrap_width(lines: list[str]) -> int | None:
    """Return the column at which lines were wrapped, or None where they were not.

    In wrapped text most lines are so full that the next line's first word did not fit, and every
    third of them or more breaks off in the middle of a sentence, before a lower-case word.
    """
    pairs = [(a, b) for a, b in pairwise(lines) if a.strip() and b.strip()]
    if len(pairs) < 2:
        return None
    lengths = sorted(len(line.rstrip()) for line, _ in pairs)
    width = lengths[len(lengths) * 9 // 10]
    if not _NARROWEST <= width <= _WIDEST:
        return None
    full = [pair for pair in pairs if _is_wrapped(*pair, width)]
    broken = sum(map(_breaks_off, full))
    return width if len(full) * 2 >= len(pairs) and broken * 3 >= len(full) > 0 else None


def _breaks_off(pair: tuple[str, str]) -> bool:
    last, first = pair[0].rstrip()[-1], pair[1].lstrip(_QUOTING)[:1]
    return (last.isalnum() or last == ",") and first.isalpha() and not first.isupper()


def _is_wrapped(line: str, following: str, width: int) -> bool:
    """Tell whether the following line's first word had no room on this line."""
    words = following.lstrip(_QUOTING).split(None, 1)
    filled = len(line.rstrip())
    if not words or not 0 < filled < width + 25:
        return False
    ended = line.rstrip()[-1] in ".!?:;"  # if not, the number may go with it: "on July / 12."
    if _BULLET.match(following) or (ended and _NUMBER_BULLET.match(following)):
        return False
    return filled + len(words[0][:25]) >= width
