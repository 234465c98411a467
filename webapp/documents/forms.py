"""The forms that a lead brings an article in with, and corrects what is said of it."""

from flask_wtf.file import FileField
from wtforms import SelectField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length

from webapp.documents.article import About, NewDocument
from webapp.forms import ComparedForm, Form


class AboutForm(Form):
    """What is known of an article beside its text."""

    title = StringField("Title", [InputRequired("A document needs a title."), Length(max=500)])
    outlet = StringField("Outlet", [Length(max=200)])
    url = StringField("Address", [Length(max=2000)])
    published = StringField("Published", [Length(max=10)], description="2021-04-07, 2021-04, 2021")
    story = StringField("Story", [Length(max=200)], description="The event it tells")


class CorrectionForm(AboutForm, ComparedForm[About]):
    """The same, as it is to be from now on."""

    shown_as = About

    def about(self) -> About:
        """Return what was filled in, not yet checked beyond the form's own rules."""
        return About(
            self.title.data or "",
            self.outlet.data,
            self.url.data,
            self.published.data,
            self.story.data,
        )


class DocumentForm(AboutForm):
    """An article: a text file or a pasted text, and what is known of it."""

    files = ("file",)

    file = FileField("Text file (UTF-8)")
    text = TextAreaField("or paste the text")
    external_id = StringField("External id", [Length(max=200)])
    split = SelectField(
        "Sentences",
        choices={"sentences": "Find them in the text", "lines": "One sentence a line"},
    )

    def article(self, text: str) -> NewDocument:
        """Return what was filled in, not yet checked beyond the form's own rules."""
        return NewDocument(
            title=self.title.data or "",
            text=text,
            outlet=self.outlet.data,
            url=self.url.data,
            published=self.published.data,
            story=self.story.data,
            external_id=self.external_id.data,
            split=self.split.data,
        )


class ProjectForm(Form):
    """A new project's name."""

    name = StringField("Name", [InputRequired("Enter a name."), Length(max=200)])
