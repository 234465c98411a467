"""Tabs and devices of one reviewer at work at once: what each showed when a label was given."""

import random
import re
from typing import Any

from tests.browser.desk import SAVES, Desk, Held
from tests.browser.ledger import events
from webapp.models import Event
from webapp.scheme import NAMES

SENTENCES = 3
KEYS = ["1", "2", "3", "0", "q", "a", "Backspace", "u", "r"]
"""Notes what the page said of each sentence right before and right after each judgment."""
SPY = """(() => {
  const shown = () => Object.fromEntries([...document.querySelectorAll(".sentence")].map(each =>
    [each.id.slice(1), each.querySelector(".mark").getAttribute("aria-label")]));
  let before = {};
  globalThis.made = [];
  globalThis.asked = [];
  addEventListener("keydown", () => before = shown(), true);
  addEventListener("click", ({target}) => {
    if (!target.closest("#clash")) return;
    before = [document.getElementById("clash-title"), document.getElementById("clash-text")]
      .map(each => each.textContent);
    asked.push(before);
  }, true);
  const newId = crypto.randomUUID.bind(crypto);
  crypto.randomUUID = () => {
    const event_id = newId();
    made.push({event_id, before, after: shown()});
    return event_id;
  };
})()"""
LOOK = """() => ({
  line: document.getElementById("state-text").textContent,
  asks: document.getElementById("clash").open,
  shown: [...document.querySelectorAll(".sentence")].map(each =>
    [Number(each.dataset.revision), each.querySelector(".mark").getAttribute("aria-label")]),
})"""
TAKE = """() => {
  const taken = {made, asked};
  [globalThis.made, globalThis.asked] = [[], []];
  return taken;
}"""
CHOOSE = """button => clash.open && new Promise(resolve => {
  clash.addEventListener("close", () => setTimeout(resolve), {once: true});
  document.getElementById(`clash-${button}`).click();
})"""
CHOICE = re.compile(r"Saved elsewhere: (.*)\. You chose: (.*)\.")

Words = frozenset[str]
"""What is said of a sentence, as the page says it."""


def words(said: str) -> Words:
    """Return the words of a sentence's mark, or of the question about it."""
    return frozenset(each for each in said.lower().split(", ") if "sentence" not in each)


def content(event: Event | None) -> Words:
    """Return the words for what an event says; None is before the first."""
    label = NAMES[event.label].lower() if event and event.label else "not labelled"
    return frozenset({label, *(each.replace("_", " ") for each in (event.flags if event else ()))})


class Tab:
    """One tab at work; what it sends can be held back."""

    def __init__(self, desk: Desk, dice: random.Random) -> None:
        self.page, self.dice = desk.page, dice
        self.held = Held(is_open=True)
        self.page.route(SAVES, self.held.take)
        self.page.add_init_script(SPY)
        desk.open()

    def look(self) -> dict[str, Any]:
        """Return what the page shows."""
        return dict(self.page.evaluate(LOOK))

    def act(self) -> None:
        """Press a key on some sentence; a question that is open is answered, or left for later."""
        if self.look()["asks"]:
            if self.dice.random() < 0.5:
                self.choose()
            return
        self.page.locator(f"#s{self.dice.randint(1, SENTENCES)} .mark").focus()
        self.page.keyboard.press(self.dice.choice(KEYS))

    def choose(self) -> None:
        """Answer the question that is open, unless that was done in another tab just now."""
        button = self.dice.choice(["mine", "theirs"])
        self.page.evaluate(CHOOSE, button)


class Scene:
    """Two tabs and another device of one reviewer, on one article."""

    def __init__(self, first: Desk, second: Desk, device: Desk, dice: random.Random) -> None:
        self.desk, self.dice = first, dice
        self.tabs = [Tab(each, dice) for each in (first, second, device)]
        self.known = 0
        self.asked = 0

    def play(self) -> None:
        """Let all act at once, with requests held back and networks cut, until all is settled."""
        for _ in range(self.dice.randint(3, 6)):
            tab = self.dice.choice(self.tabs)
            network = [tab.held.close, tab.held.release, self.cut, self.restore, self.wait]
            self.dice.choice(network)()
            tab.act()
        self.settle()

    def wait(self) -> None:
        self.desk.page.wait_for_timeout(self.dice.randint(1, 40))

    def cut(self) -> None:
        self.dice.choice(self.tabs).page.context.set_offline(True)

    def restore(self) -> None:
        self.dice.choice(self.tabs).page.context.set_offline(False)

    def settle(self) -> None:
        """Let everything through, and answer what is asked, until nothing is left to do."""
        for tab in self.tabs:
            tab.page.context.set_offline(False)
            tab.held.release()
        for _ in range(500):
            if self.is_calm() and self.is_calm():
                return
            self.tabs[0].page.wait_for_timeout(10)
        raise AssertionError([each.look() for each in self.tabs])

    def is_calm(self) -> bool:
        """Answer what is asked; return whether nothing was, and all is saved."""
        looks = [each.look() for each in self.tabs]
        asking = [each for each, look in zip(self.tabs, looks, strict=True) if look["asks"]]
        for each in asking:
            each.choose()
        return not asking and all("all saved" in each["line"] for each in looks)

    def check(self) -> None:
        """Expect that nothing was lost, and that nobody overwrote what they had not seen."""
        stored = events(self.desk.installation, self.desk.person_id)
        taken = [each.page.evaluate(TAKE) for each in self.tabs]
        made = {each["event_id"]: each for one in taken for each in one["made"]}
        asked = [answered(each) for one in taken for each in one["asked"]]
        assert made.keys() == {event.event_id for _, event in stored[self.known :]}
        current: dict[int, Words] = {}
        for at, ((_, number), event) in enumerate(stored):
            before = current.get(number, content(None))
            if at >= self.known:
                seen, said = made[event.event_id]["before"], made[event.event_id]["after"]
                assert words(said[str(number)]) == content(event)
                if event.revision:
                    assert shown(seen, number) == before, f"{event.label} was put on {number}"
                elif content(event) != before:  # it does not count: that was asked about
                    later = {each for (_, each), _ in stored[at + 1 :]}
                    assert number in later or (number, content(event)) in asked
            if event.revision:
                current[number] = content(event)
        self.check_pages({(place[1], event.revision): event for place, event in stored})
        self.known = len(stored)
        self.asked += len(asked)

    def check_pages(self, revisions: dict[tuple[int, int | None], Event]) -> None:
        """Expect each page to show what was stored as the revision that it shows."""
        for tab in self.tabs:
            for number, (revision, said) in enumerate(tab.look()["shown"], 1):
                assert words(said) == content(revisions.get((number, revision)))


def shown(seen: dict[str, str] | list[str], number: int) -> Words:
    """Return what a reviewer saw: a page, or a question about one sentence."""
    if isinstance(seen, dict):
        return words(seen[str(number)])
    found = CHOICE.search(seen[1])
    assert found, seen
    return words(found[1])


def answered(question: list[str]) -> tuple[int, Words]:
    """Return the sentence that a question was about, and what had been chosen there."""
    number, found = re.search(r"\d+", question[0]), CHOICE.search(question[1])
    assert number, question
    assert found, question
    return int(number[0]), words(found[2])
