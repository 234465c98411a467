"""What a key can do on the article page, with the key that does it unless a reviewer chose another.

Arrow keys, Shift with arrows, Ctrl+Z and Ctrl+Y work beside these and cannot be changed.
"""

import json
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from webapp.problems import BadInput
from webapp.scheme import FLAGS, KEYS, NAMES

Group = Literal["label", "flag", "more", "move", "page"]

NAMED_KEYS = ("Backspace", "Delete")
"""Keys without a character that may be chosen; the others move, press buttons or close things."""


@dataclass(frozen=True)
class Command:
    """Something that one key does."""

    name: str
    key: str
    meaning: str
    group: Group


_FLAG_KEYS = dict(zip(FLAGS, "qavcwyfp", strict=True))


def _labels() -> tuple[Command, ...]:
    given = [Command(label, key, NAMES[label], "label") for label, key in KEYS.items()]
    return (*given, Command("take_back", "Backspace", "Take the label back", "label"))


def _flags() -> tuple[Command, ...]:
    words = {flag: flag.replace("_", " ").capitalize() for flag in FLAGS}
    words["carried_over"] = "Source carried over: the last source again"
    return tuple(Command(flag, _FLAG_KEYS[flag], words[flag], "flag") for flag in FLAGS)


COMMANDS = (
    *_labels(),
    *_flags(),
    Command("source", "s", "Mark the selected words as the source", "more"),
    Command("note", "n", "Write a note", "more"),
    Command("next", "j", "Next sentence", "move"),
    Command("previous", "k", "Previous sentence", "move"),
    Command("next_open", "e", "Next sentence without a label", "move"),
    Command("next_unsure", "d", "Next unsure sentence", "move"),
    Command("next_again", "l", "Next sentence that came back for another look", "move"),
    Command("go_to", "g", "Go to a sentence by its number", "move"),
    Command("undo", "u", "Undo", "page"),
    Command("redo", "r", "Redo", "page"),
    Command("guidelines", "h", "Guidelines", "page"),
    Command("keys", "?", "These keys", "page"),
)
"""Every command, in the order in which pages list them."""


def keys_of(stored: str | None) -> dict[str, str]:
    """Return the key of each command: the stored choices over the defaults; "" is none."""
    chosen = json.loads(stored) if stored else {}
    return {each.name: chosen.get(each.name, each.key) for each in COMMANDS}


def differences(keys: Mapping[str, str]) -> str | None:
    """Return what `keys_of` reads: the choices that are not the program's own; None for none."""
    chosen = {each.name: keys[each.name] for each in COMMANDS if keys[each.name] != each.key}
    return json.dumps(chosen, ensure_ascii=False) if chosen else None


def key_named(typed: str) -> str:
    """Return the key that somebody wrote down, "" for none; `BadInput` where it is no single key.

    A letter is meant in either case.
    """
    text = unicodedata.normalize("NFC", typed).strip()
    named = next((each for each in NAMED_KEYS if each.lower() == text.lower()), None)
    if named or not text:
        return named or ""
    if len(text) > 1 or not text.isprintable() or unicodedata.combining(text):
        raise BadInput(f"One character, or {' or '.join(NAMED_KEYS)}; empty for no key.")
    return text.lower() if len(text.lower()) == 1 else text


def clashes(keys: Mapping[str, str]) -> dict[str, Command]:
    """Return each command whose key another one has as well, with that other one."""
    found: dict[str, Command] = {}
    for one in COMMANDS:
        others = [each for each in COMMANDS if each != one and keys[each.name] == keys[one.name]]
        if keys[one.name] and others:
            found[one.name] = others[0]
    return found
