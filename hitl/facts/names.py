"""Proper names by plain rules: capitals that no beginning of a sentence explains."""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from hitl.facts.fact import WORDS, Found, Taken, found_at
from hitl.sentences import body, split

_WORD = re.compile(r"[^\W_]+(?:[-\u2010\u2011'’&][^\W_]+)*")
_BEGINS = frozenset(":\"“”„«»‹›‘‚'¿¡•|>*_#–—")  # noqa: RUF001
_PARTS = re.compile(r"[^\W_]+")
_ELISION = re.compile(r"(?:[dlDL]|[Qq]u)['’](?=\w)")
_POSSESSIVE = re.compile(r"['’]s?\Z")
_WORDS = {name: frozenset(words.split()) for name, words in WORDS["names"].items()}
_TITLES, _LINKS, _NOT_NAMES = _WORDS["titles"], _WORDS["links"], _WORDS["not_names"]
_ADJECTIVE = re.compile(r"(?:e|en|er|es|em|t|t's)\Z")
_UNSAID = _LINKS | frozenset(("dr", "mr", "mrs", "ms", "prof", "herr", "frau"))
"""Words of a name that no source needs to have."""

_LONG = 4
"""Letters of the words that a headline writes with a capital; the shorter ones often have none."""


class _Cap(NamedTuple):
    """A word with a capital. `explained`: it begins a sentence, or stands in a headline written in capitals."""

    text: str
    start: int
    end: int
    explained: bool


_Run = list[_Cap]


def is_german(text: str) -> bool:
    """Whether a text has more of German's little words than of the others'."""
    words = text.casefold().split()
    return sum(word in _WORDS["german"] for word in words) > sum(word in _WORDS["other"] for word in words)


def names(text: str, taken: Taken, *, german: bool) -> Iterator[Found]:
    """The proper names of a text that are not `taken`.

    A name is a run of words with a capital, also with "of", "von" and their like between them. One word
    that begins a sentence is a name only if it has a capital elsewhere too. German writes all nouns with a
    capital: there a name has two words, or is an abbreviation or a well-known place.
    """
    runs = list(_runs(text, taken, german))
    firm = {cap.text for run in runs for cap in run if not cap.explained}
    small = {match for match in _WORD.findall(text) if match[0].islower()}
    for run in runs:
        name = _trimmed(run, small, german)
        if name and _is_name(name, firm, german):
            start, end = name[0].start, name[-1].end
            end -= len(match[0]) if (match := _POSSESSIVE.search(text[start:end])) else 0
            unsure = len(name) > 1 and name[0].explained and name[0].text not in firm
            yield _found(text, start, end, name[1].start if unsure else start)


def _found(text: str, start: int, end: int, needed: int) -> Found:
    """A name, known by its words from `needed` on; an s at the end of a word does not count."""
    parts = [part for part in _PARTS.findall(text[needed:end].casefold()) if part not in _UNSAID]
    return found_at("name", text, (start, end), *({("w", part), ("w", part.removesuffix("s"))} for part in parts))


def _runs(text: str, taken: Taken, german: bool) -> Iterator[_Run]:
    """Each run of words with a capital; it never leaves its sentence, nor stands in a line of capitals only."""
    at = 0
    for sentence in split(text):
        spans = [(at + m.start(), at + m.end()) for m in _WORD.finditer(sentence, body(sentence)[0])]
        headline = not german and _is_headline(sentence, [text[start:end] for start, end in spans])
        at += len(sentence)
        run: _Run = []
        for cap in _caps(text, spans, taken, headline) if len(spans) < 3 or not sentence.isupper() else ():
            if run and not _joins(text, run[-1], cap, _WORDS["german_links"] if german else _LINKS):
                yield run
                run = []
            run.append(cap)
        if run:
            yield run


def _caps(text: str, spans: Sequence[tuple[int, int]], taken: Taken, headline: bool) -> Iterator[_Cap]:
    """The words of a sentence that have a capital."""
    for k, (start, end) in enumerate(spans):
        first = start
        if text[start] in "dlqDLQ" and (elision := _ELISION.match(text, start, end)):
            first = elision.end() if text[elision.end()].isupper() else start
        if text[first].isupper() and (first, end) not in taken:
            yield _Cap(text[first:end], first, end, headline or k == 0 or _begins(text, start))


def _begins(text: str, start: int) -> bool:
    """Whether a sentence may begin at a word, by what stands before it: a colon, a quotation mark, an emoji."""
    before = text[start - 2]
    return text[start - 1] in _BEGINS or before in ":*" or unicodedata.category(before) in ("So", "Me")


def _joins(text: str, before: _Cap, after: _Cap, links: frozenset[str]) -> bool:
    """Whether what stands between two words with a capital joins them to one name."""
    gap = text[before.end : after.start]
    if before.text.endswith(("'s", "’s")):
        return False
    if gap in (" ", "\u00a0", " & ", "-"):
        return True
    if gap == ". ":
        return before.text in _TITLES or len(before.text) == 1
    return 3 < len(gap) < 12 and gap[0] == gap[-1] == " " and links.issuperset(gap.split()) and len(gap.split()) < 3


def _is_headline(sentence: str, words: Sequence[str]) -> bool:
    """Whether a line without a full stop, or one marked as a headline, writes most words with a capital."""
    telling = [word for word in words if len(word) >= _LONG or word[0].isupper()]
    capital = sum(word[0].isupper() for word in telling)
    plain = len(telling) > 3 and not words[0][0].islower() and sentence.rstrip()[-1] not in ".,;"
    return (plain or sentence.lstrip().startswith("#")) and capital >= 0.75 * len(telling)


def _trimmed(run: _Run, small: set[str], german: bool) -> _Run:
    """A run without the words around it that are none of a name."""
    while run and _is_common(run[0], small, german, len(run)):
        run = run[1:]
    while run and (run[-1].text in _NOT_NAMES or (german and run[-1].text in _WORDS["german_lead"])):
        run = run[:-1]
    return run


def _is_common(cap: _Cap, small: set[str], german: bool, size: int) -> bool:
    lower = cap.text.lower()
    if cap.text in _NOT_NAMES and (size == 1 or cap.text not in _TITLES):
        return not (german and cap.text in ("Herr", "Frau"))
    if german and (cap.text in _WORDS["german_lead"] or (cap.explained and size == 2 and _ADJECTIVE.search(lower))):
        return True
    base = lower.replace("’", "'").partition("'")[0]
    return cap.explained and (base in _WORDS["common"] or lower in small)


def _is_name(name: _Run, firm: set[str], german: bool) -> bool:
    if any(_has_inner_capital(cap.text) for cap in name):
        return True
    if len(name) > 1:
        return not all(cap.explained for cap in name)
    if german:
        return name[0].text in _WORDS["places"]
    return not name[0].explained or name[0].text in firm


def _has_inner_capital(word: str) -> bool:
    return word not in _NOT_NAMES and any(char.isupper() for char in word[1:].partition("-")[0])
