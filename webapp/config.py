"""Every setting of the program, each with the environment variable that sets it."""

import os
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Any, Self

from webapp.problems import Problem

ROOT = Path(__file__).resolve().parent.parent


def _default_database() -> str:
    return f"sqlite:///{ROOT / 'annotations.db'}"


def _setting(meaning: str, **default: Any) -> Any:
    return field(metadata={"meaning": meaning}, **default)


@dataclass(frozen=True)
class Settings:
    """The settings in force; `FACTCHECK_` and the upper-case name is the variable of each."""

    database_url: str = _setting(
        "SQLAlchemy URL: sqlite:////absolute/path or postgresql://user:password@host/name",
        default_factory=_default_database,
    )
    secret_key: str = _setting(
        "signs the form tokens; made at the first run and kept in the database if not set",
        default="",
    )
    host: str = _setting("address to listen on", default="127.0.0.1")
    port: int = _setting("port to listen on", default=5000)
    threads: int = _setting("requests served at the same time by one process", default=8)
    public_url: str = _setting(
        "the address that people open, as it stands in one-time links", default=""
    )
    trusted_hosts: str = _setting(
        "host names to answer to, with commas between; loopback names always are", default=""
    )
    trusted_proxies: int = _setting(
        "how many proxies of yours stand in front and set X-Forwarded-*", default=0
    )
    max_text: int = _setting("longest document, in code points", default=2_000_000)
    session_days: int = _setting("days until an unused sign-in ends", default=30)
    link_hours: int = _setting("hours that a one-time link is valid", default=72)

    @classmethod
    def from_environment(cls, environment: Mapping[str, str] | None = None) -> Self:
        """Return the settings of the environment; `Problem` names a variable that is wrong."""
        source = os.environ if environment is None else environment
        found: dict[str, Any] = {
            each.name: _parse(each.name, source[variable(each.name)], each.type)
            for each in fields(cls)
            if source.get(variable(each.name))
        }
        return cls(**found)


def variable(name: str) -> str:
    """Return the environment variable of a setting."""
    return f"FACTCHECK_{name.upper()}"


def _parse(name: str, value: str, kind: object) -> str | int:
    if kind is not int:
        return value
    if not (value.isascii() and value.isdigit() and len(value) < 10):
        raise Problem(f"{variable(name)} must be a whole number, not {value!r}.")
    return int(value)


def as_table() -> str:
    """Return the settings as the table of docs/settings.md."""
    rows = [
        f"| `{variable(each.name)}` | {_shown_default(each.name, each.default)} "
        f"| {each.metadata['meaning'].replace('|', chr(92) + '|')} |"
        for each in fields(Settings)
    ]
    return "\n".join(["| variable | default | meaning |", "|---|---|---|", *rows]) + "\n"


def _shown_default(name: str, default: object) -> str:
    if name == "database_url":
        return "`annotations.db` beside `webapp/`"
    return f"`{default}`" if default != "" else ""
