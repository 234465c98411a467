"""What people fill in about people."""

from flask_wtf import FlaskForm
from wtforms import PasswordField, SelectField, StringField
from wtforms.validators import EqualTo, InputRequired, Length

_SHORT = "Use at least 10 characters."


class SignInForm(FlaskForm):
    """Name and password."""

    name = StringField("Name", [InputRequired("Enter your name."), Length(max=100)])
    password = PasswordField("Password", [InputRequired("Enter your password."), Length(max=500)])


class PasswordForm(FlaskForm):
    """A new password, twice."""

    password = PasswordField(
        "New password",
        [InputRequired("Enter a password."), Length(min=10, max=500, message=_SHORT)],
    )
    repeated = PasswordField(
        "Once more", [EqualTo("password", "The two passwords are not the same.")]
    )


class InviteForm(FlaskForm):
    """Whom to invite, and as what."""

    name = StringField("Name", [InputRequired("Enter a name."), Length(max=100)])
    role = SelectField("Role", choices={"reviewer": "Reviewer", "lead": "Lead"})


class ConfirmForm(FlaskForm):
    """A button alone; the form carries the token that keeps other sites from pressing it."""
