"""The tables and nothing else."""

from webapp.models.adjudication import Answer, Decision, Question, QueueCount
from webapp.models.agreement import AgreementCount
from webapp.models.annotations import Annotation, Event
from webapp.models.assignments import Assignment, Sight
from webapp.models.documents import Document, Project, Segmentation, Sentence
from webapp.models.guidelines import Example, Guideline
from webapp.models.joining import AnswerKey, Repeat
from webapp.models.people import (
    ApiToken,
    BrowserSession,
    FailedSignIn,
    Membership,
    Person,
    SignInLink,
)
from webapp.models.record import Act
from webapp.models.settings import StoredSetting

__all__ = [
    "Act",
    "AgreementCount",
    "Annotation",
    "Answer",
    "AnswerKey",
    "ApiToken",
    "Assignment",
    "BrowserSession",
    "Decision",
    "Document",
    "Event",
    "Example",
    "FailedSignIn",
    "Guideline",
    "Membership",
    "Person",
    "Project",
    "Question",
    "QueueCount",
    "Repeat",
    "Segmentation",
    "Sentence",
    "Sight",
    "SignInLink",
    "StoredSetting",
]
