"""A reviewer's judgment on its way in, and the answer to it: typed, for the API and the form."""

import re
from datetime import UTC, datetime, timedelta
from typing import Annotated, Any, Literal

import msgspec
from msgspec import Meta, Struct

from webapp.scheme import ALL_LABELS, FLAGS, SOURCE_KINDS

Label = Literal[ALL_LABELS]  # type: ignore[valid-type]
Flag = Literal[FLAGS]  # type: ignore[valid-type]
_KINDS = tuple(SOURCE_KINDS)
SourceKind = Literal[_KINDS]  # type: ignore[valid-type]
Span = tuple[int, int, str]
"""A source as it is stored: first code point, first one after it, kind."""

_UNSTORABLE = re.compile("[\0\ud800-\udfff]")
_LARGEST = 2**63 - 1
_MOST_SOURCES = 20
_LONGEST_SOURCE = 500  # code points
_ON_ITS_WAY = timedelta(minutes=1)  # longer than any list is
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_Offset = Annotated[int, Meta(ge=0, le=2**31 - 1)]


class Source(Struct, frozen=True):
    """Words of the article that say who is relied on, as a half-open range of code points.

    Where `text` is sent, it has to be these words, so that no offset is off by one unnoticed.
    """

    start: _Offset
    end: _Offset
    kind: SourceKind
    text: Annotated[str, Meta(description="document_text[start:end]")] | None = None


class Judgment(Struct, kw_only=True, frozen=True):
    """What a reviewer says of a sentence, under an id that makes sending it again harmless."""

    event_id: Annotated[str, Meta(description="Made by the client", min_length=1, max_length=100)]
    sentence_id: Annotated[int, Meta(ge=1, le=_LARGEST)]
    label: Annotated[Label | None, Meta(description="null takes the label back")]
    flags: list[Flag] | None = None
    note: Annotated[str, Meta(max_length=5000)] | None = None
    sources: (
        Annotated[list[Source], Meta(description="With sourced alone", max_length=_MOST_SOURCES)]
        | None
    ) = None
    seen_revision: (
        Annotated[int, Meta(description="Without it, the last one wins", ge=0, le=2**31 - 1)] | None
    ) = None
    made_at: datetime | None = None
    guideline_version: (
        Annotated[
            int,
            Meta(
                description="The guidelines that it was made under; without it, or where it is "
                "newer than those in force, these",
                ge=1,
                le=2**31 - 1,
            ),
        ]
        | None
    ) = None


class Current(Struct, frozen=True):
    """A reviewer's current state on a sentence; the label is null where it was taken back."""

    label: Label | None
    flags: tuple[Flag, ...]
    note: str
    revision: int
    updated_at: datetime
    sources: tuple[Source, ...] = ()


class Outcome(Struct, frozen=True):
    """What became of one judgment.

    `revision` is the one that the judgment got, or the sentence's current one if it got none.
    """

    event_id: str | None
    outcome: Literal["stored", "known", "conflict", "refused"]
    revision: int | None = None
    reason: str | None = None
    current: Current | None = None


Refusal = tuple[str | None, str]
"""The id of a judgment that does not fit, as far as it has one, and why it does not."""


def parse(raw: Any) -> Judgment | Refusal:
    """Return one item of a list as a judgment, or why it is refused."""
    try:
        judgment = msgspec.convert(raw, Judgment)
    except msgspec.ValidationError as error:
        return _event_id(raw), f"{error}.{_allowed(str(error))}"
    except UnicodeEncodeError:  # in a label, a flag, a time or the name of a field
        return _event_id(raw), "half of a surrogate pair is not text."
    for name in ("event_id", "note"):
        if _UNSTORABLE.search(getattr(judgment, name) or ""):
            return _event_id(raw), f"{name}: a NUL or half of a surrogate pair is not text."
    if judgment.made_at is not None and not 1970 <= judgment.made_at.year <= 9998:
        return judgment.event_id, "made_at: a year from 1970 to 9998."
    reason = _misfit(judgment)
    return (judgment.event_id, reason) if reason else judgment


def moment(judgment: Judgment) -> datetime | None:
    """Return when the browser made it; a time without a zone is taken as UTC."""
    made = judgment.made_at
    return made.replace(tzinfo=UTC) if made and made.tzinfo is None else made


def by_our_clock(judgment: Judgment, sent_at: datetime, at: datetime) -> Judgment:
    """Return a judgment dated by the clock of the server, which received it at `at`.

    `sent_at` is when the browser says that it sent it: where its clock is wrong, only how long ago
    the judgment was made is to be believed.
    """
    made = moment(judgment)
    if made is None or abs(at - sent_at) <= _ON_ITS_WAY:
        return judgment
    age = min(max(sent_at - made, timedelta()), at - _EPOCH)
    return msgspec.structs.replace(judgment, made_at=at - age)


def flags(judgment: Judgment) -> tuple[str, ...]:
    """Return the flags in the scheme's order, each once."""
    given = judgment.flags or ()
    return tuple(flag for flag in FLAGS if flag in given)


def spans(judgment: Judgment) -> tuple[Span, ...]:
    """Return the sources as they are stored: in the order of the text, each once."""
    return tuple(sorted({(each.start, each.end, each.kind) for each in judgment.sources or ()}))


def _misfit(judgment: Judgment) -> str | None:
    """Return what is wrong with the sources, as far as it shows without the article."""
    if judgment.sources and judgment.label != "sourced":
        return "sources: only the label sourced has any; leave them out, or use that label."
    for start, end, _ in spans(judgment):
        if start >= end:
            return f"sources: from {start} to {end} there are no words; start is below end."
        if end - start > _LONGEST_SOURCE:
            return f"sources: {end - start} code points; mark at most {_LONGEST_SOURCE}."
    return None


def _event_id(raw: Any) -> str | None:
    found = raw.get("event_id") if isinstance(raw, dict) else None
    return found if isinstance(found, str) and not _UNSTORABLE.search(found) else None


def _allowed(error: str) -> str:
    """Return what would have been right, where a name was wrong."""
    if "Invalid enum value" not in error:
        return ""
    names = {"$.flags": FLAGS, "$.sources": _KINDS}
    return f" Use {', '.join(next((names[at] for at in names if at in error), ALL_LABELS))}."
