"""The changes as a reader would make them: at natural places, and nothing left standing that only distracts."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import accumulate, zip_longest

from hitl.diff.align import Words
from hitl.diff.moves import Span
from hitl.diff.tokens import BARRIER, Whole, half_words, is_blank, is_word
from hitl.sentences import NEWLINE

_FLANK = 3
"""A half word of an island must be outweighed by this many changed words on either side to be dropped."""


def tidied(old: Words, new: Words, found: Sequence[Span]) -> list[Span]:
    """The changes at their most natural places, and without what only distracts between two of them."""
    return _without_confetti(old, new, _slid(old.tokens, new.tokens, found))


def _edge(text: Sequence[str], k: int) -> int:
    """How natural it is for a change to begin or end before token `k`."""
    if k in (0, len(text)):
        return 2
    left, right = text[k - 1], text[k]
    if left[-1] in NEWLINE or right[0] in NEWLINE:
        return 3
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


def _without_confetti(old: Words, new: Words, found: Iterable[Span]) -> list[Span]:
    """Join two changes when what they leave standing between them only distracts the reader.

    That is punctuation or one small word between two changes that together replace something, or
    more when the changes around it are much larger. A newline is never swallowed, the end of a
    sentence only between two replacements.
    """
    weights = {token: BARRIER if isinstance(token, Whole) else half_words(token) for token in {*old.tokens}}
    words = set(filter(is_word, {*old.tokens, *new.tokens}))
    island = list(accumulate((weights[token] for token in old.tokens), initial=0))
    old_words = list(accumulate((token in words for token in old.tokens), initial=0))
    new_words = list(accumulate((token in words for token in new.tokens), initial=0))

    def distracts(a: Span, b: Span) -> bool:
        if a.i2 == b.i1:
            return True
        removed = [old_words[s.i2] - old_words[s.i1] for s in (a, b)]
        added = [new_words[s.j2] - new_words[s.j1] for s in (a, b)]
        ends = b.i1 < len(old.tokens) and old.sentences[a.i2] != old.sentences[b.i1]
        if not (all([*removed, *added]) if ends else any(removed) and any(added)):
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
