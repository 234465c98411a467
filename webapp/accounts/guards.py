"""Who is calling: from the cookie of a browser, or from the bearer token of a program."""

from datetime import timedelta
from typing import Any, TypeVar, cast

from flask import after_this_request, g, request
from werkzeug.wrappers import Response

from webapp import current
from webapp.accounts import actions, queries
from webapp.accounts.queries import Caller
from webapp.db import now
from webapp.problems import Unauthenticated

COOKIE = "factcheck_session"
Answer = TypeVar("Answer", bound=Response)
_TOUCH_AFTER = timedelta(hours=1)


def caller() -> Caller:
    """Return who is calling; every blueprint that uses it has one of the guards below."""
    return cast(Caller, g.caller)


def current_caller() -> Caller | None:
    """Return who is calling, or None on a page that needs nobody."""
    return cast(Caller | None, g.get("caller"))


def require_session() -> None:
    """Let a signed-in browser pass; `Unauthenticated` otherwise."""
    load_session()
    if g.caller is None:
        raise Unauthenticated("Sign in to see this page.")


def load_session() -> None:
    """Find out who is signed in, if anybody."""
    token = request.cookies.get(COOKIE, "")
    g.caller = None
    if token:
        with current.looking() as connection:
            g.caller = queries.caller_of_session(connection, token)
    if g.caller is not None and now() - g.caller.session_seen_at > _TOUCH_AFTER:
        with current.writing() as session:
            actions.keep_session(session, g.caller.session_hash, current.settings().session_days)
        after_this_request(lambda response: give_cookie(response, token))


def give_cookie(response: Answer, token: str) -> Answer:
    """Sign the browser in for as many days as a session lasts unused."""
    seconds = current.settings().session_days * 86_400
    response.set_cookie(COOKIE, token, max_age=seconds, **cookie_options())
    return response


def take_cookie(response: Answer) -> Answer:
    """Sign the browser out."""
    response.delete_cookie(COOKIE, **cookie_options())
    return response


def cookie_options() -> dict[str, Any]:
    """Return what every cookie has: for this site alone, and not for scripts."""
    is_https = request.is_secure or current.settings().public_url.startswith("https:")
    return {"httponly": True, "samesite": "Lax", "secure": is_https}


def require_token() -> None:
    """Let a program with a valid token pass; `Unauthenticated` otherwise."""
    kind, _, token = request.headers.get("Authorization", "").partition(" ")
    g.caller = None
    if kind.lower() == "bearer" and token:
        with current.looking() as connection:
            g.caller = queries.caller_of_token(connection, token.strip())
    if g.caller is None:
        raise Unauthenticated("Send a valid token: `Authorization: Bearer TOKEN`.")
