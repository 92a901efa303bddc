"""Tokens of Markdown as HTML, with what changed marked in it."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from html import escape

import nh3
from markdown_it.token import Token

from hitl.rendering.marks import Mark, Marked
from hitl.rendering.offsets import Run, Source

_ALIGNED = ("center", "right")
_TAGS = {
    "a", "blockquote", "br", "code", "del", "em", "h1", "h2", "h3", "h4", "h5", "h6", "hr", "ins", "li", "ol", "p",
    "pre", "s", "span", "strong", "table", "tbody", "td", "th", "thead", "tr", "ul",
}  # fmt: skip
_ATTRIBUTES = {
    "a": {"href", "title"},
    "ol": {"start"},
    "span": {"data-s", "data-e"},
    "ins": {"data-change"},
    "del": {"data-change"},
}
_CLASSES = {tag: {f"hitl-{side}" for side in _ALIGNED} for tag in ("td", "th")}
_CLASSES |= {"span": {"hitl-image", "hitl-fold"}, "ins": {"hitl-moved", "hitl-place"}}
_SCHEMES = {"http", "https", "mailto"}
_LIST_NUMBER = re.compile(r"^[\s>]*\d{1,9}[.)](?=\s|$)", re.MULTILINE)
_MARKUP = " \t\r\n>#*+-_`~[]()|!<\\:=\"'"

SOME_ADDRESSES, MOST_OF_A_TITLE = 2_000, 200
"""Characters of addresses that a page may have beyond the length of its text, and of one that a pointer shows."""


@dataclass(frozen=True)
class Rendered:
    """A text as HTML, and what of its words cannot be read there: addresses, titles, what is nested too deeply."""

    html: str
    hidden: tuple[str, ...]


@lru_cache(maxsize=16)
def render(text: str, marks: tuple[Mark, ...] = ()) -> Rendered:
    """A text in Markdown as HTML, with the changes marked in it that are given in the order of their places.

    A run of text is `<span data-s data-e>` with its offsets in code points. What came is `<ins>`, what went `<del>`,
    each with its number in `data-change`; a change that shows nowhere, one of markup, is an empty `<ins>`.
    """
    return _Page(Source(text), marks).rendered()


@lru_cache(maxsize=16)
def exact(text: str, marks: tuple[Mark, ...] = (), fold: int | None = None) -> str:
    """A text as HTML to the letter, with the same runs and marks; an empty `<span class="hitl-fold">` at `fold`."""
    page, at = Marked(marks), fold or 0
    shown = page.run(Run(text[:at], 0, at)) + '<span class="hitl-fold"></span>' if at else ""
    return _clean(shown + page.run(Run(text[at:], at, len(text))) + page.rest())


class _Page:
    def __init__(self, source: Source, marks: Sequence[Mark]) -> None:
        self._source = source
        self._marked = Marked(marks)
        self._cell = -1
        self._addresses = 0  # characters of them so far

    def rendered(self) -> Rendered:
        html = "".join(map(self._block, self._source.tokens))
        rest = self._marked.rest()
        html += f"<p>{rest}</p>" if rest else ""
        return Rendered(_clean(html), tuple(_hidden(self._source.text, self._marked.shown)))

    def _block(self, token: Token) -> str:
        match token.type:
            case "inline":
                cell = self._cell if self._cell >= 0 else None
                return "".join(self._inline(*child) for child in self._source.inline(token, cell))
            case "fence" | "code_block":
                return f"<pre><code>{''.join(map(self._marked.run, self._source.code(token)))}</code></pre>"
            case "hr":
                return "<hr>"
            case "tr_open":
                self._cell = -1
            case "th_open" | "td_open":
                self._cell += 1
            case "table_close":
                self._cell = -1
        if token.hidden or not token.tag:
            return ""
        return f"</{token.tag}>" if token.nesting < 0 else f"<{token.tag}{_attributes(token)}>"

    def _inline(self, token: Token, runs: list[Run]) -> str:
        match token.type:
            case "softbreak":
                return "\n"
            case "hardbreak":
                return "<br>"
            case "code_inline":
                return f"<code>{''.join(map(self._marked.run, runs))}</code>"
            case "image":
                words = _plain(token)
                runs = runs if words == token.content else [Run(words)]
                return f'<span class="hitl-image">{"".join(map(self._marked.run, runs))}</span>'
            case "link_open":
                return self._link(str(token.attrs.get("href", "")))
        if token.tag:
            return f"</{token.tag}>" if token.nesting < 0 else f"<{token.tag}>"
        return "".join(map(self._marked.run, runs))

    def _link(self, address: str) -> str:
        """A link that says where it leads; without an address once a few that are used often would fill the memory."""
        self._addresses += len(address)
        if self._addresses > len(self._source.text) + SOME_ADDRESSES:
            return "<a>"
        return f'<a href="{escape(address)}" title="{escape(address[:MOST_OF_A_TITLE])}">'


def _hidden(text: str, shown: Iterable[tuple[int, int]]) -> Iterator[str]:
    """The words of a text that no run shows, but for the numbers of a list."""
    at = 0
    for start, end in [*sorted(shown), (len(text), len(text))]:
        words = _LIST_NUMBER.sub("", text[at:start]).strip(_MARKUP)
        if any(map(str.isalnum, words)):
            yield " ".join(words.split())
        at = max(at, end)


def _attributes(token: Token) -> str:
    if token.tag == "ol" and "start" in token.attrs:
        return f' start="{int(token.attrs["start"])}"'
    side = str(token.attrs.get("style", "")).removeprefix("text-align:")
    return f' class="hitl-{side}"' if side in _ALIGNED else ""


def _plain(token: Token) -> str:
    """The words of a token's children, without markup."""
    blank = {"softbreak": " ", "hardbreak": " "}
    children = token.children or ()
    return "".join(_plain(each) if each.type == "image" else blank.get(each.type, each.content) for each in children)


def _clean(html: str) -> str:
    return nh3.clean(
        html.encode(errors="replace").decode(),
        tags=_TAGS,
        attributes=_ATTRIBUTES,
        allowed_classes=_CLASSES,
        url_schemes=_SCHEMES,
        url_relative="deny",
        link_rel="noopener noreferrer",
    )
