"""`/api/v1/openapi.json`, made from the typed models that validate; and `/health`."""

import re
from typing import Any

import msgspec
from flask import Flask, Response
from sqlalchemy import select

from webapp import api, current
from webapp.api import Operation, ProblemAnswer
from webapp.errors import answer

_DESCRIPTION = "Documents, annotations, agreement and exports of a fact-check annotation tool."


class Health(msgspec.Struct):
    """Whether the program can work."""

    status: str


def add(app: Flask, operations: list[Operation]) -> None:
    """Serve the description of all operations."""
    described = describe(operations)

    @app.get(f"{api.PREFIX}/openapi.json")
    def openapi_json() -> Response:
        return api.reply(described)


def health() -> Any:
    """Answer 200 once the database answers, 503 otherwise."""
    try:
        with current.reading() as session:
            session.execute(select(1))
    except Exception:  # whatever it is, the program cannot work
        return answer(503, "Not available", "The database does not answer.")
    return api.reply(Health("ok"))


def describe(operations: list[Operation]) -> dict[str, Any]:
    """Return the OpenAPI 3.1 description of operations."""
    types = {each.answer for each in operations} | {
        each.body for each in operations if each.body is not None
    }
    models = sorted((each for each in types | {ProblemAnswer} if each is not str), key=str)
    schemas, components = msgspec.json.schema_components(
        models, ref_template="#/components/schemas/{name}"
    )
    schema_of = dict(zip(models, schemas, strict=True)) | {str: {"type": "string"}}
    paths: dict[str, dict[str, Any]] = {}
    for each in operations:
        paths.setdefault(api.PREFIX + each.path, {})[each.method] = _operation(each, schema_of)
    return {
        "openapi": "3.1.0",
        "info": {"title": "Factcheck", "version": "1", "description": _DESCRIPTION},
        "paths": paths,
        "components": {
            "schemas": components,
            "securitySchemes": {"token": {"type": "http", "scheme": "bearer"}},
        },
        "security": [{"token": []}],
    }


def _operation(each: Operation, schema_of: dict[Any, Any]) -> dict[str, Any]:
    problem = {"application/problem+json": {"schema": schema_of[ProblemAnswer]}}
    done = {each.media: {"schema": schema_of[each.answer]}}
    answers = {
        str(status): {"description": words, "content": done if status < 300 else problem}
        for status, words in each.statuses.items()
    }
    described: dict[str, Any] = {
        "operationId": _name(each),
        "summary": each.summary,
        "parameters": _parameters(each),
        "responses": answers | {"default": {"description": "A problem", "content": problem}},
    }
    if each.body is not None:
        content = {"application/json": {"schema": schema_of[each.body]}}
        described["requestBody"] = {"required": True, "content": content}
    return described


def _parameters(each: Operation) -> list[dict[str, Any]]:
    number = {"type": "integer", "format": "int64", "minimum": 1}
    in_path = [
        {"name": name, "in": "path", "required": True, "schema": number}
        for name in re.findall(r"{(\w+)}", each.path)
    ]
    in_query = [
        {"name": name, "in": "query", "description": words, "schema": {"type": "string"}}
        for name, words in each.query
    ]
    return in_path + in_query


def _name(each: Operation) -> str:
    return "_".join([each.method, *re.findall(r"[a-z]+", each.path)])
