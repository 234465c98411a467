"""The form for the settings of a project."""

from wtforms import BooleanField, IntegerField, RadioField, StringField
from wtforms.validators import InputRequired, Length

from webapp.documents.queries import ProjectSettings
from webapp.forms import ComparedForm, NumberRange

MOST_REVIEWERS = 100
MOST_HOURS = 8760
"""A year."""


class SettingsForm(ComparedForm[ProjectSettings]):
    """A project's name, how its articles are shared out, what its reviewers may do."""

    shown_as = ProjectSettings

    name = StringField("Name", [InputRequired("Enter a name."), Length(max=200)])
    overlap = IntegerField(
        "Reviewers for each article",
        [
            InputRequired(f"Enter a whole number from 1 to {MOST_REVIEWERS}."),
            NumberRange(1, MOST_REVIEWERS, f"Enter a whole number from 1 to {MOST_REVIEWERS}."),
        ],
        description="How many people should label it; agreement needs two or more.",
    )
    mode = RadioField(
        "Who may label what",
        choices={
            "open": "Open: every member may label every article",
            "assigned": "Assigned: a reviewer needs a place on an article",
        },
    )
    lease_hours = IntegerField(
        "Hours that a place is kept",
        [
            InputRequired(f"Enter a whole number from 1 to {MOST_HOURS}."),
            NumberRange(1, MOST_HOURS, f"Enter a whole number from 1 to {MOST_HOURS}."),
        ],
        description="For a reviewer who saves nothing; each label begins the time anew.",
    )
    shows_others = BooleanField("Reviewers see how the others labelled, once all have ended")
    reviewers_repair = BooleanField("Reviewers may join and split sentences")

    def wanted(self) -> ProjectSettings:
        """Return the settings that were filled in."""
        name = " ".join((self.name.data or "").split())
        return ProjectSettings(
            name,
            self.overlap.data or 1,
            self.reviewers_repair.data,
            self.mode.data,
            self.lease_hours.data or 1,
            self.shows_others.data,
        )
