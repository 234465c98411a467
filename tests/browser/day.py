"""A reviewer's day in which everything goes wrong, and what has to hold all along."""

import random
from collections.abc import Callable

from playwright.sync_api import expect

from tests.browser.desk import Desk
from tests.browser.ledger import Content, Ledger, Place, Witness, events, import_articles, unsent
from tests.journeys import steps
from tests.journeys.labels import OF_KEY
from tests.rig.chromium import Watch

FLAGS = {"q": "unsure", "a": "anonymous_source", "v": "vague_attribution", "w": "loaded_wording"}
PASSWORD = "correct horse"  # noqa: S105
SHOWN = """() => [...document.querySelectorAll(".sentence")].map(each =>
  [each.querySelector(".mark").getAttribute("aria-label"), each.dataset.revision])"""
CHOSEN = """() => [...document.querySelectorAll(".sentence.chosen, .sentence[aria-current]")]
  .map(each => Number(each.id.slice(1)))"""


class Day:
    """A reviewer's day: edits on many articles, and all that can go wrong meanwhile."""

    def __init__(self, desk: Desk, watch: Watch, dice: random.Random, edits: int) -> None:
        self.desk, self.page, self.watch, self.dice = desk, desk.page, watch, dice
        self.edits = edits
        self.articles = import_articles(desk.installation, edits // 10)
        self.visited: list[int] = []
        self.ways_back: list[Callable[[], None]] = []
        self.ledger = Ledger()
        self.context = self.page.context
        server = desk.installation.server
        self.witness = Witness(self.context.new_page(), server, desk.person_id)
        desk.set_password(PASSWORD)
        desk.wait_for_cache()
        desk.visit("/health")  # its own article is none of the day's
        self.open(next(iter(self.articles)))

    def live(self) -> None:
        """Edit all articles, with one trouble after the other, until all is well again."""
        troubles = [self.lose_network, self.crash, self.expire, self.lose_answer, self.reload]
        while len(self.ledger.lines) < self.edits or len(self.visited) < len(self.articles):
            self.dice.shuffle(troubles)
            for trouble in troubles:
                trouble()
                self.edit(self.few())
                self.open_another()

    # ---------------------------------------------------------------- what the reviewer does

    def open(self, document: int) -> None:
        """Open an article; what was undoable before is not any more."""
        self.expect_kept()
        self.document = document
        self.page.goto(f"{self.desk.installation.server.url}/annotate/{document}")
        steps.wait_for_keys(self.page)
        self.ledger.open()
        if document not in self.visited:
            self.visited.append(document)

    def open_another(self) -> None:
        """Open the next article; offline, one that was open before."""
        unseen = [each for each in self.articles if each not in self.visited]
        self.open(unseen[0] if unseen else self.dice.choice(self.visited))

    def edit(self, times: int) -> None:
        """Label, flag, note, undo; the state line is checked after each."""
        weights = {
            self.label: 9,
            self.label_range: 2,
            self.flag: 3,
            self.note: 1,
            self.take_back: 2,
            self.undo: 2,
            self.redo: 1,
            self.move: 3,
        }
        for act in self.dice.choices(list(weights), list(weights.values()), k=times):
            act()
            self.check_line()

    def label(self) -> None:
        key = self.dice.choice(list(OF_KEY))
        self.ledger.label(self.chosen(), OF_KEY[key])
        self.page.keyboard.press(key)

    def label_range(self) -> None:
        for _ in range(self.dice.randint(1, 3)):
            self.page.keyboard.press("Shift+ArrowUp")
        self.label()

    def flag(self) -> None:
        key = self.dice.choice(list(FLAGS))
        self.ledger.toggle(self.chosen(), FLAGS[key])
        self.page.keyboard.press(key)

    def note(self) -> None:
        note = f"Look again, {self.dice.randint(1, 999)} times"
        self.ledger.note(self.chosen(), note)
        self.page.keyboard.press("n")
        self.page.keyboard.press("Control+A")
        self.page.keyboard.type(note)
        self.page.keyboard.press("Enter")

    def take_back(self) -> None:
        self.ledger.label(self.chosen(), None)
        self.page.keyboard.press("Backspace")

    def undo(self) -> None:
        self.ledger.undo()
        self.page.keyboard.press(self.dice.choice(["u", "Control+z"]))

    def redo(self) -> None:
        self.ledger.redo()
        self.page.keyboard.press(self.dice.choice(["r", "Control+y"]))

    def move(self) -> None:
        for _ in range(self.dice.randint(1, 4)):
            self.page.keyboard.press(self.dice.choice("kkj"))

    def chosen(self) -> list[Place]:
        return [(self.document, number) for number in self.page.evaluate(CHOSEN)]

    # ---------------------------------------------------------------- what goes wrong

    def few(self) -> int:
        return self.dice.randint(2, 6)

    def lose_network(self) -> None:
        self.context.set_offline(True)
        self.edit(self.few())
        self.come_back()
        self.edit(self.few())
        self.context.set_offline(False)

    def crash(self) -> None:
        server = self.desk.installation.server
        server.kill()
        self.edit(self.few())
        self.come_back()
        self.edit(self.few())
        server.restart()

    def come_back(self) -> None:
        """Close and reopen, reload, or go to another visited article, in turn: from the cache."""
        if not self.ways_back:
            self.ways_back = [self.go_back, self.reload, self.reopen]
        self.ways_back.pop()()

    def go_back(self) -> None:
        self.open(self.dice.choice(self.visited))

    def reload(self) -> None:
        self.expect_kept()
        self.page.reload()
        steps.wait_for_keys(self.page)
        self.ledger.open()

    def reopen(self) -> None:
        self.expect_kept()
        with self.page.expect_event("close"):
            self.page.close(run_before_unload=True)
        self.page = self.context.new_page()
        self.watch.add(self.page)
        self.open(self.document)

    def lose_answer(self) -> None:
        Desk(self.desk.installation, self.page, self.desk.person_id).lose_next_answer()
        self.edit(self.few())

    def expire(self) -> None:
        self.desk.sign_out()
        before = len(self.ledger.lines)
        while len(self.ledger.lines) == before:
            self.edit(self.few())
        expect(steps.state(self.page)).to_contain_text("not sent yet: you are signed out")
        self.page.get_by_role("button", name="Sign in").click()
        dialog = self.page.get_by_role("dialog", name="Sign in again")
        dialog.get_by_label("Password").fill(PASSWORD)
        dialog.get_by_role("button", name="Sign in").click()
        expect(dialog).to_be_hidden()

    # ---------------------------------------------------------------- what has to hold

    def check_line(self) -> None:
        """The line never promises more than the database holds when it is asked afterwards.

        What it counts as labelled is what the ledger says of the article.
        """
        line = steps.state(self.page).inner_text()
        total = self.articles[self.document]
        said = [content for (each, _), content in self.ledger.now.items() if each == self.document]
        labelled = sum(content.label is not None for content in said)
        assert line.startswith(f"{labelled} of {total} labelled, "), line
        stored = events(self.desk.installation, self.desk.person_id)
        assert unsent(line) >= len(self.ledger.lines) - len(stored), line

    def expect_kept(self) -> None:
        """Expect the browser to keep what the line says is not saved yet."""
        if "/annotate/" not in self.page.url:
            return
        self.check_line()
        for _ in range(100):
            if self.witness.kept() == unsent(steps.state(self.page).inner_text()):
                return
            self.page.wait_for_timeout(20)
        raise AssertionError((steps.state(self.page).inner_text(), self.witness.kept()))

    def expect_shown(self) -> None:
        """Expect each article to show, newly loaded, what was said last."""
        for document in self.articles:
            self.open(document)
            for number, (name, revision) in enumerate(self.page.evaluate(SHOWN), 1):
                place = (document, number)
                lines = [each for each in self.ledger.lines if each[0] == place]
                assert int(revision) == len(lines), place
                said = self.ledger.now.get(place, Content())
                assert set(name.split(", ")) == described(number, said), place


def described(number: int, content: Content) -> set[str]:
    """Return what a screen reader says of a sentence."""
    label = (content.label or "not labelled").replace("_", " ")
    flags = {name.replace("_", " ") for name in content.flags}
    return {f"Sentence {number}", label, *flags} | ({"with a note"} if content.note else set())
