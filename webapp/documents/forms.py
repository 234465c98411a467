"""The forms that a lead brings an article in with, and corrects what is said of it."""

from pathlib import PurePath

from flask_wtf.file import FileField, MultipleFileField
from wtforms import SelectField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length

from webapp.documents.article import About, NewDocument
from webapp.forms import ComparedForm, Form
from webapp.problems import BadInput


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


class ImportForm(Form):
    """Files with articles, and how they are to be read."""

    files = ("articles",)

    articles = MultipleFileField(
        "Files (.txt, .json, .jsonl)",
        [InputRequired("Choose one file or more.")],
        description="A .txt file is one article, a .json file one or a list, a .jsonl file one a "
        "line. documents.json may say of .txt files what they cannot say.",
    )
    encoding = SelectField(
        "Encoding",
        choices={
            "utf-8": "UTF-8",
            "windows-1252": "Windows-1252 (Western)",
            "windows-1251": "Windows-1251 (Cyrillic)",
            "windows-1256": "Windows-1256 (Arabic)",
            "gb18030": "GB 18030 (Chinese)",
            "shift_jis": "Shift JIS (Japanese)",
            "utf-16": "UTF-16",
        },
    )
    split = SelectField(
        "Sentences of .txt files",
        choices={"sentences": "Find them in the text", "lines": "One sentence a line"},
    )

    def contents(self) -> dict[str, bytes]:
        """Return what was sent, by the names of the files; `BadInput` where two have one name."""
        sent = [each for each in self.articles.data or () if each.filename]
        named = {PurePath(each.filename).name: each for each in sent}
        if len(named) < len(sent):
            raise BadInput("Two files have the same name. Nothing was stored; rename one of them.")
        return {name: each.read() for name, each in named.items()}


class ProjectForm(Form):
    """A new project's name."""

    name = StringField("Name", [InputRequired("Enter a name."), Length(max=200)])
