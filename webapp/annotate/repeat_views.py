"""A few sentences to label, each by itself in its paragraph."""

from flask import Blueprint, redirect, render_template, url_for
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response as AnyResponse

from webapp import current
from webapp.accounts.guards import caller, require_session
from webapp.accounts.queries import require_member
from webapp.annotate import repeat_actions as actions
from webapp.annotate import repeat_queries as queries
from webapp.annotate.keymap import COMMANDS
from webapp.annotate.keys import keys_for
from webapp.annotate.repeat_forms import SentenceForm
from webapp.db import now
from webapp.models import Project
from webapp.problems import BadInput

blueprint = Blueprint("sentences", __name__, url_prefix="/annotate")
blueprint.before_request(require_session)


@blueprint.get("/sentences/<id:project_id>")
def show(project_id: int) -> str:
    """Show the next sentence, or that there is none."""
    form = SentenceForm(formdata=None)
    with current.reading() as session:
        require_member(session, caller(), project_id)
        project = session.get_one(Project, project_id)
        batch = queries.batch(session, caller(), project, now())
        asked = _asked(session, batch)
        keys = keys_for(session, caller().person_id)
    if asked:
        form.show(asked.id)
    return render_template(
        "annotate/sentences.html",
        project=project,
        batch=batch,
        asked=asked,
        form=form,
        keys=keys,
        commands=COMMANDS,
    )


@blueprint.post("/sentences/<id:project_id>")
def save(project_id: int) -> AnyResponse:
    """Save the label of a sentence, and go on to the next one."""
    form = SentenceForm()
    with current.writing() as session:
        require_member(session, caller(), project_id)
        if not form.validate():
            raise BadInput(form.problem())
        actions.label_again(
            session,
            caller(),
            project_id,
            form.sentence_id.data or 0,
            form.event_id.data or "",
            form.label.data or "",
            form.flags.data or [],
        )
    return redirect(url_for("sentences.show", project_id=project_id), 303)


def _asked(session: Session, batch: queries.Batch) -> queries.Asked | None:
    ids = batch.sentence_ids
    return queries.asked(session, ids[0]) if ids else None
