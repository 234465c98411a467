"""kill -9 of the server in a storm of saves: what was acknowledged is there, and once."""

import http.client
import json
import random
import sqlite3
import threading
import time
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import make_url, select

from tests.rig.program import Server
from webapp.accounts import actions as accounts
from webapp.annotate.actions import rebuild
from webapp.db import Database, table_of
from webapp.models import Annotation, Event, Sentence
from webapp.scheme import ALL_LABELS

CLIENTS = 8
STORMS = 2
SECONDS = 1.5  # of each storm
AT_ONCE = 20  # judgments in a batch
DOCUMENT = 1


@dataclass
class Client:
    """A reviewer's program, which posts as fast as it can until the server is gone."""

    number: int
    port: int
    person_id: int
    token: str
    sentences: list[int]
    acknowledged: dict[str, dict[str, Any]] = field(default_factory=dict)
    faults: list[str] = field(default_factory=list)

    def storm(self, seed: int) -> None:
        """Post single judgments and batches, until a request fails."""
        chance = random.Random(seed)  # noqa: S311  (no secret)
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        try:
            while True:
                size = chance.choice([1, AT_ONCE])
                self.acknowledge(
                    self.post(connection, [self.judgment(chance) for _ in range(size)])
                )
        except (OSError, http.client.HTTPException):
            return
        finally:
            connection.close()

    def judgment(self, chance: random.Random) -> dict[str, Any]:
        """Make one judgment, at times one that takes a label back."""
        return {
            "event_id": f"{self.number}-{chance.getrandbits(64):x}",
            "sentence_id": chance.choice(self.sentences),
            "label": chance.choice([*ALL_LABELS, None]),
        }

    def post(
        self, connection: http.client.HTTPConnection, judgments: list[dict[str, Any]]
    ) -> list[tuple[dict[str, Any], dict[str, Any]]]:
        """Send a list, and return each judgment with what became of it."""
        connection.request(
            "POST",
            f"/api/v1/documents/{DOCUMENT}/annotations",
            json.dumps(judgments),
            {"Authorization": f"Bearer {self.token}", "Content-Type": "application/json"},
        )
        response = connection.getresponse()
        body = response.read()
        if response.status != 200:
            self.faults.append(f"{response.status} {body[:200]!r}")
            raise http.client.HTTPException
        return list(zip(judgments, json.loads(body), strict=True))

    def acknowledge(self, answers: list[tuple[dict[str, Any], dict[str, Any]]]) -> None:
        """Remember what the server said it has stored."""
        for judgment, outcome in answers:
            if outcome["outcome"] == "stored":
                self.acknowledged[judgment["event_id"]] = judgment
            else:
                self.faults.append(str(outcome))


def test_kill_in_a_storm_of_saves_loses_and_doubles_nothing(
    server: Server, open_database: Callable[[str], Database]
) -> None:
    database = open_database(server.program.url)
    clients = [join(database, server.port, number) for number in range(CLIENTS)]
    for storm in range(STORMS):
        threads = [
            threading.Thread(target=each.storm, args=[100 * storm + each.number])
            for each in clients
        ]
        for thread in threads:
            thread.start()
        time.sleep(SECONDS)  # the storm itself, not a wait for something
        server.kill()
        for thread in threads:
            thread.join(60)
        assert not any(thread.is_alive() for thread in threads)
        server.restart()
    assert [each.faults for each in clients] == [[]] * CLIENTS
    assert min(len(each.acknowledged) for each in clients) > AT_ONCE
    for each in clients:
        check_history(database, each)
        check_resending(each)
        check_history(database, each)
    check_current_states(database)
    check_file(database, server.program.url)


def join(database: Database, port: int, number: int) -> Client:
    """Add a reviewer of the first project, with an API token."""
    with database.writing() as session:
        person = accounts.add_person(session, f"Reviewer {number}")
        accounts.add_member(session, person.id, 1, "reviewer")
        token = accounts.make_token(session, person.id)
        sentences = session.scalars(select(Sentence.id).where(Sentence.document_id == DOCUMENT))
        return Client(number, port, person.id, token, list(sentences))


def check_history(database: Database, client: Client) -> None:
    """Every acknowledged judgment is in the history as it was sent, once, revisions in a row."""
    with database.reading() as session:
        events = session.scalars(
            select(Event).where(Event.reviewer_id == client.person_id).order_by(Event.id)
        ).all()
    ids = [event.event_id for event in events]
    assert len(set(ids)) == len(ids)
    stored = {event.event_id: (event.sentence_id, event.label) for event in events}
    for event_id, sent in client.acknowledged.items():
        assert stored[event_id] == (sent["sentence_id"], sent["label"])
    order = [event_id for event_id in ids if event_id in client.acknowledged]
    assert order == list(client.acknowledged)
    # what was stored beyond that is what was under way at each kill: a request at most
    assert len(ids) - len(order) <= STORMS * AT_ONCE
    revisions: dict[int, list[int | None]] = defaultdict(list)
    for event in events:
        revisions[event.sentence_id].append(event.revision)
    for found in revisions.values():
        assert found == list(range(1, len(found) + 1))


def check_resending(client: Client) -> None:
    """All that was acknowledged is `known` when it comes again."""
    connection = http.client.HTTPConnection("127.0.0.1", client.port, timeout=60)
    judgments = list(client.acknowledged.values())
    for start in range(0, len(judgments), 500):
        for _, outcome in client.post(connection, judgments[start : start + 500]):
            assert outcome["outcome"] == "known"
    connection.close()


def check_current_states(database: Database) -> None:
    """The current rows are what the history says."""
    before = states(database)
    with database.writing() as session:
        assert rebuild(session) == len(before)
    assert states(database) == before


def states(database: Database) -> list[tuple[Any, ...]]:
    table = table_of(Annotation)
    with database.reading() as session:
        rows = session.execute(select(table).order_by(table.c.reviewer_id, table.c.sentence_id))
        return [tuple(row) for row in rows]


def check_file(database: Database, url: str) -> None:
    """SQLite finds its file whole."""
    if database.is_sqlite:
        connection = sqlite3.connect(str(make_url(url).database))
        assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        assert connection.execute("PRAGMA foreign_key_check").fetchall() == []
        connection.close()
