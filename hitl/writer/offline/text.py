# ruff: noqa: RUF001 - typographic signs stand in people's texts, so they are looked for here
"""A text seen as units (sentences, headings, list items) and as metrics.

Everything here is linear in the length of the text, whatever the text is made of.
"""

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace

from hitl.writer.offline.dates import MONTHS

_NUMBER = r"\d+(?:[.,]\d+)*"
_SCAN = re.compile(
    r"(?:https?://|www\.)\S+"
    r"|(?<![\w&])#\w+"
    r"|^[ \t]*\d{1,3}[.)](?=[ \t])"
    rf"|(?:(?<=[^\W\d_])|(?<=[A-Z]-)|(?<=[A-Z]\d-)){_NUMBER}"
    rf"|(?P<metric>(?:[$€£¥]\s?)?{_NUMBER}(?:\s?(?:%|percent\b|per cent\b|million\b|billion\b)|(?:bn|[xkmKMB])\b)?)",
    re.MULTILINE,
)
_WORD = re.compile(r"([^\s。！？]+[。！？]*|[。！？]+)(\s*)")
_LEAD = re.compile(r"\s*(?:(?:[-*+•–]|\d{1,3}[.)]|#{1,6}|>)[ \t]+)?")
_LIST_NUMBER = re.compile(r"\d{1,3}[.)]")
_TERMINAL = re.compile(r"[.!?…]+[\"'”’»)\]*_]*$|[。！？]$")
_ABBREVIATIONS = frozenset(
    ("mr.", "mrs.", "ms.", "mx.", "dr.", "prof.", "st.", "e.g.", "i.e.", "cf.", "vs.", "p.s.", "approx.", "ca.", "z.b.")
)
_BEFORE_NUMBERS = frozenset(("no.", "nos.", "nr.", "vol.", "fig.", "p.", "pp.", "art.", "sec.", "tel.", "est."))
_ORDINAL = re.compile(r"[(\[\"'“„]*\d{1,2}\.")
_MONTH_NEXT = re.compile(rf"{MONTHS}\b")


@dataclass(frozen=True)
class Unit:
    """A sentence, heading or list item: the mark before it, its words, and the white space after it."""

    lead: str
    words: str
    gap: str

    def __str__(self) -> str:
        return self.lead + self.words + self.gap

    @property
    def listed(self) -> bool:
        """True for an item of a list."""
        return self.lead.strip() != "" and not self.lead.lstrip().startswith(("#", ">"))

    @property
    def closed(self) -> bool:
        """True when the words end as a sentence does."""
        return bool(_TERMINAL.search(self.words[-8:]))


def metric_spans(text: str) -> Iterator[tuple[int, int]]:
    """Where the metrics of `text` stand; see `metrics`."""
    return (found.span() for found in _SCAN.finditer(text) if found["metric"])


def metrics(text: str) -> list[str]:
    """The metrics of a text, in order: every run of digits, with the sign or unit that clings to it.

    "1,200", "2.5x", "37 %" and "$4m" are one metric each; "24/7" and "3 to 5" are two; a year is one.
    Not counted: digits in a URL, a hashtag, the number of a list item ("1. "), or a name, which is a
    run right after a letter or after a capital and a hyphen ("Q3", "B2B", "GPT-4"), and numbers
    spelled as words.
    """
    return [text[start:end] for start, end in metric_spans(text)]


def word_count(text: str) -> int:
    """Words as an editor counts them: what white space separates."""
    return len(text.split())


def units(text: str) -> list[Unit]:
    """The text in units; joining them gives the text back, character for character."""
    found: list[Unit] = []
    start = 0
    for match in _WORD.finditer(text):
        first = _at_line_start(found) and text[start : match.start()].strip() == ""
        if _closes(match[1], match[2], text[match.end() : match.end() + 12], first):
            found.append(_unit(text[start : match.end()], _at_line_start(found)))
            start = match.end()
    if start < len(text):
        found.append(_unit(text[start:], _at_line_start(found)))
    return found


def joined(parts: Sequence[Unit]) -> str:
    """The text that units make."""
    return "".join(map(str, parts))


def kept(parts: Sequence[Unit], indexes: Collection[int]) -> list[Unit]:
    """The units at `indexes`, with the paragraph breaks of the ones left out repaired."""
    left: list[Unit] = []
    for index, unit in enumerate(parts):
        if index in indexes:
            left.append(unit)
        elif left:
            left[-1] = replace(left[-1], gap=_wider(left[-1].gap, unit.gap))
    if left:
        left[-1] = replace(left[-1], gap=parts[-1].gap)
    return left


def without_orphans(parts: Sequence[Unit], indexes: Collection[int]) -> set[int]:
    """The indexes without lead-ins ("Next steps:") that would announce nothing any more; never none at all."""
    orphans = {
        index
        for index in indexes
        if parts[index].words.endswith(":") and index + 1 < len(parts) and index + 1 not in indexes
    }
    return {index for index in indexes if index not in orphans} or set(indexes)


def word_set(words: str) -> frozenset[str]:
    """The words of a string, for tables that read better as text."""
    return frozenset(words.split())


def capitalised(words: str) -> str:
    """The words with a capital in front, unless they start with a link or a name such as iPhone."""
    named = words[1:2].isupper() or words.startswith(("http://", "https://", "www."))
    return words if named else words[:1].upper() + words[1:]


def sentence(words: str) -> str:
    """The words as a sentence: a capital in front and a full stop behind, where they lack."""
    words = " ".join(words.split()).rstrip(" ,;:")
    return capitalised(words) if _TERMINAL.search(words[-8:]) else capitalised(words) + "."


def listing(items: Sequence[str]) -> str:
    """Items in a row: "a", "a and b", "a, b and c"."""
    return " and ".join((", ".join(items[:-1]), items[-1])) if len(items) > 1 else "".join(items)


def quoted(words: str) -> str:
    """The words in quotation marks for a note, cut to a readable length."""
    words = " ".join(words.split())
    return '"' + (words if len(words) <= 80 else words[:79].rstrip() + "…") + '"'


def _closes(word: str, gap: str, following: str, first: bool) -> bool:
    """Whether a unit ends after this word."""
    if first and _LIST_NUMBER.fullmatch(word):
        return False
    ends = bool(_TERMINAL.search(word[-8:]))
    if "\n" in gap:
        return ends or gap.count("\n") > 1 or not following[:1].islower()
    if word[-1] in "。！？":
        return True
    return ends and gap != "" and not (word.endswith(".") and _goes_on(word, following))


def _goes_on(word: str, following: str) -> bool:
    """Whether the full stop of a word is part of the word, to judge by what follows: "Mr. Smith", "No. 5", "1. Mai"."""
    plain = word.lower().lstrip("([\"'“„")
    if following[:1].islower() or plain in _ABBREVIATIONS:
        return True
    if plain in _BEFORE_NUMBERS:
        return following[:1].isdigit()
    return bool(_ORDINAL.fullmatch(word) and _MONTH_NEXT.match(following))


def _unit(raw: str, line_start: bool) -> Unit:
    body = raw.rstrip()
    lead = _LEAD.match(body) if line_start else re.match(r"\s*", body)
    cut = lead.end() if lead else 0
    return Unit(body[:cut], body[cut:], raw[len(body) :])


def _at_line_start(before: Sequence[Unit]) -> bool:
    return not before or "\n" in before[-1].gap


def _wider(one: str, other: str) -> str:
    return max(one, other, key=lambda gap: gap.count("\n"))
