"""How each look is drawn on white paper, in presentation attributes.

static/css/drawing.css says the same in the reader's colours. In grey print the tones keep their
order, and labels differ by letter and by the kind of their rule, as on the article page.
"""

INK, SOFT, FAINT, WHITE = "#1f1e1b", "#66635b", "#d9d5c9", "#ffffff"
HUE = "#0c3338"
FONT = "'Source Sans 3', 'Noto Sans', 'Helvetica Neue', Arial, sans-serif"
# Two ramps with a step between: on the first five dark words have a contrast of 4.5 or more, on
# the others white ones.
TONES = (
    *("#eef4f2", "#d1e1df", "#b4cecc", "#96bbb9", "#79a8a6"),
    *("#3f7a7b", "#356c6e", "#2b5e60", "#204f53", "#164145", "#0c3338"),
)
DARK_WORDS = 5
"""Tones below this one take dark words."""
LABELS = {
    "sourced": ("#0b5f98", "#dde9f1"),
    "unsourced": ("#a84300", "#f3e5db"),
    "opinion": ("#7f3a83", "#ede3ee"),
    "other": ("#45423b", "#eaeae9"),
}

Look = dict[str, str | float]


def _stroke(colour: str, width: float, **more: str) -> Look:
    return {"fill": "none", "stroke": colour, "stroke-width": width, **more}


LOOKS: dict[str, Look] = {
    "drawing": {"font-family": FONT},
    "paper": {"fill": WHITE},
    # words
    "words": {"fill": INK, "font-size": 11},
    "soft": {"fill": SOFT},
    "small": {"font-size": 9.5},
    "tiny": {"font-size": 8},
    "strong": {"font-weight": 600},
    "light": {"fill": WHITE},
    "haloed": {"paint-order": "stroke", "stroke": WHITE, "stroke-width": 3},
    # lines
    "axis": _stroke("#8d897e", 1),
    "grid": _stroke(FAINT, 1),
    "limit": _stroke(SOFT, 1, **{"stroke-dasharray": "4 3"}),
    "change": _stroke(HUE, 1, **{"stroke-dasharray": "1 2.5"}),
    "whisker": _stroke(INK, 1.1),
    "item": {"stroke-dasharray": "3 1.6"},
    "thread": _stroke("#b3aea2", 0.5, **{"stroke-opacity": "0.6"}),
    "trend": _stroke(HUE, 1.4),
    "stripe": _stroke("#8d897e", 1.4),
    "frame": _stroke("#8d897e", 1),
    # shapes
    "mark": {"fill": INK},
    "mark-few": {"fill": "#a29e94"},
    "dots": _stroke(INK, 1.2),
    "ring": {"fill": WHITE, "stroke": INK, "stroke-width": 1.2},
    "pooled": {"fill": HUE, "stroke": HUE, "stroke-width": 1},
    "pooled-open": {"fill": WHITE, "stroke": HUE, "stroke-width": 1.4},
    **{f"tone-{at}": {"fill": colour} for at, colour in enumerate(TONES)},
    **{label: {"fill": tint} for label, (_, tint) in LABELS.items()},
    **{f"{label}-rule": _stroke(colour, 2) for label, (colour, _) in LABELS.items()},
    "dashed": {"stroke-dasharray": "5 3"},
}


def tone(share: float) -> str:
    """Return the look for a share from 0 (lightest) to 1 (darkest); what is below 0 is lightest."""
    return f"tone-{round(10 * min(1.0, max(0.0, share)))}"


def words_on(look: str) -> str:
    """Return the look of words that can be read on a tone."""
    return "words" if int(look.removeprefix("tone-")) < DARK_WORDS else "words light"
