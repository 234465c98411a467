"""What the words around a mark say of it: tables of words, and the rules that use them."""

import re
from typing import Final, Literal

Kind = Literal["never", "numbered", "doubtful", "clock"]

# A name or the other half of the phrase follows: titles, ranks, links inside a sentence.
_NEVER = """
Mr Mrs Ms Mx Messrs Mmes Dr Drs Prof Rev Revd Hon Msgr Fr Gen Brig Maj Col Lt Capt Cmdr Cdr Comdr
Adm Sgt Cpl Pvt Pfc Spc Sen Sens Rep Reps Gov Govs Pres Amb Supt Insp Det Atty Asst Assoc Dep
Lieut Cmsgt Msgt Sfc Hr Frl Dipl Ing Sra Srta Sres Dña Mme Mlle Mgr Ste Mt Ft Sig Sgr Exmo د
Mrd Mio Tsd prof dott avv z
vs v viz cf approx incl eg ie e.g i.e E.g I.e Cf Approx z.B d.h u.a bzw sog ca sq aka a.k.a p.ej deg
"""

# A number follows; before anything else they end the sentence ("No. He did not.").
_NUMBERED = """
No Nos no nos N° n° Nr nr Núm núm p pp pg pgs Fig Figs fig figs Eq Eqs sec Art Arts art
arts ft Ch Chap ch chap Vol Vols vol vols Para para Tel tel Ext ext Rs Rm Rt Rte Bldg Apt c
Mon Tue Tues Wed Thu Thur Thurs Fri Sat Sun
"""

# Inside a sentence as often as at its end; only a plain new beginning tells.
_DOUBTFUL = """
Inc Corp Co Cos Ltd Bros Jr Sr Esq etc al Ave Blvd St Rd Hwy Pkwy Sq
Dept Sec Secs Sect Univ Assn Inst Natl Intl Govt est ed eds trans Ph.D Ed.D Psy.D Pharm.D
Jan Feb Mar Apr Jun Jul Aug Sep Sept Oct Nov Dec
Ala Ariz Ark Calif Colo Conn Del Fla Ga Ill Ind Kan Ky La Md Mich Minn Miss Mo Mont Neb Nev
Okla Ore Pa Tenn Tex Vt Va Wash Wis Wyo Ont Que Alta
"""

# A day, a month or a time zone may follow; any other capital begins a sentence.
_CLOCK = "a.m p.m A.M P.M"

_STARTER_WORDS = """
A According Additionally After Again All Also Although An And Any Anyone Are As At Authorities
Because Before Both But By Can Citing Could Critics Despite Did Do Does During Each Earlier
Economists Either Even Every Everyone Experts Few Finally For From Furthermore Had Has Have He
Hence Her Here His How However I If Images In Indeed Instead Investigators Is It Its Just Last
Lawmakers Later Lawyers Like Many Maybe Meanwhile Moreover Most Much My Nearly Neither Never
Nevertheless No Nobody None Nonetheless Nor Not Nothing Now Of Officials Often On Once One Only Or
Others Otherwise Our Perhaps Police Prosecutors Protesters Reporters Researchers Residents
Scientists Separately Several Shares She Should Similarly Since So Some Someone Sometimes Soon
Sources Still Such That The Their Then There Therefore These They This Those Though Thousands
Through Thus To Today Together Tomorrow Unlike Unless Until Voters Was We Were What When Where
Whether Which While Who Whoever Why With Within Witnesses Without Would Yesterday Yet You Your
Der Die Das Ein Eine Er Sie Es Und Aber Le Les Il Elle Ils Elles Un Une Mais Et El Los Las Pero
"""

_LETTERED = """
vitamin plan type grade class group hepatitis influenza section appendix exhibit part option point
team block gate level phase schedule title terminal category column page building site chapter
"""

_TIME_WORDS = """
Monday Tuesday Wednesday Thursday Friday Saturday Sunday Mon Tue Tues Wed Thu Thur Thurs Fri Sat
January February March April May June July August September October November December
Jan Feb Mar Apr Jun Jul Aug Sep Sept Oct Nov Dec
Eastern Central Mountain Pacific Atlantic Alaska Hawaii Greenwich Coordinated Universal British
Zulu GMT UTC
"""

_AFTER_ORDINAL = """
Januar Februar März April Mai Juni Juli August September Oktober November Dezember
Jahrhundert Jahrhunderts Weltkrieg Weltkriegs Bundesliga Liga Platz Geburtstag Tag Mal
"""

_SUFFIX_WORDS = "com org net gov edu co uk io js py html htm pdf doc docx xls xlsx jpg jpeg png txt"


def _kinds() -> dict[str, Kind]:
    tables: list[tuple[Kind, str]] = [
        ("never", _NEVER),
        ("numbered", _NUMBERED),
        ("doubtful", _DOUBTFUL),
        ("clock", _CLOCK),
    ]
    kinds: dict[str, Kind] = {word: kind for kind, words in tables for word in words.split()}
    # Headlines and datelines are set in capitals: SEN. MCCAIN, ST. LOUIS.
    capitals = {word.upper(): kind for word, kind in kinds.items() if word[0].isupper()}
    return capitals | kinds


# What a word with a full stop is; a word that is not here is an ordinary one.
_KINDS: Final = _kinds()
# Capitalised inside a sentence only in a name, so after "U.S." or "Inc." they begin a new one.
_STARTERS = frozenset(_STARTER_WORDS.split())
# Names that end in an exclamation mark.
EXCLAIMED: Final = frozenset({"Yahoo", "Jeopardy", "Wham"})
# The last part of a host or file name, also where it has a capital: "Yahoo.Com", "notes.Txt".
_SUFFIXES = frozenset(_SUFFIX_WORDS.split())
# Words that a capital letter completes: "plan B. Nobody knew."
_LETTERED_WORDS = frozenset(_LETTERED.split())
# What may follow "5 p.m." without a new sentence.
_TIMES = frozenset(_TIME_WORDS.split())
_TIME_ZONE = re.compile(r"[A-Z]{1,3}T\b|[A-Z]\w{1,15}(?: [A-Z]\w{1,15})? time\b")
# A sentence that begins with its time: "At 5 p.m. Smith left."
_FIRST_TIME = re.compile(
    r"(?:About|After|Around|At|Before|By|From|On|Since|Until)\s[\d:.]{1,5}\s?[AaPp]\.[Mm]"
)
# What makes "am 3. Oktober" or "im 19. Jahrhundert" one sentence.
_ORDINALS = frozenset(_AFTER_ORDINAL.split())
_ROMAN = re.compile("[IVXLC]+")
_LIST_MARK = re.compile(r"(?:\d{1,3}(?:\.\d{1,3}){0,4}|[A-Za-z]|[IVXLC]{1,6}|[ivxlc]{1,6})\)?")

_VERB = (
    "said|says|asked|asks|told|tells|added|adds|replied|replies|wrote|writes|tweeted|shouted|yelled"
    "|cried|recalled|continued|joked|quipped|insisted|explained|demanded|exclaimed|wondered"
    "|concluded|declared|warned|noted"
)
_SPEAKER = re.compile(
    rf"(?:[^\W\d_a-zß-ÿ][\w’'.-]{{0,24}}+\s{{1,2}}|(?:de|der|van|von|bin|al|of|the)\s){{1,5}}+"
    rf"(?:{_VERB})\b(?P<stop>[.,;])?(?!:|\s(?:that|he|she|it|they|the|his|her|their|there|an?)\b)"
)
# What follows a word in a host name, an address, a call or an assignment, and not in prose.
_HOST_OR_CODE = re.compile(r"[@=_(]|\.[a-z]")
# A quotation of more than a name: “Ask the chief.”, and not the “Remain in Mexico” policy.
_QUOTED_SENTENCE = re.compile(r"[\"“‘«„]\s?[A-Z]\w*\s[a-z][^\"“”«»„\n]{0,200}[.,!?…][\"”’»“]")
_ADDRESS = re.compile(r"://|www\.|[@\\]")

_LOOK_BACK = 32
_LEADING = "\"'“”‘’«»‹›„‚([{¿¡*_#$€£¥@"
_JOINT = re.compile("[-–—/]")


def word_before(text: str, start: int, at: int) -> str:
    """Return the last word of `text[start:at]`, or "".

    What opens or hyphenates it is left out ("(R-Ariz" gives "Ariz"), and of a word longer than
    the look back only the end is seen.
    """
    words = text[max(start, at - _LOOK_BACK) : at].rsplit(None, 1)
    if not words:
        return ""
    word = words[-1]
    return word if word.isalpha() else _JOINT.split(word.lstrip(_LEADING))[-1]


def is_abbreviation(word: str) -> bool:
    """Tell whether a full stop after this word may be part of it."""
    return word in _KINDS or _is_initials(word)


def is_plain_start(text: str, at: int, word: str) -> bool:
    """Tell whether the word at `at` begins a sentence even after an abbreviation."""
    if word in _STARTERS:
        return not text.startswith(".", at + len(word))  # "U.S. No. 5", "A. A. Milne"
    return word[0].isalpha() and not word[0].isupper()  # a script without case has no capitals


def stop_ends(text: str, start: int, stop: int, word: str, next_at: int, after: str) -> bool:
    """Tell whether the full stop at `stop` ends the sentence that began at `start`.

    `word` stands before it; `after`, which does not begin in lower case, at `next_at` after it
    and after white space.
    """
    kind = _KINDS.get(word)
    initials = kind is None and _is_initials(word)
    if stop - start < len(word) + 4 and not any(map(str.isalnum, text[start : stop - len(word)])):
        incomplete = initials or kind in ("doubtful", "clock") or _LIST_MARK.fullmatch(word)
        if incomplete:  # no sentence is an abbreviation or the mark of a list alone
            return False
    if kind == "doubtful" or initials:
        return (
            is_plain_start(text, next_at, after)
            or (len(word) == 1 and _is_last_letter(text, start, stop))
            or (not text[next_at - 1].isspace() and _opens_quotation(text, next_at - 1))
        )
    if kind == "numbered":
        number = after[0].isdigit() or after in _TIMES
        return not number and (word in ("No", "no") or not _ROMAN.fullmatch(after))
    if kind == "clock":
        number = after[0].isdigit() or after in _TIMES
        zone = number or _TIME_ZONE.match(text, next_at)
        return not zone and not _FIRST_TIME.fullmatch(text, start, stop)
    return kind is None and not (word.isdigit() and after in _ORDINALS)


def is_glued_end(
    text: str, start: int, stop: int, word: str, next_at: int, after: str, *, closed: bool
) -> bool:
    """Tell whether a sentence ends at a mark that no white space follows: "false.Experts".

    The arguments are those of `stop_ends`; `closed` says that a quotation or a bracket is closed
    after the mark.
    """
    if not _is_glued_start(text, stop, next_at, after):
        return False
    if word in EXCLAIMED or _KINDS.get(word) == "never":
        return False
    token = "".join(text[max(start, stop - 2 * _LOOK_BACK) : stop].rsplit(None, 1)[-1:])
    year = word.isdigit() and len(word) == 4
    plain = closed or year or (len(word) > 1 and is_plain_start(text, next_at, after))
    if not plain:
        ordinary = len(word) > 1 and word[-1].isalpha() and not word[-1].isupper()
        plain = ordinary and "." not in token and not is_abbreviation(word)
    return plain and token != "" and not _ADDRESS.search(token)


def _is_glued_start(text: str, stop: int, at: int, word: str) -> bool:
    if not word[0].isupper():  # a script without case, on both sides of the mark
        previous = text[stop - 1 : stop]
        return word[0].isalpha() and previous.isalpha() and not previous.isupper()
    if not (word[1:2].islower() or word in ("A", "I")) or word.lower() in _SUFFIXES:
        return False
    return not _HOST_OR_CODE.match(text, at + len(word))


def is_attribution(text: str, at: int, word: str, *, closed: bool) -> bool:
    """Tell whether the words at `at`, after a quotation, are like "Smith said" and belong to it.

    `closed` says that the quotation ends in a full stop; then nothing may follow the verb. (“Is
    it?” Smith asked the crowd: one sentence. “It is.” Smith said it again: two.)
    """
    speaker = None if word in _STARTERS else _SPEAKER.match(text, at)
    return speaker is not None and (not closed or speaker["stop"] is not None)


def _is_initials(word: str) -> bool:
    """Tell whether a word is like J, U.S or Ph.D (its last full stop is not part of it)."""
    if len(word) == 1:
        return word.isupper()
    return "." in word and all(len(part) < 3 and part.isalpha() for part in word.split("."))


def is_ellipsis(mark: str) -> bool:
    """Tell whether a mark is three dots, and not a full stop with three dots."""
    return mark[0] == "…" or (mark.startswith(("...", ". . .")) and mark.count(".") == 3)


def is_quoted(text: str, start: int, at: int, quote: str) -> bool:
    """Tell whether a straight quotation mark after `at` closes what was opened shortly before."""
    before = text[max(start, at - 500) : at]
    if quote == "'":  # an apostrophe too, so counting does not help
        return before.startswith(quote) or f" {quote}" in before
    return before.count(quote) % 2 == 1


def _opens_quotation(text: str, at: int) -> bool:
    return _QUOTED_SENTENCE.match(text, at) is not None


def _is_last_letter(text: str, start: int, stop: int) -> bool:
    """Tell whether the letter before `stop` is no initial: in "plan B." and in “So am I.”."""
    words = text[max(start, stop - _LOOK_BACK) : stop].rsplit(None, 2)
    lettered = len(words) > 1 and words[-2].lower() in _LETTERED_WORDS
    return lettered or not text[stop + 1].isspace()
