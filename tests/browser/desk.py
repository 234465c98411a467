"""The article page as a reviewer sees it, and beside it what the server has stored."""

import time
from dataclasses import dataclass
from itertools import count

from playwright.sync_api import Locator, Page, Route, expect
from sqlalchemy import select
from sqlalchemy.orm import Session

from tests.journeys import steps
from tests.journeys.labels import ARTICLES, REVIEWERS
from tests.rig.program import Server
from webapp.accounts import actions
from webapp.accounts.guards import COOKIE
from webapp.accounts.tokens import hash_password
from webapp.annotate.actions import record
from webapp.annotate.judgment import Judgment
from webapp.db import Database
from webapp.documents import actions as documents
from webapp.documents.article import NewDocument
from webapp.models import Annotation, Event, Sentence

PROJECT = 1
DOCUMENT = 1
TOTAL = 39
LONG = "Grundstücksverkehrsgenehmigungszuständigkeitsübertragungsverordnung"
SAVES = "**/annotate/*/labels"
_numbers = count(1)
ON_DISK = """async (count) => {
  const [{ name }] = await indexedDB.databases(); // it names the installation
  const disk = await new Promise((done, failed) => {
    const request = indexedDB.open(name, 1);
    request.onsuccess = () => done(request.result);
    request.onerror = () => failed(request.error);
  });
  const found = await new Promise((done) => {
    const asked = disk.transaction("judgments").objectStore("judgments").count();
    asked.onsuccess = () => done(asked.result);
  });
  disk.close();
  return found === count;
}"""


@dataclass(frozen=True)
class Installation:
    """A running server, with its database."""

    server: Server
    database: Database

    def reviewer(self, page: Page, role: str = "reviewer") -> "Desk":
        """Add a person and sign a browser in as them."""
        with self.database.writing() as session:
            person = actions.add_person(session, f"Reviewer {next(_numbers)}")
            actions.add_member(session, person.id, PROJECT, role)
        desk = Desk(self, page, person.id)
        desk.sign_in()
        return desk

    def with_long_names(self) -> "Installation":
        """Add the second person, and a third article, with names of one long word."""
        with self.database.writing() as session:
            person = actions.add_person(session, LONG)
            actions.add_member(session, person.id, PROJECT, "reviewer")
            new = documents.split(NewDocument(title=LONG, text="It is. It was."))
            documents.add(session, PROJECT, new)
        return self

    def with_labels(self) -> "Installation":
        """Let two reviewers label both articles, as the journeys do, without a browser."""
        for reviewer, name in enumerate(REVIEWERS):
            with self.database.writing() as session:
                person = actions.add_person(session, name)
                actions.add_member(session, person.id, PROJECT, "reviewer")
                for document, article in enumerate(ARTICLES, DOCUMENT):
                    _label(session, person.id, document, article.labels(reviewer))
        return self


def _label(session: Session, person_id: int, document: int, labels: list[str]) -> None:
    ids = session.scalars(
        select(Sentence.id).where(Sentence.document_id == document).order_by(Sentence.position)
    )
    judgments = [
        Judgment(event_id=f"{document}-{sentence}", sentence_id=sentence, label=label)
        for sentence, label in zip(ids, labels, strict=True)
    ]
    record(session, person_id, document, 1, judgments)


class Held:
    """Requests on a slow network."""

    def __init__(self, *, is_open: bool = False) -> None:
        self.routes: list[Route] = []
        self._is_open = is_open

    def close(self) -> None:
        """Keep back what comes from now on."""
        self._is_open = False

    def wait_for_one(self, page: Page) -> None:
        """Wait until a request was kept back: the page says "saving" before it has left."""
        give_up = time.monotonic() + 10
        while not self.routes and time.monotonic() < give_up:
            page.wait_for_timeout(20)

    def take(self, route: Route) -> None:
        """Keep a request back, or let it through once all were released."""
        if self._is_open:
            route.continue_()
        else:
            self.routes.append(route)

    def release(self) -> None:
        """Let through what was kept back, and all that follows."""
        self._is_open = True
        while self.routes:
            self.routes.pop(0).continue_()


@dataclass(frozen=True)
class Desk:
    """A reviewer at the article page."""

    installation: Installation
    page: Page
    person_id: int

    @property
    def address(self) -> str:
        """Where the article is."""
        return f"{self.installation.server.url}/annotate/{DOCUMENT}"

    def sign_in(self) -> None:
        """Give this browser a session; its pages notice nothing of it."""
        with self.installation.database.writing() as session:
            token = actions.start_session(session, self.person_id, days=1)
        self.page.context.add_cookies(
            [{"name": COOKIE, "value": token, "url": self.installation.server.url}]
        )

    def wait_for_disk(self, count: int) -> None:
        """Wait until the browser's disk holds labels to send: a page that is left before asks."""
        self.page.wait_for_function(ON_DISK, arg=count)

    def link(self) -> str:
        """Return the address of a new one-time link of this reviewer."""
        with self.installation.database.writing() as session:
            token = actions.make_link(session, self.person_id, hours=1)
        return f"{self.installation.server.url}/accounts/link/{token}"

    def set_password(self, password: str) -> None:
        """Let this reviewer sign in by name and password."""
        with self.installation.database.writing() as session:
            actions.set_password(session, self.person_id, hash_password(password), "")
        self.sign_in()

    def sign_out(self) -> None:
        """Revoke all sessions of this reviewer; their pages notice nothing of it."""
        with self.installation.database.writing() as session:
            actions.end_all_sessions(session, self.person_id)

    def open(self) -> "Desk":
        """Open the article and wait until its keys work."""
        self.page.goto(self.address)
        steps.wait_for_keys(self.page)
        return self

    def wait_for_cache(self, name: str = "") -> None:
        """Wait until the page that is open would open offline too: from this cache, or any."""
        self.page.evaluate(
            """async options => {
              for (let turn = 0; turn < 1000; turn += 1) {
                if (await caches.match(location.pathname, options || {})) return;
                await new Promise(resolve => setTimeout(resolve, 20));
              }
              throw new Error("the page was not kept");
            }""",
            name and {"cacheName": name},
        )

    def visit(self, path: str) -> None:
        """Open any page."""
        self.page.goto(f"{self.installation.server.url}{path}")

    def beside(self, page: Page) -> "Desk":
        """The same reviewer in another tab, with the article open."""
        return Desk(self.installation, page, self.person_id).open()

    def elsewhere(self, page: Page) -> "Desk":
        """The same reviewer on another device, with the article open."""
        other = Desk(self.installation, page, self.person_id)
        other.sign_in()
        return other.open()

    def type(self, keys: str) -> None:
        """Press keys, one after the other."""
        self.page.keyboard.type(keys)

    def press(self, *keys: str) -> None:
        """Press keys by their names."""
        for key in keys:
            self.page.keyboard.press(key)

    def hold_saves(self) -> "Held":
        """Keep back what the page sends from now on, until it is released."""
        held = Held()
        self.page.route(SAVES, held.take)
        return held

    def lose_next_answer(self) -> None:
        """Let the next save through, but not its answer."""

        def lose(route: Route) -> None:
            route.fetch()
            route.abort()

        self.page.route(SAVES, lose, times=1)

    def sentence(self, number: int) -> Locator:
        """The sentence with a number, from 1."""
        return self.page.locator(f"#s{number}")

    def label(self, name: str) -> Locator:
        """One of the choices of the label bar."""
        return self.page.get_by_role("radio", name=name, exact=True)

    def mark(self, number: int) -> Locator:
        """The letter before a sentence."""
        return self.sentence(number).locator(".mark")

    def expect_at(self, number: int) -> None:
        """Expect the current sentence to be this one: in the text, the strip and the bar."""
        current = self.page.locator("article [aria-current]")
        expect(current).to_have_attribute("id", f"s{number}")
        tick = self.page.locator(".strip [aria-current]")
        expect(tick).to_have_attribute("title", f"Sentence {number}")
        expect(self.page.locator("#which")).to_have_text(f"Sentence {number} of {TOTAL}")

    def expect_letters(self, letters: str | list[str]) -> None:
        """Expect the first sentences to carry these letters, a blank for none."""
        wanted = [each.strip() for each in [*letters, *[""] * TOTAL][:TOTAL]]
        expect(self.page.locator(".mark")).to_have_text(wanted)

    def expect_state(self, text: str) -> None:
        """Expect the state line to say exactly this."""
        expect(steps.state(self.page)).to_have_text(text)

    def expect_saved(self, labelled: int) -> None:
        """Expect the state line to say that all is saved."""
        self.expect_state(f"{labelled} of {TOTAL} labelled, all saved")

    def state_of(self, number: int) -> tuple[str | None, tuple[str, ...], str]:
        """What the server holds now of a sentence: label, flags, note."""
        with self.installation.database.reading() as session:
            found = session.execute(
                select(Annotation.label, Annotation.flags, Annotation.note)
                .join(Sentence, Sentence.id == Annotation.sentence_id)
                .where(
                    Annotation.reviewer_id == self.person_id,
                    Sentence.document_id == DOCUMENT,
                    Sentence.position == number - 1,
                )
            ).one()
            return found.label, found.flags, found.note

    def history(self) -> list[tuple[int, str | None, int | None]]:
        """What the server stored: sentence number, label, revision, in the order of arrival."""
        with self.installation.database.reading() as session:
            rows = session.execute(
                select(Sentence.position + 1, Event.label, Event.revision)
                .join(Sentence, Sentence.id == Event.sentence_id)
                .where(Event.reviewer_id == self.person_id)
                .order_by(Event.id)
            )
            return [(number, label, revision) for number, label, revision in rows]
