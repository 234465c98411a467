"""The application: every capability's pages and JSON routes, and what protects them."""

from flask import Flask, redirect, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from webapp import current, errors, first_run, openapi, scheme, security
from webapp.accounts import views as accounts
from webapp.accounts.guards import current_caller, require_session
from webapp.agreement import views as agreement
from webapp.annotate import views as annotate
from webapp.config import ROOT, Settings
from webapp.db import Database
from webapp.documents import views as documents
from webapp.documents.article import date_in_words
from webapp.exchange import views as exchange

PAGES = (accounts, documents, annotate, agreement, exchange)
SMALL_BODY = 200_000  # bytes
JSON = (documents, annotate, agreement, exchange)


def wire(settings: Settings, database: Database) -> Flask:
    """Return the application on a database that is ready for use."""
    static = ROOT / "static"
    app = Flask(
        "webapp",
        template_folder=str(ROOT / "templates"),
        static_folder=str(static),
        static_url_path=f"/static/{security.fingerprint(static)}",
    )
    app.secret_key = first_run.secret_key(database, settings)
    app.config["SEND_FILE_MAX_AGE_DEFAULT"] = 31_536_000  # the address changes with the files
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    app.jinja_env.globals.update(scheme=scheme, current_caller=current_caller)
    app.jinja_env.filters["date_in_words"] = date_in_words
    current.attach(app.extensions, database, settings)
    app.before_request(limit_body)
    csrf = security.protect(app, settings)
    errors.handle(app)
    for capability in PAGES:
        app.register_blueprint(capability.blueprint)
    for capability in JSON:
        csrf.exempt(capability.api_blueprint)  # a bearer token is not sent by itself
        app.register_blueprint(capability.api_blueprint)
    openapi.add(app, [each for capability in JSON for each in capability.OPERATIONS])
    app.add_url_rule("/", "home", home)
    app.add_url_rule("/health", "health", openapi.health)
    return app


def limit_body() -> None:
    """Take a large body only where articles or lists come in, and there only from who may send.

    Forms are parsed before anything else, to find their token: a stranger could fill the memory.
    """
    if request.endpoint == "documents.new" and request.method == "POST":
        require_session()
    elif request.endpoint not in ("documents_api.api_new", "annotate_api.save"):
        request.max_content_length = request.max_form_memory_size = SMALL_BODY


def home() -> AnyResponse:
    """Go to where the work is."""
    return redirect(url_for("documents.home"))
