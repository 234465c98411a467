"""Projects and their documents: pages for people, lists for programs."""

from flask import Blueprint, Response, flash, redirect, render_template, url_for
from msgspec import Struct
from werkzeug.wrappers import Response as AnyResponse

from webapp import api, current
from webapp.accounts.guards import caller, require_session, require_token
from webapp.accounts.queries import require_lead, require_member
from webapp.documents import actions, project_actions, queries, sources
from webapp.documents.article import NewDocument, clean
from webapp.documents.forms import DocumentForm, ProjectForm
from webapp.models import Document, Project
from webapp.problems import BadInput, Conflict, Forbidden, Problem

blueprint = Blueprint("documents", __name__, url_prefix="/documents")
blueprint.before_request(require_session)
api_blueprint = Blueprint("documents_api", __name__, url_prefix=api.PREFIX)
api_blueprint.before_request(require_token)


@blueprint.get("/")
def home() -> str | AnyResponse:
    """Show one's projects; somebody who has one alone goes straight there."""
    with current.reading() as session:
        found = queries.projects(session, caller(), api.after())
    if len(found) == 1 and not caller().is_admin:
        return redirect(url_for("documents.project", project_id=found[0].id))
    return _projects(ProjectForm())


@blueprint.post("/")
def new_project() -> str | AnyResponse | tuple[str, int]:
    """Make a project; admins alone."""
    if not caller().is_admin:
        raise Forbidden("Only an admin makes projects.")
    form = ProjectForm()
    if not form.validate_on_submit():
        return _projects(form), 422
    name = form.name.data or ""
    try:
        with current.writing() as session:
            made = actions.add_project(session, name, person_id=caller().person_id)
    except (BadInput, Conflict) as problem:
        form.name.errors = [str(problem)]
        return _projects(form), problem.status
    return redirect(url_for("documents.project", project_id=made.id))


@blueprint.get("/projects/<id:project_id>")
def project(project_id: int) -> str:
    """Show a project's documents, each with how far one is."""
    with current.reading() as session:
        role = require_member(session, caller(), project_id)
        found = session.get_one(Project, project_id)
        rows = queries.progress(session, caller(), project_id, api.after())
    return render_template(
        "documents/project.html",
        project=found,
        role=role,
        rows=rows[: queries.PAGE],
        following=rows[queries.PAGE - 1].id if len(rows) > queries.PAGE else None,
    )


@blueprint.route("/projects/<id:project_id>/new", methods=["GET", "POST"])
def new(project_id: int) -> str | AnyResponse | tuple[str, int]:
    """Bring an article in."""
    with current.reading() as session:
        require_lead(session, caller(), project_id)
        found = session.get_one(Project, project_id)
    form = DocumentForm()
    if not form.validate_on_submit():
        status = 422 if form.is_submitted() else 200
        return render_template("documents/new.html", form=form, project=found), status
    try:
        document, is_new = _add(project_id, form.article(_text(form)))
    except Problem as problem:
        page = render_template("documents/new.html", form=form, project=found, problem=problem)
        return page, problem.status
    flash("The article is in." if is_new else "This article was here already; nothing changed.")
    return redirect(url_for("annotate.show", document_id=document.id))


class ProjectAnswer(Struct):
    """A project."""

    id: int
    name: str


class DocumentRow(Struct):
    """A document of a list; `sentences` is their number."""

    id: int
    title: str
    external_id: str | None
    story: str | None
    sentences: int


class ProjectPage(Struct):
    """One page of projects, and the address of the next."""

    items: list[ProjectAnswer]
    next: str | None


class DocumentPage(Struct):
    """One page of documents, and the address of the next."""

    items: list[DocumentRow]
    next: str | None


@api_blueprint.get("/projects")
def api_projects() -> Response:
    """Return the caller's projects."""
    with current.reading() as session:
        found = queries.projects(session, caller(), api.after())
    rows = [ProjectAnswer(each.id, each.name) for each in found]
    return api.page(rows, queries.PAGE, "documents_api.api_projects")


@api_blueprint.get("/projects/<id:project_id>/documents")
def api_documents(project_id: int) -> Response:
    """Return a project's documents."""
    with current.reading() as session:
        found = queries.listed(session, caller(), project_id, api.after())
    rows = [
        DocumentRow(each.id, each.title, each.external_id, each.story, each.sentences)
        for each in found
    ]
    return api.page(rows, queries.PAGE, "documents_api.api_documents", project_id=project_id)


@api_blueprint.post("/projects/<id:project_id>/documents")
def api_new(project_id: int) -> Response:
    """Bring a document in; 200 with the one already there."""
    with current.reading() as session:
        require_lead(session, caller(), project_id)
    document, is_new = _add(project_id, api.convert(api.json_body(), NewDocument))
    with current.reading() as session:
        count = queries.sentence_count(session, document.id)
    row = DocumentRow(document.id, document.title, document.external_id, document.story, count)
    return api.reply(row, 201 if is_new else 200)


OPERATIONS = (
    api.Operation("get", "/projects", "The caller's projects", ProjectPage, query=(api.AFTER,)),
    api.Operation(
        "get",
        "/projects/{id}/documents",
        "A project's documents",
        DocumentPage,
        query=(api.AFTER,),
    ),
    api.Operation(
        "post",
        "/projects/{id}/documents",
        "Bring a document in; leads and admins",
        DocumentRow,
        body=NewDocument,
        statuses={201: "Added", 200: "It was there already", 409: "Another text is there"},
    ),
)


def _projects(form: ProjectForm) -> str:
    with current.reading() as session:
        found = queries.projects(session, caller(), api.after())
    following = found[queries.PAGE - 1].id if len(found) > queries.PAGE else None
    return render_template(
        "documents/projects.html", form=form, projects=found[: queries.PAGE], following=following
    )


def _add(project_id: int, article: NewDocument) -> tuple[Document, bool]:
    clean(article, current.settings().max_text)
    made = actions.split(article)
    with current.writing() as session:
        return project_actions.bring_in(session, caller().person_id, project_id, made)


def _text(form: DocumentForm) -> str:
    upload = form.file.data
    if upload and upload.filename:
        return sources.decode(upload.read(), "utf-8")
    return form.text.data or ""
