"""What a fact is, and how two facts are told to be the same."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Literal, NamedTuple

Kind = Literal["number", "date", "name", "link", "quotation"]

Key = tuple[str | int, ...]
"""A fact in a form in which all its spellings are equal, such as `("n", "12000", "%")`."""


@dataclass(frozen=True)
class Fact:
    """A place in a text that says something which can be checked: `text` is what stands at `start:end`."""

    kind: Kind
    text: str
    start: int
    end: int


class Found(NamedTuple):
    """A fact with what must be known for it to be known: one key of each of `needs`."""

    fact: Fact
    needs: tuple[frozenset[Key], ...]


class Word(NamedTuple):
    """A run of letters and where it stands."""

    text: str
    start: int
    end: int


_LETTERS = re.compile(r"[^\W\d_]+")


def words(text: str) -> list[Word]:
    """Each run of letters of a text, in order."""
    return [Word(match[0], match.start(), match.end()) for match in _LETTERS.finditer(text)]


class Taken:
    """The places of a text that a fact has been found in already."""

    def __init__(self, size: int) -> None:
        self._mask = bytearray(size)

    def add(self, start: int, end: int) -> None:
        """Take a stretch."""
        self._mask[start:end] = b"\1" * (end - start)

    def add_all(self, found: Iterable[Found]) -> None:
        """Take the places of facts."""
        for each in found:
            self.add(each.fact.start, each.fact.end)

    def __contains__(self, span: tuple[int, int]) -> bool:
        return 1 in self._mask[span[0] : span[1]]


def table(lines: str) -> dict[str, str]:
    """Words with the first word of their line, from lines such as "week weeks Woche Wochen"."""
    return {word: line.split()[0] for line in lines.strip().splitlines() for word in line.split()}


def apart(found: Iterable[Found]) -> Iterator[Found]:
    """The facts in their order, without those that begin before an earlier one has ended."""
    end = 0
    for each in sorted(found, key=lambda each: (each.fact.start, -each.fact.end)):
        if each.fact.start >= end:
            end = each.fact.end
            yield each


def numbered(names: str, first: int = 0, step: int = 1) -> dict[str, int]:
    """Words with their numbers, which go up by `step` from `first * step`."""
    return {name: (first + k) * step for k, name in enumerate(names.split())}
