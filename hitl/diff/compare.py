"""What changed between two texts, word by word and sentence by sentence."""

from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from itertools import zip_longest

from hitl.diff.align import Words, matched, spans
from hitl.diff.change import Change, merged
from hitl.diff.moves import Cut, Pair, Span, plan
from hitl.diff.tidy import tidied
from hitl.diff.tokens import Whole, alike, sentences, tokens

_OUTER = 3
"""Sentences and line breaks beside a change, on either side, among which its most natural place is looked for."""


class _Side:
    """One text as tokens without what moved, which is kept aside with the place that it had or has."""

    def __init__(self, cut: Cut) -> None:
        self.cut = cut
        self.tokens: list[str] = []
        self.owner: list[int] = []
        self.asides: deque[tuple[int, str, int]] = deque()

    def add(self, text: str, sentence: int) -> None:
        found = self.cut(text)
        self.tokens += found
        self.owner += [sentence] * len(found)

    def add_whole(self, text: str, sentence: int) -> None:
        self.tokens.append(Whole(text))
        self.owner.append(sentence)

    def words(self, start: int = 0) -> Words:
        return Words(self.tokens[start:], self.owner[start:])

    def pieces(self, start: int, end: int) -> Iterator[tuple[str, int | None]]:
        """The text of tokens `start:end` and what was put aside there, at both ends too, with its move."""
        while self.asides and self.asides[0][0] <= end:
            place, text, move = self.asides.popleft()
            yield "".join(self.tokens[start:place]), None
            yield text, move
            start = place
        yield "".join(self.tokens[start:end]), None


def compare(old: str, new: str) -> list[Change]:
    """What an editor would say changed: `same` and `delete` join to old, `same` and `insert` to new.

    No text is empty; neighbours differ in kind or in move; of a replacement the delete comes first.
    What changed its place is a delete and an insert with the same `move`; if it was edited on its way
    their texts differ.
    """
    if old == new:
        return [Change("same", old)] if old else []
    before, after, matches = _laid_out(sentences(old), sentences(new))
    found = tidied(before.words(), after.words(), spans(before.tokens, after.tokens, matches))
    return merged(_cut_alike(merged(_with_their_blanks(merged(_told(before, after, found))))))


def _laid_out(old: Sequence[str], new: Sequence[str]) -> tuple[_Side, _Side, list[Pair]]:
    """Both texts as tokens, and the pairs of tokens that are the same."""
    cut = cache(tokens)
    standing, moves = plan(old, new, cut)
    gone = {i: (number, k.i1 == i) for number, k in enumerate(moves, 1) for i in range(k.i1, k.i2)}
    come = {j: (number, k.j1 == j) for number, k in enumerate(moves, 1) for j in range(k.j1, k.j2)}
    before, after = _Side(cut), _Side(cut)
    matches: list[Pair] = []
    i = j = 0
    for block in _blocks(standing, len(old), len(new)):
        matches += _region(before, after, (old, i, block.i1, gone), (new, j, block.j1, come))
        matches += _block(before, after, old[block.i1 : block.i2], block)
        i, j = block.i2, block.j2
    return before, after, matches


def _blocks(standing: Sequence[Pair], old_end: int, new_end: int) -> Iterator[Span]:
    """The runs of sentences that stand, and an empty one at the end."""
    run: Span | None = None
    for i, j in [*standing, (old_end, new_end)]:
        if run and (run.i2, run.j2) != (i, j):
            yield run
            run = None
        run = Span(run.i1 if run else i, i + 1, run.j1 if run else j, j + 1)
    if run:
        yield run._replace(i2=run.i2 - 1, j2=run.j2 - 1)


def _block(before: _Side, after: _Side, texts: Sequence[str], block: Span) -> Iterator[Pair]:
    """Add sentences that stand; only the outer ones are needed word by word."""
    start = len(before.tokens), len(after.tokens)
    inner = range(_OUTER, len(texts) - _OUTER)
    for side, first in ((before, block.i1), (after, block.j1)):
        for k, text in enumerate(texts):
            if len(inner) < 2 or k not in inner:
                side.add(text, first + k)
            elif k == inner.start:
                side.add_whole("".join(texts[inner.start : inner.stop]), first + k)
    yield from zip(range(start[0], len(before.tokens)), range(start[1], len(after.tokens)), strict=True)


_Stretch = tuple[Sequence[str], int, int, dict[int, tuple[int, bool]]]


def _region(before: _Side, after: _Side, old: _Stretch, new: _Stretch) -> Iterator[Pair]:
    """Add sentences that changed, and match their words."""
    i, j = len(before.tokens), len(after.tokens)
    for side, (texts, start, end, moved) in ((before, old), (after, new)):
        for k in range(start, end):
            number, first = moved.get(k, (0, False))
            if first:
                side.asides.append((len(side.tokens), texts[k], number))
            elif number:
                place, text, _ = side.asides.pop()
                side.asides.append((place, text + texts[k], number))
            else:
                side.add(texts[k], k)
    pairs = matched(before.words(i), after.words(j))
    yield from ((i + a, j + b) for a, b in pairs)


def _told(before: _Side, after: _Side, found: Iterable[Span]) -> Iterator[Change]:
    start, end = Span(0, 0, 0, 0), Span(*(len(side.tokens) for side in (before, after) for _ in range(2)))
    last = start
    for span in [start, *found, end]:
        yield from _stretch(before, after, last, span)
        deletes = deque(Change("delete", text, move) for text, move in before.pieces(span.i1, span.i2) if text)
        inserts = deque(Change("insert", text, move) for text, move in after.pieces(span.j1, span.j2) if text)
        while deletes or inserts:
            for side in (deletes, inserts):
                while side and side[0].move:
                    yield side.popleft()
            for side in (deletes, inserts):
                if side and not side[0].move:
                    yield side.popleft()
        last = span


def _stretch(before: _Side, after: _Side, last: Span, following: Span) -> Iterator[Change]:
    """What stands between two changes, cut where something was taken from or put to."""
    i, end = last.i2, following.i1
    while i < end:
        out = before.asides[0][0] if before.asides else end
        into = after.asides[0][0] - last.j2 + last.i2 if after.asides else end
        cut = min(out, into, end)
        yield Change("same", "".join(before.tokens[i:cut]))
        if out == cut < end:
            _, text, move = before.asides.popleft()
            yield Change("delete", text, move)
        if into == cut < end:
            _, text, move = after.asides.popleft()
            yield Change("insert", text, move)
        i = cut


def _with_their_blanks(changes: Sequence[Change]) -> Iterator[Change]:
    """Give what moved the white space beside it that came or went with it."""
    around = [None, *changes, None]
    for before, change, after in zip(around, changes, around[2:], strict=False):
        plain = [c.kind for c in (before, after) if c and c.move is None and c.kind != "same"]
        moves = [c.move for c in (before, after) if c and c.move and c.kind == change.kind]
        if change.move is None and moves and not plain and change.text.isspace():
            change = Change(change.kind, change.text, moves[0])
        yield change


def _cut_alike(changes: Sequence[Change]) -> Iterator[Change]:
    """Make replacements as small as they are where ICU cut words that begin or end alike in different ways."""
    held: Change | None = None
    for change, following in zip_longest(changes, changes[1:]):
        if held:
            start, end = alike(held.text, change.text)
            stop, new_stop = len(held.text) - end, len(change.text) - end
            yield Change("same", held.text[:start])
            yield Change("delete", held.text[start:stop])
            yield Change("insert", change.text[start:new_stop])
            yield Change("same", held.text[stop:])
            held = None
        elif following and (change.kind, following.kind, change.move, following.move) == (
            "delete",
            "insert",
            None,
            None,
        ):
            held = change
        else:
            yield change
