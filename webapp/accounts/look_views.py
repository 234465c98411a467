"""Choosing how the pages look: for everybody, signed in or not, since it belongs to the screen."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from webapp.accounts.forms import LookForm
from webapp.accounts.guards import cookie_options, load_session
from webapp.accounts.look import COOKIE, Look, look_of
from webapp.security import local_path

ONE_YEAR = 31_536_000  # seconds

blueprint = Blueprint("look", __name__, url_prefix="/accounts")
blueprint.before_request(load_session)


def current_look() -> Look:
    """Return the look of the browser that asks."""
    return look_of(request.cookies.get(COOKIE))


def look_form(back: str | None) -> LookForm:
    """Return the form that shows the look of this browser and leads back to a page."""
    return LookForm(formdata=None, data={**vars(current_look()), "next": back})


@blueprint.get("/look")
def show() -> str:
    """Show the choice; `next` is the page to come back to."""
    return _page(look_form(request.args.get("next")))


@blueprint.post("/look")
def choose() -> AnyResponse | tuple[str, int]:
    """Keep the look in this browser for a year, and go back."""
    form = LookForm()
    if not form.validate():
        return _page(form), 422
    chosen = Look(form.theme.data, form.size.data)
    flash("This browser shows the pages so from now on.")
    response = redirect(local_path(form.next.data) or url_for("look.show"))
    response.set_cookie(COOKIE, chosen.written(), max_age=ONE_YEAR, **cookie_options())
    return response


def _page(form: LookForm) -> str:
    return render_template("accounts/look.html", look_form=form)
