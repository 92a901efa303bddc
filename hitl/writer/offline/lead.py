"""Bringing what the text already says to the front of it."""

import re
from collections.abc import Callable
from dataclasses import replace

from hitl.writer.offline.asks import Ask
from hitl.writer.offline.dates import has_date
from hitl.writer.offline.sheet import Sheet, body_end, head_size
from hitl.writer.offline.text import Unit, joined, kept, metrics, sentence, units

_SORTS: tuple[tuple[re.Pattern[str], Callable[[str], bool]], ...] = (
    (re.compile(r"(?:dates?|days?|when|timing)", re.IGNORECASE), has_date),
    (
        re.compile(r"(?:numbers?|figures?|metrics?|stats?|statistics?)", re.IGNORECASE),
        lambda words: bool(metrics(words)),
    ),
    (
        re.compile(r"(?:quotes?|quotations?)", re.IGNORECASE),
        lambda words: bool(re.search(r"[\"“”„«]|(?<!\w)['‘]\w", words)),
    ),
)
_ARTICLE = re.compile(
    r"(?:(?:the|a|an|our|their|his|her|its|your|my|when|where|how|who|what|why|which|sentence|part|bit|line|about|on|with|of|is)\s+)+",
    re.IGNORECASE,
)


def says(words: str, what: str) -> bool:
    """True when a sentence holds what is named: a sort of thing ("the dates"), or all of the words."""
    name = _ARTICLE.sub("", what.strip() + " ", count=1).strip() or what.strip()
    for sort, holds in _SORTS:
        if sort.fullmatch(name) and holds(words):
            return True
    inside = words.lower()
    return all(re.search(rf"(?<!\w){re.escape(word)}", inside) for word in map(_stem, name.lower().split()))


def lead(sheet: Sheet, ask: Ask) -> Sheet:
    """The one sentence that holds what is named, in front of the body; not understood when there is not exactly one."""
    parts = units(sheet.text)
    start, end = head_size(parts), body_end(parts) if parts else 0
    if any(says(unit.words, ask.value) for unit in parts[: start + 1]):
        return sheet.missing(ask, "the text already starts with it")
    holding = [index for index in range(start, end) if says(parts[index].words, ask.value)]
    if len(holding) != 1:
        return sheet.missing(ask)
    moved = parts[holding[0]]
    front = replace(moved, lead="", words=sentence(moved.words), gap=_gap_of(parts[start]))
    rest = kept(parts, set(range(len(parts))) - {holding[0]})
    return sheet.with_text(joined((*rest[:start], front, *rest[start:])).rstrip(), front.words)


def _gap_of(first: Unit) -> str:
    return "\n\n" if "\n" in first.gap or first.listed else " "


def _stem(word: str) -> str:
    return word[:-1] if len(word) > 4 and word.endswith("s") else word
