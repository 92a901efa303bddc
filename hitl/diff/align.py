"""Which words of one text are those of the other, as a reader would see it.

The words are matched by a longest common subsequence from RapidFuzz: on 10,000 words with 50 edits it
takes 0.05 s, and `difflib` 35 s. What it finds is then tidied for a reader: no blank is matched on its
own, changes move to natural places, and accidental matches inside a rewritten passage are dropped.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from itertools import accumulate, chain, zip_longest

from rapidfuzz.distance import LCSseq, Levenshtein

from hitl.diff.moves import Pair, Span
from hitl.diff.tokens import NEWLINE, half_words, is_blank, is_word

_FLANK = 3
"""A half word of an island must be outweighed by this many changed words on either side to be dropped."""

_VERSIONS = 0.4
"""The share of their words below which two sentences are no versions of each other."""

_PART = 0.6
"""The share of a sentence's words that, in one piece, makes it a part of another: split or joined."""

_PIECE = 8
"""Half words that such a piece has at least."""

_LONG_PIECE = 14
"""Half words of a piece that stands in any sentence."""

_LARGE = 400_000_000
"""Cells above which the matrix of the longest common subsequence (one bit each, 50 MB) is not built."""


def matched(old: Sequence[str], new: Sequence[str], old_owner: Sequence[int], new_owner: Sequence[int]) -> list[Pair]:
    """The words and marks that two stretches share, given which sentence each token belongs to.

    Sentences that share little share nothing, but for a long piece and for their ends.
    """
    runs = list(_runs(old, new, old_owner, new_owner))
    weights = {token: half_words(token) for token in {*old, *new}}
    old_weight, new_weight = (_weights(s, o, weights) for s, o in ((old, old_owner), (new, new_owner)))
    shared: dict[Pair, int] = defaultdict(int)
    for run in runs:
        shared[_owners(run, old_owner, new_owner)] += sum(weights[old[i]] for i, _ in run)
    kept: list[Pair] = []
    for run in runs:
        s, t = owners = _owners(run, old_owner, new_owner)
        piece = sum(weights[old[i]] for i, _ in run)
        few, many = sorted((old_weight[s], new_weight[t]))
        if (
            2 * shared[owners] >= _VERSIONS * (few + many)
            or piece >= min(max(_PART * few, _PIECE), _LONG_PIECE)
            or (_at_an_end(run, old, new, old_owner, new_owner) and piece * _FLANK * 2 > many - shared[owners])
        ):
            kept += run
    return kept


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


def tidied(old: Sequence[str], new: Sequence[str], found: Sequence[Span]) -> list[Span]:
    """The changes at their most natural places, and without what only distracts between two of them."""
    return _without_confetti(old, new, _slid(old, new, found))


def _runs(
    old: Sequence[str], new: Sequence[str], old_owner: Sequence[int], new_owner: Sequence[int]
) -> Iterator[list[Pair]]:
    """The tokens in common, in pieces that have nothing but blanks between them and lie in one sentence each."""
    a = [k for k, token in enumerate(old) if not is_blank(token)]
    b = [k for k, token in enumerate(new) if not is_blank(token)]
    # Numbers, because RapidFuzz compares hashes and those of two words may be equal.
    numbers: dict[str, int] = {}
    codes_a = [numbers.setdefault(old[k], len(numbers)) for k in a]
    codes_b = [numbers.setdefault(new[k], len(numbers)) for k in b]
    # Levenshtein matches a little less, but divides a large problem and so needs no large matrix.
    matcher = LCSseq if len(a) * len(b) <= _LARGE else Levenshtein
    for block in matcher.opcodes(codes_a, codes_b).as_matching_blocks():
        run: list[Pair] = []
        for i, j in zip(a[block.a : block.a + block.size], b[block.b : block.b + block.size], strict=True):
            if run and (old_owner[i], new_owner[j]) != _owners(run, old_owner, new_owner):
                yield run
                run = []
            run.append((i, j))
        if run:
            yield run


def _owners(run: Sequence[Pair], old_owner: Sequence[int], new_owner: Sequence[int]) -> Pair:
    return old_owner[run[0][0]], new_owner[run[0][1]]


def _weights(text: Sequence[str], owner: Sequence[int], weights: dict[str, int]) -> dict[int, int]:
    total: dict[int, int] = defaultdict(int)
    for token, sentence in zip(text, owner, strict=True):
        total[sentence] += weights[token]
    return total


def _at_an_end(
    run: Sequence[Pair], old: Sequence[str], new: Sequence[str], old_owner: Sequence[int], new_owner: Sequence[int]
) -> bool:
    """Whether no word of either sentence stands before the run, or none of either behind it."""
    (i_first, j_first), (i_last, j_last) = run[0], run[-1]
    begins = _is_outer(old, old_owner, i_first, -1) and _is_outer(new, new_owner, j_first, -1)
    return begins or (_is_outer(old, old_owner, i_last, 1) and _is_outer(new, new_owner, j_last, 1))


def _is_outer(text: Sequence[str], owner: Sequence[int], k: int, step: int) -> bool:
    sentence = owner[k]
    k += step
    while 0 <= k < len(text) and owner[k] == sentence:
        if is_word(text[k]):
            return False
        k += step
    return True


def _trimmed(old: Sequence[str], new: Sequence[str], span: Span) -> Span:
    """A change without what is equal at its ends: blanks and marks."""
    i1, i2, j1, j2 = span
    while i1 < i2 and j1 < j2 and old[i1] == new[j1] and not is_word(old[i1]):
        i1, j1 = i1 + 1, j1 + 1
    while i1 < i2 and j1 < j2 and old[i2 - 1] == new[j2 - 1] and not is_word(old[i2 - 1]):
        i2, j2 = i2 - 1, j2 - 1
    return Span(i1, i2, j1, j2)


def _edge(text: Sequence[str], k: int) -> int:
    """How natural it is for a change to begin or end before token `k`."""
    if k in (0, len(text)):
        return 2
    left, right = text[k - 1], text[k]
    if left[-1] in NEWLINE or right[0] in NEWLINE:
        return 2
    if left[-1] in "。！？":  # noqa: RUF001 - they end a sentence without a blank
        return 2
    if is_blank(right):
        return 1 if is_word(left) else 2
    return 0 if is_word(right) or is_blank(left) else 1


def _slid(old: Sequence[str], new: Sequence[str], found: Sequence[Span]) -> Iterator[Span]:
    """Move each pure insertion or deletion, as far as the text stays the same, to its most natural place."""
    floor = 0
    for span, following in zip_longest(found, found[1:]):
        room = (following.i1 if following else len(old)) - span.i2
        text, start, end = (new, span.j1, span.j2) if span.i1 == span.i2 else (old, span.i1, span.i2)
        pure = span.i1 == span.i2 or span.j1 == span.j2
        shift = _best_shift(text, start, end, span.i1 - floor, room) if pure else 0
        yield Span(*(k + shift for k in span))
        floor = span.i2 + shift


def _best_shift(text: Sequence[str], start: int, end: int, room_left: int, room_right: int) -> int:
    """Of the shifts that change nothing, the most natural; of equals the last."""
    low = high = 0
    while low > -room_left and text[start + low - 1] == text[end + low - 1]:
        low -= 1
    while high < room_right and text[start + high] == text[end + high]:
        high += 1

    def naturalness(shift: int) -> tuple[int, int]:
        return _edge(text, start + shift) + _edge(text, end + shift), shift

    return max(range(low, high + 1), key=naturalness)


def _without_confetti(old: Sequence[str], new: Sequence[str], found: Iterable[Span]) -> list[Span]:
    """Join two changes when what they leave standing between them only distracts the reader.

    That is punctuation or one small word between two changes that together replace something, or
    more when the changes around it are much larger. A newline is never swallowed.
    """
    weights = {token: half_words(token) for token in {*old}}
    words = set(filter(is_word, {*old, *new}))
    island = list(accumulate((weights[token] for token in old), initial=0))
    old_words = list(accumulate((token in words for token in old), initial=0))
    new_words = list(accumulate((token in words for token in new), initial=0))

    def distracts(a: Span, b: Span) -> bool:
        if a.i2 == b.i1:
            return True
        removed = [old_words[s.i2] - old_words[s.i1] for s in (a, b)]
        added = [new_words[s.j2] - new_words[s.j1] for s in (a, b)]
        if not (any(removed) and any(added)):
            return False
        flank = min(map(max, removed, added))
        standing = island[b.i1] - island[a.i2]
        return flank > 0 and (standing <= 1 or standing * _FLANK <= flank)

    joined: list[Span] = []
    for span in found:
        while joined and distracts(joined[-1], span):
            last = joined.pop()
            span = Span(last.i1, span.i2, last.j1, span.j2)
        joined.append(span)
    return joined
