"""What people fill in about people."""

from wtforms import HiddenField, PasswordField, RadioField, SelectField, StringField
from wtforms.validators import EqualTo, InputRequired, Length

from webapp.accounts.look import SIZES, THEMES
from webapp.forms import Form

_SHORT = "Use at least 10 characters."


class SignInForm(Form):
    """Name and password."""

    name = StringField("Name", [InputRequired("Enter your name."), Length(max=100)])
    password = PasswordField("Password", [InputRequired("Enter your password."), Length(max=500)])


class PasswordForm(Form):
    """A new password, twice."""

    password = PasswordField(
        "New password",
        [InputRequired("Enter a password."), Length(min=10, max=500, message=_SHORT)],
    )
    repeated = PasswordField(
        "Once more", [EqualTo("password", "The two passwords are not the same.")]
    )


class InviteForm(Form):
    """Whom to invite, and as what."""

    name = StringField("Name", [InputRequired("Enter a name."), Length(max=100)])
    role = SelectField("Role", choices={"reviewer": "Reviewer", "lead": "Lead"})


class RoleForm(Form):
    """What a member is from now on."""

    role = SelectField("Role", choices={"reviewer": "Reviewer", "lead": "Lead"})


class LookForm(Form):
    """How the pages look in this browser, and where to go back to."""

    theme = RadioField("Colours", choices=THEMES)
    size = RadioField("Text", choices=SIZES)
    next = HiddenField()


class ConfirmForm(Form):
    """A button alone; the form carries the token that keeps other sites from pressing it."""
