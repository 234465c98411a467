"""The pages on people: signing in and out, one's own account, the people of a project."""

from flask import (
    Blueprint,
    Response,
    flash,
    g,
    redirect,
    render_template,
    request,
    session,
    url_for,
)
from flask_wtf.csrf import generate_csrf
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response as AnyResponse

from webapp import api, current
from webapp.accounts import actions, queries
from webapp.accounts.forms import ConfirmForm, InviteForm, PasswordForm, SignInForm
from webapp.accounts.guards import (
    caller,
    give_cookie,
    load_session,
    require_session,
    take_cookie,
)
from webapp.accounts.look_views import look_form
from webapp.accounts.queries import Caller
from webapp.accounts.tokens import hash_password, password_matches
from webapp.errors import wants_json
from webapp.models import Person, Project
from webapp.problems import BadInput, Conflict, Forbidden, NotFound
from webapp.security import local_path

OPEN_PAGES = {"accounts.sign_in", "accounts.link", "accounts.token"}

blueprint = Blueprint("accounts", __name__, url_prefix="/accounts")


@blueprint.before_request
def guard() -> None:
    """Let everybody sign in; the other pages are for who has."""
    if request.endpoint in OPEN_PAGES:
        load_session()
    else:
        require_session()


@blueprint.route("/sign-in", methods=["GET", "POST"])
def sign_in() -> str | AnyResponse | tuple[str, int]:
    """Sign in with name and password."""
    form = SignInForm()
    if not form.validate_on_submit():
        if form.is_submitted() and wants_json():
            raise BadInput("Write your password.")
        status = 422 if form.is_submitted() else 200
        return render_template("accounts/sign_in.html", form=form), status
    person_id = _check_password(form.name.data or "", form.password.data or "")
    if person_id is None and wants_json():
        raise Forbidden("Name or password is wrong. A lead can make you a one-time link.")
    if person_id is None:
        form.password.errors = ["Name or password is wrong. A lead can make you a one-time link."]
        return render_template("accounts/sign_in.html", form=form), 403
    with current.writing() as db:
        token = _begin_session(db, person_id)
    return _signed_in(token)


@blueprint.get("/token")
def token() -> AnyResponse:
    """Tell a page's script who is signed in and where, and a form token that is valid now."""
    person = g.caller.person_id if g.caller else None
    return api.reply(
        {"token": generate_csrf(), "person": person, "installation": current.installation()}
    )


@blueprint.route("/link/<token>", methods=["GET", "POST"])
def link(token: str) -> str | AnyResponse:
    """Show whom a one-time link signs in, and do it on the button: mail programs open links."""
    form = ConfirmForm()
    if form.validate_on_submit():
        with current.writing() as db:  # in one transaction: a failure must not use the link up
            person = actions.use_link(db, token)
            session_token = _begin_session(db, person.id) if person else ""
    else:
        session_token = ""
        with current.reading() as db:
            person = queries.link_owner(db, token)
    if person is None:
        raise NotFound(
            "This link was used, replaced by a newer one, or has expired. Ask for a new one."
        )
    if session_token:
        return _signed_in(session_token)
    return render_template("accounts/link.html", form=form, person=person)


@blueprint.post("/sign-out")
def sign_out() -> AnyResponse:
    """Sign this browser out."""
    with current.writing() as db:
        actions.end_session(db, caller().session_hash or "")
    return _signed_out("You are signed out.")


@blueprint.post("/sign-out-everywhere")
def sign_out_everywhere() -> AnyResponse:
    """Sign every browser of this person out."""
    with current.writing() as db:
        actions.end_all_sessions(db, caller().person_id)
    return _signed_out("You are signed out everywhere.")


@blueprint.get("/me")
def me() -> str:
    """Show one's own account."""
    return _account(PasswordForm())


@blueprint.post("/me/password")
def change_password() -> str | AnyResponse | tuple[str, int]:
    """Set a new password."""
    form = PasswordForm()
    if not form.validate_on_submit():
        return _account(form), 422
    password_hash = hash_password(form.password.data or "")
    with current.writing() as db:
        actions.set_password(db, caller().person_id, password_hash, caller().session_hash or "")
    flash("Your password is set. Other browsers were signed out.")
    return redirect(url_for("accounts.me"))


@blueprint.post("/me/tokens")
def make_token() -> str:
    """Make an API token and show it this once."""
    with current.writing() as db:
        token = actions.make_token(db, caller().person_id)
    return _account(PasswordForm(), token)


@blueprint.post("/me/tokens/<hash:token_hash>/revoke")
def revoke_token(token_hash: str) -> AnyResponse:
    """Make one of one's own API tokens void."""
    with current.writing() as db:
        actions.revoke_token(db, caller().person_id, token_hash)
    flash("That token no longer works.")
    return redirect(url_for("accounts.me"))


@blueprint.route("/projects/<id:project_id>/people", methods=["GET", "POST"])
def people(project_id: int) -> str | tuple[str, int]:
    """Show the people of a project, and invite one."""
    form = InviteForm()
    with current.reading() as db:
        queries.require_lead(db, caller(), project_id)
    if not form.validate_on_submit():
        return _people(project_id, form), 422 if form.is_submitted() else 200
    try:
        with current.writing() as db:
            hours = current.settings().link_hours
            name, role = actions.clean_name(form.name.data or ""), form.role.data
            token = actions.invite(db, caller(), name, project_id, role, hours)
    except (BadInput, Conflict) as problem:
        form.name.errors = [str(problem)]
        return _people(project_id, form), problem.status
    return _people(project_id, InviteForm(formdata=None), (name, token))


@blueprint.post("/projects/<id:project_id>/people/<id:person_id>/link")
def new_link(project_id: int, person_id: int) -> str:
    """Make a member a new one-time link."""
    with current.writing() as db:
        queries.require_lead(db, caller(), project_id)
        member = queries.member(db, project_id, person_id)
        if member is None:
            raise NotFound("There is no such person in this project.")
        hours = current.settings().link_hours
        token = actions.make_link_for(db, caller(), person_id, hours, project_id)
    return _people(project_id, InviteForm(formdata=None), (member.name, token))


def _check_password(name: str, password: str) -> int | None:
    address = request.remote_addr or ""
    with current.reading() as db:
        actions.refuse_too_many(db, name, address)
        person = _person_named(db, name)
    matches = password_matches(password, person.password_hash if person else None)
    with current.writing() as db:
        if matches:
            actions.forget_failures(db, name)
        else:
            actions.record_failure(db, name, address)
    return person.id if person and matches else None


def _person_named(db: Session, name: str) -> Person | None:
    try:
        return queries.person_named(db, actions.clean_name(name))
    except BadInput:  # nobody has a name like that
        return None


def _begin_session(db: Session, person_id: int) -> str:
    """Sign a person in, and out whoever this browser belonged to; return the cookie's token."""
    if g.caller and g.caller.session_hash:
        actions.end_session(db, g.caller.session_hash)
    return actions.start_session(db, person_id, current.settings().session_days)


def _signed_in(token: str) -> AnyResponse:
    session.clear()  # the form token of the browser before is void
    response = redirect(_next_page())
    return give_cookie(response, token)


def _signed_out(message: str) -> AnyResponse:
    session.clear()
    flash(message)
    response = redirect(url_for("accounts.sign_in"))
    return take_cookie(response)


def _public(path: str) -> str:
    """Return the whole address of a path, as people outside reach it."""
    return (current.settings().public_url or request.host_url).rstrip("/") + path


def _next_page() -> str:
    """Return where to go after signing in: a path of this site, never another site."""
    return local_path(request.args.get("next")) or url_for("home")


def _account(form: PasswordForm, token: str | None = None) -> str:
    who: Caller = caller()
    with current.reading() as db:
        browsers = queries.sessions_of(db, who.person_id)
        tokens = queries.tokens_of(db, who.person_id)
    return render_template(
        "accounts/me.html",
        form=form,
        browsers=browsers,
        tokens=tokens,
        new_token=token,
        look_form=look_form(url_for("accounts.me")),
    )


def _people(
    project_id: int, form: InviteForm, invited: tuple[str, str | None] | None = None
) -> str:
    with current.reading() as db:
        project = db.get_one(Project, project_id)
        members = queries.members(db, project_id)
    name, token = invited or (None, None)
    address = _public(url_for("accounts.link", token=token)) if token else None
    return render_template(
        "accounts/people.html",
        form=form,
        project=project,
        members=members,
        invited=name,
        address=address,
        hours=current.settings().link_hours,
    )


def no_store(response: Response) -> Response:
    """Keep pages with secrets out of every cache."""
    response.headers["Cache-Control"] = "no-store"
    return response


blueprint.after_request(no_store)
