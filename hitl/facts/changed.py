"""Facts that came and went between two texts, and where the new ones may come from."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from hitl.domain import Author, Brief, Decision, Revision
from hitl.facts.dates import dates, months
from hitl.facts.fact import Fact, Found, Key, Taken, apart, words
from hitl.facts.marks import folded, is_said, links, quotations
from hitl.facts.names import is_german, names
from hitl.facts.numbers import numbers
from hitl.sentences import split


@dataclass(frozen=True)
class Finding:
    """A fact that the old text does not have; `known` if one of the sources does."""

    fact: Fact
    known: bool


@dataclass(frozen=True)
class Changed:
    """What a new text says that the old one did not, and what it says no longer; each fact once."""

    appeared: list[Finding]
    gone: list[Fact]


def facts(text: str) -> list[Fact]:
    """The numbers, dates, names, links and quotations of a text, in order; those of one kind never overlap."""
    return [found.fact for found in _all(text)]


def new_facts(old: str, new: str, sources: Sequence[str]) -> Changed:
    """Compare the facts of two texts, and look up in the sources those that appeared."""
    was, now, given = _Source([old]), _Source([new]), _Source(sources)
    appeared = [Finding(found.fact, given.has(found)) for found in _once(_all(new)) if not was.has(found)]
    gone = [found.fact for found in _once(_all(old)) if not now.has(found)]
    return Changed(appeared, gone)


def sources(
    review_brief: Brief, opening: str | None, revisions: Sequence[Revision], decisions: Sequence[Decision], up_to: int
) -> list[str]:
    """What people had said when revision `up_to` was written: the brief, the text they began with, their feedback.

    Of a text edited by hand only the sentences count that were not in the text before it: the others are the
    model's. A restored text brings none of its own, for all of it was seen before.
    """
    brief = review_brief
    found = [brief.topic, brief.audience, brief.tone, *brief.must_haves, opening or ""]
    found += [decision.feedback for decision in decisions if decision.seen_number < up_to]
    seen: set[str] = set()
    for revision in sorted(revisions, key=lambda revision: revision.number):
        if revision.number > up_to:
            break
        sentences = [sentence.strip() for sentence in split(revision.text)]
        if revision.author is Author.EDITOR:
            found.append("\n".join(sentence for sentence in sentences if sentence not in seen))
        seen.update(sentences)
    return [text for text in found if text.strip()]


def _all(text: str) -> Iterator[Found]:
    """The facts of a text in order."""
    taken, german, letters = Taken(len(text)), is_german(text), words(text)
    found = [list(apart(links(text)))]
    taken.add_all(found[0])
    found.append(list(apart(dates(text, letters, taken))))
    found.append(list(apart(numbers(text, letters, taken, german=german))))
    taken.add_all(found[-1])
    found.append(list(apart(names(text, taken, german=german))))
    found.append(list(apart(quotations(text))))
    yield from sorted((each for kind in found for each in kind), key=lambda each: (each.fact.start, -each.fact.end))


def _once(found: Iterable[Found]) -> Iterator[Found]:
    seen: set[tuple[frozenset[Key], ...]] = set()
    for each in found:
        if each.needs not in seen:
            seen.add(each.needs)
            yield each


class _Source:
    """What some texts say, as keys; every word is one, so that a name is known by its words."""

    def __init__(self, texts: Sequence[str]) -> None:
        self._text = folded("\n".join(texts))
        self._keys: set[Key] = {("w", word.removesuffix("s")) for word in self._text.split()}
        self._keys |= {("w", word) for word in self._text.split()}
        for text in texts:
            self._add(text)

    def has(self, found: Found) -> bool:
        """Whether everything that the fact needs is said."""
        if found.fact.kind == "quotation":
            return all(is_said(str(key[1]), self._text) for need in found.needs for key in need)
        return all(need & self._keys for need in found.needs)

    def _add(self, text: str) -> None:
        taken, letters = Taken(len(text)), words(text)
        addresses = list(links(text))
        taken.add_all(addresses)
        self._keys |= months(letters)
        for each in [*addresses, *dates(text, letters, taken), *numbers(text, letters, taken, german=True)]:
            for key in (key for need in each.needs for key in need):
                self._keys.add(key)
                if key[0] == "n":
                    self._keys.add(("n", key[1], ""))
                if key[0] == "md":
                    self._keys.add(("mo", key[1]))
