"""Whatever stands in the query of an address is used or refused: never a fault of the program."""

from typing import Any, ClassVar

import pytest
from flask import Flask
from werkzeug.datastructures import ImmutableMultiDict
from werkzeug.test import TestResponse

from tests.rig.api import judgment, save, sentences
from tests.rig.people import Somebody
from webapp.db import Database

VALUES = {"nul": "a\0b", "2^31": str(2**31), "2^63": str(2**63), "nines": "9" * 100}
Queries = dict[str, set[str]]


class Noting(ImmutableMultiDict[str, str]):
    """What stands in a query, which notes the names that are looked for."""

    names: ClassVar[set[str]] = set()

    def get(self, key: str, *rest: Any, **more: Any) -> Any:
        self.names.add(key)
        return super().get(key, *rest, **more)

    def getlist(self, key: str, *rest: Any, **more: Any) -> Any:
        self.names.add(key)
        return super().getlist(key, *rest, **more)

    def __contains__(self, key: object) -> bool:
        self.names.add(str(key))
        return super().__contains__(key)


def addresses(app: Flask) -> list[str]:
    """Return the address of each page and answer, for the project and whatever else is 1."""
    rules = [
        rule
        for rule in app.url_map.iter_rules()
        if "GET" in (rule.methods or ()) and not {"token", "filename"} & rule.arguments
    ]
    with app.test_request_context():
        build = app.url_map.bind("localhost").build
        return sorted(build(each.endpoint, dict.fromkeys(each.arguments, 1)) for each in rules)


def ask(who: Somebody, path: str, query: dict[str, str]) -> TestResponse:
    if path.startswith("/api/"):
        return who.app.test_client().get(path, query_string=query, headers=who.headers)
    return who.get(path, query_string=query)


@pytest.fixture
def queries(
    app: Flask, admin: Somebody, seeded: Database, monkeypatch: pytest.MonkeyPatch
) -> Queries:
    """Every address, with the names that it looks for in its query."""
    save(admin, 1, judgment(sentences(seeded)[0]))
    found: Queries = {}
    request = type("Request", (app.request_class,), {"parameter_storage_class": Noting})
    with monkeypatch.context() as patch:
        patch.setattr(app, "request_class", request)
        for path in addresses(app):
            patch.setattr(Noting, "names", found.setdefault(path, set()))
            ask(admin, path, {})
    assert len(found) > 60  # or else the test would try nothing
    assert {"done", "q", "after"} <= set().union(*found.values())
    return found


def test_nothing_in_a_query_is_a_fault(queries: Queries, admin: Somebody) -> None:
    wrong = {
        f"{path}?{name}={kind}": status
        for path, names in queries.items()
        for name in names
        for kind, value in VALUES.items()
        for status in [ask(admin, path, {name: value}).status_code]
        if status >= 500
    }
    assert wrong == {}
