"""The tables and nothing else."""

from webapp.models.annotations import Annotation, Event
from webapp.models.documents import Document, Project, Sentence
from webapp.models.people import (
    ApiToken,
    BrowserSession,
    FailedSignIn,
    Membership,
    Person,
    SignInLink,
)
from webapp.models.settings import StoredSetting

__all__ = [
    "Annotation",
    "ApiToken",
    "BrowserSession",
    "Document",
    "Event",
    "FailedSignIn",
    "Membership",
    "Person",
    "Project",
    "Sentence",
    "SignInLink",
    "StoredSetting",
]
