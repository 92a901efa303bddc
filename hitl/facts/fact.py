"""What a fact is, and how two facts are told to be the same."""

import re
import tomllib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal, NamedTuple

Kind = Literal["number", "date", "name", "link", "quotation"]

Key = tuple[str | int, ...]
"""A fact in a form in which all its spellings are equal, such as `("n", "12000", "%")`."""

WORDS: dict[str, dict[str, Any]] = tomllib.loads(Path(__file__).with_name("words.toml").read_text(encoding="utf-8"))
"""The words of each kind of fact."""


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

    def claim(self, found: Iterable[Found]) -> Iterator[Found]:
        """The facts whose places are free, from left to right; they are taken then."""
        for each in in_order(found):
            start, end = each.fact.start, each.fact.end
            if (start, end) not in self:
                self._mask[start:end] = b"\1" * (end - start)
                yield each

    def __contains__(self, span: tuple[int, int]) -> bool:
        return 1 in self._mask[span[0] : span[1]]


def in_order(found: Iterable[Found]) -> list[Found]:
    """Facts by their places, the longest first."""
    return sorted(found, key=lambda each: (each.fact.start, -each.fact.end))


def found_at(kind: Kind, text: str, span: tuple[int, int], *needs: Iterable[Key]) -> Found:
    """The fact at a place of a text."""
    return Found(Fact(kind, text[slice(*span)], *span), tuple(map(frozenset, needs)))


def numbered(names: str, first: int = 0, step: int = 1) -> dict[str, int]:
    """Words with their numbers, which go up by `step` from `first * step`; "-" stands for a number without a word."""
    return {name: (first + k) * step for k, name in enumerate(names.split()) if name != "-"}
