"""How many statements the busiest requests send to the database: few, whatever the length."""

from tests.rig.api import get, judgment, save, sentences
from tests.rig.databases import statements
from tests.rig.people import Somebody
from webapp.db import Database
from webapp.documents import actions
from webapp.documents.article import NewDocument


def article(database: Database, length: int) -> int:
    text = "\n".join(f"Sentence {number} stands here." for number in range(length))
    new = NewDocument(title=f"{length} sentences", text=text, split="lines")
    with database.writing() as session:
        return actions.add(session, 1, actions.split(new))[0].id


def test_saving_a_label_takes_seven_statements(seeded: Database, reviewer: Somebody) -> None:
    one, *_ = sentences(seeded)
    most = 7 if seeded.is_sqlite else 9  # who, where, events, states, three writes; two locks
    save(reviewer, 1)
    for seen in range(3):
        with statements(seeded) as sent:
            save(reviewer, 1, judgment(one, seen_revision=seen))
        assert len(sent) <= most, sent


def test_saving_many_labels_takes_as_many_statements_as_saving_one(
    seeded: Database, reviewer: Somebody
) -> None:
    one, *others = sentences(seeded)
    save(reviewer, 1)  # makes the token
    with statements(seeded) as first:
        save(reviewer, 1, judgment(one))
    with statements(seeded) as second:
        save(reviewer, 1, *map(judgment, others))
    assert len(second) == len(first)


def test_opening_an_article_takes_as_many_statements_whatever_its_length(
    seeded: Database, reviewer: Somebody
) -> None:
    short, long = article(seeded, 1), article(seeded, 400)
    reviewer.get(f"/annotate/{short}")
    counts = []
    for path in (f"/annotate/{short}", f"/annotate/{long}"):
        with statements(seeded) as sent:
            assert reviewer.get(path).status_code == 200
        counts.append(len(sent))
    assert counts[0] == counts[1] <= 10, counts


def test_reading_a_document_takes_as_many_statements_whatever_its_length(
    seeded: Database, reviewer: Somebody
) -> None:
    counts = []
    reviewer.headers  # noqa: B018  (makes the token)
    for length in (1, 400):
        document = article(seeded, length)
        with statements(seeded) as sent:
            assert get(reviewer, f"/documents/{document}").status_code == 200
        counts.append(len(sent))
    assert counts[0] == counts[1], counts
