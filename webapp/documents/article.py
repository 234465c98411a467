"""An article on its way in: the typed model that the API, the form and the import share."""

import re
from calendar import month_name
from datetime import date
from typing import Annotated, Literal

from msgspec import Meta, Struct

from webapp.problems import BadInput, TooLarge

_SURROGATE = re.compile("[\ud800-\udfff]")
_PUBLISHED = re.compile(r"\d{4}(-\d\d(-\d\d)?)?")
_LIMITS = {"title": 500, "external_id": 200, "outlet": 200, "url": 2000, "story": 200}

Text = Annotated[str, Meta(description="The text; only a leading BOM and CRLF are changed")]
Ranges = Annotated[
    list[tuple[int, int]],
    Meta(description="Sentences cut already: [start, end) in code points of the stored text"),
]


class NewDocument(Struct, kw_only=True):
    """What a document is made from."""

    title: Annotated[str, Meta(description="Title", max_length=500)]
    text: Text
    external_id: Annotated[str, Meta(max_length=200)] | None = None
    outlet: Annotated[str, Meta(max_length=200)] | None = None
    url: Annotated[str, Meta(max_length=2000)] | None = None
    published: (
        Annotated[str, Meta(description="YYYY, YYYY-MM or YYYY-MM-DD", max_length=10)] | None
    ) = None
    story: Annotated[str, Meta(max_length=200)] | None = None
    new_version: Annotated[
        bool, Meta(description="Add another text under the same external_id as a new version")
    ] = False
    split: Annotated[
        Literal["sentences", "lines"], Meta(description="lines: one sentence a line")
    ] = "sentences"
    sentences: Ranges | None = None


class About(Struct):
    """What is said of a document beside its text, and may be corrected."""

    title: str
    outlet: str | None
    url: str | None
    published: str | None
    story: str | None


def clean(new: NewDocument, max_text: int) -> None:
    """Bring a new document into the form that is stored; `BadInput` names the field."""
    new.text = clean_text(new.text, max_text)
    clean_about(new)
    if new.new_version and not new.external_id:
        raise BadInput("new_version: a version needs the external_id that it belongs to.")


def clean_about(about: About | NewDocument) -> None:
    """Bring what is said of a document into the form that is stored; `BadInput` names the field."""
    for name in _LIMITS:
        value = getattr(about, name, None)
        if value is not None:
            setattr(about, name, _line(name, value) or None)
    if not about.title:
        raise BadInput("title: a document needs a title.")
    if about.url and not about.url.startswith(("http://", "https://")):
        raise BadInput("url: an address starts with http:// or https://.")
    about.published = _date(about.published)


def clean_text(text: str, max_text: int) -> str:
    """Return the text as it is stored: a leading BOM removed, CRLF to LF, nothing else."""
    text = text.removeprefix("\ufeff").replace("\r\n", "\n")
    if len(text) > max_text:
        raise TooLarge(
            f"text: {len(text):,} characters are over the limit of {max_text:,}. Cut the text, "
            "or raise FACTCHECK_MAX_TEXT."
        )
    if not text.strip():
        raise BadInput("text: it is empty.")
    _refuse_unstorable("text", text)
    return text


def _line(name: str, value: str) -> str:
    value = value.strip()
    _refuse_unstorable(name, value)
    if len(value) > _LIMITS[name]:
        raise BadInput(f"{name}: over {_LIMITS[name]} characters.")
    if any(character < " " or character == "\x7f" for character in value):
        raise BadInput(f"{name}: it has a line break or a control character.")
    return value


def _refuse_unstorable(name: str, value: str) -> None:
    nul = value.find("\0")
    if nul >= 0:
        raise BadInput(
            f"{name}: a NUL at character {nul}; this is not plain text. If it is UTF-16, say so."
        )
    lone = _SURROGATE.search(value)
    if lone:
        raise BadInput(f"{name}: half of a surrogate pair at character {lone.start()}.")


def _date(value: str | None) -> str | None:
    if not value or not value.strip():
        return None
    value = value.strip()
    try:
        if not (value.isascii() and _PUBLISHED.fullmatch(value)):
            raise ValueError(value)
        date.fromisoformat(f"{value}-01-01"[:10] if len(value) < 10 else value)
    except ValueError as error:
        raise BadInput("published: write YYYY, YYYY-MM or YYYY-MM-DD.") from error
    return value


def date_in_words(published: str | None) -> str:
    """Return a stored date as people write it: 7 April 2021, April 2021, 2021."""
    year, *rest = (published or "").split("-")
    month = [month_name[int(rest[0])]] if rest else []
    day = [str(int(rest[1]))] if len(rest) > 1 else []
    return " ".join([*day, *month, year])
