"""Which sentences stand, and which were taken from one place to another.

The sentences that stand are the heaviest chain of equal and of similar sentences that keep their order; an
equal or nearly equal pair beside the chain has moved. Nothing here is quadratic in the number of sentences.
"""

from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import chain, product
from typing import NamedTuple

import regex

from hitl.diff.tokens import half_words, is_word, tokens
from hitl.sentences import NEWLINE

_REPEATS = 8
"""A sentence or word that one text has more often than this says nothing about places."""

_SIMILAR = 0.3
"""The share of their words that two sentences must have in common to weigh in where the text goes on."""

_NEARLY_EQUAL = 0.75
"""The share of their words that two sentences must have in common for one to be the other, moved and edited."""

_MOVABLE = 3
"""Words that a sentence within a paragraph needs to have moved; a whole line needs one."""

_MARKER = regex.compile(r"\A\s*(?:[-*+•–]|\(?\p{Nd}{1,3}[.)])\s+")
"""What stands before an item of a list, and changes when the item moves."""

Pair = tuple[int, int]
Cut = Callable[[str], list[str]]


class Span(NamedTuple):
    """Items `i1:i2` of the old text stand against items `j1:j2` of the new one."""

    i1: int
    i2: int
    j1: int
    j2: int


class Plan(NamedTuple):
    """Pairs of equal sentences that stand, in order, and runs of sentences that moved, in the order of the new text."""

    standing: list[Pair]
    moves: list[Span]


def plan(old: Sequence[str], new: Sequence[str], cut: Cut) -> Plan:
    """Tell the sentences that stand, and the runs that moved, from the rest; `cut` gives a sentence's tokens."""
    equal = _equal(old, new)
    left, right = (
        {k: cut(text[k]) for k in {*range(len(text))} - {pair[side] for pair in equal} if text[k].strip()}
        for side, text in enumerate((old, new))
    )
    alike = similar(left, right)
    weights = {pair: len(old[pair[0]]) for pair in equal}
    weights |= {(i, j): int(share * len(old[i])) for (i, j), share in alike.items()}
    standing = heaviest_chain(weights)
    near = sorted((pair for pair in alike if alike[pair] >= _NEARLY_EQUAL), key=lambda pair: -alike[pair])
    longest = sorted(equal, key=lambda pair: (-len(old[pair[0]]), pair))
    sides = _Side(old, {i for i, _ in standing}), _Side(new, {j for _, j in standing})
    gone, come = _Side(old, set()), _Side(new, set())
    moves = [_with_break(gone, come, run) for run in _runs(*sides, _moved(*sides, [*longest, *near]))]
    anchors = [(i, j) for i, j in standing if old[i] == new[j] and i not in gone.used and j not in come.used]
    return Plan(list(_extended(anchors, gone, come)), sorted(moves, key=lambda move: move.j1))


def similar(old: Mapping[int, Iterable[str]], new: Mapping[int, Iterable[str]]) -> dict[Pair, float]:
    """How much sentences, given as tokens, have in common with the few that they share most rare words with.

    It is the share of their words, from 0.3 to 1.
    """
    left, right = ({k: _words(sentence) for k, sentence in side.items()} for side in (old, new))
    places: dict[str, list[int]] = defaultdict(list)
    for j, words in right.items():
        for word in words:
            places[word].append(j)
    found: dict[Pair, float] = {}
    for i, words in left.items():
        rare = (places[word] for word in words if word in places and len(places[word]) <= _REPEATS)
        for j, _ in Counter(chain.from_iterable(rare)).most_common(3):
            both = sum(words[word] + right[j][word] for word in words.keys() & right[j].keys())
            share = both / (sum(words.values()) + sum(right[j].values()))
            if share >= _SIMILAR:
                found[i, j] = share
    return found


def _words(sentence: Iterable[str]) -> dict[str, int]:
    return {token.lower(): half_words(token) for token in sentence if is_word(token)}


def heaviest_chain(weights: dict[Pair, int]) -> list[Pair]:
    """Of the pairs those that keep their order on both sides and together weigh most."""
    pairs = sorted(weights, key=lambda pair: (pair[0], -pair[1]))
    ends: list[int] = []  # where the best chains end in the new text; a later end has a heavier chain
    best: list[tuple[int, int]] = []  # their weights and last pairs
    before: list[int] = []
    for k, (i, j) in enumerate(pairs):
        at = bisect_left(ends, j)
        weight, previous = best[at - 1] if at else (0, -1)
        weight += weights[i, j]
        before.append(previous)
        stop = at
        while stop < len(ends) and best[stop][0] <= weight:
            stop += 1
        if stop == at < len(ends) and ends[at] == j:
            continue
        ends[at:stop], best[at:stop] = [j], [(weight, k)]
    found = []
    k = best[-1][1] if best else -1
    while k >= 0:
        found.append(pairs[k])
        k = before[k]
    return found[::-1]


def _equal(old: Sequence[str], new: Sequence[str]) -> list[Pair]:
    places: tuple[dict[str, list[int]], dict[str, list[int]]] = (defaultdict(list), defaultdict(list))
    for text, found in zip((old, new), places, strict=True):
        for k, sentence in enumerate(text):
            found[_MARKER.sub("", sentence).strip()].append(k)
    places[0].pop("", None)
    common = places[0].keys() & places[1].keys()
    few = (key for key in common if len(places[0][key]) * len(places[1][key]) <= _REPEATS)
    return [pair for key in few for pair in product(places[0][key], places[1][key])]


class _Side:
    """The sentences of one text, and those that have a counterpart in the other one."""

    def __init__(self, text: Sequence[str], used: set[int]) -> None:
        self.text, self.used = text, used

    def is_break(self, k: int) -> bool:
        """Whether a line ends here; beyond its ends a text does."""
        return not 0 <= k < len(self.text) or self.text[k][-1] in NEWLINE

    def is_lines(self, start: int, end: int) -> bool:
        """Whether sentences `start:end` fill their lines."""
        return self.is_break(start - 1) and self.is_break(end)

    def goes_on(self, end: int, start: int) -> bool:
        """Whether nothing stands between two places but breaks, or sentences that have no counterpart."""
        between = range(end, start)
        return end <= start and self.used.isdisjoint(between) and len({*map(self.is_break, between)}) < 2

    def paragraph(self, start: int, end: int) -> tuple[int, int] | None:
        """The whole of a paragraph, if `start:end` is most of it and the rest has no counterpart."""
        first, last = start, end
        while not self.is_break(first - 1):
            first -= 1
        while not self.is_break(last):
            last += 1
        others = [*range(first, start), *range(end, last)]
        most = sum(len(self.text[k]) for k in others) <= sum(map(len, self.text[start:end]))
        return (first, last) if most and self.used.isdisjoint(others) else None

    def breaks(self, start: int, end: int) -> list[int]:
        """The free breaks behind and before `start:end`, if it fills its lines."""
        beside = (end, start - 1) if self.is_lines(start, end) else ()
        return [k for k in beside if 0 <= k < len(self.text) and k not in self.used]


def _moved(old: _Side, new: _Side, pairs: Iterable[Pair]) -> list[Pair]:
    """The first of the pairs that each sentence without a counterpart is in; both then have one."""
    moved = []
    for i, j in pairs:
        least = 1 if old.is_lines(i, i + 1) and new.is_lines(j, j + 1) else _MOVABLE
        if i not in old.used and j not in new.used and sum(map(is_word, tokens(old.text[i]))) >= least:
            old.used.add(i)
            new.used.add(j)
            moved.append((i, j))
    return sorted(moved)


def _runs(old: _Side, new: _Side, moved: Iterable[Pair]) -> Iterator[Span]:
    """Sentences that moved together as one move, with the few that changed in a paragraph that moved."""
    runs: list[Span] = []
    for i, j in moved:
        if runs and old.goes_on(runs[-1].i2, i) and new.goes_on(runs[-1].j2, j):
            runs[-1] = runs[-1]._replace(i2=i + 1, j2=j + 1)
        else:
            runs.append(Span(i, i + 1, j, j + 1))
    for run in runs:
        left, right = old.paragraph(run.i1, run.i2), new.paragraph(run.j1, run.j2)
        yield Span(*left, *right) if left and right else run


def _with_break(old: _Side, new: _Side, run: Span) -> Span:
    """The run with the break behind it or before it, preferably the same break in both texts; it is used then."""
    pairs = list(product(old.breaks(run.i1, run.i2), new.breaks(run.j1, run.j2)))
    if pairs:
        i, j = next((pair for pair in pairs if old.text[pair[0]] == new.text[pair[1]]), pairs[0])
        run = Span(min(run.i1, i), max(run.i2, i + 1), min(run.j1, j), max(run.j2, j + 1))
    old.used.update(range(run.i1, run.i2))
    new.used.update(range(run.j1, run.j2))
    return run


def _extended(anchors: Sequence[Pair], old: _Side, new: _Side) -> Iterator[Pair]:
    """The anchors, and what follows them equal in both texts, such as the breaks between paragraphs."""
    stop = {i for i, _ in anchors} | old.used, {j for _, j in anchors} | new.used
    for i, j in anchors:
        yield i, j
        for a, b in zip(range(i + 1, len(old.text)), range(j + 1, len(new.text)), strict=False):
            if a in stop[0] or b in stop[1] or old.text[a] != new.text[b]:
                break
            yield a, b
