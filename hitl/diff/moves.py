"""Which sentences stand, and which were taken from one place to another.

The sentences that stand are the heaviest chain of equal and of similar sentences that keep their order; an
equal or nearly equal pair beside the chain has moved. Nothing here is quadratic in the number of sentences.
"""

from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from collections.abc import Set as AbstractSet
from itertools import product
from typing import NamedTuple

import regex

from hitl.diff.tokens import NEWLINE, half_words, is_word, tokens

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
    similar = _similar(old, new, equal, cut)
    weights = {pair: len(old[pair[0]]) for pair in equal}
    weights |= {(i, j): int(share * len(old[i])) for (i, j), share in similar.items()}
    chain = _heaviest_chain(weights)
    moved = _moved(old, new, equal, similar, chain)
    runs = _runs(old, new, moved, *({pair[side] for pair in (*chain, *moved)} for side in (0, 1)))
    moves = _with_breaks(old, new, runs)
    gone = {i for move in moves for i in range(move.i1, move.i2)}
    come = {j for move in moves for j in range(move.j1, move.j2)}
    anchors = [(i, j) for i, j in chain if old[i] == new[j] and i not in gone and j not in come]
    return Plan(sorted(_extended(old, new, anchors, gone, come)), sorted(moves, key=lambda move: move.j1))


def _equal(old: Sequence[str], new: Sequence[str]) -> list[Pair]:
    places: tuple[dict[str, list[int]], dict[str, list[int]]] = (defaultdict(list), defaultdict(list))
    for text, found in zip((old, new), places, strict=True):
        for k, sentence in enumerate(text):
            found[_MARKER.sub("", sentence).strip()].append(k)
    places[0].pop("", None)
    common = places[0].keys() & places[1].keys()
    few = (key for key in common if len(places[0][key]) * len(places[1][key]) <= _REPEATS)
    return [pair for key in few for pair in product(places[0][key], places[1][key])]


def _similar(old: Sequence[str], new: Sequence[str], equal: Iterable[Pair], cut: Cut) -> dict[Pair, float]:
    """How much sentences without an equal have in common with those that they share rare words with."""
    known_old, known_new = ({pair[side] for pair in equal} for side in (0, 1))
    left = {i: _words(cut(s)) for i, s in enumerate(old) if i not in known_old and s.strip()}
    right = {j: _words(cut(s)) for j, s in enumerate(new) if j not in known_new and s.strip()}
    places: dict[str, list[int]] = defaultdict(list)
    for j, words in right.items():
        for word in words:
            places[word].append(j)
    found: dict[Pair, float] = {}
    for i, words in left.items():
        rare = (places[word] for word in words if len(places.get(word, ())) <= _REPEATS and word in places)
        for j, _ in Counter(j for found_at in rare for j in found_at).most_common(3):
            shared = words.keys() & right[j].keys()
            total = sum(words.values()) + sum(right[j].values())
            share = sum(words[w] + right[j][w] for w in shared) / total if total else 0
            if share >= _SIMILAR:
                found[i, j] = share
    return found


def _words(sentence: Iterable[str]) -> dict[str, int]:
    return {token.lower(): weight for token in sentence if (weight := half_words(token))}


def _heaviest_chain(weights: dict[Pair, int]) -> list[Pair]:
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
    chain = []
    k = best[-1][1] if best else -1
    while k >= 0:
        chain.append(pairs[k])
        k = before[k]
    return chain[::-1]


def _moved(
    old: Sequence[str], new: Sequence[str], equal: Iterable[Pair], similar: dict[Pair, float], chain: Iterable[Pair]
) -> list[Pair]:
    """The pairs beside the chain, each sentence at most once, the longest of the equal ones first."""
    near = [pair for pair, share in similar.items() if share >= _NEARLY_EQUAL]
    near.sort(key=lambda pair: -similar[pair])
    by_length = sorted(equal, key=lambda pair: (-len(old[pair[0]]), pair))
    taken_old, taken_new = {i for i, _ in chain}, {j for _, j in chain}
    moved = []
    for i, j in [*by_length, *near]:
        free = i not in taken_old and j not in taken_new
        least = 1 if _is_line(old, i) and _is_line(new, j) else _MOVABLE
        if free and sum(map(is_word, tokens(old[i]))) >= least:
            taken_old.add(i)
            taken_new.add(j)
            moved.append((i, j))
    return sorted(moved)


def _is_break(sentence: str) -> bool:
    return sentence[-1] in NEWLINE


def _is_line(text: Sequence[str], k: int, end: int | None = None) -> bool:
    """Whether sentences `k` to `end` fill their lines."""
    end = k + 1 if end is None else end
    return (k == 0 or _is_break(text[k - 1])) and (end == len(text) or _is_break(text[end]))


def _runs(
    old: Sequence[str],
    new: Sequence[str],
    moved: Iterable[Pair],
    used_old: AbstractSet[int],
    used_new: AbstractSet[int],
) -> list[Span]:
    """Sentences that moved together as one move, with the few that changed in a paragraph that moved."""
    runs: list[Span] = []
    for i, j in moved:
        run = runs[-1] if runs else None
        if run and all(
            _follows(text, end, start) or _is_inner(text, end, start, used)
            for text, end, start, used in ((old, run.i2, i, used_old), (new, run.j2, j, used_new))
        ):
            runs[-1] = Span(run.i1, i + 1, run.j1, j + 1)
        else:
            runs.append(Span(i, i + 1, j, j + 1))
    return [_widened(old, new, run, used_old, used_new) for run in runs]


def _is_inner(text: Sequence[str], start: int, end: int, used: AbstractSet[int]) -> bool:
    """Whether these are sentences within one paragraph that have no counterpart elsewhere."""
    return start <= end and not any(k in used or _is_break(text[k]) for k in range(start, end))


def _widened(
    old: Sequence[str], new: Sequence[str], run: Span, used_old: AbstractSet[int], used_new: AbstractSet[int]
) -> Span:
    """The whole paragraphs that a run lies in, if it is most of both and the rest stands nowhere else."""
    wide: list[int] = []
    for text, start, end, used in ((old, run.i1, run.i2, used_old), (new, run.j1, run.j2, used_new)):
        first, last = start, end
        while first and not _is_break(text[first - 1]):
            first -= 1
        while last < len(text) and not _is_break(text[last]):
            last += 1
        others = [*range(first, start), *range(end, last)]
        if not used.isdisjoint(others) or sum(len(text[k]) for k in others) > sum(map(len, text[start:end])):
            return run
        wide += [first, last]
    return Span(*wide)


def _with_breaks(old: Sequence[str], new: Sequence[str], runs: Iterable[Span]) -> list[Span]:
    """The runs; those that are whole lines with a line break."""
    taken_old: set[int] = set()
    taken_new: set[int] = set()
    return [_with_break(old, new, run, taken_old, taken_new) for run in runs]


def _follows(text: Sequence[str], end: int, start: int) -> bool:
    return end <= start and all(map(_is_break, text[end:start]))


def _with_break(old: Sequence[str], new: Sequence[str], run: Span, taken_old: set[int], taken_new: set[int]) -> Span:
    """The run with the break behind it or before it, preferably the same break in both texts."""
    i1, i2, j1, j2 = run
    lefts = list(_breaks(old, i1, i2, taken_old))
    rights = list(_breaks(new, j1, j2, taken_new))
    if not (lefts and rights):
        return run
    pairs = list(product(lefts, rights))
    i, j = next((pair for pair in pairs if old[pair[0]] == new[pair[1]]), pairs[0])
    taken_old.add(i)
    taken_new.add(j)
    return Span(min(i1, i), max(i2, i + 1), min(j1, j), max(j2, j + 1))


def _breaks(text: Sequence[str], start: int, end: int, taken: set[int]) -> Iterator[int]:
    if _is_line(text, start, end):
        yield from (k for k in (end, start - 1) if 0 <= k < len(text) and k not in taken)


def _extended(
    old: Sequence[str], new: Sequence[str], anchors: Iterable[Pair], gone: set[int], come: set[int]
) -> Iterator[Pair]:
    """The anchors, and what stands beside them equal in both texts, such as the breaks between paragraphs."""
    used_old, used_new = {i for i, _ in anchors} | gone, {j for _, j in anchors} | come
    for step in (1, -1):
        for i, j in anchors:
            i, j = i + step, j + step
            while 0 <= i < len(old) and 0 <= j < len(new) and old[i] == new[j]:
                if i in used_old or j in used_new:
                    break
                used_old.add(i)
                used_new.add(j)
                yield i, j
                i, j = i + step, j + step
    yield from anchors
