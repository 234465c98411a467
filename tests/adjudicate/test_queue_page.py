"""The page of the queue: what it shows, what it hides, where an act leads, what it refuses."""

import re
from html import unescape
from urllib.parse import parse_qs, urlsplit

from sqlalchemy import select, update

from tests.adjudicate.conftest import Article, Decide, numbers
from tests.rig.api import judgment, save
from tests.rig.pages import words
from tests.rig.people import Somebody
from webapp.db import Database
from webapp.models import Annotation, Decision, Project, Question, Sight

PAGE = "/adjudicate/1"


def post(who: Somebody, sentence_id: int, act: str = "decision", **fields: object) -> object:
    return who.post(f"{PAGE}/sentences/{sentence_id}/{act}?at=0&ended=0", fields)


def test_empty_queue_says_so(lead: Somebody) -> None:
    assert "Nothing waits here." in lead.get(PAGE).text


def test_sentence_stands_in_its_article_with_its_votes(
    article: Article, lead: Somebody, reviewer: Somebody, seeded: Database
) -> None:
    document = article("sss", "sos")
    one = numbers(seeded, document)[1]
    more = {"flags": ["unsure"], "note": "Really?"}
    sources = [{"start": 0, "end": 8, "kind": "document", "text": "Sentence"}]
    save(reviewer, document, judgment(one, "sourced", sources=sources, **more))
    page = lead.get(PAGE).text
    assert '<mark id="here">Sentence 2 of News.</mark>' in page
    assert '<span class="around">Sentence 1 of News.</span>' in page
    for part in ("2 labels", "Sourced", "Opinion", "unsure", "“Sentence” document", "Really?"):
        assert part in words(page)


def test_names_are_hidden_until_asked_for(
    article: Article, lead: Somebody, reviewer: Somebody, colleague: Somebody
) -> None:
    article("s", "o")
    page = lead.get(PAGE).text
    assert not [each for each in (reviewer.name, colleague.name) if each in page]
    named = lead.get(f"{PAGE}?names=1").text
    assert reviewer.name in named
    assert colleague.name in named


def test_letters_are_no_pseudonym(article: Article, lead: Somebody, seeded: Database) -> None:
    document = article("s" * 12, "o" * 12)
    first = set()
    for each in numbers(seeded, document):
        votes = words(lead.get(f"{PAGE}/sentences/{each}").text)
        first.add(re.search(r"2 labels A (\w+)", votes)[1])  # type: ignore[index]
    assert first == {"Sourced", "Opinion"}


def test_sight_of_the_votes_marks_the_own_labels_of_the_lead(
    article: Article, lead: Somebody, seeded: Database
) -> None:
    document = article("s", "o")
    (one,) = numbers(seeded, document)
    save(lead, 1, judgment(numbers(seeded, 1)[0], "opinion"))
    lead.get(PAGE)
    save(lead, document, judgment(one, "opinion"))
    with seeded.reading() as session:
        own = select(Annotation.document_id, Annotation.informed).where(
            Annotation.reviewer_id == lead.person_id
        )
        assert {(row[0], row[1]) for row in session.execute(own)} == {(1, False), (document, True)}


def test_sight_is_written_once(article: Article, lead: Somebody, seeded: Database) -> None:
    article("s", "o")
    lead.get(PAGE)
    with seeded.reading() as session:
        first = session.scalars(select(Sight.seen_at)).all()
    lead.get(PAGE)
    with seeded.reading() as session:
        assert session.scalars(select(Sight.seen_at)).all() == first


def test_queue_that_shows_nothing_is_no_sight(lead: Somebody, seeded: Database) -> None:
    lead.get(PAGE)
    with seeded.reading() as session:
        assert session.scalars(select(Sight.seen_at)).all() == []


def test_decision_leads_to_the_next_sentence_under_the_same_filter(
    article: Article, lead: Somebody, seeded: Database
) -> None:
    document = article("ss", "ou")
    one, two = numbers(seeded, document)
    address = f"{PAGE}/sentences/{one}/decision?at=0&article={document}&ended=0"
    answer = lead.post(address, {"label": "opinion", "reason": "slip", "note": " Clear. "})
    assert answer.status_code == 303
    kept = parse_qs(urlsplit(answer.location).query)
    assert kept == {"at": ["0"], "article": [str(document)], "ended": ["0"], "done": [str(one)]}
    page = lead.get(answer.location).text
    assert f"/sentences/{two}/decision" in page
    assert "Opinion , slip: sentence 1 of “ News ”." in words(page)
    with seeded.reading() as session:
        made = session.scalars(select(Decision)).one()
        assert (made.label, made.reason, made.note) == ("opinion", "slip", "Clear.")


def test_undo_takes_the_decision_back_and_shows_the_sentence(
    article: Article, lead: Somebody, seeded: Database
) -> None:
    (one,) = numbers(seeded, article("s", "o"))
    post(lead, one, label="opinion", reason="slip")
    undone = lead.post(
        f"{PAGE}/sentences/{one}/decision",
        {"label": "take_back", "reason": "slip", "seen_revision": "1"},
    )
    assert undone.location.startswith(f"{PAGE}/sentences/{one}")
    page = words(lead.get(undone.location).text)
    assert "The decision is taken back." in page
    assert "Without agreement 1" in page


def test_undo_of_another_decision_brings_the_former_one_back(
    article: Article, lead: Somebody, seeded: Database
) -> None:
    (one,) = numbers(seeded, article("s", "o"))
    post(lead, one, label="opinion", reason="slip", note="As it was.")
    post(lead, one, label="sourced", reason="edge_case", seen_revision=1)
    page = lead.get(f"{PAGE}?done={one}").text
    undo = page[page.index('id="undo"') : page.index(">Undo<")]
    fields = dict(re.findall(r'name="(\w+)" value="([^"]*)"', undo))
    assert lead.post(f"{PAGE}/sentences/{one}/decision", fields).status_code == 303
    with seeded.reading() as session:
        newest = session.scalars(select(Decision).order_by(Decision.revision.desc())).first()
        assert newest
        assert (newest.revision, newest.label, newest.reason) == (3, "opinion", "slip")
        assert newest.note == "As it was."


def test_reason_is_remembered(article: Article, lead: Somebody, seeded: Database) -> None:
    one = numbers(seeded, article("ss", "oo"))[0]
    assert re.search(r'<option selected value=""', lead.get(PAGE).text)
    assert "As you chose it last" not in lead.get(PAGE).text
    post(lead, one, label="opinion", reason="two_readings")
    page = lead.get(PAGE).text
    assert re.search(r'<option selected value="two_readings"', page)
    assert "As you chose it last" in page
    decided = lead.get(f"{PAGE}/sentences/{one}").text
    assert "As you chose it last" not in decided


def test_label_that_changed_since_the_page_was_opened_is_shown_before_a_decision(
    article: Article, lead: Somebody, reviewer: Somebody, seeded: Database
) -> None:
    document = article("s", "o")
    (one,) = numbers(seeded, document)
    page = lead.get(PAGE).text
    seen = re.search(r'name="seen_votes"[^>]*value="([^"]*)"', page)
    assert seen
    save(reviewer, document, judgment(one, "unsourced"))
    answer = post(lead, one, label="sourced", reason="slip", seen_votes=unescape(seen[1]))
    assert answer.status_code == 409  # type: ignore[attr-defined]
    assert "has changed since you opened it" in answer.text  # type: ignore[attr-defined]
    with seeded.reading() as session:
        assert session.scalars(select(Decision.id)).all() == []


def test_decision_whose_labels_changed_says_what_they_were(
    article: Article, lead: Somebody, decide: Decide, reviewer: Somebody, seeded: Database
) -> None:
    document = article("s", "o")
    (one,) = numbers(seeded, document)
    decide(one, "o")
    save(reviewer, document, judgment(one, "unsourced"))
    page = words(lead.get(PAGE).text)
    assert "Labels changed 1 Asked 0" in page
    assert "Labels have changed since it was decided as opinion." in page
    assert "Unsourced was sourced when it was decided" in page


def test_question_leads_on_and_is_asked(article: Article, lead: Somebody, seeded: Database) -> None:
    (one,) = numbers(seeded, article("s", "o"))
    answer = post(lead, one, "question", text="Who says so?")
    assert answer.status_code == 303  # type: ignore[attr-defined]
    page = words(lead.get(PAGE).text)
    assert "Asked 1" in page
    assert "Who says so? · Lena Lead" in page
    with seeded.reading() as session:
        assert session.scalars(select(Question.text)).all() == ["Who says so?"]


def test_number_after_the_end_says_so(article: Article, lead: Somebody) -> None:
    article("s", "o")
    assert "This is the end of the list." in lead.get(f"{PAGE}?at=7").text


def test_assigned_project_begins_with_articles_that_have_ended(
    article: Article, lead: Somebody, seeded: Database
) -> None:
    article("s", "o")
    with seeded.writing() as session:
        session.execute(update(Project).values(mode="assigned"))
    page = lead.get(PAGE).text
    assert "Nothing waits in articles that their reviewers have ended." in words(page)
    assert "1 sentence waits in 1 article not ended yet. Look in all articles" in words(page)
    assert "Sentence 1 of News." in lead.get(f"{PAGE}?ended=0").text


def test_pin_leads_to_the_examples_of_the_guidelines(
    article: Article, lead: Somebody, seeded: Database
) -> None:
    (one,) = numbers(seeded, article("s", "o"))
    assert f"/guidelines/1/examples/new?sentence={one}" in lead.get(PAGE).text


def test_gold_page_shows_each_reviewer(
    article: Article, lead: Somebody, decide: Decide, seeded: Database
) -> None:
    one = numbers(seeded, article("ss", "os", "ss"))[0]
    assert "Carl Colleague" in lead.get(f"{PAGE}/gold").text  # two others agree on the second
    decide(one, "o")
    page = words(lead.get(f"{PAGE}/gold").text)
    assert "Carl Colleague" in page
    assert "3 reviewers" in page
