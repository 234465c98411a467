"""The file that describes the API: complete, sound in itself, and true of the real answers."""

import re
from collections.abc import Iterator
from typing import Any

import pytest
from flask import Flask

from tests.rig.api import get, judgment, post, put, save
from tests.rig.people import Somebody
from webapp.api import PREFIX

NEW = {"title": "New", "text": "One sentence. And another one."}
TYPES: dict[str, Any] = {
    "object": dict,
    "array": list,
    "string": str,
    "number": (int, float),
    "boolean": bool,
    "integer": int,
    "null": type(None),
}


@pytest.fixture
def described(app: Flask) -> dict[str, Any]:
    answer = app.test_client().get(f"{PREFIX}/openapi.json")
    assert (answer.status_code, answer.content_type) == (200, "application/json")
    found: dict[str, Any] = answer.get_json()
    return found


def walk(value: object) -> Iterator[dict[str, Any]]:
    """Give every object inside a JSON value."""
    if isinstance(value, dict):
        yield value
    inner = value.values() if isinstance(value, dict) else value if isinstance(value, list) else []
    for each in inner:
        yield from walk(each)


def schema_at(described: dict[str, Any], reference: str) -> Any:
    found: Any = described
    for part in reference.removeprefix("#/").split("/"):
        found = found[part]
    return found


def test_description_has_every_route_and_nothing_else(
    described: dict[str, Any], app: Flask
) -> None:
    routes = {
        (re.sub(r"<id:\w+>", "{id}", rule.rule), method.lower())
        for rule in app.url_map.iter_rules()
        for method in (rule.methods or set()) - {"HEAD", "OPTIONS"}
        if rule.rule.startswith(PREFIX)
    }
    found = {(path, method) for path, item in described["paths"].items() for method in item}
    assert found == routes - {(f"{PREFIX}/openapi.json", "get")}


def test_description_resolves_all_its_references(described: dict[str, Any]) -> None:
    references = {each["$ref"] for each in walk(described) if "$ref" in each}
    assert references
    for each in references:
        assert each.startswith("#/")
        assert schema_at(described, each)


def test_description_has_what_openapi_asks_for(described: dict[str, Any]) -> None:
    assert described["openapi"].startswith("3.1.")
    assert {"title", "version"} <= set(described["info"])
    operations = [each for path in described["paths"].values() for each in path.values()]
    names = [each["operationId"] for each in operations]
    assert len(set(names)) == len(names)
    for each in operations:
        assert all(answer["description"] for answer in each["responses"].values())


def test_description_has_every_number_of_an_address(described: dict[str, Any]) -> None:
    for path, item in described["paths"].items():
        for each in item.values():
            inside = {one["name"] for one in each["parameters"] if one["in"] == "path"}
            assert inside == set(re.findall(r"{(\w+)}", path))


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("get", "/projects", "200"),
        ("get", "/projects/{id}/documents", "200"),
        ("post", "/projects/{id}/documents", "201"),
        ("get", "/documents/{id}", "200"),
        ("get", "/documents/{id}/sources", "200"),
        ("post", "/documents/{id}/annotations", "200"),
        ("post", "/documents/{id}/segmentation", "200"),
        ("get", "/projects/{id}/agreement", "200"),
        ("get", "/projects/{id}/agreement/where", "200"),
        ("get", "/projects/{id}/agreement/reviewers", "200"),
        ("get", "/documents/{id}/key", "200"),
        ("put", "/documents/{id}/key", "200"),
        ("get", "/projects/{id}/guidelines", "200"),
        ("get", "/projects/{id}/progress", "200"),
        ("get", "/projects/{id}/progress/people", "200"),
        ("post", "/projects/{id}/places", "200"),
    ],
)
def test_description_fits_the_real_answers(
    method: str,
    path: str,
    status: str,
    described: dict[str, Any],
    lead: Somebody,
    reviewer: Somebody,
) -> None:
    marked = [{"start": 0, "end": 3, "kind": "document"}]
    for who in (lead, reviewer):
        save(who, 1, judgment(1, flags=["unsure"], sources=marked), judgment(2, "opinion"))
    real = path.replace("{id}", "1")
    places = [{"document_id": 1, "person_id": reviewer.person_id}]
    bodies: dict[str, Any] = {
        "documents": NEW,
        "segmentation": {"segmentation": 1, "join": 1},
        "places": places,
        "key": [{"sentence_id": 1, "label": "opinion"}],
    }
    body = bodies.get(path.rpartition("/")[2], [judgment(1), judgment(0)])
    send = {"post": post, "put": put}
    answer = get(lead, real) if method == "get" else send[method](lead, real, body)
    content = described["paths"][PREFIX + path][method]["responses"][status]["content"]
    fit(described, content["application/json"]["schema"], answer.get_json())


def fit(described: dict[str, Any], schema: dict[str, Any], value: Any) -> None:
    """Check a value against the part of JSON Schema that the description uses."""
    schema = chosen(described, schema, value)
    assert suits(schema, value), (schema, value)
    if "properties" in schema:
        assert set(schema["required"]) <= set(value) <= set(schema["properties"])
        for name, each in value.items():
            fit(described, schema["properties"][name], each)
    elif isinstance(value, dict):
        for each in value.values():
            fit(described, schema["additionalProperties"], each)
    elif isinstance(value, list):
        kinds = schema.get("prefixItems") or [schema["items"]] * len(value)
        for kind, each in zip(kinds, value, strict=True):
            fit(described, kind, each)


def chosen(described: dict[str, Any], schema: dict[str, Any], value: Any) -> dict[str, Any]:
    """Return the schema that a reference or a choice of several amounts to."""
    if "$ref" in schema:
        return chosen(described, schema_at(described, schema["$ref"]), value)
    if "anyOf" in schema:
        kinds = [chosen(described, kind, value) for kind in schema["anyOf"]]
        return next(kind for kind in kinds if suits(kind, value))
    return schema


def suits(schema: dict[str, Any], value: Any) -> bool:
    if "enum" in schema:
        return value in schema["enum"]
    return isinstance(value, TYPES[schema["type"]])
