"""What admins and leads did, as sentences; the record itself holds ids and numbers."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from webapp.problems import BadInput
from webapp.scheme import ALL_LABELS

COMMAND_LINE = "command-line"
WORDS = frozenset(ALL_LABELS) | {
    *("admin", "lead", "reviewer"),
    *("open", "assigned", "regular", "qualification", "shared"),
    *(
        "annotations",
        "sentences",
        "history",
        "gold",
        "repeats",
        "sources",
        "disagreements",
        "archive",
    ),
    *("csv", "jsonl", "zip", "parquet", "xlsx"),
}
"""All that a detail may say in words: names of people have no way into the record."""

Words = Mapping[str, str]


@dataclass(frozen=True)
class Names:
    """What the numbers of some acts stand for now."""

    people: Mapping[int, str]
    documents: Mapping[int, str]
    sentences: Mapping[int, str]  # as people say it: sentence 3 of “Title”


@dataclass(frozen=True)
class Wanted:
    """Which acts are asked for: of a project or (None) all, of somebody, of a kind."""

    project_id: int | None
    person_id: int | None = None  # 0 for the command line, None for everybody
    verb: str = ""

    @property
    def asked(self) -> dict[str, str]:
        """What an address says of it."""
        person = COMMAND_LINE if self.person_id == 0 else str(self.person_id or "")
        return {name: each for name, each in (("person", person), ("act", self.verb)) if each}


def read_wanted(project_id: int | None, asked: Mapping[str, str]) -> Wanted:
    """Return what an address asks for: `person` is a number, `act` a verb; nothing is all."""
    person, verb = asked.get("person", ""), asked.get("act", "")
    if "\0" in verb:
        raise BadInput("act: a NUL is not text; use a kind of act, such as published.")
    if person == COMMAND_LINE:
        return Wanted(project_id, 0, verb)
    if person and not (person.isascii() and person.isdigit() and len(person) < 19):
        raise BadInput(f"person: the number of somebody, or {COMMAND_LINE}.")
    return Wanted(project_id, int(person) if person else None, verb)


def check(detail: Mapping[str, Any]) -> None:
    """Raise `ValueError` where a detail is no number, truth value, word of ours, or list of them.

    A name on record would outlive its person's wish to be forgotten.
    """
    for name, value in detail.items():
        for each in value if isinstance(value, list | tuple) else [value]:
            if not (each is None or isinstance(each, int) or each in WORDS):
                raise ValueError(f"{name}: {each!r} may not go on record")


def kind(verb: str) -> str:
    """Return what a kind of act is called in a list of them."""
    return _KINDS[verb][0] if verb in _KINDS else verb.replace("_", " ").capitalize()


def told(verb: str, detail: Mapping[str, Any], names: Names) -> str:
    """Return what was done, as it follows the name of who did it: "closed the project"."""
    words = {name: _word(name, value, names) for name, value in detail.items()}
    phrase = _KINDS[verb][1] if verb in _KINDS else ""
    try:
        return (
            phrase(words) if callable(phrase) else phrase.format_map(words) or _plain(verb, words)
        )
    except KeyError:  # of another version of the program
        return _plain(verb, words)


def _plain(verb: str, words: Words) -> str:
    shown = ", ".join(f"{name.removesuffix('_id')} {word}" for name, word in words.items())
    return verb.replace("_", " ") + (f": {shown}" if shown else "")


def _word(name: str, value: Any, names: Names) -> str:
    """Return a value of a detail in words; of a list, from what to what."""
    if isinstance(value, list):
        return " → ".join(_word(name, each, names) for each in value)
    if isinstance(value, bool):
        return "yes" if value else "no"
    of = _NAMED.get(name)
    return of(names).get(value, f"number {value}") if of else str(value)


_NAMED: dict[str, Callable[[Names], Mapping[int, str]]] = {
    "member_id": lambda names: names.people,
    "reviewer_id": lambda names: names.people,
    "document_id": lambda names: names.documents,
    "sentence_id": lambda names: names.sentences,
}
PEOPLE, DOCUMENTS, SENTENCES = ("member_id", "reviewer_id"), ("document_id",), ("sentence_id",)
"""The names of details that are numbers of people, of documents, of sentences."""

_SETTINGS = {
    "name": "name",
    "overlap": "reviewers for each article",
    "reviewers_repair": "reviewers may join and split sentences",
    "mode": "mode",
    "lease_hours": "hours that a place is kept",
    "shows_others": "reviewers see how others labelled",
}


def _settings(words: Words) -> str:
    """Name the settings that changed; of a text alone that it did, since it may hold names."""
    changed = [
        f"{_SETTINGS.get(name, name)} {word}" if "→" in word else _SETTINGS.get(name, name)
        for name, word in words.items()
    ]
    return f"changed the settings: {'; '.join(changed)}"


def _imported(words: Words) -> str:
    return f"imported {words['added']} article{'s' if words['added'] != '1' else ''}"


def _exported(words: Words) -> str:
    of = f" of {words['document_id']}" if "document_id" in words else ""
    return f"exported everybody’s labels{of}: {words['what']}, as {words['format']}"


def _corrected(words: Words) -> str:
    named = {"title": "title", "outlet": "outlet", "url": "address", "published": "date"}
    changed = [named.get(name, name) for name in words if name != "document_id"]
    return f"corrected {', '.join(changed)} of {words['document_id']}"


def _published(words: Words) -> str:
    again = ", asking for a second look" if words.get("second_look") == "yes" else ""
    return f"published version {words['version']} of the guidelines{again}"


def _joining(words: Words) -> str:
    asked = words["threshold"]
    first = "no qualification" if asked == "None" else f"qualification from {asked}%"
    days = words["repeat_days"]
    again = f"{words['repeats']}% shown again after {days} {'day' if days == '1' else 'days'}"
    return f"set how people join: {first}, {again}"


_KINDS: dict[str, tuple[str, str | Callable[[Words], str]]] = {
    "made_project": ("Project made", "made the project"),
    "changed_settings": ("Settings changed", _settings),
    "closed": ("Project closed", "closed the project"),
    "opened": ("Project opened again", "opened the project again"),
    "added": ("Article brought in", "brought in {document_id}"),
    "corrected": ("Article corrected", _corrected),
    "imported": ("Articles imported", _imported),
    "invited": ("Person invited", "invited {member_id} as {role}"),
    "added_member": ("Person added", "added {member_id} as {role}"),
    "changed_role": ("Role changed", "changed the role of {member_id}: {role}"),
    "removed_member": ("Person removed", "took {member_id} out of the project"),
    "made_link": ("Sign-in link made", "made a sign-in link for {member_id}"),
    "made_token": ("API token made", "made an API token for {member_id}"),
    "pseudonymised": (
        "Person replaced by a pseudonym",
        "replaced somebody by the pseudonym {member_id}",
    ),
    "repaired": ("Sentences repaired", "joined or split sentences of {document_id}"),
    "published": ("Guidelines published", _published),
    "pinned": ("Example pinned", "pinned {sentence_id} as an example: {label}"),
    "took_down": ("Example taken down", "took down the example {sentence_id}"),
    "assigned": ("Place given", "gave {reviewer_id} a place on {document_id}"),
    "took_back": ("Place taken back", "took the place of {reviewer_id} on {document_id} back"),
    "reopened": ("Article opened again", "opened {document_id} for {reviewer_id} again"),
    "extended": (
        "Place kept longer",
        "kept the place of {reviewer_id} on {document_id} for longer",
    ),
    "shared_out": ("Places shared out", "shared out {places} places"),
    "set_joining": ("Joining set", _joining),
    "marked_article": ("Article marked", "marked {document_id} as {purpose}"),
    "let_pass": ("Reviewer let pass", "let {member_id} pass the qualification"),
    "set_key": ("Key set", "set the key of {document_id}"),
    "decided": ("Sentence decided", "decided {sentence_id}: {label}"),
    "took_back_decision": ("Decision taken back", "took the decision on {sentence_id} back"),
    "asked": ("Question asked", "asked the reviewers about {sentence_id}"),
    "exported": ("Labels exported", _exported),
    "backed_up": ("Backup begun", "began a backup"),
}
