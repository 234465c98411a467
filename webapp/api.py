"""What the JSON routes share: reading a body, writing an answer, describing both (OpenAPI)."""

import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, TypeVar

import msgspec
from flask import Response, request, url_for

from webapp.problems import BadInput, Problem

PREFIX = "/api/v1"
AFTER = ("after", "Number after which the page begins; `next` has it")
Model = TypeVar("Model")


@dataclass(frozen=True)
class Operation:
    """One route as the OpenAPI file describes it; `body` and `answer` are the typed models."""

    method: str
    path: str
    summary: str
    answer: Any
    body: Any = None
    statuses: dict[int, str] = field(default_factory=lambda: {200: "Done"})
    query: tuple[tuple[str, str], ...] = ()
    media: str = "application/json"
    needs_token: bool = True


class ProblemAnswer(msgspec.Struct):
    """An error, as RFC 9457 has it."""

    type: str
    title: str
    status: int
    detail: str


def json_body() -> Any:
    """Return the request's JSON; a `Problem` where it is not strict JSON in UTF-8."""
    content = request.get_data()
    if not content.strip():
        raise Problem("The body is empty; send JSON.")
    try:
        return msgspec.json.decode(content)
    except UnicodeDecodeError as error:
        raise Problem(f"The body is not UTF-8: {error.reason} at byte {error.start}.") from error
    except RecursionError as error:
        raise Problem("The body is nested too deeply.") from error
    except msgspec.DecodeError as error:
        return _with_surrogates(content, error)


def _with_surrogates(content: bytes, error: msgspec.DecodeError) -> Any:
    """Read JSON that has an escape such as `\\ud800`, so that its item alone can be refused."""
    try:
        if b"\\u" not in content:
            raise ValueError
        return json.loads(content.decode(), parse_constant=_refuse_constant)
    except (ValueError, RecursionError):
        raise Problem(f"The body is not JSON: {error}.") from error


def _refuse_constant(name: str) -> None:
    raise ValueError(f"{name} is not JSON")


def convert(raw: Any, model: type[Model]) -> Model:
    """Return the raw JSON as a typed model; `BadInput` names the field that does not fit."""
    try:
        return msgspec.convert(raw, model)
    except msgspec.ValidationError as error:
        raise BadInput(f"{error}.") from error
    except UnicodeEncodeError as error:  # where the model wants no plain text
        raise BadInput("half of a surrogate pair is not text.") from error


def reply(value: Any, status: int = 200) -> Response:
    """Return a typed value as JSON."""
    return Response(msgspec.json.encode(value), status, content_type="application/json")


def page(found: Sequence[Any], size: int, endpoint: str, **values: Any) -> Response:
    """Return one page of a list, with the address of the next one or null.

    `found` holds up to one item more than the page, which tells whether there is a next one.
    """
    items = found[:size]
    more = len(found) > size
    after = getattr(items[-1], "id", None) if more else None
    following = url_for(endpoint, after=after, **values) if more else None
    return reply({"items": items, "next": following})


def after() -> int:
    """Return the number after which a page of a list begins."""
    text = request.args.get("after", "0")
    if not (text.isascii() and text.isdigit() and len(text) < 19):
        raise BadInput("after: a whole number, as in the address of the page before.")
    return int(text)
