"""Sentences that stand by themselves: labelled by key, and kept while the server is away."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from playwright.sync_api import Page, expect
from sqlalchemy import select, update

from tests.browser.desk import DOCUMENT, Desk, Installation
from tests.rig.chromium import Watch
from webapp.annotate.actions import record
from webapp.annotate.judgment import Judgment
from webapp.db import now
from webapp.models import Annotation, Project, Repeat, Sentence

PAGE = "/annotate/sentences/1"


@pytest.fixture
def again(installation: Installation, new_page: Callable[..., Page]) -> Callable[..., Desk]:
    """Opens the page as a reviewer who labelled an article long ago."""

    def open_(**options: object) -> Desk:
        desk = installation.reviewer(new_page(**options))
        with installation.database.writing() as session:
            ids = session.scalars(
                select(Sentence.id).where(Sentence.document_id == DOCUMENT, Sentence.position >= 0)
            ).all()
            said = [
                Judgment(event_id=f"first-{each}", sentence_id=each, label="sourced")
                for each in ids
            ]
            record(session, desk.person_id, DOCUMENT, 1, said)
            session.execute(
                update(Annotation)
                .where(Annotation.reviewer_id == desk.person_id)
                .values(updated_at=now() - timedelta(days=9))
            )
            session.execute(update(Project).values(repeats=20))
        desk.visit(PAGE)
        return desk

    return open_


def second_labels(desk: Desk) -> list[tuple[str, tuple[str, ...]]]:
    with desk.installation.database.reading() as session:
        rows = session.scalars(
            select(Repeat).where(Repeat.reviewer_id == desk.person_id).order_by(Repeat.made_at)
        ).all()
        return [(each.label, each.flags) for each in rows]


def test_sentences_are_labelled_by_key(again: Callable[..., Desk]) -> None:
    desk = again()
    expect(desk.page.get_by_text("Sentence 1 of 7")).to_be_visible()
    desk.press("q")
    desk.press("3")
    desk.press("Enter")
    expect(desk.page.get_by_text("Sentence 2 of 7")).to_be_visible()
    desk.press("1")
    desk.press("2")
    desk.press("Enter")
    expect(desk.page.get_by_text("Sentence 3 of 7")).to_be_visible()
    assert second_labels(desk) == [("opinion", ("unsure",)), ("unsourced", ())]


def test_sentences_are_labelled_without_scripts(again: Callable[..., Desk]) -> None:
    desk = again(java_script_enabled=False)
    desk.page.get_by_role("radio", name="Opinion").check()
    desk.page.get_by_role("button", name="Save, next sentence").click()
    expect(desk.page.get_by_text("Sentence 2 of 7")).to_be_visible()
    assert second_labels(desk) == [("opinion", ())]


def test_label_waits_for_the_server_and_arrives_once(
    again: Callable[..., Desk], watch: Watch
) -> None:
    desk = again()
    desk.page.route(f"**{PAGE}", lambda route: route.abort())
    desk.press("3")
    desk.press("Enter")
    expect(desk.page.get_by_role("status")).to_contain_text("Not saved yet")
    expect(desk.page.get_by_role("radio", name="Opinion")).to_be_checked()
    assert second_labels(desk) == []
    desk.page.unroute(f"**{PAGE}")
    expect(desk.page.get_by_text("Sentence 2 of 7")).to_be_visible()
    assert second_labels(desk) == [("opinion", ())]
    watch.expect("ERR_FAILED")
