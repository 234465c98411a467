"""The page on which one chooses one's own keys of the article page."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from webapp import current
from webapp.accounts.guards import caller, require_session
from webapp.annotate import keys
from webapp.annotate.keymap import keys_of
from webapp.annotate.keys_forms import KeysForm
from webapp.problems import BadInput

SAID = {
    "save": "Your keys are saved.",
    "program": "You have the keys of the program again.",
    "none": "Single-key shortcuts are off.",
}

blueprint = Blueprint("keys", __name__, url_prefix="/annotate")
blueprint.before_request(require_session)


@blueprint.get("/keys")
def show() -> str:
    """Show which key does what."""
    with current.reading() as session:
        chosen = keys.keys_for(session, caller().person_id)
    return _page(KeysForm.showing(chosen), has_keys=any(chosen.values()))


@blueprint.post("/keys")
def choose() -> AnyResponse | tuple[str, int]:
    """Save the keys as filled in, go back to those of the program, or have none."""
    act = request.form.get("act")
    if act not in SAID:
        raise BadInput("act: save, program or none; press one of the page's buttons.")
    form = KeysForm()
    if act == "save" and not form.validate():
        return _page(form, has_keys=True), 422
    program = keys_of(None)
    given = {"program": program, "none": dict.fromkeys(program, "")}
    with current.writing() as session:
        keys.choose(session, caller().person_id, given.get(act) or form.keys())
    flash(SAID[act])
    return redirect(url_for("keys.show"))


def _page(form: KeysForm, *, has_keys: bool) -> str:
    return render_template("annotate/keys.html", form=form, has_keys=has_keys)
