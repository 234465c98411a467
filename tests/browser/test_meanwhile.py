"""What a lead changes while an article is open: the label tells what its reviewer saw."""

from collections.abc import Callable
from dataclasses import dataclass

import pytest
from playwright.sync_api import Page, expect
from sqlalchemy import select

from tests.browser.desk import Desk, Installation
from tests.journeys import steps
from webapp.accounts import actions as accounts
from webapp.accounts.queries import Caller
from webapp.annotate.repair import repair
from webapp.documents import actions as documents
from webapp.documents.article import NewDocument
from webapp.documents.repair import Join
from webapp.guidelines import actions as guidelines
from webapp.guidelines.actions import NewVersion
from webapp.models import Annotation, Event, Sentence


@dataclass(frozen=True)
class Open:
    """An article of three sentences that a reviewer has open, in a project with a lead."""

    desk: Desk
    project: int
    document: int
    lead: Caller

    @property
    def sentences(self) -> list[int]:
        """The numbers of its first sentences."""
        query = select(Sentence.id).where(Sentence.document_id == self.document)
        with self.desk.installation.database.reading() as session:
            return list(session.scalars(query.order_by(Sentence.id)))

    def stamps(self) -> list[tuple[str | None, int]]:
        """Return label and guideline version of each event, in the order of arrival."""
        query = select(Event.label, Event.guideline_version)
        with self.desk.installation.database.reading() as session:
            found = session.execute(
                query.where(Event.reviewer_id == self.desk.person_id).order_by(Event.id)
            )
            return [(label, version) for label, version in found]

    def labels(self) -> list[str | None]:
        """Return the labels that count."""
        query = select(Annotation.label).where(Annotation.reviewer_id == self.desk.person_id)
        with self.desk.installation.database.reading() as session:
            return list(session.scalars(query))


@pytest.fixture
def opened(installation: Installation, new_page: Callable[..., Page]) -> Open:
    """A reviewer with the article open."""
    desk = installation.reviewer(new_page())
    with installation.database.writing() as session:
        project = documents.add_project(session, f"Changed meanwhile {desk.person_id}").id
        lead = accounts.add_person(session, f"Lead {desk.person_id}")
        accounts.add_member(session, lead.id, project, "lead")
        accounts.add_member(session, desk.person_id, project, "reviewer")
        text = "The first one. The second one. The third one."
        made = documents.split(NewDocument(title="Three", text=text))
        document = documents.add(session, project, made)[0].id
        caller = Caller(lead.id, lead.name, is_admin=False)
    desk.visit(f"/annotate/{document}")
    steps.wait_for_keys(desk.page)
    return Open(desk, project, document, caller)


def expect_saved(page: Page) -> None:
    expect(steps.state(page)).to_contain_text("all saved")


def test_label_is_stamped_with_the_guidelines_that_its_page_came_with(opened: Open) -> None:
    page = opened.desk.page
    with opened.desk.installation.database.writing() as session:
        new = NewVersion(text="# Ours\n\n## One rule\n\nRead.", summary="Shorter")
        guidelines.publish(session, opened.project, new, opened.lead.person_id)
    page.keyboard.press("1")
    expect_saved(page)
    page.reload()
    steps.wait_for_keys(page)
    page.keyboard.press("2")
    expect_saved(page)
    assert opened.stamps() == [("sourced", 1), ("unsourced", 2)]


def test_label_on_a_sentence_that_was_cut_anew_does_not_count_and_says_so(opened: Open) -> None:
    page = opened.desk.page
    with opened.desk.installation.database.writing() as session:
        repair(session, opened.lead, opened.document, 1, Join(opened.sentences[0]))
    page.keyboard.press("1")
    line = steps.state(page)
    expect(line).to_contain_text("1 not saved: sentence 1: the sentence was cut anew; load the")
    assert (opened.labels(), len(opened.stamps())) == ([], 1)
    page.reload()
    expect(page.locator(".mark")).to_have_text(["", ""])
