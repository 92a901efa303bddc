"""Markdown as tokens whose text knows its place in the source: markdown-it-py, with the offsets that it does not keep.

A run of text is compared with the source before it is believed: one that differs has no place.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from markdown_it import MarkdownIt
from markdown_it.parser_inline import ParserInline
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token

AT = "at"
"""In a token's `meta`: where in the content of its block an inline token begins."""

_LINES = re.compile(r"([^\r\n]*)(\r\n|\r|\n|$)")
_LINE_END = re.compile(r"[\r\n]")
_CODE_LINES = re.compile(r"[^\n]*\n|[^\n]+")
_CELL_BREAK = re.compile(r"(?<!\\)\|")

Places = list[int | None]
"""For each character of a text its offset in the source, in code points; None where it has none."""


@dataclass(frozen=True)
class Run:
    """A stretch of text without markup, and where in the source it stands: `end` - `start` may be more than its length.

    An entity such as `&amp;` is one character of five; such a run is whole or not at all.
    """

    text: str
    start: int | None = None
    end: int | None = None

    @property
    def exact(self) -> bool:
        """Whether each of its characters stands in the source as itself."""
        return self.start is not None and self.end is not None and self.end - self.start == len(self.text)


class _State(StateInline):
    """Notes in each text token where its text began."""

    _began = 0

    def append_pending(self, text: str) -> None:
        if not self.pending:
            self._began = self.pos
        super().append_pending(text)

    def pushPending(self) -> Token:  # noqa: N802 - the library's name
        token = super().pushPending()
        token.meta[AT] = self._began
        return token

    def push(self, ttype: str, tag: str, nesting: Any) -> Token:  # noqa: ANN401 - the library's own
        token = super().push(ttype, tag, nesting)
        token.meta[AT] = self.pos
        return token


class _Inline(ParserInline):
    def parse(self, src: str, md: MarkdownIt, env: Any, tokens: list[Token]) -> list[Token]:  # noqa: ANN401 - as above
        state = _State(src, md, env, tokens)
        self.tokenize(state)
        for rule in self.ruler2.getRules(""):
            rule(state)
        return state.tokens


def _parser() -> MarkdownIt:
    """CommonMark with tables and strike-through; no HTML, and texts left apart as they stood in the source."""
    parser = MarkdownIt("commonmark", {"html": False})
    rules = parser.get_active_rules()
    parser.inline = _Inline()
    for chain in ("inline", "inline2"):
        (parser.inline.ruler if chain == "inline" else parser.inline.ruler2).enableOnly(rules[chain])
    parser.normalizeLinkText = lambda link: link  # type: ignore[method-assign] # an address is shown as it stands
    return parser.enable(["table", "strikethrough"]).disable(["fragments_join", "text_join", "html_inline"])


_PARSER = _parser()


class Source:
    """A text in Markdown: its tokens, and the places of what they hold."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.tokens = _PARSER.parse(text)
        self._row: tuple[int, list[int]] = (-1, [])  # the row of a table that was read last, and where its cells end
        self._lines = [(found.start(), found[1]) for found in _LINES.finditer(text)]

    def inline(self, block: Token, cell: int | None = None) -> Iterator[tuple[Token, list[Run]]]:
        """The inline tokens of a block, each with its text; `cell` is the column of a table's cell."""
        places = self._of_lines(block) if cell is None else self._of_cell(block, cell)
        before, used = -1, 0
        children = block.children or []
        for previous, token in zip([None, *children], children, strict=False):
            at = token.meta.get(AT, 0)
            content = token.content
            if token.type == "text":
                used = used if at == before else 0
                before, used = at, used + len(content)
                autolink = previous is not None and (previous.type, previous.markup) == ("link_open", "autolink")
                at += used - len(content) + autolink
            elif token.type == "text_special" and token.info == "escape":
                at += len(token.markup) - len(content)
            elif token.type == "code_inline":
                at += len(token.markup)
                at += (
                    places[at : at + 1] != [None]
                    and block.content[at : at + len(content)].replace("\n", " ") != content
                )
            elif token.type == "image":
                at += len("![")
            yield token, [*self._runs(token, content, places, at)]

    def code(self, block: Token) -> list[Run]:
        """The lines of a block of code."""
        first = (block.map or [0])[0] + (block.type == "fence")
        runs: list[Run] = []
        for number, line in enumerate(_CODE_LINES.findall(block.content), first):
            start, whole = self._lines[min(number, len(self._lines) - 1)]
            at = start + len(whole) - len(line.rstrip("\n"))
            runs += self._checked(line, [*range(at, at + len(line))])
        return runs

    def _runs(self, token: Token, content: str, places: Places, at: int) -> Iterator[Run]:
        if token.type == "text_special" and token.info == "entity":
            here = places[at : at + len(token.markup)]
            whole = here and here[0] is not None and self.text.startswith(token.markup, here[0])
            yield Run(content, here[0], here[0] + len(token.markup)) if whole and here[0] is not None else Run(content)
        elif content:
            yield from self._checked(content, places[at : at + len(content)])

    def _checked(self, content: str, places: Places) -> Iterator[Run]:
        """A text as runs that stand in the source without a gap; without a place where the source has another text."""
        places = [*places, *([None] * (len(content) - len(places)))]
        begin = 0
        for end in range(1, len(content) + 1):
            gap = end == len(content) or places[end] is None or places[end - 1] is None
            if gap or places[end] != places[end - 1] + 1:  # type: ignore[operator] # both are numbers here
                text, start = content[begin:end], places[begin]
                stands = start is not None and _same(self.text[start : start + len(text)], text)
                yield Run(text, start, start + len(text)) if stands and start is not None else Run(text)
                begin = end

    def _of_lines(self, block: Token) -> Places:
        """The places of a paragraph's or a heading's content: each of its lines ends a line of the source."""
        places: Places = []
        for number, line in enumerate(block.content.split("\n"), (block.map or [0])[0]):
            start, whole = self._lines[min(number, len(self._lines) - 1)]
            words = line.lstrip(" \t")
            at = whole.rfind(words)
            indent = len(line) - len(words)
            places += [None] * indent if at < indent else [*range(start + at - indent, start + at)]
            places += [None] * len(words) if at < 0 else [*range(start + at, start + at + len(words))]
            places.append(start + len(whole))  # the end of the line
        return places

    def _of_cell(self, block: Token, cell: int) -> Places:
        r"""The places of a table's cell, in which `\\|` is a bar."""
        number = (block.map or [0])[0]
        start, whole = self._lines[number]
        if number != self._row[0]:
            self._row = number, _edges(whole)
        edges = self._row[1]
        if cell + 1 >= len(edges):
            return []
        begin, end = edges[cell] + 1, edges[cell + 1]
        begin += len(whole[begin:end]) - len(whole[begin:end].lstrip())
        return [start + at for at in range(begin, end) if whole[at : at + 2] != r"\|"]


def _edges(row: str) -> list[int]:
    """Where the cells of a row end, after where its first one begins."""
    indent = len(row) - len(row.lstrip(" \t>"))
    bars = [found.start() for found in _CELL_BREAK.finditer(row, indent)]
    edges = [indent - 1, *bars, len(row)]
    return edges[1:] if bars and not row[indent : bars[0]].strip() else edges


def _same(source: str, text: str) -> bool:
    """Whether they are equal, but for how lines end: in a span of code a line's end is a blank."""
    return source == text or _LINE_END.sub(" ", source) == _LINE_END.sub(" ", text)
