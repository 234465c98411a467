"""Own keys: what may be chosen, what is stored, and that they are one's own."""

import json
import re

import pytest
from sqlalchemy import select
from werkzeug.test import TestResponse

from tests.rig.people import Somebody
from webapp.annotate.keymap import COMMANDS, differences, key_named, keys_of
from webapp.annotate.keys import keys_for
from webapp.db import Database
from webapp.models import Person
from webapp.problems import BadInput

PROGRAM = keys_of(None)


def send(who: Somebody, act: str = "save", **changed: str) -> TestResponse:
    """Fill in the form, all other keys as the program has them, and press a button."""
    fields = {f"key_{name}": key for name, key in (PROGRAM | changed).items()}
    return who.post("/annotate/keys", fields | {"act": act})


def kept(database: Database, who: Somebody) -> dict[str, str]:
    with database.reading() as session:
        return keys_for(session, who.person_id)


def stored(database: Database, who: Somebody) -> str | None:
    with database.reading() as session:
        return session.scalar(select(Person.keys).where(Person.id == who.person_id))


def shown(page: str) -> dict[str, str]:
    """Return the key in each field of the page."""
    fields = re.findall(r"<input[^>]*>", page)
    found = {}
    for field in fields:
        name = re.search(r'name="key_(\w+)"', field)
        value = re.search(r'value="([^"]*)"', field)
        if name:
            found[name[1]] = value[1] if value else ""
    return found


def test_keys_are_the_programs_until_one_chooses(reviewer: Somebody, seeded: Database) -> None:
    assert kept(seeded, reviewer) == PROGRAM == shown(reviewer.get("/annotate/keys").text)


def test_page_lists_every_command(reviewer: Somebody) -> None:
    page = reviewer.get("/annotate/keys").text
    assert [each.meaning for each in COMMANDS if f">{each.meaning}</label>" not in page] == []


def test_chosen_keys_are_kept_and_no_others_change(reviewer: Somebody, seeded: Database) -> None:
    assert send(reviewer, opinion="o", undo="", go_to="#").status_code == 302
    chosen = PROGRAM | {"opinion": "o", "undo": "", "go_to": "#"}
    assert kept(seeded, reviewer) == chosen
    assert shown(reviewer.get("/annotate/keys").text) == chosen


def test_only_the_differences_are_stored(reviewer: Somebody, seeded: Database) -> None:
    send(reviewer, opinion="o")
    assert json.loads(stored(seeded, reviewer) or "") == {"opinion": "o"}
    send(reviewer)
    assert stored(seeded, reviewer) is None


def test_two_commands_may_change_keys(reviewer: Somebody, seeded: Database) -> None:
    send(reviewer, sourced="3", opinion="1")
    assert kept(seeded, reviewer) == PROGRAM | {"sourced": "3", "opinion": "1"}


def test_keys_are_ones_own(reviewer: Somebody, colleague: Somebody, seeded: Database) -> None:
    send(reviewer, opinion="o")
    assert kept(seeded, colleague) == PROGRAM


@pytest.mark.parametrize(
    ("typed", "key"),
    [
        ("A", "a"),
        (" é ", "é"),
        ("e\u0301", "é"),
        ("?", "?"),
        ("delete", "Delete"),
        ("", ""),
        ("  ", ""),
        ("İ", "İ"),
        ("字", "字"),
        ("<", "<"),
    ],
)
def test_what_is_typed_becomes_a_key(typed: str, key: str) -> None:
    assert key_named(typed) == key


@pytest.mark.parametrize(
    "typed", ["ab", "Enter", "Tab", "F5", "\x07", "\u200d", "\u0301", "👩‍🚀", "\0", "a" * 10_000]
)
def test_what_is_no_single_key_is_refused(typed: str, reviewer: Somebody, seeded: Database) -> None:
    with pytest.raises(BadInput):
        key_named(typed)
    answer = send(reviewer, opinion=typed)
    assert answer.status_code == 422
    assert "One character, or Backspace or Delete" in answer.text
    assert stored(seeded, reviewer) is None


def test_key_with_two_commands_is_refused_and_both_are_named(
    reviewer: Somebody, seeded: Database
) -> None:
    answer = send(reviewer, opinion="U")
    assert answer.status_code == 422
    assert "“u” is also the key for “Undo”." in answer.text
    assert "“u” is also the key for “Opinion”." in answer.text
    assert shown(answer.text)["opinion"] == "U"
    assert stored(seeded, reviewer) is None


def test_no_key_may_stand_for_many_commands(reviewer: Somebody, seeded: Database) -> None:
    assert send(reviewer, opinion="", undo="", redo="").status_code == 302
    assert kept(seeded, reviewer) == PROGRAM | {"opinion": "", "undo": "", "redo": ""}


def test_shortcuts_can_be_switched_off_and_on_again(reviewer: Somebody, seeded: Database) -> None:
    send(reviewer, "none", opinion="o")
    assert set(kept(seeded, reviewer).values()) == {""}
    assert "Single-key shortcuts are off" in reviewer.get("/annotate/keys").text
    send(reviewer, "program")
    assert stored(seeded, reviewer) is None
    assert (
        "Single-key shortcuts are off" not in reviewer.get("/annotate/keys").text.split("main")[2]
    )


@pytest.mark.parametrize("fields", [{}, {"act": "sing"}, {"act": "save"}, {"act": "save", "x": ""}])
def test_form_with_parts_missing_is_refused(
    fields: dict[str, str], reviewer: Somebody, seeded: Database
) -> None:
    send(reviewer, opinion="o")
    assert reviewer.post("/annotate/keys", fields).status_code == 422
    assert kept(seeded, reviewer) == PROGRAM | {"opinion": "o"}


def test_default_keys_are_valid_and_all_different() -> None:
    keys = [each.key for each in COMMANDS]
    assert [key_named(each) for each in keys] == keys
    assert len(set(keys)) == len(keys)
    assert differences(PROGRAM) is None
