"""The guidelines that come with the program; each new project begins with them."""

from pathlib import Path


def default_text() -> str:
    """Return the default guidelines, in Markdown."""
    return Path(__file__).with_name("default.md").read_text(encoding="utf-8")
