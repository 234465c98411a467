"""Repairs of sentences: what becomes of the ranges, and which repairs cannot be."""

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from sqlalchemy import select

from tests.annotate.repairs import RANGES, current, do
from tests.rig.api import sentences, stored
from tests.rig.databases import statements
from tests.rig.people import Somebody
from webapp.db import Database
from webapp.documents import actions as documents
from webapp.documents import repair_actions
from webapp.documents.article import NewDocument
from webapp.documents.repair import Join, Split
from webapp.models import Document, Segmentation
from webapp.problems import BadInput, Conflict, TooLarge


def test_joined_sentences_are_one_and_later_ones_move_up(
    seeded: Database, lead: Somebody, short: int
) -> None:
    one, two, three, four = sentences(seeded, short)
    do(seeded, lead, short, Join(two), 1)
    found = current(seeded, short)
    assert [each[1:] for each in found] == [(0, 12), (13, 41), (42, 55)]
    assert (found[0][0], found[2][0]) == (one, four)
    assert found[1][0] not in (two, three)


def test_split_sentence_is_two_and_later_ones_move_down(
    seeded: Database, lead: Somebody, short: int
) -> None:
    before = sentences(seeded, short)
    do(seeded, lead, short, Split(before[1], 17), 1)
    found = current(seeded, short)
    assert [each[1:] for each in found] == [(0, 12), (13, 16), (17, 26), *RANGES[2:]]
    assert [found[0][0], found[3][0], found[4][0]] == [before[0], before[2], before[3]]


def test_repair_is_written_down(seeded: Database, lead: Somebody, short: int) -> None:
    two = sentences(seeded, short)[1]
    do(seeded, lead, short, Join(two), 1)
    with seeded.reading() as session:
        row = session.scalars(select(Segmentation)).one()
        assert session.get_one(Document, short).segmentation == row.version == 2
    assert (row.document_id, row.made_by_id) == (short, lead.person_id)
    assert (row.removed, row.added) == (((13, 26), (27, 41)), ((13, 41),))


def test_other_documents_stay_as_they_are(seeded: Database, lead: Somebody, short: int) -> None:
    before = current(seeded, 1), current(seeded, 2)
    do(seeded, lead, short, Join(sentences(seeded, short)[0]), 1)
    assert (current(seeded, 1), current(seeded, 2)) == before


@pytest.mark.parametrize(
    ("wish", "kind"),
    [
        (lambda ids: Join(ids[-1]), BadInput),
        (lambda _: Join(1), BadInput),  # of another document
        (lambda ids: Split(ids[0], 0), BadInput),
        (lambda ids: Split(ids[0], 12), BadInput),
        (lambda ids: Split(ids[0], 40), BadInput),
        (lambda _: Split(2**62, 3), BadInput),
    ],
    ids=range(6),
)
def test_impossible_repair_changes_nothing(
    wish: Any, kind: type[Exception], seeded: Database, lead: Somebody, short: int
) -> None:
    before = stored(seeded)
    with pytest.raises(kind):
        do(seeded, lead, short, wish(sentences(seeded, short)), 1)
    assert stored(seeded) == before


def test_repair_of_an_older_segmentation_changes_nothing(
    seeded: Database, lead: Somebody, short: int
) -> None:
    one, *_ = sentences(seeded, short)
    do(seeded, lead, short, Join(one), 1)
    before = stored(seeded)
    with pytest.raises(Conflict, match="you saw version 1, now there is 2"):
        do(seeded, lead, short, Join(sentences(seeded, short)[0]), 1)
    assert stored(seeded) == before


def test_replaced_sentence_cannot_be_repaired(seeded: Database, lead: Somebody, short: int) -> None:
    one, *_ = sentences(seeded, short)
    do(seeded, lead, short, Join(one), 1)
    with pytest.raises(BadInput, match="no sentence of this article now"):
        do(seeded, lead, short, Join(one), 2)


def test_article_never_gets_more_sentences_than_it_may_have(
    seeded: Database, lead: Somebody, short: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(repair_actions, "MOST_SENTENCES", 4)
    with pytest.raises(TooLarge, match="at most 4 sentences"):
        do(seeded, lead, short, Split(sentences(seeded, short)[0], 4), 1)


def test_repair_takes_as_many_statements_whatever_the_length(
    seeded: Database, lead: Somebody
) -> None:
    counts = []
    for length in (3, 400):
        text = "\n".join(f"Sentence {number} stands here." for number in range(length))
        with seeded.writing() as session:
            new = NewDocument(title="Long", text=text, split="lines")
            document = documents.add(session, 1, documents.split(new))[0].id
        one = sentences(seeded, document)[0]
        with statements(seeded) as sent:
            do(seeded, lead, document, Join(one), 1)
        counts.append(len(sent))
    assert counts[0] == counts[1] <= 20, counts


def test_repairs_at_once_are_done_once(seeded: Database, lead: Somebody, short: int) -> None:
    one, *_ = sentences(seeded, short)

    def work(_: int) -> bool:
        try:
            do(seeded, lead, short, Join(one), 1)
        except Conflict:
            return False
        return True

    with ThreadPoolExecutor(4) as threads:
        assert sorted(threads.map(work, range(4))) == [False, False, False, True]
    assert len(current(seeded, short)) == 3
