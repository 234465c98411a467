"""Guidelines as sections that can be shown, listed and searched: Markdown in, HTML out."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from html import escape
from itertools import pairwise
from typing import Any
from urllib.parse import unquote

from markdown_it import MarkdownIt
from markdown_it.renderer import RendererHTML
from markdown_it.token import Token
from markdown_it.utils import OptionsDict

from webapp.scheme import NAMES

LONGEST_SEARCH = 200
"""More characters of a search than anybody types; the rest is left out."""

_SIDEWAYS = '<div class="scroll" role="group" aria-label="Table" tabindex="0">\n'
_LABEL_OF = {name.casefold(): label for label, name in NAMES.items()}


@dataclass(frozen=True)
class Section:
    """A heading with what stands below it, up to the next heading.

    `level` is 1 for the title with its first lines, 2 for `#` and `##`, 3 for anything deeper.
    `heading` and `body` are HTML that is safe to show, `words` is what search looks in.
    """

    id: str
    level: int
    title: str
    heading: str
    body: str
    words: str
    is_found: bool = True


def search_words(search: str) -> tuple[str, ...]:
    """Return the words that somebody searches for."""
    return tuple(dict.fromkeys(search[:LONGEST_SEARCH].split()))


def has_all(text: str, words: Sequence[str]) -> bool:
    """Return whether a text contains every word, in any case."""
    return all(re.search(_pattern(word), text, re.IGNORECASE) for word in words)


def _pattern(word: str) -> str:
    return re.escape(word).replace("'", "['’]")  # keyboards have one, texts the other


def marked(text: str, words: Sequence[str]) -> str:
    """Return plain text as HTML in which the words are marked."""
    if not words:
        return escape(text)
    longest_first = sorted(words, key=len, reverse=True)
    parts = re.split(f"({'|'.join(map(_pattern, longest_first))})", text, flags=re.IGNORECASE)
    return "".join(
        f"<mark>{escape(part)}</mark>" if place % 2 else escape(part)
        for place, part in enumerate(parts)
    )


@lru_cache(maxsize=16)  # the same few versions are read all day, and none ever changes
def _tokens(text: str) -> tuple[Token, ...]:
    """Return guidelines as they were read; that takes long, and drawing them changes nothing."""
    tokens = _markdown.parse(text)
    for token in tokens:
        _address_links(token.children or [])
        _colour_labels(token.children or [])
    return tuple(tokens)


@lru_cache(maxsize=16)
def sections(text: str, words: tuple[str, ...] = ()) -> tuple[Section, ...]:
    """Return the sections of guidelines; `is_found` says which contain all words.

    The first one has level 1, where it begins with a `#` heading or with no heading at all.
    """
    tokens = _tokens(text)
    starts = [at for at, token in enumerate(tokens) if _is_heading(token)]
    has_title = starts[:1] == [0] and tokens[0].tag == "h1"
    opening = tokens[: (starts or [len(tokens)])[0]]
    first = [_section([], opening, words)] if opening else []
    ends = [*starts, len(tokens)][1:]
    rest = [
        _section(tokens[start : start + 3], tokens[start + 3 : end], words)
        for start, end in zip(starts, ends, strict=True)
    ]
    if has_title:
        rest[0] = replace(rest[0], level=1)
    return _with_ids([*first, *rest])


def _is_heading(token: Token) -> bool:
    return token.type == "heading_open" and token.level == 0


def _section(heading: Sequence[Token], body: Sequence[Token], words: tuple[str, ...]) -> Section:
    level = 1 if not heading else 2 if heading[0].tag in ("h1", "h2") else 3
    title = _plain(heading)
    content = f"{title}\n{_plain(body)}"
    env = {"words": words}
    return Section(
        id="",
        level=level,
        title=title,
        heading=_markdown.renderer.render(heading[1:2], _markdown.options, env),
        body=_markdown.renderer.render(body, _markdown.options, env),
        words=content,
        is_found=has_all(content, words),
    )


def _plain(tokens: Sequence[Token]) -> str:
    """Return the words of some Markdown without its marks."""
    found = []
    for token in tokens:
        if token.type == "inline":
            breaks = ("softbreak", "hardbreak")
            inner = token.children or []
            found.append("".join(" " if c.type in breaks else c.content for c in inner))
        else:
            found.append(token.content)
    return "\n".join(each for each in found if each)


def _with_ids(found: list[Section]) -> tuple[Section, ...]:
    """Give each section an address of its own, which no other part of a page has."""
    times: Counter[str] = Counter()
    named: dict[str, Section] = {}
    for each in found:
        wanted = address = _address(each.title)
        while address in named:
            times[wanted] += 1
            address = f"{wanted}-{times[wanted] + 1}"
        named[address] = replace(each, id=address)
    return tuple(named.values())


def _address(title: str) -> str:
    return "g-" + re.sub(r"\W+", "-", title.casefold()).strip("-")


# ---------------------------------------------------------------- what differs from plain Markdown


def _text(_: RendererHTML, tokens: Sequence[Token], at: int, __: OptionsDict, env: Any) -> str:
    return marked(tokens[at].content, env["words"])


def _code(_: RendererHTML, tokens: Sequence[Token], at: int, __: OptionsDict, env: Any) -> str:
    return f"<code>{marked(tokens[at].content, env['words'])}</code>"


def _block(_: RendererHTML, tokens: Sequence[Token], at: int, __: OptionsDict, env: Any) -> str:
    return f'<pre tabindex="0"><code>{marked(tokens[at].content, env["words"])}</code></pre>\n'


def _address_links(tokens: Sequence[Token]) -> None:
    """A link to a section finds it in any page; one to elsewhere leaves this page open."""
    for token in tokens:
        address = str(token.attrGet("href") or "")
        if address.startswith("#"):
            token.attrSet("href", f"#{_address(unquote(address[1:]))}")
        elif address.startswith(("http:", "https:", "//")):
            token.attrSet("target", "_blank")
            token.attrSet("rel", "noopener noreferrer")


def _colour_labels(tokens: Sequence[Token]) -> None:
    """The name of a label, in bold, takes the label's colour."""
    for token, following in pairwise(tokens):
        label = _LABEL_OF.get(following.content.casefold())
        if label and token.type == "strong_open":
            token.attrSet("class", label)


def _fixed(html: str) -> Any:
    return lambda *_: html


def _reader() -> MarkdownIt:
    """Return the reader of guidelines: no HTML, no pictures, which would come from elsewhere."""
    markdown = MarkdownIt("commonmark", {"html": False}).enable("table").disable("image")
    rules = {
        "text": _text,
        "code_inline": _code,
        "code_block": _block,
        "fence": _block,
        # headings inside a list or a quotation are no sections
        "heading_open": _fixed('<p class="subhead">'),
        "heading_close": _fixed("</p>\n"),
        "table_open": _fixed(f"{_SIDEWAYS}<table>\n"),
        "table_close": _fixed("</table>\n</div>\n"),
    }
    for name, rule in rules.items():
        markdown.add_render_rule(name, rule)
    return markdown


_markdown = _reader()
