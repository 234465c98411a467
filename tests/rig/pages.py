"""What a page says to who reads it."""

import html
import re


def words(page: str) -> str:
    """Return the text of a page in one line."""
    return " ".join(html.unescape(re.sub(r"<[^>]*>", " ", page)).split())
