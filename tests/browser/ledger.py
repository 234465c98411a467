"""What a reviewer pressed, kept beside the page: the ledger that the database has to equal."""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace

from playwright.sync_api import Page
from sqlalchemy import select

from tests.browser.desk import PROJECT, Installation
from tests.rig.program import Server
from webapp.documents import actions
from webapp.documents.article import NewDocument
from webapp.models import Annotation, Event, Sentence

Place = tuple[int, int]
"""A document and the number of a sentence in it, from 1."""


@dataclass(frozen=True)
class Content:
    """What is said of a sentence."""

    label: str | None = None
    flags: frozenset[str] = frozenset()
    note: str = ""

    @classmethod
    def of(cls, stored: Event | Annotation) -> "Content":
        """Return what an event or an annotation says."""
        return cls(stored.label, frozenset(stored.flags), stored.note)


Change = tuple[Place, Content, Content]


@dataclass
class Ledger:
    """Every judgment that the keys amount to, in order, and what can be undone."""

    lines: list[tuple[Place, Content]] = field(default_factory=list)
    now: dict[Place, Content] = field(default_factory=dict)
    _done: list[list[Change]] = field(default_factory=list)
    _undone: list[list[Change]] = field(default_factory=list)

    def label(self, places: Iterable[Place], label: str | None) -> None:
        """Label sentences, or take their labels back."""
        self._act(places, lambda content: replace(content, label=label))

    def note(self, places: Iterable[Place], note: str) -> None:
        """Write a note on sentences."""
        self._act(places, lambda content: replace(content, note=note))

    def toggle(self, places: list[Place], flag: str) -> None:
        """Set a flag, or take it away where all of the sentences have it."""
        is_on = all(flag in self._content(each).flags for each in places)
        self._act(
            places,
            lambda content: replace(
                content, flags=content.flags - {flag} if is_on else content.flags | {flag}
            ),
        )

    def undo(self) -> None:
        """Take the last act back."""
        if self._done:
            self._undone.append(self._done.pop())
            self._write((place, before) for place, before, _ in self._undone[-1])

    def redo(self) -> None:
        """Do again what was undone last."""
        if self._undone:
            self._done.append(self._undone.pop())
            self._write((place, after) for place, _, after in self._done[-1])

    def open(self) -> None:
        """Begin on a newly opened page, which knows of nothing to undo."""
        self._done, self._undone = [], []

    def _content(self, place: Place) -> Content:
        return self.now.get(place, Content())

    def _act(self, places: Iterable[Place], change: Callable[[Content], Content]) -> None:
        found = [(each, self._content(each), change(self._content(each))) for each in places]
        changes = [each for each in found if each[1] != each[2]]
        if changes:
            self._done.append(changes)
            self._undone = []
            self._write((place, after) for place, _, after in changes)

    def _write(self, lines: Iterable[tuple[Place, Content]]) -> None:
        for place, content in lines:
            self.lines.append((place, content))
            self.now[place] = content


class Witness:
    """A page of the same browser that only looks on: what was announced, what is kept."""

    def __init__(self, page: Page, server: Server, person_id: int) -> None:
        self._page, self._person_id = page, person_id
        page.goto(f"{server.url}/health")
        page.evaluate(
            """async person => {
              globalThis.made = [];
              const [{ name }] = await indexedDB.databases(); // it names the installation
              globalThis.channel = new BroadcastChannel(`${name.replace(" ", "-")}-${person}`);
              channel.onmessage = ({data}) => data.queued && made.push(data.queued.event_id);
            }""",
            person_id,
        )

    def made(self) -> list[str]:
        """Return the ids of all judgments that the reviewer's pages made, in order."""
        return list(self._page.evaluate("made"))

    def kept(self) -> int:
        """Return how many judgments this browser has yet to send."""
        return int(
            self._page.evaluate(
                """async person => {
                  const [{ name }] = await indexedDB.databases();
                  return new Promise((resolve, reject) => {
                  const request = indexedDB.open(name, 1);
                  request.onerror = reject;
                  request.onsuccess = () => {
                    const judgments = request.result.transaction("judgments")
                      .objectStore("judgments").index("reviewer").count(person);
                    judgments.onsuccess = () => {
                      request.result.close();
                      resolve(judgments.result);
                    };
                  };
                  });
                }""",
                self._person_id,
            )
        )


def import_articles(installation: Installation, count: int) -> dict[int, int]:
    """Import short articles into the first project; return how many sentences each has."""
    lengths = [5 + number % 8 for number in range(count)]
    texts = [
        " ".join(f"Speaker {line} of town {number} agreed." for line in range(length))
        for number, length in enumerate(lengths)
    ]
    made = [
        actions.split(NewDocument(title=f"Town {number}", text=text))
        for number, text in enumerate(texts)
    ]
    with installation.database.writing() as session:
        ids = [actions.add(session, PROJECT, each)[0].id for each in made]
    return dict(zip(ids, lengths, strict=True))


def events(installation: Installation, person_id: int) -> list[tuple[Place, Event]]:
    """Return the history of a reviewer, in the order of arrival."""
    with installation.database.reading() as session:
        rows = session.execute(
            select(Sentence.document_id, Sentence.position + 1, Event)
            .join(Sentence, Sentence.id == Event.sentence_id)
            .where(Event.reviewer_id == person_id)
            .order_by(Event.id)
        )
        return [((document, number), event) for document, number, event in rows]


def annotations(installation: Installation, person_id: int) -> dict[Place, Annotation]:
    """Return the current state of a reviewer on each sentence."""
    with installation.database.reading() as session:
        rows = session.execute(
            select(Sentence.document_id, Sentence.position + 1, Annotation)
            .join(Sentence, Sentence.id == Annotation.sentence_id)
            .where(Annotation.reviewer_id == person_id)
        )
        return {(document, number): state for document, number, state in rows}


def unsent(line: str) -> int:
    """Return how many labels are not saved yet, as the state line says."""
    if line.endswith("all saved"):
        return 0
    found = re.search(r"saving (\d+)$|(\d+) not sent yet", line)
    assert found, line
    return int(found[1] or found[2])
