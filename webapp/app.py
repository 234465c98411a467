"""The application: every capability's pages and JSON routes, and what protects them."""

from flask import Flask, redirect, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from webapp import compress, current, errors, first_run, openapi, scheme, security
from webapp.accounts import look_views, member_views, record_views
from webapp.accounts import views as accounts
from webapp.accounts.guards import current_caller, load_session, require_session
from webapp.accounts.look_views import current_look
from webapp.accounts.queries import leads_somewhere
from webapp.adjudicate import api_views as adjudicate_api
from webapp.adjudicate import gold_views
from webapp.adjudicate import views as adjudicate
from webapp.agreement import (
    figures_views,
    include_views,
    quote_views,
    reviewers_views,
    sheet_views,
    where_views,
)
from webapp.agreement import views as agreement
from webapp.annotate import (
    answer_views,
    joining_views,
    keys_views,
    place_views,
    question_views,
    repair_views,
    repeat_views,
    work_views,
)
from webapp.annotate import source_views as sources
from webapp.annotate import views as annotate
from webapp.config import ROOT, Settings
from webapp.db import Database
from webapp.documents import about_views, closing_views, import_views, settings_views
from webapp.documents import views as documents
from webapp.documents.article import date_in_words
from webapp.exchange import record_views as record_file
from webapp.exchange import sheet_views as sheet_file
from webapp.exchange import views as exchange
from webapp.guidelines import example_views
from webapp.guidelines import views as guidelines
from webapp.progress import act_views, api_views, grid_views, share_views
from webapp.progress import views as progress

PAGES = (
    accounts,
    look_views,
    member_views,
    record_views,
    work_views,
    keys_views,
    question_views,
    guidelines,
    example_views,
    documents,
    about_views,
    import_views,
    settings_views,
    closing_views,
    annotate,
    place_views,
    repair_views,
    answer_views,
    joining_views,
    repeat_views,
    sources,
    include_views,
    agreement,
    figures_views,
    quote_views,
    where_views,
    reviewers_views,
    sheet_views,
    progress,
    act_views,
    grid_views,
    share_views,
    adjudicate,
    gold_views,
    sheet_file,
    record_file,
    exchange,
)
SMALL_BODY = 200_000  # bytes
LARGE_BODIES = {  # bytes
    "annotate.labels": 2_000_000,
    "guidelines.new": 1_700_000,
    "answers.save": 1_700_000,
}
JSON = (
    guidelines,
    documents,
    annotate,
    place_views,
    answer_views,
    repair_views,
    sources,
    agreement,
    where_views,
    reviewers_views,
    exchange,
    record_views,
    api_views,
    adjudicate_api,
)


def wire(settings: Settings, database: Database) -> Flask:
    """Return the application on a database that is ready for use."""
    app = assemble(settings)
    connect(app, settings, database)
    return app


def connect(app: Flask, settings: Settings, database: Database) -> None:
    """Put an application on a database, in the place of the one that it was on."""
    app.secret_key = first_run.secret_key(database, settings)
    installation = first_run.installation(database)
    app.jinja_env.globals["installation"] = installation
    current.attach(app.extensions, database, settings, installation)


def assemble(settings: Settings) -> Flask:
    """Return the application without a database."""
    static = ROOT / "static"
    app = Flask(
        "webapp",
        template_folder=str(ROOT / "templates"),
        static_folder=str(static),
        static_url_path=f"/static/{security.fingerprint(static)}",
    )
    app.config["SEND_FILE_MAX_AGE_DEFAULT"] = 31_536_000  # the address changes with the files
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    app.jinja_env.globals.update(
        scheme=scheme, current_caller=current_caller, current_look=current_look
    )
    app.jinja_env.filters["date_in_words"] = date_in_words
    app.before_request(limit_body)
    app.after_request(compress.smaller)
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
    if request.endpoint in ("documents_api.api_new", "annotate_api.save", "answers_api.put_key"):
        return  # which look at the token first, and take no form
    if not _takes_much():
        request.max_content_length = request.max_form_memory_size = SMALL_BODY
        return
    require_session()
    if request.endpoint in LARGE_BODIES:
        most = LARGE_BODIES[request.endpoint]
        request.max_content_length = request.max_form_memory_size = most


def _takes_much() -> bool:
    """Return whether a page sends an article, guidelines, or labels: those as JSON alone."""
    if request.endpoint == "annotate.labels":
        return request.mimetype == "application/json"
    forms = ("documents.new", "imports.bring", "guidelines.new", "answers.save")
    return request.endpoint in forms and request.method == "POST"


def home() -> AnyResponse:
    """Go to where the work is: one's own, or for leads and admins the projects."""
    load_session()
    who = current_caller()
    if who is None:
        return redirect(url_for("accounts.sign_in"))
    with current.reading() as session:
        leads = leads_somewhere(session, who)
    return redirect(url_for("documents.home" if leads else "work.show"))
