"""One person of a project, for its leads: their role, taking them out, a pseudonym."""

from flask import Blueprint, flash, redirect, render_template, url_for
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response as AnyResponse

from webapp import current
from webapp.accounts import member_actions, pseudonym_actions, queries
from webapp.accounts.forms import ConfirmForm, RoleForm
from webapp.accounts.guards import caller, require_session
from webapp.accounts.queries import Member, require_lead
from webapp.models import Project
from webapp.problems import BadInput, NotFound

blueprint = Blueprint("member", __name__, url_prefix="/accounts")
blueprint.before_request(require_session)

_PERSON = "/projects/<id:project_id>/people/<id:person_id>"


@blueprint.get(_PERSON)
def show(project_id: int, person_id: int) -> str:
    """Show one person of a project, with what can be done."""
    return _page("accounts/member.html", project_id, person_id)


@blueprint.post(f"{_PERSON}/role")
def change_role(project_id: int, person_id: int) -> AnyResponse:
    """Give a member another role."""
    form = RoleForm()
    with current.writing() as session:
        _member(session, project_id, person_id)
        if not form.validate_on_submit():
            raise BadInput("role: reviewer or lead.")
        member_actions.change_role(session, caller(), project_id, person_id, form.role.data)
    flash("The role is changed.")
    return redirect(_people(project_id, person_id), 303)


@blueprint.post(f"{_PERSON}/remove")
def remove(project_id: int, person_id: int) -> AnyResponse:
    """Take a member out of the project."""
    with current.writing() as session:
        name = _member(session, project_id, person_id).name
        member_actions.remove(session, caller(), project_id, person_id)
    flash(f"{name} is in this project no more. The labels stay.")
    return redirect(_people(project_id, person_id), 303)


@blueprint.get(f"{_PERSON}/pseudonym")
def ask_for_pseudonym(project_id: int, person_id: int) -> str:
    """Say what a pseudonym takes away, and ask whether to go on."""
    return _page("accounts/pseudonym.html", project_id, person_id)


@blueprint.post(f"{_PERSON}/pseudonym")
def pseudonym(project_id: int, person_id: int) -> AnyResponse:
    """Replace a person by a pseudonym, for good."""
    with current.writing() as session:
        _member(session, project_id, person_id)
        made = pseudonym_actions.replace(session, caller(), person_id)
    current.database().empty_log()
    flash(f"The person is {made} from now on, everywhere.")
    return redirect(url_for("accounts.people", project_id=project_id), 303)


def _member(session: Session, project_id: int, person_id: int) -> Member:
    """Return a person of a project that the caller leads; `NotFound` where they are not in it."""
    require_lead(session, caller(), project_id)
    found = queries.member(session, project_id, person_id)
    if found is None:
        raise NotFound("There is no such person in this project.")
    return found


def _people(project_id: int, person_id: int) -> str:
    """Return where to go on: to the people, or home where the caller leads the project no more."""
    if person_id == caller().person_id and not caller().is_admin:
        return url_for("home")
    return url_for("accounts.people", project_id=project_id)


def _page(template: str, project_id: int, person_id: int) -> str:
    with current.reading() as session:
        member = _member(session, project_id, person_id)
        return render_template(
            template,
            project=session.get_one(Project, project_id),
            member=member,
            form=RoleForm(formdata=None, role=member.role),
            confirmation=ConfirmForm(),
            is_self=person_id == caller().person_id,
            may_replace=queries.leads_all_of(session, caller(), person_id),
        )
