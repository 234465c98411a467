"""What people write of guidelines, brought into the form that is stored."""

import re

from webapp.problems import BadInput, TooLarge

LONGEST_TEXT = 200_000
LONGEST_SUMMARY = 500
LONGEST_REASON = 2_000
LONGEST_LINE = 20_000
MOST_BRACKETS = 500
"""In one paragraph: reading Markdown looks for the end of a link from each of them."""

MOST_CELLS = 50
"""In one line: reading a wide table takes the product of its rows and columns."""

_UNSTORABLE = re.compile("[\0\ud800-\udfff]")


def clean_text(text: str) -> str:
    """Return guidelines as they are stored: LF at the end of lines, one at the end of the text."""
    text = tidy(text)
    _checked("text", text.strip("\n"), LONGEST_TEXT)
    _check_lines(text)
    return text


def tidy(text: str) -> str:
    """Return guidelines with the ends of lines that are stored, whatever else is in them."""
    text = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n").strip("\n ")
    return f"{text}\n"


def clean_summary(summary: str) -> str:
    """Return a summary as it is stored, on one line."""
    return _checked("summary", " ".join(summary.split()), LONGEST_SUMMARY)


def clean_reason(reason: str) -> str:
    """Return the reason of an example as it is stored."""
    return _checked("reason", reason.replace("\r\n", "\n").strip(), LONGEST_REASON)


def _check_lines(text: str) -> None:
    """Refuse what would take minutes to read as Markdown; such a text is none that people write."""
    brackets = 0
    for number, line in enumerate(text.split("\n"), 1):
        if len(line) > LONGEST_LINE:
            raise BadInput(
                f"text, line {number}: {len(line):,} characters; a line has at most "
                f"{LONGEST_LINE:,}. Break it into paragraphs."
            )
        if line.count("|") > MOST_CELLS:
            raise BadInput(
                f"text, line {number}: more than {MOST_CELLS} vertical bars in one line. "
                "Break the table into narrower ones."
            )
        brackets = brackets + line.count("[") if line.strip(" \t") else 0
        if brackets > MOST_BRACKETS:
            raise BadInput(
                f"text, line {number}: more than {MOST_BRACKETS} opening brackets in one "
                "paragraph. Break it with empty lines."
            )


def _checked(name: str, text: str, longest: int) -> str:
    if not text:
        raise BadInput(f"{name}: it is empty.")
    if len(text) > longest:
        raise TooLarge(f"{name}: {len(text):,} characters are over the limit of {longest:,}.")
    if _UNSTORABLE.search(text):
        raise BadInput(f"{name}: a NUL or half of a surrogate pair is not text.")
    return text
