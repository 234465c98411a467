"""Names that tell documents and reviewers apart in a table that stands without the database."""

import unicodedata
from collections import Counter
from collections.abc import Mapping

from webapp.agreement.tally import Id

_DIGITS = 6
# Letters of Cyrillic and Greek that cannot be told from these of Latin, as they are after casefold.
_LATIN = str.maketrans("асеіјорѕухһԁԛԝкмтвнαοινρτυχκμβηεζ", "aceijopsyxhdqwkmtbhaoivptuxkmbnez")


def reviewer_names(names: Mapping[Id, str]) -> dict[Id, str]:
    """Return a name in one line for each reviewer by number; all are different.

    A name that several bear, or names that look alike, get the number of the person: "Ann (12)".
    """
    plain = {number: " ".join(name.split()) for number, name in names.items()}
    numbered = {number: f"{name} ({number})" for number, name in plain.items()}
    times = Counter(map(_look, plain.values()))
    told = {n: name if times[_look(name)] == 1 else numbered[n] for n, name in plain.items()}
    return told if len(set(told.values())) == len(told) else numbered


def _look(name: str) -> str:
    """Return what names that look alike have in common: no case, no accents, Latin letters."""
    bare = unicodedata.normalize("NFKD", name).casefold().translate(_LATIN)
    return "".join(c for c in bare if unicodedata.category(c) not in ("Mn", "Cf"))


def document_names(titles: Mapping[Id, str]) -> dict[Id, str]:
    """Return a name in one line for each document by number: "000012 Its title".

    The zeros keep the documents in the order of their numbers, by which sums are added up: another
    order could change the last digit.
    """
    digits = max([_DIGITS, *(len(str(number)) for number in titles)])
    return {
        number: " ".join([str(number).zfill(digits), *title.split()])
        for number, title in titles.items()
    }
