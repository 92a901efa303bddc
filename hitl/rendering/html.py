"""Tokens of Markdown as HTML, with what changed marked in it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from html import escape
from itertools import groupby

import nh3
from markdown_it.token import Token

from hitl.diff import Change
from hitl.rendering.offsets import Run, Source

_ALIGNED = ("left", "center", "right")
_TAGS = {
    "a", "blockquote", "br", "code", "del", "em", "h1", "h2", "h3", "h4", "h5", "h6", "hr", "ins", "li", "ol", "p",
    "pre", "s", "span", "strong", "table", "tbody", "td", "th", "thead", "tr", "ul",
}  # fmt: skip
_ATTRIBUTES = {
    "a": {"href", "title"},
    "ol": {"start"},
    "span": {"data-s", "data-e"},
    "ins": {"data-change", "tabindex"},
    "del": {"data-change", "tabindex"},
}
_CLASSES = {tag: {f"hitl-{side}" for side in _ALIGNED} for tag in ("td", "th")}
_CLASSES |= {"span": {"hitl-image"}, "ins": {"hitl-moved", "hitl-place"}}
_SCHEMES = {"http", "https", "mailto"}


@dataclass(frozen=True)
class Mark:
    """A change number `number` in a text: what came stands from `start` to `end`; `gone` is what went there."""

    number: int
    start: int
    end: int
    gone: str = ""
    moved: bool = False


def marked(changes: Iterable[Change]) -> tuple[Mark, ...]:
    """What changed from one text to another, as marks in the other; neighbouring changes are one."""
    marks: list[Mark] = []
    at = 0
    for same, run in groupby(changes, key=lambda change: change.kind == "same"):
        group = list(run)
        came = [change for change in group if change.kind != "delete"]
        end = at + sum(len(change.text) for change in came)
        gone = "".join(change.text for change in group if change.is_plain("delete"))
        if not same and (gone or end > at):
            moved = any(change.move is not None for change in came)
            marks.append(Mark(len(marks) + 1, at, end, gone, moved))
        at = end
    return tuple(marks)


@dataclass(frozen=True)
class Rendered:
    """A text as HTML, block by block with the offset of each in the source, and its headings with their levels."""

    blocks: tuple[tuple[int, str], ...]
    headings: tuple[tuple[int, str], ...]

    @property
    def html(self) -> str:
        """All blocks."""
        return "".join(html for _, html in self.blocks)


@lru_cache(maxsize=64)
def render(text: str, marks: tuple[Mark, ...] = ()) -> Rendered:
    """A text in Markdown as HTML, with the changes marked in it that are given in the order of their places.

    A run of text is `<span data-s data-e>` with its offsets in code points. What came is `<ins>`, what went `<del>`,
    each with its number in `data-change`; a change that shows nowhere, one of markup, is an empty `<ins>`.
    """
    return _Page(Source(text), marks).rendered()


class _Page:
    def __init__(self, source: Source, marks: Sequence[Mark]) -> None:
        self._source = source
        self._marks = marks
        self._next = 0  # of the marks that begin behind what was shown
        self._seen: set[int] = set()
        self._cell = -1

    def rendered(self) -> Rendered:
        blocks: list[tuple[int, str]] = []
        headings: list[tuple[int, str]] = []
        begin, tokens = 0, self._source.tokens
        for place, token in enumerate(tokens):
            if token.level == 0 and token.nesting <= 0:
                group = tokens[begin : place + 1]
                html = "".join(map(self._block, group))
                blocks.append((self._source.line_start((group[0].map or [0])[0]), _clean(html)))
                if group[0].type == "heading_open":
                    headings.append((int(group[0].tag[1]), _plain(group[1])))
                begin = place + 1
        size = len(self._source.text)
        if rest := self._unseen(size + 2):
            blocks.append((size, _clean(f"<p>{rest}</p>")))
        return Rendered(tuple(blocks), tuple(headings))

    def _block(self, token: Token) -> str:
        match token.type:
            case "inline":
                cell = self._cell if self._cell >= 0 else None
                return "".join(self._inline(*child) for child in self._source.inline(token, cell))
            case "fence" | "code_block":
                return f"<pre><code>{''.join(map(self._run, self._source.code(token)))}</code></pre>"
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
                return f"<code>{''.join(map(self._run, runs))}</code>"
            case "image":
                words = _plain(token)
                runs = runs if words == token.content else [Run(words)]
                return f'<span class="hitl-image">{"".join(map(self._run, runs))}</span>'
            case "link_open":
                href = escape(str(token.attrs.get("href", "")))
                return f'<a href="{href}" title="{href}">'
        if token.tag:
            return f"</{token.tag}>" if token.nesting < 0 else f"<{token.tag}>"
        return "".join(map(self._run, runs))

    def _run(self, run: Run) -> str:
        """A run with its changes; one that shows nowhere stands before the next run that is shown."""
        if run.start is None or run.end is None:
            return escape(run.text)
        shown, at = [self._unseen(run.start)], run.start
        while at < run.end and (mark := self._mark) and mark.start < run.end:
            if mark.start > at and run.exact:
                shown.append(_span(run, at, mark.start))
                at = mark.start
            shown.append(self._went(mark))
            end = min(mark.end, run.end) if run.exact else run.end
            if mark.end > at and end > at:
                moved = ' class="hitl-moved"' if mark.moved else ""
                self._seen.add(mark.number)
                shown.append(f'<ins data-change="{mark.number}"{moved}>{_span(run, at, end)}</ins>')
                at = end
            if mark.end > run.end:
                return "".join(shown)
            self._next += 1
        return "".join([*shown, _span(run, at, run.end) if at < run.end else ""])

    @property
    def _mark(self) -> Mark | None:
        return self._marks[self._next] if self._next < len(self._marks) else None

    def _unseen(self, before: int) -> str:
        """The changes that end before an offset and were not shown, as places; what went there at each."""
        shown = ""
        while (mark := self._mark) and max(mark.end, mark.start + 1) <= before:
            if mark.number not in self._seen:
                shown += self._went(mark) or f'<ins data-change="{mark.number}" class="hitl-place"></ins>'
            self._next += 1
        return shown

    def _went(self, mark: Mark) -> str:
        """What went at a change, once."""
        if mark.number in self._seen:
            return ""
        self._seen.add(mark.number)
        return f'<del data-change="{mark.number}">{escape(mark.gone)}</del>' if mark.gone else ""


def _span(run: Run, start: int, end: int) -> str:
    text = run.text[start - (run.start or 0) : end - (run.start or 0)] if run.exact else run.text
    return f'<span data-s="{start}" data-e="{end}">{escape(text)}</span>'


def _attributes(token: Token) -> str:
    if token.tag == "ol" and "start" in token.attrs:
        return f' start="{int(token.attrs["start"])}"'
    side = str(token.attrs.get("style", "")).removeprefix("text-align:")
    return f' class="hitl-{side}"' if side in _ALIGNED else ""


def _plain(token: Token) -> str:
    """The words of a token's children, without markup."""
    return "".join(_plain(child) if child.type == "image" else child.content for child in token.children or ())


def _clean(html: str) -> str:
    return nh3.clean(
        html,
        tags=_TAGS,
        attributes=_ATTRIBUTES,
        allowed_classes=_CLASSES,
        url_schemes=_SCHEMES,
        url_relative="deny",
        link_rel="noopener noreferrer",
    )
