"""Which words of one stretch of text are those of another.

The words are matched by a longest common subsequence from RapidFuzz: on 10,000 words with 50 edits it
takes 0.05 s, and `difflib` 35 s. What sentences share by accident is then dropped.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain
from typing import NamedTuple

from rapidfuzz.distance import LCSseq, Levenshtein

from hitl.diff.moves import Pair, Span
from hitl.diff.tokens import half_words, is_blank, is_word

_VERSIONS = 0.4
"""The share of their words below which two sentences are no versions of each other."""

_PART = 0.6
"""The share of a sentence's words that makes it a part of others, or put together from others."""

_PIECE = 4
"""Half words of the pieces of a sentence that was split or joined."""

_MOST = 0.8
"""The share of the longer of two sentences that lets each of its words stand, if the other one shares enough."""

_LONG_PIECE = 14
"""Half words of a piece that stands in any sentence."""

_END = 12
"""A word at an end that two sentences share must be outweighed by this many changed half words to be dropped."""

_LARGE = 400_000_000
"""Cells above which the matrix of the longest common subsequence (one bit each, 50 MB) is not built."""


class Words(NamedTuple):
    """Tokens, and the number of the sentence that each of them belongs to."""

    tokens: Sequence[str]
    sentences: Sequence[int]


class _Sentence:
    """What a sentence weighs, where its first and last word stand, and how much of it the other text has."""

    def __init__(self) -> None:
        self.weight = self.shared = 0
        self.words: list[int] = []

    @property
    def covered(self) -> float:
        """The share of it that stands anywhere in the other text."""
        return self.shared / (self.weight or 1)


def matched(old: Words, new: Words) -> list[Pair]:
    """The words and marks that two stretches share; sentences that share little share nothing."""
    if not (old.tokens and new.tokens):
        return []
    runs = list(_runs(old, new))
    pieces = [sum(half_words(old.tokens[i]) for i, _ in run) for run in runs]
    left, right = _sentences(old), _sentences(new)
    shared: dict[Pair, int] = defaultdict(int)
    for run, piece in zip(runs, pieces, strict=True):
        s, t = pair = old.sentences[run[0][0]], new.sentences[run[0][1]]
        shared[pair] += piece
        left[s].shared += piece
        right[t].shared += piece
    partners = _partners(shared)

    def stands(run: Sequence[Pair], piece: int) -> bool:
        s, t = pair = old.sentences[run[0][0]], new.sentences[run[0][1]]
        short, long = sorted((left[s], right[t]), key=lambda sentence: sentence.weight)
        if 2 * shared[pair] >= _VERSIONS * (short.weight + long.weight) or piece >= _LONG_PIECE:
            return True
        if piece >= _PIECE and max(short.covered, long.covered) >= _PART:
            return True
        if piece > 1 and long.covered >= _MOST and short.covered >= _VERSIONS:
            return True
        words = sum(is_word(old.tokens[i]) for i, _ in run)
        (i1, j1), (i2, j2) = run[0], run[-1]
        begins = not any(place < i1 for place in left[s].words) and not any(place < j1 for place in right[t].words)
        ends = not any(place > i2 for place in left[s].words) and not any(place > j2 for place in right[t].words)
        return pair in partners and _END * words > long.weight - shared[pair] and (begins or ends)

    return [pair for run, piece in zip(runs, pieces, strict=True) if stands(run, piece) for pair in run]


def spans(old: Sequence[str], new: Sequence[str], matches: Iterable[Pair]) -> list[Span]:
    """The changed stretches between the matched tokens; a blank is kept only beside a match."""
    found = []
    i = j = 0
    for i_match, j_match in chain(matches, [(len(old), len(new))]):
        if i < i_match or j < j_match:
            span = _trimmed(old, new, Span(i, i_match, j, j_match))
            if span.i1 < span.i2 or span.j1 < span.j2:
                found.append(span)
        i, j = i_match + 1, j_match + 1
    return found


def _runs(old: Words, new: Words) -> Iterator[list[Pair]]:
    """The tokens in common, in pieces that have nothing but blanks between them and lie in one sentence each."""
    a = [k for k, token in enumerate(old.tokens) if not is_blank(token)]
    b = [k for k, token in enumerate(new.tokens) if not is_blank(token)]
    # Numbers, because RapidFuzz compares hashes and those of two words may be equal.
    numbers: dict[str, int] = {}
    codes_a = [numbers.setdefault(old.tokens[k], len(numbers)) for k in a]
    codes_b = [numbers.setdefault(new.tokens[k], len(numbers)) for k in b]
    # Levenshtein matches a little less, but divides a large problem and so needs no large matrix.
    matcher = LCSseq if len(a) * len(b) <= _LARGE else Levenshtein
    for block in matcher.opcodes(codes_a, codes_b).as_matching_blocks():
        run: list[Pair] = []
        for i, j in zip(a[block.a : block.a + block.size], b[block.b : block.b + block.size], strict=True):
            if run and (old.sentences[i], new.sentences[j]) != (old.sentences[run[0][0]], new.sentences[run[0][1]]):
                yield run
                run = []
            run.append((i, j))
        if run:
            yield run


def _sentences(words: Words) -> dict[int, _Sentence]:
    found: dict[int, _Sentence] = defaultdict(_Sentence)
    for k, (token, number) in enumerate(zip(words.tokens, words.sentences, strict=True)):
        sentence = found[number]
        sentence.weight += half_words(token)
        if is_word(token):
            sentence.words = [*sentence.words[:1], k]
    return found


def _partners(shared: dict[Pair, int]) -> set[Pair]:
    """The pairs of sentences that share more with each other than with any other."""
    best_old: dict[int, Pair] = {}
    best_new: dict[int, Pair] = {}
    for pair in sorted(shared, key=lambda pair: shared[pair]):
        best_old[pair[0]] = best_new[pair[1]] = pair
    return {*best_old.values()} & {*best_new.values()}


def _trimmed(old: Sequence[str], new: Sequence[str], span: Span) -> Span:
    """A change without what is equal at its ends: blanks and marks."""
    i1, i2, j1, j2 = span
    while i1 < i2 and j1 < j2 and old[i1] == new[j1] and not is_word(old[i1]):
        i1, j1 = i1 + 1, j1 + 1
    while i1 < i2 and j1 < j2 and old[i2 - 1] == new[j2 - 1] and not is_word(old[i2 - 1]):
        i2, j2 = i2 - 1, j2 - 1
    return Span(i1, i2, j1, j2)
