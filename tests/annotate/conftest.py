"""What the tests of the article page share: filling in its form as a plain browser does."""

import re
from typing import Any

from tests.rig.people import Somebody


def shown(page: str) -> dict[str, str]:
    """Return the hidden fields of the label form of a page."""
    bar = page[page.index('<form class="bar"') :]
    return dict(re.findall(r'<input[^>]*name="(\w+)"[^>]*value="([^"]*)"', bar))


def form(who: Somebody, at: int = 1, document_id: int = 1, **changed: Any) -> dict[str, Any]:
    """Return the form that the article page shows at a sentence, with some fields changed."""
    fields: dict[str, Any] = shown(who.get(f"/annotate/{document_id}?at={at}").text)
    return {name: value for name, value in (fields | changed).items() if value is not None}
