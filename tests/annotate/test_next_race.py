"""Many reviewers who ask for the next article at the same moment."""

from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

from sqlalchemy import select

from tests.annotate.places import add, add_project, settle
from tests.rig.people import People, Somebody
from webapp.annotate.place_actions import take_next
from webapp.db import Database
from webapp.models import Assignment

CLIENTS, TIMES, ARTICLES, K = 20, 50, 300, 3


def test_many_who_ask_at_once_overfill_nothing_and_lose_no_place(
    people: People, seeded: Database
) -> None:
    project = add_project(seeded, "Race")
    articles = add(seeded, *(f"Article {each}" for each in range(ARTICLES)), project=project)
    settle(seeded, project, mode="assigned", overlap=K)
    everybody = [people.add(f"Reviewer {each}", "reviewer", project) for each in range(CLIENTS)]
    start = Barrier(CLIENTS)

    def ask(who: Somebody) -> list[int]:
        got = []
        for _ in range(TIMES):
            start.wait()  # all at once, each time
            with seeded.writing() as session:
                found = take_next(session, who.caller, project)
            got += [found] if found is not None else []
        return got

    with ThreadPoolExecutor(CLIENTS) as pool:
        handed = list(pool.map(ask, everybody))
    for each in handed:
        assert len(each) == len(set(each))  # never the same article twice for one person
    times = Counter(document for each in handed for document in each)
    assert max(times.values()) <= K
    assert sum(times.values()) == min(CLIENTS * TIMES, ARTICLES * K)  # no place is lost
    assert set(times) <= set(articles)
    with seeded.reading() as session:
        stored = session.execute(select(Assignment.reviewer_id, Assignment.document_id)).all()
    told = [
        (who.person_id, document)
        for who, each in zip(everybody, handed, strict=True)
        for document in each
    ]
    assert sorted(tuple(row) for row in stored) == sorted(told)
