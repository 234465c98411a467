"""How fast the sentence splitter is: on prose, and on text made to slow it down.

Prints one JSON line a measurement. `mb_per_second` counts millions of UTF-8 bytes; `doubling` is
the time for 2,000,000 characters over the time for 1,000,000. Times are processor seconds, the
best run of several.
"""

import json
import textwrap
import time
from pathlib import Path

from webapp.documents.segment import split

ROOT = Path(__file__).parent.parent
SIZE = 1_000_000
AT_LEAST = 0.5  # seconds of measuring for each figure
ALPHABET = ".!?\"'“”‘’«»()[] \n\tAa1-…。؟_"

HOSTILE = {
    "dots": ".",
    "spaced_dots": ". ",
    "straight_quotes": '"',
    "spaced_quotes": '" ',
    "open_quotes": "“",
    "close_quotes": "”",
    "open_brackets": "(",
    "guillemets": "« ",
    "us": "U.S.",
    "us_spaced": "U.S. ",
    "initials": "A. ",
    "one_dot": "1.",
    "one_dot_space": "1. ",
    "short_lines": "a\n",
    "dot_lines": ".\n",
    "wide_lines": "a" + " " * 70 + "\n",
    "indented_lines": "\n" + " " * 70 + "a",
    "no_spaces": "a",
    "no_spaces_capitals": "Ab.Cd",
    "quotes_glued": 'ab."Cd',
    "apostrophes_glued": "ab.'Cd",
    "one_line": "The council met on Monday and said nothing of it, ",
    "spaces": " ",
    "line_ends": "\n",
    "dot_and_spaces": "." + " " * 99,
    "dot_and_signs": ". %%%%%%%%",
    "footnotes": ".[1]",
    "speakers": '?" Al Al Al Al Al Al',
    "question_marks": "?!",
    "ellipses": "... ",
    "ideographic": "。」",
    "underscores": "_",
    "surrogates": "\ud800.",
    "wrapped": "word " * 14 + "\n",
    "mixed": "\"U.S. “A. (1.\n'…?!” ... .[1] ab.Cd « x »\n\n.. 。」と",
}


def seconds(*texts: str) -> list[float]:
    """Return the processor seconds that `split` takes for each text: the best of three or more.

    The texts take turns, so that a busy machine is as slow for one as for the other.
    """
    best = [float("inf")] * len(texts)
    rounds, spent = 0, 0.0
    while rounds < 3 or spent < AT_LEAST:
        for index, text in enumerate(texts):
            begun = time.process_time()
            split(text)
            taken = time.process_time() - begun
            best[index] = min(best[index], taken)
            spent += taken
        rounds += 1
    return best


def hostile_texts() -> dict[str, str]:
    """Return texts of 2,000,000 characters by name; the first half of each is the shorter one."""
    texts = {name: pattern * (2 * SIZE // len(pattern) + 1) for name, pattern in HOSTILE.items()}
    state, letters = 1, []
    for _ in range(2 * SIZE):  # a fixed pseudo-random text, the same on every machine
        state = state * 1103515245 + 12345 & 0x7FFFFFFF
        letters.append(ALPHABET[(state >> 16) % len(ALPHABET)])
    texts["random"] = "".join(letters)
    texts["one_run_of_spaces"] = "a." + " " * (2 * SIZE - 4) + "\nB"
    return texts


def news_texts() -> dict[str, str]:
    """Return about 10 MB each of the two seed articles, as they are and in other layouts."""
    articles = [path.read_text("utf-8") for path in sorted((ROOT / "seeds").glob("*.txt"))]
    plain = "\n\n".join(articles)
    wrapped = "\n\n".join(textwrap.fill(paragraph, 72) for paragraph in plain.split("\n"))
    dialogue = (ROOT / "tests/documents/data/segment_prose.txt").read_text("utf-8")
    texts = {"seeds": plain, "seeds_wrapped": wrapped, "dialogue": dialogue}
    return {name: text * (10_000_000 // len(text)) for name, text in texts.items()}


def main() -> None:
    """Print the measurements."""
    for name, text in news_texts().items():
        speed = round(len(text.encode()) / 1e6 / seconds(text)[0], 1)
        print(json.dumps({"bench": "segment_news", "input": name, "mb_per_second": speed}))
    for name, text in hostile_texts().items():
        single, double = seconds(text[:SIZE], text[: 2 * SIZE])
        figures = {"seconds_1mb": round(single, 3), "doubling": round(double / single, 2)}
        print(json.dumps({"bench": "segment_hostile", "input": name, **figures}), flush=True)


if __name__ == "__main__":
    main()
