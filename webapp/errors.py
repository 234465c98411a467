"""The one place that turns an error into a page, into problem+json, or into an exit code."""

import json
import logging

from flask import Flask, Response, redirect, render_template, request, url_for
from sqlalchemy.exc import (
    IntegrityError,
    InternalError,
    OperationalError,
    SQLAlchemyError,
)
from sqlalchemy.exc import TimeoutError as NoFreeConnection
from werkzeug.exceptions import HTTPException, InternalServerError
from werkzeug.wrappers import Response as AnyResponse

from webapp.problems import Conflict, Problem, Unauthenticated, Unavailable

_log = logging.getLogger("factcheck")
_SENTENCES = {
    400: "The request could not be understood.",
    404: "There is nothing at this address, or it is not for you.",
    405: "This address does not take that kind of request.",
    413: "The request is larger than this installation takes. Nothing was stored; send less.",
    415: "Send JSON, with the header Content-Type: application/json.",
}


def handle(app: Flask) -> None:
    """Answer every error of an application in the words of the product."""
    app.register_error_handler(Problem, _problem)
    app.register_error_handler(HTTPException, _http)
    app.register_error_handler(SQLAlchemyError, _database)
    app.register_error_handler(Exception, _unexpected)


def wants_json() -> bool:
    """Return whether a program asks: an address of the API, or a script of a page."""
    best = request.accept_mimetypes.best_match(["text/html", "application/json"])
    return request.path.startswith("/api/") or best == "application/json"


def answer(status: int, title: str, detail: str) -> AnyResponse:
    """Return an error as problem+json (RFC 9457) or as a page."""
    if not wants_json():
        page = render_template("error.html", status=status, title=title, detail=detail)
        return Response(page, status)
    body = {"type": "about:blank", "title": title, "status": status, "detail": detail}
    return Response(json.dumps(body), status, content_type="application/problem+json")


def _problem(problem: Problem) -> AnyResponse:
    if isinstance(problem, Unauthenticated) and not wants_json():
        here = request.full_path.rstrip("?") if request.method == "GET" else None
        return redirect(url_for("accounts.sign_in", next=here))
    response = answer(problem.status, problem.title, str(problem))
    if isinstance(problem, Unauthenticated):
        response.headers["WWW-Authenticate"] = "Bearer"
    if isinstance(problem, Unavailable):
        response.headers["Retry-After"] = "5"
    return response


def _http(error: HTTPException) -> AnyResponse:
    if error.response is not None or error.code is None or error.code < 400:
        return Response.force_type(error.get_response(), request.environ)
    detail = _SENTENCES.get(error.code) or error.description or error.name
    if type(error).__name__ == "CSRFError":
        detail = "The form's token is missing or old. Go back, load the page again and repeat."
    response = answer(error.code, error.name, detail)
    if error.code == 405 and "Allow" in dict(error.get_headers()):
        response.headers["Allow"] = dict(error.get_headers())["Allow"]
    return response


def _database(error: SQLAlchemyError) -> AnyResponse:
    """Answer 409 where somebody was faster, 503 where the database is not to be had."""
    if isinstance(error, IntegrityError):
        return _problem(Conflict("Somebody did the same at the same moment. Load the page again."))
    if not isinstance(error, OperationalError | InternalError | NoFreeConnection):
        return _unexpected(error)
    _log.error("the database did not answer: %s", getattr(error, "orig", error))
    detail = "The database did not answer. Nothing was stored. Try again in a moment."
    return _problem(Unavailable(detail))


def _unexpected(error: Exception) -> AnyResponse:
    _log.exception("unexpected error at %s %s", request.method, request.path, exc_info=error)
    title = InternalServerError().name
    return answer(500, title, "Something failed here; it was written to the server's log.")
