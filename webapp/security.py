"""What protects every answer: headers, form tokens, the hosts that are answered to."""

import hashlib
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from flask import Flask, request
from flask_wtf import CSRFProtect
from werkzeug.middleware.proxy_fix import ProxyFix
from werkzeug.routing import BaseConverter

from webapp.config import Settings
from webapp.problems import Problem

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

LARGEST_ID = 2**63 - 1
_HEADERS = [
    (
        "Content-Security-Policy",
        (
            "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
            "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
        ),
    ),
    ("X-Content-Type-Options", "nosniff"),
    ("Referrer-Policy", "same-origin"),
    ("Cross-Origin-Opener-Policy", "same-origin"),
    ("Cross-Origin-Resource-Policy", "same-origin"),
    ("Permissions-Policy", "camera=(), geolocation=(), microphone=()"),
]
_HTTPS_ONLY = ("Strict-Transport-Security", "max-age=31536000")
_NO_STORE = ("Cache-Control", "no-store")


class IdConverter(BaseConverter):
    """A whole number that both databases can hold; anything else is an address of nothing."""

    regex = "[1-9][0-9]{0,18}"

    def to_python(self, value: str) -> int:
        """Return the number; the largest one, which nothing has, for those above it."""
        return min(int(value), LARGEST_ID)


class HashConverter(BaseConverter):
    """The SHA-256 of a secret, in hexadecimal."""

    regex = "[0-9a-f]{64}"


def protect(app: Flask, settings: Settings) -> CSRFProtect:
    """Put every protection on an application."""
    app.url_map.converters.update(id=IdConverter, hash=HashConverter)
    app.config.update(
        SESSION_COOKIE_NAME="factcheck_form",
        SESSION_COOKIE_SAMESITE="Lax",
        SESSION_COOKIE_SECURE=settings.public_url.startswith("https:"),
        WTF_CSRF_TIME_LIMIT=None,  # an article stays open for hours; the token ends at sign-out
        MAX_CONTENT_LENGTH=settings.max_text * 8 + 100_000,
        MAX_FORM_MEMORY_SIZE=settings.max_text * 8 + 100_000,
        MAX_FORM_PARTS=2000,  # files of an import, of which the page itself takes half as many
    )
    app.before_request(_host_check(trusted_hosts(settings)))
    if settings.trusted_proxies:
        hops = settings.trusted_proxies
        app.wsgi_app = ProxyFix(  # type: ignore[method-assign]
            app.wsgi_app, x_for=hops, x_proto=hops, x_host=hops
        )
    app.wsgi_app = _with_headers(app.wsgi_app)  # type: ignore[method-assign,assignment]
    return CSRFProtect(app)


def trusted_hosts(settings: Settings) -> set[str]:
    """Return the host names that are answered to; a foreign Host header could poison links."""
    named = {name.strip().lower() for name in settings.trusted_hosts.split(",")}
    return {
        "127.0.0.1",
        "localhost",
        "::1",
        settings.host.lower(),
        _name(settings.public_url),
    } | named


def _host_check(trusted: set[str]) -> Callable[[], None]:
    """Return the check of every request; werkzeug's own cannot match an IPv6 address."""

    def check() -> None:
        name = _name(f"//{request.host}")
        if request.path != "/health" and (not name or name not in trusted):
            raise Problem("This host name is not answered to. Set FACTCHECK_TRUSTED_HOSTS.")

    return check


def _name(address: str) -> str:
    try:
        return urlsplit(address).hostname or ""
    except ValueError:  # such as "//[::1"
        return ""


def local_path(wanted: str | None) -> str | None:
    """Return a path of this site to go to; None for the address of any other site."""
    is_local = (wanted or "").startswith("/") and not (wanted or "").startswith(("//", "/\\"))
    return wanted if wanted and is_local and wanted.isprintable() else None


def fingerprint(folder: Path) -> str:
    """Return a short hash of all files in a folder; it makes their addresses safe to cache."""
    digest = hashlib.sha256()
    for file in sorted(each for each in folder.rglob("*") if each.is_file()):
        digest.update(file.relative_to(folder).as_posix().encode())
        digest.update(file.read_bytes())
    return digest.hexdigest()[:12]


def _with_headers(app: "WSGIApplication") -> "WSGIApplication":
    """Add the headers to every answer; outside Flask, where it costs next to nothing."""

    def answer(environ: "WSGIEnvironment", start_response: "StartResponse") -> Iterable[bytes]:
        def start(
            status: str, headers: list[tuple[str, str]], exc_info: Any = None
        ) -> Callable[[bytes], object]:
            added = [*headers, *_HEADERS]
            if environ.get("wsgi.url_scheme") == "https":
                added.append(_HTTPS_ONLY)
            if not any(name.lower() == "cache-control" for name, _ in headers):
                added.append(_NO_STORE)
            return start_response(status, added, exc_info)

        return app(environ, start)

    return answer
