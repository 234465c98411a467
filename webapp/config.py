"""Every setting of the program, each with the environment variable that sets it."""

import os
from collections.abc import Mapping
from dataclasses import Field, dataclass, field, fields
from pathlib import Path
from typing import Any, Self

from webapp.problems import Problem

ROOT = Path(__file__).resolve().parent.parent


def _default_database() -> str:
    return f"sqlite:///{ROOT / 'annotations.db'}"


def _setting(meaning: str, least: int = 0, most: int = 999_999_999, **default: Any) -> Any:
    return field(metadata={"meaning": meaning, "range": (least, most)}, **default)


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
    port: int = _setting("port to listen on", 1, 65_535, default=5000)
    threads: int = _setting("requests served at the same time by one process", 1, 1000, default=8)
    public_url: str = _setting(
        "the address that people open, as it stands in one-time links", default=""
    )
    trusted_hosts: str = _setting(
        "host names to answer to, with commas between; loopback names always are", default=""
    )
    trusted_proxies: int = _setting(
        "how many proxies of yours stand in front and set X-Forwarded-*", default=0
    )
    max_text: int = _setting("longest document, in code points", 1, default=2_000_000)
    session_days: int = _setting("days until an unused sign-in ends", 1, 3650, default=30)
    link_hours: int = _setting("hours that a one-time link is valid", 1, 87_600, default=72)

    @classmethod
    def from_environment(cls, environment: Mapping[str, str] | None = None) -> Self:
        """Return the settings of the environment; `Problem` names a variable that is wrong."""
        source = os.environ if environment is None else environment
        found: dict[str, Any] = {
            each.name: _parse(each, source[variable(each.name)])
            for each in fields(cls)
            if source.get(variable(each.name))
        }
        return cls(**found)


def variable(name: str) -> str:
    """Return the environment variable of a setting."""
    return f"FACTCHECK_{name.upper()}"


def _parse(setting: Field[Any], value: str) -> str | int:
    if setting.type is not int:
        return value
    least, most = setting.metadata["range"]
    is_number = value.isascii() and value.isdigit() and len(value) < 10
    if not (is_number and least <= int(value) <= most):
        name = variable(setting.name)
        raise Problem(f"{name} must be a whole number from {least} to {most}, not {value!r}.")
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
