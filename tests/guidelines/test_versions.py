"""Publishing: versions that never change, one in force, second looks, two writers at once."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from sqlalchemy import select

from tests.annotate.conftest import form
from tests.guidelines.conftest import TEXT, Publish, in_force
from tests.rig.api import judgment, save, sentences
from tests.rig.people import Somebody
from webapp.annotate.actions import rebuild
from webapp.db import Database
from webapp.documents.actions import add_project
from webapp.guidelines import actions, queries
from webapp.guidelines.actions import NewVersion
from webapp.guidelines.default import default_text
from webapp.guidelines.wording import LONGEST_TEXT
from webapp.models import Annotation, Event, Guideline, Project
from webapp.problems import BadInput, Conflict, NotFound, TooLarge


def versions(database: Database, project_id: int = 1) -> list[int]:
    with database.reading() as session:
        return [each.number for each in queries.versions(session, project_id)]


def since(database: Database) -> int:
    with database.reading() as session:
        return queries.second_look_since(session, 1)


def test_new_project_begins_with_the_default(seeded: Database) -> None:
    with seeded.writing() as session:
        project = add_project(session, "Another").id
    found = in_force(seeded, project)
    assert (found.version, found.text, found.made_by_id) == (1, default_text(), None)


def test_published_version_is_in_force(publish: Publish, seeded: Database, lead: Somebody) -> None:
    publish()
    found = in_force(seeded)
    assert (found.version, found.text, found.summary) == (2, TEXT, "Shorter")
    assert found.made_by_id == lead.person_id
    with seeded.reading() as session:
        assert session.get_one(Project, 1).guideline_version == 2


def test_older_version_stays_as_it_was(publish: Publish, seeded: Database) -> None:
    publish()
    with seeded.reading() as session:
        assert queries.version(session, 1, 1).text == default_text()
    assert versions(seeded) == [2, 1]


def test_version_of_one_project_leaves_the_others_alone(publish: Publish, seeded: Database) -> None:
    with seeded.writing() as session:
        project = add_project(session, "Another").id
    publish()
    assert in_force(seeded, project).version == 1


def test_label_is_stamped_with_the_version_in_force(
    publish: Publish, seeded: Database, reviewer: Somebody
) -> None:
    one, two, *_ = sentences(seeded)
    save(reviewer, 1, judgment(one))
    publish()
    save(reviewer, 1, judgment(two))
    with seeded.reading() as session:
        stamped = session.scalars(select(Event.guideline_version).order_by(Event.id)).all()
    assert stamped == [1, 2]


@pytest.mark.parametrize(("said", "kept"), [(1, 1), (2, 2), (3, 2), (2**31 - 1, 2), (None, 2)])
def test_label_keeps_the_version_that_it_was_made_under_and_no_newer_one(
    said: int | None, kept: int, publish: Publish, seeded: Database, reviewer: Somebody
) -> None:
    one, *_ = sentences(seeded)
    publish()
    save(reviewer, 1, judgment(one, guideline_version=said))
    assert stamps(seeded) == [kept]
    with seeded.writing() as session:
        rebuild(session)
    assert stamps(seeded) == [kept]


def stamps(database: Database) -> list[int]:
    """The versions in the current states; they have to be those of the history."""
    with database.reading() as session:
        found = list(session.scalars(select(Annotation.guideline_version)))
        assert list(session.scalars(select(Event.guideline_version))) == found
    return found


def test_each_label_of_a_list_keeps_its_own_version(
    publish: Publish, seeded: Database, reviewer: Somebody
) -> None:
    one, two, *_ = sentences(seeded)
    publish()
    save(reviewer, 1, judgment(one, guideline_version=1), judgment(two))
    with seeded.reading() as session:
        stamped = select(Annotation.guideline_version).order_by(Annotation.sentence_id)
        assert list(session.scalars(stamped)) == [1, 2]


def test_label_sent_again_under_other_guidelines_is_known(
    publish: Publish, seeded: Database, reviewer: Somebody
) -> None:
    item = judgment(sentences(seeded)[0])
    publish()
    save(reviewer, 1, item | {"guideline_version": 1})
    assert save(reviewer, 1, item | {"guideline_version": 2})[0]["outcome"] == "known"
    assert stamps(seeded) == [1]


@pytest.mark.parametrize("said", [0, -1, 1.5, "1", True, 2**31])
def test_version_that_is_none_is_refused(
    said: object, seeded: Database, reviewer: Somebody
) -> None:
    outcome = save(reviewer, 1, judgment(sentences(seeded)[0], guideline_version=said))[0]
    assert outcome["outcome"] == "refused"
    assert "guideline_version" in outcome["reason"]


def test_form_of_an_open_page_is_under_the_guidelines_that_it_showed(
    publish: Publish, seeded: Database, reviewer: Somebody
) -> None:
    opened = form(reviewer)
    publish()
    assert 'data-guidelines="2"' in reviewer.get("/annotate/1").text
    assert reviewer.post("/annotate/1/label", opened | {"label": "opinion"}).status_code == 303
    assert stamps(seeded) == [1]


@pytest.mark.parametrize("said", ["x", "0", "1.5", str(2**31)])
def test_form_with_a_version_that_is_none_is_refused(said: str, reviewer: Somebody) -> None:
    fields = form(reviewer, guideline_version=said, label="opinion")
    answer = reviewer.post("/annotate/1/label", fields)
    assert (answer.status_code, "guideline_version:" in answer.text) == (422, True)


def test_second_look_is_asked_for_by_the_newest_version_that_does(
    publish: Publish, seeded: Database
) -> None:
    assert since(seeded) == 0
    publish("Two.", second_look=True)
    publish("Three.", second_look=True)
    publish("Four.")
    assert since(seeded) == 3


def test_same_text_is_refused(publish: Publish, seeded: Database) -> None:
    publish()
    with pytest.raises(BadInput, match="version 2, which is in force"):
        publish(f"\n{TEXT}\r\n\n")
    assert versions(seeded) == [2, 1]


def test_same_text_may_ask_for_a_second_look(publish: Publish, seeded: Database) -> None:
    publish(default_text(), second_look=True)
    assert (versions(seeded), since(seeded)) == ([2, 1], 2)


def test_version_that_began_from_an_older_one_is_a_conflict(
    publish: Publish, seeded: Database
) -> None:
    publish("Two.", began_from=1)
    with pytest.raises(Conflict, match="Version 2 was published while you wrote"):
        publish("Mine.", began_from=1)
    assert in_force(seeded).text == "Two.\n"


@pytest.mark.parametrize(
    ("text", "summary", "problem"),
    [
        ("", "s", BadInput),
        (" \r\n ", "s", BadInput),
        ("t", "", BadInput),
        ("t", " \n", BadInput),
        ("t\0", "s", BadInput),
        ("t", "s\0", BadInput),
        ("t\ud800", "s", BadInput),
        ("t" * (LONGEST_TEXT + 1), "s", TooLarge),
        ("t", "s" * 501, TooLarge),
    ],
    ids=range(9),
)
def test_unfit_version_is_refused(
    text: str, summary: str, problem: type[Exception], publish: Publish, seeded: Database
) -> None:
    with pytest.raises(problem):
        publish(text, summary)
    assert versions(seeded) == [1]


def test_longest_version_is_kept_whole(publish: Publish, seeded: Database) -> None:
    text = ("é" * 9_999 + "\n") * (LONGEST_TEXT // 10_000 - 1) + "é" * 10_000
    publish(text)
    assert len(text) == LONGEST_TEXT
    assert in_force(seeded).text == f"{text}\n"


def test_line_ends_become_plain(publish: Publish) -> None:
    assert publish("\ufeffa\r\nb\rc\n\n").text == "a\nb\nc\n"


def test_version_of_nothing_is_not_found(seeded: Database) -> None:
    with seeded.reading() as session:
        for project, number in ((1, 2), (1, 0), (1, 2**40), (99, 1), (99, None)):
            with pytest.raises(NotFound):
                queries.version(session, project, number)
    with seeded.writing() as session, pytest.raises(NotFound):
        actions.publish(session, 99, NewVersion("t", "s"), None)


def test_of_two_writers_at_once_one_is_told(seeded: Database, lead: Somebody) -> None:
    together = Barrier(4)

    def write(name: str) -> str:
        together.wait()
        try:
            with seeded.writing() as session:
                new = NewVersion(f"By {name}.", name, began_from=1)
                actions.publish(session, 1, new, lead.person_id)
                return "published"
        except Conflict:
            return "conflict"

    with ThreadPoolExecutor(4) as pool:
        outcomes = sorted(pool.map(write, "abcd"))
    assert outcomes == ["conflict"] * 3 + ["published"]
    assert versions(seeded) == [2, 1]
    with seeded.reading() as session:
        texts = session.scalars(select(Guideline.text).where(Guideline.version == 2)).all()
        assert len(texts) == 1
