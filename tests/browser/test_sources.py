"""Marking who is relied on, in the browser: what is exported is what was marked, to the sign."""

import csv
import io
import json
from collections.abc import Callable
from itertools import accumulate
from urllib.parse import urljoin

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.desk import PROJECT, Desk, Installation
from tests.journeys.steps import wait_for_keys
from webapp.documents import actions
from webapp.documents.article import NewDocument

LINES = (
    "The minister 🇩🇪👩‍👩‍👧 Zoë Ångström said no.",
    "وقال وزير الخارجية فؤاد حسين إن المحادثات بدأت.",
    "外交部长福阿德·侯赛因表示，会谈已经开始。",
    "e\u0301te\u0301: l’office fe\u0301de\u0301ral s’est tu.",
    "𝔘nicode 𐍈 people 🤷🏽‍♀️ said\rnothing, they added.",
)
TEXT = "\n".join(LINES)
CHOOSE = """(sentence, [from, to]) => {
  const range = document.createRange();
  const texts = [...sentence.querySelectorAll(".tied")].flatMap((each) => [...each.childNodes])
    .concat([...sentence.childNodes]).filter((each) => each instanceof Text);
  const place = (unit) => {
    for (const text of texts) {
      if (unit <= text.length) return [text, unit];
      unit -= text.length;
    }
  };
  range.setStart(...place(from));
  range.setEnd(...place(to));
  getSelection().removeAllRanges();
  getSelection().addRange(range);
}"""


@pytest.fixture
def scripts(installation: Installation, new_page: Callable[..., Page]) -> Desk:
    """A new reviewer at an article of many scripts, of which each line is a sentence."""
    with installation.database.writing() as session:
        ends = list(accumulate(len(each) + 1 for each in LINES))
        ranges = [(end - len(line) - 1, end - 1) for end, line in zip(ends, LINES, strict=True)]
        new = NewDocument(title="Many scripts", text=TEXT, sentences=ranges, external_id="scripts")
        document, _ = actions.add(session, PROJECT, actions.split(new))
    desk = installation.reviewer(new_page())
    desk.visit(f"/annotate/{document.id}")
    wait_for_keys(desk.page)
    return desk


def choose(desk: Desk, number: int, words: str) -> None:
    """Select words of a sentence, as a mouse would; a browser counts in UTF-16."""
    line = LINES[number - 1]
    before = line[: line.index(words)]
    units = [len(each.encode("utf-16-le")) // 2 for each in (before, before + words)]
    desk.sentence(number).evaluate(CHOOSE, units)


def dialog(desk: Desk) -> Locator:
    return desk.page.get_by_role("dialog", name="Who says so?")


def expect_letters(desk: Desk, letters: str) -> None:
    """Expect the first sentences to carry these letters, and all of them to be saved."""
    wanted = [each.strip() for each in letters.ljust(len(LINES))]
    expect(desk.page.locator(".mark")).to_have_text(wanted)
    expect(desk.page.locator("#state-text")).to_contain_text("all saved")


def exported(desk: Desk) -> list[list[tuple[str, str]]]:
    """Return the sources of each row of the reviewer's export; each is where it says it is."""
    path = f"/exchange/{PROJECT}/export?format=jsonl"
    answer = desk.page.request.get(urljoin(desk.address, path))
    rows = [json.loads(line) for line in answer.text().splitlines()]
    for row in rows:
        assert row["text"] == TEXT[row["start"] : row["end"]]
        for source in row["sources"]:
            assert source["text"] == TEXT[source["start"] : source["end"]]
    return [[(each["kind"], each["text"]) for each in row["sources"]] for row in rows]


@pytest.mark.parametrize(
    ("number", "words"),
    [
        (1, "Zoë Ångström"),
        (1, "👩‍👩‍👧 Zoë"),
        (2, "وزير الخارجية فؤاد حسين"),
        (3, "外交部长福阿德·侯赛因"),
        (4, "l’office fe\u0301de\u0301ral"),
        (5, "𐍈 people 🤷🏽‍♀️"),
        (5, "they"),
    ],
)
def test_marked_words_are_exported_to_the_sign(scripts: Desk, number: int, words: str) -> None:
    scripts.press(*["j"] * (number - 1))
    choose(scripts, number, words)
    scripts.press("s")
    expect(dialog(scripts)).to_contain_text(f"“{words}”")
    scripts.press("3")
    expect(dialog(scripts)).to_be_hidden()
    expect(scripts.page.locator("#relied")).to_contain_text(words)
    expect(scripts.page.locator("#state-text")).to_have_text("1 of 5 labelled, all saved")
    assert exported(scripts) == [[("organisation", words)]]


@pytest.mark.parametrize("form", ["jsonl", "csv"])
def test_sentences_of_any_script_are_exported_as_they_were_labelled(
    scripts: Desk, form: str
) -> None:
    scripts.type("12301")
    expect_letters(scripts, "SUO–S")
    path = f"/exchange/{PROJECT}/export?format={form}"
    words = scripts.page.request.get(urljoin(scripts.address, path)).body().decode("utf-8-sig")
    rows = (
        list(csv.DictReader(io.StringIO(words, newline="")))
        if form == "csv"
        else [json.loads(line) for line in words.splitlines()]
    )
    assert [row["text"] for row in rows] == list(LINES)
    assert [TEXT[int(row["start"]) : int(row["end"])] for row in rows] == list(LINES)
    given = ["sourced", "unsourced", "opinion", "not_applicable", "sourced"]
    assert [row["label"] for row in rows] == given


def test_source_is_marked_by_keyboard_alone(scripts: Desk) -> None:
    scripts.press("s", *["ArrowRight"] * 4, *["Shift+ArrowRight"] * 8, "2")
    expect_letters(scripts, "S")
    assert exported(scripts) == [[("unnamed_person", "minister")]]


def test_carry_over_takes_the_last_source_again(scripts: Desk) -> None:
    choose(scripts, 1, "Zoë Ångström")
    scripts.press("s", "1", "j", "c")
    scripts.page.locator("#more summary").click()
    flag = scripts.page.get_by_role("checkbox", name="carried over")
    expect(flag).to_be_checked()
    expect_letters(scripts, "SS")
    assert exported(scripts) == [[("named_person", "Zoë Ångström")]] * 2


def test_carry_over_again_takes_flag_and_source_away(scripts: Desk) -> None:
    choose(scripts, 1, "Zoë Ångström")
    scripts.press("s", "1", "j", "c", "c")
    expect_letters(scripts, "SS")
    assert exported(scripts) == [[("named_person", "Zoë Ångström")], []]


def test_carry_over_without_an_earlier_source_gives_label_and_flag(scripts: Desk) -> None:
    scripts.press("j", "c")
    expect_letters(scripts, " S")
    scripts.press("Backspace")
    expect_letters(scripts, "")
    expect(scripts.page.locator("#said")).to_be_empty()


def test_kind_of_a_source_is_chosen_by_a_digit_that_needs_shift(scripts: Desk) -> None:
    choose(scripts, 1, "Zoë Ångström")
    scripts.press("s")
    dialog(scripts).evaluate(
        """each => each.dispatchEvent(new KeyboardEvent("keydown", { key: "&", code: "Digit1" }))"""
    )
    expect_letters(scripts, "S")
    assert exported(scripts) == [[("named_person", "Zoë Ångström")]]


def test_source_of_an_earlier_sentence_is_found_in_the_dialog(scripts: Desk) -> None:
    scripts.press("j", "s")
    dialog(scripts).get_by_role("button", name="Sentence before").click()
    words = dialog(scripts).get_by_role("textbox")
    expect(words).to_have_value(LINES[0])
    words.press("Home")
    for _ in range(12):
        words.press("Shift+ArrowRight")
    dialog(scripts).get_by_role("button", name="Unnamed person").click()
    expect_letters(scripts, " S")
    assert exported(scripts) == [[("unnamed_person", "The minister")]]


def test_source_is_removed_and_comes_back_by_undo(scripts: Desk) -> None:
    choose(scripts, 1, "Zoë Ångström")
    scripts.press("s", "1")
    scripts.page.locator("#more").evaluate("(each) => { each.open = true; }")
    scripts.page.get_by_role("button", name="Remove the source Zoë Ångström").click()
    expect(scripts.page.get_by_role("list", name="Sources").get_by_role("listitem")).to_have_count(
        0
    )
    expect_letters(scripts, "S")
    assert exported(scripts) == [[]]
    scripts.press("u")
    expect_letters(scripts, "S")
    assert exported(scripts) == [[("named_person", "Zoë Ångström")]]


def test_another_label_drops_the_source(scripts: Desk) -> None:
    choose(scripts, 1, "Zoë Ångström")
    scripts.press("s", "1", "3")
    expect_letters(scripts, "O")
    assert exported(scripts) == [[]]


def test_sources_stay_after_a_reload(scripts: Desk) -> None:
    choose(scripts, 1, "Zoë Ångström")
    scripts.press("s", "1")
    expect_letters(scripts, "S")
    scripts.page.reload()
    wait_for_keys(scripts.page)
    scripts.press("k")
    scripts.page.locator("#more").evaluate("(each) => { each.open = true; }")
    expect(scripts.page.get_by_role("list", name="Sources")).to_contain_text("Zoë Ångström")
