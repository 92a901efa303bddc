"""A text as paragraphs of characters that XML and HTML can hold, with the light Markdown that some kinds of text carry.

Nothing is lost: the marks that become looks ("# ", "- ", "**") can be put back from them, and all else stands.
"""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby

from hitl.domain import MARKDOWN_KINDS, Kind

_UNHOLDABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_FENCES = ("```", "~~~")
_HEADING = re.compile(r"(#{1,6}) (?=\S)")
_ITEM = re.compile(r"- (?=\S)")
_BOLD = re.compile(r"(\*\*(?=\S)[^*\n]+(?<=\S)\*\*)")


@dataclass(frozen=True)
class Run:
    """Words that look alike; a newline in them is a line break."""

    text: str
    bold: bool = False


@dataclass(frozen=True)
class Paragraph:
    """A heading of level 1 to 6, a list item, or lines of text.

    `tight`: the next paragraph begins on the very next line; otherwise a blank line stands between.
    """

    runs: tuple[Run, ...]
    heading: int = 0
    item: bool = False
    tight: bool = False

    @property
    def words(self) -> str:
        """All its words."""
        return "".join(run.text for run in self.runs)


def paragraphs(text: str, kind: Kind) -> list[Paragraph]:
    """The paragraphs of a text with LF as its line end.

    Markdown is read except in kinds that are published without it, and in a text that holds a code fence.
    """
    marked = kind in MARKDOWN_KINDS and not any(fence in text for fence in _FENCES)
    return [paragraph for block in text.split("\n\n") for paragraph in _block(block, marked)]


def titled(layout: list[Paragraph]) -> bool:
    """True if the text opens with a heading of its own."""
    return bool(layout and layout[0].heading)


def _block(block: str, marked: bool) -> Iterator[Paragraph]:
    if not marked:
        yield Paragraph((Run(block),))
        return
    groups = [list(lines) for _, lines in groupby(enumerate(block.split("\n")), _grouping)]
    for n, group in enumerate(groups, start=1):
        yield _paragraph("\n".join(line for _, line in group), tight=n < len(groups))


def _grouping(numbered: tuple[int, str]) -> int:
    """Equal for neighbouring lines of plain text, and a line's own number for a heading or item."""
    number, line = numbered
    return number if _HEADING.match(line) or _ITEM.match(line) else -1


def _paragraph(text: str, tight: bool) -> Paragraph:
    if heading := _HEADING.match(text):
        return Paragraph(_runs(text[heading.end() :]), heading=len(heading[1]), tight=tight)
    if item := _ITEM.match(text):
        return Paragraph(_runs(text[item.end() :]), item=True, tight=tight)
    return Paragraph(_runs(text), tight=tight)


def _runs(text: str) -> tuple[Run, ...]:
    """Every second part of the split is one that the pattern found."""
    parts = enumerate(_BOLD.split(text))
    return tuple(Run(part[2:-2], bold=True) if n % 2 else Run(part) for n, part in parts if part)


def holdable(text: str) -> str:
    """The text as XML 1.0 and HTML can hold it, each other character kept: LF for every line end.

    A control character is shown as its picture ("␀", U+2400 and up); half of a surrogate pair and the two
    noncharacters that XML forbids (https://www.w3.org/TR/xml/#charsets) become U+FFFD.
    """
    return _UNHOLDABLE.sub(_picture, text.replace("\r\n", "\n").replace("\r", "\n"))


def right_to_left(text: str) -> bool:
    """True if the first letter with a direction runs from right to left: the rule of `dir="auto"`, UAX 9's P2."""
    directions = (unicodedata.bidirectional(char) for char in text)
    return next((d for d in directions if d in {"L", "R", "AL"}), "L") != "L"


def _picture(found: re.Match[str]) -> str:
    code = ord(found[0])
    return chr(0x2400 + code) if code < 0x20 else "\N{REPLACEMENT CHARACTER}"
