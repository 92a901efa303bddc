"""Facts that came and went between two texts, and where the new ones may come from."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain

from hitl.domain import Author
from hitl.facts.dates import dates, months
from hitl.facts.fact import Fact, Found, Key, Taken, in_order, words
from hitl.facts.marks import folded, is_said, links, quotations
from hitl.facts.names import is_german, names
from hitl.facts.numbers import numbers
from hitl.lineage import Generation, Lineage
from hitl.sentences import split
from hitl.wording import taken_from

_TIME = re.compile(
    r"(?i)(\d{1,2}([:.]\d\d)? ?(to|and|bis|und|–|-) ?)?\d{1,2}([:.]\d\d)?\s?(a\.?m\b|p\.?m\b|o['’]clock|uhr\b)"
    r"|\b\d{1,2}:\d\d\b"
)
_FIGURE = re.compile(r"(?<![^\W\d_])(?<![^\W\d_]-)\d+(?:[.,:]\d+)*")
_LISTED = re.compile(r"^\s*\d{1,3}[.)]\s", re.MULTILINE)


@dataclass(frozen=True)
class Source:
    """Words of a person, and what they are called: "the brief", "feedback on v2", "the editor's text v3"."""

    name: str
    text: str


@dataclass(frozen=True)
class Finding:
    """A fact that the old text does not have, and the names of the sources that do.

    One source is named where one has all of the fact, several where they have its parts between them.
    """

    fact: Fact
    sources: tuple[str, ...]

    @property
    def known(self) -> bool:
        """Whether the sources have it."""
        return bool(self.sources)


@dataclass(frozen=True)
class Changed:
    """What a new text says that the old one did not, and what it says no longer; each fact once."""

    appeared: list[Finding]
    gone: list[Fact]


def facts(text: str) -> list[Fact]:
    """The numbers, dates, names, links and quotations of a text, in order; those of one kind never overlap."""
    return [found.fact for found in _all(text)]


def all_numbers(text: str) -> list[Fact]:
    """Each number of a text, in figures and in words, as a fact; the figures of dates too, as "date".

    Those of names (Q3), links and lists are none.
    """
    found, listed = facts(text), [match.span() for match in _LISTED.finditer(text)]
    numbers = [fact for fact in found if fact.kind == "number"]
    passed = listed + [(fact.start, fact.end) for fact in found if fact.kind in ("number", "link")]
    for match in _FIGURE.finditer(text):
        start, end = match.span()
        if not any(start < stop and begin < end for begin, stop in passed):
            numbers.append(Fact("date", match[0], start, end))
    return sorted(numbers, key=lambda fact: fact.start)


def quantities(text: str) -> list[Fact]:
    """The numbers of a text; a time of day or a date is one only where there is no other."""
    found, times = all_numbers(text), [match.span() for match in _TIME.finditer(text)]
    is_time = [any(start <= fact.start < end for start, end in times) for fact in found]
    return [each for each, skip in zip(found, is_time, strict=True) if each.kind == "number" and not skip] or found


def new_facts(old: str, new: str, sources: Sequence[Source]) -> Changed:
    """Compare the facts of two texts, and look up in the sources, first to last, those that appeared."""
    was, now, given = _Said(old), _Said(new), [(source.name, _Said(source.text)) for source in sources]
    appeared = [Finding(found.fact, _named(found, given)) for found in _once(_all(new)) if not was.has(found)]
    gone = [found.fact for found in _once(_all(old)) if not now.has(found)]
    return Changed(appeared, gone)


def sources(lineage: Lineage, up_to: int) -> list[Source]:
    """What people had said when revision `up_to` was written, in its own review first, then in those before it.

    That is each brief, the feedback, and of a text by hand, also one that a review began with, the sentences
    that were in no text before it: the others are the model's. A restored text brings none, for all of it was
    seen before; nor does one that was taken over, for who wrote it is told by the review that it came from.
    """
    seen: set[str] = set()
    found: list[Source] = []
    for generation in lineage.generations:
        own = generation is lineage.own
        last = up_to if own else generation.revisions[-1].number
        behind = "" if own else " of an earlier review"
        said = [*_said(generation, last), *_by_hand(generation, last, seen)]
        found = [Source(name + behind, text) for name, text in said if text.strip()] + found
    return found


def _said(generation: Generation, up_to: int) -> Iterator[tuple[str, str]]:
    """The brief, and the feedback that came before revision `up_to`."""
    brief = generation.review.brief
    for part in (brief.topic, brief.audience, brief.tone, *brief.must_haves):
        yield "the brief", part
    for decision in generation.decisions:
        if decision.seen_number < up_to:
            yield f"feedback on v{decision.seen_number}", decision.feedback


def _by_hand(generation: Generation, up_to: int, seen: set[str]) -> Iterator[tuple[str, str]]:
    """The sentences that editors wrote up to revision `up_to`; all sentences are added to those seen."""
    for revision in generation.revisions:
        if revision.number > up_to:
            break
        sentences = [sentence.strip() for sentence in split(revision.text)]
        if revision.author is Author.EDITOR and not taken_from(generation.review, revision):
            new = "\n".join(sentence for sentence in sentences if sentence not in seen)
            yield f"the editor's text v{revision.number}", new
        seen.update(sentences)


def _found(text: str, *, german: bool) -> tuple[list[Found], Taken]:
    """The links, dates and numbers of a text, and their places."""
    taken, letters = Taken(len(text)), words(text)
    found = [*taken.claim(links(text)), *dates(text, letters, taken)]
    return [*found, *taken.claim(numbers(text, letters, taken, german=german))], taken


def _all(text: str) -> list[Found]:
    """The facts of a text in order, without names of little words alone, of which no source could tell anything."""
    german = is_german(text)
    found, taken = _found(text, german=german)
    found += [*taken.claim(names(text, taken, german=german)), *Taken(len(text)).claim(quotations(text))]
    return in_order(each for each in found if each.needs)


def _once(found: Iterable[Found]) -> Iterator[Found]:
    """The first of the facts that are the same."""
    first: dict[tuple[frozenset[Key], ...], Found] = {}
    for each in found:
        first.setdefault(each.needs, each)
    yield from first.values()


class _Said:
    """What a text says, as keys; every word is one, so that a name is known by its words."""

    def __init__(self, text: str) -> None:
        self._text = folded(text)
        self._keys: set[Key] = months(words(text))
        for word in self._text.split():
            self._keys |= {("w", word), ("w", word.removesuffix("s"))}
        for each in _found(text, german=True)[0]:
            for key in chain.from_iterable(each.needs):
                less = {"n": ("n", key[1], ""), "md": ("mo", key[1])}.get(str(key[0]), key)
                self._keys |= {key, less}

    def says(self, need: Iterable[Key]) -> bool:
        """Whether it says one of these keys."""
        return any(key in self._keys or (key[0] == "q" and is_said(str(key[1]), self._text)) for key in need)

    def has(self, found: Found) -> bool:
        """Whether everything that the fact needs is said."""
        return all(map(self.says, found.needs))


def _named(found: Found, given: Sequence[tuple[str, _Said]]) -> tuple[str, ...]:
    """The first source that has the fact; where none has all of it, the first ones that have its parts."""
    for name, said in given:
        if said.has(found):
            return (name,)
    parts = [next((name for name, said in given if said.says(need)), "") for need in found.needs]
    return tuple(dict.fromkeys(parts)) if all(parts) else ()
